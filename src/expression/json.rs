//! Reading JSON as values of an expression. What is read may come from anyone, and the reader is
//! recursive and its long integers take quadratic time: both are bounded here.

use std::fmt;

use jaq_json::{Val, read};
use jaq_std::ValT;

/// Deeper values are refused.
const DEEPEST: usize = 256;

/// Longer numbers are refused.
const LONGEST_NUMBER: usize = 1000;

/// Why a text is not read.
#[derive(Clone, Copy)]
enum Excess {
    Depth,
    Digits,
}

impl fmt::Display for Excess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Depth => write!(f, "it is nested more than {DEEPEST} deep"),
            Self::Digits => write!(f, "it has a number of more than {LONGEST_NUMBER} digits"),
        }
    }
}

/// One value.
pub(super) fn read(json: &str) -> Result<Val, String> {
    match excess(json.as_bytes()) {
        Some(excess) => Err(format!("the JSON can't be read: {excess}")),
        None => read::parse_single(json.as_bytes())
            .map_err(|error| format!("the JSON can't be read: {error}")),
    }
}

/// The value that a string holds: `fromjson`.
pub(super) fn from_string(value: &Val) -> Result<Val, jaq_json::Error> {
    let Some(text) = value.as_utf8_bytes() else {
        return Err(jaq_json::Error::str("fromjson takes a string"));
    };
    let text = std::str::from_utf8(text);
    let text = text.map_err(|_| jaq_json::Error::str("the string is not UTF-8"))?;
    read(text).map_err(jaq_json::Error::str)
}

/// Text that is no JSON at all may be found to be in excess of something, or not.
fn excess(text: &[u8]) -> Option<Excess> {
    let (mut depth, mut digits): (usize, usize) = (0, 0);
    let (mut is_string, mut is_escaped) = (false, false);
    for byte in text {
        if is_string {
            is_string = is_escaped || *byte != b'"';
            is_escaped = !is_escaped && *byte == b'\\';
            continue;
        }
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        match byte {
            b'"' => is_string = true,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Some(Excess::Depth);
        }
        if digits > LONGEST_NUMBER {
            return Some(Excess::Digits);
        }
    }
    None
}
