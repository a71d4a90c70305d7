//! `hookctl delete`: it asks or needs `--yes`, tries every id, and a delete whose answer was lost is
//! no failure when it is repeated.

mod harness;

use harness::{Home, Hostile, Reply, dead_url};
use serde_json::json;

#[test]
fn nobody_to_ask_and_no_yes_deletes_nothing() {
    let home = Home::new();
    let id = home.webhook("https://a.invalid/", "user.created");
    let ran = home.hookctl(["delete", &id]).sandbox().run().exits(2).stdout_is("");
    ran.stderr_is(&format!(
        "error: nobody is there to ask: Delete webhook {id}?\nhint: --yes deletes without asking\n"
    ));
    home.hookctl(["get", &id]).sandbox().run().succeeds();
}

#[test]
fn one_is_an_object_with_its_id_first_and_its_secret_stays_kept() {
    let home = Home::new();
    let id = home.webhook("https://a.invalid/", "user.created");
    let ran = home.hookctl(["delete", "--yes", &id, "-o", "ndjson"]).sandbox().run().succeeds();
    ran.stdout_is(&format!(
        "{{\"id\":\"{id}\",\"success\":true,\"message\":\"Webhook deleted successfully\"}}\n"
    ))
    .stderr_is("");
    home.hookctl(["get", &id]).sandbox().run().exits(4);
    assert_eq!(home.kept_secrets()["secrets"][0]["webhook_id"], id);
}

#[test]
fn every_id_is_tried_and_the_first_failure_decides() {
    let home = Home::new();
    let one = home.webhook("https://a.invalid/", "user.created");
    let two = home.webhook("https://b.invalid/", "user.created");
    let delete = ["rm", "-y", &one, "wh_none", &two, "-o", "json", "--fields", "id"];
    let ran = home.hookctl(delete).sandbox().run().exits(4);
    assert_eq!(ran.json(), json!([{"id": one}, {"id": two}]));
    assert_eq!(ran.json_errors().len(), 1);
    assert_eq!(ran.json_errors()[0]["message"], "webhook wh_none not found");
    home.hookctl(["list", "-o", "ids"]).sandbox().run().succeeds().stdout_is("");
}

#[test]
fn ids_are_read_from_a_pipe() {
    let home = Home::new();
    home.webhook("https://a.invalid/", "user.created");
    home.webhook("https://b.invalid/", "user.created");
    let ids = home.hookctl(["list", "-o", "ids"]).sandbox().run().succeeds();
    let delete = home.hookctl(["delete", "--yes", "-", "-o", "ids"]).sandbox();
    let printed = ids.stdout().to_owned();
    delete.stdin(&printed).run().succeeds().stdout_is(&printed).stderr_is("");
    home.hookctl(["list", "-o", "json"]).sandbox().run().succeeds().stdout_is("[]\n");
}

#[test]
fn nothing_on_standard_input_is_nothing_to_do() {
    let home = Home::new();
    let delete = |arguments: &[&str]| {
        let delete = home.hookctl(["delete", "-", "-o", "json"]).args(arguments.iter().copied());
        delete.sandbox().run().succeeds().stdout_is("[]\n").stderr_is("");
    };
    delete(&["--yes"]);
    // There is nothing to ask about either.
    delete(&[]);
}

#[test]
fn a_bad_line_stops_everything_before_anything_is_deleted() {
    let home = Home::new();
    let id = home.webhook("https://a.invalid/", "user.created");
    let delete = home.hookctl(["delete", "--yes", "-"]).sandbox();
    delete.stdin(format!("{id}\n../x\n")).run().exits(2).stdout_is("").stderr_has("line 2");
    home.hookctl(["get", &id]).sandbox().run().succeeds();
}

#[test]
fn gone_on_the_second_try_is_done() {
    let home = Home::new();
    let gone = Reply::json(404, r#"{"error":"Webhook not found"}"#);
    for first in [Reply::json(503, "{}"), Reply::nothing()] {
        let server = Hostile::in_turn([first, gone.clone()]);
        let delete = home.hookctl(["delete", "--yes", "wh_1", "-o", "json"]).against(&server);
        let ran = delete.run().succeeds();
        assert_eq!(ran.json()["id"], "wh_1");
        assert_eq!(ran.json()["success"], true);
        ran.stderr_is("note: webhook wh_1 was gone when the call was repeated\n");
        assert_eq!(server.request_lines(), ["DELETE /api/v1/webhooks/wh_1"; 2]);
    }
    // After an answer that excludes that it was done, a 404 is what it says.
    let limited = Reply::with_headers(429, &[("retry-after", "0")], "{}");
    let server = Hostile::in_turn([limited, gone]);
    home.hookctl(["delete", "--yes", "wh_1"]).against(&server).run().exits(4).stdout_is("");
}

#[test]
fn an_answer_without_a_body_is_an_answer() {
    let home = Home::new();
    let server =
        Hostile::always(Reply::raw("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"));
    let ran = home.hookctl(["delete", "--yes", "wh_1", "-o", "json"]).against(&server).run();
    assert_eq!(ran.succeeds().json()["success"], true);
}

#[test]
fn an_api_that_says_no_with_200_is_not_believed() {
    let home = Home::new();
    let server = Hostile::always(Reply::json(200, r#"{"success":false,"message":"locked"}"#));
    let ran = home.hookctl(["delete", "--yes", "wh_1"]).against(&server).run().exits(1);
    ran.stdout_is("").stderr_is("error: webhook wh_1 was not deleted: locked\n");
}

#[test]
fn a_dry_run_asks_nothing_and_sends_nothing() {
    let home = Home::new();
    let url = dead_url();
    let delete = home.hookctl(["delete", "wh_1", "wh_2", "--dry-run", "-o", "json"]).at(&url);
    let requests = delete.run().succeeds().stderr_is("").shows_nowhere("tok_test").json();
    assert_eq!(
        requests[1],
        json!({"method": "DELETE", "url": format!("{url}/api/v1/webhooks/wh_2"),
            "headers": {"accept": "application/json", "authorization": "Bearer ***"}, "body": null})
    );
    let one = home.hookctl(["delete", "wh_1", "--dry-run", "-o", "json"]).at(&url).run();
    assert!(one.succeeds().json().is_object());
}
