//! `hookctl sandbox` as a server: its state, its tokens, how it misbehaves on purpose, how it
//! ends.

mod harness;

use std::thread;

use harness::{Home, Ran, Running, Sandbox, mode};
use serde_json::json;

/// What one call of the sandbox answers, by a client that neither waits nor tries again.
fn call(home: &Home, sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    home.hookctl(["api", "--retries", "0", "-i"]).args(arguments.to_vec()).with(sandbox).run()
}

fn ids(home: &Home) -> Vec<String> {
    let ran = home.hookctl(["list", "--all", "-o", "ids"]).sandbox().run().succeeds();
    ran.stdout().lines().map(str::to_owned).collect()
}

#[test]
fn the_ready_line_tells_the_url_and_both_tokens() {
    let home = Home::new();
    let mut sandbox = Running::spawn(home.hookctl(["sandbox", "-o", "json"]).command());
    let ready = sandbox.next_record();
    let keys: Vec<_> = ready.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["type", "url", "token", "read_only_token"]);
    assert_eq!(ready["type"], "ready");
    assert!(ready["url"].as_str().unwrap().starts_with("http://127.0.0.1:"));
    assert!(ready["token"].as_str().unwrap().starts_with("sbx_"));
    assert!(ready["read_only_token"].as_str().unwrap().starts_with("sbx_ro_"));
    let ended = sandbox.stop().succeeds();
    ended.stdout_is("").stderr_is("");
}

#[test]
fn state_and_tokens_outlive_a_restart_by_sigterm() {
    let home = Home::new();
    let first = home.sandbox([""; 0]);
    let create =
        ["create", "--url", "https://example.com/", "--event", "user.created", "-o", "ids"];
    let created = home.hookctl(create).with(&first).run().succeeds();
    let tokens = (first.token().to_owned(), first.read_only_token().to_owned());
    first.stop().succeeds();
    let second = home.sandbox([""; 0]);
    assert_eq!((second.token(), second.read_only_token()), (&*tokens.0, &*tokens.1));
    home.hookctl(["list", "-o", "ids"]).with(&second).run().succeeds().stdout_is(created.stdout());
    assert_eq!(mode(&home.data("sandbox.db")), 0o600);
    assert_eq!(mode(&home.data(".")) & 0o077, 0);
}

#[test]
fn an_ephemeral_sandbox_leaves_no_file_and_has_new_tokens() {
    let home = Home::new();
    let first = home.sandbox(["--ephemeral"]);
    let second = home.sandbox(["--ephemeral"]);
    assert_ne!(first.token(), second.token());
    first.stop().succeeds();
    assert!(!home.data("sandbox.db").exists());
    home.hookctl(["sandbox", "--ephemeral", "--state", "my.db"]).run().exits(2);
}

#[test]
fn a_state_file_is_where_it_is_asked_for() {
    let home = Home::new();
    let path = home.path("deep/my.db");
    let sandbox = home.sandbox(["--state", path.to_str().unwrap()]);
    assert_eq!(mode(&path), 0o600);
    assert!(!home.data("sandbox.db").exists());
    sandbox.stop().succeeds();
}

#[test]
fn a_file_that_is_not_a_state_is_refused_and_left_alone() {
    let home = Home::new();
    let notes = home.file("notes.txt", "my notes\n");
    let ran = home.hookctl(["sandbox", "--state", notes.to_str().unwrap()]).run().exits(2);
    ran.stdout_is("").stderr_has("notes.txt");
    assert_eq!(std::fs::read(&notes).unwrap(), b"my notes\n");
}

#[test]
fn a_given_token_is_expected_and_not_kept_and_hookctl_token_never_is() {
    let home = Home::new();
    let own = home.sandbox([""; 0]).token().to_owned();
    let arguments = ["sandbox", "-o", "ndjson", "--server-token", "env:MINE"];
    let command = home.hookctl(arguments).env("MINE", "tok_mine").env("HOOKCTL_TOKEN", "tok_real");
    let mut running = Running::spawn(command.command());
    let ready = running.next_record();
    assert_eq!(ready["token"], "tok_mine");
    let list = |token: &str| {
        let list = home.hookctl(["list", "-o", "ids"]).env("HOOKCTL_TOKEN", token);
        list.env("HOOKCTL_API_URL", ready["url"].as_str().unwrap()).run()
    };
    list("tok_mine").succeeds();
    list("tok_real").exits(3);
    list(&own).exits(3);
    list(ready["read_only_token"].as_str().unwrap()).succeeds();
    running.stop().succeeds().shows_nowhere("tok_mine");
    assert_eq!(home.sandbox([""; 0]).token(), own);

    let command = home.hookctl(["sandbox", "-o", "ndjson"]).env("HOOKCTL_TOKEN", "tok_real");
    let mut running = Running::spawn(command.command());
    assert_eq!(running.next_record()["token"], *own);
}

#[test]
fn what_is_faster_than_the_rate_limit_is_429_and_told_when_to_come_back() {
    let home = Home::new();
    let sandbox = home.sandbox(["--ephemeral", "--rate-limit", "2/m"]);
    call(&home, &sandbox, &["GET", "/webhooks"]).succeeds();
    call(&home, &sandbox, &["GET", "/webhooks"]).succeeds();
    let refused = call(&home, &sandbox, &["GET", "/webhooks"]).exits(6);
    let refused = refused.stdout_has("429 Too Many Requests");
    let wait = refused.stdout().lines().find_map(|line| line.strip_prefix("retry-after: "));
    let wait: u32 = wait.unwrap().trim().parse().unwrap();
    assert!((1..=30).contains(&wait), "{wait}");
    home.hookctl(["sandbox", "--rate-limit", "2/h"]).run().exits(2);
}

#[test]
fn a_share_of_one_fails_every_request_and_changes_nothing() {
    let home = Home::new();
    let sandbox = home.sandbox(["--fail", "503=1"]);
    let body = r#"{"url":"https://example.com/","events":["user.created"]}"#;
    let refused = home
        .hookctl(["api", "POST", "/webhooks", "--data", "-", "--retries", "0"])
        .with(&sandbox)
        .stdin(body)
        .run()
        .exits(7);
    refused.stderr_has("503");
    call(&home, &sandbox, &["GET", "/webhooks"]).exits(7).stdout_has("503");
    sandbox.stop().succeeds();
    assert_eq!(ids(&home), [""; 0]);
}

#[test]
fn latency_is_the_least_that_an_answer_takes() {
    let home = Home::new();
    let sandbox = home.sandbox(["--ephemeral", "--latency", "80ms"]);
    let started = std::time::Instant::now();
    home.hookctl(["list"]).with(&sandbox).run().succeeds();
    // A bound from below holds however busy the machine is.
    assert!(started.elapsed().as_millis() >= 80);
}

#[test]
fn a_port_in_use_is_named() {
    let home = Home::new();
    let sandbox = home.sandbox(["--ephemeral"]);
    let port = sandbox.url().rsplit(':').next().unwrap();
    let ran = home.hookctl(["sandbox", "--ephemeral", "--port", port]).run().exits(1);
    ran.stdout_is("").stderr_has(&format!("port {port}")).stderr_has("hint: ");
}

#[test]
fn several_processes_write_one_state_and_none_is_lost() {
    let home = Home::new();
    let running = home.sandbox([""; 0]);
    let created: Vec<String> = thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|number| {
                let (home, url, token) = (&home, running.url(), running.token());
                scope.spawn(move || {
                    let target = format!("https://example.com/{number}");
                    let create =
                        ["create", "--event", "user.created", "-o", "ids", "--url", &target];
                    let command = home.hookctl(create);
                    // Half of them beside the server, half of them through it.
                    let command = if number % 2 == 0 {
                        command.sandbox()
                    } else {
                        command.env("HOOKCTL_API_URL", url).env("HOOKCTL_TOKEN", token)
                    };
                    command.run().succeeds().stdout().trim().to_owned()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let mut listed = ids(&home);
    running.stop().succeeds();
    let mut expected = created;
    listed.sort();
    expected.sort();
    assert_eq!(listed, expected);
}

#[test]
fn the_sandbox_of_one_command_keeps_its_state_for_the_next() {
    let home = Home::new();
    let id = home.webhook("https://example.com/", "user.created,data.created");
    let update = ["update", &id, "--status", "inactive"];
    home.hookctl(update).sandbox().run().succeeds();
    let got = home.hookctl(["get", &id, "-o", "json"]).sandbox().run().succeeds().json();
    assert_eq!(got["status"], "inactive");
    assert_eq!(got["events"], json!(["user.created", "data.created"]));
}
