//! Text in the encodings that bodies are read and written in by mistake.

/// An encoding that UTF-8 is mixed up with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    Latin1,
    /// Latin-1 of which other characters keep the low bytes of their UTF-16, as in Node.
    Latin1LowBytes,
    /// Latin-1 with `?` for other characters, as in Java.
    Latin1Asked,
    Windows1252,
    /// Little-endian, without a byte order mark.
    Utf16,
    /// Big-endian, without a byte order mark.
    Utf16Be,
}

/// What Windows-1252 has from 0x80 to 0x9f, where Latin-1 has control characters. The five bytes
/// that it leaves open stand for themselves, as browsers take them (WHATWG Encoding, windows-1252).
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

impl Charset {
    /// The name that people know.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Latin1 => "Latin-1",
            Self::Latin1LowBytes => "Latin-1, cut to one byte for each character",
            Self::Latin1Asked => "Latin-1, with ? for characters that it lacks",
            Self::Windows1252 => "Windows-1252",
            Self::Utf16 => "UTF-16",
            Self::Utf16Be => "UTF-16 (big-endian)",
        }
    }

    /// Whether characters are lost in it.
    pub(super) const fn is_lossy(self) -> bool {
        matches!(self, Self::Latin1LowBytes | Self::Latin1Asked)
    }

    /// The text in this encoding, where it has all of its characters.
    pub(super) fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Latin1 => text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect(),
            Self::Latin1LowBytes | Self::Latin1Asked if text.chars().all(is_latin1) => None,
            Self::Latin1LowBytes => {
                Some(text.encode_utf16().map(|unit| unit.to_le_bytes()[0]).collect())
            }
            Self::Latin1Asked => {
                Some(text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect())
            }
            Self::Windows1252 => text.chars().map(windows_byte).collect(),
            Self::Utf16 => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            Self::Utf16Be => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        }
    }

    /// The bytes read in this encoding.
    pub(super) fn decode(self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Latin1 => Some(bytes.iter().map(|&byte| char::from(byte)).collect()),
            Self::Windows1252 => Some(bytes.iter().map(|&byte| windows_char(byte)).collect()),
            Self::Latin1LowBytes | Self::Latin1Asked => None,
            Self::Utf16 => {
                utf16(bytes.strip_prefix(b"\xff\xfe").unwrap_or(bytes), u16::from_le_bytes)
            }
            Self::Utf16Be => {
                utf16(bytes.strip_prefix(b"\xfe\xff").unwrap_or(bytes), u16::from_be_bytes)
            }
        }
    }
}

fn windows_char(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

fn windows_byte(c: char) -> Option<u8> {
    match WINDOWS.iter().position(|&known| known == c) {
        Some(place) => u8::try_from(0x80 + place).ok(),
        None => u8::try_from(u32::from(c)).ok().filter(|byte| !(0x80..=0x9f).contains(byte)),
    }
}

fn is_latin1(c: char) -> bool {
    u32::from(c) < 0x100
}

/// Bytes without any zero are taken for other text: UTF-16 has one in each character of ASCII.
fn utf16(bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> Option<String> {
    if !bytes.contains(&0) || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16(&units).ok()
}
