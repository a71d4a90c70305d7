//! The deliveries that attacks are made of: each with an event id and a body of its own.

use serde_json::{Value, json};

use crate::audit::forgery::under;
use crate::audit::request::Request;
use crate::model::{EventType, Payload, now, sample_data};
use crate::secret::Secret;
use crate::signature::Key;

/// How many bytes a large body has.
const LARGE: usize = 1024 * 1024;

/// What all deliveries of an audit have in common.
pub(super) struct Case {
    key: Key,
    secret: Secret,
    event: EventType,
}

impl Case {
    pub(super) fn new(secret: Secret, event: EventType) -> Self {
        Self { key: Key::new(&secret), secret, event }
    }

    pub(super) fn secret(&self) -> &Secret {
        &self.secret
    }

    /// The right signature.
    pub(super) fn sign(&self, body: &[u8]) -> String {
        self.key.sign(body).to_string()
    }

    /// Whether signatures under this key are the right ones. Keys that differ can be one to HMAC,
    /// which fills short ones up with zeros.
    pub(super) fn is_signed_with(&self, key: &str) -> bool {
        under(key, b"") == self.sign(b"")
    }

    /// A plain delivery of a fresh event.
    pub(super) fn delivery(&self) -> Request {
        self.signed(self.body())
    }

    /// The body, rightly signed.
    pub(super) fn signed(&self, body: Vec<u8>) -> Request {
        let signature = self.sign(&body);
        Request::post(body).with_signature(signature)
    }

    /// A fresh event, with a signature made of the body and the right one.
    pub(super) fn forged(&self, forge: impl FnOnce(&[u8], String) -> String) -> Request {
        let body = self.body();
        let signature = forge(&body, self.sign(&body));
        Request::post(body).with_signature(signature)
    }

    /// The bytes of a fresh event.
    pub(super) fn body(&self) -> Vec<u8> {
        bytes(&self.event, self.data())
    }

    /// Letters that are more than a byte each, as they are.
    pub(super) fn non_ascii_body(&self) -> Vec<u8> {
        self.body_with("note", "Zoë Ångström, 東京 🦀: naïve – café")
    }

    /// A body of exactly [`LARGE`] bytes.
    pub(super) fn large_body(&self) -> Vec<u8> {
        let bare = self.body_with("filler", "").len();
        self.body_with("filler", &"x".repeat(LARGE.saturating_sub(bare)))
    }

    /// A fresh event whose JSON ends too early.
    pub(super) fn broken_body(&self) -> Vec<u8> {
        let mut body = self.body();
        body.pop();
        body
    }

    /// JSON as a serialiser other than the handler's may write it: written anew, it differs.
    pub(super) fn unusual_body(&self) -> Vec<u8> {
        let Payload { id, event, created, .. } = fresh(&self.event, Value::Null);
        let (event, data) = (json!(event), self.data().to_string());
        let fields = data.trim_start_matches('{');
        format!(
            "{{ \"data\" : {{\"z\":1.0, \"a\":1E2,\t\"path\":\"\\/caf\\u00e9\", \"none\":[ ], {fields},\r\n  \
             \"created\":\"{created}\", \"type\":{event}, \"id\" : \"{id}\" }}\n"
        )
        .into_bytes()
    }

    /// What events of this type are documented to have: a handler may insist on it.
    fn data(&self) -> Value {
        sample_data(&self.event, now().whole_seconds())
    }

    /// A fresh event with one field more in its data.
    fn body_with(&self, field: &str, value: &str) -> Vec<u8> {
        let mut data = self.data();
        data[field] = value.into();
        bytes(&self.event, data)
    }
}

/// A fresh event of a type that no handler knows.
pub(super) fn unknown_body() -> Vec<u8> {
    match "hookctl_audit.unknown".parse() {
        Ok(event) => bytes(&event, json!({ "id": "obj_audit" })),
        Err(_) => unreachable!("it is an event type"),
    }
}

fn fresh(event: &EventType, data: Value) -> Payload {
    Payload::new(event.clone(), now().whole_seconds(), data)
}

fn bytes(event: &EventType, data: Value) -> Vec<u8> {
    fresh(event, data).to_bytes()
}

/// The body with one bit flipped, in the last letter or digit, so that it stays JSON.
pub(super) fn bit_flipped(mut body: Vec<u8>) -> Vec<u8> {
    if let Some(byte) = body.iter_mut().rev().find(|byte| byte.is_ascii_alphanumeric()) {
        *byte ^= 1;
    }
    body
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{Case, LARGE, bit_flipped, unknown_body};
    use crate::secret::Secret;

    fn case() -> Case {
        let secret = Secret::new("whsec_test").unwrap();
        Case::new(secret, "user.created".parse().unwrap())
    }

    #[test]
    fn a_key_is_the_secret_where_its_signatures_are() {
        let case = |secret: &str| {
            let secret = Secret::new(secret).unwrap();
            Case::new(secret, "user.created".parse().unwrap())
        };
        assert!(case("null").is_signed_with("null") && case("\0").is_signed_with(""));
        assert!(!case("null").is_signed_with("undefined") && !case("whsec_a").is_signed_with(""));
    }

    #[test]
    fn every_body_is_an_event_with_an_id_of_its_own() {
        let case = case();
        let bodies = [
            case.body(),
            case.body(),
            unknown_body(),
            case.non_ascii_body(),
            case.large_body(),
            case.unusual_body(),
        ];
        let mut ids = Vec::new();
        for body in bodies {
            let event: Value = serde_json::from_slice(&body).unwrap();
            assert!(event["type"].is_string() && event["created"].is_string(), "{event}");
            assert!(event["data"]["id"].is_string(), "{event}");
            ids.push(event["id"].as_str().unwrap().to_owned());
        }
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 6);
        assert_eq!(case.large_body().len(), LARGE);
        assert!(serde_json::from_slice::<Value>(&case.broken_body()).is_err());
    }

    #[test]
    fn a_type_with_quotes_in_it_stays_json() {
        let secret = Secret::new("whsec_test").unwrap();
        let case = Case::new(secret, "a\"b".parse().unwrap());
        let event: Value = serde_json::from_slice(&case.unusual_body()).unwrap();
        assert_eq!(event["type"], "a\"b");
    }

    #[test]
    fn one_bit_is_flipped_and_it_is_still_json() {
        let body = case().body();
        let flipped = bit_flipped(body.clone());
        let differing = body.iter().zip(&flipped).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>();
        assert_eq!(differing, 1);
        assert!(serde_json::from_slice::<Value>(&flipped).is_ok());
    }
}
