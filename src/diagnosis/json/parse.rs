//! Reads a document by the grammar of RFC 8259, keeping the text of each token.

use super::number::Numbers;
use super::{DEPTH, Document, Text, Traits, Value, hex_unit};

/// The document, where the whole text is one.
pub(super) fn document(text: &str) -> Option<Document<'_>> {
    let mut parser = Parser { rest: text, traits: Traits::default() };
    let root = parser.value(0)?;
    parser.skip_space();
    let mut traits = parser.traits;
    traits.sorted_event = !traits.unsorted && is_event(&root);
    parser.rest.is_empty().then_some(Document { root, traits })
}

/// Whether it has the fields of an event (API document, "Webhook Payload Format").
fn is_event(root: &Value<'_>) -> bool {
    let Value::Object(members) = root else { return false };
    let has = |name: &str| members.iter().any(|(key, _)| key.raw == name);
    ["id", "type", "created", "data"].into_iter().all(has)
}

struct Parser<'a> {
    rest: &'a str,
    traits: Traits,
}

impl<'a> Parser<'a> {
    fn value(&mut self, depth: usize) -> Option<Value<'a>> {
        self.skip_space();
        match self.rest.bytes().next()? {
            b'{' if depth < DEPTH => self.object(depth),
            b'[' if depth < DEPTH => self.array(depth),
            b'"' => self.text().map(Value::String),
            b'-' | b'0'..=b'9' => self.number(),
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value<'a>> {
        self.take("{")?;
        let mut members: Vec<(Text<'_>, Value<'_>)> = Vec::new();
        if self.next_is("}") {
            self.traits.empty_objects = true;
            return Some(Value::Object(members));
        }
        loop {
            self.skip_space();
            let key = self.text()?;
            self.skip_space();
            self.take(":")?;
            self.traits.index_keys |= key.index().is_some();
            self.traits.unsorted |= members.last().is_some_and(|(last, _)| last.cmp(key).is_gt());
            members.push((key, self.value(depth + 1)?));
            if self.next_is("}") {
                return Some(Value::Object(members));
            }
            self.take(",")?;
        }
    }

    fn array(&mut self, depth: usize) -> Option<Value<'a>> {
        self.take("[")?;
        let mut items = Vec::new();
        if self.next_is("]") {
            self.traits.empty_arrays = true;
            return Some(Value::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.next_is("]") {
                return Some(Value::Array(items));
            }
            self.take(",")?;
        }
    }

    fn text(&mut self) -> Option<Text<'a>> {
        self.take("\"")?;
        let (mut is_plain, mut position) = (true, 0);
        let bytes = self.rest.as_bytes();
        loop {
            match *bytes.get(position)? {
                b'"' => break,
                b'\\' => {
                    position += self.escape(position)?;
                    is_plain = false;
                    continue;
                }
                byte if byte < 0x20 => return None,
                byte => is_plain &= !self.note(byte),
            }
            position += 1;
        }
        let text = Text { raw: &self.rest[..position], is_plain };
        self.traits.separators |= !is_plain && text.has_separator();
        self.rest = &self.rest[position + 1..];
        Some(text)
    }

    /// The length of the escape at `position`.
    fn escape(&mut self, position: usize) -> Option<usize> {
        let bytes = self.rest.as_bytes();
        self.traits.escapes = true;
        match *bytes.get(position + 1)? {
            b'u' => {
                let unit = hex_unit(self.rest.get(position + 2..)?)?;
                // Alone, half of a pair can't be written in UTF-8 at all.
                let c = char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER);
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    self.note(byte);
                }
                Some(6)
            }
            b'/' => {
                self.traits.slash = true;
                Some(2)
            }
            b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
            _ => None,
        }
    }

    /// Notes a byte that one serializer escapes and another does not; says whether it is such a one.
    fn note(&mut self, byte: u8) -> bool {
        let seen = match byte {
            b'/' => &mut self.traits.slash,
            b'<' | b'>' | b'&' | b'\'' | b'+' | b'`' => &mut self.traits.html,
            0x7f.. => &mut self.traits.non_ascii,
            _ => return false,
        };
        *seen = true;
        true
    }

    fn number(&mut self) -> Option<Value<'a>> {
        let unsigned = self.rest.trim_start_matches('-');
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let mut length = self.rest.len() - unsigned.len();
        let whole = digits(unsigned);
        let has_needless_zero = whole > 1 && unsigned.starts_with('0');
        if length > 1 || whole == 0 || has_needless_zero {
            return None;
        }
        length += whole;
        let is_integer = !self.rest[length..].starts_with(['.', 'e', 'E']);
        if self.rest[length..].starts_with('.') {
            let fraction = digits(&self.rest[length + 1..]);
            length += 1 + fraction;
            if fraction == 0 {
                return None;
            }
        }
        if self.rest[length..].starts_with(['e', 'E']) {
            length += 1;
            length += usize::from(self.rest[length..].starts_with(['+', '-']));
            let exponent = digits(&self.rest[length..]);
            length += exponent;
            if exponent == 0 {
                return None;
            }
        }
        let raw = &self.rest[..length];
        self.traits.integers |= is_integer;
        self.traits.amounts |= Numbers::may_lack_cents(raw);
        self.traits.numbers += usize::from(Numbers::may_change(raw));
        self.traits.exponents = self.traits.exponents || Numbers::has_exponent(raw);
        self.rest = &self.rest[length..];
        Some(Value::Number(raw))
    }

    fn word(&mut self) -> Option<Value<'a>> {
        let word =
            ["true", "false", "null"].into_iter().find(|word| self.rest.starts_with(word))?;
        let (raw, rest) = self.rest.split_at(word.len());
        self.rest = rest;
        Some(Value::Word(raw))
    }

    fn next_is(&mut self, token: &str) -> bool {
        self.skip_space();
        self.take(token).is_some()
    }

    fn take(&mut self, token: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(token)?;
        Some(())
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }
}
