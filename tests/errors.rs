//! Errors as programs read them: one line of JSON on stderr for each, usage errors included, and
//! nothing on stdout.

mod harness;

use harness::{Home, Hostile, Reply};
use serde_json::json;

#[test]
fn a_failed_call_is_one_line_with_its_documented_fields() {
    let home = Home::new();
    for form in ["json", "ndjson"] {
        let ran = home.hookctl(["get", "wh_none", "-o", form]).sandbox().run().exits(4);
        ran.stdout_is("").stderr_is(
            "{\"error\":{\"kind\":\"not_found\",\"message\":\"webhook wh_none not found\",\
             \"hint\":\"`hookctl list --all -o ids` shows the ids there are\",\"status\":404,\
             \"exit_code\":4}}\n",
        );
    }
    let ran = home.hookctl(["get", "wh_none", "-o", "yaml"]).sandbox().run().exits(4);
    ran.stdout_is("").stderr_has("error: webhook wh_none not found\nhint: ");
}

#[test]
fn each_failed_call_has_a_line() {
    let home = Home::new();
    let ran = home.hookctl(["get", "wh_a", "wh_b", "-o", "ndjson"]).sandbox().run().exits(4);
    let messages: Vec<_> = ran.json_errors().iter().map(|error| error["message"].clone()).collect();
    assert_eq!(messages, ["webhook wh_a not found", "webhook wh_b not found"]);
    assert_eq!(ran.stderr.lines().count(), 2);
}

#[test]
fn a_usage_error_is_json_however_the_form_is_written() {
    let home = Home::new();
    let command_lines = [
        "list --bad -o json",
        "list --bad -o=json",
        "list --bad -ojson",
        "list --bad --output json",
        "list --bad --output=ndjson",
        "-o json list --bad",
        "list --bad -qojson",
        "delete --bad -yo json",
        "list -qvyo=json --bad",
    ];
    for line in command_lines {
        let ran = home.hookctl(line.split(' ')).run().exits(2).stdout_is("");
        assert_eq!(ran.stderr.lines().count(), 1, "{line}: {}", ran.stderr);
        let error = &ran.json_errors()[0];
        assert_eq!(error["kind"], "usage");
        assert_eq!(error["message"], "unexpected argument '--bad' found");
        assert_eq!((&error["status"], &error["exit_code"]), (&json!(null), &json!(2)));
    }
}

#[test]
fn the_environment_asks_for_json_errors_and_a_flag_takes_it_back() {
    let home = Home::new();
    let list = |arguments: &str| {
        let list = home.hookctl(["list"]).args(arguments.split_whitespace());
        list.env("HOOKCTL_OUTPUT", "json").run()
    };
    assert_eq!(list("--bad").exits(2).json_errors().len(), 1);
    list("--bad -o table").exits(2).stderr_has("error: unexpected argument");
    assert_eq!(list("").exits(3).json_errors()[0]["kind"], "unauthorized");
    list("-o yaml").exits(3).stderr_has("error: no API URL is given\nhint: ");
}

#[test]
fn every_way_to_misuse_it_is_usage() {
    let home = Home::new();
    for line in
        ["lst", "list extra", "list -o", "list -o xml", "get", "api GET", "list --timeout 3"]
    {
        home.hookctl(line.split(' ')).run().exits(2).stdout_is("").stderr_has("error: ");
    }
    home.hookctl(["lst", "-o", "json"]).run().exits(2).stderr_has("'list'");
    home.hookctl::<&str>([]).run().exits(2).stdout_is("").stderr_has("Usage: hookctl");
}

#[test]
fn a_variable_that_is_refused_is_named() {
    let home = Home::new();
    let list = |arguments: &[&str]| {
        let list = home.hookctl(["list"]).args(arguments.iter().copied());
        list.env("HOOKCTL_TIMEOUT", "abc").run().exits(2).stdout_is("")
    };
    list(&[]).stderr_has("(it is the value of HOOKCTL_TIMEOUT)");
    list(&["--timeout", "abc"]).shows_nowhere("HOOKCTL_TIMEOUT");
}

#[test]
fn what_the_server_says_is_shown_and_not_obeyed() {
    let home = Home::new();
    let body = json!({"error": "bad\u{1b}[31m\u{9b}2J\r\nline\u{202e}"}).to_string();
    let server = Hostile::always(Reply::json(422, &body));
    let list = |form| home.hookctl(["list", "-o", form]).against(&server).run().exits(5);
    list("table").stdout_is("").stderr_is(
        "error: the API answered 422 Unprocessable Entity: \
         bad\\x1b[31m\\x9b2J line\\u{202e}\n",
    );
    let ran = list("json");
    assert!(!ran.stderr.trim_end().contains(|c: char| c.is_control()), "{:?}", ran.stderr);
    let message = ran.json_errors()[0]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("bad\u{1b}[31m\u{9b}2J line"), "{message:?}");
}

#[test]
fn a_secret_in_an_answer_that_is_quoted_is_not_repeated() {
    let home = Home::new();
    let server = Hostile::always(Reply::json(200, r#"{"secret":"whsec_abc123"}"#));
    let ran = home.hookctl(["list"]).against(&server).run().exits(7).stdout_is("");
    ran.shows_nowhere("abc123").stderr_has("the answer is not the API's");
}
