//! `hookctl listen --create`: a webhook for one run, against the real sandbox; what a killed run
//! leaves, and who deletes it.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use harness::{Home, Hostile, Reply, Running, Sandbox, mode};
use rustix::process::Signal;
use serde_json::{Value, json};

const HERE: &str = "http://127.0.0.1:{port}/";

/// A listener that has created its webhook, and its `ready` line.
fn create(home: &Home, sandbox: &Sandbox, arguments: &[&str]) -> (Running, Value) {
    let fixed = ["listen", "--port", "0", "-o", "ndjson", "--create", "--event", "user.*"];
    let command = home.hookctl(fixed).args(arguments.iter().copied()).with(sandbox).command();
    let mut running = Running::spawn(command);
    let ready = running.next_record();
    (running, ready)
}

fn webhooks(home: &Home, sandbox: &Sandbox) -> Vec<String> {
    let list = home.hookctl(["list", "-o", "ids"]).with(sandbox).run().succeeds();
    list.stdout().lines().map(str::to_owned).collect()
}

fn webhook(home: &Home, sandbox: &Sandbox, id: &str) -> Value {
    home.hookctl(["get", id, "-o", "json"]).with(sandbox).run().succeeds().json()
}

fn notes(home: &Home) -> Vec<Value> {
    let bytes = std::fs::read(home.data("created.json")).unwrap();
    serde_json::from_slice::<Value>(&bytes).unwrap()["webhooks"].as_array().unwrap().clone()
}

fn clean_up(home: &Home, sandbox: &Sandbox) -> Value {
    let clean_up = home.hookctl(["listen", "--clean-up", "-o", "json"]).with(sandbox);
    clean_up.run().succeeds().stderr_is("").json()
}

fn kill(running: Running) {
    running.signal(Signal::KILL);
    assert_eq!(running.wait().code, None);
}

#[test]
fn a_webhook_lives_as_long_as_its_run() {
    let home = Home::new();
    let sandbox = home.sandbox([""; 0]);
    let (mut running, ready) = create(&home, &sandbox, &["--public-url", HERE, "--count", "1"]);
    let id = ready["webhook_id"].as_str().unwrap();
    assert_eq!(ready["public_url"], ready["url"]);
    let created = webhook(&home, &sandbox, id);
    assert_eq!(created["events"], json!(["user.created", "user.updated", "user.deleted"]));
    assert!(created["description"].as_str().unwrap().starts_with("hookctl listen "));
    assert_eq!(notes(&home)[0]["webhook_id"], id);
    assert_eq!(mode(&home.data("created.json")), 0o600);
    home.hookctl(["test", id]).with(&sandbox).run().succeeds();
    assert_eq!(running.next_record()["signature"], "valid");
    running.wait().succeeds().stderr_is("");
    assert_eq!((webhooks(&home, &sandbox), notes(&home)), (vec![], vec![]));
    assert_eq!(home.kept_secrets(), Value::Null);
}

#[test]
fn command_can_have_its_webhook_tested() {
    let home = Home::new();
    let sandbox = home.sandbox([""; 0]);
    let arguments = ["listen", "--port", "0", "--create", "--event", "user.created"];
    let test = r#""$HOOKCTL" test "$HOOKCTL_LISTEN_WEBHOOK""#;
    let listen = home.hookctl(arguments).args(["--public-url", HERE, "--count", "1"]);
    let listen = listen.args(["--", "sh", "-c", test]).with(&sandbox);
    listen.env("HOOKCTL", env!("CARGO_BIN_EXE_hookctl")).run().succeeds();
    let broken = home.hookctl(arguments).args(["--public-url", HERE, "--", "./no-such-program"]);
    broken.with(&sandbox).run().exits(2);
    assert_eq!((webhooks(&home, &sandbox), notes(&home)), (vec![], vec![]));
}

#[test]
fn unchecked_its_deliveries_are_taken_all_the_same() {
    let home = Home::new();
    let sandbox = home.sandbox([""; 0]);
    let arguments = ["--public-url", HERE, "--no-verify", "--count", "1"];
    let (mut running, ready) = create(&home, &sandbox, &arguments);
    let id = ready["webhook_id"].as_str().unwrap();
    home.hookctl(["test", id]).with(&sandbox).run().succeeds();
    assert_eq!(running.next_record()["signature"], "unchecked");
    running.wait().succeeds();
}

#[test]
fn a_signal_deletes_it_too() {
    let home = Home::new();
    let sandbox = home.sandbox([""; 0]);
    for signal in [Signal::INT, Signal::TERM] {
        let (running, _) = create(&home, &sandbox, &["--public-url", HERE]);
        running.signal(signal);
        running.wait().succeeds().stderr_is("");
        assert_eq!((webhooks(&home, &sandbox), notes(&home)), (vec![], vec![]));
    }
}

#[test]
fn what_a_killed_run_left_is_deleted_and_nothing_else() {
    let home = Home::new();
    let sandbox = home.sandbox([""; 0]);
    let (killed, ready) = create(&home, &sandbox, &["--public-url", "http://127.0.0.1:9/a"]);
    let (alive, other) = create(&home, &sandbox, &["--public-url", "http://127.0.0.1:9/a"]);
    kill(killed);
    let id = ready["webhook_id"].as_str().unwrap();
    let description = webhook(&home, &sandbox, id)["description"].as_str().unwrap().to_owned();
    let look_alike = format!("{description}x");
    let create_other = ["create", "--url", "http://127.0.0.1:9/a", "--event", "user.created"];
    let create_other = home.hookctl(create_other).args(["--description", &look_alike, "-o", "ids"]);
    let stays = create_other.with(&sandbox).run().succeeds().stdout().trim().to_owned();

    let deleted = clean_up(&home, &sandbox);
    assert_eq!(deleted, json!([{"id": id, "success": true, "message": deleted[0]["message"]}]));
    let mut left = webhooks(&home, &sandbox);
    left.sort();
    let mut expected = [stays, other["webhook_id"].as_str().unwrap().to_owned()];
    expected.sort();
    assert_eq!(left, expected);
    assert_eq!(clean_up(&home, &sandbox), json!([]));
    alive.stop().succeeds();
    assert_eq!(notes(&home), Vec::<Value>::new());
}

#[test]
fn one_that_was_killed_before_it_knew_the_id_is_found_by_its_mark() {
    let home = Home::new();
    let sandbox = home.sandbox([""; 0]);
    let (killed, ready) = create(&home, &sandbox, &["--public-url", "http://127.0.0.1:9/a"]);
    kill(killed);
    let mut note = notes(&home)[0].clone();
    note["webhook_id"] = Value::Null;
    let contents = json!({"version": 1, "webhooks": [note]}).to_string();
    std::fs::write(home.data("created.json"), contents).unwrap();
    let create_other = ["create", "--url", "http://127.0.0.1:9/a", "--event", "user.created"];
    home.hookctl(create_other).with(&sandbox).run().succeeds();
    assert_eq!(clean_up(&home, &sandbox)[0]["id"], ready["webhook_id"]);
    assert_eq!(webhooks(&home, &sandbox).len(), 1);
}

#[test]
fn the_next_create_cleans_up_and_another_api_is_left_alone() {
    let home = Home::new();
    let sandbox = home.sandbox([""; 0]);
    let (killed, _) = create(&home, &sandbox, &["--public-url", HERE]);
    kill(killed);
    let elsewhere = Hostile::always(Reply::json(200, "{}"));
    let ran = home.hookctl(["listen", "--clean-up", "-o", "json"]).against(&elsewhere).run();
    ran.succeeds().stdout_is("[]\n");
    assert_eq!(elsewhere.requests().len(), 0);
    let (running, ready) = create(&home, &sandbox, &["--public-url", HERE]);
    assert_eq!(webhooks(&home, &sandbox), [ready["webhook_id"].as_str().unwrap()]);
    running.stop().succeeds().stderr_has("note: deleted what killed listeners had left: 1\n");
}

#[test]
fn what_can_not_be_deleted_is_said_and_stays_noted() {
    let home = Home::new();
    let created = json!({"data": {"id": "wh_1", "secret": "whsec_a"}}).to_string();
    let api = Hostile::in_turn([Reply::json(201, &created), Reply::json(500, "{}")]);
    let arguments = ["listen", "--port", "0", "--create", "--event", "user.created"];
    let listen = home.hookctl(arguments).args(["--public-url", HERE, "--", "true"]);
    let ran = listen.against(&api).run().exits(7);
    ran.stderr_has("webhook wh_1 is not deleted").stderr_has("hookctl listen --clean-up");
    assert_eq!(notes(&home)[0]["webhook_id"], "wh_1");
}

#[test]
fn a_timeout_bounds_the_wait_and_not_the_calls() {
    let home = Home::new();
    let sandbox = home.sandbox(["--latency", "50ms"]);
    let arguments = ["--public-url", HERE, "--count", "1", "--timeout", "1ms"];
    let (running, _) = create(&home, &sandbox, &arguments);
    running.wait().exits(124).stderr_is("");
    assert_eq!((webhooks(&home, &sandbox), notes(&home)), (vec![], vec![]));
}

#[test]
fn a_refused_create_leaves_no_note_and_an_unknown_outcome_does() {
    let home = Home::new();
    let arguments = ["listen", "--port", "0", "--create", "--event", "user.created"];
    for (status, code, noted) in [(422, 5, 0), (502, 7, 1)] {
        let api = Hostile::always(Reply::json(status, "{}"));
        let listen = home.hookctl(arguments).args(["--public-url", HERE]).against(&api);
        listen.run().exits(code).stdout_is("");
        assert_eq!(notes(&home).len(), noted);
    }
}

#[test]
fn a_refusal_is_told_even_where_the_note_can_not_be_struck_out() {
    let home = Home::new();
    let notes = home.data("created.json");
    let api = Hostile::answering(move |_| {
        std::fs::write(&notes, "no JSON").unwrap();
        Reply::json(401, r#"{"error":{"code":"UNAUTHORIZED","message":"no such token"}}"#)
    });
    let arguments = ["listen", "--port", "0", "--create", "--event", "user.created"];
    let listen = home.hookctl(arguments).args(["--public-url", HERE]).against(&api);
    listen.run().exits(3).stderr_has("no such token").stderr_has("created.json");
}

#[test]
fn a_webhook_without_a_secret_that_can_not_be_deleted_is_told_and_stays_noted() {
    let home = Home::new();
    let created = Reply::json(201, r#"{"data":{"id":"wh_1"}}"#);
    let api = Hostile::in_turn([created, Reply::json(500, "{}")]);
    let arguments = ["listen", "--port", "0", "--create", "--event", "user.created"];
    let ran = home.hookctl(arguments).args(["--public-url", HERE]).against(&api).run().exits(7);
    ran.stderr_has("no secret of the created webhook wh_1; it is not deleted: ")
        .stderr_has("hint: `hookctl listen --clean-up` deletes it");
    assert_eq!(notes(&home)[0]["webhook_id"], "wh_1");
}

#[test]
fn what_is_missing_or_makes_no_sense_is_refused() {
    let home = Home::new();
    for arguments in [
        &["--create", "--public-url", HERE][..],
        &["--create", "--event", "user.*"],
        &["--create", "--event", "nothing.*", "--public-url", HERE],
        &["--create", "--event", "user.*", "--public-url", "example.com"],
        &["--public-url", HERE, "--no-verify"],
        &["--tunnel", "true", "--no-verify"],
        &["--clean-up", "--create"],
        &["--clean-up", "--fail-on-invalid"],
        &["--clean-up", "--expect-where", "true"],
        &["--clean-up", "--public-url", HERE],
    ] {
        let all = ["listen", "--port", "0"].iter().chain(arguments).copied();
        home.hookctl(all).sandbox().run().exits(2).stdout_is("");
    }
}

#[test]
fn a_signal_while_it_is_created_deletes_it() {
    let home = Home::new();
    let arguments = ["listen", "--port", "0", "--create", "--event", "user.created"];
    let (answer, asked) = std::sync::mpsc::channel::<()>();
    let created = json!({"data": {"id": "wh_1", "secret": "whsec_a"}}).to_string();
    let deleted = Reply::json(200, &json!({"success": true}).to_string());
    let (came, coming) = std::sync::mpsc::channel();
    let api = Hostile::answering(move |request| {
        if request.method == "DELETE" {
            return deleted.clone();
        }
        came.send(()).unwrap();
        asked.recv().unwrap();
        Reply::json(201, &created)
    });
    let listen = home.hookctl(arguments).args(["--public-url", HERE]).against(&api);
    let running = Running::spawn(listen.command());
    coming.recv().unwrap();
    running.signal(Signal::INT);
    // No synchronisation: what is wrong would end now.
    std::thread::sleep(std::time::Duration::from_millis(200));
    answer.send(()).unwrap();
    running.wait().exits(130).stdout_is("").stderr_has("\nerror: interrupted\n");
    assert_eq!(api.request_lines(), ["POST /api/v1/webhooks", "DELETE /api/v1/webhooks/wh_1"]);
    assert_eq!(notes(&home), Vec::<Value>::new());
}

#[test]
fn a_second_signal_while_it_is_created_ends_at_once_and_says_what_may_be_left() {
    let home = Home::new();
    let arguments = ["listen", "--port", "0", "--create", "--event", "user.created"];
    let api = Hostile::always(Reply::nothing().held());
    let listen = home.hookctl(arguments).args(["--public-url", HERE]).against(&api);
    let running = Running::spawn(listen.command());
    api.wait_for(1);
    running.signal(Signal::INT);
    // Two that come together are one.
    std::thread::sleep(std::time::Duration::from_millis(200));
    running.signal(Signal::TERM);
    let ran = running.wait().exits(143).stdout_is("").stderr_has("error: interrupted; it is not");
    ran.stderr_has("`hookctl listen --clean-up` deletes it if it was created\n");
    assert_eq!(notes(&home).len(), 1);
}

#[test]
fn a_create_that_reached_nobody_leaves_no_note() {
    let home = Home::new();
    let arguments = ["listen", "--port", "0", "--create", "--event", "user.created"];
    let listen = home.hookctl(arguments).args(["--public-url", HERE, "--retries", "0"]);
    let ran = listen.at("http://127.0.0.1:9").run().exits(7).stdout_is("");
    assert!(!ran.stderr.contains("--clean-up"), "{}", ran.stderr);
    assert_eq!(notes(&home), Vec::<Value>::new());
}
