//! Text from outside, made safe for a terminal: what would be obeyed is shown.

use std::borrow::Cow;
use std::fmt::Write;

/// One line that a terminal only shows: control characters (C0, DEL, C1) and the characters that
/// turn the direction of writing become `\n`, `\x1b`, `\u{202e}`.
pub fn safe(text: &str) -> Cow<'_, str> {
    replace(text, is_obeyed, |safe, c| match c {
        '\n' => write!(safe, "\\n"),
        '\r' => write!(safe, "\\r"),
        '\t' => write!(safe, "\\t"),
        '\0'..='\u{9f}' => write!(safe, "\\x{:02x}", u32::from(c)),
        _ => write!(safe, "\\u{{{:x}}}", u32::from(c)),
    })
}

/// [`safe`] for text of our own that has several lines.
pub(super) fn safe_lines(text: &str) -> String {
    text.split('\n').map(safe).collect::<Vec<_>>().join("\n")
}

/// [`safe`] for text that is printed as it is, with its lines and tabs.
pub(super) fn safe_text(text: &str) -> String {
    text.split_inclusive(['\n', '\t']).map(safe_piece).collect()
}

fn safe_piece(piece: &str) -> String {
    match piece.strip_suffix(['\n', '\t']) {
        Some(start) => safe(start).into_owned() + &piece[start.len()..],
        None => safe(piece).into_owned(),
    }
}

/// JSON text of the same meaning that a terminal only shows. JSON itself escapes C0 in strings;
/// here DEL, C1 and the direction of writing, which it may hold as they are, become `\u009b`.
pub(super) fn safe_json(json: &str) -> Cow<'_, str> {
    let is_raw = |c| is_obeyed(c) && c >= '\x7f';
    replace(json, is_raw, |safe, c| write!(safe, "\\u{:04x}", u32::from(c)))
}

/// Unicode's bidirectional embeddings, overrides and isolates make a text read as another.
fn is_obeyed(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn replace(
    text: &str,
    is_unsafe: impl Fn(char) -> bool,
    write_safe: impl Fn(&mut String, char) -> std::fmt::Result,
) -> Cow<'_, str> {
    if !text.contains(&is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unsafe(c) {
            // Writing to a String can't fail.
            let _ = write_safe(&mut safe, c);
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{is_obeyed, safe, safe_json, safe_lines, safe_text};

    #[test]
    fn what_a_terminal_obeys_is_shown() {
        assert_eq!(safe("a\x1b[31mb\x7f\u{9b}c"), "a\\x1b[31mb\\x7f\\x9bc");
        assert_eq!(safe("a\r\n\tb"), "a\\r\\n\\tb");
        assert_eq!(safe("\u{202e}x\u{2066}"), "\\u{202e}x\\u{2066}");
        assert!(matches!(safe("größe 日本 👍🏽"), Cow::Borrowed(_)));
    }

    #[test]
    fn lines_of_our_own_stay_lines() {
        assert_eq!(safe_lines("a\x07\nb\n"), "a\\x07\nb\n");
    }

    #[test]
    fn text_keeps_its_lines_and_tabs() {
        assert_eq!(safe_text("a\tb\r\nc\x1b\n\n\td"), "a\tb\\r\nc\\x1b\n\n\td");
    }

    proptest! {
        #[test]
        fn nothing_that_is_obeyed_is_left(text in "[\\x00-\\u{9f}\\u{202a}-\\u{202e}\\u{2060}-\\u{206f}a]{0,20}") {
            prop_assert!(!safe(&text).contains(is_obeyed));
        }

        #[test]
        fn safe_json_has_the_same_meaning(text in "[\\x00-\\u{9f}\\u{202a}-\\u{202e}\"\\\\]{0,20}") {
            let json = serde_json::to_string(&text).unwrap();
            let shown = safe_json(&json);
            prop_assert!(!shown.contains(is_obeyed));
            prop_assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
        }
    }
}
