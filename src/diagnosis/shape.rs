//! What the thing given as the secret looks like. A look proves nothing, so this is a hint, apart
//! from any cause.

use crate::diagnosis::base64::base64_bytes;
use crate::diagnosis::headers::claims;
use crate::secret::Secret;

/// A secret that looks like something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `wh_…`.
    WebhookId,
    /// A bearer token, a JSON Web Token, or one with a prefix that tokens have.
    ApiToken,
    /// A signature.
    Signature,
    /// `v1,whsec_…`.
    VersionedSecret,
    /// A variable that no shell replaced.
    Variable,
}

impl Shape {
    /// What this looks like, if not like a secret.
    pub fn of(secret: &Secret) -> Option<Self> {
        let text = secret.expose_text()?.trim().trim_matches(['"', '\'']);
        if text.starts_with("v1,whsec_") {
            return Some(Self::VersionedSecret);
        }
        if text.starts_with("whsec_") {
            return None;
        }
        if text.starts_with("wh_") {
            return Some(Self::WebhookId);
        }
        if is_variable(text) {
            return Some(Self::Variable);
        }
        if is_token(text) {
            return Some(Self::ApiToken);
        }
        is_signature(text).then_some(Self::Signature)
    }

    /// The hint as a sentence; nothing of the secret is in it.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::WebhookId => {
                "what was given as the secret looks like a webhook id; webhook:ID takes the secret \
                 kept for it"
            }
            Self::ApiToken => {
                "what was given as the secret looks like an API token; the secret begins with whsec_"
            }
            Self::Signature => {
                "what was given as the secret looks like a signature; the secret begins with whsec_"
            }
            Self::VersionedSecret => {
                "what was given as the secret begins with `v1,`, which is no part of a secret of \
                 this API"
            }
            Self::Variable => {
                "what was given as the secret looks like a variable's name; env:NAME takes its value"
            }
        }
    }
}

fn is_variable(text: &str) -> bool {
    let name = text.strip_prefix('$').map(|rest| rest.trim_matches(['{', '}']));
    name.is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    })
}

fn is_token(text: &str) -> bool {
    let scheme = text.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("bearer "));
    let is_jwt = text.starts_with("eyJ") && text.split('.').count() == 3;
    let has_prefix = ["sk_", "pk_", "tok_", "token_", "api_", "key_", "sbx_", "ghp_"]
        .into_iter()
        .any(|prefix| text.starts_with(prefix));
    scheme || is_jwt || has_prefix
}

/// Digits with something that only signatures have before them. Bare digits are a usual form of
/// secrets, so they count only where they are as many as SHA-256 has.
fn is_signature(text: &str) -> bool {
    let has_prefix = ["sha256=", "sha1=", "sha512=", "v1=", "v1,", "t="]
        .into_iter()
        .any(|prefix| text.starts_with(prefix));
    let is_digest = match text.len() {
        64 => hex::decode(text).is_ok(),
        44 => text.ends_with('=') && base64_bytes(text.as_bytes()).is_some(),
        _ => false,
    };
    is_digest || (has_prefix && !claims(text, &[]).is_empty())
}
