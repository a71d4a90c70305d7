//! `hookctl listen` beside a reader of its output that is slow, stuck or gone: receiving goes on.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout};
use std::thread::sleep;
use std::time::Duration;

use harness::{Home, connect, post};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

/// Far more than a pipe holds.
const COUNT: usize = 3000;

struct Stuck {
    child: Child,
    stdout: Option<BufReader<ChildStdout>>,
    url: String,
}

/// A listener of which nobody reads more than the first line.
fn stuck(home: &Home, arguments: &[&str]) -> Stuck {
    listener(home, &[&["--no-verify"], arguments].concat())
}

fn listener(home: &Home, arguments: &[&str]) -> Stuck {
    let fixed = ["listen", "--port", "0", "-o", "ndjson"];
    let mut child = home.hookctl(fixed.iter().chain(arguments).copied()).command().spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    let ready: Value = serde_json::from_str(&line).unwrap();
    Stuck { child, stdout: Some(stdout), url: ready["url"].as_str().unwrap().to_owned() }
}

impl Stuck {
    /// Delivers on one connection, each after the answer to the one before.
    fn deliver(&self, count: usize, length: usize) {
        let mut stream = BufReader::new(connect(&self.url));
        for number in 0..count {
            let filler = "x".repeat(length);
            let body = format!(r#"{{"id":"evt_{number}","type":"user.created","x":"{filler}"}}"#);
            let head =
                format!("POST / HTTP/1.1\r\nHost: l\r\nContent-Length: {}\r\n\r\n", body.len());
            stream.get_mut().write_all((head + &body).as_bytes()).unwrap();
            assert!(answer(&mut stream).starts_with("HTTP/1.1 200 "));
        }
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Reads all, a piece at a time, with a rest after each.
    fn read_slowly(&mut self, piece: usize) -> Vec<Value> {
        let (mut text, mut buffer) = (Vec::new(), vec![0; piece]);
        let mut stdout = self.stdout.take().unwrap().into_inner();
        loop {
            match stdout.read(&mut buffer).unwrap() {
                0 => break,
                length => text.extend_from_slice(&buffer[..length]),
            }
            sleep(Duration::from_millis(50));
        }
        let text = String::from_utf8(text).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn ended(mut self) -> (Option<i32>, String) {
        let mut stderr = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        (self.child.wait().unwrap().code(), stderr)
    }

    fn rows(mut self) -> Vec<Value> {
        let mut text = String::new();
        self.stdout.unwrap().read_to_string(&mut text).unwrap();
        assert!(self.child.wait().unwrap().success());
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn answer(stream: &mut BufReader<TcpStream>) -> String {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        stream.read_line(&mut head).unwrap();
    }
    let length = head.split("content-length: ").nth(1).unwrap().split("\r\n").next().unwrap();
    let mut body = vec![0; length.parse().unwrap()];
    stream.read_exact(&mut body).unwrap();
    head
}

#[test]
fn a_reader_that_is_stuck_holds_up_no_delivery_and_misses_none() {
    let home = Home::new();
    let listener = stuck(&home, &["--drain", "60s"]);
    listener.deliver(COUNT, 0);
    listener.signal(Signal::TERM);
    let rows = listener.rows();
    assert_eq!(rows.len(), COUNT + 1);
    let ids = rows.iter().take(COUNT).map(|row| row["event_id"].as_str().unwrap().to_owned());
    assert!(ids.eq((0..COUNT).map(|number| format!("evt_{number}"))));
    assert_eq!((&rows[COUNT]["received"], &rows[COUNT]["dropped"]), (&json!(COUNT), &json!(0)));
}

#[test]
fn what_does_not_fit_in_memory_is_read_back_from_the_journal() {
    let home = Home::new();
    let listener = stuck(&home, &["--drain", "60s"]);
    listener.deliver(72, 1024 * 1024);
    listener.signal(Signal::TERM);
    let rows = listener.rows();
    let ids = rows.iter().take(72).map(|row| row["event_id"].as_str().unwrap().to_owned());
    assert!(ids.eq((0..72).map(|number| format!("evt_{number}"))));
    assert_eq!(rows[72]["dropped"], 0);
}

#[test]
fn without_a_journal_the_oldest_rows_are_dropped_and_counted() {
    let home = Home::new();
    let listener = stuck(&home, &["--drain", "60s", "--no-journal"]);
    listener.deliver(72, 1024 * 1024);
    listener.signal(Signal::TERM);
    let rows = listener.rows();
    let summary = rows.last().unwrap();
    assert_eq!((&summary["type"], &summary["received"]), (&json!("summary"), &json!(72)));
    let dropped = usize::try_from(summary["dropped"].as_u64().unwrap()).unwrap();
    assert!(dropped > 0);
    assert_eq!(rows.len() - 1, 72 - dropped);
    assert_eq!(rows[rows.len() - 2]["event_id"], "evt_71");
}

#[test]
fn a_reader_that_never_reads_does_not_hold_up_the_end() {
    let home = Home::new();
    let mut listener = stuck(&home, &["--drain", "0s"]);
    listener.deliver(COUNT, 0);
    listener.signal(Signal::TERM);
    let mut stderr = String::new();
    listener.child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!(listener.child.wait().unwrap().code(), Some(1));
    assert!(stderr.contains("nobody reads standard output"), "{stderr}");
    let list =
        home.hookctl(["deliveries", "list", "--limit", "9999", "-o", "ids"]).run().succeeds();
    assert_eq!(list.stdout().lines().count(), COUNT);
}

#[test]
fn a_reader_that_is_slow_gets_every_row_and_the_summary() {
    let home = Home::new();
    let mut listener = stuck(&home, &["--drain", "0s", "--count", "60"]);
    listener.deliver(60, 20_000);
    let rows = listener.read_slowly(20_000);
    assert_eq!((rows.len(), &rows[60]["received"]), (61, &json!(60)));
    assert_eq!(listener.ended(), (Some(0), String::new()));
}

#[test]
fn a_row_that_is_read_piece_by_piece_is_not_cut() {
    let home = Home::new();
    let mut listener = stuck(&home, &["--drain", "0s", "--count", "1"]);
    listener.deliver(1, 2 * 1024 * 1024);
    let rows = listener.read_slowly(32 * 1024);
    assert_eq!((rows.len(), &rows[1]["received"]), (2, &json!(1)));
    assert_eq!(listener.ended(), (Some(0), String::new()));
}

#[test]
fn the_verdict_goes_before_a_reader_that_is_stuck() {
    let home = Home::new();
    let secret = ["--secret", "whsec_a"];
    let listener =
        listener(&home, &[&secret[..], &["--drain", "0s", "--fail-on-invalid"]].concat());
    assert_eq!(post(&listener.url, None, "x".repeat(1024 * 1024).as_bytes()), 401);
    let (code, stderr) = listener.ended();
    assert_eq!(code, Some(8), "{stderr}");
    assert!(stderr.contains("nobody reads standard output"), "{stderr}");
}

#[test]
fn a_reader_that_went_away_is_noted_once() {
    let home = Home::new();
    let mut listener = stuck(&home, &[]);
    listener.stdout = None;
    listener.deliver(20, 0);
    listener.signal(Signal::TERM);
    let mut stderr = String::new();
    listener.child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert!(listener.child.wait().unwrap().success());
    assert_eq!(
        stderr.matches("note: nobody reads standard output any more").count(),
        1,
        "{stderr}"
    );
}
