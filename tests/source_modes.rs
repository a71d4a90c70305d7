//! Sources that others can reach, that never end, and what programs that hookctl runs get to see of
//! the variables that secrets come from.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use harness::{Home, Hostile, Invocation, Reply};

/// Signs an empty body with the secret of this source.
fn sign<'a>(home: &'a Home, source: &str) -> Invocation<'a> {
    home.file("empty", "");
    home.hookctl(["sign", "--secret", source, "empty"])
}

#[test]
fn a_file_that_others_can_read_is_used_with_a_warning() {
    let home = Home::new();
    let file = home.file("secret.txt", "whsec_a\n");
    let expected = sign(&home, "env:S").env("S", "whsec_a").run().succeeds().stdout().to_owned();
    for mode in [0o600, 0o400] {
        fs::set_permissions(&file, Permissions::from_mode(mode)).unwrap();
        sign(&home, "file:secret.txt").run().succeeds().stderr_is("").stdout_is(&expected);
    }
    // As container systems mount secrets.
    for mode in [0o444, 0o440, 0o644] {
        fs::set_permissions(&file, Permissions::from_mode(mode)).unwrap();
        let ran = sign(&home, "file:secret.txt").run().succeeds().stdout_is(&expected);
        ran.stderr_is(
            "warning: others than you can read the secret's file secret.txt: \
             `chmod 600 'secret.txt'` helps\n",
        );
    }
}

#[test]
fn a_file_that_others_can_write_is_refused() {
    let home = Home::new();
    let file = home.file("secret.txt", "whsec_a\n");
    for mode in [0o660, 0o622, 0o666] {
        fs::set_permissions(&file, Permissions::from_mode(mode)).unwrap();
        let ran = sign(&home, "file:secret.txt").run().exits(2).stdout_is("");
        ran.stderr_has("others than you can write").stderr_has("hint: chmod 600 'secret.txt'\n");
    }
    let list = home.hookctl(["list", "--token", "file:secret.txt"]).at("http://127.0.0.1:9");
    list.run().exits(2).stderr_has("others than you can write the token's file");
}

#[test]
fn a_source_that_never_ends_is_given_up() {
    let home = Home::new();
    for source in ["file:/dev/zero", "cmd:cat /dev/zero"] {
        let ran = sign(&home, source).run().exits(2).stdout_is("");
        ran.stderr_has("it has more than 1 MiB, too much for a secret");
    }
    let endless = File::open("/dev/zero").unwrap();
    let mut command = sign(&home, "-").command();
    let output = command.stdin(endless).stdout(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("more than 1 MiB"));
}

/// A program that writes its environment into a file of the home.
const TELL: &str = "sh -c 'env > seen.txt; cat > /dev/null; echo whsec_told'";

#[track_caller]
fn assert_nothing_was_seen(home: &Home) {
    let seen = fs::read_to_string(home.path("seen.txt")).unwrap();
    assert!(seen.contains("PATH="), "the program ran");
    for hidden in ["HOOKCTL_TOKEN", "TOKEN_VARIABLE", "SECRET_VARIABLE", "tok_hidden", "whsec_h"] {
        assert!(!seen.contains(hidden), "{hidden} in {seen}");
    }
    fs::remove_file(home.path("seen.txt")).unwrap();
}

fn with_secrets(invocation: Invocation<'_>) -> Invocation<'_> {
    invocation.env("TOKEN_VARIABLE", "tok_hidden").env("SECRET_VARIABLE", "whsec_hidden")
}

#[test]
fn a_command_that_gives_a_secret_sees_no_other() {
    let home = Home::new();
    home.file("empty", "");
    let (mine, told) = ("env:SECRET_VARIABLE", format!("cmd:{TELL}"));
    let verify = ["verify", "--secret", mine, "--secret", &told, "--signature", "00", "empty"];
    let verify = with_secrets(home.hookctl(verify)).env("HOOKCTL_TOKEN", "env:TOKEN_VARIABLE");
    verify.run().exits(8);
    assert_nothing_was_seen(&home);
    let list = with_secrets(home.hookctl(["list", "--token", &told])).at("http://127.0.0.1:9");
    list.env("HOOKCTL_TOKEN", "tok_hidden").args(["--retries", "0"]).run().exits(7);
    let seen = fs::read_to_string(home.path("seen.txt")).unwrap();
    assert!(!seen.contains("HOOKCTL_TOKEN"), "{seen}");
}

#[test]
fn a_command_that_takes_the_new_secret_sees_no_token() {
    let home = Home::new();
    let answer = r#"{"data":{"id":"wh_1","secret":"whsec_new"}}"#;
    let api = Hostile::always(Reply::json(201, answer));
    let create = ["create", "--url", "https://a.invalid/", "--event", "user.created"];
    let create = home.hookctl(create).args(["--secret-to", &format!("cmd:{TELL}")]);
    let create = create.against(&api).args(["--token", "env:TOKEN_VARIABLE"]);
    create.env("TOKEN_VARIABLE", "tok_hidden").run().succeeds().shows_nowhere("whsec_new");
    assert_nothing_was_seen(&home);
}

#[test]
fn a_tunnel_sees_none_of_them_and_the_users_own_command_all() {
    let home = Home::new();
    let api = Hostile::together(|request| match request.method.as_str() {
        "POST" => Reply::json(201, r#"{"data":{"id":"wh_1","secret":"whsec_new"}}"#),
        _ => Reply::json(200, r#"{"success":true,"message":"Webhook deleted"}"#),
    });
    let tunnel = "sh -c 'env > seen.txt; echo https://a.invalid; exec sleep 1000'";
    let listen = ["listen", "--port", "0", "--create", "--event", "user.created"];
    let listen = home.hookctl(listen).args(["--tunnel", tunnel, "--secret", "env:SECRET_VARIABLE"]);
    let listen = with_secrets(listen).against(&api).args(["--token", "env:TOKEN_VARIABLE"]);
    let listen = listen.args(["--", "sh", "-c", "test \"$TOKEN_VARIABLE\" = tok_hidden"]);
    listen.run().succeeds();
    assert_nothing_was_seen(&home);
}

#[test]
fn what_a_profile_takes_its_token_from_is_seen_by_no_program() {
    let home = Home::new();
    let profiles = "default_profile = 'other'\n[profile.other]\napi-url = 'http://127.0.0.1:9'\n\
                    [profile.mine]\ntoken = 'env:TOKEN_VARIABLE'\n";
    let config = home.file("config.toml", profiles);
    home.file("empty", "");
    let verify = ["verify", "--secret", &format!("cmd:{TELL}"), "--signature", "00", "empty"];
    for profile in [&["--profile", "mine"][..], &[]] {
        let verify = home.hookctl(verify).args(profile.iter().copied());
        let verify = verify.env("HOOKCTL_CONFIG", &config).env("TOKEN_VARIABLE", "tok_hidden");
        verify.run().exits(8);
        assert_nothing_was_seen(&home);
    }
}
