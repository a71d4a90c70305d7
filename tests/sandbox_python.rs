//! The sandbox as clients see it that are not ours: Python's standard library, and curl.
//! Both follow the API document alone.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::process::Command;

use harness::{Home, Sandbox};
use serde_json::{Value, json};

#[test]
fn a_python_client_finds_every_call_and_every_error_as_documented() {
    let home = Home::new();
    let sandbox = home.sandbox(["--ephemeral"]);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/clients/sandbox.py");
    let output = Command::new("python3")
        .arg(script)
        .args([sandbox.url(), sandbox.token(), sandbox.read_only_token()])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{complained}");
    assert!(said.ends_with("all as documented\n"), "{said}");
}

/// The status and the JSON that curl gets.
fn curl(sandbox: &Sandbox, method: &str, path: &str, body: &str) -> (String, Value) {
    let mut command = Command::new("curl");
    command.args(["--silent", "--show-error", "--noproxy", "*", "--write-out", "\n%{http_code}"]);
    command.args([
        "--request",
        method,
        "--header",
        &format!("Authorization: Bearer {}", sandbox.token()),
    ]);
    if !body.is_empty() {
        command.args(["--data", body]);
    }
    let output = command.arg(format!("{}/api/v1/webhooks{path}", sandbox.url())).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let (body, status) = text.rsplit_once('\n').unwrap();
    (status.to_owned(), serde_json::from_str(body).unwrap())
}

#[test]
fn curl_creates_updates_lists_and_deletes() {
    let home = Home::new();
    let sandbox = home.sandbox(["--ephemeral"]);
    // curl says `application/x-www-form-urlencoded` of what it sends; the sandbox reads JSON all the same.
    let body = r#"{"url":"https://example.com/","events":["data.created"]}"#;
    let (status, created) = curl(&sandbox, "POST", "", body);
    assert_eq!(status, "201");
    let id = created["data"]["id"].as_str().unwrap();
    let (status, updated) = curl(&sandbox, "PUT", &format!("/{id}"), r#"{"status":"inactive"}"#);
    assert_eq!((status.as_str(), &updated["data"]["status"]), ("200", &json!("inactive")));
    let (status, listed) = curl(&sandbox, "GET", "?status=inactive", "");
    assert_eq!((status.as_str(), &listed["data"][0]["id"]), ("200", &json!(id)));
    let (status, deleted) = curl(&sandbox, "DELETE", &format!("/{id}"), "");
    assert_eq!((status.as_str(), &deleted["success"]), ("200", &json!(true)));
    let (status, gone) = curl(&sandbox, "GET", &format!("/{id}"), "");
    assert_eq!((status.as_str(), &gone["error"]["code"]), ("404", &json!("not_found")));
}
