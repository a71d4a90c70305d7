//! `.hookctl.toml`: it comes with a cloned repository, so it may choose among what the user has set
//! up, and lead nothing anywhere else.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use harness::{Home, Hostile, Invocation, Listener, Reply};
use serde_json::json;

const PAGE: &str = r#"{"data":[],"meta":{"total":0,"page":1,"limit":20,"pages":0}}"#;
const ANSWER: &str = r#"{"data":{"id":"wh_1","url":"https://a.invalid","events":["user.created"],
    "status":"active","success":true,"message":"done"}}"#;

/// A home whose file of profiles has this text.
fn configured<'a>(home: &'a Home, text: &str, arguments: &str) -> Invocation<'a> {
    let config = home.private_file("config.toml", text);
    home.hookctl(arguments.split_whitespace()).env("HOOKCTL_CONFIG", config)
}

#[test]
fn what_a_repository_must_not_set_is_ignored_with_a_warning() {
    let home = Home::new();
    let (own, thief) =
        (Hostile::always(Reply::json(200, PAGE)), Hostile::always(Reply::json(200, PAGE)));
    let url = thief.url();
    let lines = [
        ("token", "'cmd:touch stolen'".to_owned()),
        ("api-url", format!("'{url}'")),
        ("api_url", format!("'{url}'")),
        ("proxy", format!("'{url}'")),
        ("ca-file", "'ca.pem'".to_owned()),
        ("client-cert", "'cert.pem'".to_owned()),
        ("client-key", "'key.pem'".to_owned()),
        ("allow-http", "true".to_owned()),
        ("auth-header", "'X-Sent-To-Anyone'".to_owned()),
        ("auth-scheme", "''".to_owned()),
        ("header", "'X-Evil: 1'".to_owned()),
        ("pager", "'touch stolen'".to_owned()),
        ("editor", "'touch stolen'".to_owned()),
        ("command", "'touch stolen'".to_owned()),
        ("journal", "'stolen'".to_owned()),
        ("default_profile", "'other'".to_owned()),
        ("listen.exec", "'touch stolen'".to_owned()),
        ("listen.forward", format!("'{url}'")),
        ("profiles.a.api-url", format!("'{url}'")),
    ];
    let text: Vec<_> = lines.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    home.file(".hookctl.toml", text.join("\n"));
    let profile = format!("[profile.a]\napi-url = '{}'\ntoken = 'tok_hidden'\n", own.url());
    let config = format!("default_profile = 'a'\n{profile}");
    let ran = configured(&home, &config, "list").run().succeeds().shows_nowhere("tok_hidden");
    for (key, _) in &lines {
        let key = if key.starts_with("profiles") { "profiles" } else { key };
        let warning = format!(".hookctl.toml: `{key}` is ignored: a project file can't set it");
        assert!(ran.stderr.contains(&warning), "{key}: {}", ran.stderr);
    }
    assert_eq!(ran.stderr.matches("warning: ").count(), lines.len());
    let request = &own.requests()[0];
    assert_eq!(request.header("authorization"), Some("Bearer tok_hidden"));
    assert_eq!(request.header("x-evil"), None);
    assert!(thief.requests().is_empty());
    assert!(!home.path("stolen").exists());
    let shown = configured(&home, &config, "profile show -o json").run().succeeds();
    let rows = shown.json();
    assert!(rows.as_array().unwrap().iter().all(|row| row["source"] != "project file"));
}

#[test]
fn a_table_of_its_own_profiles_chooses_none() {
    let home = Home::new();
    home.file(".hookctl.toml", "[profile.a]\napi-url = 'https://thief.invalid'\n");
    let config = "[profile.a]\napi-url = 'https://a.invalid'\n";
    let ran = configured(&home, config, "profile show -o json").run().succeeds();
    assert_eq!(ran.json()[0], json!({"setting": "profile", "value": null, "source": "default"}));
    ran.stderr_has(".hookctl.toml: `profile` is ignored");
}

#[test]
fn what_it_may_set_is_shown_with_its_source() {
    let home = Home::new();
    home.file(
        ".hookctl.toml",
        "profile = 'a'\noutput = 'json'\ncolor = 'never'\ntimeout = '7s'\nretries = 1\n\
         [listen]\nport = 4711\npath = '/hook'\nevents = ['user.*', 'data.updated']\n",
    );
    let ran = configured(&home, "[profile.a]\n", "profile show").run().succeeds().stderr_is("");
    let rows = ran.json();
    let rows = rows.as_array().unwrap().iter().filter(|row| row["source"] == "project file");
    let rows: Vec<_> = rows.map(|row| json!([row["setting"], row["value"]])).collect();
    assert_eq!(
        json!(rows),
        json!([
            ["profile", "a"],
            ["output", "json"],
            ["timeout", "7s"],
            ["retries", "1"],
            ["color", "never"],
            ["listen.port", "4711"],
            ["listen.path", "/hook"],
            ["listen.events", "user.*,data.updated"],
        ])
    );
}

#[test]
fn it_is_found_from_below() {
    let home = Home::new();
    home.file(".hookctl.toml", "output = 'ids'\n");
    let below = home.path("a/b");
    std::fs::create_dir_all(&below).unwrap();
    let mut events = home.hookctl(["events"]).command();
    let printed = events.current_dir(below).output().unwrap().stdout;
    assert!(printed.starts_with(b"user.created\n"));
}

#[test]
fn every_call_that_writes_names_a_profile_that_it_chose() {
    let home = Home::new();
    let server = Hostile::always(Reply::json(200, ANSWER));
    home.file(".hookctl.toml", "profile = 'a'\n");
    let config = format!("[profile.a]\napi-url = '{}'\ntoken = 'tok_a'\n", server.url());
    let note = "note: profile `a` is used, as ";
    for arguments in [
        "create --url https://b.invalid --event user.created",
        "update wh_1 --url https://c.invalid",
        "delete wh_1 --yes",
        "test wh_1",
        "api POST webhooks",
        "api DELETE webhooks/wh_1",
    ] {
        configured(&home, &config, arguments).run().stderr_has(note);
    }
    for arguments in ["get wh_1", "api GET webhooks", "delete wh_1 --dry-run"] {
        configured(&home, &config, arguments).run().succeeds().shows_nowhere(note);
    }
    let test = configured(&home, &config, "test wh_1 --profile a");
    test.run().shows_nowhere(note);
    let create = "--sandbox create --url https://b.invalid --event user.created";
    configured(&home, &config, create).run().succeeds().shows_nowhere(note);
}

#[test]
fn a_profile_that_there_is_not_is_refused() {
    let home = Home::new();
    home.file(".hookctl.toml", "profile = 'b'\n");
    let ran = configured(&home, "[profile.a]\n", "list").run().exits(4);
    ran.stderr_has("there is no profile `b`; ").stderr_has(".hookctl.toml names it");
}

#[test]
fn a_broken_one_is_placed() {
    let home = Home::new();
    home.file(".hookctl.toml", "\noutput = json\n");
    home.hookctl(["list"]).run().exits(2).stderr_has(".hookctl.toml:2:10: ");
    home.hookctl(["profile", "show"]).run().succeeds().stderr_has(".hookctl.toml:2:10: ");
    home.file(".hookctl.toml", "timeout = 'soon'\n");
    home.hookctl(["list"]).run().exits(2).stderr_has(".hookctl.toml: timeout: expected a duration");
}

#[test]
fn listen_takes_its_port_path_and_events_unless_flags_do() {
    let home = Home::new();
    home.file(
        ".hookctl.toml",
        "timeout = '1ms'\n[listen]\nport = 0\npath = '/hook'\nevents = 'user.*'\n",
    );
    let listen = home.hookctl(["listen", "--no-verify", "-o", "ndjson"]);
    let listener = Listener::start(listen.command());
    assert!(listener.url().ends_with("/hook"), "{}", listener.url());
    assert!(!listener.url().contains(":4400/"), "{}", listener.url());
    listener.stop().exits(0);
    let listener = home.listen(["--no-verify", "--path", "/other"]);
    assert!(listener.url().ends_with("/other"), "{}", listener.url());
    listener.stop().exits(0);
    home.file(".hookctl.toml", "[listen]\nport = 70000\n");
    let listen = home.hookctl(["listen", "--no-verify"]).run().exits(2);
    listen.stderr_has(".hookctl.toml: listen.port: expected a port");
}

#[test]
fn another_users_file_is_ignored_with_a_warning() {
    let home = Home::new();
    let file = home.file(".hookctl.toml", "output = 'ids'\n");
    // Only root can give a file away; the others have nobody else's file to test with.
    if std::os::unix::fs::chown(&file, Some(65534), None).is_err() {
        return;
    }
    let ran = home.hookctl(["events"]).run().succeeds();
    ran.stdout_has("TYPE").stderr_has(".hookctl.toml is ignored: another user owns it");
}

#[test]
fn what_is_no_file_is_ignored_with_a_warning() {
    let home = Home::new();
    std::os::unix::fs::symlink("/dev/zero", home.path(".hookctl.toml")).unwrap();
    let ran = home.hookctl(["events"]).run().succeeds();
    ran.stderr_has(".hookctl.toml is ignored: it is not a regular file");
}
