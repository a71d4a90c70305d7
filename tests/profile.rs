//! Profiles: kept as people write them, used by their precedence, and their tokens sent nowhere else.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::path::PathBuf;

use harness::{Home, Hostile, Invocation, Ran, Reply};
use serde_json::{Value, json};

const PAGE: &str = r#"{"data":[],"meta":{"total":0,"page":1,"limit":20,"pages":0}}"#;

/// The file of profiles, with this text.
fn configured(home: &Home, text: &str) -> PathBuf {
    std::fs::create_dir_all(home.path(".config/hookctl")).unwrap();
    home.private_file(".config/hookctl/config.toml", text)
}

fn profile<'a>(home: &'a Home, arguments: &str) -> Invocation<'a> {
    home.hookctl(["profile"]).args(arguments.split_whitespace())
}

/// The row of `profile show` for a setting: its value and its source.
#[track_caller]
fn row(shown: &Ran, setting: &str) -> (Value, String) {
    let rows = shown.json();
    let row = rows.as_array().unwrap().iter().find(|row| row["setting"] == setting).unwrap();
    (row["value"].clone(), row["source"].as_str().unwrap().to_owned())
}

#[test]
fn a_profile_is_set_up_by_two_commands_and_used() {
    let (home, server) = (Home::new(), Hostile::always(Reply::json(200, PAGE)));
    profile(&home, &format!("set api-url {}", server.url())).run().succeeds().stdout_is("");
    profile(&home, "set token tok_hidden").run().succeeds().stdout_is("").shows_nowhere("tok_hid");
    home.hookctl(["list"]).run().succeeds();
    assert_eq!(server.requests()[0].header("authorization"), Some("Bearer tok_hidden"));
    let list = profile(&home, "list -o json").run().succeeds();
    assert_eq!(list.json(), json!([{"name": "default", "api_url": server.url(), "default": true}]));
    let shown = profile(&home, "show -o json").run().succeeds().shows_nowhere("tok_hidden");
    assert_eq!(row(&shown, "token"), (json!("***"), "profile".into()));
    assert_eq!(row(&shown, "retries"), (json!("3"), "default".into()));
    profile(&home, "show").run().succeeds().stdout_has("SETTING").shows_nowhere("tok_hidden");
}

#[test]
fn the_file_is_for_its_owner_only_and_a_link_to_it_stays() {
    use std::os::unix::fs::PermissionsExt;

    let home = Home::new();
    let real = home.file("dotfile.toml", "# mine\n");
    let link = home.path("link.toml");
    std::os::unix::fs::symlink(&real, &link).unwrap();
    profile(&home, "set token tok_1").env("HOOKCTL_CONFIG", &link).run().succeeds();
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(std::fs::read_to_string(&real).unwrap().starts_with("# mine\n"));
    assert_eq!(std::fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!home.path(".config").exists());
}

#[test]
fn a_token_in_a_file_open_to_others_is_refused() {
    use std::os::unix::fs::PermissionsExt;

    let (home, server) = (Home::new(), Hostile::always(Reply::json(200, PAGE)));
    let config = |token: &str| {
        let url = server.url();
        let text = format!("[profile.a]\napi-url = '{url}'\ntoken = '{token}'\n");
        let file = configured(&home, &text);
        std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o644)).unwrap();
        home.hookctl(["list", "--profile", "a"]).env("TOKEN", "tok_a").run()
    };
    config("tok_a").exits(2).stderr_has("others than you can open").stderr_has("hint: chmod 600");
    assert!(server.requests().is_empty());
    config("env:TOKEN").succeeds();
}

#[test]
fn comments_and_order_stay() {
    let home = Home::new();
    let before = "\
# my APIs
default_profile = \"b\" # for now

[profile.b] # staging
timeout = \"5s\" # slow
api-url = \"https://b.invalid\"

# the true one
[profile.a]
token = 'env:A'
";
    let file = configured(&home, before);
    for arguments in [
        "set timeout 7s",
        "set retries 5 --profile a",
        "set allow-http true --profile c",
        "use a",
        "remove c",
    ] {
        profile(&home, arguments).run().succeeds().stdout_is("");
    }
    let after = before
        .replace("default_profile = \"b\"", "default_profile = \"a\"")
        .replace("\"5s\"", "\"7s\"")
        .replace("token = 'env:A'\n", "token = 'env:A'\nretries = 5\n");
    assert_eq!(std::fs::read_to_string(file).unwrap(), after);
}

#[test]
fn two_that_set_at_once_lose_nothing() {
    let home = Home::new();
    std::thread::scope(|scope| {
        for n in 0..8 {
            let home = &home;
            scope.spawn(move || {
                profile(home, &format!("set timeout {n}1s --profile p{n}")).run().succeeds();
            });
        }
    });
    let list = profile(&home, "list -o ids").run().succeeds();
    let mut names: Vec<_> = list.stdout().lines().collect();
    names.sort_unstable();
    assert_eq!(names, ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7"]);
}

#[test]
fn a_broken_file_is_placed_and_stops_what_needs_it() {
    let home = Home::new();
    let broken = "[profile.a]\ntoken = \"tok_hidden\n";
    let file = configured(&home, broken);
    let place = format!("{}:2:", file.display());
    for arguments in ["list", "sign --secret x", "profile set retries 1", "profile use a"] {
        let ran = home.hookctl(arguments.split(' ')).run().exits(2).stdout_is("");
        ran.stderr_has("error: ").stderr_has(&place).shows_nowhere("tok_hidden");
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), broken);
    for arguments in ["profile list -o json", "profile show -o json"] {
        let ran = home.hookctl(arguments.split(' ')).run().succeeds();
        ran.stderr_has("warning: ").stderr_has(&place).shows_nowhere("tok_hidden");
    }
    for arguments in ["--help", "list --help", "--version", "completions bash"] {
        home.hookctl(arguments.split(' ')).run().succeeds().stderr_is("");
    }
}

#[test]
fn what_is_no_profile_is_refused() {
    let home = Home::new();
    for text in ["profile = 1", "default_profile = 1", "[profile]\na = 1"] {
        configured(&home, text);
        home.hookctl(["list"]).run().exits(2).stderr_has("config.toml: ");
    }
}

#[test]
fn unknown_keys_are_warned_of() {
    let home = Home::new();
    configured(&home, "defaultprofile = 'a'\n[profile.a]\napi_url = 'https://a.invalid'\nx = 1\n");
    let ran = home.hookctl(["events", "-o", "ids"]).run().succeeds();
    ran.stderr_has("unknown key `defaultprofile`; did you mean `default_profile`?\n")
        .stderr_has("unknown key `api_url` in profile `a`; did you mean `api-url`?\n")
        .stderr_has("unknown key `x` in profile `a`\n");
}

#[test]
fn an_unknown_profile_is_not_found() {
    let home = Home::new();
    configured(&home, "[profile.staging]\n");
    for arguments in [
        "list --profile stagign",
        "profile show stagign",
        "profile show --profile stagign",
        "profile use stagign",
        "profile remove stagign",
    ] {
        let ran = home.hookctl(arguments.split(' ')).run().exits(4).stdout_is("");
        ran.stderr_has("there is no profile `stagign`\nhint: did you mean `staging`?\n");
    }
    let list = home.hookctl(["list"]).env("HOOKCTL_PROFILE", "other").run();
    list.exits(4).stderr_has("there is no profile `other`\nhint: ");
}

#[test]
fn what_no_command_could_use_is_not_written() {
    let home = Home::new();
    for arguments in [
        "set api-url example.com",
        "set token -",
        "set auth-header a:b",
        "set output xml",
        "set timeout 3",
        "set retries many",
        "set allow-http maybe",
        "set color blue",
        "set api_url https://a.invalid",
        "set editor vi",
        "set retries 1 --profile a/b",
    ] {
        profile(&home, arguments).run().exits(2).stdout_is("");
    }
    assert!(!home.path(".config/hookctl/config.toml").exists());
    profile(&home, "set api_url x").run().exits(2).stderr_has("did you mean `api-url`?");
}

#[test]
fn a_value_that_cannot_be_used_is_named_and_can_be_mended() {
    let home = Home::new();
    let file = configured(&home, "default_profile = 'a'\n[profile.a]\ntimeout = 'soon'\n");
    let message = format!("{}: timeout of profile `a`: expected a duration", file.display());
    home.hookctl(["list"]).run().exits(2).stderr_has(&message);
    profile(&home, "show").run().succeeds().stderr_has(&message);
    profile(&home, "set timeout 9s").run().succeeds();
    let shown = profile(&home, "show -o json").run().succeeds().stderr_is("");
    assert_eq!(row(&shown, "timeout"), (json!("9s"), "profile".into()));
    profile(&home, "set").args(["timeout", ""]).run().succeeds();
    let shown = profile(&home, "show -o json").run().succeeds();
    assert_eq!(row(&shown, "timeout"), (json!("30s"), "default".into()));
}

#[test]
fn a_token_is_sent_to_its_own_api_only() {
    let home = Home::new();
    let (own, other) =
        (Hostile::always(Reply::json(200, PAGE)), Hostile::always(Reply::json(200, PAGE)));
    configured(&home, &format!("[profile.a]\napi-url = '{}'\ntoken = 'tok_a'\n", own.url()));
    let list = || home.hookctl(["list", "--profile", "a"]);
    list().run().succeeds();
    let refusal = format!("belongs to {} and is not sent to {}", own.url(), other.url());
    let ran = list().args(["--api-url", &other.url()]).run().exits(3);
    ran.stderr_has(&refusal).stderr_has("hint: give the token").shows_nowhere("tok_a");
    list().env("HOOKCTL_API_URL", other.url()).run().exits(3).stderr_has(&refusal);
    let shown = home.hookctl(["profile", "show", "a"]).env("HOOKCTL_API_URL", other.url()).run();
    shown.succeeds().stderr_has(&refusal);
    assert!(other.requests().is_empty());
    let given = list().args(["--api-url", &other.url()]).env("HOOKCTL_TOKEN", "tok_b").run();
    given.succeeds();
    assert_eq!(other.requests()[0].header("authorization"), Some("Bearer tok_b"));
    list().args(["--api-url", &format!("{}/gateway", own.url())]).run().succeeds();
}

#[test]
fn a_token_without_an_api_is_sent_nowhere() {
    let (home, server) = (Home::new(), Hostile::always(Reply::json(200, PAGE)));
    configured(&home, "default_profile = 'a'\n[profile.a]\ntoken = 'tok_a'\n");
    let ran = home.hookctl(["list", "--api-url", &server.url()]).run().exits(3);
    ran.stderr_has("no api-url that it belongs to");
    assert!(server.requests().is_empty());
}

#[test]
fn its_retries_and_timeout_govern_api_calls_only() {
    let home = Home::new();
    let with = |server: &Hostile, line: &str| {
        let url = server.url();
        let text = format!("[profile.a]\napi-url = '{url}'\ntoken = 'tok_a'\n{line}\n");
        configured(&home, &text);
        home.hookctl(["list", "--profile", "a"]).run().exits(7)
    };
    let failing = Hostile::always(Reply::json(503, "{}"));
    with(&failing, "retries = 0");
    assert_eq!(failing.requests().len(), 1);
    let silent = Hostile::always(Reply::nothing().held());
    with(&silent, "timeout = '50ms'").stderr_has("within 50ms");
    // As a flag it bounds what a listener awaits, and this one awaits nothing.
    let listen = home.hookctl(["listen", "--port", "0", "--no-verify", "--profile", "a"]);
    listen.args(["--timeout", "50ms"]).run().exits(2);
    home.listen(["--no-verify", "--profile", "a"]).stop().exits(0);
}

#[test]
fn header_and_scheme_are_the_profiles() {
    let (home, server) = (Home::new(), Hostile::always(Reply::json(200, PAGE)));
    configured(
        &home,
        &format!(
            "default_profile = 'a'\n[profile.a]\napi-url = '{}'\ntoken = 'tok_a'\n\
             auth-header = 'X-Api-Key'\nauth-scheme = ''\n",
            server.url()
        ),
    );
    home.hookctl(["list"]).run().succeeds();
    let request = &server.requests()[0];
    assert_eq!(request.header("x-api-key"), Some("tok_a"));
    assert_eq!(request.header("authorization"), None);
}

#[test]
fn the_sandbox_takes_nothing_of_a_profile() {
    let home = Home::new();
    configured(
        &home,
        "default_profile = 'a'\n[profile.a]\napi-url = 'https://a.invalid'\ntoken = 'tok_a'\n\
         auth-header = 'X-Api-Key'\n",
    );
    home.hookctl(["list"]).sandbox().run().succeeds();
    let shown = home.hookctl(["profile", "show", "-o", "json"]).sandbox().run().succeeds();
    assert_eq!(row(&shown, "sandbox"), (json!("true"), "flag".into()));
    assert_eq!(row(&shown, "api-url"), (json!("the sandbox's"), "flag".into()));
}

#[test]
fn paths_are_kept_whole_and_read_from_the_files_folder() {
    let home = Home::new();
    profile(&home, "set ca-file ca.pem").run().succeeds();
    let shown = profile(&home, "show -o json").run().succeeds();
    let here = std::fs::canonicalize(home.path("")).unwrap().join("ca.pem");
    assert_eq!(row(&shown, "ca-file").0, json!(here));
    configured(&home, "default_profile = 'a'\n[profile.a]\ntoken = 'file:token'\n");
    let shown = profile(&home, "show -o json").run().succeeds();
    let there = format!("file:{}", home.path(".config/hookctl/token").display());
    assert_eq!(row(&shown, "token").0, json!(there));
}

#[test]
fn credentials_in_a_url_are_masked() {
    let home = Home::new();
    profile(&home, "set proxy http://me:hidden@proxy.invalid:3128").run().succeeds();
    let shown = profile(&home, "show -o json").run().succeeds().shows_nowhere("hidden");
    assert_eq!(row(&shown, "proxy").0, json!("http://***@proxy.invalid:3128"));
}

#[test]
fn the_journal_is_the_profiles() {
    let home = Home::new();
    profile(&home, "set journal mine.db").run().succeeds();
    home.hookctl(["deliveries", "list"]).run().succeeds();
    assert!(home.path("mine.db").exists());
    assert!(!home.data("journal.db").exists());
}

#[test]
fn a_profiles_colour_yields_to_no_color() {
    let home = Home::new();
    configured(&home, "default_profile = 'a'\n[profile.a]\ncolor = 'always'\n");
    let error = |variable: &str| home.hookctl(["get", "wh_1"]).env(variable, "1").run().exits(3);
    error("ANY").stderr_has("\u{1b}[");
    error("NO_COLOR").shows_nowhere("\u{1b}[");
}

#[test]
fn a_form_that_a_command_lacks_is_a_wish() {
    let home = Home::new();
    configured(&home, "default_profile = 'a'\n[profile.a]\noutput = 'ids'\n");
    home.hookctl(["events"]).run().succeeds().stdout_has("user.created\n");
    home.hookctl(["sign", "--secret", "x"]).stdin("x").run().succeeds();
}
