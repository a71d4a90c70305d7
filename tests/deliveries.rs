//! The journal of `hookctl listen` and what `hookctl deliveries` does with it: what was acknowledged
//! is there, exactly once and byte for byte, whatever ended the listener.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;
use std::thread;

use harness::{Home, Listener, mode, try_post};
use hookctl::secret::Secret;
use hookctl::signature::Key;
use rustix::process::Signal;
use serde_json::{Value, json};

fn sign(body: &[u8]) -> String {
    Key::new(&Secret::new("whsec_a").unwrap()).sign(body).to_string()
}

fn event(id: &str, event_type: &str) -> String {
    format!(r#"{{"id":"{id}","type":"{event_type}","created":"2023-06-21T09:15:30Z","data":{{}}}}"#)
}

/// Posts a body, and says the answer's status; an error when the listener is gone.
fn post(url: &str, path: &str, signature: &str, body: &[u8]) -> io::Result<u16> {
    try_post(&format!("{}{path}", url.trim_end_matches('/')), Some(signature), body)
}

fn listen(home: &Home, arguments: &[&str]) -> Listener {
    let secret = format!("file:{}", home.file("secret", "whsec_a").display());
    let arguments = arguments.iter().map(ToString::to_string);
    home.listen(arguments.chain(["--secret".to_owned(), secret]))
}

fn exported(home: &Home, arguments: &[&str]) -> Vec<Value> {
    let export = home.hookctl(["deliveries", "export"]).args(arguments.iter().copied());
    export.run().succeeds().stderr_is("").ndjson()
}

/// A home whose journal has three valid deliveries and a forged one.
fn with_deliveries() -> Home {
    let home = Home::new();
    let listener = listen(&home, &[]);
    for (path, id, event_type) in [
        ("/a?x=1", "evt_1", "user.created"),
        ("/b", "evt_2", "data.created"),
        ("/a", "evt_1", "user.created"),
    ] {
        let body = event(id, event_type);
        let status = post(listener.url(), path, &sign(body.as_bytes()), body.as_bytes()).unwrap();
        assert_eq!(status, 200);
    }
    assert_eq!(post(listener.url(), "/b", "forged", b"\xff\x00").unwrap(), 401);
    listener.stop().exits(0);
    home
}

#[test]
fn each_record_is_that_of_the_listener_and_its_body_is_exact() {
    let home = with_deliveries();
    let records = exported(&home, &[]);
    let told = |key: &str| records.iter().map(|record| record[key].clone()).collect::<Value>();
    assert_eq!(told("signature"), json!(["valid", "valid", "valid", "invalid"]));
    assert_eq!(told("duplicate"), json!([false, false, true, false]));
    assert_eq!(told("path"), json!(["/a?x=1", "/b", "/a", "/b"]));
    assert_eq!(told("event_id"), json!(["evt_1", "evt_2", "evt_1", null]));
    assert_eq!(told("secret"), json!([0, 0, 0, null]));
    assert_eq!(told("reason"), json!([null, null, null, "wrong_length"]));
    assert_eq!(records[0]["response"]["status"], 200);
    assert_eq!(records[0]["body"], event("evt_1", "user.created"));
    assert_eq!(records[3]["body_base64"], "/wA=");
    assert_eq!(mode(&home.data("journal.db")), 0o600);
}

#[test]
fn the_filters_choose() {
    let home = with_deliveries();
    for (arguments, count) in [
        (&["--event", "user.*"][..], 2),
        (&["--event", "user.created,data.created"], 3),
        (&["--event", "user"], 0),
        (&["--signature", "invalid"], 1),
        (&["--path", "/b"], 2),
        (&["--path", "/a"], 2),
        (&["--since", "1h"], 4),
        (&["--since", "2d", "--until", "1h"], 0),
        (&["--until", "2000-01-01T00:00:00Z"], 0),
    ] {
        assert_eq!(exported(&home, arguments).len(), count, "{arguments:?}");
    }
    let list = home.hookctl(["deliveries", "list", "--limit", "2", "-o", "json"]).run().succeeds();
    let listed: Vec<_> =
        list.json().as_array().unwrap().iter().map(|row| row["path"].clone()).collect();
    assert_eq!(listed, ["/b", "/a"]);
    home.hookctl(["deliveries", "list", "--since", "soon"]).run().exits(2).stdout_is("");
}

#[test]
fn one_is_shown_by_the_beginning_of_its_id() {
    let home = with_deliveries();
    let records = exported(&home, &[]);
    let id = records[0]["id"].as_str().unwrap();
    let show = |arguments: &[&str]| {
        home.hookctl(["deliveries", "show"]).args(arguments.iter().copied()).run()
    };
    assert_eq!(show(&[id, "-o", "json"]).succeeds().json(), records[0]);
    show(&[&id[..15], "--body"]).succeeds().stdout_is(&event("evt_1", "user.created"));
    show(&[id, "--headers"]).succeeds().stdout_has("\nx-webhook-signature: ");
    show(&[id, "--curl"]).succeeds().stdout_has(" --data-binary @- 'http://127.0.0.1:");
    assert_eq!(show(&["@last", "-o", "json"]).succeeds().json(), records[3]);
    show(&["dlv_"]).exits(2).stderr_has("several recorded deliveries");
    show(&["dlv_none"]).exits(4).stderr_has("no recorded delivery");
    show(&["dlv_%"]).exits(4).stderr_has("no recorded delivery");
}

#[test]
fn what_is_pruned_is_gone() {
    let home = with_deliveries();
    let prune = |arguments: &[&str]| {
        home.hookctl(["deliveries", "prune", "-o", "json"]).args(arguments.iter().copied()).run()
    };
    assert_eq!(prune(&["--keep", "1", "--dry-run"]).succeeds().json(), json!({"removed": 3}));
    assert_eq!(prune(&["--older-than", "1h"]).succeeds().json(), json!({"removed": 0}));
    assert_eq!(exported(&home, &[]).len(), 4);
    assert_eq!(prune(&["--keep", "1"]).succeeds().json(), json!({"removed": 3}));
    assert_eq!(exported(&home, &[])[0]["signature"], "invalid");
    prune(&[]).exits(2);
}

#[test]
fn only_what_passes_the_filters_is_pruned() {
    let home = with_deliveries();
    let prune = |arguments: &[&str]| {
        let prune = home.hookctl(["deliveries", "prune", "-o", "json"]);
        prune.args(arguments.iter().copied()).run().succeeds().json()["removed"].clone()
    };
    let left = || -> Vec<Value> {
        exported(&home, &[]).iter().map(|record| record["path"].clone()).collect()
    };
    assert_eq!(prune(&["--keep", "0", "--event", "user.*", "--dry-run"]), 2);
    assert_eq!(prune(&["--older-than", "1h", "--signature", "invalid"]), 0);
    assert_eq!(prune(&["--keep", "2", "--event", "user.*"]), 1);
    assert_eq!(left(), ["/b", "/a", "/b"]);
    assert_eq!(prune(&["--keep", "0", "--path", "/b", "--signature", "invalid"]), 1);
    assert_eq!(left(), ["/b", "/a"]);
    assert_eq!(prune(&["--older-than", "0s", "--since", "1h", "--pending"]), 0);
    assert_eq!(exported(&home, &[])[0]["response"]["status"], 200);
}

#[test]
fn a_listener_keeps_as_many_as_it_is_told() {
    let home = with_deliveries();
    listen(&home, &["--keep", "2"]).stop().exits(0);
    assert_eq!(exported(&home, &[]).len(), 2);
}

#[test]
fn a_forged_delivery_makes_no_true_one_a_duplicate() {
    let home = Home::new();
    let body = event("evt_1", "user.created");
    for (signature, status) in [("forged", 401), (&*sign(body.as_bytes()), 200)] {
        let listener = listen(&home, &[]);
        assert_eq!(post(listener.url(), "/", signature, body.as_bytes()).unwrap(), status);
        listener.stop().exits(0);
    }
    let duplicates: Vec<_> =
        exported(&home, &[]).iter().map(|record| record["duplicate"].clone()).collect();
    assert_eq!(duplicates, [false, false]);
}

#[test]
fn what_is_taken_unchecked_is_kept_as_such() {
    let home = Home::new();
    let body = event("evt_1", "user.created");
    for _ in 0..2 {
        let listener = home.listen(["--no-verify"]);
        assert_eq!(post(listener.url(), "/", "forged", body.as_bytes()).unwrap(), 200);
        listener.stop().exits(0);
    }
    let records = exported(&home, &["--signature", "unchecked"]);
    let duplicates: Vec<_> = records.iter().map(|record| record["duplicate"].clone()).collect();
    assert_eq!(duplicates, [false, true]);
    assert_eq!((&records[0]["secret"], &records[0]["reason"]), (&Value::Null, &Value::Null));
}

#[test]
fn a_damaged_journal_is_moved_aside_only_when_told() {
    let home = Home::new();
    std::fs::create_dir_all(home.path("data")).unwrap();
    std::fs::write(home.data("journal.db"), "this is no database at all".repeat(200)).unwrap();
    let listen = ["listen", "--no-verify", "--port", "0"];
    home.hookctl(listen).run().exits(1).stderr_has("--reset-journal");
    let listener = home.listen(["--no-verify", "--reset-journal"]);
    assert_eq!(post(listener.url(), "/", "x", b"{}").unwrap(), 200);
    listener.stop().succeeds().stderr_has("the damaged journal is now ");
    assert_eq!(exported(&home, &[]).len(), 1);
    let entries = std::fs::read_dir(home.path("data")).unwrap().map(|entry| entry.unwrap());
    let names: Vec<_> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    assert!(names.iter().any(|name| name.starts_with("journal.db.damaged-")), "{names:?}");
    // A sound one stays where it is.
    home.listen(["--no-verify", "--reset-journal"]).stop().succeeds().stderr_is("");
    assert_eq!(exported(&home, &[]).len(), 1);
}

#[test]
fn without_a_journal_nothing_is_kept() {
    let home = Home::new();
    let listener = listen(&home, &["--no-journal"]);
    let body = event("evt_1", "user.created");
    assert_eq!(post(listener.url(), "/", &sign(body.as_bytes()), body.as_bytes()).unwrap(), 200);
    listener.stop().exits(0);
    assert!(!home.data("journal.db").exists());
}

#[test]
fn two_listeners_share_a_journal() {
    let home = Home::new();
    let listeners = [listen(&home, &[]), listen(&home, &[])];
    thread::scope(|scope| {
        for (number, listener) in listeners.iter().enumerate() {
            let url = listener.url();
            scope.spawn(move || {
                for count in 0..50 {
                    let body = event(&format!("evt_{number}_{count}"), "user.created");
                    let signature = sign(body.as_bytes());
                    assert_eq!(post(url, "/", &signature, body.as_bytes()).unwrap(), 200);
                }
            });
        }
    });
    for listener in listeners {
        listener.stop().exits(0);
    }
    assert_eq!(exported(&home, &[]).len(), 100);
}

#[test]
fn kill_at_any_moment_loses_nothing_that_was_acknowledged() {
    let home = Home::new();
    let mut acknowledged = HashSet::new();
    for round in 0..50 {
        let listener = listen(&home, &[]);
        let url = listener.url().to_owned();
        let senders: Vec<_> = (0..4)
            .map(|sender| {
                let url = url.clone();
                thread::spawn(move || {
                    let mut taken = Vec::new();
                    for count in 0.. {
                        let id = format!("evt_{round}_{sender}_{count}");
                        let body = event(&id, "user.created");
                        match post(&url, "/", &sign(body.as_bytes()), body.as_bytes()) {
                            Ok(200) => taken.push(id),
                            _ => break,
                        }
                    }
                    taken
                })
            })
            .collect();
        // A moment of its own for each round: after this many more deliveries than the last time.
        let mut listener = listener;
        (0..=round % 20).for_each(|_| drop(listener.next_record()));
        listener.running.signal(Signal::KILL);
        listener.running.wait();
        for sender in senders {
            acknowledged.extend(sender.join().unwrap());
        }
    }
    let mut times = HashMap::new();
    for record in exported(&home, &[]) {
        *times.entry(record["event_id"].as_str().unwrap().to_owned()).or_insert(0) += 1;
    }
    assert!(acknowledged.len() >= 50, "{}", acknowledged.len());
    for id in &acknowledged {
        assert_eq!(times.get(id), Some(&1), "{id}");
    }
}

#[test]
fn a_journal_that_is_none_is_left_alone() {
    let home = Home::new();
    let file = home.file("other", "this is no journal, but somebody's only copy of something");
    let journal = file.to_str().unwrap();
    let secret = ["--secret", "env:S", "--port", "0"];
    let listener = home.hookctl(["listen", "--journal", journal]).args(secret).env("S", "whsec_a");
    listener.run().exits(1).stdout_is("").stderr_has("is damaged, or no journal");
    let list = home.hookctl(["deliveries", "list", "--journal", journal]);
    list.run().exits(1).stderr_has("is damaged, or no journal");
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("this is no journal"));

    let database = home.path("other.db");
    let other = rusqlite::Connection::open(&database).unwrap();
    other.execute_batch("CREATE TABLE bookmark (url TEXT)").unwrap();
    drop(other);
    let before = std::fs::read(&database).unwrap();
    let journal = database.to_str().unwrap();
    for begin in [&["listen", "--no-verify", "--port", "0"][..], &["deliveries", "list"]] {
        let command = home.hookctl(begin.iter().copied().chain(["--journal", journal]));
        command.run().exits(1).stdout_is("").stderr_has("other.db is no journal, but a database");
    }
    assert_eq!(std::fs::read(&database).unwrap(), before);
}

#[test]
fn a_newer_journal_is_refused() {
    let home = with_deliveries();
    let connection = rusqlite::Connection::open(home.data("journal.db")).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    let list = home.hookctl(["deliveries", "list"]).run();
    list.exits(1).stderr_has("has version 99").stderr_has("use the hookctl that wrote it");
}

/// A file system of 400 KiB, where this machine lets us have one.
struct SmallDisk<'a>(&'a Path);

impl<'a> SmallDisk<'a> {
    fn at(folder: &'a Path) -> Option<Self> {
        std::fs::create_dir(folder).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=400k", "tmpfs"]).arg(folder);
        mount.output().is_ok_and(|ended| ended.status.success()).then_some(Self(folder))
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).output();
    }
}

#[test]
fn a_full_disk_is_503_and_loses_nothing() {
    let home = Home::new();
    let folder = home.path("small");
    let Some(_disk) = SmallDisk::at(&folder) else { return };
    let journal = folder.join("journal.db").to_str().unwrap().to_owned();
    let listener = listen(&home, &["--journal", &journal]);
    let body = vec![b'x'; 60_000];
    let statuses: Vec<_> =
        (0..10).map(|_| post(listener.url(), "/", &sign(&body), &body).unwrap()).collect();
    let accepted = statuses.iter().filter(|status| **status == 200).count();
    assert!((1..10).contains(&accepted), "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 200 | 503)), "{statuses:?}");
    listener.stop().exits(0).stderr_has("could not be kept, and is not accepted");
    assert_eq!(exported(&home, &["--journal", &journal]).len(), accepted);
}

#[test]
fn a_journal_that_is_named_has_to_be_there() {
    let home = Home::new();
    for arguments in [
        &["list"][..],
        &["show", "@last"],
        &["export"],
        &["prune", "--keep", "1"],
        &["replay", "@last", "--to", "http://127.0.0.1:9/"],
    ] {
        let deliveries = home.hookctl(["deliveries"]).args(arguments.iter().copied());
        let ran = deliveries.args(["--journal", "typo.db"]).run().exits(2).stdout_is("");
        ran.stderr_has("error: there is no journal at typo.db\n");
        assert!(!home.path("typo.db").exists());
    }
    home.hookctl(["deliveries", "list"]).run().succeeds().stderr_is("no deliveries\n");
}

#[test]
fn export_prints_lines_of_json_alone() {
    let home = with_deliveries();
    let export = || home.hookctl(["deliveries", "export", "--event", "data.*"]);
    let usual = export().run().succeeds().stdout().to_owned();
    for form in ["json", "ndjson"] {
        export().args(["-o", form]).run().succeeds().stdout_is(&usual);
    }
    for form in ["table", "yaml", "tsv", "ids"] {
        let refused = export().args(["-o", form]).run().exits(2).stdout_is("");
        refused.stderr_has("hint: it has json, ndjson");
        export().env("HOOKCTL_OUTPUT", form).run().succeeds().stdout_is(&usual);
    }
}

#[test]
fn export_and_prune_pick_fields() {
    let home = with_deliveries();
    let export = ["deliveries", "export", "--event", "data.*", "--fields"];
    let export = |fields| home.hookctl(export).args([fields]).run();
    export("event_id,path").succeeds().stdout_is("{\"event_id\":\"evt_2\",\"path\":\"/b\"}\n");
    export("nope").exits(2).stdout_is("").stderr_has("unknown field `nope`");
    let prune = |fields| home.hookctl(["deliveries", "prune", "--keep", "0", "--fields", fields]);
    prune("nope").run().exits(2).stdout_is("").stderr_has("hint: it can be one of removed");
    assert_eq!(prune("removed").run().succeeds().json(), json!({"removed": 4}));
}

#[test]
fn prune_has_no_rows_and_no_ids_to_print() {
    let home = Home::new();
    for form in ["tsv", "ids"] {
        let prune = home.hookctl(["deliveries", "prune", "--keep", "1", "-o", form]).run();
        prune.exits(2).stdout_is("").stderr_has("this command has no output form");
    }
    let prune = home.hookctl(["deliveries", "prune", "--keep", "1", "-o", "yaml"]).run();
    prune.succeeds().stdout_is("removed: 0\n");
}

#[test]
fn the_curl_command_sends_the_recorded_bytes_of_headers() {
    let home = Home::new();
    let mut listener = home.listen(["--no-verify"]);
    let address = listener.url().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let mut stream = harness::connect(listener.url());
    write!(stream, "POST / HTTP/1.1\r\nHost: {address}\r\nContent-Length: 2\r\nX-Empty:\r\n")
        .unwrap();
    stream.write_all(b"X-Bytes: caf\xe9 '%d'\r\n\r\n{}").unwrap();
    let first = listener.next_record();
    let show = home.hookctl(["deliveries", "show", "@last", "--curl"]).run().succeeds();
    let (_, curl) = show.stdout().split_once("| ").unwrap();
    let mut shell = Command::new("sh");
    let ran = shell.args(["-c", &format!("printf '{{}}' | {}", curl.replace("curl", "curl -s"))]);
    assert!(ran.status().unwrap().success());
    let again = listener.next_record();
    let sent = |record: &Value| {
        let headers = record["headers"].as_array().unwrap().clone();
        let own = |name: &Value| name == "x-bytes" || name == "x-empty";
        headers.into_iter().filter(|pair| own(&pair[0])).collect::<Vec<_>>()
    };
    assert_eq!(sent(&first), [json!(["x-empty", ""]), json!(["x-bytes", "caf\u{e9} '%d'"])]);
    assert_eq!(sent(&again), sent(&first));
    listener.stop().succeeds();
}
