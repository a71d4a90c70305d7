//! `hookctl audit`: each handler under `tests/handlers/` has one mistake or none, and exactly that is
//! found. What is not installed is told and left out.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]
#![allow(clippy::print_stderr, reason = "a test that is left out says so")]

mod harness;

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use harness::{Home, Hostile, Ran, Reply, Running, closed_pipe, dead_url};
use rustix::process::Signal;
use serde_json::Value;

const SECRET: &str = "whsec_auditauditauditauditaudit12";

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

fn audit(home: &Home, url: &str) -> Ran {
    let audit = home.hookctl(["audit", url, "--secret", "env:SECRET", "-o", "json"]);
    audit.env("SECRET", SECRET).run().shows_nowhere(SECRET)
}

/// The ids of the rows that have this status.
fn ids(report: &Value, status: &str) -> Vec<String> {
    let rows = report["checks"].as_array().unwrap().iter();
    let rows = rows.filter(|row| row["status"] == status);
    rows.map(|row| row["id"].as_str().unwrap().to_owned()).collect()
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
fn nothing_is_sent_to_a_host_that_is_not_near() {
    let home = Home::new();
    for url in ["http://192.0.2.1/", "http://[2001:db8::1]/", "http://169.254.169.254/"] {
        let ran = audit(&home, url).exits(2).stdout_is("");
        ran.stderr_has("neither loopback nor private").stderr_has("--i-own-this-target");
    }
    let ran = home.hookctl(["audit", "http://no-such-host.invalid/", "--secret", SECRET]);
    ran.run().exits(7).stdout_is("");
    home.hookctl(["audit", "ftp://127.0.0.1/", "--secret", SECRET]).run().exits(2);
}

#[test]
fn a_dead_target_fails_once_and_the_rest_is_skipped() {
    let report = audit(&Home::new(), &dead_url()).exits(9).json();
    assert_eq!(ids(&report, "failed"), ["valid"]);
    assert_eq!(ids(&report, "skipped").len(), 40);
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

#[test]
fn a_handler_that_is_started_anew_after_a_crash_is_waited_for() {
    let home = Home::new();
    let mortal = Hostile::in_turn([Reply::json(200, ""), Reply::nothing()]);
    let url = mortal.url();
    let address = url["http://".len()..].trim_end_matches('/').to_owned();
    let (taken, is_taken) = std::sync::mpsc::channel();
    let restarted = std::thread::spawn(move || {
        mortal.wait_for(2);
        drop(mortal);
        // As long as a process takes to start: meanwhile connections are refused.
        std::thread::sleep(Duration::from_millis(300));
        let again = Hostile::at(&address, |request| match request.header("x-webhook-signature") {
            Some(_) => Reply::json(401, ""),
            None => Reply::nothing(),
        });
        let _ = is_taken.recv();
        again.requests().len()
    });
    let only = "valid,missing_signature,wrong_signature";
    let audit = home.hookctl(["audit", &url, "--secret", SECRET, "--only", only, "-o", "json"]);
    let report = audit.run().exits(9).json();
    taken.send(()).unwrap();
    // What broke off is tried once more: it may have been the fault of the one before.
    assert_eq!(restarted.join().unwrap(), 2);
    assert_eq!(ids(&report, "failed"), ["missing_signature"]);
    assert_eq!(ids(&report, "passed"), ["valid", "wrong_signature"]);
}

#[test]
fn a_handler_that_ends_after_it_has_answered_is_told_on_the_row_that_finds_it() {
    let home = Home::new();
    // Right after a restart that nobody saw, one connection is broken off.
    let replies = [Reply::json(204, ""), Reply::nothing(), Reply::json(401, "")];
    let handler = Hostile::in_turn(replies);
    let only = "valid,missing_signature,wrong_signature";
    let audit = home.hookctl(["audit", &handler.url(), "--secret", SECRET, "--only", only]);
    let report = audit.args(["-o", "json"]).run().exits(9).json();
    assert_eq!(ids(&report, "failed"), ["missing_signature"]);
    let got = report["checks"][1]["got"].as_str().unwrap();
    assert!(got.ends_with("; then 401; a check before may have ended the handler"), "{got}");
    assert_eq!(ids(&report, "passed"), ["valid", "wrong_signature"]);
}

#[test]
fn what_is_refused_for_the_rate_of_requests_is_doubted() {
    let home = Home::new();
    let limited = Hostile::always(Reply::json(429, "{}"));
    let audit = home.hookctl(["audit", &limited.url(), "--secret", SECRET, "-o", "json"]);
    let ran = audit.args(["--only", "valid,wrong_signature,replay,timing"]).run().exits(9);
    let report = ran.json();
    assert_eq!(ids(&report, "failed"), ["valid"]);
    assert_eq!(ids(&report, "warning"), ["wrong_signature", "replay", "timing"]);

    let limited = Hostile::in_turn([Reply::json(401, "{}"), Reply::json(403, "{}")]);
    let audit = home.hookctl(["audit", &limited.url(), "--secret", SECRET, "--only", "timing"]);
    audit.run().succeeds().stdout_has("! warning").stdout_has("refused with 401 and with 403");
}

#[test]
fn a_handler_may_insist_on_the_documented_data() {
    let home = Home::new();
    let strict = Hostile::answering(|request| {
        let is_whole = request.json()["data"]["email"].is_string();
        Reply::json(if is_whole { 200 } else { 422 }, "{}")
    });
    let audit = home.hookctl(["audit", &strict.url(), "--secret", SECRET, "--only"]);
    let only = "valid,valid_non_ascii,valid_split,valid_large,valid_unusual_json,crowd";
    audit.args([only]).run().succeeds();
}

#[test]
fn what_ends_an_audit_early_loses_nothing_that_was_found() {
    let home = Home::new();
    let target = Hostile::in_turn([Reply::json(200, "{}"), Reply::nothing().held()]);
    let audit = |form: &str| {
        let audit = home.hookctl(["audit", &target.url(), "--secret", SECRET, "-o", form]);
        audit.args(["--only", "valid,valid_large,get"])
    };
    let running = Running::spawn(audit("json").command());
    target.wait_for(2);
    running.signal(Signal::INT);
    let report = running.wait().exits(130).json();
    assert_eq!(ids(&report, "passed"), ["valid"]);
    assert_eq!(ids(&report, "skipped"), ["valid_large", "get"]);
    // Whoever reads no more needs no more attacks.
    let refusing = Hostile::always(Reply::json(401, "{}"));
    let audit = home.hookctl(["audit", &refusing.url(), "--secret", SECRET]);
    audit.stdout_to(closed_pipe()).run().exits(9);
    assert_eq!(refusing.requests().len(), 1);
}

#[test]
fn a_type_that_is_not_documented_is_warned_of() {
    let home = Home::new();
    let target = Hostile::always(Reply::json(200, "{}"));
    let audit = home.hookctl(["audit", &target.url(), "--secret", SECRET, "--only", "valid"]);
    let ran = audit.args(["--event", "user.craeted"]).run().succeeds();
    ran.stderr_has("did you mean `user.created`?");
}

#[test]
fn an_answer_that_does_not_come_is_a_failure_within_the_timeout() {
    let home = Home::new();
    let silent = Hostile::always(Reply::raw("").held());
    let audit = home.hookctl(["audit", &silent.url(), "--secret", SECRET, "--timeout", "50ms"]);
    let ran = audit.args(["--only", "valid,get", "-o", "json"]).run().exits(9);
    let report = ran.json();
    assert_eq!(ids(&report, "failed"), ["valid", "get"]);
    assert_eq!(report["checks"][0]["got"], "no answer: nothing within 50ms");
}

#[test]
fn checks_are_chosen_and_every_row_is_whole() {
    let home = Home::new();
    let target = Hostile::always(Reply::json(200, "{}"));
    let audit = |arguments: &[&str]| {
        let audit = home.hookctl(["audit", &target.url(), "--secret", SECRET, "-o", "json"]);
        audit.args(arguments.iter().copied()).run()
    };
    let ran = audit(&["--only", "put,valid,get", "--skip", "put", "--event", "report.generated"]);
    let report = ran.exits(9).json();
    assert_eq!(
        (ids(&report, "passed"), ids(&report, "failed")),
        (vec!["valid".into()], vec!["get".into()])
    );
    for row in report["checks"].as_array().unwrap() {
        let keys: Vec<_> = row.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["id", "title", "status", "sent", "expected", "got", "why", "timing"]);
    }
    let requests = target.requests();
    assert_eq!(requests[0].json()["type"], "report.generated");
    assert_ne!(requests[0].json()["id"], requests[1].json()["id"]);
    audit(&["--only", "valid", "--skip", "valid"]).exits(2);
    audit(&["--only", "nothing"]).exits(2);
    let listed = home.hookctl(["audit", "--list", "-o", "json"]).run().succeeds().json();
    assert_eq!(listed.as_array().unwrap().len(), 41);
    home.hookctl(["audit", "--list"]).run().succeeds().stdout_has("\nmissing_signature ");
    // A form that a list has not is the usual one where it was wished for in general.
    let list = home.hookctl(["audit", "--list"]).env("HOOKCTL_OUTPUT", "junit");
    list.run().succeeds().stdout_has("\nmissing_signature ");
    home.hookctl(["audit", "--list", "-o", "junit"]).run().exits(2).stdout_is("");
}

#[test]
fn ci_gets_junit() {
    let home = Home::new();
    let target = Hostile::always(Reply::json(200, "{}"));
    let audit = home.hookctl(["audit", &target.url(), "--secret", SECRET, "-o", "junit"]);
    let ran = audit.args(["--only", "valid,get"]).run().exits(9);
    let ran = ran.stdout_has(r#"tests="2" failures="1" errors="0" skipped="0""#);
    ran.stdout_has(r#"<failure message="GET: 200">"#).stdout_has("</testsuites>\n");
    home.hookctl(["list", "-o", "junit"]).sandbox().run().exits(2).stdout_is("");
}

#[test]
fn a_user_and_password_in_the_url_are_sent_with_each_attack_and_never_shown() {
    let home = Home::new();
    let target = Hostile::answering(|request| {
        let is_known = request.header("authorization") == Some("Basic dXNlcjpoaWRkZW4=");
        Reply::json(if is_known { 200 } else { 401 }, "{}")
    });
    let url = target.url().replace("http://", "http://user:hidden@");
    let audit = home.hookctl(["audit", &url, "--secret", SECRET, "--only", "valid,chunked", "-vv"]);
    audit.run().succeeds().shows_nowhere("hidden").shows_nowhere("dXNlcj");
}

#[test]
fn the_pauses_of_a_slow_body_are_not_counted_against_the_handler() {
    let home = Home::new();
    let target = Hostile::together(|_| {
        std::thread::sleep(Duration::from_millis(400));
        Reply::json(200, "{}")
    });
    let audit = home.hookctl(["audit", &target.url(), "--secret", SECRET, "--only", "slow_body"]);
    audit.args(["--timeout", "700ms"]).run().succeeds();
    let silent = Hostile::always(Reply::nothing().held());
    let audit = home.hookctl(["audit", &silent.url(), "--secret", SECRET, "--only", "slow_body"]);
    audit.args(["--timeout", "50ms"]).run().exits(9).stdout_has("nothing within 50ms");
}

#[test]
fn a_secret_that_anyone_can_guess_is_blamed_itself() {
    let home = Home::new();
    let listener = home.listen(["--secret", "null"]);
    let only = "valid,null_key,undefined_key,prefix_key,empty_key";
    let audit = home.hookctl(["audit", listener.url(), "--secret", "null", "--only", only]);
    let report = audit.args(["-o", "json"]).run().succeeds().json();
    assert_eq!(ids(&report, "warning"), ["null_key"]);
    assert_eq!(ids(&report, "passed").len(), 4);
    let told = report["checks"][2]["got"].as_str().unwrap();
    assert!(told.contains("the secret is this key, which anyone can guess"), "{told}");
}
