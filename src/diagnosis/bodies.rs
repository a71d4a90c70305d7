//! What can have happened to a body after it was signed, and how to undo it.

use crate::diagnosis::charset::Charset;
use crate::diagnosis::json::{Document, Style, missing_end, quoted};
use crate::diagnosis::packing::{Packing, UNWRAPPED, WRAPPINGS};

const MARK: &[u8] = b"\xef\xbb\xbf";
const REPLACEMENT: &str = "\u{fffd}";

/// What an empty body, or one that nobody has read, is taken for.
pub(super) const NOTHING: [&str; 6] = ["", "{}", "null", "undefined", "[object Object]", "\"\""];

/// What a body may have lost at its end.
pub(super) const ENDS: [&str; 2] = ["\n", "\r\n"];

/// Larger bodies are not compressed to see whether they were: that takes 50 times as long as hashing.
const COMPRESSED: usize = 32 * 1024;

/// One accident. Its name says what happened to the signed body; undoing it gives that body back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Accident {
    /// Another serializer wrote it anew; the signer's wrote in this style.
    Reserialized(Style),
    /// It lost this at its end.
    EndCut(&'static str),
    /// It got a newline at its end.
    EndAdded,
    /// It got white space around it.
    Padded,
    /// LF became CR LF.
    LfMadeCrlf,
    /// CR LF became LF.
    CrlfMadeLf,
    /// A byte order mark was put before it.
    MarkAdded,
    /// A byte order mark was taken off.
    MarkCut,
    /// It was made a JSON string.
    Stringified,
    /// A JSON string was taken for its text.
    Unstringified,
    /// It was read in this encoding and written in UTF-8.
    ReadAs(Charset),
    /// It was read in UTF-8 and written in this encoding.
    WrittenAs(Charset),
    /// This byte, which is no UTF-8, became U+FFFD.
    ByteReplaced(u8),
    /// The signer's text had U+FFFD where bytes are no UTF-8.
    SignedReplaced,
    /// The signer's text had `?` where characters are not ASCII.
    SignedQuestionMarks,
    /// It came packed and is so no more.
    Unpacked(Packing),
    /// It is still packed.
    Packed(Packing),
    /// The signer saw nothing of it, and signed this.
    Unseen(&'static str),
    /// Only as many bytes were signed.
    SignedInPart(usize),
    /// Its end is missing: nothing but closing brackets.
    Truncated,
    /// The signer signed it twice over.
    SignedTwice,
    /// It came twice over.
    Doubled,
}

/// A body, and what is known of it.
pub(super) struct Body<'a> {
    /// Its bytes.
    pub(super) bytes: &'a [u8],
    document: Option<Document<'a>>,
}

impl<'a> Body<'a> {
    /// Reads what the accidents need to know.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, document: Document::parse(bytes) }
    }

    /// What can have happened to it, the likely first. That its end was cut is left out: whoever
    /// hashes it tries that on the way.
    pub(super) fn accidents(&self) -> Vec<Accident> {
        let is_affordable =
            |packing: &Packing| !packing.is_compression() || self.bytes.len() <= COMPRESSED;
        let mut accidents = vec![Accident::EndAdded, Accident::LfMadeCrlf, Accident::CrlfMadeLf];
        let styles = self.document.as_ref().map(Document::styles).unwrap_or_default();
        let (likely, others) = styles.split_at(styles.len().min(12));
        accidents.extend(likely.iter().copied().map(Accident::Reserialized));
        accidents.extend([Accident::Padded, Accident::MarkAdded, Accident::MarkCut]);
        accidents.extend(NOTHING.map(Accident::Unseen));
        accidents.extend(WRAPPINGS.map(Accident::Packed));
        accidents.extend([Accident::Stringified, Accident::Unstringified]);
        for charset in [Charset::Latin1, Charset::Windows1252, Charset::Utf16] {
            accidents.extend([Accident::ReadAs(charset), Accident::WrittenAs(charset)]);
        }
        accidents.extend([Accident::SignedReplaced, Accident::SignedQuestionMarks]);
        accidents.extend([Accident::SignedTwice, Accident::Doubled, Accident::Truncated]);
        accidents.extend(others.iter().copied().map(Accident::Reserialized));
        accidents.extend(UNWRAPPED.into_iter().filter(is_affordable).map(Accident::Unpacked));
        if std::str::from_utf8(self.bytes).is_ok_and(|text| text.contains(REPLACEMENT)) {
            accidents.extend((0x80..=0xff).map(Accident::ByteReplaced));
        }
        accidents
    }

    /// The body as it was signed, if this is what happened to it; `None` where it can't have been.
    pub(super) fn undo(&self, accident: Accident) -> Option<Vec<u8>> {
        let bytes = self.bytes;
        let text = || std::str::from_utf8(bytes).ok();
        let signed = match accident {
            Accident::Reserialized(style) => {
                self.document.as_ref().map(|document| document.write(style, bytes.len()))
            }
            Accident::EndCut(end) => Some([bytes, end.as_bytes()].concat()),
            Accident::EndAdded => without_newline(bytes).map(<[u8]>::to_vec),
            Accident::Padded => Some(bytes.trim_ascii().to_vec()),
            Accident::LfMadeCrlf => Some(with_lf(bytes)),
            Accident::CrlfMadeLf => Some(with_crlf(bytes)),
            Accident::MarkAdded => bytes.strip_prefix(MARK).map(<[u8]>::to_vec),
            Accident::MarkCut => (!bytes.starts_with(MARK)).then(|| [MARK, bytes].concat()),
            Accident::Stringified => self.document.as_ref().and_then(Document::as_text),
            Accident::Unstringified => text().map(quoted),
            Accident::ReadAs(charset) => charset.encode(text()?),
            Accident::WrittenAs(charset) => charset.decode(bytes).map(String::into_bytes),
            Accident::ByteReplaced(byte) => with_byte_for_replacement(text()?, byte),
            Accident::SignedReplaced => Some(String::from_utf8_lossy(bytes).into_owned().into()),
            Accident::SignedQuestionMarks => Some(ascii_only(text()?)),
            Accident::Unpacked(packing) => packing.put_on(bytes),
            Accident::Packed(packing) => packing.take_off(bytes),
            Accident::Unseen(signed) => Some(signed.into()),
            Accident::SignedInPart(count) => bytes.get(..count).map(<[u8]>::to_vec),
            Accident::Truncated if self.document.is_some() => None,
            Accident::Truncated => Some([bytes, &missing_end(bytes)].concat()),
            Accident::SignedTwice => Some(bytes.repeat(2)),
            Accident::Doubled => half(bytes).map(<[u8]>::to_vec),
        };
        signed.filter(|signed| signed != bytes)
    }
}

fn without_newline(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_suffix(b"\n")?;
    Some(rest.strip_suffix(b"\r").unwrap_or(rest))
}

fn with_lf(bytes: &[u8]) -> Vec<u8> {
    let is_kept = |(place, &byte): (usize, &u8)| {
        (byte != b'\r' || bytes.get(place + 1) != Some(&b'\n')).then_some(byte)
    };
    bytes.iter().enumerate().filter_map(is_kept).collect()
}

fn with_crlf(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 16);
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        match without_newline(line) {
            Some(line) => {
                out.extend_from_slice(line);
                out.extend_from_slice(b"\r\n");
            }
            None => out.extend_from_slice(line),
        }
    }
    out
}

fn with_byte_for_replacement(text: &str, byte: u8) -> Option<Vec<u8>> {
    if !text.contains(REPLACEMENT) {
        return None;
    }
    let parts: Vec<_> = text.split(REPLACEMENT).map(str::as_bytes).collect();
    Some(parts.join(&byte))
}

fn ascii_only(text: &str) -> Vec<u8> {
    text.chars().map(|c| if c.is_ascii() { c as u8 } else { b'?' }).collect()
}

fn half(bytes: &[u8]) -> Option<&[u8]> {
    let (first, second) = bytes.split_at(bytes.len() / 2);
    (first == second).then_some(first)
}
