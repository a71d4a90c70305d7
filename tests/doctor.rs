//! `hookctl doctor`: each check says how things are, and the exit code is that of the worst.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what a test can't go on without may end it")]

mod harness;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, SystemTime};

use harness::{Home, Hostile, Ran, Reply, Running, dead_url};
use rcgen::{CertificateParams, KeyPair};
use rustix::process::Signal;
use serde_json::{Value, json};

const LIST: &str = r#"{"data":[],"meta":{"total":0,"page":1,"limit":1,"pages":0}}"#;

/// The row of a report.
#[track_caller]
fn row(ran: &Ran, id: &str) -> Value {
    let report = ran.json();
    let checks = report["checks"].as_array().unwrap();
    checks
        .iter()
        .find(|check| check["id"] == id)
        .unwrap_or_else(|| panic!("{id}: {report}"))
        .clone()
}

#[track_caller]
fn status(ran: &Ran, id: &str) -> String {
    row(ran, id)["status"].as_str().unwrap().to_owned()
}

fn doctor(home: &Home) -> harness::Invocation<'_> {
    home.hookctl(["doctor", "-o", "json"])
}

/// A server of the API whose clock differs by so many seconds.
fn skewed(seconds: u64) -> Hostile {
    let date = httpdate::fmt_http_date(SystemTime::now() - Duration::from_secs(seconds));
    Hostile::always(Reply::with_headers(200, &[("date", &date)], LIST))
}

#[test]
fn without_an_api_nothing_fails_and_nothing_is_made() {
    let home = Home::new();
    let ran = doctor(&home).run().succeeds().stderr_is("");
    assert_eq!(ran.json()["ok"], true);
    assert_eq!(status(&ran, "api_url"), "warning");
    for id in ["credentials", "proxy", "dns", "tcp", "tls", "api", "token", "clock"] {
        assert_eq!(status(&ran, id), "skipped", "{id}");
    }
    assert!(!home.data("").exists());
    home.hookctl(["doctor"]).run().succeeds().stdout_has("! warning  API set: no API is set");
}

#[test]
fn in_the_sandbox_all_is_passed_there_and_back() {
    let home = Home::new();
    let ran = doctor(&home).args(["--e2e"]).sandbox().run().succeeds().stderr_is("");
    let report = ran.json();
    let mut keys = Vec::new();
    for check in report["checks"].as_array().unwrap() {
        let keys_of_row: Vec<_> = check.as_object().unwrap().keys().cloned().collect();
        keys.push(keys_of_row);
        let is_skipped = ["tls", "completion"].map(Value::from).contains(&check["id"]);
        let expected = if is_skipped { "skipped" } else { "passed" };
        assert_eq!(check["status"], expected, "{check}");
    }
    assert!(
        keys.iter().all(|keys| *keys == ["id", "title", "status", "detail", "fix"]),
        "{keys:?}"
    );
    home.hookctl(["list", "-o", "json"]).sandbox().run().succeeds().stdout_is("[]\n");
    let notes: Value =
        serde_json::from_slice(&fs::read(home.data("created.json")).unwrap()).unwrap();
    assert_eq!(notes["webhooks"], json!([]));
}

#[test]
fn a_dead_server_fails_and_what_depends_on_it_is_skipped() {
    let home = Home::new();
    let ran = doctor(&home).at(&dead_url()).run().exits(1);
    assert_eq!(ran.json()["ok"], false);
    assert_eq!(status(&ran, "tcp"), "failed");
    for id in ["tls", "api", "token", "clock"] {
        assert_eq!(status(&ran, id), "skipped", "{id}");
    }
    let ran = doctor(&home).at("https://no-such-host.invalid").run().exits(1);
    assert_eq!((status(&ran, "dns"), status(&ran, "tcp")), ("failed".into(), "skipped".into()));
}

#[test]
fn a_token_is_named_by_its_source_and_never_shown() {
    let home = Home::new();
    let sandbox = home.sandbox(Vec::<String>::new());
    let ran = doctor(&home).with(&sandbox).env("HOOKCTL_TOKEN", "env:MINE");
    let ran = ran.env("MINE", sandbox.token()).run().succeeds().shows_nowhere(sandbox.token());
    assert_eq!(row(&ran, "credentials")["detail"], "env:MINE, by environment");
    assert_eq!(status(&ran, "token"), "passed");
    let ran = doctor(&home).with(&sandbox).env("HOOKCTL_TOKEN", "tok_wrong").run().exits(1);
    let ran = ran.shows_nowhere("tok_wrong");
    assert_eq!((status(&ran, "api"), status(&ran, "token")), ("passed".into(), "failed".into()));
    assert!(row(&ran, "token")["fix"].is_string());
    let ran = doctor(&home).env("HOOKCTL_API_URL", sandbox.url()).run().exits(1);
    assert_eq!(
        (status(&ran, "credentials"), status(&ran, "tcp")),
        ("failed".into(), "passed".into())
    );
    assert_eq!(status(&ran, "token"), "skipped");
}

#[test]
fn a_clock_that_differs_is_told() {
    let home = Home::new();
    for (seconds, expected) in [(0, "passed"), (120, "warning"), (3600, "failed")] {
        let server = skewed(seconds);
        let ran = doctor(&home).against(&server).run();
        assert_eq!(status(&ran, "clock"), expected, "{seconds}");
        assert_eq!(ran.code, Some(i32::from(expected == "failed")));
        assert_eq!(server.request_lines(), ["GET /api/v1/webhooks?limit=1"]);
    }
}

#[test]
fn an_api_that_is_broken_is_no_verdict_on_the_token() {
    let home = Home::new();
    let server = Hostile::always(Reply::json(500, "{}"));
    let ran = doctor(&home).against(&server).run().exits(1);
    assert_eq!((status(&ran, "api"), status(&ran, "token")), ("failed".into(), "skipped".into()));
}

#[test]
fn the_days_of_a_certificate_are_counted() {
    let home = Home::new();
    let days = |count: u64| SystemTime::now() + Duration::from_secs(count * 24 * 60 * 60 + 60);
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_600_000_000);
    for (end, expected, detail) in [
        (days(90), "passed", "days left: 90"),
        (days(3), "warning", "days left: 3"),
        (long_ago, "failed", "has expired"),
    ] {
        let mut params = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
        params.not_before = SystemTime::UNIX_EPOCH.into();
        params.not_after = end.into();
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap().pem();
        let file = home.file("cert.pem", certificate + &key.serialize_pem());
        let file = file.to_str().unwrap();
        let server = home.listen(["--no-verify", "--tls-cert", file]);
        let ran = doctor(&home).at(server.url()).args(["--ca-file", file]).run();
        let tls = row(&ran, "tls");
        assert_eq!(tls["status"], expected, "{tls}");
        assert!(tls["detail"].as_str().unwrap().contains(detail), "{tls}");
    }
}

#[test]
fn a_certificate_that_nobody_vouches_for_fails() {
    let home = Home::new();
    let server = home.listen(["--no-verify", "--tls-self-signed"]);
    let ran = doctor(&home).at(server.url()).run().exits(1);
    assert_eq!(status(&ran, "tls"), "failed");
    assert!(row(&ran, "tls")["fix"].as_str().unwrap().contains("--ca-file"));
}

#[test]
fn damaged_files_fail_and_are_left_alone() {
    let home = Home::new();
    fs::create_dir(home.data("")).unwrap();
    fs::set_permissions(home.data(""), Permissions::from_mode(0o700)).unwrap();
    let junk = "no database, and no JSON, but long enough to be looked at\n".repeat(40);
    for name in ["journal.db", "secrets.json"] {
        fs::write(home.data(name), &junk).unwrap();
        fs::set_permissions(home.data(name), Permissions::from_mode(0o600)).unwrap();
    }
    let ran = doctor(&home).run().exits(1);
    for id in ["journal", "secrets"] {
        assert_eq!(status(&ran, id), "failed", "{id}");
        assert!(row(&ran, id)["fix"].is_string(), "{id}");
    }
    assert_eq!(status(&ran, "modes"), "passed");
    assert_eq!(fs::read_to_string(home.data("journal.db")).unwrap(), junk);
}

#[test]
fn modes_that_let_others_in_are_told_with_what_closes_them() {
    let home = Home::new();
    home.webhook("http://127.0.0.1:9/", "user.created");
    assert_eq!(status(&doctor(&home).run().succeeds(), "modes"), "passed");
    let set = |name: &str, mode| {
        fs::set_permissions(home.data(name), Permissions::from_mode(mode)).unwrap();
    };
    set("sandbox.db", 0o644);
    let ran = doctor(&home).run().succeeds();
    assert_eq!(status(&ran, "modes"), "warning");
    set("secrets.json", 0o604);
    let ran = doctor(&home).run().exits(1);
    assert_eq!(
        (status(&ran, "modes"), status(&ran, "secrets")),
        ("failed".into(), "failed".into())
    );
    let fix = row(&ran, "modes")["fix"].as_str().unwrap().to_owned();
    assert!(std::process::Command::new("sh").args(["-c", &fix]).status().unwrap().success());
    assert_eq!(status(&doctor(&home).run().succeeds(), "modes"), "passed");
}

#[test]
fn completion_is_looked_for_where_the_shell_does() {
    let home = Home::new();
    let with_shell = || doctor(&home).env("SHELL", "/usr/bin/fish").run().succeeds();
    assert_eq!(status(&with_shell(), "completion"), "warning");
    fs::create_dir_all(home.path(".config/fish")).unwrap();
    home.file(".config/fish/config.fish", "HOOKCTL_COMPLETE=fish hookctl | source\n");
    assert_eq!(status(&with_shell(), "completion"), "passed");
}

#[test]
fn the_whole_way_needs_a_url_that_leads_here() {
    let home = Home::new();
    doctor(&home).args(["--e2e"]).at("https://api.invalid").run().exits(2).stdout_is("");
    let ran = doctor(&home).args(["--e2e"]).run().exits(1);
    assert_eq!(status(&ran, "e2e_create"), "failed");
}

#[test]
fn a_test_that_fails_leaves_no_webhook_behind() {
    let home = Home::new();
    let server = Hostile::answering(|request| match request.method.as_str() {
        "GET" => Reply::json(200, LIST),
        "DELETE" => Reply::json(200, r#"{"success":true}"#),
        _ if request.target.ends_with("/test") => Reply::json(422, r#"{"message":"no"}"#),
        _ => Reply::json(201, r#"{"data":{"id":"wh_1","secret":"whsec_1"}}"#),
    });
    let ran = doctor(&home).args(["--e2e", "--timeout", "300ms"]).against(&server).run().exits(1);
    assert_eq!(
        (status(&ran, "e2e_delivery"), status(&ran, "e2e_delete")),
        ("failed".into(), "passed".into())
    );
    assert_eq!(server.request_lines().last().unwrap(), "DELETE /api/v1/webhooks/wh_1");
}

#[test]
fn ctrl_c_leaves_no_webhook_behind() {
    let home = Home::new();
    let server = Hostile::together(|request| match request.method.as_str() {
        "GET" => Reply::json(200, LIST),
        "DELETE" => Reply::json(200, r#"{"success":true}"#),
        _ if request.target.ends_with("/test") => Reply::nothing().held(),
        _ => Reply::json(201, r#"{"data":{"id":"wh_1","secret":"whsec_1"}}"#),
    });
    let running = Running::spawn(doctor(&home).args(["--e2e"]).against(&server).command());
    server.wait_for(3);
    running.signal(Signal::INT);
    let ran = running.wait().exits(130);
    assert_eq!(status(&ran, "e2e_delete"), "passed");
    assert_eq!(server.request_lines().last().unwrap(), "DELETE /api/v1/webhooks/wh_1");
}

#[test]
fn its_report_has_the_fields_asked_for() {
    let home = Home::new();
    let sandboxed = |fields| home.hookctl(["doctor", "-o", "json", "--fields", fields]).sandbox();
    assert_eq!(sandboxed("ok").run().json(), json!({"ok": true}));
    let refused = sandboxed("nope").run().exits(2).stdout_is("");
    refused.stderr_has("it can be one of ok, checks");
}

#[test]
fn it_tells_the_proxy_that_a_call_goes_through() {
    let (home, proxy) = (Home::new(), Hostile::always(Reply::json(200, LIST)));
    let (name, address) = ("http://api.invalid", "http://0.0.0.0:1");
    let here = proxy.url();
    for (url, variables, is_proxied) in [
        (name, &[][..], false),
        (name, &[("HTTP_PROXY", here.as_str())][..], true),
        (name, &[("http_proxy", &here)], true),
        (name, &[("ALL_PROXY", &here)], true),
        (name, &[("all_proxy", &here)], true),
        (name, &[("HTTPS_PROXY", &here)], false),
        (name, &[("HTTP_PROXY", &here), ("REQUEST_METHOD", "GET")], false),
        (name, &[("HTTP_PROXY", &here), ("NO_PROXY", "api.invalid")], false),
        (name, &[("HTTP_PROXY", &here), ("NO_PROXY", "other.invalid")], true),
        (name, &[("HOOKCTL_PROXY", &here)], true),
        (name, &[("HOOKCTL_PROXY", &here), ("NO_PROXY", "*")], false),
        (name, &[("HOOKCTL_PROXY", &here), ("no_proxy", "b.invalid, .invalid")], false),
        (name, &[("HOOKCTL_PROXY", &here), ("NO_PROXY", ""), ("no_proxy", "*")], true),
        (address, &[("HOOKCTL_PROXY", &here)], true),
        (address, &[("HOOKCTL_PROXY", &here), ("NO_PROXY", "0.0.0.0/8")], false),
    ] {
        let run = |arguments: &[&str]| {
            let hookctl = home.hookctl(arguments.iter().copied()).at(url);
            let hookctl = hookctl.args(["--allow-http", "--retries", "0"]);
            variables.iter().fold(hookctl, |hookctl, (name, value)| hookctl.env(name, value)).run()
        };
        let told = row(&run(&["doctor", "-o", "json"]), "proxy")["detail"] != "none";
        let before = proxy.requests().len();
        run(&["list"]);
        let taken = proxy.requests().len() > before;
        assert_eq!((told, taken), (is_proxied, is_proxied), "{url} {variables:?}");
    }
}
