//! The one place that builds an HTTP client: TLS, proxies, and what counts as loopback.
//!
//! A client from here follows no redirect, tries nothing again and sends no Referer: whoever holds
//! it decides on these. It knows nothing of the API.

mod masking;
mod probe;
mod retry_after;
mod unverified;
mod wording;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use reqwest::{NoProxy, Proxy, redirect, retry};
use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use url::{Host, Url};

use crate::error::{Error, Kind, Result};
use crate::pem;

pub use masking::{shown_headers, shown_value};
pub use probe::{Tls, Untrusted, certificate, connect, proxy_for, resolve};
pub use reqwest::Client;
pub use retry_after::retry_after;
pub use wording::{advice, reason, reason_with_advice};

use unverified::AnyCertificate;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a connection is kept for another request. Servers close idle ones after some seconds, and
/// what was just sent over one that they are closing is lost: nobody may send it again unasked.
const IDLE: Duration = Duration::from_millis(100);

/// How to reach a server, apart from its address.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// A proxy for every target but loopback; without one, `HTTPS_PROXY` and its kin decide.
    pub proxy: Option<String>,
    /// Trusted certificates (PEM) instead of the system's.
    pub ca_file: Option<PathBuf>,
    /// The client's certificate chain (PEM).
    pub client_cert: Option<PathBuf>,
    /// The key that belongs to it (PEM).
    pub client_key: Option<PathBuf>,
    /// Any certificate of the target will do.
    pub insecure: bool,
    /// No User-Agent of our own: a delivery that is sent again has its sender's, or none.
    ///
    /// The `accept: */*` that reqwest adds where a request has no Accept can't be kept out: it is a
    /// default header of its builder, and those can be replaced but not removed.
    pub no_user_agent: bool,
}

/// Whether a URL can only reach this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

/// A URL as it may be shown: a user name and password in it are hidden.
pub fn shown(url: &Url) -> String {
    let mut shown = url.clone();
    if !url.username().is_empty() || url.password().is_some() {
        // Only a URL without a host can't have them, and such a one has none to hide.
        let _ = shown.set_password(None).and_then(|()| shown.set_username("***"));
    }
    shown.into()
}

/// Builds a client for `target`'s origin.
///
/// # Errors
/// A certificate, key or proxy that can't be used (usage).
pub fn client(target: &Url, settings: &Settings) -> Result<Client> {
    let localhost = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]
        .map(|address: IpAddr| SocketAddr::new(address, 0));
    let mut builder = Client::builder()
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_idle_timeout(IDLE)
        .resolve_to_addrs("localhost", &localhost)
        .tls_backend_preconfigured(tls(target, settings)?);
    if !settings.no_user_agent {
        builder = builder.user_agent(concat!("hookctl/", env!("CARGO_PKG_VERSION")));
    }
    if is_loopback(target) {
        builder = builder.no_proxy();
    } else if let Some(proxy) = &settings.proxy {
        let proxy = Proxy::all(proxy).map_err(|error| {
            Error::usage(format!("the proxy can't be used: {}", reason(&error)))
        })?;
        builder = builder.proxy(proxy.no_proxy(NoProxy::from_env()));
    }
    builder
        .build()
        .map_err(|error| Error::failed(format!("no HTTP client can be made: {}", reason(&error))))
}

fn tls(target: &Url, settings: &Settings) -> Result<ClientConfig> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::failed(format!("TLS is not available: {error}")))?;
    let builder = if settings.insecure {
        let verifier = Arc::new(AnyCertificate(provider));
        builder.dangerous().with_custom_certificate_verifier(verifier)
    } else {
        builder.with_root_certificates(roots(target, settings)?)
    };
    let Some(cert) = &settings.client_cert else {
        if settings.client_key.is_some() {
            return Err(Error::usage(
                "there is a client key, but no certificate that it belongs to",
            )
            .hinted("--client-cert names it"));
        }
        return Ok(builder.with_no_client_auth());
    };
    // One file may hold both, as curl and OpenSSL write them.
    let key = settings.client_key.as_ref().unwrap_or(cert);
    let (chain, key) = (pem::certificates(cert)?, pem::private_key(key)?);
    builder.with_client_auth_cert(chain, key).map_err(|error| {
        let message = format!("the client certificate {} can't be used: {error}", cert.display());
        Error::usage(message).hinted("--client-key names the key that belongs to it")
    })
}

/// Reading the system's roots takes milliseconds and fails where there are none, so it is done for
/// `https` only.
fn roots(target: &Url, settings: &Settings) -> Result<RootCertStore> {
    match &settings.ca_file {
        Some(path) => roots_from(path),
        None if target.scheme() == "https" => Ok(system_roots()),
        None => Ok(RootCertStore::empty()),
    }
}

fn system_roots() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        tracing::warn!("this system has no trusted certificates; Mozilla's are used instead");
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    roots
}

fn roots_from(path: &Path) -> Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    for certificate in pem::certificates(path)? {
        roots.add(certificate).map_err(|error| {
            Error::usage(format!(
                "{} has a certificate that can't be used: {error}",
                path.display()
            ))
        })?;
    }
    Ok(roots)
}

/// The failure that a request which got no answer ends with, whoever sent it.
pub fn no_answer(error: &reqwest::Error, target: &Url) -> Error {
    let host = target.host_str().unwrap_or_default();
    let message = match (error.is_connect(), error.is_timeout()) {
        (true, true) => format!("no connection to {host} within {} s", CONNECT_TIMEOUT.as_secs()),
        (true, false) => format!("no connection to {host}: {}", reason(error)),
        (false, true) => format!("no answer from {host} in time"),
        (false, false) => format!("no usable answer from {host}: {}", reason(error)),
    };
    let failure = Error::new(Kind::Unavailable, message);
    match advice(error) {
        Some(advice) => failure.hinted(advice),
        None => failure,
    }
}

#[cfg(test)]
mod tests {
    use super::{Settings, client, is_loopback, shown};

    #[test]
    fn loopback_is_known_by_address_and_by_name() {
        let loopback = |text: &str| is_loopback(&text.parse().unwrap());
        assert!(loopback("http://127.0.0.1:1") && loopback("http://127.9.9.9"));
        assert!(loopback("http://[::1]:80/") && loopback("http://LocalHost"));
        assert!(!loopback("http://localhost.example") && !loopback("http://10.0.0.1"));
    }

    #[test]
    fn credentials_are_not_shown() {
        for url in ["http://user:password@a/b?c", "http://:password@a/b?c", "http://user@a/b?c"] {
            assert_eq!(shown(&url.parse().unwrap()), "http://***@a/b?c");
        }
        assert_eq!(shown(&"http://a/b?c@d".parse().unwrap()), "http://a/b?c@d");
    }

    #[test]
    fn a_missing_ca_file_is_named() {
        let settings = Settings { ca_file: Some("/no/such.pem".into()), ..Settings::default() };
        let error = client(&"https://a.invalid".parse().unwrap(), &settings).unwrap_err();
        assert!(error.message().contains("/no/such.pem"), "{error}");
    }
}
