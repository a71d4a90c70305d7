//! `hookctl send`: signed deliveries to any URL, with no API.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::process::Command;
use std::time::{Duration, Instant};

use harness::{Home, Hostile, Invocation, Listener, Ran, Receiver, Reply, Running, dead_url, mode};
use rustix::process::Signal;
use serde_json::{Value, json};

const SECRET: &str = "whsec_sent";

/// `hookctl send` to this URL with a secret, as JSON.
fn send<'a>(home: &'a Home, url: &str, arguments: &[&str]) -> Invocation<'a> {
    let fixed = ["send", url, "--secret", "env:SECRET", "-o", "json"];
    home.hookctl(fixed).env("SECRET", SECRET).args(arguments.iter().copied())
}

fn send_event(home: &Home, url: &str, arguments: &[&str]) -> Ran {
    send(home, url, &[&["--event", "user.created"], arguments].concat()).run()
}

/// A listener that knows the secret.
fn listener(home: &Home) -> Listener {
    let secret = home.file("secret", SECRET);
    home.listen(["--secret", &format!("file:{}", secret.display())])
}

fn data(receiver: &Receiver) -> Value {
    receiver.deliveries().last().unwrap().json()["data"].clone()
}

fn column(rows: &Value, key: &str) -> Vec<Value> {
    rows.as_array().unwrap().iter().map(|row| row[key].clone()).collect()
}

#[test]
fn an_event_of_the_documented_shape_is_valid_to_a_listener() {
    let home = Home::new();
    let mut listener = listener(&home);
    let rows = send_event(&home, listener.url(), &[]).succeeds().stderr_is("").json();
    let record = listener.next_record();
    assert_eq!((&record["signature"], &record["method"]), (&"valid".into(), &"POST".into()));
    let payload: Value = serde_json::from_str(record["body"].as_str().unwrap()).unwrap();
    let keys: Vec<_> = payload.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["id", "type", "created", "data"]);
    assert_eq!(payload["data"]["email"], "newuser@example.com");
    assert!(payload["id"].as_str().unwrap().starts_with("evt_"));
    let expected = json!([{"webhook_id": null, "delivery_id": null, "url": listener.url(),
        "event_id": payload["id"], "attempt": 1, "status": 200, "ms": rows[0]["ms"], "error": null}]);
    assert_eq!(rows, expected);
    let headers = record["headers"].as_array().unwrap();
    let names: Vec<_> = headers.iter().map(|header| header[0].as_str().unwrap()).collect();
    let sent = ["content-type", "user-agent", "accept", "x-webhook-signature"];
    assert!(sent.iter().all(|name| names.contains(name)), "{names:?}");
}

#[test]
fn id_time_and_data_can_be_given() {
    let home = Home::new();
    let receiver = Receiver::answering([200]);
    let given = ["--id", "evt_mine", "--created", "2023-06-21T11:15:30+02:00"];
    send_event(&home, &receiver.url(), &given).succeeds();
    let payload = receiver.deliveries()[0].json();
    assert_eq!(payload["id"], "evt_mine");
    assert_eq!(payload["created"], "2023-06-21T09:15:30Z");
    assert_eq!(payload["data"]["created_at"], "2023-06-21T09:15:30Z");
    let set = ["--set", "name=Ada", "--set", "age=36", "--set", "a.b=[1]"];
    send_event(&home, &receiver.url(), &set).succeeds();
    let sample = data(&receiver);
    assert_eq!((&sample["name"], &sample["age"]), (&"Ada".into(), &36.into()));
    assert_eq!((&sample["a"], &sample["role"]), (&json!({"b": [1]}), &"editor".into()));
    let file = home.file("data.json", r#"{"name":"Bob","kept":true}"#);
    let from = ["--data", file.to_str().unwrap(), "--set", "name=Ada"];
    send_event(&home, &receiver.url(), &from).succeeds();
    assert_eq!(data(&receiver), json!({"name": "Ada", "kept": true}));
    let from = ["--event", "user.created", "--data", "-"];
    send(&home, &receiver.url(), &from).stdin("[1]").run().succeeds();
    assert_eq!(data(&receiver), json!([1]));
    send_event(&home, &receiver.url(), &["--event", "invoice.paid"]).exits(2);
    let odd = ["--event", "user.craeted"];
    send(&home, &receiver.url(), &odd).run().succeeds().stderr_has("did you mean `user.created`");
}

#[test]
fn raw_bytes_are_sent_as_they_are() {
    let home = Home::new();
    let mut listener = listener(&home);
    let raw = home.file("raw", b"\xff\x00 {\n");
    send(&home, listener.url(), &["--raw", raw.to_str().unwrap()]).run().succeeds();
    let record = listener.next_record();
    assert_eq!(
        (&record["body_base64"], &record["signature"]),
        (&"/wAgewo=".into(), &"valid".into())
    );
    let raw = r#"{ "id" : "evt_raw" }"#;
    let rows = send(&home, listener.url(), &["--raw", "-"]).stdin(raw).run().succeeds().json();
    assert_eq!(
        (&listener.next_record()["body"], &rows[0]["event_id"]),
        (&raw.into(), &"evt_raw".into())
    );
}

#[test]
fn headers_are_added_and_replace_the_usual_ones() {
    let home = Home::new();
    let receiver = Receiver::answering([200]);
    let url = receiver.url() + "?as=given";
    let headers =
        ["--header", "Content-Type: text/plain", "--header", "X-A: 1", "--header", "x-a: 2"];
    send_event(&home, &url, &headers).succeeds();
    let request = &receiver.deliveries()[0];
    assert_eq!(request.line(), "POST /hook?as=given");
    let values = |name: &str| {
        let all = request.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        all.map(|(_, value)| value.as_str()).collect::<Vec<_>>()
    };
    assert_eq!((values("content-type"), values("x-a")), (vec!["text/plain"], vec!["1", "2"]));
    assert_eq!(values("x-webhook-signature").len(), 1);
}

#[test]
fn unsigned_has_to_be_asked_for() {
    let home = Home::new();
    let receiver = Receiver::answering([200]);
    let fixed = ["send", &receiver.url(), "--event", "user.created"];
    home.hookctl(fixed).run().exits(2).stderr_has("--secret");
    home.hookctl(fixed).args(["--no-sign"]).run().succeeds();
    assert_eq!(receiver.deliveries()[0].header("x-webhook-signature"), None);
    let forged = ["--header", "X-Webhook-Signature: 00"];
    home.hookctl(fixed).args(["--no-sign"]).args(forged).run().succeeds();
    assert_eq!(receiver.deliveries()[1].header("x-webhook-signature"), Some("00"));
    send_event(&home, &receiver.url(), &forged).exits(2).stderr_has("--no-sign");
    send_event(&home, &receiver.url(), &["--no-sign"]).exits(2);
}

#[test]
fn a_target_that_refuses_or_is_dead_is_a_row_and_exit_9() {
    let home = Home::new();
    let receiver = Receiver::answering([404]);
    let rows = send_event(&home, &receiver.url(), &[]).exits(9).stderr_is("").json();
    assert_eq!(
        (&rows[0]["status"], &rows[0]["error"]),
        (&404.into(), &"answered 404 Not Found".into())
    );
    let rows = send_event(&home, &dead_url(), &[]).exits(9).json();
    assert_eq!(
        (&rows[0]["status"], &rows[0]["error"]),
        (&Value::Null, &"connection refused".into())
    );
    let silent = Hostile::always(Reply::nothing().held());
    let rows = send_event(&home, &silent.url(), &["--timeout", "50ms"]).exits(9).json();
    assert_eq!(rows[0]["error"], "no answer within 50 ms");
}

#[test]
fn one_shows_the_start_of_the_answer_and_obeys_nothing_in_it() {
    let home = Home::new();
    let server = Hostile::always(Reply::json(422, "no \u{1b}[31msuch\u{7} user"));
    let fixed = ["send", &server.url(), "--event", "user.created", "--no-sign"];
    let ran = home.hookctl(fixed).run().exits(9).stderr_is("");
    let ran = ran.stdout_has("422").stdout_has("\n    no ").stdout_has(" user\n");
    ran.shows_nowhere("\u{1b}").shows_nowhere("\u{7}");
    let server = Hostile::always(Reply::json(200, r#"{"ok":true}"#));
    let fixed = ["send", &server.url(), "--event", "user.created", "--no-sign"];
    home.hookctl(fixed).run().succeeds().stdout_has("\n      \"ok\": true\n");
}

#[test]
fn what_may_pass_is_tried_again_when_asked() {
    let home = Home::new();
    let receiver = Receiver::answering([429, 200]);
    let rows = send_event(&home, &receiver.url(), &["--retries", "2"]).succeeds().json();
    assert_eq!(column(&rows, "status"), [429, 200]);
    assert_eq!(column(&rows, "attempt"), [1, 2]);
    let bodies: Vec<_> = receiver.deliveries().into_iter().map(|request| request.body).collect();
    assert_eq!(bodies[0], bodies[1]);
    let receiver = Receiver::answering([503]);
    let rows = send_event(&home, &receiver.url(), &["--retries", "1"]).exits(9).json();
    assert_eq!(column(&rows, "status"), [503, 503]);
    let receiver = Receiver::answering([400]);
    send_event(&home, &receiver.url(), &["--retries", "2"]).exits(9);
    // For calls of the API alone the environment decides.
    let receiver = Receiver::answering([500]);
    let event = ["--event", "user.created"];
    send(&home, &receiver.url(), &event).env("HOOKCTL_RETRIES", "3").run().exits(9);
    assert_eq!(receiver.deliveries().len(), 1);
}

#[test]
fn many_are_many_events_and_end_with_a_summary() {
    let home = Home::new();
    let receiver = Receiver::answering([500, 200]);
    let many = ["--count", "12", "--concurrency", "4", "--rate", "1000/s"];
    let ran = send_event(&home, &receiver.url(), &many).exits(9);
    let ran = ran.stderr_has("12 sent, 1 failed; answers within: p50 ").stderr_has(", p99 ");
    let told = column(&ran.json(), "event_id");
    let mut came: Vec<_> =
        receiver.deliveries().iter().map(|request| request.json()["id"].clone()).collect();
    came.sort_by_key(ToString::to_string);
    came.dedup();
    assert_eq!((came.len(), told.len()), (12, 12));
    let receiver = Receiver::answering([200]);
    let stream = ["send", &receiver.url(), "--no-sign", "--event", "user.created", "-o", "ndjson"];
    let ran = home.hookctl(stream).args(["--count", "3", "--id", "evt_1"]).run();
    let rows = ran.succeeds().stderr_is("").ndjson();
    assert_eq!(rows.len(), 4);
    assert!(rows[..3].iter().all(|row| row["event_id"] == "evt_1"));
    let ms = &rows[3]["ms"];
    let expected =
        json!({"type": "summary", "sent": 3, "delivered": 3, "failed": 0, "attempts": 3, "ms": ms});
    assert_eq!(rows[3], expected);
    assert!(ms["p50"].as_f64() <= ms["p99"].as_f64());
    send_event(&home, &receiver.url(), &["--count", "0"]).exits(2);
}

/// Has a shell run the command, as if it were pasted: as an argument it would be too long.
fn paste(home: &Home, command: &str) {
    let script = home.file("paste.sh", format!("{command} --silent"));
    let output = Command::new("sh").arg(script).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_dry_run_sends_nothing_and_its_curl_command_is_the_same_request() {
    let home = Home::new();
    let mut listener = listener(&home);
    let odd = home.file("odd", "@it's \"$HOME\" `id` \\n\r\n\t{é} \n");
    let bytes = home.file("bytes", b"\xff\x00\n");
    let long = home.file("long", "x".repeat(300_000));
    for file in [odd, bytes, long] {
        let raw = ["--raw", file.to_str().unwrap(), "--dry-run", "--header", "X-A: it's"];
        let request = send(&home, listener.url(), &raw).run().succeeds().json();
        assert_eq!((&request["method"], &request["url"]), (&"POST".into(), &listener.url().into()));
        paste(&home, request["curl"].as_str().unwrap());
        let record = listener.next_record();
        assert_eq!(record["signature"], "valid");
        for key in ["body", "body_base64"] {
            assert_eq!(record[key], request[key]);
        }
        let headers = record["headers"].as_array().unwrap().iter();
        let sent: serde_json::Map<_, _> = headers
            .map(|header| (header[0].as_str().unwrap().to_owned(), header[1].clone()))
            .filter(|(name, _)| !["host", "content-length", "expect"].contains(&name.as_str()))
            .collect();
        assert_eq!(Value::from(sent), request["headers"]);
    }
    let many = ["--dry-run", "--count", "2"];
    let requests = send_event(&home, &dead_url(), &many).succeeds().json();
    assert_eq!(column(&requests, "method"), ["POST", "POST"]);
    send_event(&home, &dead_url(), &["--dry-run", "--save", "x"]).exits(2);
}

#[test]
fn verbose_tells_a_line_an_attempt_and_headers_with_secrets_masked() {
    let home = Home::new();
    let receiver = Receiver::answering([500, 200]);
    let url = receiver.url();
    let headers = ["--header", "Authorization: hidden", "--header", "X-Plain: shown"];
    let send = send(&home, &url, &["--event", "user.created", "--retries", "1"]).args(headers);
    let ran = send.args(["-vv"]).run().succeeds().shows_nowhere("hidden").shows_nowhere(SECRET);
    let ran = ran.stderr_has("authorization: ***;").stderr_has("x-plain: shown;");
    for status in [500, 200] {
        let line = format!("POST {url}: {status} in ");
        assert_eq!(ran.stderr.matches(&line).count(), 1, "{}", ran.stderr);
    }
    let ran = send_event(&home, &dead_url(), &["-v"]).exits(9);
    ran.stderr_has(": connection refused\n");
}

#[test]
fn what_is_saved_can_be_replayed() {
    let home = Home::new();
    let receiver = Receiver::answering([200, 500]);
    let file = home.path("sent.ndjson");
    let save = ["--save", file.to_str().unwrap()];
    let rows = send_event(&home, &receiver.url(), &save).succeeds().json();
    send_event(&home, &(receiver.url() + "?x=1"), &save).exits(9);
    assert_eq!(mode(&file), 0o600);
    let text = std::fs::read_to_string(&file).unwrap();
    let records: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records[0]["id"], rows[0]["delivery_id"]);
    assert_eq!(records[0]["event_id"], rows[0]["event_id"]);
    assert_eq!(
        (&records[0]["type"], &records[0]["signature"]),
        (&"delivery".into(), &"valid".into())
    );
    assert_eq!(
        (&records[1]["path"], &records[1]["response"]["status"]),
        (&"/hook?x=1".into(), &500.into())
    );
    assert!(!text.contains(SECRET));
    let mut listener = listener(&home);
    let replay = ["deliveries", "replay", "--from", file.to_str().unwrap(), "--to", listener.url()];
    home.hookctl(replay).run().succeeds();
    let replayed = [listener.next_record(), listener.next_record()];
    assert!(replayed.iter().all(|record| record["signature"] == "valid"));
    assert_eq!(replayed[1]["body"], records[1]["body"]);
    let nowhere = ["--save", "none/sent.ndjson"];
    send_event(&home, &receiver.url(), &nowhere).exits(2).stderr_has("none/sent.ndjson");
    send_event(&home, &receiver.url(), &["--save", "-"]).exits(2).stderr_has("--save needs a file");
    assert_eq!(receiver.deliveries().len(), 2);
}

#[test]
fn a_record_that_was_cut_off_does_not_swallow_the_next_one() {
    let home = Home::new();
    let receiver = Receiver::answering([200]);
    let file = home.file("sent.ndjson", r#"{"type":"delivery","id":"dlv_"#);
    let save = ["--save", file.to_str().unwrap()];
    send_event(&home, &receiver.url(), &save).succeeds();
    send_event(&home, &receiver.url(), &save).succeeds();
    let verify = ["verify", "--secret", SECRET, "--batch", file.to_str().unwrap(), "-o", "json"];
    let verdicts = home.hookctl(verify).run().exits(2).stderr_has("line 1: ").json();
    assert_eq!(column(&verdicts, "valid"), [true, true]);
}

#[test]
fn waiting_for_a_reader_of_the_records_can_be_interrupted() {
    let home = Home::new();
    let (records, ready) = (home.path("records"), home.path("ready"));
    let made = Command::new("mkfifo").args([&records, &ready]).status().unwrap();
    assert!(made.success());
    // The secret is read once signals are listened for, and before the records' file is opened.
    let secret = format!("cmd:sh -c 'echo ready > {}; echo {SECRET}'", ready.display());
    let send = home.hookctl(["send", &dead_url(), "--event", "user.created", "--secret", &secret]);
    let running = Running::spawn(send.args(["--save", records.to_str().unwrap()]).command());
    assert_eq!(std::fs::read_to_string(&ready).unwrap(), "ready\n");
    running.signal(Signal::TERM);
    running.wait().exits(143).stdout_is("");
}

#[test]
fn a_connection_that_the_target_may_be_closing_is_not_used_again() {
    let home = Home::new();
    // Each connection stays open, and what comes on it after the first request is never answered.
    let open = Reply::raw("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").held();
    let target = Hostile::always(open);
    send_event(&home, &target.url(), &["--count", "3", "--rate", "4/s"]).succeeds();
    assert_eq!(target.requests().len(), 3);
}

#[test]
fn credentials_in_the_url_are_used_and_never_shown() {
    let home = Home::new();
    let receiver = Receiver::answering([500]);
    let url = receiver.url().replace("http://", "http://user:hidden@");
    let file = home.path("sent.ndjson");
    let save = ["-vv", "--save", file.to_str().unwrap()];
    let ran = send_event(&home, &url, &save).exits(9).shows_nowhere("hidden").shows_nowhere(SECRET);
    assert_eq!(ran.json()[0]["url"], receiver.url().replace("http://", "http://***@"));
    assert!(!std::fs::read_to_string(&file).unwrap().contains("hidden"));
    assert_eq!(receiver.deliveries()[0].header("authorization"), Some("Basic dXNlcjpoaWRkZW4="));
    send_event(&home, &url, &["--dry-run"])
        .succeeds()
        .shows_nowhere("hidden")
        .shows_nowhere(SECRET);
    for bad in ["ftp://user:hidden@a", "user:hidden@a", "http://user:hidden@"] {
        send_event(&home, bad, &[]).exits(2).shows_nowhere("hidden");
    }
    for bad in ["hidden", "a b: hidden", "x-a: hidden\u{1}"] {
        send_event(&home, &url, &["--header", bad]).exits(2).shows_nowhere("hidden");
    }
}

#[test]
fn what_can_not_be_made_is_refused_before_anything_is_sent() {
    let home = Home::new();
    let receiver = Receiver::answering([200]);
    let bad = home.file("bad.json", "{");
    for arguments in [
        &["--event", "user.created", "--raw", "-"][..],
        &[],
        &["--event", "a b"],
        &["--event", "user.created", "--data", bad.to_str().unwrap()],
        &["--event", "user.created", "--data", "none.json"],
        &["--event", "user.created", "--set", "x"],
        &["--event", "user.created", "--set", "name.first=Ada"],
        &["--raw", "-", "--set", "a=1"],
        &["--event", "user.created", "--created", "yesterday"],
        &["--event", "user.created", "--id", ""],
        &["--event", "user.created", "--fields", "none"],
        &["--event", "user.created", "--data", "-", "--secret", "-"],
    ] {
        send(&home, &receiver.url(), arguments).run().exits(2).stdout_is("");
    }
    assert!(receiver.deliveries().is_empty());
}

#[test]
fn an_empty_body_goes_out_with_its_length_sent_pasted_and_replayed() {
    let home = Home::new();
    let receiver = Hostile::always(Reply::json(200, "{}"));
    let (empty, file) = (home.file("empty", ""), home.path("sent.ndjson"));
    let raw = ["--raw", empty.to_str().unwrap()];
    let save = ["--save", file.to_str().unwrap()];
    send(&home, &receiver.url(), &[raw, save].concat()).run().succeeds();
    let dry = send(&home, &receiver.url(), &[&raw[..], &["--dry-run"]].concat()).run().json();
    paste(&home, dry["curl"].as_str().unwrap());
    let from = ["deliveries", "replay", "--from", file.to_str().unwrap(), "--to", &receiver.url()];
    home.hookctl(from).run().succeeds();
    let lengths: Vec<_> = receiver
        .requests()
        .iter()
        .map(|request| request.header("content-length").map(str::to_owned))
        .collect();
    assert_eq!(lengths, vec![Some("0".to_owned()); 3]);
}

#[test]
fn a_busy_target_is_tried_again_when_it_asks_to_be() {
    let home = Home::new();
    let busy = Reply::with_headers(503, &[("retry-after", "2")], "");
    let server = Hostile::in_turn([busy, Reply::json(200, "{}")]);
    let start = Instant::now();
    send_event(&home, &server.url(), &["--retries", "1"]).succeeds();
    // A first pause of our own takes 625 ms at most.
    assert!(start.elapsed() >= Duration::from_secs(2));
}

#[test]
fn a_url_with_a_space_is_told_so() {
    let home = Home::new();
    send_event(&home, "http://127.0.0.1:9/a b", &[]).exits(2).stderr_has("the URL has white space");
    let audit = ["audit", " http://127.0.0.1:9/", "--secret", SECRET];
    home.hookctl(audit).run().exits(2).stderr_has("the target has white space");
    let create = ["create", "--url", "http://a.example/a b", "--event", "user.created"];
    home.hookctl(create).sandbox().run().exits(2).stderr_has("a b\" has white space");
}
