//! A secret or token: bytes that can be used but not printed, and that are wiped when dropped.

use std::fmt;

use zeroize::Zeroizing;

/// The bullet that the API masks a secret with (`GET /webhooks/{id}`).
pub const MASK: char = '•';

/// A webhook secret or an API token. It has no `Display`, and its `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<Vec<u8>>);

/// Why some bytes can't serve as a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// Nothing must ever be valid under an empty key.
    #[error("it is empty")]
    Empty,
    /// The API shows a secret whole only once, in the answer to create.
    #[error("it is masked ({MASK}), as the API shows a secret after create")]
    Masked,
}

impl Secret {
    /// Takes the bytes as they are.
    ///
    /// # Errors
    /// [`Unusable`] when they are empty or hold the mask.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Result<Self, Unusable> {
        let bytes = Zeroizing::new(bytes.into());
        let mut mask = [0; MASK.len_utf8()];
        let mask = MASK.encode_utf8(&mut mask).as_bytes();
        if bytes.is_empty() {
            Err(Unusable::Empty)
        } else if bytes.windows(mask.len()).any(|window| window == mask) {
            Err(Unusable::Masked)
        } else {
            Ok(Self(bytes))
        }
    }

    /// The bytes themselves. What is made of them must not be printed either.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The bytes as text, where they are UTF-8.
    pub fn expose_text(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::{Secret, Unusable};

    #[test]
    fn empty_and_masked_are_refused_apart() {
        assert_eq!(Secret::new("").unwrap_err(), Unusable::Empty);
        assert_eq!(Secret::new("whsec_•••").unwrap_err(), Unusable::Masked);
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Secret::new("whsec_abc").unwrap()), "Secret(…)");
    }
}
