//! What the API knows its caller by.

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::secret::Secret;

/// What the API knows its caller by. The document links to a page on authentication that is not
/// to be had: a bearer token is the reading, and header and scheme can be others.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// `Authorization`, unless the API wants another.
    pub header: HeaderName,
    /// What stands before the token, such as `Bearer`.
    pub scheme: Option<String>,
    /// The token.
    pub token: Secret,
}

impl Credentials {
    /// `Authorization: Bearer TOKEN`.
    pub fn bearer(token: Secret) -> Self {
        Self { header: AUTHORIZATION, scheme: Some("Bearer".into()), token }
    }

    /// The header's value. It is marked, so that [`shown_value`](crate::transport::shown_value)
    /// masks it.
    pub(super) fn to_header(&self) -> Result<HeaderValue> {
        let scheme = self.scheme.as_ref().map(|scheme| format!("{scheme} ")).unwrap_or_default();
        let is_printable = |text: &&str| text.bytes().all(|byte| byte.is_ascii_graphic());
        let Some(token) = self.token.expose_text().filter(is_printable) else {
            return Err(Error::usage("the token has characters that no HTTP header can carry")
                .hinted("it must be one line of visible ASCII characters"));
        };
        // Made in one piece, and owned by what is wiped: the header shares these very bytes.
        let value = Zeroizing::new([scheme.as_bytes(), token.as_bytes()].concat());
        let mut header = HeaderValue::from_maybe_shared(Bytes::from_owner(value))
            .map_err(|_| Error::usage("the token can't be sent in an HTTP header"))?;
        header.set_sensitive(true);
        Ok(header)
    }
}
