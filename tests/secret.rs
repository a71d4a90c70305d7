//! `hookctl secret`: what is kept is listed without being shown, shown where it was asked for,
//! replaced and removed for good.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use harness::{Home, Invocation, mode};
use pty_process::blocking::{Command, open};
use serde_json::json;

const API: &str = "https://api.invalid";
const OTHER: &str = "https://other.invalid";

fn secret<'a>(home: &'a Home, arguments: &[&str]) -> Invocation<'a> {
    home.hookctl(["secret"]).args(arguments.iter().copied())
}

#[track_caller]
fn keep(home: &Home, id: &str, api: &str, value: &str) {
    let set = ["set", id, "--secret", "env:S", "--api-url", api];
    secret(home, &set).env("S", value).run().succeeds().shows_nowhere(value);
}

#[test]
fn an_empty_store_lists_nothing() {
    let home = Home::new();
    secret(&home, &["list", "-o", "json"]).run().succeeds().stdout_is("[]\n").stderr_is("");
    assert!(!home.path("data").exists());
}

#[test]
fn what_create_kept_is_listed_without_the_secret() {
    let home = Home::new();
    let id = home.webhook("https://a.invalid/", "user.created");
    let ran = secret(&home, &["list", "-o", "json"]).run().succeeds().shows_nowhere("whsec_");
    let row = &ran.json()[0];
    let kept_at = home.kept_secrets()["secrets"][0]["kept_at"].clone();
    assert_eq!(*row, json!({"webhook_id": id, "origin": "sandbox", "kept_at": kept_at}));
    secret(&home, &["list", "-o", "ids"]).run().succeeds().stdout_is(&format!("{id}\n"));
    secret(&home, &["list"]).run().succeeds().stdout_has("sandbox").shows_nowhere("whsec_");
}

#[test]
fn get_writes_the_bytes_alone() {
    let home = Home::new();
    keep(&home, "wh_1", API, "whsec_a");
    keep(&home, "wh_2", API, "whsec_b");
    secret(&home, &["get", "wh_1"]).run().succeeds().stdout_is("whsec_a").stderr_is("");
    let both = secret(&home, &["get", "-"]).stdin("wh_2\nwh_1\n").run();
    both.succeeds().stdout_is("whsec_b\nwhsec_a\n");
    let ran = secret(&home, &["get", "wh_2", "-o", "json"]).run().succeeds();
    assert_eq!(ran.json()["secret"], "whsec_b");
    let ran = secret(&home, &["get", "wh_1", "wh_none", "-o", "json"]).run().exits(4);
    assert_eq!(ran.json()[0]["secret"], "whsec_a");
    assert_eq!(ran.json_errors()[0]["message"], "no secret is kept for webhook wh_none");
    secret(&home, &["get", "wh_1", "-o", "tsv"]).run().exits(2).stdout_is("");
}

#[test]
fn a_terminal_shows_it_only_when_asked() {
    use std::io::Read;

    let home = Home::new();
    keep(&home, "wh_1", API, "whsec_a");
    let shown = |arguments: &[&str]| {
        let std = secret(&home, arguments).command();
        let variables = std.get_envs().filter_map(|(name, value)| Some((name, value?)));
        let command = Command::new(std.get_program()).env_clear().envs(variables);
        let (mut pty, pts) = open().unwrap();
        let mut child = command.args(std.get_args()).spawn(pts).unwrap();
        let mut text = Vec::new();
        // Ends with an error once nobody has the terminal open.
        let _ = pty.read_to_end(&mut text);
        (child.wait().unwrap().code(), String::from_utf8(text).unwrap())
    };
    let (code, text) = shown(&["get", "wh_1"]);
    assert_eq!(code, Some(2));
    assert!(text.contains("--reveal") && !text.contains("whsec_a"), "{text}");
    let (code, text) = shown(&["get", "wh_1", "-o", "json"]);
    assert_eq!(code, Some(2));
    assert!(!text.contains("whsec_a"), "{text}");
    assert_eq!(shown(&["get", "wh_1", "--reveal"]), (Some(0), "whsec_a\r\n".to_owned()));
}

#[test]
fn set_keeps_replaces_and_says_so() {
    let home = Home::new();
    let set = ["set", "wh_1", "--secret", "-", "-o", "json"];
    let unknown = secret(&home, &set).stdin("whsec_a\n").run().exits(2).stdout_is("");
    assert_eq!(unknown.json_errors()[0]["hint"], "give --api-url or --sandbox");
    keep(&home, "wh_1", API, "whsec_a");
    assert_eq!(mode(&home.data("secrets.json")), 0o600);
    let ran = secret(&home, &set).stdin("whsec_b\n").run().succeeds();
    assert_eq!(ran.json()["origin"], API);
    ran.stderr_is("note: the secret that was kept for webhook wh_1 is replaced\n");
    secret(&home, &["get", "wh_1"]).run().succeeds().stdout_is("whsec_b");
    assert!(!fs::read_to_string(home.data("secrets.json")).unwrap().contains("whsec_a"));
    let masked = ["set", "wh_1", "--secret", "whsec_••••"];
    secret(&home, &masked).run().exits(2).stderr_has("masked");
}

#[test]
fn the_api_in_force_decides_between_two() {
    let home = Home::new();
    keep(&home, "wh_1", API, "whsec_a");
    keep(&home, "wh_1", OTHER, "whsec_b");
    secret(&home, &["get", "wh_1"]).run().exits(2).stdout_is("").stderr_has("--api-url");
    let of = |api| secret(&home, &["get", "wh_1", "--api-url", api]).run().succeeds();
    of(API).stdout_is("whsec_a");
    of(OTHER).stdout_is("whsec_b");
    secret(&home, &["remove", "wh_1"]).run().exits(2).stdout_is("");
    secret(&home, &["remove", "wh_1", "--api-url", API]).run().succeeds();
    secret(&home, &["get", "wh_1"]).run().succeeds().stdout_is("whsec_b");
}

#[test]
fn what_is_removed_is_in_no_file() {
    let home = Home::new();
    for n in 1..4 {
        keep(&home, &format!("wh_{n}"), API, &format!("whsec_{n}"));
    }
    let ran = secret(&home, &["remove", "wh_1", "wh_none", "-o", "json"]).run().exits(4);
    assert_eq!(ran.json()[0]["webhook_id"], "wh_1");
    assert_eq!(ran.json().as_array().unwrap().len(), 1);
    let remove = secret(&home, &["remove", "-", "-o", "ids"]).stdin("wh_2\nwh_3\n").run();
    remove.succeeds().stdout_is("wh_2\nwh_3\n");
    for file in fs::read_dir(home.path("data")).unwrap() {
        let path = file.unwrap().path();
        assert!(!fs::read_to_string(&path).unwrap().contains("whsec_"), "{}", path.display());
    }
    secret(&home, &["list", "-o", "json"]).run().succeeds().stdout_is("[]\n");
    secret(&home, &["remove", "-", "-o", "json"]).run().succeeds().stdout_is("[]\n");
}

#[test]
fn a_store_that_others_can_open_is_refused() {
    let home = Home::new();
    keep(&home, "wh_1", API, "whsec_a");
    let store = home.data("secrets.json");
    fs::set_permissions(&store, fs::Permissions::from_mode(0o640)).unwrap();
    for arguments in [&["list"] as &[_], &["get", "wh_1"], &["remove", "wh_1"]] {
        let ran = secret(&home, arguments).run().exits(2).stdout_is("");
        ran.stderr_has(&format!("hint: chmod 600 '{}'\n", store.display()));
    }
}
