//! White space of JSON text, and nothing else: every value keeps its exact text.
//!
//! Works on text that is known to be JSON, without recursion, so that no nesting is too deep.

use std::fmt::Display;

use serde::Serialize;

use crate::error::{Error, Result};

/// Deeper levels are indented no further: a million nested arrays must not become a terabyte.
const DEEPEST_INDENT: usize = 64;

/// What most rows fit in, so that few grow while they are written.
const LINE: usize = 2048;

/// A value as JSON text.
pub(super) fn text(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(unwritable)
}

/// A value as JSON text, and the end of its line.
pub(super) fn line(value: &impl Serialize) -> Result<String> {
    let mut line = Vec::with_capacity(LINE);
    serde_json::to_writer(&mut line, value).map_err(unwritable)?;
    line.push(b'\n');
    String::from_utf8(line).map_err(unwritable)
}

fn unwritable(why: impl Display) -> Error {
    Error::failed(format!("the value can't be written as JSON: {why}"))
}

/// The same JSON without white space between its tokens.
pub(super) fn compact(json: &str) -> String {
    // Most servers send none, and looking for it is ten times as fast as finding the tokens.
    if !json.bytes().any(|byte| byte.is_ascii_whitespace()) {
        return json.to_owned();
    }
    let mut text = String::with_capacity(json.len());
    for token in Tokens(json) {
        text.push_str(token);
    }
    text
}

/// The same JSON with one value a line, two spaces a level, from `level` on. The first line is not
/// indented; `{}` and `[]` stay as they are.
pub(super) fn indented(json: &str, level: usize) -> String {
    let mut text = String::with_capacity(json.len() * 2);
    let mut level = level;
    let mut tokens = Tokens(json).peekable();
    while let Some(token) = tokens.next() {
        text.push_str(token);
        match token {
            "{" | "[" => {
                if let Some(end) = tokens.next_if(is_end) {
                    text.push_str(end);
                } else {
                    level += 1;
                    break_line(&mut text, level);
                }
            }
            "," => break_line(&mut text, level),
            ":" => text.push(' '),
            _ => {}
        }
        if tokens.peek().is_some_and(is_end) {
            level = level.saturating_sub(1);
            break_line(&mut text, level);
        }
    }
    text
}

fn is_end(token: &&str) -> bool {
    matches!(*token, "}" | "]")
}

fn break_line(text: &mut String, level: usize) {
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", level.min(DEEPEST_INDENT)));
}

/// The tokens of JSON text: punctuation, strings with their quotes, numbers, literals.
struct Tokens<'a>(&'a str);

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let text = self.0.trim_ascii_start();
        let end = match text.bytes().next()? {
            b'"' => end_of_string(text),
            b'{' | b'}' | b'[' | b']' | b':' | b',' => 1,
            _ => text
                .find(|c: char| c.is_ascii_whitespace() || "{}[]:,\"".contains(c))
                .unwrap_or(text.len()),
        };
        let (token, rest) = text.split_at(end);
        self.0 = rest;
        Some(token)
    }
}

fn end_of_string(text: &str) -> usize {
    let mut is_escaped = false;
    for (place, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return place + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Just, Strategy, any, prop, prop_assert_eq, prop_oneof, proptest};

    use super::{Tokens, compact, indented};

    /// JSON text with white space anywhere, strings that look like JSON, and numbers of any text.
    fn json() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("null".to_owned()),
            Just("1.50".to_owned()),
            Just("-1E+2".to_owned()),
            "[1-9][0-9]{0,30}",
            any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()),
            r#"[{}\[\],:\\" ]{0,8}"#.prop_map(|text| serde_json::to_string(&text).unwrap()),
        ];
        leaf.prop_recursive(4, 32, 4, |value| {
            let list = prop::collection::vec(value.clone(), 0..4)
                .prop_map(|values| format!("[ {}\n]", values.join(" ,\t")));
            let object = prop::collection::vec((any::<String>(), value), 0..4).prop_map(|fields| {
                let field = |(key, value): &(String, String)| {
                    format!("{}\r\n: {value}", serde_json::to_string(key).unwrap())
                };
                format!("{{{}  }}", fields.iter().map(field).collect::<Vec<_>>().join(","))
            });
            prop_oneof![list, object]
        })
    }

    #[test]
    fn a_value_is_one_line_and_empty_ones_stay_closed() {
        let text = indented(r#"{"a":[1,{ }],"b":{"c":[ ]}}"#, 0);
        assert_eq!(text, "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": {\n    \"c\": []\n  }\n}");
        assert_eq!(indented("[1]", 1), "[\n    1\n  ]");
    }

    #[test]
    fn compact_keeps_the_spaces_inside_strings() {
        assert_eq!(compact("{ \"a b\" : \" \\\" , \" }"), "{\"a b\":\" \\\" , \"}");
    }

    #[test]
    fn deep_nesting_neither_overflows_nor_explodes() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert_eq!(compact(&indented(&deep, 0)), deep);
    }

    proptest! {
        #[test]
        fn reformatting_never_changes_the_tokens(json in json()) {
            let tokens: Vec<_> = Tokens(&json).collect();
            let (indented, compact) = (indented(&json, 0), compact(&json));
            prop_assert_eq!(Tokens(&indented).collect::<Vec<_>>(), tokens.clone());
            prop_assert_eq!(Tokens(&compact).collect::<Vec<_>>(), tokens);
        }

        #[test]
        fn an_indented_document_reads_as_the_same_value(json in json()) {
            let before: serde_json::Value = serde_json::from_str(&json).unwrap();
            let after: serde_json::Value = serde_json::from_str(&indented(&json, 0)).unwrap();
            prop_assert_eq!(before, after);
        }

        #[test]
        fn it_indents_as_serde_json_does(json in json()) {
            let value: serde_json::Value = serde_json::from_str(&json).unwrap();
            let own = indented(&value.to_string(), 0);
            prop_assert_eq!(own, serde_json::to_string_pretty(&value).unwrap());
        }
    }
}
