//! Identifiers and secrets, from the system's random generator.

use crate::model::{EventType, Moment, WebhookId};

/// In the order of their codes: what counts up in these digits sorts as text.
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// `wh_` and 16 letters and digits.
pub fn webhook_id() -> WebhookId {
    WebhookId::from_trusted(format!("wh_{}", letters_and_digits(16)))
}

/// `evt_` and 16 letters and digits.
pub fn event_id() -> String {
    format!("evt_{}", letters_and_digits(16))
}

/// `dlv_` and 16 letters and digits. Half of them tell the millisecond, so that an index over ids
/// grows at its end: a commit of deliveries rewrites a page or two of it, and not one for each.
pub fn delivery_id(received_at: Moment) -> String {
    let mut time = received_at.unix_milliseconds().unsigned_abs();
    let mut digits = ['0'; 8];
    for digit in digits.iter_mut().rev() {
        *digit = char::from(ALPHABET[usize::try_from(time % 62).unwrap_or_default()]);
        time /= 62;
    }
    let mut id = String::with_capacity(20);
    id.push_str("dlv_");
    id.extend(digits);
    // It has to be unique, not beyond guessing: asking the system for it took 3% of the CPU.
    id.extend(std::iter::repeat_with(fastrand::alphanumeric).take(8));
    id
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
    use super::{delivery_id, webhook_id, webhook_secret};

    #[test]
    fn secrets_have_the_documented_shape_and_differ() {
        let secret = webhook_secret();
        let random = secret.strip_prefix("whsec_").unwrap();
        assert!(random.len() == 30 && random.bytes().all(|b| b.is_ascii_alphanumeric()));
        assert_ne!(secret, webhook_secret());
        assert_eq!(webhook_id().as_str().len(), 19);
    }

    #[test]
    fn delivery_ids_sort_by_their_time() {
        let id = |moment: &str| delivery_id(moment.parse().unwrap());
        let ids =
            ["2023-06-21T09:15:30Z", "2023-06-21T09:15:30.001Z", "2026-01-01T00:00:00Z"].map(id);
        assert!(ids.is_sorted() && ids.iter().all(|id| id.len() == 20), "{ids:?}");
        assert_ne!(id("2023-06-21T09:15:30Z"), ids[0]);
    }
}
