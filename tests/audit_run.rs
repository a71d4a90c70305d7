//! `hookctl audit`: where it may go, what it makes of targets that end, hang or refuse, and what it
//! prints.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::time::Duration;

use harness::audit::{SECRET, audit, ids};
use harness::{Home, Hostile, Reply, Running, closed_pipe, dead_url};
use rustix::process::Signal;

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
