//! `hookctl create` on a terminal: it asks for what is missing, and only for that.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::process::Stdio;

use harness::{Home, Hostile, Reply, Terminal, screen};
use serde_json::{Value, json};

const CREATED: &str = r#"{"data":{"id":"wh_1","url":"https://a.invalid/","events":["user.created"],
    "status":"active","created_at":"2023-06-21T09:15:30Z","secret":"whsec_abc"}}"#;

const DOWN: &str = "\x1b[B";

fn api() -> Hostile {
    Hostile::always(Reply::json(201, CREATED))
}

/// Creates with these arguments, typing each of these answers when its question has come.
#[track_caller]
fn asked(arguments: &[&str], answers: &[(&str, &str)]) -> (Option<i32>, Hostile, Terminal) {
    let (home, server, terminal) = (Home::new(), api(), Terminal::new());
    let create = home.hookctl(["create"]).args(arguments.iter().copied()).against(&server);
    let mut child = terminal.run(create, None);
    for (question, keys) in answers {
        terminal.wait_for(question);
        terminal.types(keys);
    }
    let code = child.wait().unwrap().code();
    terminal.is_as_before();
    (code, server, terminal)
}

#[track_caller]
fn sent(server: &Hostile) -> Value {
    assert_eq!(server.request_lines(), ["POST /api/v1/webhooks"]);
    server.requests()[0].json()
}

#[test]
fn url_events_and_description_are_asked_for() {
    let answers = [
        ("URL:", "https://a.invalid/x\r"),
        ("A report has been generated", &format!(" {DOWN}{DOWN} \r")),
        ("Description", "for the team\r"),
    ];
    let (code, server, terminal) = asked(&[], &answers);
    assert_eq!(code, Some(0));
    assert_eq!(
        sent(&server),
        json!({"url": "https://a.invalid/x", "events": ["user.created", "user.deleted"],
            "description": "for the team"})
    );
    terminal.wait_for("Events: user.created, user.deleted");
}

#[test]
fn what_is_given_is_not_asked_again_and_a_description_may_be_empty() {
    let answers = [("A user has been deleted", " \r"), ("Description", "\r")];
    let (code, server, terminal) = asked(&["--url", "https://a.invalid/"], &answers);
    assert_eq!(code, Some(0));
    assert_eq!(sent(&server), json!({"url": "https://a.invalid/", "events": ["user.created"]}));
    assert!(!terminal.screen().contains("URL:"));
    let (_, server, terminal) =
        asked(&["--event", "x.y", "--description", "d"], &[("URL:", "https://a.invalid/\r")]);
    let expected = json!({"url": "https://a.invalid/", "events": ["x.y"], "description": "d"});
    assert_eq!(sent(&server), expected);
    assert!(!terminal.screen().contains("Description"));
    let complete = ["--url", "https://a.invalid/", "--event", "user.created"];
    let (code, _, terminal) = asked(&complete, &[]);
    assert_eq!(code, Some(0));
    assert!(!terminal.screen().contains("Description"));
}

#[test]
fn an_answer_that_is_no_url_is_asked_again() {
    let answers = [
        ("URL:", "nowhere\r"),
        ("\"nowhere\" is not an absolute http or https URL", "https://a.invalid/\r"),
        ("A user has been deleted", "\r"),
        ("at least one", " \r"),
        ("Description", "\r"),
    ];
    let (code, server, _) = asked(&[], &answers);
    assert_eq!(code, Some(0));
    assert_eq!(sent(&server), json!({"url": "https://a.invalid/", "events": ["user.created"]}));
}

#[test]
fn a_long_text_that_is_pasted_arrives_whole() {
    let long = format!("https://a.invalid/{}", "x\u{e9}".repeat(300));
    let answers = [
        ("URL:", &*format!("{long}\r")),
        ("A user has been deleted", " \r"),
        ("Description", "\r"),
    ];
    let (_, server, _) = asked(&[], &answers);
    assert_eq!(sent(&server)["url"], long);
}

#[test]
fn ctrl_c_anywhere_and_esc_in_the_list_send_nothing() {
    let url = ("URL:", "https://a.invalid/\r");
    let events = ("A user has been deleted", " \r");
    for answers in [
        &[("URL:", "\x03")][..],
        &[("URL:", "https://\x03")],
        &[url, ("A user has been deleted", "\x03")],
        &[url, ("A user has been deleted", "\x1b")],
        &[url, events, ("Description", "abc\x03")],
    ] {
        let (code, server, terminal) = asked(&[], answers);
        assert_eq!(code, Some(130), "{answers:?}");
        assert!(server.requests().is_empty());
        terminal.wait_until(
            |bytes| screen(bytes).screen().contents().contains("\nerror: "),
            "an error at the beginning of a line",
        );
    }
}

#[test]
fn a_terminal_that_changes_its_size_meanwhile_is_no_trouble() {
    let (home, server, terminal) = (Home::new(), api(), Terminal::new());
    let create = home.hookctl(["create", "--url", "https://a.invalid/"]).against(&server);
    let mut child = terminal.run(create, None);
    terminal.wait_for("A user has been deleted");
    for (rows, columns, question) in [(8, 30, "Page 1/"), (40, 120, "system.alert")] {
        terminal.resize(rows, columns);
        terminal.types(DOWN);
        terminal.wait_for(question);
    }
    terminal.types(" \r");
    terminal.wait_for("Description");
    terminal.types("\r");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(sent(&server)["events"], json!(["user.deleted"]));
    terminal.is_as_before();
}

#[test]
fn only_data_is_on_standard_output() {
    let (home, server, terminal) = (Home::new(), api(), Terminal::new());
    let create = home.hookctl(["create", "--event", "x.y", "-o", "ids"]).against(&server);
    let child = terminal.run(create, Some(Stdio::piped()));
    terminal.wait_for("URL:");
    terminal.types("https://a.invalid/\r");
    terminal.wait_for("Description");
    terminal.types("\r");
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.stdout, b"wh_1\n");
}

#[test]
fn where_nothing_may_be_asked_the_missing_flags_are_named() {
    for (name, value) in [("CI", "1"), ("HOOKCTL_NO_INPUT", "1")] {
        let (home, server, terminal) = (Home::new(), api(), Terminal::new());
        let create = home.hookctl(["create"]).against(&server).env(name, value);
        assert_eq!(terminal.run(create, None).wait().unwrap().code(), Some(2));
        terminal.wait_for("a webhook needs --url and --event");
        terminal.is_as_before();
        assert!(server.requests().is_empty());
    }
    let home = Home::new();
    let refused = home.hookctl(["create", "--event", "x.y"]).stdin("https://a.invalid/\n").run();
    refused.exits(2).stdout_is("").stderr_has("error: a webhook needs --url\n");
}
