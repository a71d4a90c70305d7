//! SIGHUP and SIGQUIT, as when a terminal is closed: they end what runs as SIGTERM does, and what was
//! begun is put in order.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::process::Command;

use harness::{GUARD, Home, Invocation, Listener, Running, Sandbox};
use pty_process::blocking::{Command as OnTerminal, open};
use rustix::process::Signal;
use serde_json::Value;

const SIGNALS: [(Signal, i32); 2] = [(Signal::HUP, 129), (Signal::QUIT, 131)];
const HERE: &str = "http://127.0.0.1:{port}/";

fn create<'a>(home: &'a Home, sandbox: &Sandbox) -> Invocation<'a> {
    let fixed = ["listen", "--port", "0", "-o", "ndjson", "--create", "--event", "user.*"];
    home.hookctl(fixed).args(["--public-url", HERE]).with(sandbox)
}

fn webhooks(home: &Home, sandbox: &Sandbox) -> Vec<Value> {
    let list = home.hookctl(["list", "-o", "json"]).with(sandbox).run().succeeds();
    list.json().as_array().unwrap().clone()
}

/// The same program with SIGHUP ignored from its start, as `nohup` has it.
fn deaf_to_hang_up(command: &Command) -> Command {
    let mut deaf = Command::new("sh");
    deaf.args(["-c", "trap '' HUP; exec \"$@\"", "sh"]).arg(command.get_program());
    deaf.args(command.get_args()).env_clear();
    deaf.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    deaf.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    deaf
}

#[test]
fn a_listener_that_awaits_nothing_ends_well() {
    let home = Home::new();
    for (signal, _) in SIGNALS {
        let mut listener = home.listen(["--no-verify"]);
        listener.running.signal(signal);
        assert_eq!(listener.next_record()["type"], "summary");
        listener.running.wait().succeeds().stderr_is("");
    }
}

#[test]
fn the_webhook_command_and_the_secret_file_go() {
    let home = Home::new();
    let sandbox = home.sandbox([""; 0]);
    let temporary = home.path("tmp");
    std::fs::create_dir(&temporary).unwrap();
    for (signal, code) in SIGNALS {
        let listen = create(&home, &sandbox).env("TMPDIR", &temporary);
        // COMMAND holds our stderr: left behind, it would keep the test waiting.
        let listen = listen.args(["--", "sleep", "1000"]);
        let mut running = Running::spawn(listen.command());
        running.next_record();
        running.signal(signal);
        running.wait().exits(code).stderr_is("note: `sleep` still ran, and was ended\n");
        assert_eq!(webhooks(&home, &sandbox), Vec::<Value>::new());
        assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 0);
    }
}

#[test]
fn a_call_ends_with_the_signals_code() {
    let home = Home::new();
    for (signal, code) in SIGNALS {
        let api = harness::Hostile::always(harness::Reply::nothing().held());
        let running = Running::spawn(home.hookctl(["list"]).against(&api).command());
        api.wait_for(1);
        running.signal(signal);
        running.wait().exits(code).stderr_is("error: interrupted\n");
    }
}

#[test]
fn a_terminal_that_is_closed_leaves_nothing_behind() {
    let home = Home::new();
    let sandbox = home.sandbox([""; 0]);
    let listen = create(&home, &sandbox).args(["-v"]).command();
    let (pty, pts) = open().unwrap();
    let variables = listen.get_envs().filter_map(|(name, value)| Some((name, value?)));
    let command = OnTerminal::new(listen.get_program()).env_clear().envs(variables);
    let mut child = command.args(listen.get_args()).spawn(pts).unwrap();
    let began = std::time::Instant::now();
    while webhooks(&home, &sandbox).is_empty() {
        assert!(began.elapsed() < GUARD, "no webhook is created");
    }
    drop(pty);
    child.wait().unwrap();
    assert_eq!(webhooks(&home, &sandbox), Vec::<Value>::new());
}

#[test]
fn a_second_hang_up_does_not_cut_the_end_short() {
    let home = Home::new();
    let sandbox = home.sandbox(["--latency", "300ms"]);
    let mut running = Running::spawn(create(&home, &sandbox).command());
    running.next_record();
    running.signal(Signal::HUP);
    assert_eq!(running.next_record()["type"], "summary");
    running.signal(Signal::HUP);
    running.wait().succeeds().stderr_is("");
    assert_eq!(webhooks(&home, &sandbox), Vec::<Value>::new());
}

#[test]
fn under_nohup_a_closed_terminal_changes_nothing() {
    let home = Home::new();
    let fixed = ["listen", "--port", "0", "-o", "ndjson", "--no-verify"];
    let command = home.hookctl(fixed).command();
    let mut listener = Listener::start(deaf_to_hang_up(&command));
    listener.running.signal(Signal::HUP);
    assert_eq!(harness::post(listener.url(), None, b"{}"), 200);
    assert_eq!(listener.next_record()["type"], "delivery");
    listener.stop().succeeds();
}
