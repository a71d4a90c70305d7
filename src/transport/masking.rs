//! Headers as they may be shown: what is a credential is masked.

use std::fmt::Write as _;

use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};

/// A header's value; of one that is marked as sensitive its scheme alone.
pub fn shown_value(value: &HeaderValue) -> String {
    if !value.is_sensitive() {
        return String::from_utf8_lossy(value.as_bytes()).into_owned();
    }
    let scheme = value.to_str().ok().and_then(|text| text.split_once(' '));
    scheme.map_or_else(|| "***".into(), |(scheme, _)| format!("{scheme} ***"))
}

/// Headers for the log: what is a credential by its name is masked too, whoever sent it.
pub fn shown_headers(headers: &HeaderMap) -> String {
    headers.iter().fold("headers:".to_owned(), |mut text, (name, value)| {
        let _ = write!(text, " {name}: {};", shown_as(name, value));
        text
    })
}

fn shown_as(name: &HeaderName, value: &HeaderValue) -> String {
    let is_secret = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE, SET_COOKIE].contains(name)
        || ["api-key", "token", "secret"].iter().any(|part| name.as_str().contains(part));
    if is_secret && !value.is_sensitive() { "***".into() } else { shown_value(value) }
}
