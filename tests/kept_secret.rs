//! The secret that `hookctl create` is shown once: on disk before anything is printed, handed on
//! where it was asked for, and never lost on the way.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::fs::{self, Permissions};
use std::io::Read;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::process::Command;

use harness::{Home, Hostile, Invocation, Ran, Reply, closed_pipe, mode};
use serde_json::{Value, json};

const CREATE: [&str; 5] = ["create", "--url", "https://a.invalid/", "--event", "user.created"];
const MASKED: &str = "whsec_••••••••••••••••••••••••••••••";
const SECRET: &str = "whsec_abcdefghijklmnopqrstuvwxyz1234";

/// A server that creates the document's own example.
fn api() -> Hostile {
    let body = json!({"data": {"id": "wh_1", "url": "https://a.invalid/", "status": "active",
        "events": ["user.created"], "secret": SECRET}});
    Hostile::always(Reply::json(201, &body.to_string()))
}

fn create<'a>(home: &'a Home, arguments: &[&str]) -> Invocation<'a> {
    home.hookctl(CREATE).args(["-o", "json"]).args(arguments.iter().copied())
}

#[track_caller]
fn assert_kept(home: &Home, origin: &str) {
    let kept = home.kept_secrets();
    let at = kept["secrets"][0]["kept_at"].clone();
    let one = json!({"webhook_id": "wh_1", "origin": origin, "kept_at": at, "secret": SECRET});
    assert_eq!(kept, json!({"version": 1, "secrets": [one]}));
}

#[test]
fn it_is_kept_for_its_owner_only_and_printed() {
    let (home, api) = (Home::new(), api());
    let ran = create(&home, &[]).against(&api).run().succeeds();
    assert_eq!(ran.json()["secret"], SECRET);
    let store = home.data("secrets.json");
    ran.stderr_is(&format!(
        "note: the secret is kept in {}; --secret webhook:wh_1 uses it\n",
        store.display()
    ));
    assert_kept(&home, &api.url());
    assert_eq!(mode(&store), 0o600);
    assert_eq!(mode(&home.path("data")), 0o700);
}

#[test]
fn each_of_several_is_kept_with_the_api_that_it_belongs_to() {
    let (home, one, other) = (Home::new(), api(), api());
    let sandboxed = home.webhook("https://a.invalid/", "user.created");
    create(&home, &[]).against(&one).run().succeeds();
    create(&home, &[]).against(&other).run().succeeds();
    let kept = home.kept_secrets();
    let of =
        |index: usize| [&kept["secrets"][index]["webhook_id"], &kept["secrets"][index]["origin"]];
    assert_eq!(of(0), [&json!(sandboxed), &json!("sandbox")]);
    assert_eq!(of(1), [&json!("wh_1"), &json!(one.url())]);
    assert_eq!(of(2), [&json!("wh_1"), &json!(other.url())]);
}

#[test]
fn it_is_kept_although_nobody_reads_the_output() {
    let (home, api) = (Home::new(), api());
    create(&home, &[]).against(&api).stdout_to(closed_pipe()).run().succeeds();
    assert_kept(&home, &api.url());
}

/// Only Linux has a device that is always full.
#[cfg(target_os = "linux")]
#[test]
fn it_is_kept_although_the_output_can_not_be_written() {
    let (home, api) = (Home::new(), api());
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let ran = create(&home, &[]).against(&api).stdout_to(full).run().exits(1);
    assert_eq!(ran.json_errors()[0]["kind"], "failed");
    let message = ran.json_errors()[0]["message"].as_str().unwrap().to_owned();
    assert!(message.starts_with("cannot write to standard output"), "{message}");
    assert!(message.ends_with("; webhook wh_1 is created"), "{message}");
    assert_kept(&home, &api.url());
}

#[test]
fn a_file_gets_it_and_the_output_masks_it() {
    let (home, api) = (Home::new(), api());
    home.file("secret.txt", "an old one");
    let handed = create(&home, &["--secret-to", "file:secret.txt"]).against(&api);
    let ran = handed.run().succeeds().shows_nowhere(SECRET);
    assert_eq!(ran.json()["secret"], MASKED);
    assert_eq!(fs::read_to_string(home.path("secret.txt")).unwrap(), SECRET);
    assert_eq!(mode(&home.path("secret.txt")), 0o600);
    assert_kept(&home, &api.url());
}

#[test]
fn a_link_stays_a_link_and_its_file_gets_it() {
    let (home, api) = (Home::new(), api());
    home.file("secret.txt", "an old one");
    symlink("secret.txt", home.path("link.txt")).unwrap();
    create(&home, &["--secret-to", "file:link.txt"]).against(&api).run().succeeds();
    assert!(home.path("link.txt").is_symlink());
    assert_eq!(fs::read_to_string(home.path("secret.txt")).unwrap(), SECRET);
    assert_eq!(mode(&home.path("secret.txt")), 0o600);
}

#[test]
fn a_pipe_gets_it_and_stays_a_pipe() {
    let (home, api) = (Home::new(), api());
    let pipe = home.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    // Open for both, so that neither end waits for the other.
    let mut reader = fs::File::options().read(true).write(true).open(&pipe).unwrap();
    let ran = create(&home, &["--secret-to", "file:pipe"]).against(&api).run().succeeds();
    assert_eq!(ran.json()["secret"], MASKED);
    assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
    let mut taken = [0; SECRET.len()];
    reader.read_exact(&mut taken).unwrap();
    assert_eq!(taken, SECRET.as_bytes());
}

#[test]
fn a_command_gets_it_on_its_standard_input_and_prints_to_stderr() {
    let (home, api) = (Home::new(), api());
    let command = "cmd:sh -c 'cat > taken.txt; echo stored'";
    let ran = create(&home, &["--secret-to", command]).against(&api).run().succeeds();
    assert_eq!(ran.shows_nowhere(SECRET).stderr_has("stored\n").json()["secret"], MASKED);
    assert_eq!(fs::read_to_string(home.path("taken.txt")).unwrap(), SECRET);
}

#[test]
fn a_command_that_fails_is_told_and_the_secret_is_kept() {
    let (home, api) = (Home::new(), api());
    let ran = create(&home, &["--secret-to", "cmd:false"]).against(&api).run().exits(1);
    assert_eq!(ran.json()["secret"], MASKED);
    let ran = ran.shows_nowhere(SECRET);
    let error = &ran.json_errors()[0];
    let message =
        "webhook wh_1 is created, but the secret's command `false` failed: exit status: 1";
    assert_eq!(error["message"], message);
    assert_eq!(error["hint"], "the secret is kept: --secret webhook:wh_1 uses it");
    assert_kept(&home, &api.url());
}

#[test]
fn kept_nowhere_it_is_printed() {
    let (home, api) = (Home::new(), api());
    let ran = create(&home, &["--no-keep-secret"]).against(&api).run().succeeds().stderr_is("");
    assert_eq!(ran.json()["secret"], SECRET);
    assert!(!home.data("secrets.json").exists());
}

#[test]
fn handed_on_it_need_not_be_kept() {
    let (home, api) = (Home::new(), api());
    let arguments = ["--no-keep-secret", "--secret-to", "file:secret.txt"];
    let ran = create(&home, &arguments).against(&api).run().succeeds().shows_nowhere(SECRET);
    assert_eq!(ran.json()["secret"], MASKED);
    assert_eq!(fs::read_to_string(home.path("secret.txt")).unwrap(), SECRET);
    assert!(!home.data("secrets.json").exists());
}

#[test]
fn safe_nowhere_it_is_printed_and_that_is_said() {
    let (home, api) = (Home::new(), api());
    let arguments = ["--no-keep-secret", "--secret-to", "cmd:false"];
    let ran = create(&home, &arguments).against(&api).run().exits(1);
    assert_eq!(ran.json()["secret"], SECRET);
    let hint = &ran.json_errors()[0]["hint"];
    assert_eq!(hint, "keep the secret printed above: it is shown only now");
}

#[test]
fn a_store_that_can_not_be_written_stops_it_before_anything_is_sent() {
    let refused = |home: &Home, make: &dyn Fn(Invocation) -> Ran| {
        let api = api();
        make(create(home, &[]).against(&api)).exits(1).stdout_is("");
        assert!(api.requests().is_empty());
    };
    let home = Home::new();
    home.file("file", "");
    let in_a_file = home.path("file/data");
    refused(&home, &|create| create.env("HOOKCTL_DATA_DIR", &in_a_file).run());
    fs::create_dir_all(home.data("secrets.json")).unwrap();
    refused(&home, &|create| create.run().stderr_has("the secret store"));
    let home = Home::new();
    fs::create_dir(home.path("data")).unwrap();
    fs::write(home.data("secrets.json"), "{\"version\":1,").unwrap();
    fs::set_permissions(home.data("secrets.json"), Permissions::from_mode(0o600)).unwrap();
    refused(&home, &|create| create.run().stderr_has("is damaged at line 1"));
    assert_eq!(fs::read_to_string(home.data("secrets.json")).unwrap(), "{\"version\":1,");
}

#[test]
fn what_can_not_be_handed_on_to_stops_it_before_anything_is_sent() {
    let (home, api) = (Home::new(), api());
    for target in ["file:", "file:absent/secret.txt", "file:.", "cmd:", "cmd:sh -c '", "secret.txt"]
    {
        let ran = create(&home, &["--secret-to", target]).against(&api).run().exits(2);
        ran.stdout_is("").stderr_has("\"kind\":\"usage\"");
    }
    assert!(api.requests().is_empty());
}

#[test]
fn an_answer_without_a_secret_or_with_a_masked_one_keeps_nothing() {
    for secret in [json!(null), json!(MASKED), json!(7), json!("")] {
        let home = Home::new();
        let body = json!({"data": {"id": "wh_1", "secret": secret}});
        let api = Hostile::always(Reply::json(201, &body.to_string()));
        let ran = create(&home, &[]).against(&api).run().succeeds();
        assert_eq!(ran.json()["secret"], secret);
        ran.stderr_is("warning: the answer shows no secret of webhook wh_1: nothing is kept\n");
        assert!(!home.data("secrets.json").exists());
    }
}

#[test]
fn a_secret_that_is_safe_nowhere_is_printed_whatever_the_form() {
    let home = Home::new();
    let create = ["create", "--url", "https://a.example/", "--event", "user.created"];
    let hidden = ["--no-keep-secret", "--secret-to", "cmd:false", "-o", "ids"];
    let ran = home.hookctl(create.into_iter().chain(hidden)).sandbox().run().exits(1);
    assert!(ran.json()["secret"].as_str().unwrap().starts_with("whsec_"));
    ran.stderr_has("keep the secret printed above");
}

/// An API that makes the store unusable before it answers.
fn api_that_breaks(home: &Home) -> Hostile {
    let store = home.data("secrets.json");
    let body = json!({"data": {"id": "wh_1", "secret": SECRET}}).to_string();
    Hostile::together(move |_| {
        fs::create_dir_all(&store).unwrap();
        Reply::json(201, &body)
    })
}

#[test]
fn what_can_not_be_kept_any_more_is_printed_and_that_is_said() {
    let home = Home::new();
    let broken = api_that_breaks(&home);
    let ran = create(&home, &[]).against(&broken).run().exits(1);
    assert_eq!(ran.json()["secret"], SECRET);
    let error = &ran.json_errors()[0];
    let message = error["message"].as_str().unwrap();
    assert!(message.starts_with("webhook wh_1 is created, but the secret store"), "{message}");
    assert_eq!(error["hint"], "keep the secret printed above: it is shown only now");
}

/// Its object is a line of standard error, and the error that follows has all that went wrong.
#[track_caller]
fn assert_told_aside(ran: &Ran, parts: &[&str]) {
    let object = ran.stderr.lines().find(|line| line.contains(SECRET)).unwrap();
    assert_eq!(serde_json::from_str::<Value>(object).unwrap()["secret"], SECRET);
    let error = ran.json_errors().pop().unwrap();
    let message = error["message"].as_str().unwrap();
    for part in parts {
        assert!(message.contains(part), "no {part:?} in {message}");
    }
    assert_eq!(error["hint"], "keep the secret printed above: it is shown only now");
}

#[test]
fn safe_nowhere_and_read_by_nobody_it_goes_to_standard_error() {
    let (home, sound) = (Home::new(), api());
    let closed = [&["--no-keep-secret"][..], &["--no-keep-secret", "--jq", ".secret"]];
    for arguments in closed {
        let ran = create(&home, arguments).against(&sound).stdout_to(closed_pipe()).run().exits(1);
        assert_told_aside(&ran, &["nobody reads standard output", "webhook wh_1 is created"]);
    }
    let broken = api_that_breaks(&home);
    let ran = create(&home, &[]).against(&broken).stdout_to(closed_pipe()).run().exits(1);
    assert_told_aside(&ran, &["webhook wh_1 is created, but the secret store", "nobody reads"]);
}

/// Only Linux has a device that is always full.
#[cfg(target_os = "linux")]
#[test]
fn safe_nowhere_and_not_to_be_written_it_goes_to_standard_error() {
    let (home, sound) = (Home::new(), api());
    let full = || fs::File::options().write(true).open("/dev/full").unwrap();
    let unkept = create(&home, &["--no-keep-secret"]).against(&sound).stdout_to(full());
    assert_told_aside(&unkept.run().exits(1), &["cannot write to standard output"]);
    let broken = api_that_breaks(&home);
    let unkept = create(&home, &[]).against(&broken).stdout_to(full());
    let parts = ["is created, but the secret store", "; cannot write to standard output"];
    assert_told_aside(&unkept.run().exits(1), &parts);
}

#[test]
fn only_create_is_told_of_the_way_without_the_store() {
    let (home, api) = (Home::new(), api());
    fs::create_dir_all(home.data("secrets.lock")).unwrap();
    create(&home, &[]).against(&api).run().exits(1).stderr_has("--no-keep-secret");
    let set = home.hookctl(["secret", "set", "wh_1", "--secret", "x", "--sandbox"]);
    let set = set.run().exits(1).stderr_has("can't be written");
    set.shows_nowhere("--no-keep-secret");
    assert!(api.requests().is_empty());
}
