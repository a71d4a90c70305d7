//! `hookctl listen` with answers that a user chose.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::io::{Read, Write};

use harness::{Home, connect, exchange, post};
use serde_json::{Value, json};

const BODY: &str = r#"{"id":"evt_1","type":"user.created"}"#;

fn sign(home: &Home, body: &str) -> String {
    let ran = home.hookctl(["sign", "--secret", "env:S"]).env("S", "whsec_a").stdin(body).run();
    ran.succeeds().stdout().trim_end().to_owned()
}

/// What the journal says of a delivery.
fn shown(home: &Home, record: &Value) -> Value {
    let id = record["id"].as_str().unwrap();
    home.hookctl(["deliveries", "show", id, "-o", "json"]).run().succeeds().json()
}

#[test]
fn a_sequence_is_given_in_order_and_its_last_status_stays() {
    let home = Home::new();
    let mut listener = home.listen(["--no-verify", "--respond-sequence", "500,503,202"]);
    let url = listener.url().to_owned();
    let mut records = Vec::new();
    for status in [500, 503, 202, 202] {
        assert_eq!(post(&url, None, BODY.as_bytes()), status);
        let record = listener.next_record();
        assert_eq!(record["response"]["status"], status);
        records.push((record, status));
    }
    let summary = listener.stop().succeeds().ndjson().pop().unwrap();
    assert_eq!((&summary["received"], &summary["refused"]), (&json!(4), &json!(0)));
    for (record, status) in records {
        assert_eq!(shown(&home, &record)["response"]["status"], status);
    }
}

#[test]
fn only_what_is_accepted_is_answered_so() {
    let home = Home::new();
    home.file("secret", "whsec_a");
    let fixed = ["--secret", "file:secret", "--path", "/hook", "--max-body", "1KiB"];
    let chosen = ["--respond", "418", "--respond-header", "X-Chosen: yes"];
    let mut listener = home.listen(fixed.into_iter().chain(chosen));
    let url = listener.url().to_owned();
    let good = sign(&home, BODY);
    for (url, signature, body, status) in [
        (url.clone(), Some(good.as_str()), BODY.as_bytes(), 418),
        (url.clone(), Some(&good), b"{}", 401),
        (url.clone(), None, BODY.as_bytes(), 401),
        (url.replace("/hook", "/other"), Some(&good), BODY.as_bytes(), 404),
        (url.clone(), Some(&good), &[b'x'; 1025], 413),
    ] {
        let answer = exchange(&url, signature, body);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
        assert_eq!(answer.contains("x-chosen: yes\r\n"), status == 418, "{answer}");
        if [418, 401].contains(&status) {
            assert_eq!(listener.next_record()["response"]["status"], status);
        }
    }
}

#[test]
fn a_body_and_headers_are_sent_as_they_are_given() {
    let home = Home::new();
    home.file("answer", [b'<', 0xff, 0, b'>']);
    let listener = home.listen([
        "--no-verify",
        "--respond",
        "503",
        "--respond-body",
        "answer",
        "--respond-header",
        "Content-Type: text/x-answer",
        "--respond-header",
        "Retry-After: 7",
        "--respond-header",
        "Set-Cookie: a=1",
        "--respond-header",
        "Set-Cookie: b=2",
    ]);
    let mut stream = connect(listener.url());
    let request = b"POST / HTTP/1.1\r\nHost: l\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
    stream.write_all(request).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert!(answer.ends_with(b"\r\n\r\n<\xff\0>"), "{answer:?}");
    let head = String::from_utf8_lossy(&answer[..answer.len() - 4]).into_owned();
    assert!(head.starts_with("HTTP/1.1 503 "), "{head}");
    for line in ["retry-after: 7", "set-cookie: a=1", "set-cookie: b=2", "content-length: 4"] {
        assert!(head.contains(&format!("\r\n{line}\r\n")), "{line}: {head}");
    }
    assert_eq!(head.matches("content-type: ").count(), 1, "{head}");
    assert!(head.contains("\r\ncontent-type: text/x-answer\r\n"), "{head}");
}

#[test]
fn what_has_no_body_leaves_the_connection_usable() {
    let home = Home::new();
    home.file("answer", "never sent");
    let sequence = ["--respond-sequence", "204,304,500", "--respond-body", "answer"];
    let listener = home.listen(["--no-verify"].into_iter().chain(sequence));
    let mut stream = connect(listener.url());
    let request = "POST / HTTP/1.1\r\nHost: l\r\nContent-Length: 2\r\n\r\n{}";
    let last = request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    stream.write_all([request, request, &last].concat().as_bytes()).unwrap();
    let mut answers = String::new();
    stream.read_to_string(&mut answers).unwrap();
    let heads: Vec<_> = answers.split_inclusive("\r\n\r\n").collect();
    let [first, second, third, body] = heads[..] else { panic!("{answers}") };
    assert!(first.starts_with("HTTP/1.1 204 ") && !first.contains("content-"), "{first}");
    assert!(second.starts_with("HTTP/1.1 304 ") && !second.contains("content-type"), "{second}");
    assert!(third.starts_with("HTTP/1.1 500 "), "{third}");
    assert_eq!(body, "never sent");
}

#[test]
fn an_answer_can_be_held_back() {
    let home = Home::new();
    let mut listener = home.listen(["--no-verify", "--respond-after", "300ms"]);
    assert_eq!(post(listener.url(), None, BODY.as_bytes()), 200);
    let record = listener.next_record();
    // The listener's own clock says how long that took.
    assert!(record["response"]["ms"].as_f64().unwrap() >= 300.0, "{record}");
    listener.stop().succeeds();
    assert_eq!(shown(&home, &record)["response"], record["response"]);
}

#[test]
fn each_status_of_a_sequence_is_given_once_also_when_all_wait() {
    let home = Home::new();
    let arguments = ["--no-verify", "--respond-after", "200ms", "--respond-sequence", "500,200"];
    let listener = home.listen(arguments);
    let url = listener.url().to_owned();
    let mut statuses: Vec<_> = std::thread::scope(|scope| {
        let posts: Vec<_> =
            (0..5).map(|_| scope.spawn(|| post(&url, None, BODY.as_bytes()))).collect();
        posts.into_iter().map(|post| post.join().unwrap()).collect()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 200, 500]);
}

#[test]
fn a_sender_that_does_not_wait_for_its_answer_is_recorded_all_the_same() {
    let home = Home::new();
    let mut listener = home.listen(["--no-verify", "--respond-after", "300ms"]);
    let mut stream = connect(listener.url());
    stream.write_all(b"POST / HTTP/1.1\r\nHost: l\r\nContent-Length: 2\r\n\r\n{}").unwrap();
    drop(stream);
    let record = listener.next_record();
    assert_eq!((&record["body"], &record["signature"]), (&json!("{}"), &json!("unchecked")));
}

#[test]
fn answers_that_make_no_sense_are_refused() {
    let home = Home::new();
    for arguments in [
        &["--respond", "199"][..],
        &["--respond", "600"],
        &["--respond", "ok"],
        &["--respond-sequence", "500,,200"],
        &["--respond-sequence", ""],
        &["--respond", "500", "--respond-sequence", "500,200"],
        &["--respond-after", "5"],
        &["--respond-body", "none"],
        &["--respond-header", "Retry-After"],
        &["--respond-header", "Content-Length: 1"],
        &["--respond-header", "transfer-encoding: chunked"],
        &["--respond-header", "Connection: close"],
    ] {
        let listen = home.hookctl(["listen", "--no-verify", "--port", "0"]);
        listen.args(arguments.iter().copied()).run().exits(2).stdout_is("");
    }
}
