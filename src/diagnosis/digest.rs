//! The digests that a signature can claim to be, computed over a body that arrives in pieces.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use crate::secret::Secret;
use crate::signature::{Hasher, Key, Signature};

/// Fewer hex digits of a signature prove nothing.
const PREFIX_DIGITS: usize = 16;

/// A digest as somebody states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stated {
    /// The API's own: HMAC-SHA256.
    Whole(Signature),
    /// The first hex digits of one, in lower case.
    Prefix(String),
    /// HMAC-SHA1.
    Sha1([u8; 20]),
    /// HMAC-SHA512.
    Sha512([u8; 64]),
    /// SHA-256 without a key.
    Unkeyed([u8; 32]),
}

/// A digest in the making.
#[derive(Clone)]
pub(super) enum Making {
    Sha256(Hasher),
    Sha1(Hmac<Sha1>),
    Sha512(Box<Hmac<Sha512>>),
    Unkeyed(Sha256),
}

impl Stated {
    /// An HMAC-SHA256 of these bytes.
    pub(super) fn whole(bytes: [u8; 32]) -> Option<Self> {
        Signature::parse(&hex::encode(bytes)).ok().map(Self::Whole)
    }

    /// A part of an HMAC-SHA256: hex digits, fewer than all and enough to prove something.
    pub(super) fn prefix(digits: &str) -> Option<Self> {
        let is_part = (PREFIX_DIGITS..64).contains(&digits.len());
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        (is_part && is_hex).then(|| Self::Prefix(digits.to_ascii_lowercase()))
    }

    /// Whether a secret has a part in it.
    pub(super) fn is_keyed(&self) -> bool {
        !matches!(self, Self::Unkeyed(_))
    }

    /// Begins to compute what is stated.
    pub(super) fn start(&self, secret: &Secret) -> Option<Making> {
        Some(match self {
            Self::Whole(_) | Self::Prefix(_) => Making::Sha256(Key::new(secret).hasher()),
            Self::Sha1(_) => Making::Sha1(Hmac::new_from_slice(secret.expose()).ok()?),
            Self::Sha512(_) => {
                Making::Sha512(Box::new(Hmac::new_from_slice(secret.expose()).ok()?))
            }
            Self::Unkeyed(_) => Making::Unkeyed(Sha256::new()),
        })
    }

    /// Whether this is the digest of all that came.
    pub(super) fn equals(&self, making: Making) -> bool {
        match (self, making) {
            (Self::Whole(signature), Making::Sha256(hasher)) => hasher.matches(signature),
            (Self::Prefix(digits), Making::Sha256(hasher)) => {
                hasher.finish().to_string().starts_with(digits)
            }
            (Self::Sha1(bytes), Making::Sha1(hmac)) => hmac.verify_slice(bytes).is_ok(),
            (Self::Sha512(bytes), Making::Sha512(hmac)) => hmac.verify_slice(bytes).is_ok(),
            (Self::Unkeyed(bytes), Making::Unkeyed(hasher)) => hasher.finalize()[..] == bytes[..],
            _ => false,
        }
    }
}

impl Making {
    /// Takes the next bytes.
    pub(super) fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha256(hasher) => hasher.update(bytes),
            Self::Sha1(hmac) => hmac.update(bytes),
            Self::Sha512(hmac) => hmac.update(bytes),
            Self::Unkeyed(hasher) => Digest::update(hasher, bytes),
        }
    }
}
