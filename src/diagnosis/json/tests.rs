use proptest::prelude::{Just, Strategy, any, prop_assert_eq, prop_oneof, proptest};
use serde_json::Value;

use super::number::Numbers;
use super::style::{Empties, Layout, Order, Strings};
use super::{Document, Style, missing_end, quoted};

const PLAIN: Style = Style {
    layout: Layout::Compact,
    order: Order::AsGiven,
    strings: Strings::AsGiven,
    numbers: Numbers::AsGiven,
    empties: Empties::AsGiven,
};

fn written(json: &str, style: Style) -> String {
    let document = Document::parse(json.as_bytes()).unwrap();
    String::from_utf8(document.write(style, 0)).unwrap()
}

#[test]
fn a_number_that_all_write_alike_makes_no_more_to_try() {
    let [alike, unlike] =
        [["0", "5", "-5", "-123456789012345"], ["-0", "1.0", "5e1", "1234567890123456"]];
    assert!(alike.into_iter().all(|number| !Numbers::may_change(number)));
    assert!(unlike.into_iter().all(Numbers::may_change));
}

#[test]
fn the_order_of_keys_and_the_text_of_numbers_and_strings_stay() {
    let json = r#"{ "b" : 1.50, "a" : [ 1e2, 12345678901234567890 ], "c" : "\u00fc\/" }"#;
    let expected = r#"{"b":1.50,"a":[1e2,12345678901234567890],"c":"\u00fc\/"}"#;
    assert_eq!(written(json, PLAIN), expected);
}

#[test]
fn each_layout_is_written() {
    let json = r#"{"a":[1,{"b":2}],"c":{},"d":[]}"#;
    let write = |layout| written(json, Style { layout, ..PLAIN });
    assert_eq!(write(Layout::Spaced), r#"{"a": [1, {"b": 2}], "c": {}, "d": []}"#);
    let indented =
        "{\n  \"a\": [\n    1,\n    {\n      \"b\": 2\n    }\n  ],\n  \"c\": {},\n  \"d\": []\n}";
    assert_eq!(write(Layout::Indented("  ")), indented);
    let jackson = "{\n  \"a\" : [ 1, {\n    \"b\" : 2\n  } ],\n  \"c\" : { },\n  \"d\" : [ ]\n}";
    assert_eq!(write(Layout::Jackson), jackson);
    let ruby = indented.replace("{}", "{\n  }").replace("[]", "[\n\n  ]");
    assert_eq!(write(Layout::Ruby), ruby);
}

#[test]
fn keys_are_sorted_by_code_point_or_as_javascript_does() {
    let json = r#"{"b":1,"10":2,"\u0061":3,"9":4,"é":5,"01":6}"#;
    let write = |order| written(json, Style { order, ..PLAIN });
    assert_eq!(write(Order::Sorted), r#"{"01":6,"10":2,"9":4,"\u0061":3,"b":1,"é":5}"#);
    assert_eq!(write(Order::JavaScript), r#"{"9":4,"10":2,"b":1,"\u0061":3,"é":5,"01":6}"#);
}

#[test]
fn strings_are_escaped_as_each_serializer_does() {
    let json = r#""\/ é<&'\u007f \ud83d\ude00 \ud800 \u0001\n\"""#;
    let write = |strings| written(json, Style { strings, ..PLAIN });
    assert_eq!(write(Strings::AsGiven), json);
    assert_eq!(write(Strings::Raw), "\"/ é<&'\u{7f} 😀 \\ud800 \\u0001\\n\\\"\"");
    assert_eq!(write(Strings::Ascii), r#""/ \u00e9<&'\u007f \ud83d\ude00 \ud800 \u0001\n\"""#);
    assert_eq!(
        write(Strings::AsciiAndSlash),
        "\"\\/ \\u00e9<&'\u{7f} \\ud83d\\ude00 \\ud800 \\u0001\\n\\\"\""
    );
    assert_eq!(write(Strings::Html), "\"/ é\\u003c\\u0026'\u{7f} 😀 \\ud800 \\u0001\\n\\\"\"");
    assert_eq!(
        write(Strings::DotNet),
        r#""/ \u00E9\u003C\u0026\u0027\u007F \uD83D\uDE00 \uD800 \u0001\n\u0022""#
    );
}

#[test]
fn what_php_escapes_when_told_so_is_written() {
    let json = "\"/é<'\u{2028}\\\"\"";
    let write = |strings| written(json, Style { strings, ..PLAIN });
    assert_eq!(write(Strings::Separators), r#""/é<'\u2028\"""#);
    assert_eq!(write(Strings::SlashAndSeparators), r#""\/é<'\u2028\"""#);
    assert_eq!(write(Strings::PhpHex), r#""\/\u00e9\u003C\u0027\u2028\u0022""#);
}

#[test]
fn what_is_empty_is_an_array_to_php_and_may_have_been_an_object() {
    let write = |json, empties| written(json, Style { empties, ..PLAIN });
    assert_eq!(write(r#"{"a":{},"b":[]}"#, Empties::Arrays), r#"{"a":[],"b":[]}"#);
    assert_eq!(write(r#"{"a":[],"b":[1]}"#, Empties::Objects), r#"{"a":{},"b":[1]}"#);
}

#[test]
fn numbers_are_written_as_each_language_does() {
    let forms = [
        // as given, JavaScript, Python, jq 1.6
        ("1.0", "1", "1.0", "1"),
        ("1e2", "100", "100.0", "100"),
        ("-1.50", "-1.5", "-1.5", "-1.5"),
        ("1e-7", "1e-7", "1e-07", "1e-07"),
        ("0.00001", "0.00001", "1e-05", "1e-05"),
        ("0.0001", "0.0001", "0.0001", "0.0001"),
        ("1e16", "10000000000000000", "1e+16", "1e+16"),
        ("123e19", "1.23e+21", "1.23e+21", "1.23e+21"),
        (
            "12345678901234567890",
            "12345678901234567000",
            "12345678901234567890",
            "12345678901234567000",
        ),
        ("100000000000000000000", "100000000000000000000", "100000000000000000000", "1e+20"),
        ("-0", "0", "0", "-0"),
        ("-0.0", "0", "-0.0", "-0"),
        ("0e5", "0", "0.0", "0"),
        ("17", "17", "17", "17"),
    ];
    for (given, javascript, python, jq) in forms {
        assert_eq!(Numbers::JavaScript.write(given), javascript, "{given}");
        assert_eq!(Numbers::Python.write(given), python, "{given}");
        assert_eq!(Numbers::Jq.write(given), jq, "{given}");
    }
    let forms = [
        // as given, Ruby, PHP
        ("1e21", "1.0e+21", "1.0e+21"),
        ("1.0", "1.0", "1"),
        ("1e-7", "1.0e-07", "1.0e-7"),
        ("123e19", "1.23e+21", "1.23e+21"),
        ("1e15", "1.0e+15", "1000000000000000"),
        ("1e17", "1.0e+17", "1.0e+17"),
        ("1e14", "100000000000000.0", "100000000000000"),
        ("0.0001", "0.0001", "0.0001"),
        (
            "123456789012345678901234567890",
            "123456789012345678901234567890",
            "1.2345678901234568e+29",
        ),
    ];
    for (given, ruby, php) in forms {
        assert_eq!(Numbers::Ruby.write(given), ruby, "{given}");
        assert_eq!(Numbers::Php.write(given), php, "{given}");
    }
    for (given, cents) in [("100", "100.00"), ("80.5", "80.50"), ("1.25", "1.25")] {
        assert_eq!(Numbers::AllWithCents.write(given), cents);
    }
    assert_eq!(Numbers::WithPoint.write("17"), "17.0");
    assert_eq!(Numbers::WithPoint.write("1.5"), "1.5");
}

#[test]
fn what_is_no_document_is_none() {
    let deep = "[".repeat(100_000);
    let broken = [
        "",
        "{",
        "[1,]",
        "{\"a\"}",
        "{\"a\":1,}",
        "01",
        "1.",
        ".5",
        "+1",
        "--1",
        "1e",
        "\"\\x\"",
        "\"\n\"",
        "\"\\u12g4\"",
        "tru",
        "nul",
        "{} {}",
        "\"abc",
        "\\u00",
        "\"\\",
        &deep,
    ];
    for text in broken {
        assert!(Document::parse(text.as_bytes()).is_none(), "{text:.20}");
    }
    assert!(Document::parse(b"\"\xff\"").is_none());
}

#[test]
fn the_missing_end_closes_what_is_open() {
    assert_eq!(missing_end(br#"{"a":[1,{"b":"x]\""#), br#""}]}"#);
    assert_eq!(missing_end(b"{}"), b"");
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn a_style_changes_bytes_and_never_the_meaning_of_strings_and_structure(value in json()) {
        let text = serde_json::to_string(&value).unwrap();
        let document = Document::parse(text.as_bytes()).unwrap();
        let read: Value = serde_json::from_str(&text).unwrap();
        let keeps = |style: &Style| {
            style.numbers == Numbers::AsGiven && style.empties == Empties::AsGiven
        };
        for style in document.styles().into_iter().filter(keeps) {
            let again: Value = serde_json::from_slice(&document.write(style, 0)).unwrap();
            prop_assert_eq!(&again, &read, "{}", style);
        }
    }

    #[test]
    fn compact_and_indented_by_2_are_written_as_serde_does(value in json()) {
        let text = serde_json::to_string(&value).unwrap();
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        prop_assert_eq!(&written(&pretty, PLAIN), &text);
        let indented = Style { layout: Layout::Indented("  "), ..PLAIN };
        prop_assert_eq!(&written(&text, indented), &pretty);
    }

    #[test]
    fn any_text_is_read_without_a_crash(text in "[\\[\\]{}\",:\\\\u0-9a-f \\-+.eE]{0,60}") {
        if let Some(document) = Document::parse(text.as_bytes()) {
            for style in document.styles() {
                let _ = document.write(style, 0);
            }
            let is_json = serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok();
            assert!(is_json, "{text}");
        }
    }

    #[test]
    fn a_text_quoted_is_read_back(text in any::<String>()) {
        let quoted = quoted(&text);
        prop_assert_eq!(Document::parse(&quoted).unwrap().as_text().unwrap(), text.into_bytes());
    }
}
