//! Writes a document in a style.

use super::style::{Empties, Layout, Order, Strings, Style};
use super::{Text, Value};

/// The document's bytes, without a newline at the end.
pub(super) fn document(root: &Value<'_>, style: Style, capacity: usize) -> Vec<u8> {
    let mut writer = Writer { out: Vec::with_capacity(capacity), style };
    writer.value(root, 0);
    writer.out
}

/// A text as a JSON string, without needless escapes.
pub(super) fn quoted(text: &str) -> Vec<u8> {
    let style = Style {
        layout: Layout::Compact,
        order: Order::AsGiven,
        strings: Strings::Raw,
        numbers: super::number::Numbers::AsGiven,
        empties: Empties::AsGiven,
    };
    let mut writer = Writer { out: Vec::with_capacity(text.len() + 2), style };
    writer.out.push(b'"');
    text.chars().for_each(|c| writer.point(u32::from(c)));
    writer.out.push(b'"');
    writer.out
}

struct Writer {
    out: Vec<u8>,
    style: Style,
}

impl Writer {
    fn value(&mut self, value: &Value<'_>, depth: usize) {
        match value {
            Value::Object(members) => self.object(members, depth),
            Value::Array(items) => self.array(items, depth),
            Value::String(text) => self.text(*text),
            Value::Number(raw) => {
                self.out.extend_from_slice(self.style.numbers.write(raw).as_bytes());
            }
            Value::Word(raw) => self.out.extend_from_slice(raw.as_bytes()),
        }
    }

    fn object(&mut self, members: &[(Text<'_>, Value<'_>)], depth: usize) {
        if members.is_empty() {
            return self.empty(self.style.empties != Empties::Arrays, depth);
        }
        let colon = match self.style.layout {
            Layout::Compact => ":",
            Layout::Jackson => " : ",
            Layout::Spaced | Layout::Indented(_) | Layout::Ruby => ": ",
        };
        self.put("{");
        for (place, (key, value)) in self.in_order(members).into_iter().enumerate() {
            self.separate(place, depth + 1);
            self.text(*key);
            self.put(colon);
            self.value(value, depth + 1);
        }
        self.break_line(depth);
        self.put("}");
    }

    fn in_order<'b, 'a>(
        &self,
        members: &'b [(Text<'a>, Value<'a>)],
    ) -> Vec<&'b (Text<'a>, Value<'a>)> {
        let mut members: Vec<_> = members.iter().collect();
        match self.style.order {
            Order::AsGiven => {}
            Order::Sorted => members.sort_by(|(a, _), (b, _)| a.cmp(*b)),
            Order::JavaScript => {
                members.sort_by_key(|(key, _)| key.index().unwrap_or(u32::MAX));
            }
            Order::Documented => members.sort_by_key(|(key, _)| key.documented_place()),
        }
        members
    }

    fn array(&mut self, items: &[Value<'_>], depth: usize) {
        if items.is_empty() {
            return self.empty(self.style.empties == Empties::Objects, depth);
        }
        if self.style.layout == Layout::Jackson {
            return self.array_on_one_line(items, depth);
        }
        self.put("[");
        for (place, item) in items.iter().enumerate() {
            self.separate(place, depth + 1);
            self.value(item, depth + 1);
        }
        self.break_line(depth);
        self.put("]");
    }

    /// An object with nothing in it, or an array.
    fn empty(&mut self, is_object: bool, depth: usize) {
        match (self.style.layout, is_object) {
            (Layout::Jackson, true) => self.put("{ }"),
            (Layout::Jackson, false) => self.put("[ ]"),
            (Layout::Ruby, true) => {
                self.put("{");
                self.break_line(depth);
                self.put("}");
            }
            (Layout::Ruby, false) => {
                self.put("[\n");
                self.break_line(depth);
                self.put("]");
            }
            (_, true) => self.put("{}"),
            (_, false) => self.put("[]"),
        }
    }

    fn array_on_one_line(&mut self, items: &[Value<'_>], depth: usize) {
        self.put("[");
        for (place, item) in items.iter().enumerate() {
            self.put(if place == 0 { " " } else { ", " });
            self.value(item, depth);
        }
        self.put(" ]");
    }

    fn separate(&mut self, place: usize, depth: usize) {
        if place > 0 {
            self.put(if self.style.layout == Layout::Spaced { ", " } else { "," });
        }
        self.break_line(depth);
    }

    fn break_line(&mut self, depth: usize) {
        let indent = match self.style.layout {
            Layout::Compact | Layout::Spaced => return,
            Layout::Indented(indent) => indent,
            Layout::Jackson | Layout::Ruby => "  ",
        };
        self.put("\n");
        (0..depth).for_each(|_| self.put(indent));
    }

    fn text(&mut self, text: Text<'_>) {
        self.out.push(b'"');
        let strings = self.style.strings;
        if text.is_plain || strings == Strings::AsGiven {
            self.put(text.raw);
        } else if text.raw.contains('\\') {
            text.points().for_each(|point| self.point(point));
        } else {
            self.unescaped(text.raw);
        }
        self.out.push(b'"');
    }

    /// A text without escapes: what stays as it is goes in one piece.
    fn unescaped(&mut self, mut rest: &str) {
        let strings = self.style.strings;
        while let Some(place) = rest.bytes().position(|byte| strings.may_change(byte)) {
            self.put(&rest[..place]);
            let mut others = rest[place..].chars();
            if let Some(c) = others.next() {
                self.point(u32::from(c));
            }
            rest = others.as_str();
        }
        self.put(rest);
    }

    fn point(&mut self, point: u32) {
        let strings = self.style.strings;
        let short = match point {
            0x22 if !matches!(strings, Strings::DotNet | Strings::PhpHex) => "\\\"",
            0x5c => "\\\\",
            0x08 => "\\b",
            0x09 => "\\t",
            0x0a => "\\n",
            0x0c => "\\f",
            0x0d => "\\r",
            0x2f if strings.escapes_slash() => "\\/",
            _ => "",
        };
        if !short.is_empty() {
            return self.put(short);
        }
        match char::from_u32(point) {
            Some(c) if !strings.escapes(point) => {
                let mut buffer = [0; 4];
                self.put(c.encode_utf8(&mut buffer));
            }
            Some(c) => {
                let mut buffer = [0; 2];
                c.encode_utf16(&mut buffer).iter().for_each(|&unit| self.escape(u32::from(unit)));
            }
            None => self.escape(point),
        }
    }

    fn escape(&mut self, unit: u32) {
        let is_upper = match self.style.strings {
            Strings::AsciiUpper | Strings::DotNet => true,
            Strings::PhpHex => unit < 0x80,
            _ => false,
        };
        let digits = if is_upper { b"0123456789ABCDEF" } else { b"0123456789abcdef" };
        self.put("\\u");
        for shift in [12, 8, 4, 0] {
            self.out.push(digits[(unit >> shift) as usize % digits.len()]);
        }
    }

    fn put(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }
}

impl Strings {
    /// Whether a byte of a text without escapes begins a character that may have to be escaped.
    fn may_change(self, byte: u8) -> bool {
        match self {
            Self::AsGiven | Self::Raw => false,
            Self::Slash => byte == b'/',
            Self::AsciiAndSlash => byte == b'/' || byte > 0x7f,
            // U+2028 and U+2029 begin with 0xe2.
            Self::Separators => byte == 0xe2,
            Self::SlashAndSeparators => matches!(byte, b'/' | 0xe2),
            Self::PhpHex => matches!(byte, b'/' | b'<' | b'>' | b'&' | b'\'' | 0x80..),
            Self::Html => matches!(byte, b'<' | b'>' | b'&' | 0xe2),
            Self::Ascii | Self::AsciiUpper => byte >= 0x7f,
            Self::DotNet => matches!(byte, b'<' | b'>' | b'&' | b'\'' | b'+' | b'`' | 0x7f..),
            Self::Delete => byte == 0x7f,
        }
    }

    fn escapes_slash(self) -> bool {
        let slash = [Self::Slash, Self::AsciiAndSlash, Self::SlashAndSeparators, Self::PhpHex];
        slash.contains(&self)
    }

    /// Whether a code point that has no short escape is written as `\u`.
    fn escapes(self, point: u32) -> bool {
        let is_html = matches!(point, 0x26 | 0x3c | 0x3e);
        match self {
            _ if point < 0x20 => true,
            // PHP leaves U+007F as it is, Python does not.
            Self::Ascii | Self::AsciiUpper => point >= 0x7f,
            Self::AsciiAndSlash => point > 0x7f,
            Self::Html => is_html || matches!(point, 0x2028 | 0x2029),
            Self::DotNet => is_html || matches!(point, 0x22 | 0x27 | 0x2b | 0x60) || point >= 0x7f,
            Self::Delete => point == 0x7f,
            Self::Separators | Self::SlashAndSeparators => matches!(point, 0x2028 | 0x2029),
            Self::PhpHex => is_html || matches!(point, 0x22 | 0x27) || point > 0x7f,
            Self::AsGiven | Self::Raw | Self::Slash => false,
        }
    }
}
