//! Completion in the shells themselves: the scripts load, and pressing Tab offers what there is.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what a test can't go on without may end it")]

mod harness;

use std::path::Path;
use std::process::{Command, Output};

use harness::{Home, Hostile, Reply, dead_url};

/// Loads the script that hookctl writes for it, and prints what it offers after these words.
const BASH: &str = r#"source <(HOOKCTL_COMPLETE=bash hookctl) || exit
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_TYPE=9
_clap_complete_hookctl hookctl "${COMP_WORDS[COMP_CWORD]}" ""
printf '%s\n' "${COMPREPLY[@]}""#;

const ZSH: &str = r#"compdef() { }
_describe() { print -l -- "${(@P)@[-1]}" }
source <(HOOKCTL_COMPLETE=zsh hookctl) || exit
words=("$@") CURRENT=$#
_clap_dynamic_completer_hookctl"#;

const FISH: &str = r"HOOKCTL_COMPLETE=fish hookctl | source; or exit
complete --do-complete (string join ' ' -- $argv)";

const SHELLS: [(&str, &[&str]); 3] = [
    ("bash", &["--norc", "-c", BASH, "bash"]),
    ("zsh", &["-f", "-c", ZSH, "zsh"]),
    ("fish", &["--no-config", "-c", FISH]),
];

#[expect(clippy::print_stderr, reason = "whoever runs the tests is to know")]
fn is_there(shell: &str) -> bool {
    let is_there = Command::new(shell).arg("--version").output().is_ok();
    if !is_there {
        eprintln!("skipped: {shell} is not installed");
    }
    is_there
}

/// A shell in this home, with this hookctl first in its PATH.
fn shell(home: &Home, program: &str, variables: &[(&str, &str)]) -> Command {
    let folder = Path::new(env!("CARGO_BIN_EXE_hookctl")).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new(program);
    command.env_clear().env("PATH", path).env("HOME", home.path("")).env("TERM", "dumb");
    command.env("HOOKCTL_DATA_DIR", home.data("")).current_dir(home.path(""));
    command.envs(variables.iter().copied());
    command
}

#[track_caller]
fn without_complaint(output: Output) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(stderr, "");
    String::from_utf8(output.stdout).unwrap()
}

/// What a shell offers after these words; the last one is being typed.
#[track_caller]
fn offered(home: &Home, shell_of: &str, words: &[&str], variables: &[(&str, &str)]) -> String {
    let (name, arguments) = SHELLS.iter().find(|(name, _)| *name == shell_of).unwrap();
    let mut command = shell(home, name, variables);
    without_complaint(command.args(*arguments).args(words).output().unwrap())
}

/// The same until this is offered: a busy machine may take longer than a user is kept waiting.
#[track_caller]
fn offers(home: &Home, shell: &str, words: &[&str], variables: &[(&str, &str)], expected: &str) {
    let mut last = String::new();
    for _ in 0..50 {
        last = offered(home, shell, words, variables);
        if last.contains(expected) {
            return;
        }
    }
    panic!("{shell} offers no {expected:?} after {words:?}: {last}");
}

fn shells() -> impl Iterator<Item = &'static str> {
    SHELLS.iter().map(|(name, _)| *name).filter(|name| is_there(name))
}

#[test]
fn the_static_scripts_load() {
    let home = Home::new();
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    for (name, script, prepare) in [
        ("bash", "hookctl.bash", ""),
        ("zsh", "_hookctl", "autoload -Uz compinit && compinit -u -D;"),
        ("fish", "hookctl.fish", ""),
    ] {
        if is_there(name) {
            let line = format!("{prepare} source {}", scripts.join(script).display());
            let output = shell(&home, name, &[]).args(["-c", &line]).output().unwrap();
            assert!(output.status.success(), "{name}");
            assert_eq!(without_complaint(output), "", "{name}");
        }
    }
}

#[test]
fn commands_event_types_and_fields_are_offered() {
    let home = Home::new();
    for name in shells() {
        offers(&home, name, &["hookctl", "deliv"], &[], "deliveries");
        offers(&home, name, &["hookctl", "create", "--event", "user.c"], &[], "user.created");
        offers(&home, name, &["hookctl", "list", "--fields", "last"], &[], "last_triggered");
    }
    let described = offered(&home, "fish", &["hookctl", "create", "--event", "user.c"], &[]);
    assert!(!is_there("fish") || described.contains("A new user"), "{described}");
    assert!(!home.data("").exists(), "looking makes nothing");
}

#[test]
fn webhooks_of_the_sandbox_are_offered_where_there_is_one() {
    let home = Home::new();
    let sandbox = [("HOOKCTL_SANDBOX", "1")];
    assert_eq!(offered(&home, "bash", &["hookctl", "get", "wh_"], &sandbox).trim(), "");
    assert!(!home.data("").exists(), "looking makes no sandbox");
    let id = home.webhook("http://127.0.0.1:9/hook", "user.created");
    for name in shells() {
        offers(&home, name, &["hookctl", "get", "wh_"], &sandbox, &id);
        offers(&home, name, &["hookctl", "--sandbox", "delete", "wh_"], &[], &id);
    }
}

#[test]
fn webhooks_of_an_api_are_asked_for_once_in_a_while() {
    let home = Home::new();
    std::fs::create_dir(home.data("")).unwrap();
    let page = r#"{"data":[{"id":"wh_1","url":"https://a.example/\u001b[31mhook"}],
        "meta":{"total":1,"page":1,"limit":100,"pages":1}}"#;
    let server = Hostile::always(Reply::json(200, page));
    let url = server.url();
    let variables = [("HOOKCTL_API_URL", url.as_str()), ("HOOKCTL_TOKEN", "tok_test")];
    offers(&home, "bash", &["hookctl", "update", "wh_"], &variables, "wh_1");
    let asked = server.requests().len();
    for name in shells() {
        let line = offered(&home, name, &["hookctl", "test", "wh_"], &variables);
        assert!(line.contains("wh_1") && !line.contains('\u{1b}'), "{name}: {line}");
    }
    assert_eq!(server.requests().len(), asked);
}

#[test]
fn what_can_not_be_had_is_not_offered_and_nobody_is_told() {
    let home = Home::new();
    let dead = dead_url();
    let silent = Hostile::always(Reply::nothing().held());
    let quiet = silent.url();
    for variables in [
        [("HOOKCTL_API_URL", dead.as_str()), ("HOOKCTL_TOKEN", "tok_test")],
        [("HOOKCTL_API_URL", quiet.as_str()), ("HOOKCTL_TOKEN", "tok_test")],
        [("HOOKCTL_API_URL", quiet.as_str()), ("HOOKCTL_TOKEN", "cmd:touch asked")],
        [("HOOKCTL_API_URL", quiet.as_str()), ("HOOKCTL_TOKEN", "-")],
        [("HOOKCTL_API_URL", "no URL"), ("HOOKCTL_TIMEOUT", "soon")],
    ] {
        let line = offered(&home, "bash", &["hookctl", "get", "wh_"], &variables);
        assert_eq!(line.trim(), "", "{variables:?}");
    }
    assert!(!home.path("asked").exists(), "a helper that may ask is not run");
}

#[test]
fn recorded_deliveries_are_offered_and_the_journal_is_left_as_it_is() {
    let home = Home::new();
    let mut listener = home.listen(["--no-verify"]);
    harness::post(listener.url(), None, br#"{"id":"evt_1","type":"user.created"}"#);
    let id = listener.next_record()["id"].as_str().unwrap().to_owned();
    for name in shells() {
        offers(&home, name, &["hookctl", "deliveries", "show", "dlv_"], &[], &id);
        offers(&home, name, &["hookctl", "deliveries", "replay", "@"], &[], "@last");
    }
    if is_there("fish") {
        offers(&home, "fish", &["hookctl", "deliveries", "show", "dlv_"], &[], "user.created");
    }
    let other = ["hookctl", "deliveries", "--journal", "none.db", "show", "dlv_"];
    assert_eq!(offered(&home, "bash", &other, &[]).trim(), "");
    assert!(!home.path("none.db").exists());
}

#[test]
fn a_shell_that_is_unknown_is_refused_and_an_empty_variable_is_none() {
    let home = Home::new();
    let ran = home.hookctl(["list"]).env("HOOKCTL_COMPLETE", "tcsh").run().exits(2).stdout_is("");
    ran.stderr_has("HOOKCTL_COMPLETE").stderr_has("bash");
    let events = home.hookctl(["events", "-o", "ids"]).env("HOOKCTL_COMPLETE", "");
    events.run().succeeds().stdout_has("user.created");
}
