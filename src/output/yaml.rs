//! JSON values as YAML. A number that YAML would print with another text becomes a quoted string.

use std::fmt;

use serde::ser::{Error as _, SerializeMap};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::error::{Error, Result};
use crate::model::JsonObject;

/// Deeper values are refused: no reader of YAML takes them, and they are walked recursively.
const DEEPEST: usize = 100;

/// JSON text as a YAML document with its final newline.
pub(super) fn document(json: &str) -> Result<String> {
    let cannot = |error: &dyn fmt::Display| {
        Error::failed(format!("the value can't be written as YAML: {error}"))
    };
    let json = serde_json::from_str(json).map_err(|error| cannot(&error))?;
    // Block scalars would fold long lines: right, but hard to read and to grep.
    let options = serde_saphyr::ser_options! { prefer_block_scalars: false };
    serde_saphyr::to_string_with_options(&Exact { json, depth: 0 }, options)
        .map_err(|error| cannot(&error))
}

/// A JSON value that serialises from its own text, at its depth in the document.
struct Exact<'a> {
    json: &'a RawValue,
    depth: usize,
}

impl Exact<'_> {
    fn inside<'b>(&self, json: &'b RawValue) -> Exact<'b> {
        Exact { json, depth: self.depth + 1 }
    }
}

impl Serialize for Exact<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.depth > DEEPEST {
            return Err(S::Error::custom(format!("it is nested more than {DEEPEST} deep")));
        }
        let text = self.json.get();
        match text.as_bytes().first() {
            Some(b'{') => {
                let object: JsonObject = serde_json::from_str(text).map_err(S::Error::custom)?;
                let mut map = serializer.serialize_map(None)?;
                for (key, value) in object.iter() {
                    map.serialize_entry(key, &self.inside(value))?;
                }
                map.end()
            }
            Some(b'[') => {
                let list: Vec<&RawValue> = serde_json::from_str(text).map_err(S::Error::custom)?;
                serializer.collect_seq(list.into_iter().map(|value| self.inside(value)))
            }
            Some(b'n') => serializer.serialize_unit(),
            Some(b't' | b'f') => serializer.serialize_bool(text == "true"),
            Some(b'"') => match serde_json::from_str::<String>(text) {
                Ok(string) => serializer.serialize_str(&string),
                // Half a surrogate pair is JSON, but no text: its escape is shown.
                Err(_) => serializer.serialize_str(text),
            },
            _ => serialize_number(text, serializer),
        }
    }
}

fn serialize_number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Some(number) = text.parse::<i64>().ok().filter(|number| number.to_string() == text) {
        return serializer.serialize_i64(number);
    }
    let is_same = |number: &f64| {
        text.contains('.')
            && serde_saphyr::to_string(number).is_ok_and(|yaml| yaml.trim_end() == text)
    };
    match text.parse::<f64>().ok().filter(is_same) {
        Some(number) => serializer.serialize_f64(number),
        None => serializer.serialize_str(text),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::document;

    fn yaml(json: &str) -> String {
        document(json).unwrap()
    }

    #[test]
    fn objects_lists_and_scalars() {
        let text =
            yaml(r#"{"id":"wh_1","events":["a.b","c"],"none":null,"ok":true,"e":[],"o":{}}"#);
        assert_eq!(text, "id: wh_1\nevents:\n- a.b\n- c\nnone: null\nok: true\ne: []\no: {}\n");
        assert_eq!(yaml("[]"), "[]\n");
    }

    #[test]
    fn a_number_keeps_its_text_or_becomes_a_string() {
        let text =
            yaml(r#"{"a":200,"b":0.4,"c":1.50,"d":1e2,"e":123456789012345678901234567890,"f":-0}"#);
        assert_eq!(
            text,
            "a: 200\nb: 0.4\nc: \"1.50\"\nd: \"1e2\"\ne: \"123456789012345678901234567890\"\nf: \"-0\"\n"
        );
    }

    #[test]
    fn a_string_that_looks_like_something_else_is_quoted() {
        for text in ["yes", "null", "~", "1.5", "0x1f", "2023-06-21", "", "- a", "a: b", "#", " a"]
        {
            let printed = yaml(&serde_json::to_string(text).unwrap());
            assert!(printed.starts_with(['"', '\'']), "{text:?} is printed as {printed}");
        }
    }

    #[test]
    fn a_long_text_stays_one_line() {
        let long = "word ".repeat(60);
        assert_eq!(yaml(&serde_json::to_string(&long).unwrap()).lines().count(), 1);
    }

    #[test]
    fn too_deep_is_an_error() {
        let deep = "[".repeat(5000) + &"]".repeat(5000);
        assert!(document(&deep).unwrap_err().message().contains("nested"));
    }

    proptest! {
        #[test]
        fn any_string_is_one_line(text in any::<String>()) {
            let json = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(yaml(&json).lines().count(), 1);
        }
    }
}
