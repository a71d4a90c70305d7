//! `hookctl login` and `logout`: a token is checked before it is kept, kept where only its owner
//! finds it, used by the profile from then on, and forgotten.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::thread;

use harness::{Home, Hostile, Invocation, Reply, mode};

/// An API that knows one token.
fn api() -> Hostile {
    Hostile::together(|request| match request.header("authorization") {
        Some("Bearer tok_good") => {
            Reply::json(200, r#"{"data":[],"meta":{"total":0,"page":1,"limit":1,"pages":0}}"#)
        }
        _ => Reply::json(401, r#"{"error":"no such token"}"#),
    })
}

fn login<'a>(home: &'a Home, api: &Hostile) -> Invocation<'a> {
    home.hookctl(["login", "--api-url", &api.url()])
}

fn config(home: &Home) -> PathBuf {
    home.path(".config/hookctl/config.toml")
}

#[test]
fn without_a_keyring_the_token_is_in_a_file_and_the_profile_uses_it() {
    let (home, api) = (Home::new(), api());
    let ran = login(&home, &api).stdin("tok_good\n").run().succeeds().stdout_is("");
    let file = home.data("token-default");
    ran.stderr_is(&format!(
        "note: profile `default` uses {}/api/v1, and its token is kept in {}\n",
        api.url(),
        file.display()
    ));
    assert_eq!(api.request_lines(), ["GET /api/v1/webhooks?page=1&limit=1"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), "tok_good");
    assert_eq!(mode(&file), 0o600);
    assert!(!fs::read_to_string(config(&home)).unwrap().contains("tok_good"));
    let list = home.hookctl(["list", "-o", "json"]).run();
    list.succeeds().stdout_is("[]\n").stderr_is("");
    // Our own file: here a warning would not do.
    fs::set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
    let list = home.hookctl(["list"]).run().exits(2).stdout_is("");
    list.stderr_has(&format!("hint: chmod 600 '{}'\n", file.display()));
}

#[test]
fn a_token_that_the_api_refuses_is_not_kept() {
    let (home, api) = (Home::new(), api());
    let ran = login(&home, &api).stdin("tok_bad\n").run().exits(3).stdout_is("");
    ran.shows_nowhere("tok_bad");
    assert!(!config(&home).exists() && !home.path("data").exists());
}

#[test]
fn what_is_missing_is_told_and_nothing_is_sent() {
    let (home, api) = (Home::new(), api());
    home.hookctl(["login"]).stdin("tok_good").run().exits(2).stderr_has("--api-url");
    home.hookctl(["login"]).sandbox().run().exits(2).stderr_has("the sandbox needs no login");
    login(&home, &api).run().exits(2).stderr_has("it is empty");
    let named = login(&home, &api).args(["--profile", "../x"]).stdin("tok_good").run();
    named.exits(2).stderr_has("can't be a profile's name");
    assert!(api.requests().is_empty() && !config(&home).exists());
}

#[test]
fn each_profile_has_its_own_token() {
    let (home, api) = (Home::new(), api());
    let named = ["--profile", "staging", "--token", "env:MINE"];
    login(&home, &api).args(named).env("MINE", "tok_good").run().succeeds();
    assert!(home.data("token-staging").exists() && !home.data("token-default").exists());
    home.hookctl(["list", "--profile", "staging"]).run().succeeds();
    // The token of a profile goes to its own API, and there is another to log in to.
    let other = self::api();
    home.hookctl(["list", "--profile", "staging", "--api-url", &other.url()]).run().exits(3);
    assert!(other.requests().is_empty());
}

#[test]
fn a_variable_that_goes_before_the_kept_token_is_told() {
    let (home, api) = (Home::new(), api());
    let login = login(&home, &api).stdin("tok_good").env("HOOKCTL_TOKEN", "tok_other");
    login.run().succeeds().stderr_has("warning: HOOKCTL_TOKEN is set");
}

#[test]
fn logout_forgets_the_token_and_keeps_the_rest() {
    let (home, api) = (Home::new(), api());
    home.hookctl(["logout"]).run().exits(4);
    login(&home, &api).stdin("tok_good").run().succeeds();
    let ran = home.hookctl(["logout"]).run().succeeds().stdout_is("");
    ran.stderr_is("note: the token of profile `default` is forgotten\n");
    let left = fs::read_dir(home.path("data")).unwrap();
    assert_eq!(left.map(|file| file.unwrap().file_name()).collect::<Vec<_>>().len(), 0);
    let config = fs::read_to_string(config(&home)).unwrap();
    assert!(config.contains(&api.url()) && !config.contains("token"), "{config}");
    home.hookctl(["list"]).run().exits(3);
    home.hookctl(["logout"]).run().exits(4);
    // A token that the user put there is not ours to forget.
    home.hookctl(["profile", "set", "token", "env:MINE"]).run().succeeds();
    home.hookctl(["logout"]).run().exits(4);
}

/// The path of a session bus that takes connections, and never says a word.
#[cfg(target_os = "linux")]
fn dead_bus(home: &Home) -> String {
    let path = home.path("bus");
    let listener = UnixListener::bind(&path).unwrap();
    thread::spawn(move || {
        let held: Vec<_> = listener.incoming().map_while(Result::ok).collect();
        drop(held);
    });
    format!("unix:path={}", path.display())
}

#[cfg(target_os = "linux")]
#[test]
fn a_keyring_that_hangs_is_given_up() {
    let (home, api) = (Home::new(), api());
    let bus = dead_bus(&home);
    let login = login(&home, &api).stdin("tok_good").env("DBUS_SESSION_BUS_ADDRESS", &bus);
    let ran = login.run().succeeds();
    ran.stderr_has("note: the keyring does not answer, and was given up after 3 s\n");
    assert!(home.data("token-default").exists());
    let list = home.hookctl(["list", "--token", "keyring:x"]).against(&api);
    let list = list.env("DBUS_SESSION_BUS_ADDRESS", &bus).run().exits(3);
    list.stderr_has("(keyring:x) can't be had: the keyring does not answer");
}

#[cfg(target_os = "linux")]
#[test]
fn a_bus_that_is_not_there_is_none() {
    let (home, api) = (Home::new(), api());
    for bus in [format!("unix:path={}", home.path("absent").display()), "autolaunch:".to_owned()] {
        let login = login(&home, &api).stdin("tok_good").env("DBUS_SESSION_BUS_ADDRESS", &bus);
        let ran = login.run().succeeds();
        assert!(!ran.stderr.contains("keyring"), "{bus}: {}", ran.stderr);
    }
}

/// Runs where dbus-run-session and gnome-keyring-daemon are installed.
#[cfg(target_os = "linux")]
#[test]
fn with_a_keyring_the_token_is_there_and_in_no_file() {
    let has = |program: &str| {
        std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())
            .any(|folder| folder.join(program).exists())
    };
    if !has("dbus-run-session") || !has("gnome-keyring-daemon") {
        eprintln!("skipped: no dbus-run-session, or no gnome-keyring-daemon");
        return;
    }
    let (home, api) = (Home::new(), api());
    let script = r#"
        printf password | gnome-keyring-daemon --unlock --components=secrets > /dev/null 2>&1
        printf tok_good | "$0" login --api-url "$1" || exit 1
        "$0" list -o json || exit 1
        grep -r tok_good .config && exit 1
        test -e data && exit 1
        printf tok_good | "$0" login --api-url "$1" --profile other || exit 1
        "$0" logout || exit 1
        "$0" list --token keyring:default && exit 1
        dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
            org.freedesktop.Secret.Service.Lock \
            array:objpath:/org/freedesktop/secrets/collection/login > /dev/null
        CI=1 "$0" list --profile other && exit 1
        exit 0"#;
    let std = login(&home, &api).command();
    let mut command = std::process::Command::new("dbus-run-session");
    command.args(["--", "sh", "-c", script]).arg(std.get_program()).arg(api.url());
    let variables = std.get_envs().filter_map(|(name, value)| Some((name, value?)));
    command.env_clear().envs(variables).env("XDG_RUNTIME_DIR", home.path(""));
    let output = command.current_dir(home.path("")).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    assert_eq!(output.stdout, b"[]\n", "{stderr}");
    assert!(stderr.contains("its token is kept in the system's keyring"), "{stderr}");
    assert!(stderr.contains("it is locked, and nobody has unlocked it"), "{stderr}");
    assert!(stderr.contains("the keyring has no default"), "{stderr}");
}

#[test]
fn a_configuration_with_a_token_is_for_its_owner_only() {
    let (home, api) = (Home::new(), api());
    home.hookctl(["profile", "set", "api-url", &api.url()]).run().succeeds();
    home.hookctl(["profile", "set", "token", "tok_good"]).run().succeeds();
    home.hookctl(["list"]).run().succeeds();
    fs::set_permissions(config(&home), Permissions::from_mode(0o644)).unwrap();
    let list = home.hookctl(["list"]).run().exits(2).stdout_is("");
    list.stderr_has("chmod 600").stderr_has("others than you can open the configuration");
}
