//! Certificates and private keys from PEM files, for either end of a TLS connection.

use std::fmt::Display;
use std::path::Path;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::error::{Error, Result};

/// All certificates in a file, in its order.
///
/// # Errors
/// When it can't be read, or has none (usage).
pub(crate) fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let unreadable = |error: &dyn Display| {
        Error::usage(format!("no certificates can be read from {}: {error}", path.display()))
    };
    let certificates: Vec<_> = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect)
        .map_err(|error| unreadable(&error))?;
    if certificates.is_empty() {
        Err(unreadable(&"it has none in PEM form"))
    } else {
        Ok(certificates)
    }
}

/// The first private key in a file, which may hold certificates beside it.
///
/// # Errors
/// When it can't be read, or has none (usage).
pub(crate) fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>> {
    PrivateKeyDer::from_pem_file(path)
        .map_err(|error| Error::usage(format!("no private key in {}: {error}", path.display())))
}
