//! TLS for senders: the certificate that they are shown, and the handshake. Certificates and keys
//! come as values; which files they are in is not known here.

use std::fmt::{self, Display};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

use rcgen::{
    Certificate, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair,
    date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::version::{TLS12, TLS13};
use sha2::{Digest, Sha256};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::error::{Error, Result};
use crate::listener::lingering::Lingering;
use crate::model::now;

const DAY: u64 = 24 * 60 * 60;

/// Some clients take no certificate that is valid for longer than 398 days.
const LIFETIME_DAYS: u64 = 365;

/// A certificate chain and its key, ready for handshakes.
#[derive(Clone)]
pub struct Identity(TlsAcceptor);

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(…)")
    }
}

impl Identity {
    /// The server's own certificate comes first in the chain.
    ///
    /// # Errors
    /// When the certificate can't be used, or the key is not the one that belongs to it.
    pub fn new(
        chain: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
    ) -> Result<Self, rustls::Error> {
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&[&TLS13, &TLS12])?
            .with_no_client_auth()
            .with_single_cert(chain, key)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self(Arc::new(config).into()))
    }

    /// The handshake, which may take so long.
    pub(super) async fn accept(
        &self,
        stream: Lingering,
        limit: Duration,
    ) -> io::Result<TlsStream<Lingering>> {
        timeout(limit, self.0.accept(stream)).await.unwrap_or_else(|late| Err(late.into()))
    }
}

/// An identity made on the spot. Its key is in memory only.
#[derive(Debug)]
pub struct SelfSigned {
    /// What to listen with.
    pub identity: Identity,
    /// The certificate for senders to trust, in PEM.
    pub certificate: String,
    /// Its SHA-256, in the form in which browsers and OpenSSL show it.
    pub fingerprint: String,
}

impl SelfSigned {
    /// For the names of this machine's loopback, and for `host`.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn new(host: IpAddr) -> Result<Self> {
        let impossible =
            |error: &dyn Display| Error::failed(format!("no certificate can be made: {error}"));
        let key = KeyPair::generate().map_err(|error| impossible(&error))?;
        let certificate = certify(host, &key).map_err(|error| impossible(&error))?;
        let key = PrivatePkcs8KeyDer::from(key.serialize_der());
        let identity = Identity::new(vec![certificate.der().clone()], key.into())
            .map_err(|error| impossible(&error))?;
        let fingerprint = fingerprint(certificate.der());
        Ok(Self { identity, certificate: certificate.pem(), fingerprint })
    }
}

fn certify(host: IpAddr, key: &KeyPair) -> Result<Certificate, rcgen::Error> {
    let loopback = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
    let addresses = loopback.into_iter().chain((!loopback.contains(&host)).then_some(host));
    let mut names = vec!["localhost".to_owned()];
    names.extend(addresses.map(|address| address.to_string()));
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, "hookctl listen");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    // A day earlier, for senders whose clocks are behind.
    let seconds = u64::try_from(now().unix_seconds()).unwrap_or_default();
    let yesterday = Duration::from_secs(seconds.saturating_sub(DAY));
    params.not_before = date_time_ymd(1970, 1, 1) + yesterday;
    params.not_after = params.not_before + Duration::from_secs(LIFETIME_DAYS * DAY);
    params.self_signed(key)
}

fn fingerprint(certificate: &[u8]) -> String {
    let pairs: Vec<_> =
        Sha256::digest(certificate).iter().map(|byte| format!("{byte:02X}")).collect();
    pairs.join(":")
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
    use rustls::pki_types::PrivatePkcs8KeyDer;

    use super::{Identity, SelfSigned, fingerprint};

    #[test]
    fn only_the_key_that_belongs_to_it_is_taken_with_a_certificate() {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let identity = |key: &KeyPair| {
            let key = PrivatePkcs8KeyDer::from(key.serialize_der());
            Identity::new(vec![cert.der().clone()], key.into())
        };
        assert!(identity(&signing_key).is_ok());
        assert!(identity(&KeyPair::generate().unwrap()).is_err());
    }

    #[test]
    fn each_is_made_anew_and_its_key_is_not_shown() {
        let [one, other] = [(); 2].map(|()| SelfSigned::new(Ipv4Addr::LOCALHOST.into()).unwrap());
        assert_ne!(one.fingerprint, other.fingerprint);
        assert!(format!("{one:?}").starts_with("SelfSigned { identity: Identity(…), "));
    }

    #[test]
    fn a_fingerprint_is_32_pairs_of_digits() {
        let text = fingerprint(b"");
        assert!(text.starts_with("E3:B0:C4:42:") && text.len() == 95, "{text}");
    }
}
