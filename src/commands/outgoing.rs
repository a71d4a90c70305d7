//! Requests to a target that is not the API: where they go, and how a dry run shows them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue};
use url::Url;

use crate::error::{Error, Result};
use crate::model::{JsonObject, is_absolute_http_url, url_refusal};
use crate::transport;

/// Reads the URL that `option` was given.
///
/// # Errors
/// What is no absolute http or https URL (usage).
pub(super) fn target(option: &str, text: &str) -> Result<Url> {
    // It is not quoted: it may hold a password.
    let refused = || Error::usage(format!("{option} {}", url_refusal(text)));
    if !is_absolute_http_url(text) {
        return Err(refused());
    }
    text.parse().map_err(|_| refused())
}

/// A request as `--dry-run` shows it.
pub(super) fn preview(method: &str, target: &Url, headers: &HeaderMap, body: &[u8]) -> JsonObject {
    let mut shown = JsonObject::new();
    for name in headers.keys() {
        shown.set(name.as_str(), &combined(headers.get_all(name)));
    }
    let mut preview = JsonObject::new();
    preview.set("method", &method);
    preview.set("url", &transport::shown(target));
    preview.set("headers", &shown);
    match std::str::from_utf8(body) {
        Ok(text) => preview.set("body", &text),
        Err(_) => preview.set("body_base64", &STANDARD.encode(body)),
    }
    preview
}

/// Repeats as one value (RFC 9110, section 5.2), its bytes as the record shows them.
fn combined<'a>(values: impl IntoIterator<Item = &'a HeaderValue>) -> String {
    let shown = |value: &HeaderValue| value.as_bytes().iter().copied().map(char::from).collect();
    values.into_iter().map(shown).collect::<Vec<String>>().join(", ")
}
