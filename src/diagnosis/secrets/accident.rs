//! The accidents, and how the signer's secret follows from the one that was given.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::diagnosis::base64::{as_node, as_php};
use crate::secret::Secret;

const PREFIX: &[u8] = b"whsec_";
const QUOTES: [&[u8]; 3] = [b"\"", b"'", b"`"];

/// What the signer's secret is, seen from the one that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Accident {
    /// Without white space around it.
    Trimmed,
    /// With this before and behind it.
    Spaced(&'static str, &'static str),
    /// Without the quotes around it.
    Unquoted,
    /// Without the quote at one of its ends.
    HalfUnquoted,
    /// With double quotes around it.
    Quoted,
    /// With single quotes around it.
    QuotedOnce,
    /// Without `whsec_`.
    Unprefixed,
    /// With `whsec_` once instead of twice.
    PrefixedOnce,
    /// Without `whsec_`, which the one given has twice.
    UnprefixedTwice,
    /// With `whsec_` before it.
    Prefixed,
    /// Without the `v1,` before `whsec_`.
    Unversioned,
    /// What its base64 decodes to, after `whsec_`.
    Base64Decoded,
    /// What all of it decodes to as base64.
    Base64DecodedWhole,
    /// The same where `_` counts for nothing.
    Base64DecodedByPhp,
    /// What its hex digits decode to, after `whsec_`.
    HexDecoded,
    /// The one given is encoded so.
    GivenIn(Encoding),
    /// The one given is encoded so, together with white space.
    GivenWithSpaceIn(Encoding),
    /// It is encoded so, and the one given is not.
    Encoded(Encoding),
}

/// What turns a secret into other text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Base64,
    Hex,
}

/// The usual ones, the likely first.
pub(super) const USUAL: [Accident; 16] = [
    Accident::Trimmed,
    Accident::GivenIn(Encoding::Base64),
    Accident::GivenIn(Encoding::Hex),
    Accident::GivenWithSpaceIn(Encoding::Base64),
    Accident::GivenWithSpaceIn(Encoding::Hex),
    Accident::Spaced("", "\n"),
    Accident::Unprefixed,
    Accident::PrefixedOnce,
    Accident::UnprefixedTwice,
    Accident::Prefixed,
    Accident::Unquoted,
    Accident::HalfUnquoted,
    Accident::Quoted,
    Accident::Base64Decoded,
    Accident::HexDecoded,
    Accident::Unversioned,
];

/// The others.
pub(super) const RARE: [Accident; 13] = [
    Accident::Spaced("", "\r\n"),
    Accident::Spaced("", " "),
    Accident::QuotedOnce,
    Accident::Base64DecodedWhole,
    Accident::Encoded(Encoding::Base64),
    Accident::Encoded(Encoding::Hex),
    Accident::Spaced(" ", ""),
    Accident::Spaced("", "\t"),
    Accident::Spaced(" ", " "),
    Accident::Spaced("\n", ""),
    Accident::Spaced("", "\r"),
    Accident::Spaced("\t", ""),
    Accident::Base64DecodedByPhp,
];

/// Those that can be seen in the secret given.
pub(super) const VISIBLE: [Accident; 9] = [
    Accident::Trimmed,
    Accident::Unquoted,
    Accident::HalfUnquoted,
    Accident::PrefixedOnce,
    Accident::Unversioned,
    Accident::GivenIn(Encoding::Base64),
    Accident::GivenIn(Encoding::Hex),
    Accident::GivenWithSpaceIn(Encoding::Base64),
    Accident::GivenWithSpaceIn(Encoding::Hex),
];

impl Accident {
    /// The signer's secret, if this is what happened to it.
    pub(super) fn undo(self, given: &Secret) -> Option<Secret> {
        let given = given.expose();
        let wrapped = |before: &[u8], after: &[u8]| Some([before, given, after].concat());
        let bytes = match self {
            Self::Trimmed => Some(given.trim_ascii().to_vec()),
            Self::Spaced(before, after) => wrapped(before.as_bytes(), after.as_bytes()),
            Self::Unquoted => unquoted(given).map(<[u8]>::to_vec),
            Self::HalfUnquoted => half_unquoted(given).map(<[u8]>::to_vec),
            Self::Quoted => wrapped(b"\"", b"\""),
            Self::QuotedOnce => wrapped(b"'", b"'"),
            Self::Unprefixed if once(given).is_some() => None,
            Self::Unprefixed => given.strip_prefix(PREFIX).map(<[u8]>::to_vec),
            Self::PrefixedOnce => once(given).map(<[u8]>::to_vec),
            Self::UnprefixedTwice => once(given)
                .map(after_prefix)
                .filter(|rest| !rest.starts_with(PREFIX))
                .map(<[u8]>::to_vec),
            Self::Prefixed => wrapped(PREFIX, b""),
            Self::Unversioned => given.strip_prefix(b"v1,").map(<[u8]>::to_vec),
            Self::Base64Decoded => as_node(after_prefix(given)).filter(|bytes| !is_ours(bytes)),
            Self::Base64DecodedWhole => given.starts_with(PREFIX).then(|| as_node(given)).flatten(),
            Self::Base64DecodedByPhp => given.starts_with(PREFIX).then(|| as_php(given)).flatten(),
            Self::HexDecoded => {
                hex::decode(after_prefix(given)).ok().filter(|bytes| !is_ours(bytes))
            }
            Self::GivenIn(encoding) => encoding.decode(given).filter(|bytes| is_ours(bytes)),
            Self::GivenWithSpaceIn(encoding) => {
                let decoded = encoding.decode(given).filter(|bytes| is_ours(bytes));
                let is_spaced = |bytes: &Vec<u8>| bytes.trim_ascii() != bytes;
                decoded.filter(is_spaced).map(|bytes| bytes.trim_ascii().to_vec())
            }
            Self::Encoded(Encoding::Base64) => Some(STANDARD.encode(given).into_bytes()),
            Self::Encoded(Encoding::Hex) => Some(hex::encode(given).into_bytes()),
        };
        let bytes = Zeroizing::new(bytes?);
        (bytes.as_slice() != given).then(|| Secret::new(bytes.as_slice()).ok()).flatten()
    }
}

impl Encoding {
    fn decode(self, text: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Base64 => as_node(text),
            Self::Hex => hex::decode(text.trim_ascii()).ok(),
        }
    }
}

/// The secret without one `whsec_` at its start.
pub(super) fn after_prefix(secret: &[u8]) -> &[u8] {
    secret.strip_prefix(PREFIX).unwrap_or(secret)
}

/// Whether this is a secret as the API makes them, but for white space.
fn is_ours(secret: &[u8]) -> bool {
    secret.trim_ascii_start().starts_with(PREFIX)
}

/// What has one `whsec_` of two.
fn once(secret: &[u8]) -> Option<&[u8]> {
    secret.strip_prefix(PREFIX).filter(|rest| rest.starts_with(PREFIX))
}

fn unquoted(secret: &[u8]) -> Option<&[u8]> {
    QUOTES.into_iter().find_map(|quote| secret.strip_prefix(quote)?.strip_suffix(quote))
}

fn half_unquoted(secret: &[u8]) -> Option<&[u8]> {
    if unquoted(secret).is_some() {
        return None;
    }
    let half = |quote| secret.strip_prefix(quote).or_else(|| secret.strip_suffix(quote));
    QUOTES.into_iter().find_map(half)
}
