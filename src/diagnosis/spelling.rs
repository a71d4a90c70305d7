//! A signature's digits as people and tools write them: in groups, in lines, in quotes.

use std::borrow::Cow;

/// The text between quotes; those of bytes in Python too.
pub(super) fn unquoted(text: &str) -> Option<&str> {
    let inner = |opening, quote| text.strip_prefix(opening)?.strip_suffix(quote);
    inner("\"", '"').or_else(|| inner("'", '\'')).or_else(|| inner("b'", '\''))
}

/// The digits without white space, or in hex colons, between them.
pub(super) fn joined(text: &str) -> Cow<'_, str> {
    let is_space = |c: char| c.is_ascii_whitespace();
    if !text.contains(|c| is_space(c) || c == ':') {
        return text.into();
    }
    let hex = text.replace(|c| is_space(c) || c == ':', "");
    if hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return hex.into();
    }
    text.replace(is_space, "").into()
}

/// The digits before an ellipsis, as interfaces that cut a signature show them.
pub(super) fn before_ellipsis(text: &str) -> &str {
    text.strip_suffix("...").or_else(|| text.strip_suffix('…')).unwrap_or(text)
}
