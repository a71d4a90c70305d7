//! `hookctl listen` with a crowd at its door, and with bodies that are neither text nor JSON.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::thread;

use harness::{GUARD, Home, Running, connect, post};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::json;

const SECRET: &str = "whsec_a";
const BODY: &[u8] = br#"{"id":"evt_1","type":"user.created"}"#;

fn sign(home: &Home, body: &[u8]) -> String {
    let ran = home.hookctl(["sign", "--secret", "env:S"]).env("S", SECRET).stdin(body).run();
    ran.succeeds().stdout().trim_end().to_owned()
}

fn head(signature: &str, body: &[u8], more: &str) -> String {
    let length = body.len();
    format!(
        "POST / HTTP/1.1\r\nHost: l\r\nX-Webhook-Signature: {signature}\r\n\
         Content-Length: {length}\r\n{more}\r\n"
    )
}

#[test]
fn deliveries_pass_by_those_that_stall() {
    let home = Home::new();
    home.file("secret", SECRET);
    let mut listener = home.listen(["--secret", "file:secret", "--read-timeout", "1h"]);
    let url = listener.url().to_owned();
    let good = sign(&home, BODY);
    let head = head(&good, BODY, "");
    let (half_a_head, half_a_body) =
        (&head.as_bytes()[..head.len() / 2], [head.as_bytes(), &BODY[..BODY.len() / 2]].concat());
    let stalled: Vec<TcpStream> = (0..100)
        .map(|place| {
            let mut stream = connect(&url);
            let half = if place % 2 == 0 { half_a_head } else { &half_a_body };
            stream.write_all(half).unwrap();
            stream
        })
        .collect();
    let statuses: Vec<u16> = thread::scope(|scope| {
        let posts: Vec<_> =
            (0..50).map(|_| scope.spawn(|| post(&url, Some(&good), BODY))).collect();
        posts.into_iter().map(|post| post.join().unwrap()).collect()
    });
    assert_eq!(statuses, [200; 50]);
    for _ in 0..50 {
        assert_eq!(listener.next_record()["response"]["status"], 200);
    }
    drop(stalled);
    let summary = listener.stop().succeeds().ndjson().pop().unwrap();
    assert_eq!((&summary["received"], &summary["valid"]), (&json!(50), &json!(50)));
}

/// Whether this process, and so its children, may have 2,100 files open; its own limit is raised.
fn has_room() -> bool {
    let limit = getrlimit(Resource::Nofile);
    let enough = |limit: Option<u64>| limit.is_none_or(|limit| limit >= 2_100);
    enough(limit.current)
        || enough(limit.maximum)
            && setrlimit(Resource::Nofile, Rlimit { current: Some(2_100), ..limit }).is_ok()
}

/// The command with a low limit of open files, which it may raise.
fn with_few_files(command: &Command) -> Command {
    let mut limited = Command::new("sh");
    limited.args(["-c", r#"ulimit -S -n 256 && exec "$0" "$@""#]);
    limited.arg(command.get_program()).args(command.get_args());
    limited.env_clear();
    limited.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    limited.current_dir(command.get_current_dir().unwrap());
    limited.stdout(Stdio::piped()).stderr(Stdio::piped());
    limited
}

#[test]
fn a_thousand_idle_connections_leave_room_for_one_more() {
    if !has_room() {
        eprintln!("skipped: the system allows less than 2,100 open files");
        return;
    }
    let home = Home::new();
    let listen = ["listen", "--port", "0", "-o", "ndjson", "--no-verify", "--read-timeout", "1h"];
    let mut running = Running::spawn(with_few_files(&home.hookctl(listen).command()));
    let url = running.next_record()["url"].as_str().unwrap().to_owned();
    let idle: Vec<TcpStream> = (0..1_000).map(|_| connect(&url)).collect();
    // The last of them is no less alive than the one more.
    for mut stream in [&connect(&url), idle.last().unwrap()] {
        // Without room it would never be answered.
        stream.set_read_timeout(Some(GUARD)).unwrap();
        stream.write_all(head("", BODY, "Connection: close\r\n").as_bytes()).unwrap();
        stream.write_all(BODY).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
    drop(idle);
    running.stop().succeeds().stderr_is("");
}

#[test]
fn deliveries_in_a_row_on_one_connection_are_recorded_in_their_order() {
    let home = Home::new();
    home.file("secret", SECRET);
    let mut listener = home.listen(["--secret", "file:secret"]);
    let ids: Vec<_> = (0..20).map(|number| format!("evt_{number}")).collect();
    let mut requests = Vec::new();
    for id in &ids {
        let body = json!({"id": id}).to_string();
        let more = if id == "evt_19" { "Connection: close\r\n" } else { "" };
        let good = sign(&home, body.as_bytes());
        requests.extend([head(&good, body.as_bytes(), more).as_bytes(), body.as_bytes()].concat());
    }
    let mut stream = connect(listener.url());
    stream.write_all(&requests).unwrap();
    let mut answers = String::new();
    stream.read_to_string(&mut answers).unwrap();
    assert_eq!(answers.matches("HTTP/1.1 200 ").count(), ids.len());
    let recorded: Vec<_> = ids.iter().map(|_| listener.next_record()["event_id"].clone()).collect();
    assert_eq!(json!(recorded), json!(ids));
}

#[test]
fn any_bytes_are_checked_and_kept_as_they_came_however_they_came() {
    let home = Home::new();
    home.file("secret", SECRET);
    let mut listener = home.listen(["--secret", "file:secret"]);
    let no_text: Vec<u8> = (0..=255).chain(*b"\r\n\0").collect();
    let split_in_a_character = "{\"id\":\"évt_☃\"}".as_bytes();
    let bodies: [&[u8]; 5] =
        [&no_text, b"id=evt_1&type=user.created", split_in_a_character, b"{ \"a\" : 1.50 }\n", b""];
    for body in bodies {
        let mut stream = connect(listener.url());
        stream.set_nodelay(true).unwrap();
        let head = head(&sign(&home, body), body, "Connection: close\r\n");
        for byte in head.bytes().chain(body.iter().copied()) {
            stream.write_all(&[byte]).unwrap();
        }
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        let record = listener.next_record();
        assert_eq!((&record["signature"], &record["bytes"]), (&json!("valid"), &json!(body.len())));
        let show = ["deliveries", "show", record["id"].as_str().unwrap(), "--body"];
        assert_eq!(home.hookctl(show).run().succeeds().stdout, body);
    }
}
