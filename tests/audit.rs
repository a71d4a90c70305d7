//! `hookctl audit`: each handler under `tests/handlers/` has one mistake or none, and exactly that is
//! found; so it is in handlers made by others. What is not installed is told and left out.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]
#![allow(clippy::print_stderr, reason = "a test that is left out says so")]

mod harness;

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use harness::Home;
use harness::audit::{SECRET, audit, ids};

/// A running handler, gone with the test.
struct Handler {
    child: Child,
    url: String,
}

impl Handler {
    /// Starts a sample; none where its language is not installed.
    fn start(file: &str) -> Option<Self> {
        let program = match file.rsplit_once('.') {
            Some((_, "js")) => "node",
            _ => "python3",
        };
        let path: PathBuf =
            [env!("CARGO_MANIFEST_DIR"), "tests", "handlers", file].iter().collect();
        let mut command = Command::new(program);
        command.arg(path).env("PORT", "0").env("SECRET", SECRET);
        let Ok(mut child) = command.stdout(Stdio::piped()).spawn() else {
            eprintln!("skipped {file}: {program} is not installed");
            return None;
        };
        let mut port = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut port).unwrap();
        let url = format!("http://127.0.0.1:{}/hook", port.trim());
        Some(Self { child, url })
    }
}

impl Drop for Handler {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The audit of a sample finds these failures, and no other.
#[track_caller]
fn finds(file: &str, expected: &[&str]) {
    let Some(handler) = Handler::start(file) else { return };
    let ran = audit(&Home::new(), &handler.url);
    let report = ran.json();
    assert_eq!(ids(&report, "failed"), expected, "{file}: {report:#}");
    assert_eq!(ids(&report, "skipped"), [""; 0], "{file}");
    assert_eq!(report["ok"], expected.is_empty());
    ran.exits(if expected.is_empty() { 0 } else { 9 });
}

#[test]
fn sound_handlers_pass() {
    finds("sound.js", &[]);
    finds("sound.py", &[]);
}

#[test]
fn checking_json_written_anew_is_found() {
    finds("reserialised.js", &["valid_unusual_json"]);
    finds("reserialised.py", &["valid_non_ascii", "valid_split", "valid_unusual_json"]);
}

#[test]
fn checking_only_what_has_a_signature_is_found() {
    finds("missing_header.js", &["missing_signature", "empty_signature"]);
}

#[test]
fn comparing_a_prefix_is_found() {
    finds("prefix.js", &["empty_signature", "truncated_signature"]);
}

#[test]
fn taking_any_method_is_found() {
    finds("any_method.js", &["get", "put"]);
}

#[test]
fn failing_on_a_signature_of_another_length_is_found() {
    let expected = [
        "missing_signature",
        "empty_signature",
        "truncated_signature",
        "longer_signature",
        "trailing_bytes",
        "sha1",
        "wrong_signatures_twice",
        "doubled_signature",
    ];
    finds("crash_on_length.js", &expected);
}

#[test]
fn a_secret_that_is_the_text_undefined_is_found() {
    finds("undefined_secret.js", &["undefined_key"]);
}

#[test]
fn waving_unknown_types_through_is_found() {
    finds("known_types_only.py", &["unknown_event_forged"]);
}

#[test]
fn failing_on_invalid_json_before_checking_is_found() {
    finds("crash_on_json.py", &["invalid_json_forged", "invalid_json", "empty_body"]);
}

#[test]
fn failing_without_a_signature_is_found() {
    finds("missing_header_crash.py", &["missing_signature"]);
}

#[test]
fn a_weaker_algorithm_is_found() {
    finds("sha1_too.py", &["sha1"]);
}

#[test]
fn reading_a_part_of_the_body_is_found() {
    finds("one_read.py", &["valid_split", "valid_large"]);
}

#[test]
fn checking_text_put_together_from_decoded_pieces_is_found() {
    finds("decoded_pieces.js", &["valid_split"]);
}

#[test]
fn checking_only_what_is_parsed_is_found() {
    finds("parsed_types_only.js", &["content_type_forged"]);
}

#[test]
fn checking_only_where_there_is_a_length_is_found() {
    finds("length_only.py", &["chunked_forged"]);
}

#[test]
fn dropping_what_is_no_hex_is_found() {
    finds("loose_hex.js", &["trailing_bytes"]);
}

#[test]
fn failing_on_a_replay_is_found() {
    finds("replay_fails.py", &["replay"]);
}

#[test]
fn our_own_listener_is_sound_over_tls_too() {
    let home = Home::new();
    let secret = home.file("secret", SECRET);
    let source = format!("file:{}", secret.display());
    let listener = home.listen(["--secret", &source]);
    audit(&home, listener.url()).succeeds().stderr_is("");
    let listener = home.listen(["--secret", &source, "--tls-self-signed"]);
    let ca = home.data("listen-cert.pem");
    let ran = home.hookctl(["audit", listener.url(), "--secret", &source, "--skip", "timing"]);
    let ran = ran.args(["-o", "json", "--ca-file"]).args([ca]).run().succeeds();
    assert_eq!(ids(&ran.json(), "passed").len(), 40);
}

/// Debian's `webhook`, with its rule for HMAC-SHA256. `port` was free a moment ago: it takes no 0.
fn debians_webhook(home: &Home, rule: &str) -> Option<Handler> {
    let hook = r#"[{"id":"audit","execute-command":"/bin/true","http-methods":["POST"],
        "trigger-rule-mismatch-http-response-code":401,RULE}]"#;
    let hmac = r#"{"match":{"type":"payload-hmac-sha256","secret":"SECRET",
        "parameter":{"source":"header","name":"X-Webhook-Signature"}}}"#;
    let hooks = hook.replace("RULE", rule).replace("HMAC", hmac).replace("SECRET", SECRET);
    let hooks = home.file("hooks.json", hooks);
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut command = Command::new("webhook");
    command.args(["-verbose", "-ip", "127.0.0.1", "-port", &port.to_string(), "-hooks"]).arg(hooks);
    let Ok(mut child) = command.stderr(Stdio::piped()).spawn() else {
        eprintln!("skipped: Debian's webhook is not installed");
        return None;
    };
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert!(log.any(|line| line.contains("serving hooks on")), "webhook does not start");
    // A full pipe would hold it up.
    std::thread::spawn(move || log.for_each(drop));
    Some(Handler { child, url: format!("http://127.0.0.1:{port}/hooks/audit") })
}

/// It takes no forgery, but answers each with 500, except the one without a signature.
#[test]
fn debians_webhook_answers_forgeries_with_500() {
    let home = Home::new();
    let Some(handler) = debians_webhook(&home, r#""trigger-rule":HMAC"#) else { return };
    let report = audit(&home, &handler.url).exits(9).json();
    let rows = report["checks"].as_array().unwrap();
    let failed: Vec<_> = rows.iter().filter(|row| row["status"] == "failed").collect();
    assert!(failed.iter().all(|row| row["got"] == "500"), "{report:#}");
    assert_eq!(failed.len(), 24, "{report:#}");
    let sound = [
        "valid",
        "valid_non_ascii",
        "valid_split",
        "valid_large",
        "valid_unusual_json",
        "crowd",
        "missing_signature",
        "replay",
        "unknown_event",
        "invalid_json",
        "json_null",
        "empty_body",
        "content_type",
        "chunked",
        "slow_body",
        "get",
        "put",
    ];
    assert_eq!(ids(&report, "passed"), sound);
}

/// As it can be set up: a failed signature is then a rule that did not match.
#[test]
fn debians_webhook_with_soft_failures_is_sound() {
    let home = Home::new();
    let rule = r#""trigger-signature-soft-failures":true,"trigger-rule":{"or":[HMAC]}"#;
    let Some(handler) = debians_webhook(&home, rule) else { return };
    audit(&home, &handler.url).succeeds();
}

#[test]
fn a_handler_whose_process_ends_fails_once_and_the_rest_is_skipped() {
    let Some(handler) = Handler::start("process_ends.js") else { return };
    let only = "valid,missing_signature,wrong_signature,crowd,get";
    let home = Home::new();
    let audit = home.hookctl(["audit", &handler.url, "--secret", SECRET, "--only", only]);
    let report = audit.args(["-o", "json"]).run().exits(9).json();
    assert_eq!(ids(&report, "failed"), ["missing_signature"]);
    assert_eq!(ids(&report, "skipped"), ["wrong_signature", "get"]);
}
