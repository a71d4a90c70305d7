//! How `listen` is told to speak TLS, and how it tells which certificate it made.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use crate::commands::Context;
use crate::config::write_private;
use crate::error::{Error, Result};
use crate::listener::{Identity, SelfSigned};
use crate::pem;

/// Which certificate senders are shown.
#[derive(clap::Args, Debug)]
pub(super) struct TlsArgs {
    /// Listen with TLS, with this certificate and those that it depends on (PEM)
    #[arg(long = "tls-cert", value_name = "FILE")]
    cert: Option<PathBuf>,

    /// The key that belongs to it (PEM) [default: in the certificate's file]
    #[arg(long = "tls-key", value_name = "FILE", requires = "cert")]
    key: Option<PathBuf>,

    /// Listen with TLS, with a certificate made for this run and written to listen-cert.pem in the
    /// data folder
    #[arg(long = "tls-self-signed", conflicts_with_all = ["cert", "key"])]
    self_signed: bool,
}

/// What the arguments ask for.
#[derive(Default)]
pub(super) struct Tls {
    /// What to listen with, if with TLS at all.
    pub(super) identity: Option<Identity>,
    made: Option<SelfSigned>,
}

impl TlsArgs {
    /// Reads the files, or makes a certificate.
    ///
    /// # Errors
    /// A file that can't be used (usage), or no randomness.
    pub(super) fn tls(&self, host: IpAddr) -> Result<Tls> {
        if self.self_signed {
            let made = SelfSigned::new(host)?;
            return Ok(Tls { identity: Some(made.identity.clone()), made: Some(made) });
        }
        let Some(cert) = &self.cert else { return Ok(Tls::default()) };
        let identity = load(cert, self.key.as_deref())?;
        Ok(Tls { identity: Some(identity), made: None })
    }
}

fn load(cert: &Path, key: Option<&Path>) -> Result<Identity> {
    let key = key.unwrap_or(cert);
    Identity::new(pem::certificates(cert)?, pem::private_key(key)?).map_err(|error| {
        let (cert, key) = (cert.display(), key.display());
        Error::usage(format!("the certificate {cert} can't be used with the key in {key}: {error}"))
            .hinted("--tls-key names the key that belongs to it")
    })
}

impl Tls {
    /// Writes the certificate that was made, where one was, and says where it is. This is for a
    /// listener that has its port: one that can't start must not replace a running one's.
    ///
    /// # Errors
    /// When it can't be written.
    pub(super) fn publish(&self, context: &Context) -> Result<()> {
        let Some(made) = &self.made else { return Ok(()) };
        let paths = &context.settings().paths;
        paths.ensure_data()?;
        let path = paths.listen_certificate();
        write_private(&path, made.certificate.as_bytes()).map_err(|error| {
            let path = path.display();
            Error::failed(format!("the certificate can't be written to {path}: {error}"))
        })?;
        let fingerprint = &made.fingerprint;
        context.output().note(&format!(
            "the certificate is in {}, its SHA-256 fingerprint is {fingerprint}",
            path.display()
        ));
        Ok(())
    }
}
