//! What each form and each message looks like, from the outside.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use crate::error::Error;
use crate::expression::Expression;
use crate::model::JsonObject;
use crate::output::{Column, ColumnKind, Form, Options, Output, Terminal, View};

const VIEW: View = View {
    columns: &[
        Column { key: "id", title: "Id", kind: ColumnKind::Text },
        Column { key: "events", title: "Events", kind: ColumnKind::Text },
        Column { key: "status", title: "Status", kind: ColumnKind::Status },
        Column { key: "last_triggered", title: "Last triggered", kind: ColumnKind::Time },
    ],
    known: &["id", "events", "status", "last_triggered", "secret"],
    ids: "id",
};

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Captured {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn options(form: Form) -> Options {
    Options {
        form,
        fields: None,
        headers: true,
        quiet: false,
        json_errors: false,
        jq: None,
        pager: None,
        terminal: Terminal::default(),
        now: "2023-06-20T16:30:00Z".parse().unwrap(),
    }
}

fn on_terminal(form: Form, width: u16) -> Options {
    let terminal = Terminal { stdout_is_terminal: true, width: Some(width), ..Terminal::default() };
    Options { terminal, ..options(form) }
}

fn with_fields(form: Form, fields: &[&str]) -> Options {
    let fields = fields.iter().map(|field| (*field).to_owned()).collect();
    Options { fields: Some(fields), ..options(form) }
}

/// What a piece of printing leaves on standard output and standard error.
fn printed(options: Options, print: impl FnOnce(&Output)) -> (String, String) {
    let (stdout, stderr) = (Captured::default(), Captured::default());
    let output = Output::with_writers(options, Box::new(stdout.clone()), Box::new(stderr.clone()));
    print(&output);
    (stdout.text(), stderr.text())
}

fn many(options: Options, rows: &[JsonObject]) -> String {
    printed(options, |output| output.many(rows, &VIEW).unwrap()).0
}

fn one(options: Options, object: &JsonObject) -> String {
    printed(options, |output| output.one(object, &VIEW).unwrap()).0
}

fn object(json: &str) -> JsonObject {
    serde_json::from_str(json).unwrap()
}

fn rows() -> Vec<JsonObject> {
    vec![
        object(
            r#"{"id":"wh_1","events":["user.created","data.deleted"],"status":"active","last_triggered":"2023-06-20T14:22:10Z","ms": 1.50}"#,
        ),
        object(r#"{"id":"wh_22","events":[],"status":"inactive","last_triggered":null}"#),
    ]
}

#[test]
fn a_piped_table_is_aligned_columns() {
    let expected = "\
ID     EVENTS                      STATUS    LAST TRIGGERED
wh_1   user.created, data.deleted  active    2023-06-20T14:22:10Z
wh_22                              inactive
";
    assert_eq!(many(options(Form::Table), &rows()), expected);
    let bare = many(Options { headers: false, ..options(Form::Table) }, &rows());
    assert!(bare.starts_with("wh_1 ") && bare.lines().count() == 2, "{bare}");
}

#[test]
fn a_table_on_a_terminal_fits_and_tells_ages() {
    let shown = many(on_terminal(Form::Table, 50), &rows());
    let expected = "\
Id     Events           Status    Last triggered
──────────────────────────────────────────────────
wh_1   user.created,    active    2 hours ago
       data.deleted
wh_22                   inactive
";
    assert_eq!(shown, expected);
}

#[test]
fn numbers_are_to_the_right_and_wide_characters_count_twice() {
    const VIEW: View = View {
        columns: &[
            Column { key: "name", title: "Name", kind: ColumnKind::Text },
            Column { key: "ms", title: "Ms", kind: ColumnKind::Number },
        ],
        known: &["name", "ms"],
        ids: "name",
    };
    let rows = [object(r#"{"name":"日本","ms":5}"#), object(r#"{"name":"a","ms":1234}"#)];
    let show = |options| printed(options, |output| output.many(&rows, &VIEW).unwrap()).0;
    assert_eq!(show(options(Form::Table)), "NAME    MS\n日本     5\na     1234\n");
    assert!(show(on_terminal(Form::Table, 80)).ends_with("\n日本     5\na     1234\n"));
}

#[test]
fn a_piped_cell_is_not_cut_however_long() {
    let long = "x".repeat(70_000);
    let row = object(&format!(r#"{{"id":"{long}","status":"active"}}"#));
    assert!(many(options(Form::Table), &[row]).contains(&(long + "          active")));
}

#[test]
fn no_width_is_too_narrow() {
    for width in 1..60 {
        let shown = many(on_terminal(Form::Table, width), &rows());
        // The ids are five characters wide, and whole where they leave half of the width.
        let is_id_whole = width >= 10;
        // Four columns of one character each, and what is between them.
        let needed = if is_id_whole { 12 + 4 } else { 12 };
        for line in shown.lines() {
            let columns = console::measure_text_width(line);
            assert!(columns <= usize::from(width.max(needed)), "{width}: {line:?}");
        }
        let begins = |id: &str| shown.lines().any(|line| line.split(' ').next() == Some(id));
        assert!(!is_id_whole || (begins("wh_1") && begins("wh_22")), "{width}:\n{shown}");
    }
}

#[test]
fn no_object_and_no_row_is_junit() {
    printed(options(Form::Junit), |output| {
        assert!(output.one(&rows()[0], &VIEW).is_err());
        assert!(output.many(&rows(), &VIEW).is_err() && output.many(&[], &VIEW).is_err());
    });
}

#[test]
fn an_empty_answer_has_its_form_too() {
    let empty = |form| many(options(form), &[]);
    assert_eq!(empty(Form::Table), "");
    assert_eq!(empty(Form::Json), "[]\n");
    assert_eq!(empty(Form::Ndjson), "");
    assert_eq!(empty(Form::Yaml), "[]\n");
    assert_eq!(empty(Form::Tsv), "id\tevents\tstatus\tlast_triggered\n");
    assert_eq!(empty(Form::Ids), "");
}

#[test]
fn json_is_one_array_with_exact_values() {
    let rows = [object(r#"{"n":1.50,"l":[ 1 ]}"#), object("{}")];
    let expected = "\
[
  {
    \"n\": 1.50,
    \"l\": [
      1
    ]
  },
  {}
]
";
    assert_eq!(many(options(Form::Json), &rows), expected);
}

#[test]
fn ndjson_is_a_line_each() {
    let rows = [object("{\"n\" : 1.50, \"l\":[ 1,\n2]}"), object("{}")];
    assert_eq!(many(options(Form::Ndjson), &rows), "{\"n\":1.50,\"l\":[1,2]}\n{}\n");
}

#[test]
fn yaml_is_one_sequence() {
    let rows = [object(r#"{"id":"wh_1","ms":1.50}"#), object(r#"{"id":"wh_2"}"#)];
    assert_eq!(many(options(Form::Yaml), &rows), "- id: wh_1\n  ms: \"1.50\"\n- id: wh_2\n");
}

#[test]
fn ids_are_lines_and_a_row_without_one_has_none() {
    let rows = [object(r#"{"id":"wh_1"}"#), object("{}"), object(r#"{"id":"a\nb"}"#)];
    assert_eq!(many(options(Form::Ids), &rows), "wh_1\na\\nb\n");
}

#[test]
fn one_object_in_lines_of_its_keys() {
    let json =
        r#"{"id":"wh_1","last_triggered":"2023-06-20T14:22:10Z","details":{"ms":3},"none":null}"#;
    let expected = "\
id              wh_1
last_triggered  2023-06-20T14:22:10Z
details.ms      3
none
";
    assert_eq!(one(options(Form::Table), &object(json)), expected);
    let shown = one(on_terminal(Form::Table, 80), &object(json));
    assert!(shown.contains("2023-06-20T14:22:10Z (2 hours ago)\n"), "{shown}");
}

#[test]
fn one_object_in_the_other_forms() {
    let webhook = object(r#"{"id":"wh_1","secret":"s","new":"a\tb"}"#);
    assert_eq!(one(options(Form::Json), &object("{}")), "{}\n");
    assert_eq!(
        one(options(Form::Ndjson), &webhook),
        "{\"id\":\"wh_1\",\"secret\":\"s\",\"new\":\"a\\tb\"}\n"
    );
    assert_eq!(one(options(Form::Yaml), &object(r#"{"id":"wh_1"}"#)), "id: wh_1\n");
    assert_eq!(one(options(Form::Ids), &webhook), "wh_1\n");
    assert_eq!(
        one(options(Form::Tsv), &webhook),
        "id\tevents\tstatus\tlast_triggered\tsecret\tnew\nwh_1\t\t\t\ts\ta\\tb\n"
    );
}

#[test]
fn fields_pick_and_order_in_every_form() {
    let fields = |form| with_fields(form, &["status", "ms", "status"]);
    let rows = &rows()[..1];
    assert_eq!(many(fields(Form::Table), rows), "STATUS  MS\nactive  1.50\n");
    assert_eq!(many(fields(Form::Tsv), rows), "status\tms\nactive\t1.50\n");
    assert_eq!(many(fields(Form::Ndjson), rows), "{\"status\":\"active\",\"ms\":1.50}\n");
    assert_eq!(many(fields(Form::Yaml), rows), "- status: active\n  ms: \"1.50\"\n");
    assert_eq!(one(fields(Form::Table), &rows[0]), "status  active\nms      1.50\n");
}

#[test]
fn an_unknown_field_is_refused_before_anything_is_printed() {
    for form in Form::USUAL {
        let (stdout, _) = printed(with_fields(form, &["id", "nope"]), |output| {
            for error in [
                output.many(&rows(), &VIEW).unwrap_err(),
                output.many(&[], &VIEW).unwrap_err(),
                output.one(&rows()[0], &VIEW).unwrap_err(),
                output.check_fields(&VIEW).unwrap_err(),
            ] {
                assert_eq!(
                    (error.kind().exit_code(), error.message()),
                    (2, "unknown field `nope`")
                );
            }
        });
        assert_eq!(stdout, "");
    }
}

#[test]
fn streamed_rows_are_out_after_each_page() {
    let stdout = Captured::default();
    let output = Output::with_writers(
        options(Form::Ndjson),
        Box::new(stdout.clone()),
        Box::new(Captured::default()),
    );
    let mut answer = output.rows(&VIEW);
    answer.push(&object(r#"{"id":1}"#)).unwrap();
    answer.flush().unwrap();
    assert_eq!(stdout.text(), "{\"id\":1}\n");
    answer.push(&object(r#"{"id":2}"#)).unwrap();
    drop(answer);
    assert_eq!(stdout.text(), "{\"id\":1}\n{\"id\":2}\n");
}

#[test]
fn a_terminal_only_shows_what_a_server_sent() {
    let row = object("{\"id\":\"\u{9b}31m\u{202e}\",\"status\":\"\\u001b[2J\"}");
    for form in Form::USUAL {
        for shown in [
            many(on_terminal(form, 80), std::slice::from_ref(&row)),
            one(on_terminal(form, 80), &row),
        ] {
            let obeyed = |c: char| c != '\n' && c != '\t' && (c.is_control() || c == '\u{202e}');
            assert!(!shown.contains(obeyed), "{form}: {shown:?}");
        }
    }
    let piped = many(options(Form::Ndjson), &[row]);
    assert!(piped.contains('\u{9b}'), "a pipe gets the exact text");
}

#[test]
fn colour_is_in_the_header_and_the_status_only() {
    let mut options = on_terminal(Form::Table, 80);
    options.terminal.color_stdout = true;
    let shown = many(options, &rows());
    let mut lines = shown.lines();
    assert!(lines.next().unwrap().contains("\x1b["));
    assert!(lines.nth(1).unwrap().starts_with("wh_1 "), "{shown:?}");
    assert_eq!(console::strip_ansi_codes(&shown), many(on_terminal(Form::Table, 80), &rows()));
}

#[test]
fn colour_is_in_a_pipe_when_it_is_forced() {
    let mut options = options(Form::Table);
    options.terminal.color_stdout = true;
    let shown = many(options.clone(), &rows());
    assert!(shown.starts_with("\x1b[1mID\x1b[0m"), "{shown:?}");
    options.terminal.color_stdout = false;
    assert_eq!(console::strip_ansi_codes(&shown), many(options, &rows()));
}

#[test]
fn quiet_keeps_warnings_and_errors_only() {
    let print = |output: &Output| {
        output.note("n");
        output.warn("w");
        output.narrate("one\ntwo\x07");
        output.error(&Error::usage("e").hinted("h"));
    };
    let (stdout, stderr) = printed(options(Form::Json), print);
    let all = "note: n\nwarning: w\none\ntwo\\x07\nerror: e\nhint: h\n";
    assert_eq!((stdout.as_str(), stderr.as_str()), ("", all));
    let (_, quiet) = printed(Options { quiet: true, ..options(Form::Json) }, print);
    assert_eq!(quiet, "warning: w\nerror: e\nhint: h\n");
}

#[test]
fn only_a_table_has_a_footer() {
    let footer = |output: &Output| output.footer("page 1 of 2");
    assert_eq!(printed(options(Form::Table), footer).1, "page 1 of 2\n");
    assert_eq!(printed(options(Form::Json), footer).1, "");
}

#[test]
fn errors_are_json_when_asked() {
    let options = Options { json_errors: true, ..options(Form::Json) };
    let (_, stderr) = printed(options, |output| output.error(&Error::failed("e")));
    let expected =
        r#"{"error":{"kind":"failed","message":"e","hint":null,"status":null,"exit_code":1}}"#;
    assert_eq!(stderr, format!("{expected}\n"));
}

#[test]
fn lines_and_bytes_are_exact() {
    let (stdout, _) = printed(on_terminal(Form::Table, 80), |output| {
        output.line("a\tb").unwrap();
        output.raw(b"c\x00").unwrap();
    });
    assert_eq!(stdout, "a\tb\nc\0");
}

#[test]
fn any_value_has_a_json_and_a_yaml_form() {
    let value = serde_json::json!({"ok": true});
    let print = |form| printed(options(form), |output| output.json(&value).unwrap()).0;
    assert_eq!(print(Form::Ndjson), "{\"ok\":true}\n");
    assert_eq!(print(Form::Yaml), "ok: true\n");
    assert_eq!(print(Form::Json), "{\n  \"ok\": true\n}\n");
}

#[test]
fn what_jq_makes_is_safe_on_a_terminal_and_exact_in_a_pipe() {
    let jq = |options| {
        let expression = Expression::parse(".id, {id}, (.id | length)", "--jq").unwrap();
        one(
            Options { jq: Some(Arc::new(expression)), ..options },
            &object(r#"{"id":"a\tb\u009b\n\u001b"}"#),
        )
    };
    let exact = "a\tb\u{9b}\n\x1b\n{\"id\":\"a\\tb\u{9b}\\n\\u001b\"}\n6\n";
    assert_eq!(jq(options(Form::Json)), exact);
    let safe = "a\tb\\x9b\n\\x1b\n{\"id\":\"a\\tb\\u009b\\n\\u001b\"}\n6\n";
    assert_eq!(jq(on_terminal(Form::Json, 80)), safe);
}
