//! `hookctl listen` without a check of signatures, its bounds, and its end at once.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::io::{Read, Write};
use std::net::TcpStream;

use harness::{Home, connect, post};
use rustix::process::Signal;
use serde_json::{Value, json};

const BODY: &[u8] = br#"{"id":"evt_1","type":"user.created"}"#;

#[test]
fn without_a_check_all_is_taken_and_nothing_is_claimed() {
    let home = Home::new();
    let mut listener = home.listen(["--no-verify"]);
    let url = listener.url().to_owned();
    for (signature, duplicate) in [(None, false), (Some("00"), true)] {
        assert_eq!(post(&url, signature, BODY), 200);
        let record = listener.next_record();
        assert_eq!((&record["signature"], &record["secret"]), (&json!("unchecked"), &Value::Null));
        assert_eq!((&record["reason"], &record["duplicate"]), (&Value::Null, &json!(duplicate)));
        assert_eq!(record["response"]["status"], 200);
    }
    let ended = listener.stop().succeeds().stderr_is("");
    let summary = json!({"type": "summary", "received": 2, "valid": 0, "invalid": 0, "missing": 0, "unchecked": 2, "refused": 0, "pending": 0, "dropped": 0, "outstanding": null});
    assert_eq!(ended.ndjson(), [summary]);
}

#[test]
fn a_check_and_no_check_exclude_each_other() {
    let home = Home::new();
    home.hookctl(["listen", "--no-verify", "--secret", "env:S"]).run().exits(2);
    home.hookctl(["listen", "--no-verify", "--webhook", "wh_1"]).run().exits(2);
    home.hookctl(["listen"]).run().exits(2);
}

#[test]
fn an_open_door_to_other_machines_is_warned_of() {
    let home = Home::new();
    let ended = home.listen(["--no-verify", "--host", "0.0.0.0"]).stop().succeeds();
    ended.stderr_is(
        "warning: whoever can reach 0.0.0.0 can deliver anything: no signature is checked\n",
    );
}

#[test]
fn a_longer_body_is_refused() {
    let home = Home::new();
    let listener = home.listen(["--no-verify", "--max-body", "1KiB"]);
    assert_eq!(post(listener.url(), None, &[b'a'; 1024]), 200);
    assert_eq!(post(listener.url(), None, &[b'a'; 1025]), 413);
    home.hookctl(["listen", "--no-verify", "--max-body", "1M"]).run().exits(2);
}

#[test]
fn a_body_that_does_not_come_in_time_is_refused() {
    let home = Home::new();
    let listener = home.listen(["--no-verify", "--read-timeout", "50ms"]);
    let mut stream = connect(listener.url());
    stream.write_all(b"POST / HTTP/1.1\r\nHost: l\r\nContent-Length: 9\r\n\r\n{").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
}

/// A connection on which a body is awaited: the 100 says that its head was read.
fn in_flight(url: &str) -> TcpStream {
    let mut stream = connect(url);
    let head = "POST / HTTP/1.1\r\nHost: l\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = [0; 25];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

#[test]
fn the_drain_bounds_what_is_in_flight() {
    let home = Home::new();
    let listener = home.listen(["--no-verify", "--drain", "0s"]);
    let _stream = in_flight(listener.url());
    listener.stop().succeeds();
}

#[test]
fn a_second_interrupt_ends_at_once() {
    let home = Home::new();
    let listener = home.listen(["--no-verify", "--drain", "1h", "--read-timeout", "1h"]);
    let url = listener.url().to_owned();
    let _stream = in_flight(&url);
    listener.running.signal(Signal::INT);
    // The door closes with the first: then the second is no longer taken for the same.
    let host = url.strip_prefix("http://").unwrap().trim_end_matches('/');
    while TcpStream::connect(host).is_ok() {}
    listener.running.signal(Signal::INT);
    listener.running.wait().exits(130);
}
