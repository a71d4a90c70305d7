//! The list of webhooks that `get`, `update`, `delete` and `test` offer where no id is given.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::process::Stdio;

use harness::{Home, Hostile, Reply, Request, Terminal};
use serde_json::{Value, json};

const DOWN: &str = "\x1b[B";

fn webhook(number: usize) -> Value {
    json!({"id": format!("wh_{number}"), "url": format!("https://{number}.invalid/"),
        "events": ["user.created"], "status": "active"})
}

/// An API with so many webhooks, a hundred a page.
fn api(count: usize) -> Hostile {
    Hostile::together(move |request| Reply::json(200, &answer(request, count).to_string()))
}

fn answer(request: &Request, count: usize) -> Value {
    let path = request.target.strip_prefix("/api/v1/webhooks").unwrap();
    if request.method == "DELETE" {
        return json!({"success": true, "message": "Webhook deleted"});
    }
    if request.method == "POST" {
        return json!({"success": true, "message": "sent", "details": {"status_code": 200,
            "response_time": 1, "timestamp": "2023-06-21T10:30:15Z"}});
    }
    if let Some(number) = path.strip_prefix("/wh_") {
        return json!({"data": webhook(number.parse().unwrap())});
    }
    let page = path.split(['=', '&']).nth(1).unwrap().parse::<usize>().unwrap();
    let rows: Vec<_> = (1..=count).skip((page - 1) * 100).take(100).map(webhook).collect();
    let pages = count.div_ceil(100);
    json!({"data": rows, "meta": {"total": count, "page": page, "limit": 100, "pages": pages}})
}

/// Runs it, types these keys when the list is there, and says how it ended and what it printed.
#[track_caller]
fn picked(arguments: &str, keys: &str) -> (Option<i32>, String, Hostile, Terminal) {
    let (home, server, terminal) = (Home::new(), api(3), Terminal::new());
    let command = home.hookctl(arguments.split(' ')).against(&server);
    let child = terminal.run(command, Some(Stdio::piped()));
    terminal.wait_for("wh_3  https://3.invalid/  [user.created]  active");
    terminal.types(keys);
    let output = child.wait_with_output().unwrap();
    terminal.is_as_before();
    (output.status.code(), String::from_utf8(output.stdout).unwrap(), server, terminal)
}

#[test]
fn the_one_that_is_picked_is_one_object() {
    let (code, stdout, _, terminal) = picked("get -o json", &format!("{DOWN}\r"));
    assert_eq!(code, Some(0));
    assert_eq!(serde_json::from_str::<Value>(&stdout).unwrap(), webhook(2));
    terminal.wait_for("Which webhook to get?");
}

#[test]
fn what_is_typed_searches() {
    let (_, stdout, ..) = picked("get -o ids", "3.inv\r");
    assert_eq!(stdout, "wh_3\n");
    let (_, stdout, ..) = picked("test -o ids", "zzz\x7f\x7f\x7fwh2\r");
    assert_eq!(stdout, "wh_2\n");
}

#[test]
fn delete_still_asks() {
    let (home, server, terminal) = (Home::new(), api(3), Terminal::new());
    let mut child = terminal.run(home.hookctl(["delete"]).against(&server), None);
    terminal.wait_for("Which webhook to delete?");
    terminal.types("\r");
    terminal.wait_for("Delete webhook wh_1?");
    terminal.types("y");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(server.request_lines().last().unwrap(), "DELETE /api/v1/webhooks/wh_1");
    terminal.is_as_before();
}

#[test]
fn what_is_not_there_is_reported_before_delete_asks_for_the_rest() {
    let (home, terminal) = (Home::new(), Terminal::new());
    let server = Hostile::answering(|request| match request.line().as_str() {
        "GET /api/v1/webhooks/wh_9" => Reply::json(404, r#"{"error":"Webhook not found"}"#),
        _ => Reply::json(200, &answer(request, 3).to_string()),
    });
    let delete = home.hookctl(["delete", "wh_9", "wh_2"]).against(&server);
    let mut child = terminal.run(delete, None);
    terminal.wait_for(" webhook wh_9 not found");
    terminal.wait_for("Delete webhook wh_2?");
    terminal.types("y");
    assert_eq!(child.wait().unwrap().code(), Some(4));
    assert_eq!(server.request_lines().last().unwrap(), "DELETE /api/v1/webhooks/wh_2");
    let mut child = terminal.run(home.hookctl(["delete", "wh_9"]).against(&server), None);
    assert_eq!(child.wait().unwrap().code(), Some(4));
}

#[test]
fn esc_and_ctrl_c_pick_nothing() {
    for keys in ["\x1b", "\x03", "wh\x1b", "wh\x03"] {
        for command in ["get", "update --status active", "delete", "test"] {
            let (code, stdout, server, _) = picked(command, keys);
            assert_eq!((code, &*stdout), (Some(130), ""), "{command} {keys:?}");
            assert_eq!(server.requests().len(), 1, "only the list is read");
        }
    }
}

#[test]
fn a_terminal_that_changes_its_size_meanwhile_is_no_trouble() {
    let (home, server, terminal) = (Home::new(), api(150), Terminal::new());
    let get = home.hookctl(["get", "-o", "ids"]).against(&server);
    let child = terminal.run(get, Some(Stdio::piped()));
    for (rows, columns, down, shown) in [
        (24, 80, 0, "wh_12 "),
        (5, 20, 12, "> wh_13 "),
        (2, 1, 12, "> wh_25 "),
        (50, 200, 12, "> wh_37 "),
    ] {
        terminal.resize(rows, columns);
        terminal.types(&DOWN.repeat(down));
        terminal.wait_for(shown);
    }
    terminal.types("\r");
    assert_eq!(child.wait_with_output().unwrap().stdout, b"wh_37\n");
    terminal.is_as_before();
}

#[test]
fn only_the_first_thousand_are_offered() {
    let (home, server, terminal) = (Home::new(), api(1050), Terminal::new());
    let get = home.hookctl(["get", "-o", "ids"]).against(&server);
    let child = terminal.run(get, Some(Stdio::piped()));
    terminal.wait_for("only the first 1000 webhooks can be chosen");
    terminal.wait_for("wh_12 ");
    terminal.types("\x1b[A\r");
    assert_eq!(child.wait_with_output().unwrap().stdout, b"wh_1000\n");
}

#[test]
fn no_text_of_the_servers_acts_on_the_terminal() {
    let evil = "\x1b]0;owned\x07\x1b[2J\u{9b}31m\u{202e}\n";
    let row = json!({"id": "wh_1", "url": evil, "events": [evil], "status": evil});
    let meta = json!({"total": 1, "page": 1, "limit": 100, "pages": 1});
    let page = json!({"data": [row], "meta": meta}).to_string();
    let (home, server, terminal) =
        (Home::new(), Hostile::always(Reply::json(200, &page)), Terminal::new());
    let mut child = terminal.run(home.hookctl(["get"]).against(&server), None);
    terminal.wait_for("> wh_1  \\x1b]0;owned\\x07\\x1b[2J\\x9b31m\\u{202e}\\n");
    terminal.types("\x1b");
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let text = String::from_utf8(terminal.bytes()).unwrap();
    assert!(
        !text.contains(['\x07', '\u{9b}', '\u{202e}']) && !text.contains("\x1b[2J"),
        "{text:?}"
    );
}

#[test]
fn no_webhook_is_no_choice() {
    let (home, server, terminal) = (Home::new(), api(0), Terminal::new());
    let mut child = terminal.run(home.hookctl(["get"]).against(&server), None);
    assert_eq!(child.wait().unwrap().code(), Some(4));
    terminal.wait_for("there is no webhook to choose");
}

#[test]
fn where_nothing_may_be_asked_the_id_is_missed() {
    let (home, server) = (Home::new(), api(3));
    for command in ["get", "update", "delete", "test"] {
        let terminal = Terminal::new();
        let ci = home.hookctl([command]).against(&server).env("CI", "true");
        assert_eq!(terminal.run(ci, None).wait().unwrap().code(), Some(2));
        terminal.is_as_before();
        let ran = home.hookctl([command]).against(&server).run().exits(2).stdout_is("");
        ran.stderr_is(&format!(
            "error: no webhook's ID is given, and nobody is there to ask for it\n\
             hint: hookctl {command} ID; `hookctl list` shows the ids\n"
        ));
    }
    assert!(server.requests().is_empty());
}
