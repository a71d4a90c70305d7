//! Where attacks go: addresses that were looked up once, and are kept to.
//!
//! A name that leads elsewhere a moment later does not lead the attacks there.

use std::io;
use std::net::{IpAddr, SocketAddr};

use tokio::io::{AsyncRead, AsyncWrite};
use url::Url;

use crate::error::Result;
use crate::transport::{self, Settings, Tls};

/// A handler's URL, its addresses, and TLS where the URL asks for it.
pub struct Target {
    url: Url,
    addresses: Vec<SocketAddr>,
    tls: Option<Tls>,
}

/// What a request goes over.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

impl Target {
    /// Looks the host up. Nothing is sent.
    ///
    /// # Errors
    /// A name without an address (unavailable), certificates that can't be used (usage).
    pub async fn find(url: Url, settings: &Settings) -> Result<Self> {
        let addresses = transport::resolve(&url).await?;
        let tls = match url.scheme() {
            "https" => Some(Tls::new(&url, settings)?),
            _ => None,
        };
        Ok(Self { url, addresses, tls })
    }

    /// Where the connections go.
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// A connection of its own: no proxy is between.
    pub(super) async fn connect(&self) -> io::Result<Box<dyn Stream>> {
        let stream = transport::connect(&self.addresses).await?;
        stream.set_nodelay(true)?;
        Ok(match &self.tls {
            Some(tls) => Box::new(tls.over(stream).await?),
            None => Box::new(stream),
        })
    }
}

/// Whether an address is loopback (RFC 1122, RFC 4291) or private (RFC 1918, RFC 4193). Link-local
/// ones are not: clouds answer for their machines' credentials there.
pub fn is_near(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_near;

    #[test]
    fn only_loopback_and_private_addresses_are_near() {
        let near = ["127.0.0.1", "127.9.9.9", "10.1.2.3", "172.31.0.1", "192.168.0.1", "::1"];
        let near_v6 = ["fd00::1", "fc00::1", "::ffff:10.0.0.1"];
        for address in near.iter().chain(&near_v6) {
            assert!(is_near(address.parse().unwrap()), "{address}");
        }
        let far = ["8.8.8.8", "172.32.0.1", "100.64.0.1", "0.0.0.0", "169.254.169.254", "::"];
        for address in far.iter().chain(&["fe80::1", "2001:db8::1", "::ffff:8.8.8.8"]) {
            assert!(!is_near(address.parse().unwrap()), "{address}");
        }
    }
}
