//! TOML as people write it: read with the place of what is wrong, and texts taken out of it. No
//! message quotes the file, which may hold a token.

use std::path::Path;

use toml_edit::{Document, DocumentMut, Item, Value};

use crate::error::{Error, Result};

/// Parses a file that was read already.
///
/// # Errors
/// The file, line and column of what is no TOML (usage).
pub(super) fn parse(path: &Path, bytes: Vec<u8>) -> Result<DocumentMut> {
    let text = String::from_utf8(bytes)
        .map_err(|_| Error::usage(format!("{} is not UTF-8", path.display())))?;
    match Document::parse(text.as_str()) {
        Ok(document) => Ok(document.into_mut()),
        Err(error) => {
            let start = error.span().map_or(0, |span| span.start);
            let (line, column) = place(&text, start);
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            Err(Error::usage(format!("{}:{line}:{column}: {message}", path.display()))
                .hinted("the file is TOML: see https://toml.io"))
        }
    }
}

/// Line and column of a byte, counted from 1; a column is a character.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// A value as text: each setting reads it further, as it reads its flag. `None` for what is neither
/// text, a whole number nor a truth value.
pub(super) fn text(item: &Item) -> Option<String> {
    match item.as_value()? {
        Value::String(text) => Some(text.value().clone()),
        Value::Integer(number) => Some(number.value().to_string()),
        Value::Boolean(truth) => Some(truth.value().to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::{any, proptest};

    use super::{parse, place};

    #[test]
    fn what_is_wrong_is_placed() {
        let refusal = |text: &str| {
            let error = parse(Path::new("c.toml"), text.as_bytes().to_vec()).unwrap_err();
            error.message().to_owned()
        };
        let error = refusal("[profile.a]\ntoken = \"tok_1\n");
        assert!(error.starts_with("c.toml:2:"), "{error}");
        assert!(!error.contains("tok_1"), "{error}");
        assert!(refusal("a = 1\na = 2").starts_with("c.toml:2:1: "));
    }

    #[test]
    fn a_column_is_a_character() {
        assert_eq!(place("a\nüü=", 6), (2, 3));
        assert_eq!(place("", 0), (1, 1));
        assert_eq!(place("ü", 1), (1, 2));
    }

    proptest! {
        #[test]
        fn any_bytes_parse_or_are_refused(bytes in any::<Vec<u8>>()) {
            let _ = parse(Path::new("c.toml"), bytes);
        }
    }
}
