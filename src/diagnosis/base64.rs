//! Base64 as people write it, and as their languages read it.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use zeroize::Zeroizing;

/// Bits that make no whole byte are dropped, as most languages do: a text that was never encoded has
/// some.
const FORGIVING: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, FORGIVING);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, FORGIVING);

/// The bytes; none, where the text is no base64.
pub(super) fn base64_bytes(text: &[u8]) -> Option<Vec<u8>> {
    STANDARD.decode(text).or_else(|_| URL_SAFE.decode(text)).ok()
}

/// What Node reads: both alphabets at once, over anything else.
pub(super) fn as_node(text: &[u8]) -> Option<Vec<u8>> {
    let standard = text.iter().map(|&byte| match byte {
        b'-' => b'+',
        b'_' => b'/',
        other => other,
    });
    as_php(&Zeroizing::new(standard.collect::<Vec<_>>()))
}

/// What PHP and Ruby read: the standard alphabet, over anything else.
pub(super) fn as_php(text: &[u8]) -> Option<Vec<u8>> {
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let until_padding = text.iter().copied().take_while(|&byte| byte != b'=');
    let mut digits: Zeroizing<Vec<u8>> = Zeroizing::new(until_padding.filter(is_digit).collect());
    if digits.len() % 4 == 1 {
        // Six bits alone make no byte.
        digits.pop();
    }
    STANDARD.decode(&digits[..]).ok()
}
