//! What every command prints alike: the form asked for, the server's values untouched, colour only
//! where it is wanted, and no word when the reader has seen enough.

mod harness;

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use harness::{Home, Hostile, Reply};
use serde_json::json;

const WEBHOOK: &str = r#"{"id":"wh_1","url":"https://a.invalid/","events":["user.created"],"status":"paused","rate":1.50,"big":123456789012345678901234567890,"power":1e2,"team":{"name":"blue","ids":[1.0,null]}}"#;

/// A server with one webhook that has what the document does not name.
fn grown_api() -> Hostile {
    Hostile::answering(|request| {
        let meta = r#"{"total":1,"page":1,"limit":20,"pages":1}"#;
        let body = if request.target.contains("/wh_1") {
            format!(r#"{{"data":{WEBHOOK}}}"#)
        } else {
            format!(r#"{{"data":[{WEBHOOK}],"meta":{meta}}}"#)
        };
        Reply::json(200, &body)
    })
}

#[test]
fn json_keeps_what_hookctl_does_not_know_and_the_text_of_numbers() {
    let (home, api) = (Home::new(), grown_api());
    let hookctl =
        |arguments: &str| home.hookctl(arguments.split(' ')).against(&api).run().succeeds();
    hookctl("get wh_1 -o ndjson").stdout_is(&format!("{WEBHOOK}\n"));
    hookctl("list -o ndjson").stdout_is(&format!("{WEBHOOK}\n"));
    hookctl("list --all -o ndjson").stdout_is(&format!("{WEBHOOK}\n"));
    hookctl("get wh_1 -o json --fields rate,big,power").stdout_is(
        "{\n  \"rate\": 1.50,\n  \"big\": 123456789012345678901234567890,\n  \"power\": 1e2\n}\n",
    );
    hookctl("get wh_1 -o tsv --no-headers --fields rate,big,power,status,team").stdout_is(
        "1.50\t123456789012345678901234567890\t1e2\tpaused\t\
         {\"name\":\"blue\",\"ids\":[1.0,null]}\n",
    );
    hookctl("get wh_1 --fields big,rate,team").stdout_is(
        "big        123456789012345678901234567890\nrate       1.50\n\
         team.name  blue\nteam.ids   1.0,\n",
    );
}

#[test]
fn a_form_that_a_command_lacks_is_refused_by_flag_and_left_out_by_environment() {
    let home = Home::new();
    home.file("body", "{}");
    let sign = || home.hookctl(["sign", "--secret", "env:S", "body"]).env("S", "whsec_x");
    let plain = sign().run().succeeds();
    sign().args(["-o", "tsv"]).run().exits(2).stdout_is("").stderr_is(
        "error: this command has no output form tsv\nhint: it has table, json, ndjson, yaml\n",
    );
    let wished = sign().env("HOOKCTL_OUTPUT", "tsv").run().succeeds();
    assert_eq!(wished.stdout(), plain.stdout());
    home.hookctl(["completions", "bash", "-o", "json"]).run().exits(2).stdout_is("");
    let wished = home.hookctl(["completions", "bash"]).env("HOOKCTL_OUTPUT", "json").run();
    wished.succeeds().stdout_has("hookctl");
}

#[test]
fn an_empty_variable_is_an_unset_one() {
    let home = Home::new();
    let names = ["API_URL", "TOKEN", "SANDBOX", "TIMEOUT", "RETRIES", "OUTPUT", "QUIET", "COLOR"];
    let others =
        ["PROXY", "CA_FILE", "NO_INPUT", "VERBOSE", "NO_HEADERS", "LOG_FILE", "ALLOW_HTTP"];
    let empty = |arguments: &str| {
        let hookctl = home.hookctl(arguments.split(' '));
        names
            .iter()
            .chain(&others)
            .fold(hookctl, |hookctl, name| hookctl.env(&format!("HOOKCTL_{name}"), ""))
    };
    empty("events -o ids").run().succeeds().stdout_has("user.created\n");
    empty("list").run().exits(3).stdout_is("").stderr_has("error: no API URL is given\n");
    empty("--sandbox list").run().succeeds().stderr_is("no webhooks\n");
    // Also the folder: data goes to the platform's own.
    let id = empty("--sandbox create --url https://a.invalid/ --event user.created -o ids")
        .env("HOOKCTL_DATA_DIR", "");
    id.run().succeeds();
    assert!(!home.path("data/secrets.json").exists());
}

#[test]
fn switches_take_the_usual_words() {
    let home = Home::new();
    let list = |name: &str, value| home.hookctl(["list"]).env(name, value).run();
    for yes in ["1", "true", "yes", "on"] {
        list("HOOKCTL_SANDBOX", yes).succeeds().stderr_is("no webhooks\n");
    }
    for no in ["0", "false", "no", "off"] {
        list("HOOKCTL_SANDBOX", no).exits(3).stderr_has("no API URL is given");
    }
    list("HOOKCTL_SANDBOX", "perhaps").exits(2).stderr_has("'--sandbox'");
    list("HOOKCTL_QUIET", "perhaps").exits(2).stderr_has("'--quiet'");
    let quiet = home.hookctl(["list"]).sandbox().env("HOOKCTL_QUIET", "on");
    quiet.run().succeeds().stderr_is("");
    let bare = home.hookctl(["list", "-o", "tsv"]).sandbox().env("HOOKCTL_NO_HEADERS", "yes");
    bare.run().succeeds().stdout_is("");
}

#[test]
fn a_flag_goes_before_its_variable() {
    let (home, api) = (Home::new(), grown_api());
    let list = home.hookctl(["list", "-o", "ids"]).against(&api).env("HOOKCTL_OUTPUT", "json");
    list.run().succeeds().stdout_is("wh_1\n");
    let url = api.url();
    let list = home.hookctl(["list", "-o", "ids", "--api-url", &url]).env("HOOKCTL_TOKEN", "tok");
    list.env("HOOKCTL_SANDBOX", "yes").run().succeeds().stdout_is("wh_1\n");
    let both = home.hookctl(["list", "--api-url", &url]).sandbox().run();
    both.exits(2).stdout_is("").stderr_has("--sandbox and --api-url name two APIs");
}

#[test]
fn colour_is_for_terminals_and_for_who_asks() {
    let home = Home::new();
    home.webhook("https://a.invalid/", "user.created");
    let is_coloured = |arguments: &str, variables: &[(&str, &str)]| {
        let list = format!("list --fields status {arguments}");
        let list = home.hookctl(list.split_whitespace()).sandbox();
        let list = variables.iter().fold(list, |list, (name, value)| list.env(name, value));
        let ran = list.run().succeeds();
        ran.stdout().contains('\x1b')
    };
    assert!(!is_coloured("", &[]));
    assert!(!is_coloured("", &[("CLICOLOR", "1"), ("TERM", "xterm-256color")]));
    assert!(is_coloured("", &[("CLICOLOR_FORCE", "1")]));
    assert!(!is_coloured("", &[("CLICOLOR_FORCE", "0")]));
    assert!(!is_coloured("", &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(is_coloured("--color always", &[("NO_COLOR", "1"), ("TERM", "dumb")]));
    assert!(!is_coloured("--color never", &[("CLICOLOR_FORCE", "1")]));
    assert!(is_coloured("", &[("HOOKCTL_COLOR", "always")]));
    assert!(!is_coloured("--color never", &[("HOOKCTL_COLOR", "always")]));
    // Machines never get any.
    for form in ["json", "ndjson", "yaml", "tsv", "ids"] {
        assert!(!is_coloured(&format!("--color always -o {form}"), &[]), "{form}");
    }
}

#[test]
fn colour_is_on_the_label_of_an_error_only() {
    let home = Home::new();
    let get = home.hookctl(["get", "wh_none", "--color", "always"]).sandbox().run().exits(4);
    let (label, message) = get.stderr.split_once(" webhook").unwrap();
    assert!(label.starts_with("\x1b[") && label.ends_with("\x1b[0m"), "{label:?}");
    assert!(message.starts_with(" wh_none not found\n"), "{message:?}");
}

#[test]
fn what_a_terminal_would_obey_is_shown_in_tables_and_kept_in_json() {
    let home = Home::new();
    let nasty = "a\u{1b}]0;x\u{7}\u{9b}2J\nb\tc\u{202e}";
    let body = json!({"data": [{"id": "wh_1", "url": nasty}],
        "meta": {"total": 1, "page": 1, "limit": 20, "pages": 1}});
    let server = Hostile::always(Reply::json(200, &body.to_string()));
    let list = |form| {
        let list = ["list", "--no-headers", "--fields", "id,url", "-o", form];
        home.hookctl(list).against(&server).run().succeeds()
    };
    list("table").stdout_is("wh_1  a\\x1b]0;x\\x07\\x9b2J\\nb\\tc\\u{202e}\n");
    assert_eq!(list("json").json()[0]["url"], nasty);
    assert_eq!(list("ndjson").ndjson()[0]["url"], nasty);
}

#[test]
fn a_reader_that_has_seen_enough_ends_it_quietly() {
    let home = Home::new();
    let pages = 1000;
    let server = Hostile::answering(move |request| {
        let (_, rest) = request.target.split_once("page=").unwrap();
        let page: u64 = rest.split('&').next().unwrap().parse().unwrap();
        let padding = "x".repeat(1000);
        let row = |row| json!({"id": format!("wh_{page}_{row}"), "description": padding});
        let rows: Vec<_> = (0..100).map(row).collect();
        let meta = json!({"total": pages * 100, "page": page, "limit": 100, "pages": pages});
        Reply::json(200, &json!({"data": rows, "meta": meta}).to_string())
    });
    let list = home.hookctl(["list", "--all", "-o", "ndjson"]).against(&server);
    let mut child = list.command().stdout(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    reader.read_line(&mut first).unwrap();
    drop(reader);
    assert!(first.starts_with(r#"{"id":"wh_1_0""#), "{first}");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!(stderr, "");
    // The rest is not fetched for nobody.
    assert!(server.requests().len() < 1000);
}

/// Only Linux has a device that is always full.
#[cfg(target_os = "linux")]
#[test]
fn an_output_that_can_not_be_written_is_a_failure() {
    let home = Home::new();
    for arguments in ["events", "events user.created", "--help", "completions bash"] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let ran = home.hookctl(arguments.split(' ')).stdout_to(full).run().exits(1);
        ran.stderr_has("error: cannot write to standard output");
        let closed = home.hookctl(arguments.split(' ')).stdout_to(harness::closed_pipe()).run();
        closed.succeeds().stderr_is("");
    }
}
