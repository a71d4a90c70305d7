//! `hookctl listen` as an assertion: what it awaits, and what its exit code says.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use harness::{Home, Listener, Ran, post};
use rustix::process::Signal;
use serde_json::{Value, json};

/// Posts an event of this type, and insists that it is accepted.
fn deliver(listener: &Listener, event: &str) {
    let body = json!({"id": "evt_1", "type": event}).to_string();
    assert_eq!(post(listener.url(), None, body.as_bytes()), 200);
}

fn unchecked(home: &Home, arguments: &[&str]) -> Listener {
    home.listen(["--no-verify"].iter().chain(arguments).copied())
}

fn outstanding(ran: &Ran) -> Value {
    ran.ndjson().pop().unwrap()["outstanding"].clone()
}

#[test]
fn a_count_includes_duplicates_and_the_last_is_answered() {
    let home = Home::new();
    let listener = unchecked(&home, &["--count", "2", "--drain", "0s"]);
    deliver(&listener, "user.created");
    deliver(&listener, "user.created");
    let ended = listener.running.wait().succeeds();
    assert_eq!(ended.ndjson().len(), 3);
    assert_eq!(outstanding(&ended), json!({"count": 0, "events": [], "where": []}));
}

#[test]
fn a_type_expected_twice_has_to_come_twice() {
    let home = Home::new();
    let expected = ["a.b", "a.b", "c.d"].map(|event| ["--expect", event]).concat();
    let mut listener = unchecked(&home, &expected);
    for event in ["a.b", "c.d", "c.d"] {
        deliver(&listener, event);
        assert_eq!(listener.next_record()["event_type"], event);
    }
    deliver(&listener, "a.b");
    listener.running.wait().succeeds();
}

#[test]
fn a_count_and_types_have_both_to_come() {
    let home = Home::new();
    let listener = unchecked(&home, &["--count", "2", "--expect", "a.b"]);
    deliver(&listener, "c.d");
    deliver(&listener, "c.d");
    deliver(&listener, "a.b");
    listener.running.wait().succeeds();
}

#[test]
fn time_that_runs_out_is_124_and_the_summary_names_what_is_missing() {
    let home = Home::new();
    let arguments = ["--count", "2", "--expect", "user.created", "--timeout", "10ms"];
    let ended = unchecked(&home, &arguments).running.wait().exits(124).stderr_is("");
    assert_eq!(outstanding(&ended), json!({"count": 2, "events": ["user.created"], "where": []}));
    let table = ["listen", "--port", "0", "--no-verify"].into_iter().chain(arguments);
    let ended = home.hookctl(table).run().exits(124).stdout_is("");
    assert!(
        ended.stderr.ends_with("\ndid not come: 2 more deliveries, user.created\n"),
        "{}",
        ended.stderr
    );
}

#[test]
fn a_timeout_from_the_environment_bounds_no_wait() {
    let home = Home::new();
    let command = home.hookctl(["listen", "--port", "0", "-o", "json", "--no-verify", "--count=1"]);
    let mut running = harness::Running::spawn(command.env("HOOKCTL_TIMEOUT", "1ms").command());
    let url = running.next_record()["url"].as_str().unwrap().to_owned();
    assert_eq!(post(&url, None, b"{}"), 200);
    running.wait().succeeds();
}

#[test]
fn the_filter_hides_what_it_leaves_out_and_answers_it() {
    let home = Home::new();
    for events in
        [&["--event", "user.*", "--event", "system.alert"][..], &["--event=user.*,system.alert"]]
    {
        let listener = unchecked(&home, &[events, &["--count", "2"]].concat());
        for event in ["data.created", "user.created", "data.created", "system.alert"] {
            deliver(&listener, event);
        }
        let ended = listener.running.wait().succeeds();
        let lines = ended.ndjson();
        let types: Vec<_> = lines.iter().map(|line| &line["event_type"]).collect();
        assert_eq!(types, [&json!("user.created"), &json!("system.alert"), &Value::Null]);
        assert_eq!((&lines[2]["received"], &lines[2]["unchecked"]), (&json!(2), &json!(2)));
    }
}

#[test]
fn an_invalid_one_ends_it_with_8_whatever_it_calls_itself() {
    let home = Home::new();
    let secret = format!("file:{}", home.file("secret", "whsec_a").display());
    for signature in [Some("00"), None] {
        let arguments = ["--secret", &secret, "--event", "user.*", "--count", "1"];
        let listener = home.listen(arguments.into_iter().chain(["--fail-on-invalid"]));
        assert_eq!(post(listener.url(), signature, b"{}"), 401);
        let ended = listener.running.wait().exits(8);
        assert_eq!(ended.ndjson()[0]["response"]["status"], 401);
        assert_eq!(outstanding(&ended), json!({"count": 1, "events": [], "where": []}));
        let summary = ended.ndjson().pop().unwrap();
        let found = if signature.is_some() { "invalid" } else { "missing" };
        assert_eq!((&summary["received"], &summary[found]), (&json!(1), &json!(1)));
    }
}

#[test]
fn an_invalid_one_neither_counts_nor_ends_it_unless_told() {
    let home = Home::new();
    let secret = format!("file:{}", home.file("secret", "whsec_a").display());
    let mut listener = home.listen(["--secret", &secret, "--count", "1"]);
    assert_eq!(post(listener.url(), None, b"{}"), 401);
    assert_eq!(listener.next_record()["signature"], "missing");
    listener.stop().exits(143);
}

#[test]
fn a_signal_while_something_is_awaited_is_no_success() {
    let home = Home::new();
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let listener = unchecked(&home, &["--expect", "user.created"]);
        listener.running.signal(signal);
        let ended = listener.running.wait().exits(code).stderr_is("");
        assert_eq!(
            outstanding(&ended),
            json!({"count": 0, "events": ["user.created"], "where": []})
        );
    }
}

#[test]
fn what_can_not_come_or_is_not_awaited_is_refused() {
    let home = Home::new();
    for arguments in [
        &["--expect", "a.b", "--event", "c.*"][..],
        &["--timeout", "1s"],
        &["--count", "0"],
        &["--event", "*"],
        &["--fail-on-invalid"],
    ] {
        let all = ["listen", "--port", "0", "--no-verify"].iter().chain(arguments).copied();
        home.hookctl(all).run().exits(2).stdout_is("");
    }
}

#[test]
fn a_pattern_is_not_expected() {
    let home = Home::new();
    let listen = home.hookctl(["listen", "--port", "0", "--no-verify", "--expect", "user.*"]);
    listen.run().exits(2).stdout_is("").stderr_is(
        "error: --expect takes one event type, and user.* stands for several\n\
         hint: --expect-where '.event_type // \"\" | startswith(\"user.\")' awaits any of them\n",
    );
    let condition = ".event_type // \"\" | startswith(\"user.\")";
    let listener = unchecked(&home, &["--expect-where", condition]);
    deliver(&listener, "a.b");
    deliver(&listener, "user.created");
    listener.running.wait().succeeds();
}

#[test]
fn an_expected_type_that_is_not_documented_is_warned_of_once() {
    let home = Home::new();
    let twice = ["--expect", "user.craeted", "--expect", "user.craeted", "--count", "1"];
    let ended = unchecked(&home, &twice).stop().exits(143);
    ended.stderr_is(
        "warning: `user.craeted` is not a documented event type; did you mean `user.created`?\n",
    );
    unchecked(&home, &["--expect", "user.created"]).stop().exits(143).stderr_is("");
}
