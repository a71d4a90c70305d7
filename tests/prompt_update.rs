//! `hookctl update` on a terminal, without a change named: it asks for each field, and an answer
//! that is left as it is changes nothing.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use harness::{Home, Hostile, Reply, Terminal};
use serde_json::{Value, json};

const DOWN: &str = "\x1b[B";
const ERASE: &str = "\x7f";

/// A server with one webhook, whose PUT answers with what it was sent.
fn api() -> Hostile {
    Hostile::answering(|request| {
        let mut webhook = json!({"id": "wh_1", "url": "https://a.invalid/", "status": "active",
            "events": ["team.made", "user.created"], "description": "old"});
        if request.method == "PUT" {
            for field in ["url", "events", "status", "description"] {
                webhook[field] = request.json()[field].clone();
            }
        }
        Reply::json(200, &json!({"data": webhook}).to_string())
    })
}

/// Types an answer to each of the four questions, and says how it ended.
#[track_caller]
fn answered(url: &str, events: &str, status: &str, description: &str) -> (Option<i32>, Hostile) {
    let (home, server, terminal) = (Home::new(), api(), Terminal::new());
    let mut child = terminal.run(home.hookctl(["update", "wh_1"]).against(&server), None);
    let questions = [
        ("URL: https://a.invalid/", url),
        ("team.made         not in the API document", events),
        ("  inactive", status),
        ("Description: old", description),
    ];
    for (question, keys) in questions {
        terminal.wait_for(question);
        terminal.types(keys);
        if keys.contains(['\x03', '\x1b']) && !keys.contains('\r') {
            break;
        }
    }
    let code = child.wait().unwrap().code();
    terminal.is_as_before();
    (code, server)
}

#[track_caller]
fn sent(server: &Hostile) -> Value {
    let lines = server.request_lines();
    let get = "GET /api/v1/webhooks/wh_1";
    assert_eq!(lines, [get, get, "PUT /api/v1/webhooks/wh_1"]);
    server.requests()[2].json()
}

#[test]
fn what_is_left_as_it_is_is_not_sent() {
    let (code, server) = answered("\r", "\r", "\r", "\r");
    assert_eq!(code, Some(0));
    assert_eq!(server.request_lines(), ["GET /api/v1/webhooks/wh_1"; 2]);
}

#[test]
fn each_answer_changes_its_field() {
    let (code, server) = answered(
        &format!("{ERASE}/x\r"),
        &format!("{DOWN} \r"),
        &format!("{DOWN}\r"),
        &format!("{}\r", ERASE.repeat(3)),
    );
    assert_eq!(code, Some(0));
    assert_eq!(
        sent(&server),
        json!({"url": "https://a.invalid/x", "events": ["team.made", "user.created", "user.updated"],
            "status": "inactive", "description": ""})
    );
}

#[test]
fn one_answer_changes_one_field() {
    let (_, server) = answered("\r", " \r", "\r", "\r");
    assert_eq!(
        sent(&server),
        json!({"url": "https://a.invalid/", "events": ["team.made"], "status": "active",
            "description": "old"})
    );
}

#[test]
fn ctrl_c_anywhere_and_esc_in_lists_change_nothing() {
    for (url, events, status, description) in [
        ("\x03", "", "", ""),
        ("\r", "\x03", "", ""),
        ("\r", "\x1b", "", ""),
        ("\r", "\r", "\x03", ""),
        ("\r", "\r", "\x1b", ""),
        ("x\r", " \r", "\r", "\x03"),
    ] {
        let (code, server) = answered(url, events, status, description);
        assert_eq!(code, Some(130));
        assert_eq!(server.request_lines(), ["GET /api/v1/webhooks/wh_1"]);
    }
}

#[test]
fn a_named_change_asks_nothing() {
    let (home, server, terminal) = (Home::new(), api(), Terminal::new());
    let update = home.hookctl(["update", "wh_1", "--status", "inactive"]).against(&server);
    assert_eq!(terminal.run(update, None).wait().unwrap().code(), Some(0));
    assert!(!terminal.screen().contains("URL:"));
}
