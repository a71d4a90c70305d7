//! `hookctl listen`: what it answers and records, how it ends, and what it does when nobody reads.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Stdio;

use harness::{Home, Listener, Ran, post};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

const BODY: &str =
    r#"{"id":"evt_1","type":"user.created","created":"2023-06-21T09:15:30Z","data":{}}"#;

fn sign(home: &Home, secret: &str, body: &str) -> String {
    let command = home.hookctl(["sign", "--secret", "env:S"]).env("S", secret).stdin(body);
    command.run().succeeds().stdout().trim_end().to_owned()
}

/// A listener whose secrets are in files of this home.
fn listen(home: &Home, secrets: &[&str], arguments: &[&str]) -> Listener {
    let mut all: Vec<String> = arguments.iter().map(ToString::to_string).collect();
    for (number, secret) in secrets.iter().enumerate() {
        let file = home.file(&format!("secret{number}"), secret);
        all.extend(["--secret".to_owned(), format!("file:{}", file.display())]);
    }
    home.listen(all)
}

fn last_record(ran: &Ran) -> Value {
    ran.ndjson().pop().unwrap()
}

#[test]
fn an_invalid_delivery_has_its_cause_when_printed_and_when_kept() {
    let home = Home::new();
    let mut listener = listen(&home, &["whsec_a"], &[]);
    let url = listener.url().to_owned();
    let signed = sign(&home, "whsec_a", &format!("{BODY}\n"));
    let unexplained = "ab".repeat(32);
    assert_eq!(post(&url, Some(&signed), BODY.as_bytes()), 401);
    let record = listener.next_record();
    assert_eq!(
        (&record["reason"], &record["cause"]),
        (&json!("mismatch"), &json!("body_trailing_newline"))
    );
    assert_eq!(post(&url, Some(&unexplained), BODY.as_bytes()), 401);
    assert_eq!(listener.next_record()["cause"], json!(null));
    listener.stop().exits(0);
    let kept = home.hookctl(["deliveries", "export"]).run().succeeds().ndjson();
    let causes: Vec<_> = kept.iter().map(|record| &record["cause"]).collect();
    assert_eq!(causes, [&json!("body_trailing_newline"), &json!(null)]);
}

#[test]
fn what_is_not_printed_is_explained_in_the_journal_all_the_same() {
    let home = Home::new();
    let listener = listen(&home, &["whsec_a"], &["--event", "data.*", "--where", "true"]);
    let signed = sign(&home, "whsec_a", &format!("{BODY}\n"));
    assert_eq!(post(listener.url(), Some(&signed), BODY.as_bytes()), 401);
    listener.stop().exits(0);
    let kept = home.hookctl(["deliveries", "export"]).run().succeeds().ndjson();
    assert_eq!(kept[0]["cause"], "body_trailing_newline");
}

#[test]
fn each_of_a_burst_is_explained() {
    const BURST: usize = 60;
    let home = Home::new();
    let mut listener = listen(&home, &["whsec_a"], &[]);
    let (url, signed) = (listener.url().to_owned(), sign(&home, "whsec_a", &format!("{BODY}\n")));
    std::thread::scope(|scope| {
        for _ in 0..BURST {
            scope.spawn(|| assert_eq!(post(&url, Some(&signed), BODY.as_bytes()), 401));
        }
    });
    for _ in 0..BURST {
        assert_eq!(listener.next_record()["cause"], "body_trailing_newline");
    }
    listener.stop().exits(0);
}

#[test]
fn a_flood_that_nothing_explains_costs_no_row() {
    const SENDERS: usize = 10;
    const EACH: usize = 30;
    let home = Home::new();
    let listener = listen(&home, &["whsec_a"], &[]);
    let (url, forged) = (listener.url().to_owned(), "ab".repeat(32));
    let body = BODY.replace("{}", &format!(r#"{{"text":"{}"}}"#, "ü/<é> 1.0".repeat(40)));
    std::thread::scope(|scope| {
        for _ in 0..SENDERS {
            scope.spawn(|| {
                for _ in 0..EACH {
                    assert_eq!(post(&url, Some(&forged), body.as_bytes()), 401);
                }
            });
        }
    });
    let ran = listener.stop().exits(0);
    let rows = ran.ndjson();
    assert_eq!(rows.iter().filter(|row| row["type"] == "delivery").count(), SENDERS * EACH);
    assert_eq!(rows.last().unwrap()["invalid"], SENDERS * EACH);
}

#[test]
fn a_valid_delivery_is_200_any_other_401_and_each_has_its_record() {
    let home = Home::new();
    let mut listener = listen(&home, &["whsec_a"], &[]);
    let url = listener.url().to_owned();
    let good = sign(&home, "whsec_a", BODY);
    assert_eq!(post(&url, Some(&good), BODY.as_bytes()), 200);
    let record = listener.next_record();
    let keys: Vec<_> = record.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "type",
        "id",
        "received_at",
        "method",
        "path",
        "headers",
        "body",
        "bytes",
        "signature",
        "reason",
        "cause",
        "secret",
        "event_id",
        "event_type",
        "duplicate",
        "response",
        "forwards",
        "exec",
    ];
    assert_eq!(keys, expected);
    assert_eq!(record["type"], "delivery");
    assert!(record["id"].as_str().unwrap().starts_with("dlv_"));
    assert_eq!((&record["method"], &record["path"]), (&json!("POST"), &json!("/")));
    assert_eq!((&record["body"], &record["bytes"]), (&json!(BODY), &json!(BODY.len())));
    assert_eq!((&record["signature"], &record["secret"]), (&json!("valid"), &json!(0)));
    assert_eq!(
        (&record["event_id"], &record["event_type"]),
        (&json!("evt_1"), &json!("user.created"))
    );
    assert_eq!(record["response"]["status"], 200);
    assert!(record["headers"].as_array().unwrap().contains(&json!(["x-webhook-signature", good])));

    assert_eq!(post(&url, Some(&good), b"{}"), 401);
    let record = listener.next_record();
    assert_eq!((&record["signature"], &record["reason"]), (&json!("invalid"), &json!("mismatch")));
    assert_eq!((&record["secret"], &record["response"]["status"]), (&Value::Null, &json!(401)));
    assert_eq!(post(&url, None, b"{}"), 401);
    assert_eq!(listener.next_record()["signature"], "missing");
    assert_eq!(post(&url, Some(&good), BODY.as_bytes()), 200);
    assert_eq!(listener.next_record()["duplicate"], true);

    let ended = listener.stop().succeeds().stderr_is("");
    let summary = json!({"type": "summary", "received": 4, "valid": 2, "invalid": 1, "missing": 1, "unchecked": 0, "refused": 0, "pending": 0, "dropped": 0, "outstanding": null});
    assert_eq!(ended.ndjson(), [summary]);
}

#[test]
fn a_body_that_is_no_text_is_recorded_as_base64() {
    let home = Home::new();
    let mut listener = listen(&home, &["whsec_a"], &[]);
    assert_eq!(post(listener.url(), None, &[0xff, 0]), 401);
    let record = listener.next_record();
    assert_eq!((&record["body_base64"], &record["bytes"]), (&json!("/wA="), &json!(2)));
    assert_eq!((record.get("body"), &record["event_id"]), (None, &Value::Null));
}

#[test]
fn the_first_line_says_where_and_who() {
    let home = Home::new();
    let file = home.file("secret", "whsec_a");
    let secret = format!("file:{}", file.display());
    let arguments = ["listen", "--port", "0", "-o", "json", "--secret", &secret];
    let mut running = harness::Running::spawn(home.hookctl(arguments).command());
    let ready = running.next_record();
    assert_eq!((&ready["type"], &ready["pid"]), (&json!("ready"), &json!(running.pid())));
    assert!(ready["url"].as_str().unwrap().starts_with("http://127.0.0.1:"));
    assert_eq!(ready.as_object().unwrap().len(), 3);
}

#[test]
fn both_signals_end_it_well() {
    let home = Home::new();
    for signal in [Signal::INT, Signal::TERM] {
        let listener = listen(&home, &["whsec_a"], &[]);
        listener.running.signal(signal);
        let ended = listener.running.wait().succeeds().stderr_is("");
        assert_eq!(last_record(&ended)["type"], "summary");
    }
}

#[test]
fn each_secret_is_tried_and_the_one_that_matched_is_named() {
    let home = Home::new();
    let id = home.webhook("https://a.example/", "user.created");
    let mut listener = listen(&home, &["old", "new"], &["--sandbox", "--webhook", &id]);
    let url = listener.url().to_owned();
    let kept = ["sign", "--secret", &format!("webhook:{id}")].map(str::to_owned);
    let by_kept = home.hookctl(kept).sandbox().stdin(BODY).run().succeeds();
    let by_kept = by_kept.stdout().trim_end().to_owned();
    for (signature, secret) in [
        (sign(&home, "new", BODY), json!(1)),
        (sign(&home, "old", BODY), json!(0)),
        (by_kept, json!(id)),
    ] {
        assert_eq!(post(&url, Some(&signature), BODY.as_bytes()), 200);
        assert_eq!(listener.next_record()["secret"], secret);
    }
    let stranger = sign(&home, "stranger", BODY);
    assert_eq!(post(&url, Some(&stranger), BODY.as_bytes()), 401);
    listener.stop().succeeds().shows_nowhere("whsec_");
}

#[test]
fn another_path_or_method_is_refused_and_counted() {
    let home = Home::new();
    let mut listener = listen(&home, &["whsec_a"], &["--path", "/hook"]);
    let url = listener.url().to_owned();
    assert!(url.ends_with("/hook"));
    let good = sign(&home, "whsec_a", BODY);
    assert_eq!(post(&url.replace("/hook", "/other"), Some(&good), BODY.as_bytes()), 404);
    assert_eq!(post(&format!("{url}?x=1"), Some(&good), BODY.as_bytes()), 200);
    assert_eq!(listener.next_record()["path"], "/hook?x=1");
    let host = url.strip_prefix("http://").unwrap().split_once('/').unwrap().0;
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET /hook HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
    let summary = last_record(&listener.stop().succeeds());
    assert_eq!((&summary["received"], &summary["refused"]), (&json!(1), &json!(2)));
    home.hookctl(["listen", "--path", "hook", "--secret", "env:S"]).run().exits(2);
    for path in ["/hook?x=1", "/hook#x"] {
        let refused = home.hookctl(["listen", "--path", path, "--secret", "env:S"]).run().exits(2);
        refused.stderr_has("expected a path alone");
    }
}

#[test]
fn fields_are_picked_from_records_alone_and_unknown_ones_are_refused() {
    let home = Home::new();
    let mut listener = home.listen(["--no-verify", "--fields", "event_id,path"]);
    assert_eq!(post(listener.url(), None, BODY.as_bytes()), 200);
    let row = listener.next_record();
    assert_eq!(row, json!({"event_id": "evt_1", "path": "/"}));
    let summary = last_record(&listener.stop().succeeds());
    assert_eq!((&summary["type"], &summary["received"]), (&json!("summary"), &json!(1)));
    let refused = home.hookctl(["listen", "--no-verify", "--port", "0", "--fields", "evnt"]).run();
    refused.exits(2).stderr_has("unknown field `evnt`").stdout_is("");
}

#[test]
fn only_a_request_in_flight_holds_up_the_end() {
    let home = Home::new();
    let mut listener = home.listen(["--no-verify", "--drain", "1h", "--read-timeout", "1h"]);
    let host = listener.url().strip_prefix("http://").unwrap().trim_end_matches('/').to_owned();
    let silent = TcpStream::connect(&host).unwrap();
    let mut begun = TcpStream::connect(&host).unwrap();
    begun.write_all(b"PO").unwrap();
    let mut in_flight = TcpStream::connect(&host).unwrap();
    in_flight.write_all(b"POST / HTTP/1.1\r\nHost: l\r\nContent-Length: 2\r\n\r\n{").unwrap();
    // Once this one is answered, the others are accepted.
    assert_eq!(post(listener.url(), None, BODY.as_bytes()), 200);
    listener.next_record();
    listener.running.signal(Signal::TERM);
    for mut ended in [silent, begun] {
        assert_eq!(ended.read(&mut [0]).unwrap_or_default(), 0);
    }
    in_flight.write_all(b"}").unwrap();
    let mut answer = String::new();
    in_flight.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let summary = last_record(&listener.running.wait().succeeds());
    assert_eq!(summary["received"], 2);
}

#[test]
fn a_port_in_use_is_named() {
    let home = Home::new();
    let listener = listen(&home, &["whsec_a"], &[]);
    let port = listener.url().trim_end_matches('/').rsplit(':').next().unwrap();
    let second = home.hookctl(["listen", "--secret", "env:S", "--port", port]).env("S", "x");
    let refused = second.run().exits(1).stdout_is("");
    refused.stderr_is(&format!(
        "error: port {port} is already in use on 127.0.0.1\n\
         hint: take another port, or a free one with `--port 0`\n"
    ));
}

#[test]
fn a_reader_that_goes_away_does_not_stop_the_receiving() {
    let home = Home::new();
    let arguments = ["listen", "--port", "0", "-o", "ndjson", "--secret", "env:S"];
    let mut child = home.hookctl(arguments).env("S", "whsec_a").command().spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ready: Value = serde_json::from_str(&line).unwrap();
    let url = ready["url"].as_str().unwrap();
    let good = sign(&home, "whsec_a", BODY);
    for _ in 0..20 {
        assert_eq!(post(url, Some(&good), BODY.as_bytes()), 200);
    }
    kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn the_columns_of_a_table_stand_below_each_other_whatever_the_moment() {
    let home = Home::new();
    home.file("secret", "whsec_a");
    let mut command = home.hookctl(["listen", "--port", "0", "--secret", "file:secret"]).command();
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut ready = String::new();
    stderr.read_line(&mut ready).unwrap();
    let url = ready.strip_prefix("listening at ").unwrap().split(',').next().unwrap();
    // One in ten moments has less than three decimals.
    for _ in 0..40 {
        assert_eq!(post(url, None, b"{}"), 401);
    }
    kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
    let output = child.wait_with_output().unwrap();
    let table = String::from_utf8(output.stdout).unwrap();
    assert_eq!(table.lines().count(), 40);
    assert!(table.lines().all(|line| line.find("missing") == Some(26)), "{table}");
}

#[test]
fn a_table_has_a_line_a_delivery_and_the_rest_goes_to_stderr() {
    let home = Home::new();
    let arguments = ["listen", "--port", "0", "--secret", "env:S"];
    let command = home.hookctl(arguments).env("S", "whsec_a").command();
    let mut child = { command }.stderr(Stdio::piped()).spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut ready = String::new();
    stderr.read_line(&mut ready).unwrap();
    let url = ready.strip_prefix("listening at ").unwrap().split(',').next().unwrap();
    let good = sign(&home, "whsec_a", BODY);
    assert_eq!(post(url, Some(&good), BODY.as_bytes()), 200);
    let evil = br#"{"id":"evt_\u001b[31m","type":"x"}"#;
    assert_eq!(post(url, None, evil), 401);
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let lines = String::from_utf8(output.stdout).unwrap();
    let [first, second] = lines.lines().collect::<Vec<_>>()[..] else { panic!("{lines}") };
    let words: Vec<_> = first.split_whitespace().skip(1).collect();
    assert_eq!(words, ["valid", "user.created", "evt_1", &BODY.len().to_string(), "B", "200"]);
    assert!(second.contains("missing") && !second.contains('\u{1b}'), "{second}");
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "2 received: 1 valid, 0 invalid, 1 unsigned, 0 unchecked; 0 refused\n");
}
