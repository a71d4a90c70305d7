//! Signatures that a handler must not take: under keys that are none, and by other algorithms.
//!
//! They are made here and not by `signature`, which makes valid ones only.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::secret::Secret;

/// HMAC-SHA256 under any key, the empty one too.
pub(super) fn under(key: &str, body: &[u8]) -> String {
    // HMAC takes a key of any length (RFC 2104, section 2).
    let mut hmac =
        Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap_or_else(|_| unreachable!());
    hmac.update(body);
    hex::encode(hmac.finalize().into_bytes())
}

/// HMAC-SHA1 under the right key.
pub(super) fn sha1(secret: &Secret, body: &[u8]) -> String {
    // As above.
    let mut hmac = Hmac::<Sha1>::new_from_slice(secret.expose()).unwrap_or_else(|_| unreachable!());
    hmac.update(body);
    hex::encode(hmac.finalize().into_bytes())
}

/// SHA-256 of the body, without any key.
pub(super) fn unkeyed(body: &[u8]) -> String {
    hex::encode(Sha256::digest(body))
}

/// The right signature with the digit at this place changed: it stays well formed.
pub(super) fn differing_at(signature: &str, place: usize) -> String {
    let mut digits: Vec<char> = signature.chars().collect();
    if let Some(digit) = digits.get_mut(place) {
        *digit = if *digit == '0' { '1' } else { '0' };
    }
    digits.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::{differing_at, sha1, under, unkeyed};
    use crate::secret::Secret;

    /// RFC 2202, test case 2; RFC 4231, test case 2; FIPS 180-2, the empty message.
    #[test]
    fn forgeries_are_what_they_are_called() {
        let (key, body) = ("Jefe", b"what do ya want for nothing?");
        let secret = Secret::new(key).unwrap();
        assert_eq!(sha1(&secret, body), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
        assert!(under(key, body).starts_with("5bdcc146bf60754e"));
        assert!(unkeyed(b"").starts_with("e3b0c44298fc1c14"));
        assert_eq!(under("", b"").len(), 64);
    }

    #[test]
    fn one_digit_differs() {
        assert_eq!(differing_at("00ff", 0), "10ff");
        assert_eq!(differing_at("00ff", 3), "00f0");
    }
}
