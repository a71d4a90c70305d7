//! Ctrl-C, SIGTERM and SIGKILL at any moment: the exit code tells of it, and what was promised
//! before holds after.

#![allow(clippy::unwrap_used, reason = "clippy takes only #[test] functions for tests")]

mod harness;

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use harness::{Home, Hostile, Reply, Running};
use rusqlite::Connection;
use rustix::fs::{CWD, FileType, Mode};
use rustix::process::Signal;
use serde_json::Value;

const CREATE: [&str; 7] =
    ["create", "--url", "https://a.example/", "--event", "user.created", "-o", "json"];
const SIGNALS: [(Signal, i32); 2] = [(Signal::INT, 130), (Signal::TERM, 143)];

#[test]
fn a_call_that_hangs_can_be_interrupted() {
    let home = Home::new();
    for (signal, code) in SIGNALS {
        let server = Hostile::always(Reply::nothing().held());
        let running =
            Running::spawn(home.hookctl(["list", "-o", "json"]).against(&server).command());
        server.wait_for(1);
        running.signal(signal);
        let ran = running.wait().exits(code).stdout_is("");
        let [error] = ran.json_errors().try_into().unwrap();
        assert_eq!(error["kind"], "interrupted");
        assert_eq!(error["exit_code"], code);
    }
}

#[test]
fn a_wait_for_the_next_try_can_be_interrupted() {
    let home = Home::new();
    let server = Hostile::always(Reply::with_headers(503, &[("retry-after", "20")], ""));
    let running = Running::spawn(home.hookctl(["list"]).against(&server).command());
    server.wait_for(1);
    running.signal(Signal::INT);
    running.wait().exits(130).stderr_is("error: interrupted\n");
}

#[test]
fn a_wait_for_standard_input_can_be_interrupted() {
    let home = Home::new();
    for arguments in [
        &["verify", "--secret", "env:HOME", "--signature", "00"][..],
        &["sign", "--secret", "env:HOME"],
        &["get", "-"],
        &["delete", "--yes", "-"],
        &["create", "--from", "-"],
        &["api", "POST", "webhooks", "--data", "-"],
        &["list", "--token", "-"],
        &["listen", "--port", "0", "--secret", "-"],
        &["sandbox", "--ephemeral", "--server-token", "-"],
    ] {
        for (signal, code) in SIGNALS {
            let invocation = home.hookctl(arguments.iter().copied()).at("http://127.0.0.1:9");
            let (stdin, mut pipe) = std::io::pipe().unwrap();
            let mut command = invocation.command();
            command.stdin(stdin);
            let running = Running::spawn(command);
            // More than a pipe holds: once it is written, hookctl is reading.
            pipe.write_all(&b"\n".repeat(200_000)).unwrap();
            running.signal(signal);
            running.wait().exits(code).stdout_is("").stderr_has("error: interrupted\n");
        }
    }
}

#[test]
fn a_wait_for_a_credential_helper_or_a_pipe_can_be_interrupted() {
    let home = Home::new();
    for (round, (signal, code)) in SIGNALS.into_iter().enumerate() {
        for scheme in ["cmd:cat ", "file:"] {
            // A new one each time: the reader of an old one may not be gone yet.
            let pipe = home.path(&format!("pipe-{round}-{}", &scheme[..3]));
            rustix::fs::mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
            let source = format!("{scheme}{}", pipe.to_str().unwrap());
            let list = home.hookctl(["list"]).at("http://127.0.0.1:9").args(["--token", &source]);
            let running = Running::spawn(list.command());
            // Opens when the other end is open.
            let _silent = File::options().write(true).open(&pipe).unwrap();
            running.signal(signal);
            running.wait().exits(code);
        }
    }
}

#[test]
fn a_create_killed_at_any_moment_loses_no_secret_that_it_showed() {
    const ROUNDS: usize = 50;
    const AT_ONCE: usize = 4;
    let home = Home::new();
    let sandbox = home.sandbox(["--state", home.path("state.db").to_str().unwrap()]);
    let began = Instant::now();
    home.hookctl(CREATE).with(&sandbox).run().succeeds();
    let longest = began.elapsed() * 2;

    let mut shown = Vec::new();
    for _ in 0..ROUNDS {
        thread::scope(|scope| {
            let killed: [_; AT_ONCE] = std::array::from_fn(|_| {
                let create = home.hookctl(CREATE).with(&sandbox).command();
                scope.spawn(move || run_and_kill(create, longest.mul_f64(fastrand::f64())))
            });
            shown.extend(killed.into_iter().filter_map(|thread| thread.join().unwrap()));
        });
        // It parses after each round, whatever it was killed in.
        home.kept_secrets();
    }
    let ran = home.hookctl(CREATE).with(&sandbox).run().succeeds();
    shown.push(ran.json());

    let kept = kept(&home);
    let made = made(&home);
    // Some were killed before they had kept anything, and some after.
    assert!((3..=ROUNDS * AT_ONCE).contains(&kept.len()), "{} of {}", kept.len(), made.len());
    for webhook in &shown {
        let id = webhook["id"].as_str().unwrap();
        assert_eq!(Some(&webhook["secret"]), kept.get(id), "{id} was shown and not kept");
    }
    for (id, secret) in &kept {
        assert_eq!(secret.as_str(), made.get(id).map(String::as_str), "{id} is kept wrongly");
    }
    assert_eq!(harness::mode(&home.data("secrets.json")), 0o600);
    sandbox.stop();
}

/// Runs a create and kills it after a while; says what it has printed whole.
fn run_and_kill(mut create: Command, after: Duration) -> Option<Value> {
    let mut child = create.stderr(Stdio::null()).spawn().unwrap();
    // No synchronisation: the moment of the kill is to be any.
    thread::sleep(after);
    let _ = child.kill();
    let output = child.wait_with_output().unwrap();
    serde_json::from_slice(&output.stdout).ok()
}

fn kept(home: &Home) -> HashMap<String, Value> {
    let secrets = home.kept_secrets()["secrets"].take();
    let kept =
        |kept: &Value| (kept["webhook_id"].as_str().unwrap().to_owned(), kept["secret"].clone());
    secrets.as_array().unwrap().iter().map(kept).collect()
}

/// What the sandbox itself knows.
fn made(home: &Home) -> HashMap<String, String> {
    let state = Connection::open(home.path("state.db")).unwrap();
    let mut query = state.prepare("SELECT id, CAST(secret AS TEXT) FROM webhook").unwrap();
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn creates_at_the_same_time_keep_every_secret() {
    let home = Home::new();
    let sandbox = home.sandbox(["--ephemeral"]);
    let shown: Vec<Value> = thread::scope(|scope| {
        let threads: [_; 8] = std::array::from_fn(|_| {
            let create = home.hookctl(CREATE).with(&sandbox);
            scope.spawn(|| create.run().succeeds().json())
        });
        threads.map(|thread| thread.join().unwrap()).to_vec()
    });
    let kept = kept(&home);
    assert_eq!(kept.len(), shown.len());
    for webhook in shown {
        assert_eq!(kept[webhook["id"].as_str().unwrap()], webhook["secret"]);
    }
    let files: Vec<_> =
        fs::read_dir(home.path("data")).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(files.len(), 2, "{files:?}");
}

/// A server that leaves its first request without an answer, and takes all others.
fn silent_at_first() -> Hostile {
    let came = AtomicUsize::new(0);
    Hostile::together(move |_| match came.fetch_add(1, Ordering::SeqCst) {
        0 => Reply::nothing().held(),
        _ => Reply::json(200, "{}"),
    })
}

#[test]
fn an_interrupted_send_keeps_and_tells_what_was_answered_behind_one_that_hangs() {
    let home = Home::new();
    for (signal, code) in SIGNALS {
        let server = silent_at_first();
        let file = home.path(&format!("sent-{code}.ndjson"));
        let send = home.hookctl(["send", &server.url(), "--no-sign", "--event", "user.created"]);
        let many = ["--count", "6", "--concurrency", "2", "--rate", "50/s", "-o", "json"];
        let send = send.args(many).args(["--save", file.to_str().unwrap()]);
        let running = Running::spawn(send.command());
        // The first hangs, and holds up neither the others nor their records.
        server.wait_for(6);
        let saved = || fs::read_to_string(&file).unwrap().lines().count();
        while saved() < 5 {
            thread::sleep(Duration::from_millis(5));
        }
        running.signal(signal);
        let ran = running.wait().exits(code).stderr_has("5 sent, 0 failed");
        let ran = ran.stderr_has("interrupted; 1 delivery had no answer yet");
        let rows = ran.json();
        let requests = server.requests();
        let came: Vec<_> =
            requests[1..].iter().map(|request| request.json()["id"].clone()).collect();
        let told: Vec<_> =
            rows.as_array().unwrap().iter().map(|row| row["event_id"].clone()).collect();
        assert_eq!(told, came);
        assert_eq!(saved(), 5);
    }
}

#[test]
fn an_interrupted_send_starts_nothing_more_and_tells_of_a_try_that_was_to_be_followed() {
    let home = Home::new();
    let server = Hostile::always(Reply::json(503, "{}"));
    let send = home.hookctl(["send", &server.url(), "--no-sign", "--event", "user.created"]);
    let running = Running::spawn(send.args(["--retries", "9", "--count", "50"]).command());
    server.wait_for(2);
    running.signal(Signal::INT);
    let ran = running.wait().exits(130).stdout_has("503").stderr_has("1 sent, 1 failed");
    ran.stderr_has("error: interrupted\n");
    assert!(server.requests().len() < 9);
}
