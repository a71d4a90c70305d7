//! `hookctl create`: what is sent, what is refused before anything is sent, and what is said when
//! nobody knows whether it was done. The secret has its own file, `kept_secret.rs`.

mod harness;

use harness::{Home, Hostile, Reply, dead_url};
use serde_json::json;

const CREATED: &str = r#"{"data":{"id":"wh_1","url":"https://a.invalid/","events":["user.created"],
    "status":"active","created_at":"2023-06-21T09:15:30Z","secret":"whsec_abc"}}"#;

fn body_of(server: &Hostile) -> String {
    let requests = server.requests();
    assert_eq!(server.request_lines(), ["POST /api/v1/webhooks"]);
    requests[0].text().to_owned()
}

#[test]
fn the_created_webhook_is_one_object_with_its_secret_whole() {
    let home = Home::new();
    let create =
        "create --url https://a.invalid/x --event user.created --description hello -o json";
    let webhook = home.hookctl(create.split(' ')).sandbox().run().succeeds().json();
    let secret = webhook["secret"].as_str().unwrap();
    assert!(secret.starts_with("whsec_") && secret.len() == 36, "{secret}");
    assert_eq!(
        webhook,
        json!({"id": webhook["id"], "url": "https://a.invalid/x", "events": ["user.created"],
            "status": "active", "created_at": webhook["created_at"], "secret": secret,
            "description": "hello"})
    );
}

#[test]
fn event_and_events_are_one_list_and_a_doubled_type_collapses() {
    let (home, server) = (Home::new(), Hostile::always(Reply::json(201, CREATED)));
    let create = "create --url https://a.invalid/ --event user.created \
                  --events data.created,user.created --event user.deleted";
    home.hookctl(create.split_whitespace()).against(&server).run().succeeds();
    let expected =
        r#"{"url":"https://a.invalid/","events":["user.created","data.created","user.deleted"]}"#;
    assert_eq!(body_of(&server), expected);
    assert_eq!(server.requests()[0].header("content-type"), Some("application/json"));
}

#[test]
fn a_body_from_a_file_is_sent_with_what_hookctl_does_not_know() {
    let home = Home::new();
    let body =
        r#"{"team":"blue","rate":1.50,"events":["user.created"],"url":"https://a.invalid/"}"#;
    home.file("body.json", body);
    for (from, stdin) in [("body.json", ""), ("-", body)] {
        let server = Hostile::always(Reply::json(201, CREATED));
        let create = home.hookctl(["create", "--from", from]).against(&server).stdin(stdin);
        create.run().succeeds();
        assert_eq!(body_of(&server), body);
    }
}

#[test]
fn flags_override_the_file() {
    let home = Home::new();
    home.file("body.json", r#"{"url":"https://a.invalid/","events":["user.created"],"team":1}"#);
    let server = Hostile::always(Reply::json(201, CREATED));
    let create = "create --from body.json --event data.created --url https://b.invalid/ \
                  --description x";
    home.hookctl(create.split_whitespace()).against(&server).run().succeeds();
    let expected =
        r#"{"url":"https://b.invalid/","events":["data.created"],"team":1,"description":"x"}"#;
    assert_eq!(body_of(&server), expected);
}

#[test]
fn what_is_missing_or_wrong_is_refused_before_any_call() {
    let home = Home::new();
    home.file("list.json", "[]");
    home.file("broken.json", r#"{"url":"#);
    home.file("number.json", r#"{"url":7,"events":["user.created"]}"#);
    let refused = |arguments: &str, words: &str| {
        let create = home.hookctl(["create"]).args(arguments.split_whitespace()).at(&dead_url());
        create.run().exits(2).stdout_is("").stderr_has(words);
    };
    refused("", "a webhook needs --url and --event");
    refused("--url https://a.invalid/", "a webhook needs --event");
    refused("--event user.created", "a webhook needs --url");
    refused("--from list.json", "list.json is not a JSON object");
    refused("--from broken.json", "broken.json is not a JSON object");
    refused("--from number.json", "url");
    refused("--from absent.json", "absent.json can't be read");
    refused("--event user.created --url https://a.invalid/ --fields nope", "unknown field `nope`");
    for url in ["a.invalid/hook", "/hook", "ftp://a.invalid/", "https://", "mailto:a@b", "https:/"]
    {
        refused(&format!("--event user.created --url {url}"), "");
    }
    assert!(!home.path("data").exists());
}

#[test]
fn an_undocumented_event_type_is_a_warning_and_is_sent() {
    let (home, server) = (Home::new(), Hostile::always(Reply::json(201, CREATED)));
    let create = "create -q --url https://a.invalid/ --event user.craeted,team.created -o ids";
    let ran = home.hookctl(create.split(' ')).against(&server).run().succeeds();
    ran.stdout_is("wh_1\n").stderr_is(
        "warning: `user.craeted` is not a documented event type; did you mean `user.created`?\n\
         warning: `team.created` is not a documented event type: \
         `hookctl events` lists the documented ones\n",
    );
    let expected = r#"{"url":"https://a.invalid/","events":["user.craeted","team.created"]}"#;
    assert_eq!(body_of(&server), expected);
}

#[test]
fn a_refusal_of_the_api_has_its_words_and_its_exit_code() {
    let home = Home::new();
    let create = "create --url https://a.invalid/ --event user.craeted";
    let refused = home.hookctl(create.split(' ')).sandbox().run().exits(5).stdout_is("");
    refused.stderr_has("error: the API answered 400 Bad Request: ").stderr_has("user.craeted");
    let sandbox = home.sandbox::<&str>([]);
    let create = "create --url https://a.invalid/ --event user.created";
    let create = home.hookctl(create.split(' ')).with(&sandbox);
    let read_only = create.env("HOOKCTL_TOKEN", sandbox.read_only_token()).run();
    read_only.exits(3).stdout_is("").stderr_has("403 Forbidden");
}

#[test]
fn an_unknown_outcome_is_not_repeated_and_says_how_to_find_out() {
    let home = Home::new();
    let create = ["create", "--url", "https://a.invalid/", "--event", "user.created"];
    let cut = "HTTP/1.1 201 Created\r\ncontent-length: 500\r\n\r\n{\"data\":";
    for reply in [
        Reply::nothing(),
        Reply::raw(cut),
        Reply::json(503, "{}"),
        Reply::json(500, "{}"),
        Reply::json(200, "<html>"),
        Reply::json(201, r#"{"data":{"secret":"whsec_abc"}}"#),
    ] {
        let server = Hostile::always(reply);
        let ran = home.hookctl(create).against(&server).run().exits(7).stdout_is("");
        ran.stderr_has("it is not known whether the webhook was created")
            .stderr_has("hint: look before you create it again: `hookctl list --all")
            .shows_nowhere("whsec_abc");
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn what_can_not_have_been_done_is_tried_again() {
    let home = Home::new();
    let busy = Reply::with_headers(429, &[("retry-after", "0")], "{}");
    let server = Hostile::in_turn([busy.clone(), busy, Reply::json(201, CREATED)]);
    let create = "create --url https://a.invalid/ --event user.created -o ids";
    home.hookctl(create.split(' ')).against(&server).run().succeeds().stdout_is("wh_1\n");
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_dry_run_shows_the_request_and_touches_nothing() {
    let (home, url) = (Home::new(), dead_url());
    let create = "create --url https://a.invalid/ --event user.created --dry-run -o json";
    let ran = home.hookctl(create.split(' ')).at(&url).run().succeeds().stderr_is("");
    assert_eq!(
        ran.json(),
        json!({"method": "POST", "url": format!("{url}/api/v1/webhooks"),
            "headers": {"accept": "application/json", "content-type": "application/json",
                "authorization": "Bearer ***"},
            "body": {"url": "https://a.invalid/", "events": ["user.created"]}})
    );
    ran.shows_nowhere("tok_test");
    assert!(!home.path("data").exists());
}
