//! Text in the encodings that bodies are read and written in by mistake.

/// An encoding that UTF-8 is mixed up with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    Latin1,
    Windows1252,
    /// Little-endian, without a byte order mark.
    Utf16,
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
            Self::Windows1252 => "Windows-1252",
            Self::Utf16 => "UTF-16",
        }
    }

    /// The text in this encoding, where it has all of its characters.
    pub(super) fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Latin1 => text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect(),
            Self::Windows1252 => text.chars().map(windows_byte).collect(),
            Self::Utf16 => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        }
    }

    /// The bytes read in this encoding.
    pub(super) fn decode(self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Latin1 => Some(bytes.iter().map(|&byte| char::from(byte)).collect()),
            Self::Windows1252 => Some(bytes.iter().map(|&byte| windows_char(byte)).collect()),
            Self::Utf16 => utf16(bytes),
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

/// Little-endian, after its byte order mark if it has one. Bytes without any zero are taken for other
/// text: UTF-16 has one in each character of ASCII.
fn utf16(bytes: &[u8]) -> Option<String> {
    let bytes = bytes.strip_prefix(b"\xff\xfe").unwrap_or(bytes);
    if !bytes.contains(&0) || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let units: Vec<u16> =
        bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).ok()
}
