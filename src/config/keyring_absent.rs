//! Where hookctl knows no keyring, it finds none: tokens go into a file.

use crate::config::Environment;
use crate::secret::Secret;

/// Why the keyring was of no use.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// There is none.
    #[error("there is no keyring here")]
    Absent,
}

/// The keyring that is not there.
#[derive(Clone, Copy, Debug)]
pub struct Keyring;

impl Keyring {
    /// Finds none.
    pub fn find(_: &Environment, _: bool) -> Self {
        Self
    }

    /// # Errors
    /// There is none.
    pub async fn read(self, _: &str) -> Result<Secret, KeyringError> {
        Err(KeyringError::Absent)
    }

    /// # Errors
    /// There is none.
    pub async fn store(self, _: &str, _: &Secret) -> Result<(), KeyringError> {
        Err(KeyringError::Absent)
    }

    /// # Errors
    /// There is none.
    pub async fn remove(self, _: &str) -> Result<bool, KeyringError> {
        Err(KeyringError::Absent)
    }
}
