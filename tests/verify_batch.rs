//! `hookctl verify --batch`: a verdict for each of many records, in their order, whatever lies between.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use harness::{Home, Ran};
use hookctl::secret::Secret;
use hookctl::signature::Key;
use serde_json::{Value, json};

const SECRET: &str = "whsec_abcdefghijklmnopqrstuvwxyz1234";

/// A record whose signature is that of its body.
fn record(id: &str, event_type: &str, body: &str) -> Value {
    let signature = Key::new(&Secret::new(SECRET).unwrap()).sign(body.as_bytes()).to_string();
    json!({
        "type": "delivery", "id": id, "headers": [["host", "a"], ["x-webhook-signature", signature]],
        "body": body, "event_type": event_type,
    })
}

fn forged(id: &str, event_type: &str) -> Value {
    let mut forged = record(id, event_type, "{}");
    forged["body"] = json!("{ }");
    forged
}

fn lines(records: &[Value]) -> String {
    records.iter().flat_map(|record| [record.to_string(), "\n".to_owned()]).collect()
}

fn batch(home: &Home, records: impl AsRef<[u8]>, arguments: &[&str]) -> Ran {
    let command = home.hookctl(["verify", "--secret", "env:S", "--batch", "-"]);
    command.args(arguments.iter().copied()).env("S", SECRET).stdin(records).run()
}

#[test]
fn each_record_has_its_verdict_in_its_place() {
    let home = Home::new();
    let mut unsigned = record("dlv_3", "a.b", "{}");
    unsigned["headers"] = json!([]);
    let mut bytes = record("dlv_4", "a.b", "");
    bytes.as_object_mut().unwrap().remove("body");
    bytes["body_base64"] = json!("");
    let records =
        [record("dlv_1", "a.b", "{\"é\":\"\\n\"}"), forged("dlv_2", "a.b"), unsigned, bytes];
    let rows = batch(&home, lines(&records), &["-o", "ndjson"]).exits(8).stderr_is("").ndjson();
    let expected = [
        json!({"delivery_id":"dlv_1","valid":true,"reason":null,"secret":0,"event_type":"a.b","bytes":11}),
        json!({"delivery_id":"dlv_2","valid":false,"reason":"mismatch","secret":null,"event_type":"a.b","bytes":3}),
        json!({"delivery_id":"dlv_3","valid":false,"reason":"missing","secret":null,"event_type":"a.b","bytes":2}),
        json!({"delivery_id":"dlv_4","valid":true,"reason":null,"secret":0,"event_type":"a.b","bytes":0}),
    ];
    assert_eq!(rows, expected);
    let array = batch(&home, lines(&records), &["-o", "json"]).exits(8).json();
    assert_eq!(array, json!(expected));
    batch(&home, lines(&records[..1]), &["-o", "tsv", "--fields", "delivery_id,valid"])
        .succeeds()
        .stdout_is("delivery_id\tvalid\ndlv_1\ttrue\n");
}

#[test]
fn a_byte_that_is_no_text_has_the_same_verdict_in_a_request_and_in_its_record() {
    let home = Home::new();
    let mut request = b"POST / HTTP/1.1\r\nX-Webhook-Signature: ".to_vec();
    request.extend([0xe9; 64]);
    request.extend(b"\r\n\r\n");
    let file = home.file("captured.http", request);
    let verify = ["verify", "--secret", "env:S", "--request", file.to_str().unwrap(), "-o", "json"];
    let of_request = home.hookctl(verify).env("S", SECRET).run().exits(8).json();
    assert_eq!(of_request["reason"], "not_hex");
    let record = json!({"headers": [["x-webhook-signature", "é".repeat(64)]], "body": ""});
    let rows = batch(&home, lines(&[record]), &["-o", "ndjson"]).exits(8).ndjson();
    assert_eq!(rows[0]["reason"], of_request["reason"]);
}

#[test]
fn people_get_a_line_a_record_and_a_count() {
    let home = Home::new();
    batch(&home, lines(&[record("dlv_1", "a.b", "{}"), forged("dlv_2", "c.d")]), &[])
        .exits(8)
        .stdout_is(
            "dlv_1                            valid         a.b\n\
             dlv_2                            mismatch      c.d\n",
        )
        .stderr_is("2 records: 1 valid, 1 not valid\n");
    // Fields are lines too, which wait for no others.
    let fields = ["--fields", "valid,delivery_id"];
    let records = lines(&[record("dlv_1", "a.b", "{}"), record("dlv_10", "a.b", "{}")]);
    batch(&home, records, &fields).succeeds().stdout_is("true  dlv_1\ntrue  dlv_10\n");
    batch(&home, "", &["--fields", "none"]).exits(2).stderr_has("none");
}

#[test]
fn what_a_bad_line_holds_is_not_quoted() {
    let home = Home::new();
    let line = json!({"headers": "Authorization: Bearer hidden, expected nowhere", "body": ""});
    let ran = batch(&home, lines(&[line]), &[]).exits(2).shows_nowhere("hidden");
    ran.stderr_has("line 1: expected a list of names and values at column ");
}

#[test]
fn a_summary_counts_by_event_type_and_verdict() {
    let home = Home::new();
    let mut records: Vec<_> = (0..5).map(|n| record(&format!("dlv_{n}"), "a.b", "{}")).collect();
    records.extend([forged("dlv_8", "a.b"), forged("dlv_9", "c.d")]);
    batch(&home, lines(&records), &["-o", "summary"]).exits(8).stdout_is(
        "EVENT TYPE  VERDICT   COUNT\n\
         a.b         mismatch      1\n\
         a.b         valid         5\n\
         c.d         mismatch      1\n",
    );
    home.hookctl(["list", "-o", "summary"]).run().exits(2).stderr_has("has no output form summary");
}

#[test]
fn a_line_that_is_no_record_is_told_by_its_number_and_outweighs_a_forgery() {
    let home = Home::new();
    let text = format!(
        "{}\n\nnonsense\n{}\n{{\"id\":\"x\"}}\n",
        record("dlv_1", "a.b", "{}"),
        forged("dlv_2", "a.b")
    );
    let ran = batch(&home, text, &["-o", "ndjson"]).exits(2);
    assert_eq!(ran.ndjson().len(), 2);
    let errors = ran.json_errors();
    let message = |place: usize| errors[place]["message"].as_str().unwrap().to_owned();
    assert_eq!(message(0), "standard input, line 3: it is no JSON object");
    assert_eq!(message(1), "standard input, line 5: it has neither body nor body_base64");
    assert_eq!(errors.len(), 2);
}

#[test]
fn rows_of_another_type_are_passed_over_and_none_at_all_is_an_error() {
    let home = Home::new();
    let ready = json!({"type": "ready", "url": "http://127.0.0.1:1/"});
    let summary = json!({"type": "summary", "received": 1});
    let stream = [ready.clone(), record("dlv_1", "a.b", "{}"), summary.clone()];
    assert_eq!(batch(&home, lines(&stream), &["-o", "ndjson"]).succeeds().ndjson().len(), 1);
    for nothing in [String::new(), lines(&[ready, summary])] {
        batch(&home, nothing, &[])
            .exits(2)
            .stdout_is("")
            .stderr_has("there is no delivery record in standard input");
    }
}

#[test]
fn many_records_keep_their_order_and_their_line_numbers() {
    let home = Home::new();
    let mut text = String::new();
    for number in 0..4000 {
        if number == 3000 {
            text.push_str("{}\n");
        }
        let body = format!("{{\"n\":\"{}\"}}", "x".repeat(number % 300));
        text.push_str(&lines(&[record(&format!("dlv_{number}"), "a.b", &body)]));
    }
    let ran = batch(&home, text, &["-o", "ndjson"]).exits(2).stderr_has("line 3001: ");
    let rows = ran.ndjson();
    assert_eq!(rows.len(), 4000);
    for (number, row) in rows.iter().enumerate() {
        assert_eq!(row["delivery_id"], json!(format!("dlv_{number}")));
        assert_eq!(row["valid"], json!(true));
    }
}

#[test]
fn what_the_journal_exports_is_what_a_batch_reads() {
    let home = Home::new();
    let file = home.file("secret", SECRET);
    let mut listener = home.listen(["--secret", &format!("file:{}", file.display())]);
    let url = listener.url().to_owned();
    let body = b"{\"id\":\"evt_1\",\"type\":\"user.created\"}";
    let signature = Key::new(&Secret::new(SECRET).unwrap()).sign(body).to_string();
    assert_eq!(harness::post(&url, Some(&signature), body), 200);
    listener.next_record();
    listener.stop().exits(0);
    let exported = home.hookctl(["deliveries", "export"]).run().succeeds().stdout().to_owned();
    let rows = batch(&home, exported, &["-o", "ndjson"]).succeeds().ndjson();
    assert_eq!((&rows[0]["valid"], &rows[0]["event_type"]), (&json!(true), &json!("user.created")));
}

/// What a process has in memory beside its own program, as Linux tells it.
#[cfg(target_os = "linux")]
fn own_kibibytes(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_in_memory_does_not_grow_with_the_records() {
    use std::io::Write;
    use std::process::Stdio;

    let home = Home::new();
    let command = home.hookctl(["verify", "--secret", "env:S", "--batch", "-"]).env("S", SECRET);
    let mut child = command.command().stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let line = lines(&[record("dlv_1", "a.b", &"x".repeat(64 * 1024))]);
    for _ in 0..1000 {
        pipe.write_all(line.as_bytes()).unwrap();
    }
    // The pipe is still open, so that hookctl is still there to be looked at.
    let taken = own_kibibytes(child.id());
    drop(pipe);
    assert!(child.wait().unwrap().success());
    assert!(taken < 32 * 1024, "{taken} KiB");
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_record() {
    let home = Home::new();
    let records = format!("\u{feff}{}", lines(&[record("dlv_1", "a.b", "{}")]));
    assert_eq!(batch(&home, records, &["-o", "ndjson"]).succeeds().ndjson().len(), 1);
    let cut = batch(&home, "{\"body\":\"x\"\n", &[]).exits(2);
    cut.stderr_has("line 1: EOF while parsing an object at column 11");
}
