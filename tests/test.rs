//! `hookctl test`: what the target answered is the exit code, and the API's answer is the output.

mod harness;

use harness::{Home, Hostile, Receiver, Reply, dead_url};
use serde_json::json;

#[test]
fn a_target_that_answers_2xx_is_done() {
    let (home, receiver) = (Home::new(), Receiver::answering([204]));
    let id = home.webhook(&receiver.url(), "user.created");
    let ran = home.hookctl(["test", &id, "-o", "json"]).sandbox().run().succeeds().stderr_is("");
    assert!(ran.stdout().starts_with(&format!("{{\n  \"id\": \"{id}\",\n  \"success\": true,")));
    let answer = ran.json();
    assert_eq!(
        answer,
        json!({"id": id, "success": true, "message": "Test event sent successfully", "details":
            {"status_code": 204, "response_time": answer["details"]["response_time"],
                "timestamp": answer["details"]["timestamp"]}})
    );
    assert!(answer["details"]["response_time"].is_u64());
    assert_eq!(receiver.deliveries().len(), 1);
}

#[test]
fn the_event_is_the_webhooks_first_unless_one_is_named() {
    let (home, receiver) = (Home::new(), Receiver::answering([200]));
    let id = home.webhook(&receiver.url(), "data.updated,user.created");
    home.hookctl(["test", &id]).sandbox().run().succeeds();
    home.hookctl(["test", &id, "--event", "system.alert"]).sandbox().run().succeeds();
    let types: Vec<_> =
        receiver.deliveries().iter().map(|delivery| delivery.json()["type"].clone()).collect();
    assert_eq!(types, ["data.updated", "system.alert"]);
}

#[test]
fn the_delivery_is_signed_with_the_secret_that_was_kept() {
    let (home, receiver) = (Home::new(), Receiver::answering([200]));
    let id = home.webhook(&receiver.url(), "user.created");
    home.hookctl(["test", &id]).sandbox().run().succeeds();
    let delivery = &receiver.deliveries()[0];
    let body = home.file("body", &delivery.body);
    let secret = format!("webhook:{id}");
    let sign = home.hookctl(["sign", "--secret", &secret, "-o", "json"]).args([body]);
    let signature = sign.run().succeeds().json()["signature"].clone();
    assert_eq!(signature, delivery.header("x-webhook-signature").unwrap());
}

#[test]
fn a_target_that_refuses_is_data_and_exit_9() {
    let (home, receiver) = (Home::new(), Receiver::answering([500]));
    let id = home.webhook(&receiver.url(), "user.created");
    let ran = home.hookctl(["test", &id, "-o", "json"]).sandbox().run().exits(9).stderr_is("");
    assert_eq!(ran.json()["success"], false);
    assert_eq!(ran.json()["details"]["status_code"], 500);
}

#[test]
fn a_target_that_is_dead_is_data_and_exit_9() {
    let home = Home::new();
    let id = home.webhook(&dead_url(), "user.created");
    let ran = home.hookctl(["test", &id, "-o", "json"]).sandbox().run().exits(9).stderr_is("");
    assert_eq!(ran.json()["id"], id);
    assert_eq!(ran.json()["success"], false);
    assert_eq!(ran.json()["details"]["status_code"], json!(null));
}

#[test]
fn success_alone_is_not_believed() {
    let home = Home::new();
    for (answer, code) in [
        (r#"{"success":true,"details":{"status_code":299}}"#, 0),
        (r#"{"success":true,"details":{"status_code":302}}"#, 9),
        (r#"{"success":true,"details":{"status_code":null}}"#, 9),
        (r#"{"success":true,"details":{"status_code":"200"}}"#, 9),
        (r#"{"success":true}"#, 9),
        (r#"{"success":false,"details":{"status_code":200}}"#, 9),
        (r#"{"details":{"status_code":200}}"#, 7),
        (r#"{"success":"yes","details":{"status_code":200}}"#, 7),
        ("ok", 7),
    ] {
        let server = Hostile::always(Reply::json(200, answer));
        let test = ["test", "wh_1", "--event", "user.created", "-o", "ndjson"];
        let ran = home.hookctl(test).against(&server).run().exits(code);
        if code != 7 {
            let with_id = answer.replacen('{', r#"{"id":"wh_1","#, 1) + "\n";
            ran.stdout_is(&with_id).stderr_is("");
        }
        assert_eq!(server.request_lines(), ["POST /api/v1/webhooks/wh_1/test"]);
        assert_eq!(server.requests()[0].json(), json!({"event": "user.created"}));
    }
}

#[test]
fn several_are_all_tested_and_the_first_failure_decides() {
    let (home, good, bad) = (Home::new(), Receiver::answering([200]), Receiver::answering([500]));
    let one = home.webhook(&good.url(), "user.created");
    let two = home.webhook(&bad.url(), "user.created");
    let test = |ids: &[&str], code| {
        let test = home.hookctl(["test", "-", "-o", "json", "--fields", "id,success"]).sandbox();
        let ran = test.stdin(ids.join("\n")).run().exits(code);
        ran.json()
    };
    let (passed, refused) =
        (json!({"id": one, "success": true}), json!({"id": two, "success": false}));
    assert_eq!(test(&[&one, &two], 9), json!([passed, refused]));
    assert_eq!(test(&[&two, "wh_none", &one], 9), json!([refused, passed]));
    assert_eq!(test(&["wh_none", &two], 4), json!([refused]));
    assert_eq!(test(&[], 0), json!([]));
}

#[test]
fn in_a_table_the_details_stand_beside_the_rest() {
    let home = Home::new();
    let server = Hostile::always(Reply::json(
        200,
        r#"{"success":true,"message":"sent","details":{"status_code":200,"response_time":7,"timestamp":"2023-06-21T10:30:15Z"}}"#,
    ));
    let test = |arguments: &str| {
        let test = home.hookctl(["test", "--event", "user.created"]);
        test.args(arguments.split(' ')).against(&server).run().succeeds()
    };
    test("wh_1").stdout_is(
        "id             wh_1\nsuccess        true\nmessage        sent\nstatus_code    200\n\
         response_time  7\ntimestamp      2023-06-21T10:30:15Z\n",
    );
    test("wh_1 wh_2").stdout_is(
        "ID    SUCCESS  STATUS CODE  RESPONSE TIME (MS)  TIMESTAMP             MESSAGE\n\
         wh_1  true             200                   7  2023-06-21T10:30:15Z  sent\n\
         wh_2  true             200                   7  2023-06-21T10:30:15Z  sent\n",
    );
    test("wh_1 wh_2 -o tsv --fields id,status_code")
        .stdout_is("id\tstatus_code\nwh_1\t200\nwh_2\t200\n");
}

#[test]
fn a_webhook_without_events_needs_one_named() {
    let home = Home::new();
    let webhook = r#"{"data":{"id":"wh_1","url":"https://a.invalid/","events":[]}}"#;
    let server = Hostile::always(Reply::json(200, webhook));
    let ran = home.hookctl(["test", "wh_1"]).against(&server).run().exits(2).stdout_is("");
    ran.stderr_is("error: webhook wh_1 subscribes to no event\nhint: name one with --event\n");
}

#[test]
fn a_dry_run_delivers_nothing() {
    let (home, receiver) = (Home::new(), Receiver::answering([200]));
    let id = home.webhook(&receiver.url(), "user.created");
    let test = home.hookctl(["test", &id, "--dry-run", "-o", "json"]).sandbox().run().succeeds();
    assert_eq!(test.json()["body"], json!({"event": "user.created"}));
    assert!(receiver.deliveries().is_empty());
}
