//! `hookctl sandbox emit`: who is reached, how often a target is tried, and what is told of it; beside
//! a running sandbox and without one.

mod harness;

use harness::{Home, Ran, Receiver, dead_url};
use serde_json::{Value, json};

/// Emits with pauses that take no time, and says what was printed.
fn emit<'a>(home: &Home, arguments: impl IntoIterator<Item = &'a str>) -> Ran {
    let fixed = ["sandbox", "emit", "--backoff", "1ms", "-o", "json"];
    home.hookctl(fixed).args(arguments).run()
}

fn webhook(home: &Home, id: &str) -> Value {
    home.hookctl(["get", id, "-o", "json"]).sandbox().run().succeeds().json()
}

#[test]
fn an_event_reaches_every_active_subscriber_with_one_id() {
    let home = Home::new();
    let (one, other) = (Receiver::answering([200]), Receiver::answering([204]));
    let (first, second) =
        (home.webhook(&one.url(), "user.created"), home.webhook(&other.url(), "user.created"));
    let idle = home.webhook(&dead_url(), "user.created");
    home.hookctl(["update", &idle, "--status", "inactive"]).sandbox().run().succeeds();
    let stranger = home.webhook(&dead_url(), "data.created");

    let rows = emit(&home, ["user.created"]).succeeds().json();
    let (payload, second_payload) = (one.deliveries()[0].json(), other.deliveries()[0].json());
    assert_eq!(payload, second_payload);
    let summary =
        |row: &Value| (row["webhook_id"].clone(), row["status"].clone(), row["attempt"].clone());
    let mut reached: Vec<_> = rows.as_array().unwrap().iter().map(summary).collect();
    reached.sort_by_key(|(id, ..)| *id != json!(first));
    let expected = [(json!(first), json!(200), json!(1)), (json!(second), json!(204), json!(1))];
    assert_eq!(reached, expected);
    for row in rows.as_array().unwrap() {
        assert_eq!(row["event_id"], payload["id"]);
        assert_eq!((&row["delivery_id"], &row["error"]), (&Value::Null, &Value::Null));
    }
    assert!(webhook(&home, &first)["last_triggered"].is_string());
    for skipped in [&idle, &stranger] {
        assert_eq!(webhook(&home, skipped)["last_triggered"], Value::Null);
    }
}

#[test]
fn a_target_that_refuses_is_tried_five_times_and_then_it_is_exit_9() {
    let home = Home::new();
    let receiver = Receiver::answering([500]);
    let id = home.webhook(&receiver.url(), "user.created");
    let ran = emit(&home, ["user.created"]).exits(9);
    assert_eq!(ran.json_errors(), [""; 0], "a verdict is no error");
    let rows = ran.json();
    let attempts: Vec<_> =
        rows.as_array().unwrap().iter().map(|row| row["attempt"].clone()).collect();
    assert_eq!(attempts, [1, 2, 3, 4, 5]);
    for row in rows.as_array().unwrap() {
        assert_eq!((&row["status"], &row["webhook_id"]), (&json!(500), &json!(id)));
        assert!(row["error"].as_str().unwrap().contains("500"));
    }
    let deliveries = receiver.deliveries();
    assert_eq!(deliveries.len(), 5);
    assert!(deliveries.iter().all(|delivery| delivery.body == deliveries[0].body));
    assert!(webhook(&home, &id)["last_triggered"].is_string(), "a try triggers too");
}

#[test]
fn a_target_that_recovers_is_reached() {
    let home = Home::new();
    let receiver = Receiver::answering([503, 429, 200]);
    home.webhook(&receiver.url(), "user.created");
    let rows = emit(&home, ["user.created"]).succeeds().json();
    let statuses: Vec<_> =
        rows.as_array().unwrap().iter().map(|row| row["status"].clone()).collect();
    assert_eq!(statuses, [503, 429, 200]);
}

#[test]
fn a_target_that_is_not_there_has_no_status() {
    let home = Home::new();
    home.webhook(&dead_url(), "user.created");
    let rows = emit(&home, ["user.created"]).exits(9).json();
    assert_eq!(rows.as_array().unwrap().len(), 5);
    assert_eq!(rows[4]["status"], Value::Null);
    assert!(rows[4]["error"].is_string());
}

#[test]
fn an_event_beside_a_running_sandbox_is_signed_with_the_webhooks_secret() {
    let home = Home::new();
    let sandbox = home.sandbox([""; 0]);
    let receiver = Receiver::answering([200]);
    let create = ["create", "--event", "user.created", "-o", "json", "--url", &receiver.url()];
    let created = home.hookctl(create).with(&sandbox).run().succeeds().json();
    let data = home.file("data.json", r#"{"id":"usr_1","plan":1.50}"#);
    emit(&home, ["user.created", "--data", data.to_str().unwrap()]).succeeds();
    let delivery = &receiver.deliveries()[0];
    let payload = delivery.json();
    assert_eq!(
        (&payload["type"], &payload["data"]["id"]),
        (&json!("user.created"), &json!("usr_1"))
    );
    let signature = delivery.header("X-Webhook-Signature").unwrap();
    let verify = ["verify", "--secret", "env:SECRET", "--signature", signature];
    let verify = home.hookctl(verify).env("SECRET", created["secret"].as_str().unwrap());
    verify.stdin(&delivery.body).run().succeeds();
    let id = created["id"].as_str().unwrap();
    let got = home.hookctl(["get", id, "-o", "json"]).with(&sandbox).run().succeeds().json();
    assert!(got["last_triggered"].is_string());
}

#[test]
fn without_a_subscriber_there_is_nothing_to_do_and_no_file_is_made() {
    let home = Home::new();
    emit(&home, ["user.created"]).succeeds().stdout_is("[]\n");
    assert!(!home.data("sandbox.db").exists());
}

#[test]
fn data_that_is_not_json_is_refused_before_anything_is_sent() {
    let home = Home::new();
    let receiver = Receiver::answering([200]);
    home.webhook(&receiver.url(), "user.created");
    let data = home.file("data.json", "{");
    let ran = emit(&home, ["user.created", "--data", data.to_str().unwrap()]).exits(2);
    ran.stdout_is("").stderr_has("not JSON");
    emit(&home, ["user.created", "--data", "/no/such"]).exits(2);
    assert!(receiver.deliveries().is_empty());
}

#[test]
fn what_only_a_server_could_heed_is_refused() {
    let home = Home::new();
    let command = home.hookctl(["sandbox", "--port", "4500", "emit", "user.created"]);
    command.run().exits(2).stderr_has("--port is for the server, and emit starts none");
}
