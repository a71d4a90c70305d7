//! What wraps a body on its way: compression, base64, percent-encoding and forms.

use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder, MultiGzDecoder, ZlibDecoder, ZlibEncoder};
use url::form_urlencoded;

use crate::diagnosis::LARGEST_BODY;
use crate::diagnosis::base64::base64_bytes;

/// The most that is unpacked.
const LARGEST: u64 = LARGEST_BODY as u64;

/// A wrapping that can be put on and taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    /// At this level; the header is one without a name or time.
    Gzip(u32, Header),
    /// At this level; the second byte of the header tells another one at times.
    Zlib(u32, u8),
    Deflate(u32),
    Base64,
    /// In lines of 76 characters, as the tool `base64` and MIME write it.
    Base64Lines,
    Base64Url,
    /// Each name and value of a form; a space is `+`.
    Form,
    /// Each name and value of a form; a space is `%20`.
    Percent,
    /// The field `payload` of a form.
    FormField,
}

/// The two bytes of a gzip header that programs differ in: extra flags and operating system (RFC
/// 1952, section 2.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header([u8; 2]);

/// The packings that a body may still be in.
pub(super) const WRAPPINGS: [Packing; 7] = [
    Packing::Gzip(6, UNIX),
    Packing::Zlib(6, ZLIB),
    Packing::Deflate(6),
    Packing::Base64,
    Packing::FormField,
    Packing::Form,
    Packing::Percent,
];

/// The packings that a body may have been in. Compressors differ in their bytes: small bodies come out
/// as those of zlib do, whose level 6 looks for matches as our level 9, and as those of Node. A gzip
/// file with a name or time in it is not found.
pub(super) const UNWRAPPED: [Packing; 20] = [
    Packing::Base64,
    Packing::Base64Lines,
    Packing::Base64Url,
    Packing::Form,
    Packing::Percent,
    Packing::FormField,
    Packing::Gzip(6, UNIX),
    Packing::Gzip(9, UNIX),
    Packing::Gzip(9, Header([2, 3])),
    Packing::Gzip(6, Header([0, 255])),
    Packing::Gzip(9, Header([0, 255])),
    Packing::Gzip(9, Header([2, 255])),
    Packing::Gzip(1, Header([4, 3])),
    Packing::Gzip(9, Header([4, 3])),
    Packing::Zlib(6, ZLIB),
    Packing::Zlib(9, ZLIB),
    Packing::Zlib(9, 0xda),
    Packing::Zlib(1, 0x01),
    Packing::Deflate(6),
    Packing::Deflate(9),
];

const UNIX: Header = Header([0, 3]);

/// The second byte of zlib's header at its usual level (RFC 1950, section 2.2).
const ZLIB: u8 = 0x9c;

impl Packing {
    /// What it is called.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Gzip(..) => "compressed with gzip",
            Self::Zlib(..) | Self::Deflate(_) => "compressed with deflate",
            Self::Base64 | Self::Base64Lines | Self::Base64Url => "in base64",
            Self::Form | Self::Percent => "percent-encoded",
            Self::FormField => "in the field `payload` of a form",
        }
    }

    pub(super) const fn is_compression(self) -> bool {
        matches!(self, Self::Gzip(..) | Self::Zlib(..) | Self::Deflate(_))
    }

    pub(super) const fn is_form(self) -> bool {
        matches!(self, Self::Form | Self::Percent)
    }

    pub(super) const fn is_base64(self) -> bool {
        matches!(self, Self::Base64 | Self::Base64Lines | Self::Base64Url)
    }

    /// The body packed.
    pub(super) fn put_on(self, body: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Gzip(level, header) => gzip(body, level, header),
            Self::Zlib(level, header) => {
                let mut packed = read(ZlibEncoder::new(body, Compression::new(level)))?;
                *packed.get_mut(1)? = header;
                Some(packed)
            }
            Self::Deflate(level) => deflate(body, level),
            Self::Base64 => Some(STANDARD.encode(body).into_bytes()),
            Self::Base64Lines => {
                let encoded = STANDARD.encode(body).into_bytes();
                let lines = encoded.chunks(76).flat_map(|line| line.iter().chain(b"\n"));
                Some(lines.copied().collect())
            }
            Self::Base64Url => Some(URL_SAFE_NO_PAD.encode(body).into_bytes()),
            Self::Form => escaped_parts(body, "+"),
            Self::Percent => escaped_parts(body, "%20"),
            Self::FormField => {
                let field = form_urlencoded::byte_serialize(body).collect::<String>();
                Some(format!("payload={field}").into_bytes())
            }
        }
    }

    /// The body unpacked, where it is packed so.
    pub(super) fn take_off(self, body: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Gzip(..) => read(MultiGzDecoder::new(body)),
            Self::Zlib(..) => read(ZlibDecoder::new(body)),
            Self::Deflate(_) => read(DeflateDecoder::new(body)),
            Self::Base64 | Self::Base64Lines | Self::Base64Url => {
                let text: Vec<u8> =
                    body.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
                base64_bytes(&text)
            }
            Self::Form => unescaped(body, true),
            Self::Percent => unescaped(body, false),
            Self::FormField => form_urlencoded::parse(body)
                .find(|(name, _)| name == "payload")
                .map(|(_, value)| value.into_owned().into_bytes()),
        }
    }
}

/// All of it, up to a limit: a small body may unpack to a huge one.
fn read(reader: impl Read) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(LARGEST + 1).read_to_end(&mut bytes).ok()?;
    (!bytes.is_empty() && bytes.len() as u64 <= LARGEST).then_some(bytes)
}

fn deflate(body: &[u8], level: u32) -> Option<Vec<u8>> {
    read(DeflateEncoder::new(body, Compression::new(level)))
}

fn gzip(body: &[u8], level: u32, Header(header): Header) -> Option<Vec<u8>> {
    let mut crc = flate2::Crc::new();
    crc.update(body);
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0];
    packed.extend(header);
    packed.extend(deflate(body, level)?);
    packed.extend(crc.sum().to_le_bytes());
    packed.extend(crc.amount().to_le_bytes());
    Some(packed)
}

/// The largest body in bytes that is taken for a single value that was escaped, though it is no form.
const LARGEST_VALUE: usize = 64 * 1024;

/// A form whose names and values are escaped; what is between them is not.
fn escaped_parts(body: &[u8], space: &str) -> Option<Vec<u8>> {
    if !body.contains(&b'=') && body.len() > LARGEST_VALUE {
        return None;
    }
    let mut escaped = String::with_capacity(body.len());
    for part in body.split_inclusive(|byte| matches!(byte, b'&' | b'=')) {
        let (text, mark) = match part.split_last() {
            Some((&mark @ (b'&' | b'='), text)) => (text, Some(char::from(mark))),
            _ => (part, None),
        };
        for piece in form_urlencoded::byte_serialize(text) {
            escaped.push_str(if piece == "+" { space } else { piece });
        }
        escaped.extend(mark);
    }
    Some(escaped.into_bytes())
}

fn unescaped(body: &[u8], plus_is_space: bool) -> Option<Vec<u8>> {
    let is_escaped = |&byte: &u8| byte == b'%' || (plus_is_space && byte == b'+');
    if !body.iter().any(is_escaped) {
        return None;
    }
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let [first, others @ ..] = rest {
        rest = others;
        let mut byte = [0];
        match (first, others) {
            (b'%', [high, low, others @ ..])
                if hex::decode_to_slice([*high, *low], &mut byte).is_ok() =>
            {
                out.push(byte[0]);
                rest = others;
            }
            (b'+', _) if plus_is_space => out.push(b' '),
            (other, _) => out.push(*other),
        }
    }
    Some(out)
}
