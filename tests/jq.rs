//! `--jq`: what is printed of each command's JSON, and what becomes of an expression that is wrong.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use harness::{Home, Hostile, Ran, Reply, closed_pipe, post};
use serde_json::json;

/// An API whose list is this JSON text, exactly.
fn listing(rows: &str) -> Hostile {
    let meta = r#"{"total":2,"page":1,"limit":20,"pages":1}"#;
    Hostile::always(Reply::json(200, &format!(r#"{{"data":{rows},"meta":{meta}}}"#)))
}

const ROWS: &str = r#"[
  {"id":"wh_1","url":"https://a.invalid/\u0007","n":1.50,"big":123456789012345678901234567890},
  {"id":"wh_2","url":"https://b.invalid/","n":1e2,"big":-7}
]"#;

fn list(arguments: &[&str]) -> Ran {
    let home = Home::new();
    let api = listing(ROWS);
    home.hookctl(["list"]).args(arguments.iter().copied()).against(&api).run()
}

#[test]
fn a_document_is_one_value_and_strings_have_no_quotes() {
    for arguments in [&["--jq", ".[].id"][..], &["--jq", ".[].id", "--all"]] {
        list(arguments).succeeds().stdout_is("wh_1\nwh_2\n").stderr_is("");
    }
    list(&["--jq", "length", "-o", "json"]).succeeds().stdout_is("2\n");
    list(&["--jq", "map({id})"]).succeeds().stdout_is("[{\"id\":\"wh_1\"},{\"id\":\"wh_2\"}]\n");
    list(&["--jq", "empty"]).succeeds().stdout_is("");
}

#[test]
fn with_ndjson_each_row_is_a_value() {
    list(&["--jq", ".id", "-o", "ndjson"]).succeeds().stdout_is("wh_1\nwh_2\n");
    list(&["--jq", ".id", "--all", "-o", "ndjson"]).succeeds().stdout_is("wh_1\nwh_2\n");
}

#[test]
fn numbers_keep_their_text() {
    list(&["--jq", ".[]|.n,.big"])
        .succeeds()
        .stdout_is("1.50\n123456789012345678901234567890\n1e2\n-7\n");
}

#[test]
fn fields_are_picked_first() {
    list(&["--jq", ".[0]", "--fields", "big,id"])
        .succeeds()
        .stdout_is("{\"big\":123456789012345678901234567890,\"id\":\"wh_1\"}\n");
}

#[test]
fn in_a_pipe_a_string_is_its_exact_bytes() {
    list(&["--jq", ".[0].url"]).succeeds().stdout_is("https://a.invalid/\u{7}\n");
    let decoded = list(&["--jq", "\"/wA=\"|@base64d|tobytes"]).succeeds();
    assert_eq!(decoded.stdout.last(), Some(&b'\n'));
}

#[test]
fn a_wrong_expression_is_shown_before_anything_is_asked() {
    let home = Home::new();
    let ran = home.hookctl(["list", "--jq", ".[] | )"]).at("http://api.invalid/").run();
    ran.exits(2).stdout_is("").stderr_is(
        "error: the expression of --jq is not valid: unexpected `)` at character 7\n    \
         .[] | )\n          ^\n",
    );
    let json = home.hookctl(["list", "-o", "json", "--jq", "env"]).at("http://api.invalid/").run();
    let error = json.exits(2).json_errors().remove(0);
    assert_eq!((&error["kind"], &error["exit_code"]), (&json!("usage"), &json!(2)));
    assert!(error["hint"].as_str().unwrap().contains("`env` is not offered"), "{error}");
}

#[test]
fn a_form_that_is_no_json_is_refused_by_flag_and_overruled_from_the_environment() {
    for form in ["table", "tsv", "yaml", "ids"] {
        list(&["--jq", ".", "-o", form]).exits(2).stderr_has("--jq prints no ");
    }
    let home = Home::new();
    let api = listing(ROWS);
    let hookctl = home.hookctl(["list", "--jq", ".[0].id"]).against(&api);
    hookctl.env("HOOKCTL_OUTPUT", "table").run().succeeds().stdout_is("wh_1\n");
    home.hookctl(["completions", "bash", "--jq", "."]).run().exits(2).stderr_has("no JSON");
}

#[test]
fn an_expression_that_fails_exits_1_and_what_it_made_before_is_out() {
    list(&["--jq", ".[]|.id,.id.x"])
        .exits(1)
        .stdout_is("wh_1\n")
        .stderr_is("error: --jq fails on the answer: cannot index \"wh_1\" with \"x\"\n");
    let by_row =
        list(&["--jq", "if .id == \"wh_1\" then error(\"no\") else .id end", "-o", "ndjson"]);
    by_row.exits(1).stdout_is("wh_2\n").stderr_has("warning: --jq fails on a row: no\n");
}

#[test]
fn every_command_that_prints_json_takes_it() {
    let home = Home::new();
    let id = home.webhook("https://a.invalid/", "user.created");
    let run = |line: &str| {
        let words = line.replace("ID", &id);
        let words: Vec<_> = words.split(' ').collect();
        home.hookctl(words).sandbox().stdin("{}").run()
    };
    let shown = format!("{id}\n");
    run("get ID --jq .id").succeeds().stdout_is(&shown);
    run("update ID --description x --jq .description").succeeds().stdout_is("x\n");
    run("update ID --description x --dry-run --jq .method").succeeds().stdout_is("PUT\n");
    run("test ID --jq .id").stdout_is(&shown);
    run("events --jq .[0].type").succeeds().stdout_has("user.");
    run("events user.created --jq .type").succeeds().stdout_is("user.created\n");
    run("api GET webhooks --jq .data[].id").succeeds().stdout_is(&shown);
    run("api GET webhooks --paginate --jq .[].id").succeeds().stdout_is(&shown);
    run("api GET webhooks/wh_none --jq .data[]").exits(4);
    run("sign --secret webhook:ID --jq .algorithm").succeeds().stdout_has("sha256");
    run("verify --secret webhook:ID --signature 00 --jq .valid").exits(8).stdout_is("false\n");
    run("sandbox emit user.created --jq .[0].attempt").stdout_is("1\n");
    run("delete ID --yes --jq .success").succeeds().stdout_is("true\n");
}

#[test]
fn a_command_that_prints_no_json_refuses_it_whatever_the_environment_says() {
    let home = Home::new();
    for line in ["completions bash --jq .", "events --verify-code node --jq ."] {
        let run = || home.hookctl(line.split(' '));
        run().run().exits(2).stderr_has("this command prints no JSON for --jq");
        let wished = run().env("HOOKCTL_OUTPUT", "json").run().exits(2).stdout_is("");
        wished.stderr_has("this command prints no JSON for --jq");
    }
}

#[test]
fn recorded_deliveries_take_it_too() {
    let home = Home::new();
    let listener = home.listen(["--no-verify", "--count", "1"]);
    post(listener.url(), None, br#"{"type":"a.b"}"#);
    listener.running.wait().succeeds();
    let run = |line: &str| home.hookctl(line.split(' ')).run();
    run("deliveries list --jq .[].event_type").succeeds().stdout_is("a.b\n");
    run("deliveries show @last --jq .body|fromjson|.type").succeeds().stdout_is("a.b\n");
    run("deliveries export --jq .event_type").succeeds().stdout_is("a.b\n");
    run("deliveries export --jq .event_type.x").exits(1).stdout_is("");
    run("deliveries show @last --body --jq .").exits(2);
}

#[test]
fn a_stream_goes_on_after_a_row_that_fails() {
    let home = Home::new();
    let jq = r#"if .type == "delivery" then {t: .body|fromjson|.type} else . end"#;
    let mut listener = home.listen(["--no-verify", "--jq", jq]);
    post(listener.url(), None, b"not JSON");
    post(listener.url(), None, br#"{"type":"a.b"}"#);
    assert_eq!(listener.next_record(), json!({"t": "a.b"}));
    let ended = listener.stop().succeeds().stderr_has("warning: --jq fails on a row: ");
    assert_eq!(ended.ndjson()[0]["type"], "summary");
}

#[test]
fn a_secret_that_is_kept_nowhere_is_printed_though_the_expression_fails() {
    let home = Home::new();
    let create = ["create", "--url", "https://a.invalid/", "--event", "user.created"];
    let create = || home.hookctl(create).args(["--no-keep-secret"]).sandbox();
    create().args(["--jq", ".secret"]).run().succeeds().stdout_has("whsec_");
    create().args(["--jq", ".secret.x"]).run().exits(1).stdout_has("whsec_");
    let closed = create().args(["--jq", ".secret"]).stdout_to(closed_pipe()).run().exits(1);
    closed.stderr_has("whsec_");
}
