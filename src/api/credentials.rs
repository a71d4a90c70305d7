//! What the API knows its caller by, and how it is shown where a header must be shown.

use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE};
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

    /// The header's value. It is marked, so that [`shown`] masks it.
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

/// A header's value as it may be shown.
pub(super) fn shown(value: &HeaderValue) -> String {
    if !value.is_sensitive() {
        return String::from_utf8_lossy(value.as_bytes()).into_owned();
    }
    let scheme = value.to_str().ok().and_then(|text| text.split_once(' '));
    scheme.map_or_else(|| "***".into(), |(scheme, _)| format!("{scheme} ***"))
}

/// A header as the log shows it: what is a credential by its name is masked, whoever sent it.
pub(super) fn shown_as(name: &HeaderName, value: &HeaderValue) -> String {
    let is_secret = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE, SET_COOKIE].contains(name)
        || ["api-key", "token", "secret"].iter().any(|part| name.as_str().contains(part));
    if is_secret && !value.is_sensitive() { "***".into() } else { shown(value) }
}
