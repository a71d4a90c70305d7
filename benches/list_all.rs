//! `hookctl list --all` of 10,000 webhooks from a server whose answers take 20 ms, against the time
//! that its round trips alone must take.

#![allow(clippy::print_stdout, clippy::expect_used, reason = "a benchmark prints, and may fail")]

mod paired;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use paired::{hookctl, median, succeed, time};
use rusqlite::Connection;
use serde_json::Value;

const HOOKCTL: &str = env!("CARGO_BIN_EXE_hookctl");
const WEBHOOKS: u32 = 10_000;
const LATENCY: Duration = Duration::from_millis(20);
/// The first of the 100 pages tells the count; the other 99 go out eight at a time.
const ROUND_TRIPS: f64 = 1.0 + 99.0 / 8.0;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fill(folder.path());
    let (mut server, url, token) = start_server(folder.path());
    let mut list = hookctl(&["list", "--all", "-q", "-o", "ndjson", "--api-url", &url, "--token"]);
    list.arg("env:TOKEN").env("TOKEN", token);

    let lines = list.output().expect("hookctl runs").stdout;
    assert_eq!(count_lines(&lines), WEBHOOKS as usize, "every webhook is listed");
    list.stdout(Stdio::null());
    let took = median((0..10).map(|_| time(&mut || succeed(&mut list)).as_secs_f64()));
    let bound = ROUND_TRIPS * LATENCY.as_secs_f64();
    println!(
        "hookctl list --all of {WEBHOOKS}: {:.1} ms, round trips alone {:.1} ms, ratio {:.2} (at most 1.15)",
        took * 1e3,
        bound * 1e3,
        took / bound,
    );
    server.kill().expect("the server is stopped");
    server.wait().expect("the server ends");
}

fn count_lines(lines: &[u8]) -> usize {
    lines.split(|byte| *byte == b'\n').count() - 1
}

/// One webhook made by hookctl, and its copies made in its state: creating each takes long.
fn fill(data: &Path) {
    succeed(
        hookctl(&["create", "--sandbox", "--quiet", "--no-input", "--url"])
            .args(["https://example.com/webhooks", "--event", "user.created"])
            .env("HOOKCTL_DATA_DIR", data)
            .stdout(Stdio::null()),
    );
    let state = Connection::open(data.join("sandbox.db")).expect("the state opens");
    state
        .execute(
            "WITH RECURSIVE copy(number) AS (SELECT 2 UNION ALL
                 SELECT number + 1 FROM copy WHERE number < ?)
             INSERT INTO webhook (id, url, events, status, secret, created_at)
             SELECT id || number, url || number, events, status, secret, created_at
             FROM webhook, copy",
            [WEBHOOKS],
        )
        .expect("the copies are made");
}

fn start_server(data: &Path) -> (Child, String, String) {
    let latency = format!("{}ms", LATENCY.as_millis());
    let mut server = hookctl(&["sandbox", "-o", "ndjson", "--latency", &latency])
        .env("HOOKCTL_DATA_DIR", data)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the sandbox starts");
    let mut line = String::new();
    let output = server.stdout.take().expect("the sandbox has an output");
    BufReader::new(output).read_line(&mut line).expect("the sandbox says that it is ready");
    let ready: Value = serde_json::from_str(&line).expect("the ready line is JSON");
    let text = |name: &str| ready[name].as_str().expect("a text").to_owned();
    (server, text("url"), text("token"))
}
