//! Identifiers and secrets, from the system's random generator.

use crate::model::{EventType, WebhookId};

const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// `wh_` and 16 letters and digits.
pub fn webhook_id() -> WebhookId {
    WebhookId::from_trusted(format!("wh_{}", letters_and_digits(16)))
}

/// `evt_` and 16 letters and digits.
pub fn event_id() -> String {
    format!("evt_{}", letters_and_digits(16))
}

/// `dlv_` and 16 letters and digits.
pub fn delivery_id() -> String {
    format!("dlv_{}", letters_and_digits(16))
}

/// A name for one run of hookctl among those that are alive.
pub(crate) fn run_id() -> String {
    letters_and_digits(16)
}

/// An id for the resource that an event of this type is about, such as `usr_…`.
pub(crate) fn resource_id(event: &EventType) -> String {
    let prefix = match event.as_str().split('.').next() {
        Some("user") => "usr",
        Some("data") => "dat",
        Some("report") => "rpt",
        Some("system") => "alr",
        _ => "obj",
    };
    format!("{prefix}_{}", letters_and_digits(16))
}

/// `whsec_` and 30 letters and digits: the length that the API document shows.
pub fn webhook_secret() -> String {
    format!("whsec_{}", letters_and_digits(30))
}

/// An API token for the sandbox: the prefix and 32 letters and digits.
pub fn token(prefix: &str) -> String {
    format!("{prefix}{}", letters_and_digits(32))
}

/// Each equally likely: bytes beyond the last whole run of the alphabet are thrown away.
fn letters_and_digits(count: usize) -> String {
    let fair = u8::MAX - u8::MAX % 62;
    let mut text = String::with_capacity(count);
    let mut bytes = [0; 64];
    while text.len() < count {
        // Without a random generator no secret may be made at all: a guessable one is worse.
        getrandom::fill(&mut bytes)
            .unwrap_or_else(|error| unreachable!("no random bytes: {error}"));
        let wanted = count - text.len();
        let fair_bytes = bytes.iter().filter(|byte| **byte < fair).take(wanted);
        text.extend(fair_bytes.map(|byte| char::from(ALPHABET[usize::from(byte % 62)])));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{webhook_id, webhook_secret};

    #[test]
    fn secrets_have_the_documented_shape_and_differ() {
        let secret = webhook_secret();
        let random = secret.strip_prefix("whsec_").unwrap();
        assert!(random.len() == 30 && random.bytes().all(|b| b.is_ascii_alphanumeric()));
        assert_ne!(secret, webhook_secret());
        assert_eq!(webhook_id().as_str().len(), 19);
    }
}
