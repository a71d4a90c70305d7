//! hookctl on a terminal: the one question it asks, how the terminal is left, and that no text from
//! a server acts on it.

#![allow(clippy::unwrap_used, reason = "clippy takes only #[test] functions for tests")]

mod harness;

use std::process::Stdio;

use harness::{Home, Hostile, Ran, Reply, Terminal, screen};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;

const QUESTION: &str = "Delete webhook wh_1?";

/// An API that has every webhook, and deletes it.
fn api() -> Hostile {
    Hostile::answering(|request| match request.method.as_str() {
        "DELETE" => Reply::json(200, r#"{"success":true,"message":"Webhook deleted"}"#),
        _ => Reply::json(
            200,
            r#"{"data":{"id":"wh_1","url":"https://a.invalid/","events":["user.created"],"status":"active"}}"#,
        ),
    })
}

fn deleted(server: &Hostile) -> usize {
    server.requests().iter().filter(|request| request.method == "DELETE").count()
}

/// Asks whether to delete, answers with these keys, and says how it ended.
#[track_caller]
fn answered_with(keys: &str) -> (Option<i32>, usize) {
    let (home, server, terminal) = (Home::new(), api(), Terminal::new());
    let mut child = terminal.run(home.hookctl(["delete", "wh_1"]).against(&server), None);
    terminal.wait_for(QUESTION);
    terminal.wait_for("wh_1  https://a.invalid/  [user.created]  active");
    assert_eq!(
        server.request_lines(),
        ["GET /api/v1/webhooks/wh_1"],
        "only read before the answer"
    );
    terminal.types(keys);
    let code = child.wait().unwrap().code();
    terminal.is_as_before();
    (code, deleted(&server))
}

#[test]
fn yes_deletes() {
    assert_eq!(answered_with("y"), (Some(0), 1));
    assert_eq!(answered_with("Y"), (Some(0), 1));
}

#[test]
fn anything_else_deletes_nothing() {
    for keys in ["n", "N", "\r", "\x1b", "q"] {
        assert_eq!(answered_with(keys), (Some(130), 0), "{keys:?}");
    }
}

#[test]
fn ctrl_c_deletes_nothing_and_leaves_the_terminal_as_it_was() {
    assert_eq!(answered_with("\x03"), (Some(130), 0));
}

#[test]
fn a_signal_while_it_asks_ends_it() {
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let (home, server, terminal) = (Home::new(), api(), Terminal::new());
        let mut child = terminal.run(home.hookctl(["delete", "wh_1"]).against(&server), None);
        terminal.wait_for(QUESTION);
        terminal.wait_until(|bytes| screen(bytes).screen().hide_cursor(), "hidden cursor");
        kill_process(Pid::from_child(&child), signal).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(code));
        terminal.is_as_before();
        assert_eq!(deleted(&server), 0);
    }
}

#[test]
fn a_key_that_means_nothing_is_waited_over() {
    assert_eq!(answered_with("x7y"), (Some(0), 1));
}

#[test]
fn the_question_is_on_the_terminal_and_never_in_the_output() {
    let (home, server, terminal) = (Home::new(), api(), Terminal::new());
    let delete = home.hookctl(["delete", "wh_1", "-o", "json"]).against(&server);
    let child = terminal.run(delete, Some(Stdio::piped()));
    terminal.wait_for(QUESTION);
    terminal.types("y");
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer, json!({"id": "wh_1", "success": true, "message": "Webhook deleted"}));
}

#[test]
fn where_nothing_may_be_asked_it_is_refused_without_a_question() {
    for (name, value) in [("CI", "1"), ("CI", "true"), ("HOOKCTL_NO_INPUT", "1")] {
        let (home, server, terminal) = (Home::new(), api(), Terminal::new());
        let delete = home.hookctl(["delete", "wh_1"]).against(&server).env(name, value);
        let mut child = terminal.run(delete, None);
        assert_eq!(child.wait().unwrap().code(), Some(2));
        terminal.wait_for("--yes deletes without asking");
        assert!(server.requests().is_empty());
        terminal.is_as_before();
    }
    let (home, server) = (Home::new(), api());
    let refused = |ran: Ran| {
        ran.exits(2).stdout_is("").stderr_is(
            "error: nobody is there to ask: Delete webhook wh_1?\n\
             hint: --yes deletes without asking\n",
        )
    };
    refused(home.hookctl(["delete", "wh_1", "--no-input"]).against(&server).run());
    refused(home.hookctl(["delete", "wh_1"]).stdin("y\n").against(&server).run());
    assert!(server.requests().is_empty());
}

#[test]
fn yes_on_the_command_line_asks_nothing() {
    let (home, server, terminal) = (Home::new(), api(), Terminal::new());
    let delete = home.hookctl(["delete", "--yes", "wh_1"]).against(&server);
    assert_eq!(terminal.run(delete, None).wait().unwrap().code(), Some(0));
    assert_eq!(server.request_lines(), ["DELETE /api/v1/webhooks/wh_1"]);
    assert!(!terminal.screen().contains("Delete webhook"));
}

#[test]
fn a_call_that_is_interrupted_leaves_no_spinner_and_no_hidden_cursor() {
    let (home, terminal) = (Home::new(), Terminal::new());
    let server = Hostile::always(Reply::nothing().held());
    let mut child = terminal.run(home.hookctl(["list"]).against(&server), None);
    terminal.wait_for("listing webhooks");
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    terminal.wait_for(" interrupted");
    assert!(!terminal.screen().contains("listing webhooks"));
    terminal.is_as_before();
}

#[test]
fn no_text_of_the_servers_acts_on_the_terminal() {
    let home = Home::new();
    let evil = "\x1b]0;owned\x07\x1b[2J\x1b[31m\u{9b}31m\u{202e}";
    let row = json!({"id": format!("wh_{evil}"), "url": evil, "events": [evil], "status": evil,
        "description": evil, "created_at": evil, evil: evil});
    let meta = json!({"total": 1, "page": 1, "limit": 20, "pages": 1});
    let page = Hostile::always(Reply::json(200, &json!({"data": [row], "meta": meta}).to_string()));
    let refusal = Hostile::always(Reply::json(422, &json!({"error": evil}).to_string()));
    // How many lines each prints: all of it has been shown then.
    for (form, lines) in
        [("table", 8), ("json", 13), ("ndjson", 1), ("yaml", 8), ("tsv", 2), ("ids", 1)]
    {
        for (server, lines) in [(&page, lines), (&refusal, 1)] {
            let terminal = Terminal::new();
            let list = home.hookctl(["list", "--color", "never", "-o", form]).against(server);
            terminal.run(list, None).wait().unwrap();
            let shown = |bytes: &[u8]| bytes.split(|byte| *byte == b'\n').count() > lines;
            terminal.wait_until(shown, "every line");
            let text = String::from_utf8(terminal.bytes()).unwrap();
            let acts = |c: char| (c.is_control() && !"\r\n\t".contains(c)) || c == '\u{202e}';
            assert!(!text.contains(acts), "{form}: {text:?}");
        }
    }
}

#[test]
fn login_asks_unseen_and_ctrl_c_keeps_nothing() {
    let page = r#"{"data":[],"meta":{"total":0,"page":1,"limit":1,"pages":0}}"#;
    for (keys, code, requests) in [("tok_typed\r", 0, 1), ("tok_typed\x03", 130, 0)] {
        let (home, terminal) = (Home::new(), Terminal::new());
        let server = Hostile::always(Reply::json(200, page));
        let login = home.hookctl(["login", "--api-url", &server.url()]);
        let mut child = terminal.run(login, None);
        terminal.wait_for(&format!("Token for {}: ", server.url()));
        terminal.types(keys);
        assert_eq!(child.wait().unwrap().code(), Some(code));
        terminal.is_as_before();
        assert!(!terminal.screen().contains("tok_typed"), "{}", terminal.screen());
        assert_eq!(server.requests().len(), requests);
        assert_eq!(home.data("token-default").exists(), code == 0);
    }
}
