//! `hookctl update`: it reads, merges and sends all four fields, so that nothing is lost whether the
//! API's PUT merges or replaces.

mod harness;

use harness::{Home, Hostile, Reply, Request, dead_url};
use serde_json::{Value, json};

/// A server with one webhook, whose PUT answers with what it was sent.
fn api() -> Hostile {
    Hostile::answering(|request| Reply::json(200, &json!({"data": answer(request)}).to_string()))
}

fn answer(request: &Request) -> Value {
    let mut webhook = json!({"id": "wh_1", "url": "https://a.invalid/", "status": "active",
        "events": ["user.created", "data.created"], "description": "old",
        "created_at": "2023-03-15T08:30:00Z", "secret": "whsec_••••", "team": "blue"});
    if request.method == "PUT" {
        for field in ["url", "events", "status", "description"] {
            webhook[field] = request.json()[field].clone();
        }
    }
    webhook
}

/// The one body that was sent, after the webhook was read.
#[track_caller]
fn sent(server: &Hostile) -> String {
    let lines = server.request_lines();
    assert_eq!(lines, ["GET /api/v1/webhooks/wh_1", "PUT /api/v1/webhooks/wh_1"]);
    server.requests()[1].text().to_owned()
}

#[test]
fn all_four_fields_are_sent_whichever_changes() {
    let home = Home::new();
    let sends = |change: &str, body: &str| {
        let server = api();
        let update = home.hookctl(["update", "wh_1"]).args(change.split_whitespace());
        update.against(&server).run().succeeds().stderr_is("");
        assert_eq!(sent(&server), body, "{change}");
    };
    sends(
        "--status inactive",
        r#"{"url":"https://a.invalid/","events":["user.created","data.created"],"status":"inactive","description":"old"}"#,
    );
    sends(
        "--url https://b.invalid/ --description new",
        r#"{"url":"https://b.invalid/","events":["user.created","data.created"],"status":"active","description":"new"}"#,
    );
    sends(
        "--event user.deleted --events user.updated,user.deleted",
        r#"{"url":"https://a.invalid/","events":["user.deleted","user.updated"],"status":"active","description":"old"}"#,
    );
    sends(
        "--add-event user.updated,user.created --add-event user.deleted --remove-event data.created",
        r#"{"url":"https://a.invalid/","events":["user.created","user.updated","user.deleted"],"status":"active","description":"old"}"#,
    );
}

#[test]
fn what_the_webhook_does_not_have_is_not_made_up() {
    let home = Home::new();
    let bare = r#"{"data":{"id":"wh_1","url":"https://a.invalid/","events":["user.created"],"description":null}}"#;
    let server = Hostile::always(Reply::json(200, bare));
    let update = home.hookctl(["update", "wh_1", "--url", "https://b.invalid/"]);
    update.against(&server).run().succeeds();
    let body: Value = serde_json::from_str(&sent(&server)).unwrap();
    assert_eq!(body["url"], "https://b.invalid/");
    assert_eq!(body["events"], json!(["user.created"]));
    assert!(body["status"].is_null() && body["description"].is_null(), "{body}");
}

#[test]
fn a_status_that_the_api_grew_is_sent_back() {
    let home = Home::new();
    let webhook = r#"{"data":{"id":"wh_1","url":"https://a.invalid/","events":["team.created"],"status":"paused","description":"x"}}"#;
    let server = Hostile::always(Reply::json(200, webhook));
    let update = home.hookctl(["update", "wh_1", "--description", "y"]).against(&server);
    update.run().succeeds().stderr_is("");
    let expected = r#"{"url":"https://a.invalid/","events":["team.created"],"status":"paused","description":"y"}"#;
    assert_eq!(sent(&server), expected);
}

#[test]
fn the_answer_is_printed_with_what_hookctl_does_not_know() {
    let (home, server) = (Home::new(), api());
    let update = ["update", "wh_1", "--status", "inactive", "-o", "json"];
    let webhook = home.hookctl(update).against(&server).run().succeeds().json();
    assert_eq!(webhook["status"], "inactive");
    assert_eq!(webhook["team"], "blue");
}

#[test]
fn the_sandbox_is_changed_and_nothing_else_of_it() {
    let home = Home::new();
    let id = home.webhook("https://a.invalid/", "user.created");
    let read = || home.hookctl(["get", &id, "-o", "json"]).sandbox().run().succeeds().json();
    let before = read();
    home.hookctl(["update", &id, "--add-event", "data.created"]).sandbox().run().succeeds();
    let after = read();
    assert_eq!(after["events"], json!(["user.created", "data.created"]));
    assert!(after["updated_at"].is_string());
    for field in ["url", "status", "created_at", "secret", "description"] {
        assert_eq!(after[field], before[field], "{field}");
    }
}

#[test]
fn no_change_named_is_refused_before_any_call() {
    let home = Home::new();
    let refused = |arguments: &str, words: &str| {
        let update = home.hookctl(["update", "wh_1"]).args(arguments.split_whitespace());
        update.at(&dead_url()).run().exits(2).stdout_is("").stderr_has(words);
    };
    refused("", "error: no change of webhook wh_1 is named\n");
    refused("--dry-run", "no change of webhook wh_1 is named");
    refused("--url nowhere", "\"nowhere\" is not an absolute http or https URL");
    refused("--event user.created --add-event user.deleted", "cannot be used with");
    refused("--status paused", "paused");
    refused("--status active --fields nope", "unknown field `nope`");
}

#[test]
fn the_last_event_is_not_taken_away() {
    let (home, server) = (Home::new(), api());
    let update = ["update", "wh_1", "--remove-event", "user.created,data.created"];
    let ran = home.hookctl(update).against(&server).run().exits(2).stdout_is("");
    ran.stderr_has("this would leave webhook wh_1 without any event");
    assert_eq!(server.request_lines(), ["GET /api/v1/webhooks/wh_1"]);
}

#[test]
fn what_is_so_already_is_a_note_and_is_not_sent() {
    let (home, server) = (Home::new(), api());
    let update = "update wh_1 --status active --add-event user.created --remove-event user.deleted \
                  -o json --fields id,status";
    let ran = home.hookctl(update.split_whitespace()).against(&server).run().succeeds();
    assert_eq!(ran.json(), json!({"id": "wh_1", "status": "active"}));
    ran.stderr_is("note: webhook wh_1 is like this already: nothing is sent\n");
    assert_eq!(server.request_lines(), ["GET /api/v1/webhooks/wh_1"]);
}

#[test]
fn a_dry_run_reads_and_shows_what_it_would_send() {
    let (home, server) = (Home::new(), api());
    let update = ["update", "wh_1", "--status", "inactive", "--dry-run", "-o", "json"];
    let ran = home.hookctl(update).against(&server).run().succeeds().shows_nowhere("tok_test");
    assert_eq!(
        ran.json(),
        json!({"method": "PUT", "url": format!("{}/api/v1/webhooks/wh_1", server.url()),
            "headers": {"accept": "application/json", "content-type": "application/json",
                "authorization": "Bearer ***"},
            "body": {"url": "https://a.invalid/", "events": ["user.created", "data.created"],
                "status": "inactive", "description": "old"}})
    );
    assert_eq!(server.request_lines(), ["GET /api/v1/webhooks/wh_1"]);
}

#[test]
fn a_webhook_that_is_not_there_is_not_found() {
    let home = Home::new();
    let update = home.hookctl(["update", "wh_none", "--status", "active"]).sandbox().run();
    update.exits(4).stdout_is("").stderr_has("error: webhook wh_none not found\n");
}
