//! The API's signature: HMAC-SHA256 over the raw bytes of the body (API document, "Webhook Security").
//!
//! The key is the whole secret as text, `whsec_` included; the result is lower-case hex in
//! `X-Webhook-Signature`. Plain functions on values: no I/O, no clock.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Serialize, Serializer};
use sha2::Sha256;

use crate::secret::Secret;

/// The header that carries the signature.
pub const HEADER: &str = "X-Webhook-Signature";

/// The name of the algorithm in JSON output.
pub const ALGORITHM: &str = "hmac-sha256";

const BYTES: usize = 32;

/// An HMAC-SHA256, shown as 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature([u8; BYTES]);

impl Signature {
    /// Reads hex digits of either case, since hex is hex: senders write lower case, and whoever checks
    /// by hand may have copied upper case. Nothing else is repaired.
    ///
    /// # Errors
    /// [`Reason::WrongLength`] or [`Reason::NotHex`].
    pub fn parse(text: &str) -> Result<Self, Reason> {
        if text.len() != 2 * BYTES {
            return Err(Reason::WrongLength);
        }
        let mut bytes = [0; BYTES];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| Reason::NotHex)?;
        Ok(Self(bytes))
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature({self})")
    }
}

impl Serialize for Signature {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Why a signature is not valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// There is no signature.
    Missing,
    /// It is not 64 characters long.
    WrongLength,
    /// It has a character that is no hex digit.
    NotHex,
    /// It is well formed, and of another body or another secret.
    Mismatch,
    /// Several signature headers came, and they differ.
    Ambiguous,
    /// It is valid, but the payload's `created` is too far from now.
    TooOld,
    /// It is valid, but the payload is not of the documented shape.
    NotAnEvent,
}

impl Reason {
    const ALL: [Self; 7] = [
        Self::Missing,
        Self::WrongLength,
        Self::NotHex,
        Self::Mismatch,
        Self::Ambiguous,
        Self::TooOld,
        Self::NotAnEvent,
    ];

    /// The reason of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }

    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::WrongLength => "wrong_length",
            Self::NotHex => "not_hex",
            Self::Mismatch => "mismatch",
            Self::Ambiguous => "ambiguous",
            Self::TooOld => "too_old",
            Self::NotAnEvent => "not_an_event",
        }
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "the signature is missing",
            Self::WrongLength => "the signature is not 64 hex digits long",
            Self::NotHex => "the signature has characters that are not hex digits",
            Self::Mismatch => "the signature does not match this body and secret",
            Self::Ambiguous => "several signature headers came, and they differ",
            Self::TooOld => "the payload is too old, or from the future",
            Self::NotAnEvent => "the payload is not an event of the documented shape",
        })
    }
}

/// A secret made ready to sign: keying costs two SHA-256 blocks, cloning the result nothing.
#[derive(Clone)]
pub struct Key(Hmac<Sha256>);

impl Key {
    /// Keys the algorithm with the secret's bytes, whatever their length.
    pub fn new(secret: &Secret) -> Self {
        // HMAC takes a key of any length (RFC 2104, section 2), so this can't fail.
        let keyed = Hmac::new_from_slice(secret.expose()).unwrap_or_else(|_| unreachable!());
        Self(keyed)
    }

    /// A signature in the making, to be fed the body.
    pub fn hasher(&self) -> Hasher {
        Hasher(self.0.clone())
    }

    /// The signature of a body at hand.
    pub fn sign(&self, body: &[u8]) -> Signature {
        let mut hasher = self.hasher();
        hasher.update(body);
        hasher.finish()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// A signature over a body that arrives in pieces.
#[derive(Clone)]
pub struct Hasher(Hmac<Sha256>);

impl Hasher {
    /// Takes the next bytes of the body.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The signature of all that came.
    pub fn finish(self) -> Signature {
        Signature(self.0.finalize().into_bytes().into())
    }

    /// Whether `signature` is that of all that came; takes the same time wherever they differ.
    pub fn matches(self, signature: &Signature) -> bool {
        self.0.verify_slice(&signature.0).is_ok()
    }
}

/// What a check found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Valid under the secret at this place in the list (from 0).
    Valid(usize),
    /// Not valid, and why.
    Invalid(Reason),
}

/// The signature among the values of all signature headers of one request.
///
/// White space around a header's value is no part of it (RFC 9110, section 5.5).
///
/// # Errors
/// [`Reason::Missing`] without any, [`Reason::Ambiguous`] when they differ, and those of
/// [`Signature::parse`].
pub fn from_headers<V: AsRef<[u8]>>(
    values: impl IntoIterator<Item = V>,
) -> Result<Signature, Reason> {
    let mut values = values.into_iter();
    let first = values.next().ok_or(Reason::Missing)?;
    let first = first.as_ref().trim_ascii();
    if values.any(|value| value.as_ref().trim_ascii() != first) {
        return Err(Reason::Ambiguous);
    }
    match std::str::from_utf8(first) {
        Ok("") => Err(Reason::Missing),
        Ok(text) => Signature::parse(text),
        Err(_) if first.len() == 2 * BYTES => Err(Reason::NotHex),
        Err(_) => Err(Reason::WrongLength),
    }
}

/// Checks a body at hand against each key in turn.
pub fn verify(keys: &[Key], signature: Result<Signature, Reason>, body: &[u8]) -> Verdict {
    let hashers = keys.iter().map(|key| {
        let mut hasher = key.hasher();
        hasher.update(body);
        hasher
    });
    judge(hashers, signature)
}

/// Judges hashers that have taken the whole body, one for each secret.
pub fn judge(
    hashers: impl IntoIterator<Item = Hasher>,
    signature: Result<Signature, Reason>,
) -> Verdict {
    let signature = match signature {
        Ok(signature) => signature,
        Err(reason) => return Verdict::Invalid(reason),
    };
    hashers
        .into_iter()
        .position(|hasher| hasher.matches(&signature))
        .map_or(Verdict::Invalid(Reason::Mismatch), Verdict::Valid)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, prop_assume, proptest};
    use proptest::sample::Index;

    use super::{Key, Reason, Signature, Verdict, from_headers, verify};
    use crate::secret::Secret;

    fn key(secret: impl Into<Vec<u8>>) -> Key {
        Key::new(&Secret::new(secret).unwrap())
    }

    #[test]
    fn rfc_4231_vectors() {
        let vectors: [(Vec<u8>, Vec<u8>, &str); 6] = [
            (
                vec![0x0b; 20],
                b"Hi There".to_vec(),
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            ),
            (
                b"Jefe".to_vec(),
                b"what do ya want for nothing?".to_vec(),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                vec![0xaa; 20],
                vec![0xdd; 50],
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
            ),
            (
                (1..=25).collect(),
                vec![0xcd; 50],
                "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
            ),
            (
                vec![0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First".to_vec(),
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
            (
                vec![0xaa; 131],
                b"This is a test using a larger than block-size key and a larger than block-size \
                  data. The key needs to be hashed before being used by the HMAC algorithm."
                    .to_vec(),
                "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
            ),
        ];
        for (secret, body, expected) in vectors {
            assert_eq!(key(secret).sign(&body).to_string(), expected);
        }
    }

    /// From "Validating webhook deliveries" in GitHub's documentation.
    #[test]
    fn github_documented_example() {
        let signature = key("It's a Secret to Everybody").sign(b"Hello, World!");
        assert_eq!(
            signature.to_string(),
            "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
        );
    }

    #[test]
    fn each_malformed_signature_has_its_reason() {
        let header = |value: &'static [u8]| from_headers([value]).unwrap_err();
        assert_eq!(from_headers::<&[u8]>([]).unwrap_err(), Reason::Missing);
        assert_eq!(header(b"  "), Reason::Missing);
        assert_eq!(header(b"abc"), Reason::WrongLength);
        assert_eq!(header(&[b'g'; 64]), Reason::NotHex);
        assert_eq!(header(&[0xff; 64]), Reason::NotHex);
        assert_eq!(header(&[0xff; 63]), Reason::WrongLength);
        let two: [&[u8]; 2] = [&[b'a'; 64], &[b'b'; 64]];
        assert_eq!(from_headers(two).unwrap_err(), Reason::Ambiguous);
        let alike: [&[u8]; 2] =
            [&[b'a'; 64], b" aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"];
        assert!(from_headers(alike).is_ok());
    }

    #[test]
    fn the_matching_secret_is_named_by_its_place() {
        let keys = [key("old"), key("new")];
        let signature = keys[1].sign(b"{}");
        assert_eq!(verify(&keys, Ok(signature), b"{}"), Verdict::Valid(1));
    }

    proptest! {
        #[test]
        fn any_body_signed_then_verified_is_valid(
            secret in proptest::collection::vec(any::<u8>(), 1..200),
            body in proptest::collection::vec(any::<u8>(), 0..2000),
        ) {
            let Ok(secret) = Secret::new(secret) else { return Ok(()) };
            let key = Key::new(&secret);
            let shown = key.sign(&body).to_string();
            let upper = Signature::parse(&shown.to_uppercase());
            prop_assert_eq!(verify(&[key], upper, &body), Verdict::Valid(0));
        }

        #[test]
        fn any_single_bit_changed_in_the_body_is_a_mismatch(
            body in proptest::collection::vec(any::<u8>(), 1..2000),
            place in any::<Index>(),
            bit in 0..8u8,
        ) {
            let key = key("whsec_property");
            let signature = key.sign(&body);
            let mut changed = body.clone();
            changed[place.index(body.len())] ^= 1 << bit;
            prop_assert_eq!(
                verify(&[key], Ok(signature), &changed),
                Verdict::Invalid(Reason::Mismatch)
            );
        }

        #[test]
        fn any_text_that_is_not_a_signature_is_refused(text in "\\PC{0,80}") {
            prop_assume!(text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()));
            assert!(Signature::parse(&text).is_err());
        }

        #[test]
        fn pieces_are_signed_as_the_whole(
            body in proptest::collection::vec(any::<u8>(), 0..2000),
            piece in 1usize..300,
        ) {
            let key = key("whsec_property");
            let mut hasher = key.hasher();
            body.chunks(piece).for_each(|bytes| hasher.update(bytes));
            prop_assert_eq!(hasher.finish(), key.sign(&body));
        }
    }
}
