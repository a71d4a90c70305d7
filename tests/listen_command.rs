//! `hookctl listen … -- COMMAND`: what COMMAND is given, and the one verdict.
//!
//! COMMAND and all that it starts hold our stderr, and a test reads that to its end: a process that
//! was left behind would keep the test waiting.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::process::Command;

use harness::{Home, Invocation, Ran, post};
use rustix::process::Signal;

const DELIVER: &str = r#"
    body='{"id":"evt_1","type":"user.created"}'
    signature=$(printf %s "$body" | "$HOOKCTL" sign --secret "file:$HOOKCTL_LISTEN_SECRET_FILE")
    curl -sS -H "X-Webhook-Signature: $signature" -d "$body" "$HOOKCTL_LISTEN_URL"
"#;

/// A listener with COMMAND, a shell script.
fn listen<'a>(home: &'a Home, arguments: &[&str], script: &str) -> Invocation<'a> {
    let secret = format!("file:{}", home.file("secret", "whsec_a").display());
    home.hookctl(["listen", "--port", "0", "-o", "ndjson", "--secret", &secret])
        .args(arguments.iter().copied())
        .args(["--", "sh", "-c", script])
        .env("HOOKCTL", env!("CARGO_BIN_EXE_hookctl"))
}

fn run(home: &Home, arguments: &[&str], script: &str) -> Ran {
    listen(home, arguments, script).run()
}

#[test]
fn what_command_signs_and_delivers_is_awaited_and_comes() {
    let home = Home::new();
    let ran = run(&home, &["--expect", "user.created"], DELIVER).succeeds();
    let lines = ran.ndjson();
    let types: Vec<_> = lines.iter().map(|line| line["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["ready", "delivery", "summary"]);
    assert_eq!(lines[1]["signature"], "valid");
}

#[test]
fn without_anything_awaited_it_ends_with_command() {
    let home = Home::new();
    run(&home, &[], "true").succeeds().stderr_is("");
    run(&home, &["--timeout", "1h"], "true").succeeds().stderr_is("");
}

#[test]
fn what_comes_before_commands_end_does_not_end_it() {
    let home = Home::new();
    let script = format!("{DELIVER}\n echo done; exit 7");
    run(&home, &["--count", "1"], &script).exits(7).stderr_has("done\n");
}

#[test]
fn what_is_awaited_may_come_after_commands_end() {
    let home = Home::new();
    let fifo = home.path("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let listen = ["listen", "--port", "0", "-o", "ndjson", "--no-verify", "--count", "1"];
    let listen = home.hookctl(listen).args(["--", "sh", "-c", "exec 3>fifo"]);
    let mut running = harness::Running::spawn(listen.command());
    let url = running.next_record()["url"].as_str().unwrap().to_owned();
    // Closed by COMMAND's end.
    assert_eq!(std::fs::read(fifo).unwrap(), b"");
    assert_eq!(post(&url, None, b"{}"), 200);
    running.wait().succeeds();
}

#[test]
fn what_does_not_come_is_124() {
    let home = Home::new();
    let ran = run(&home, &["--count", "1", "--timeout", "100ms"], "true").exits(124);
    assert_eq!(ran.ndjson().pop().unwrap()["outstanding"]["count"], 1);
}

#[test]
fn commands_failure_is_the_verdict_at_once() {
    let home = Home::new();
    let ran = run(&home, &["--count", "1", "--timeout", "1h"], "exit 7").exits(7);
    ran.stderr_is("note: `sh` ended with 7\n");
    run(&home, &["--count", "1"], "kill -KILL $$").exits(128 + 9);
    run(&home, &[], "kill -TERM $$").exits(128 + 15);
}

#[test]
fn a_command_that_hangs_is_ended_with_what_it_started() {
    let home = Home::new();
    let ran = run(&home, &["--timeout", "300ms"], "sleep 1000 & sleep 1000").exits(124);
    ran.stderr_has("note: `sh` still ran, and was ended\n");
    // Deaf to SIGTERM, both.
    run(&home, &["--timeout", "300ms"], "trap '' TERM; sleep 1000 & sleep 1000").exits(124);
    // Only what it started.
    run(&home, &[], "sleep 1000 &").succeeds();
}

#[test]
fn a_signal_ends_command_too() {
    let home = Home::new();
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let command = listen(&home, &[], "echo on; sleep 1000").command();
        let mut running = harness::Running::spawn(command);
        running.next_record();
        running.signal(signal);
        running.wait().exits(code);
    }
}

#[test]
fn an_invalid_delivery_ends_command_with_8() {
    let home = Home::new();
    let script = "curl -s -d '{}' \"$HOOKCTL_LISTEN_URL\"; sleep 1000";
    run(&home, &["--fail-on-invalid"], script).exits(8);
}

#[test]
fn its_output_is_on_stderr_and_it_has_no_input() {
    let home = Home::new();
    let ran = listen(&home, &[], "echo out; echo err >&2; cat").stdin("input").run().succeeds();
    assert_eq!(ran.stderr, "out\nerr\n");
    assert_eq!(ran.ndjson().len(), 2);
}

#[test]
fn the_secret_file_is_for_its_owner_and_gone_afterwards() {
    let home = Home::new();
    let script = r#"ls -l "$HOOKCTL_LISTEN_SECRET_FILE"; cat "$HOOKCTL_LISTEN_SECRET_FILE""#;
    let temporary = home.path("tmp");
    std::fs::create_dir(&temporary).unwrap();
    let ran = listen(&home, &[], script).env("TMPDIR", &temporary).run().succeeds();
    assert!(ran.stderr.starts_with("-rw-------") && ran.stderr.ends_with("\nwhsec_a"));
    assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 0);
}

#[test]
fn without_secrets_there_is_no_file() {
    let home = Home::new();
    let script = r#"echo "${HOOKCTL_LISTEN_SECRET_FILE-none}""#;
    let arguments = ["listen", "--port", "0", "--no-verify", "--", "sh", "-c", script];
    home.hookctl(arguments).run().succeeds().stderr_has("none\n");
}

#[test]
fn nothing_after_the_dashes_is_refused() {
    let home = Home::new();
    for arguments in [&["--no-verify", "--"][..], &["--no-verify", "--", ""]] {
        let listen = home.hookctl(["listen", "--port", "0"]).args(arguments.iter().copied());
        listen.run().exits(2).stdout_is("");
    }
    let listen = home.hookctl(["listen", "--no-verify", "--"]).run();
    listen.exits(2).stderr_is(
        "error: after -- comes a COMMAND, and there is none\n\
         hint: leave -- out to run none; is a variable empty?\n",
    );
}

#[test]
fn a_program_that_is_not_there_is_named_and_nothing_is_printed() {
    let home = Home::new();
    let arguments = ["listen", "--port", "0", "--no-verify", "--", "./no-such-program"];
    home.hookctl(arguments).run().exits(2).stdout_is("").stderr_has("`./no-such-program`");
}
