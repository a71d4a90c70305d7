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

/// So many styles of JSON are usual, of up to some hundreds; and so many are likelier than most other
/// accidents.
const USUAL: usize = 15;
const LIKELIEST: usize = 5;

/// So many bytes at the end are few enough to be an accident of whoever reads or stores the body.
pub(super) const FEW: usize = 16;

/// Larger bodies are not compressed to see whether they were: that takes 50 times as long as hashing.
const COMPRESSED: usize = 32 * 1024;

/// One accident. Its name says what happened to the signed body; undoing it gives that body back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Accident {
    /// Another serializer wrote it anew; the signer's wrote in this style.
    Reserialized(Style),
    /// It lost two newlines at its end.
    NewlinesCut,
    /// It lost this at its start.
    StartCut(&'static str),
    /// It got a newline at its end.
    EndAdded,
    /// It got white space around it.
    Padded,
    /// It got white space around it, and has kept the newline that ends it.
    LinePadded,
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
    /// A form was decoded, at least in part, or written in another way; the signer's is this one.
    FormWrittenAnew(Packing),
    /// The signer saw nothing of it, and signed this.
    Unseen(&'static str),
    /// Its end is missing: nothing but closing brackets.
    Truncated,
    /// The signer signed it twice over.
    SignedTwice,
    /// It came twice over.
    Doubled,
}

/// That either side had only the beginning of the body: seen while it is hashed, so that there is
/// nothing to undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// The body lost this at its end.
    End(&'static str),
    /// So many bytes after the signed ones say nothing: whoever reads or stores the body added them.
    BytesAdded(usize),
    /// Only as many bytes were signed.
    SignedInPart(usize),
}

impl Cut {
    /// Why no more than so many bytes of a body are signed. What completes a document was not added.
    pub(super) fn after(count: usize, bytes: &[u8]) -> Self {
        let rest = bytes.get(count..).unwrap_or_default();
        let letters = rest.iter().filter(|byte| byte.is_ascii_alphanumeric()).count();
        let says_nothing =
            rest.iter().all(|&byte| byte == 0) || (rest.len() <= FEW && letters <= 1);
        if says_nothing && Document::parse(bytes).is_none() {
            Self::BytesAdded(rest.len())
        } else {
            Self::SignedInPart(count)
        }
    }
}

impl Accident {
    /// What is undone by taking something away, so that the body gets no longer.
    pub(super) fn additions() -> Vec<Accident> {
        let mut accidents = vec![Accident::EndAdded, Accident::LfMadeCrlf, Accident::Padded];
        accidents.extend([Accident::LinePadded, Accident::MarkAdded]);
        accidents.extend(NOTHING.map(Accident::Unseen));
        accidents.extend(WRAPPINGS.map(Accident::Packed));
        accidents.extend([Accident::Stringified, Accident::Doubled, Accident::Truncated]);
        accidents
    }

    /// What is undone by adding to the body.
    pub(super) fn losses() -> Vec<Accident> {
        let mut accidents = vec![Accident::MarkCut, Accident::CrlfMadeLf, Accident::Unstringified];
        let light = UNWRAPPED.into_iter().filter(|packing| !packing.is_compression());
        accidents.extend(light.map(Accident::Unpacked));
        accidents.extend([Packing::Form, Packing::Percent].map(Accident::FormWrittenAnew));
        accidents.push(Accident::SignedTwice);
        accidents
    }

    /// That a text was read or written in another encoding.
    pub(super) fn recoded() -> Vec<Accident> {
        let mut accidents = Vec::new();
        for charset in [Charset::Latin1, Charset::Windows1252, Charset::Utf16] {
            accidents.extend([Accident::ReadAs(charset), Accident::WrittenAs(charset)]);
        }
        accidents.extend([Charset::Latin1LowBytes, Charset::Latin1Asked].map(Accident::ReadAs));
        accidents.extend([Accident::SignedReplaced, Accident::SignedQuestionMarks]);
        accidents
    }

    /// What hardly ever happens.
    fn rare() -> Vec<Accident> {
        let mut accidents = vec![Accident::NewlinesCut];
        accidents.extend(["\n", " ", "  ", "    ", "\t"].map(Accident::StartCut));
        accidents.extend([Accident::ReadAs, Accident::WrittenAs].map(|of| of(Charset::Utf16Be)));
        accidents
    }

    /// Whether the other is of the same kind, so that one of the two says all.
    pub(super) fn is_like(self, other: Self) -> bool {
        let is_form = |accident| match accident {
            Self::Packed(packing) | Self::Unpacked(packing) | Self::FormWrittenAnew(packing) => {
                packing.is_form()
            }
            _ => false,
        };
        let is_style = |accident| matches!(accident, Self::Reserialized(_));
        (is_form(self) && is_form(other)) || (is_style(self) && is_style(other))
    }
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

    /// That another serializer wrote it anew, in the likeliest styles, and in those that are usual too.
    pub(super) fn usual_styles(&self) -> (Vec<Accident>, Vec<Accident>) {
        let mut likeliest: Vec<_> = self.styles().take(USUAL).collect();
        let usual = likeliest.split_off(likeliest.len().min(LIKELIEST));
        (likeliest, usual)
    }

    /// What is rare, or takes many trials, each of the whole body.
    pub(super) fn laborious(&self) -> Vec<Accident> {
        let is_small = self.bytes.len() <= COMPRESSED;
        let heavy = UNWRAPPED.into_iter().filter(|packing| is_small && packing.is_compression());
        let text = std::str::from_utf8(self.bytes).unwrap_or_default();
        let bytes = text.contains(REPLACEMENT).then_some(0x80..=0xff);
        let heavy = heavy.map(Accident::Unpacked);
        let bytes = bytes.into_iter().flatten().map(Accident::ByteReplaced);
        let rare = Accident::rare().into_iter();
        rare.chain(heavy).chain(bytes).chain(self.styles().skip(USUAL)).collect()
    }

    /// All of them, the likely first.
    pub(super) fn accidents(&self) -> Vec<Accident> {
        let (likeliest, usual) = self.usual_styles();
        [
            Accident::additions(),
            likeliest,
            Accident::losses(),
            Accident::recoded(),
            usual,
            self.laborious(),
        ]
        .concat()
    }

    fn styles(&self) -> impl Iterator<Item = Accident> {
        let styles = self.document.as_ref().map(Document::styles).unwrap_or_default();
        styles.into_iter().map(Accident::Reserialized)
    }

    /// How many numbers are written anew to undo this.
    pub(super) fn numbers_anew(&self, accident: Accident) -> usize {
        match (accident, &self.document) {
            (Accident::Reserialized(style), Some(document)) => document.numbers_anew(style),
            _ => 0,
        }
    }

    /// The body as it was signed, if this is what happened to it; `None` where it can't have been.
    pub(super) fn undo(&self, accident: Accident) -> Option<Vec<u8>> {
        let bytes = self.bytes;
        let text = || std::str::from_utf8(bytes).ok();
        let signed = match accident {
            Accident::Reserialized(style) => {
                self.document.as_ref().map(|document| document.write(style, bytes.len()))
            }
            Accident::NewlinesCut => Some([bytes, b"\n\n"].concat()),
            Accident::StartCut(start) => Some([start.as_bytes(), bytes].concat()),
            Accident::EndAdded => without_newline(bytes).map(<[u8]>::to_vec),
            Accident::Padded => Some(bytes.trim_ascii().to_vec()),
            Accident::LinePadded => line_alone(bytes).map(<[u8]>::to_vec),
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
            Accident::FormWrittenAnew(packing) => {
                Packing::Form.take_off(bytes).and_then(|decoded| packing.put_on(&decoded))
            }
            Accident::Unseen(signed) => Some(signed.into()),
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

/// What stands between white space, with the newline that ends it.
fn line_alone(bytes: &[u8]) -> Option<&[u8]> {
    let end = bytes.trim_ascii_end().len();
    let newline = bytes[end..].iter().position(|&byte| byte == b'\n')?;
    Some(bytes[..=end + newline].trim_ascii_start())
}

/// A tool that ends each line in CR ends a last one without a newline in CR alone.
fn with_lf(bytes: &[u8]) -> Vec<u8> {
    let has_lines = bytes.contains(&b'\n');
    let is_kept = |(place, &byte): (usize, &u8)| {
        let is_of_line = match bytes.get(place + 1) {
            Some(&next) => next == b'\n',
            None => has_lines,
        };
        (byte != b'\r' || !is_of_line).then_some(byte)
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
