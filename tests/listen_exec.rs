//! `hookctl listen --exec`: what a program gets, what it does not get, and how its end is told.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::os::unix::fs::PermissionsExt;

use harness::{Home, Listener, post};
use serde_json::{Value, json};

const BODY: &str =
    r#"{"id":"evt_1; touch x","type":"user.created","created":"2023-06-21T09:15:30Z","data":{}}"#;

fn listen(home: &Home, program: &str) -> Listener {
    home.file("secret", "whsec_a");
    let arguments = ["listen", "--port", "0", "-o", "ndjson", "--secret", "file:secret"];
    let invocation = home.hookctl(arguments).args(["--exec", program]);
    let invocation = invocation.env("HOOKCTL_TOKEN", "tok_hidden").env("STAYS", "here");
    Listener::start(invocation.command())
}

fn deliver(home: &Home, listener: &mut Listener) -> Value {
    let sign = home.hookctl(["sign", "--secret", "file:secret"]).stdin(BODY).run().succeeds();
    assert_eq!(post(listener.url(), Some(sign.stdout().trim_end()), BODY.as_bytes()), 200);
    listener.next_record()
}

#[test]
fn a_program_gets_the_body_and_the_names_and_no_token() {
    let home = Home::new();
    let mut listener = listen(&home, "sh -c 'cat > body; env > env; echo told; exit 3'");
    let delivery = deliver(&home, &mut listener);
    let row = listener.next_record();
    assert_eq!((&row["type"], &row["delivery_id"]), (&json!("exec"), &delivery["id"]));
    assert_eq!((&row["status"], &row["error"]), (&json!(3), &Value::Null));
    assert_eq!(std::fs::read_to_string(home.path("body")).unwrap(), BODY);
    let env = std::fs::read_to_string(home.path("env")).unwrap();
    let id = delivery["id"].as_str().unwrap();
    for line in [
        "HOOKCTL_EVENT_TYPE=user.created",
        "HOOKCTL_EVENT_ID=evt_1; touch x",
        &format!("HOOKCTL_DELIVERY_ID={id}"),
        "HOOKCTL_SIGNATURE=valid",
        "STAYS=here",
    ] {
        assert!(env.lines().any(|found| found == line), "{line} is not in {env}");
    }
    assert!(!env.contains("tok_hidden"), "{env}");
    // What it prints is no record.
    let ended = listener.stop().succeeds().stderr_has("told");
    assert_eq!(ended.ndjson().len(), 1);
    let shown = home.hookctl(["deliveries", "show", "@last", "-o", "json"]).run().succeeds().json();
    assert_eq!(shown["exec"][0]["status"], 3);
}

#[test]
fn a_forged_delivery_runs_nothing() {
    let home = Home::new();
    let listener = listen(&home, "touch ran");
    assert_eq!(post(listener.url(), None, BODY.as_bytes()), 401);
    listener.stop().succeeds();
    assert!(!home.path("ran").exists());
}

#[test]
fn a_program_that_can_not_be_started_or_is_killed_is_told() {
    let home = Home::new();
    let script = home.file("script", "#!/no/such/shell\n");
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    for (program, error) in [
        ("./script", "./script can't be started"),
        ("sh -c 'kill -9 $$'", "it was ended: signal: 9"),
    ] {
        let mut listener = listen(&home, program);
        deliver(&home, &mut listener);
        let row = listener.next_record();
        assert_eq!(row["status"], Value::Null);
        assert!(row["error"].as_str().unwrap().starts_with(error), "{row}");
        listener.stop().succeeds();
    }
    let arguments = ["listen", "--no-verify", "--port", "0", "--exec"];
    home.hookctl(arguments).args([" "]).run().exits(2).stderr_has("expected a program");
    home.hookctl(arguments).args(["a 'b"]).run().exits(2);
    for absent in ["/no/such/program -x", "no-such-program", "./secret"] {
        let refused = home.hookctl(arguments).args([absent]).run().exits(2).stdout_is("");
        refused.stderr_has("of --exec is not there, or can't be run");
    }
}

#[test]
fn what_no_variable_can_hold_is_left_out() {
    let home = Home::new();
    let program = "sh -c 'echo \"${HOOKCTL_EVENT_ID-none} ${HOOKCTL_EVENT_TYPE-none}\" > names'";
    let mut listener = home.listen(["--no-verify", "--exec", program]);
    let long = "x".repeat(200_000);
    for body in [
        r#"{"id":"evt_\u0000","type":"user.created"}"#.to_owned(),
        format!(r#"{{"id":"{long}","type":"user.created"}}"#),
    ] {
        assert_eq!(post(listener.url(), None, body.as_bytes()), 200);
        listener.next_record();
        assert_eq!(listener.next_record()["status"], 0);
        let names = std::fs::read_to_string(home.path("names")).unwrap();
        assert_eq!(names, "none user.created\n");
    }
    listener.stop().succeeds();
}

#[test]
fn a_program_that_reads_nothing_harms_nobody() {
    let home = Home::new();
    home.file("secret", "whsec_a");
    let mut listener =
        home.listen(["--secret", "file:secret", "--exec", "true", "--max-body", "8MiB"]);
    let body = vec![b'x'; 4 * 1024 * 1024];
    let sign = home.hookctl(["sign", "--secret", "file:secret"]).stdin(&body).run().succeeds();
    assert_eq!(post(listener.url(), Some(sign.stdout().trim_end()), &body), 200);
    assert_eq!(listener.next_record()["bytes"], body.len());
    assert_eq!(listener.next_record()["status"], 0);
    listener.stop().succeeds();
}

#[test]
fn a_program_has_ended_whatever_it_left_with_its_input() {
    let home = Home::new();
    let program = "sh -c 'sleep 1000 <&0 & exit 0'";
    let mut listener = home.listen(["--no-verify", "--exec", program]);
    // More than a pipe holds.
    assert_eq!(post(listener.url(), None, &vec![b'x'; 1024 * 1024]), 200);
    listener.next_record();
    let row = listener.next_record();
    assert_eq!((&row["status"], &row["error"]), (&json!(0), &Value::Null), "{row}");
    // Standard error ends with the last who has it: what it left is ended too.
    listener.stop().succeeds();
}

#[test]
fn what_the_end_cuts_off_is_told_and_is_not_pending() {
    let home = Home::new();
    home.file("secret", "whsec_a");
    let program = "sh -c 'echo x >> started; sleep 60'";
    let mut listener = home.listen(["--secret", "file:secret", "--exec", program, "--drain", "0s"]);
    for _ in 0..5 {
        deliver(&home, &mut listener);
    }
    let started = || std::fs::read_to_string(home.path("started")).unwrap_or_default();
    while started().lines().count() < 4 {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let mut rows = listener.stop().succeeds().ndjson();
    assert_eq!(rows.pop().unwrap()["pending"], 0);
    let mut errors: Vec<_> = rows.iter().map(|row| row["error"].as_str().unwrap()).collect();
    errors.sort_unstable();
    let cut = "it was ended: the listener ended first";
    assert_eq!(errors, [cut, cut, cut, cut, "not started: the listener ended first"]);
    assert!(rows.iter().all(|row| row["status"].is_null()));
    let list = ["deliveries", "list", "-o", "json"];
    let list = home.hookctl(list).run().succeeds().json();
    let recorded = list.as_array().unwrap().iter().map(|delivery| &delivery["exec"]);
    assert!(recorded.into_iter().all(|exec| exec.as_array().unwrap().len() == 1), "{list}");
}

#[test]
fn programs_of_many_deliveries_all_run() {
    let home = Home::new();
    let mut listener = listen(&home, "sh -c 'echo $HOOKCTL_DELIVERY_ID >> ran'");
    for _ in 0..12 {
        let sign = home.hookctl(["sign", "--secret", "file:secret"]).stdin(BODY).run().succeeds();
        assert_eq!(post(listener.url(), Some(sign.stdout().trim_end()), BODY.as_bytes()), 200);
    }
    let ended = std::iter::repeat_with(|| listener.next_record());
    assert_eq!(ended.filter(|record| record["type"] == "exec").take(12).count(), 12);
    listener.stop().succeeds();
    assert_eq!(std::fs::read_to_string(home.path("ran")).unwrap().lines().count(), 12);
}
