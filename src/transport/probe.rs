//! A connection step by step, to say which step fails: name, TCP, TLS. A client does all of them by
//! itself.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use hyper_util::client::proxy::matcher::Matcher;
use rustls::pki_types::ServerName;
use tokio::net::{TcpStream, lookup_host};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use url::{Host, Url};

use super::{Settings, advice, is_loopback, reason, shown, tls};
use crate::error::{Error, Kind, Result};

/// Why a server's certificate is not trusted, with the certificate where it showed one.
#[derive(Debug)]
pub struct Untrusted {
    /// What TLS says.
    pub error: Error,
    /// The certificate (DER).
    pub certificate: Option<Vec<u8>>,
}

/// The proxy that a client of `target` goes through, without its credentials.
pub fn proxy_for(target: &Url, settings: &Settings) -> Option<Url> {
    if is_loopback(target) {
        return None;
    }
    let matcher = match &settings.proxy {
        None => Matcher::from_env(),
        Some(proxy) => {
            let variable = |name| std::env::var(name).ok();
            let spared = variable("NO_PROXY").or_else(|| variable("no_proxy"));
            Matcher::builder().all(proxy.as_str()).no(spared.unwrap_or_default()).build()
        }
    };
    let proxy = matcher.intercept(&target.as_str().parse().ok()?)?;
    let proxy: Url = proxy.uri().to_string().parse().ok()?;
    shown(&proxy).parse().ok()
}

/// The addresses of a URL's host, with its port.
///
/// # Errors
/// A name that has none (unavailable).
pub async fn resolve(target: &Url) -> Result<Vec<SocketAddr>> {
    let port = target.port_or_known_default().unwrap_or_default();
    let name = match target.host() {
        Some(Host::Ipv4(address)) => return Ok(vec![SocketAddr::new(address.into(), port)]),
        Some(Host::Ipv6(address)) => return Ok(vec![SocketAddr::new(address.into(), port)]),
        Some(Host::Domain(name)) => name,
        None => "",
    };
    let found = lookup_host((name, port)).await;
    found.map(Iterator::collect).map_err(|error| {
        Error::new(Kind::Unavailable, format!("{name} can't be looked up: {error}"))
    })
}

/// A connection to the first address that takes one.
///
/// # Errors
/// The last address's refusal.
pub async fn connect(addresses: &[SocketAddr]) -> io::Result<TcpStream> {
    TcpStream::connect(addresses).await
}

/// The certificate (DER) that the server shows and a client of `target` trusts.
///
/// # Errors
/// Why it would not; settings that can't be used (usage).
pub async fn certificate(
    target: &Url,
    addresses: &[SocketAddr],
    settings: &Settings,
) -> Result<Vec<u8>, Untrusted> {
    match shake_hands(target, addresses, settings).await {
        Ok(certificate) => Ok(certificate),
        Err(error) => {
            let any = Settings { insecure: true, ..settings.clone() };
            let certificate = shake_hands(target, addresses, &any).await.ok();
            Err(Untrusted { error, certificate })
        }
    }
}

async fn shake_hands(
    target: &Url,
    addresses: &[SocketAddr],
    settings: &Settings,
) -> Result<Vec<u8>> {
    let failed = |error: io::Error| {
        let failure = Error::new(Kind::Unavailable, reason(&error));
        match advice(&error) {
            Some(advice) => failure.hinted(advice),
            None => failure,
        }
    };
    let tls = Tls::new(target, settings)?;
    let stream = tls.over(connect(addresses).await.map_err(failed)?).await.map_err(failed)?;
    let chain = stream.get_ref().1.peer_certificates().unwrap_or_default();
    let own = chain
        .first()
        .ok_or_else(|| Error::new(Kind::Unavailable, "the server shows no certificate"))?;
    Ok(own.to_vec())
}

/// TLS towards one host, made once for many connections.
pub struct Tls {
    connector: TlsConnector,
    name: ServerName<'static>,
}

impl Tls {
    /// # Errors
    /// A host that no certificate can name (unavailable); settings that can't be used (usage).
    pub fn new(target: &Url, settings: &Settings) -> Result<Self> {
        let failed = |what: String| Error::new(Kind::Unavailable, what);
        let config = tls(target, settings)?;
        let name = match target.host() {
            Some(Host::Ipv4(address)) => ServerName::IpAddress(address.into()),
            Some(Host::Ipv6(address)) => ServerName::IpAddress(address.into()),
            Some(Host::Domain(name)) => ServerName::try_from(name.to_owned())
                .map_err(|_| failed(format!("{name} is no name that a certificate can have")))?,
            None => return Err(failed("the URL has no host".into())),
        };
        Ok(Self { connector: TlsConnector::from(Arc::new(config)), name })
    }

    /// Shakes hands over a connection.
    ///
    /// # Errors
    /// A certificate that is not trusted, a connection that breaks.
    pub async fn over(&self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        self.connector.connect(self.name.clone(), stream).await
    }
}
