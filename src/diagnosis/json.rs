//! A JSON document with everything that a serializer may change kept as it stood: the order of keys,
//! the text of numbers, the escapes of strings.

mod number;
mod parse;
mod style;
mod write;

use std::cmp::Ordering;

pub(super) use style::Style;

/// Deeper ones are no payload, and would cost the stack.
const DEPTH: usize = 128;

/// The keys of an event and of the resources in it, in an order that all examples of the API document
/// keep ("Webhook Payload Format").
const DOCUMENTED: [&str; 19] = [
    "id",
    "type",
    "created",
    "data",
    "email",
    "name",
    "title",
    "severity",
    "message",
    "role",
    "format",
    "size",
    "status",
    "url",
    "created_at",
    "updated_at",
    "deleted_at",
    "generated_at",
    "triggered_at",
];

/// A parsed document, and which choices of a serializer would show in it.
pub(super) struct Document<'a> {
    root: Value<'a>,
    traits: Traits,
}

enum Value<'a> {
    Object(Vec<(Text<'a>, Value<'a>)>),
    Array(Vec<Value<'a>>),
    String(Text<'a>),
    Number(&'a str),
    /// `true`, `false` or `null`.
    Word(&'a str),
}

/// A string as it stood between its quotes.
#[derive(Clone, Copy)]
struct Text<'a> {
    raw: &'a str,
    /// Every serializer writes it as it stands.
    is_plain: bool,
}

/// What the document holds that serializers write in different ways.
#[derive(Clone, Copy, Default)]
struct Traits {
    unsorted: bool,
    /// It is an event whose keys are sorted: they stood in another order once.
    sorted_event: bool,
    index_keys: bool,
    escapes: bool,
    non_ascii: bool,
    slash: bool,
    html: bool,
    /// How many numbers there are that those who read doubles may write in another way.
    numbers: usize,
    integers: bool,
    amounts: bool,
    /// Some number is written with an exponent by those who read doubles.
    exponents: bool,
    /// U+2028 or U+2029.
    separators: bool,
    empty_objects: bool,
    empty_arrays: bool,
}

impl<'a> Document<'a> {
    /// `None` when the bytes are no JSON document, or nest too deep.
    pub(super) fn parse(bytes: &'a [u8]) -> Option<Self> {
        parse::document(std::str::from_utf8(bytes).ok()?)
    }

    /// The document as a serializer of this style writes it.
    pub(super) fn write(&self, style: Style, capacity: usize) -> Vec<u8> {
        write::document(&self.root, style, capacity)
    }

    /// How many numbers are written anew in this style.
    pub(super) fn numbers_anew(&self, style: Style) -> usize {
        if style.has_numbers_anew() { self.traits.numbers } else { 0 }
    }

    /// The text of a document that is nothing but a string.
    pub(super) fn as_text(&self) -> Option<Vec<u8>> {
        match self.root {
            Value::String(text) => {
                let text: Option<String> = text.points().map(char::from_u32).collect();
                text.map(String::into_bytes)
            }
            _ => None,
        }
    }

    /// The styles that could give different bytes here, the likely ones first.
    pub(super) fn styles(&self) -> Vec<Style> {
        style::fitting(self.traits)
    }
}

/// A text as a document of its own.
pub(super) fn quoted(text: &str) -> Vec<u8> {
    write::quoted(text)
}

/// What a document that breaks off lacks at its end: the open brackets, closed.
pub(super) fn missing_end(bytes: &[u8]) -> Vec<u8> {
    let (mut open, mut in_string, mut is_escaped) = (Vec::new(), false, false);
    for &byte in bytes {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' => open.push(b'}'),
            b'[' => open.push(b']'),
            b'}' | b']' => drop(open.pop()),
            _ => {}
        }
    }
    if in_string {
        open.push(b'"');
    }
    open.reverse();
    open
}

impl Text<'_> {
    /// The code points that it means. A lone surrogate, which JSON can write and UTF-8 can't, stands
    /// for itself.
    fn points(self) -> impl Iterator<Item = u32> {
        let mut rest = self.raw.chars();
        std::iter::from_fn(move || {
            let first = rest.next()?;
            if first != '\\' {
                return Some(u32::from(first));
            }
            Some(match rest.next()? {
                'n' => 0x0a,
                'r' => 0x0d,
                't' => 0x09,
                'b' => 0x08,
                'f' => 0x0c,
                'u' => {
                    let unit = hex_unit(rest.as_str())?;
                    rest = rest.as_str().get(4..)?.chars();
                    let low = rest.as_str().strip_prefix("\\u").and_then(hex_unit);
                    match low.filter(|low| {
                        (0xd800..0xdc00).contains(&unit) && (0xdc00..0xe000).contains(low)
                    }) {
                        Some(low) => {
                            rest = rest.as_str().get(6..)?.chars();
                            0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00)
                        }
                        None => unit,
                    }
                }
                other => u32::from(other),
            })
        })
    }

    /// Whether it has U+2028 or U+2029, which end a line in JavaScript, in either spelling.
    fn has_separator(self) -> bool {
        let separators = ["\u{2028}", "\u{2029}", "\\u2028", "\\u2029"];
        separators.into_iter().any(|separator| self.raw.contains(separator))
    }

    fn cmp(self, other: Self) -> Ordering {
        if self.is_plain && other.is_plain {
            self.raw.cmp(other.raw)
        } else {
            self.points().cmp(other.points())
        }
    }

    /// Its place among the keys that the API document has in an event; behind them, where it is none.
    fn documented_place(self) -> usize {
        DOCUMENTED.iter().position(|key| *key == self.raw).unwrap_or(DOCUMENTED.len())
    }

    /// The array index that JavaScript takes this key for: it puts those first, in ascending order
    /// (ECMA-262, `OrdinaryOwnPropertyKeys`).
    fn index(self) -> Option<u32> {
        let is_canonical = self.raw == "0" || !self.raw.starts_with('0');
        let is_digits = self.raw.bytes().all(|byte| byte.is_ascii_digit());
        let index = if is_canonical && is_digits { self.raw.parse().ok()? } else { return None };
        (index != u32::MAX).then_some(index)
    }
}

fn hex_unit(text: &str) -> Option<u32> {
    let digits = text.get(..4)?;
    if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        u32::from_str_radix(digits, 16).ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
