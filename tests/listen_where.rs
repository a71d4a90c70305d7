//! `hookctl listen --where` and `--expect-where`: deliveries chosen and awaited by an expression.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use harness::{Home, Receiver, dead_url, post};
use serde_json::{Value, json};

const BIG: &str = ".body | fromjson | .amount > 100";

#[test]
fn what_does_not_hold_is_answered_and_kept_but_neither_shown_nor_counted_nor_passed_on() {
    let home = Home::new();
    let target = Receiver::answering([200]);
    let forward = target.url();
    let arguments = ["--no-verify", "--where", BIG, "--forward", &forward, "--count", "1"];
    let mut listener = home.listen(arguments);
    for body in ["not JSON", "{\"amount\":5}", "[[1", "{\"amount\":500}"] {
        assert_eq!(post(listener.url(), None, body.as_bytes()), 200);
    }
    assert_eq!(listener.next_record()["body"], "{\"amount\":500}");
    let ended = listener.running.wait().succeeds().ndjson();
    let types: Vec<_> = ended.iter().map(|row| row["type"].clone()).collect();
    assert_eq!(types, ["forward", "summary"]);
    assert_eq!(ended[1]["received"], 1);
    let kept = home.hookctl(["deliveries", "list", "--jq", "length"]).run();
    kept.succeeds().stdout_is("4\n");
}

#[test]
fn the_record_is_as_the_delivery_came() {
    let home = Home::new();
    let as_it_came = ".path == \"/hook\" and (.duplicate | not) and .response == null \
                      and (.headers | any(.[0] == \"host\")) and .event_type == \"a.b\"";
    let mut listener = home.listen(["--no-verify", "--where", as_it_came]);
    let url = format!("{}hook", with_slash(listener.url()));
    for _ in 0..2 {
        post(&url, None, br#"{"id":"evt_1","type":"a.b"}"#);
    }
    assert_eq!(listener.next_record()["duplicate"], false);
    assert_eq!(listener.next_record()["duplicate"], true);
    listener.stop().succeeds();
}

fn with_slash(url: &str) -> String {
    format!("{}/", url.trim_end_matches('/'))
}

#[test]
fn each_expression_awaits_one_delivery() {
    let home = Home::new();
    let (typed, big) = (".event_type == \"a.b\"", BIG);
    let expected = [typed, typed, big].map(|text| ["--expect-where", text]).concat();
    let listener = home.listen(["--no-verify"].into_iter().chain(expected));
    // The first stands for both kinds, and for one of its own kind only.
    post(listener.url(), None, br#"{"type":"a.b","amount":500}"#);
    post(listener.url(), None, br#"{"type":"c.d","amount":500}"#);
    post(listener.url(), None, br#"{"type":"a.b"}"#);
    let ended = listener.running.wait().succeeds().ndjson();
    assert_eq!(ended.len(), 4);
    assert_eq!(ended[3]["outstanding"], json!({"count": 0, "events": [], "where": []}));
}

#[test]
fn what_did_not_come_is_named() {
    let home = Home::new();
    let arguments = ["listen", "--port", "0", "--no-verify", "--expect-where", BIG];
    let ran = home.hookctl(arguments).args(["--timeout", "10ms"]).run().exits(124);
    assert!(ran.stderr.ends_with(&format!("did not come: {BIG}\n")), "{}", ran.stderr);
    let ran = home.hookctl(arguments).args(["--timeout", "10ms", "-o", "ndjson"]).run().exits(124);
    let outstanding: Value = ran.ndjson().pop().unwrap()["outstanding"].clone();
    assert_eq!(outstanding, json!({"count": 0, "events": [], "where": [BIG]}));
}

#[test]
fn a_wrong_expression_is_refused_before_anything_is_begun() {
    let home = Home::new();
    for option in ["--where", "--expect-where"] {
        let arguments = ["listen", "--port", "0", "--no-verify", option, ".a |"];
        let ran = home.hookctl(arguments).run().exits(2).stdout_is("");
        ran.stderr_is(&format!(
            "error: the expression of {option} is not valid: expected term, and it ends at \
             character 5\n    .a |\n        ^\n"
        ));
    }
    let forward = ["--forward", &dead_url(), "--where", "env"].map(str::to_owned);
    let arguments = ["listen", "--port", "0", "--no-verify"].map(str::to_owned);
    let ran = home.hookctl(arguments.into_iter().chain(forward)).run();
    ran.exits(2).stderr_has("`env` is not offered");
}

#[test]
fn nothing_that_is_sent_ends_the_listener() {
    let home = Home::new();
    let mut listener = home.listen(["--no-verify", "--where", ".body|fromjson|.a|length > 0"]);
    for body in ["[".repeat(200_000), "1".repeat(200_000), "{\"a\":-9223372036854775808}".into()] {
        assert_eq!(post(listener.url(), None, body.as_bytes()), 200);
    }
    post(listener.url(), None, br#"{"a":"x"}"#);
    while listener.next_record()["body"] != "{\"a\":\"x\"}" {}
    listener.stop().succeeds();
}
