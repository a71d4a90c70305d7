//! `hookctl deliveries replay`: what was recorded is sent again, byte for byte.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::io::Write;

use harness::{Home, Hostile, Ran, Receiver, Reply, Request, Running, connect, dead_url, post};
use rustix::process::Signal;
use serde_json::{Value, json};

const BODY: &[u8] = br#"{"id":"evt_1","type":"user.created","created":"2023-06-21T09:15:30Z"}"#;
const NO_TEXT: &[u8] = b"\xff\x00\xfe";

/// A home whose journal has an event, a PUT of bytes that are no text, and a second event.
fn with_deliveries() -> Home {
    let home = Home::new();
    let mut listener = home.listen(["--no-verify"]);
    assert_eq!(post(listener.url(), Some("as it came"), BODY), 200);
    listener.next_record();
    let mut stream = connect(listener.url());
    stream.write_all(b"POST /elsewhere?x=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nX-Twice: 1\r\nX-Twice: caf\xe9\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\n\r\n").unwrap();
    stream.write_all(NO_TEXT).unwrap();
    listener.next_record();
    assert_eq!(post(listener.url(), None, br#"{"id":"evt_2","type":"data.created"}"#), 200);
    listener.next_record();
    listener.stop().exits(0);
    home
}

fn replay(home: &Home, to: &str, arguments: &[&str]) -> Ran {
    let fixed = ["deliveries", "replay", "--to", to, "-o", "json"];
    home.hookctl(fixed).args(arguments.iter().copied()).run()
}

fn ids(home: &Home) -> Vec<String> {
    let export = home.hookctl(["deliveries", "export"]).run().succeeds();
    export.ndjson().iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect()
}

fn bodies(requests: &[Request]) -> Vec<&[u8]> {
    requests.iter().map(|request| request.body.as_slice()).collect()
}

#[test]
fn what_is_sent_is_what_was_recorded() {
    let home = with_deliveries();
    let receiver = Receiver::answering([200]);
    let ids = ids(&home);
    let url = receiver.url() + "?as=given";
    let rows = replay(&home, &url, &[&ids[0], &ids[1]]).succeeds().stderr_is("").json();
    let row = |id: &str, event: Value, ms: &Value| {
        json!({"webhook_id": null, "delivery_id": id, "url": url, "event_id": event,
            "attempt": 1, "status": 200, "ms": ms, "error": null})
    };
    let expected =
        [row(&ids[0], "evt_1".into(), &rows[0]["ms"]), row(&ids[1], Value::Null, &rows[1]["ms"])];
    assert_eq!(rows, Value::from(expected.to_vec()));
    let requests = receiver.deliveries();
    assert_eq!(bodies(&requests), [BODY, NO_TEXT]);
    assert_eq!(requests[0].line(), "POST /hook?as=given");
    assert_eq!(requests[0].header("x-webhook-signature"), Some("as it came"));
    for absent in ["user-agent", "connection"] {
        assert_eq!(requests[0].header(absent), None);
    }
    let twice: Vec<_> = requests[1].headers.iter().filter(|(name, _)| name == "x-twice").collect();
    assert_eq!(twice, [&("x-twice".into(), "1".into()), &("x-twice".into(), "café".into())]);
    assert_eq!(requests[0].header("host"), Some(receiver.url()[7..].trim_end_matches("/hook")));
}

#[test]
fn what_concerned_the_old_connection_is_not_sent() {
    let home = with_deliveries();
    let id = &ids(&home)[1];
    let request = replay(&home, "http://a.invalid/", &[id, "--dry-run"]).succeeds().json();
    let headers = json!({"x-twice": "1, café"});
    let expected = json!({"method": "POST", "url": "http://a.invalid/", "headers": headers, "body_base64": "/wD+"});
    assert_eq!(request, expected);
}

#[test]
fn a_dry_run_of_several_is_an_array_and_sends_nothing() {
    let home = with_deliveries();
    let receiver = Receiver::answering([200]);
    let requests = replay(&home, &receiver.url(), &["--since", "1h", "--dry-run"]).succeeds();
    let told: Vec<_> =
        requests.json().as_array().unwrap().iter().map(|it| it["body"].clone()).collect();
    assert_eq!(told.len(), 3);
    assert_eq!(told[0].as_str().unwrap().as_bytes(), BODY);
    assert!(receiver.deliveries().is_empty());
}

#[test]
fn ids_select_in_the_order_given() {
    let home = with_deliveries();
    let receiver = Receiver::answering([200]);
    let ids = ids(&home);
    let selected = |ran: &Ran| -> Vec<String> {
        let rows = ran.json();
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| row["delivery_id"].as_str().unwrap().to_owned()).collect()
    };
    let prefix = &ids[0][..ids[0].len() - 2];
    let ran = replay(&home, &receiver.url(), &["@last", prefix]).succeeds();
    assert_eq!(selected(&ran), [&*ids[2], &*ids[0]]);
    let fixed = ["deliveries", "replay", "-", "--to", &receiver.url(), "-o", "json"];
    let ran = home.hookctl(fixed).stdin(ids.join("\n")).run().succeeds();
    assert_eq!(selected(&ran), ids);
    home.hookctl(fixed).run().succeeds().stdout_is("[]\n");
    let ran = replay(&home, &receiver.url(), &["dlv_none", "@last"]).exits(4);
    assert_eq!(selected(&ran), [&*ids[2]]);
    assert_eq!(ran.json_errors()[0]["kind"], "not_found");
    replay(&home, &receiver.url(), &["dlv_"]).exits(2).stdout_is("[]\n");
}

#[test]
fn the_filters_select_and_all_has_to_be_said() {
    let home = with_deliveries();
    for (arguments, count) in [
        (&["--event", "user.*"][..], 1),
        (&["--since", "1h"], 3),
        (&["--path", "/elsewhere"], 1),
        (&["--signature", "unchecked"], 3),
        (&["--until", "1h"], 0),
        (&["--pending"], 0),
        (&["@last", "--event", "user.*"], 0),
    ] {
        let receiver = Receiver::answering([204]);
        replay(&home, &receiver.url(), arguments).succeeds();
        assert_eq!(receiver.deliveries().len(), count, "{arguments:?}");
    }
    replay(&home, "http://a.invalid", &[]).exits(2).stdout_is("").stderr_has("say which: ids");
}

#[test]
fn a_target_that_refuses_or_is_dead_is_a_row_and_exit_9() {
    let home = with_deliveries();
    let receiver = Receiver::answering([200, 500, 200]);
    let ran = replay(&home, &receiver.url(), &["--since", "1h"]).exits(9).stderr_is("");
    let statuses: Vec<_> =
        ran.json().as_array().unwrap().iter().map(|row| row["status"].clone()).collect();
    assert_eq!(statuses, [200, 500, 200]);
    let ran = replay(&home, &dead_url(), &["@last"]).exits(9);
    let row = &ran.json()[0];
    assert_eq!((&row["status"], &row["error"]), (&Value::Null, &"connection refused".into()));
    let fixed = ["deliveries", "replay", "@last", "--to", &dead_url()];
    home.hookctl(fixed).run().exits(9).stderr_is("1 sent, 1 failed\n").stdout_has("DELIVERY");
}

#[test]
fn no_answer_in_time_is_a_row() {
    let home = with_deliveries();
    let silent = Hostile::always(Reply::nothing().held());
    let ran = replay(&home, &silent.url(), &["@last", "--timeout", "50ms"]).exits(9);
    assert_eq!(ran.json()[0]["error"], "no answer within 50 ms");
}

#[test]
fn one_at_a_time_keeps_the_order_and_several_keep_that_of_the_rows() {
    let home = Home::new();
    let record = |n| format!(r#"{{"id":"dlv_{n}","body":"{n}"}}"#);
    let records: Vec<_> = (0..40).map(record).collect();
    let records = home.file("records.ndjson", records.join("\n"));
    let from = ["--from", records.to_str().unwrap()];
    let numbers: Vec<_> = (0..40).map(|n| n.to_string()).collect();
    let receiver = Receiver::answering([200]);
    replay(&home, &receiver.url(), &from).succeeds();
    let requests = receiver.deliveries();
    let came: Vec<_> = requests.iter().map(|request| request.text()).collect();
    assert_eq!(came, numbers);
    let ran = replay(&home, &receiver.url(), &[&from[..], &["--concurrency", "8"]].concat());
    let ran = ran.succeeds().json();
    let rows = ran.as_array().unwrap().iter();
    let told: Vec<_> =
        rows.map(|row| row["delivery_id"].as_str().unwrap()[4..].to_owned()).collect();
    assert_eq!(told, numbers);
}

#[test]
fn records_from_elsewhere_are_sent_and_bad_lines_are_named() {
    let home = Home::new();
    let records = concat!(
        r#"{"type":"ready","url":"http://127.0.0.1:1/"}"#,
        "\n\n",
        r#"{"type":"delivery","id":"dlv_a","method":"PUT","headers":[["x-a","1"]],"body":"a","bytes":9,"event_type":"a.b"}"#,
        "\n",
        "{\"body\":7}\n",
        r#"{"type":"forward","delivery_id":"dlv_a"}"#,
        "\n",
        r#"{"body_base64":"/wA="}"#,
    );
    let run = |arguments: &[&str]| {
        let receiver = Receiver::answering([200]);
        let fixed = ["deliveries", "replay", "--from", "-", "--to", &receiver.url(), "-o", "json"];
        let ran = home.hookctl(fixed).args(arguments.iter().copied()).stdin(records).run();
        (ran, receiver.deliveries())
    };
    let (ran, requests) = run(&[]);
    let ran = ran.exits(2).stderr_has("standard input, line 4: ");
    assert_eq!(bodies(&requests), [&b"a"[..], b"\xff\x00"]);
    assert_eq!((requests[0].method.as_str(), requests[0].header("x-a")), ("PUT", Some("1")));
    assert_eq!(ran.json()[1]["delivery_id"], Value::Null);
    let (_, requests) = run(&["--event", "a.*"]);
    assert_eq!(bodies(&requests), [b"a"]);
    let (_, requests) = run(&["@last", "dlv_"]);
    assert_eq!(bodies(&requests), [&b"\xff\x00"[..], b"a"]);
    let (ran, _) = run(&["dlv_none"]);
    ran.stderr_has("no recorded delivery has an id");
    let (ran, _) = run(&["dlv_a", "--dry-run"]);
    assert_eq!(ran.exits(2).json()["body"], "a");
    let (ran, _) = run(&["--journal", "x"]);
    ran.exits(2).stderr_has("two sources");
    replay(&home, "http://a.invalid", &["--from", "none.ndjson"])
        .exits(2)
        .stderr_has("none.ndjson");
}

#[test]
fn a_record_that_contradicts_itself_is_not_taken_for_valid() {
    let home = Home::new();
    let records = "{\"signature\":\"valid\",\"secret\":0,\"body\":\"a\"}\n\
                   {\"signature\":\"invalid\",\"secret\":0,\"body\":\"b\"}\n";
    let file = home.file("records.ndjson", records);
    let receiver = Receiver::answering([200]);
    let from = ["--from", file.to_str().unwrap(), "--signature", "valid"];
    replay(&home, &receiver.url(), &from).succeeds();
    assert_eq!(bodies(&receiver.deliveries()), [b"a"]);
}

#[test]
fn what_listen_printed_can_be_replayed() {
    let home = Home::new();
    let mut listener = home.listen(["--no-verify", "--no-journal"]);
    assert_eq!(post(listener.url(), None, BODY), 200);
    let record = listener.next_record();
    let records =
        home.file("records.ndjson", listener.stop().stdout().to_owned() + &record.to_string());
    let receiver = Receiver::answering([200]);
    replay(&home, &receiver.url(), &["--from", records.to_str().unwrap()]).succeeds();
    assert_eq!(bodies(&receiver.deliveries()), [BODY]);
}

#[test]
fn what_is_signed_anew_is_valid() {
    let home = with_deliveries();
    let receiver = Receiver::answering([200]);
    let secret = home.file("secret", "whsec_other");
    let source = format!("file:{}", secret.display());
    let arguments = ["--since", "1h", "--resign", &source, "--header", "X-New: 1"];
    replay(&home, &receiver.url(), &arguments).succeeds();
    let requests = receiver.deliveries();
    assert_eq!(requests.len(), 3);
    for request in requests {
        let signature = request.header("x-webhook-signature").unwrap();
        let verify = ["verify", "--secret", &source, "--signature", signature];
        home.hookctl(verify).stdin(&request.body).run().succeeds();
        assert_eq!(request.header("x-new"), Some("1"));
        let signatures = request.headers.iter().filter(|(name, _)| name.ends_with("signature"));
        assert_eq!(signatures.count(), 1);
    }
}

#[test]
fn credentials_of_the_target_are_used_and_never_shown() {
    let home = with_deliveries();
    let receiver = Receiver::answering([500]);
    let to = receiver.url().replace("http://", "http://user:hidden@");
    let ran = replay(&home, &to, &["@last", "-vv"]).exits(9).shows_nowhere("hidden");
    assert_eq!(ran.json()[0]["url"], receiver.url().replace("http://", "http://***@"));
    assert_eq!(receiver.deliveries()[0].header("authorization"), Some("Basic dXNlcjpoaWRkZW4="));
    replay(&home, &to, &["@last", "--dry-run"]).succeeds().shows_nowhere("hidden");
    for bad in ["ftp://user:hidden@a", "user:hidden@a", "http://user:hidden@"] {
        replay(&home, bad, &["@last"]).exits(2).shows_nowhere("hidden");
    }
    for bad in ["hidden", "a b: hidden", "content-length: 1", "x-a: hidden\u{1}"] {
        replay(&home, &to, &["@last", "--header", bad]).exits(2).shows_nowhere("hidden");
    }
}

#[test]
fn a_rate_and_many_at_a_time_send_each_once() {
    let home = with_deliveries();
    let receiver = Receiver::answering([200]);
    let arguments = ["--since", "1h", "--rate", "1000/s", "--concurrency", "4"];
    replay(&home, &receiver.url(), &arguments).succeeds();
    assert_eq!(receiver.deliveries().len(), 3);
    replay(&home, &receiver.url(), &["@last", "--rate", "10"]).exits(2);
    replay(&home, &receiver.url(), &["@last", "--concurrency", "0"]).exits(2);
}

#[test]
fn a_signal_waits_for_what_is_under_way_and_ends_the_array() {
    let home = with_deliveries();
    let (answer, asked) = std::sync::mpsc::channel::<()>();
    let (came, coming) = std::sync::mpsc::channel();
    let target = Hostile::answering(move |_| {
        came.send(()).unwrap();
        asked.recv().unwrap();
        Reply::json(200, "{}")
    });
    let url = target.url();
    let arguments = ["deliveries", "replay", "--to", &url, "-o", "json", "--since", "1h"];
    let running = Running::spawn(home.hookctl(arguments).command());
    coming.recv().unwrap();
    answer.send(()).unwrap();
    coming.recv().unwrap();
    running.signal(Signal::TERM);
    // No synchronisation: what is wrong would end now.
    std::thread::sleep(std::time::Duration::from_millis(200));
    answer.send(()).unwrap();
    let ran = running.wait().exits(143);
    assert_eq!(ran.json().as_array().unwrap().len(), 2);
    let [error] = ran.json_errors().try_into().unwrap();
    assert_eq!(error["message"], "interrupted: 2 sent, 0 failed, 1 not sent");
    assert_eq!(target.requests().len(), 2);
}

#[test]
fn a_second_signal_waits_for_nothing() {
    let home = with_deliveries();
    let target = Hostile::in_turn([Reply::json(500, "{}"), Reply::nothing().held()]);
    let url = target.url();
    let arguments = ["deliveries", "replay", "--to", &url, "--since", "1h"];
    let running = Running::spawn(home.hookctl(arguments).command());
    target.wait_for(2);
    running.signal(Signal::INT);
    // Two that come together are one.
    std::thread::sleep(std::time::Duration::from_millis(200));
    running.signal(Signal::TERM);
    let ran = running.wait().exits(130);
    assert_eq!(ran.stdout().lines().count(), 2, "{}", ran.stdout());
    ran.stderr_is("error: interrupted: 1 sent, 1 failed, 1 not waited for, 1 not sent\n");
}

#[test]
fn two_signals_that_come_together_end_it_as_interrupted() {
    let home = with_deliveries();
    // Which of them is heard first is left to chance.
    for _ in 0..8 {
        let target = Hostile::always(Reply::nothing().held());
        let url = target.url();
        let arguments = ["deliveries", "replay", "--to", &url, "--since", "1h"];
        let running = Running::spawn(home.hookctl(arguments).command());
        target.wait_for(1);
        // Both wait until it goes on.
        for signal in [Signal::STOP, Signal::INT, Signal::TERM, Signal::CONT] {
            running.signal(signal);
        }
        let ran = running.wait();
        assert!(matches!(ran.code, Some(130 | 143)), "{ran:?}");
        ran.stderr_has("error: interrupted: 0 sent, 0 failed, 1 not waited for, 2 not sent\n");
    }
}

#[test]
fn a_signal_ends_a_pause_and_a_wait_for_records() {
    let home = with_deliveries();
    let target = Hostile::always(Reply::json(200, "{}"));
    let url = target.url();
    let fixed = ["deliveries", "replay", "--to", &url];
    let slow = home.hookctl(fixed).args(["--since", "1h", "--rate", "1/m"]);
    let running = Running::spawn(slow.command());
    target.wait_for(1);
    running.signal(Signal::INT);
    let ran = running.wait().exits(130);
    ran.stderr_is("error: interrupted: 1 sent, 0 failed, 2 not sent\n");

    let (stdin, mut pipe) = std::io::pipe().unwrap();
    let mut command = home.hookctl(fixed).args(["--from", "-"]).command();
    command.stdin(stdin);
    let running = Running::spawn(command);
    // More than a pipe holds: once it is written, hookctl is reading.
    pipe.write_all(&b"\n".repeat(200_000)).unwrap();
    running.signal(Signal::INT);
    running.wait().exits(130).stderr_has("0 sent, 0 failed, 0 or more not sent\n");
}

#[test]
fn a_byte_order_mark_before_the_records_is_passed_over() {
    let home = with_deliveries();
    let receiver = Receiver::answering([200]);
    let records = home.hookctl(["deliveries", "export"]).run().succeeds();
    let marked = [b"\xef\xbb\xbf", records.stdout.as_slice()].concat();
    let file = home.file("records.ndjson", marked);
    let rows = replay(&home, &receiver.url(), &["--from", file.to_str().unwrap()]).succeeds();
    assert_eq!(rows.json().as_array().unwrap().len(), 3);
}
