//! The delivery record: one delivery as it was received, answered and passed on.

mod headers;
mod reading;
mod signed;

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use crate::model::{Moment, WebhookId};
use crate::signature::{Reason, Verdict};

pub use headers::Headers;
pub(crate) use headers::recorded_bytes;
pub use reading::record_text;
pub use signed::SignedRecord;

/// One delivery. It serialises in the record's documented shape and order.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// `dlv_…`, of our own making.
    pub id: String,
    /// When its last byte came.
    pub received_at: Moment,
    /// The request's method.
    pub method: Cow<'static, str>,
    /// The request's path and query.
    pub path: String,
    /// Its headers.
    pub headers: Headers,
    /// The exact bytes.
    pub body: Body,
    /// What the check of its signature found.
    pub checked: Checked,
    /// What explains that its signature is not valid, where somebody looked and found it.
    pub cause: Option<String>,
    /// The payload's `id`, where it has one.
    pub event_id: Option<String>,
    /// The payload's `type`, where it has one.
    pub event_type: Option<String>,
    /// Whether an earlier delivery had the same event id. Only those that were accepted are compared.
    pub duplicate: bool,
    /// What the sender was answered.
    pub response: Option<Response>,
    /// Where it was passed on to, or is still to be.
    pub forwards: Vec<Forward>,
    /// The programs that were run with it and have ended.
    pub exec: Vec<Exec>,
}

impl Serialize for Delivery {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", "delivery")?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("received_at", &self.received_at)?;
        map.serialize_entry("method", &self.method)?;
        map.serialize_entry("path", &self.path)?;
        map.serialize_entry("headers", &self.headers)?;
        match std::str::from_utf8(&self.body.0) {
            Ok(text) => map.serialize_entry("body", text)?,
            Err(_) => map.serialize_entry("body_base64", &STANDARD.encode(&self.body.0))?,
        }
        map.serialize_entry("bytes", &self.body.0.len())?;
        map.serialize_entry("signature", self.checked.word())?;
        map.serialize_entry("reason", &self.checked.reason())?;
        map.serialize_entry("cause", &self.cause)?;
        map.serialize_entry("secret", &self.checked.secret())?;
        map.serialize_entry("event_id", &self.event_id)?;
        map.serialize_entry("event_type", &self.event_type)?;
        map.serialize_entry("duplicate", &self.duplicate)?;
        map.serialize_entry("response", &self.response)?;
        map.serialize_entry("forwards", &self.forwards)?;
        map.serialize_entry("exec", &self.exec)?;
        map.end()
    }
}

/// A body. In the record it is text under `body` when the bytes are UTF-8, else `body_base64`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body(pub bytes::Bytes);

/// What the check of a delivery's signature found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// Valid under the secret at this place among those given (from 0).
    ByPlace(usize),
    /// Valid under the secret kept for this webhook.
    ByWebhook(WebhookId),
    /// Not valid, and why.
    Invalid(Reason),
    /// Nobody wanted to know.
    Unchecked,
}

/// Which secret matched, as JSON has it: a number or a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum MatchedSecret<'a> {
    /// Its place among those given (from 0).
    Place(usize),
    /// The webhook that it is kept for.
    Webhook(&'a WebhookId),
}

impl Checked {
    /// Names the secret that a verdict found: by its webhook where it came from one.
    pub fn new(verdict: Verdict, owners: &[Option<WebhookId>]) -> Self {
        match verdict {
            Verdict::Valid(place) => match owners.get(place).cloned().flatten() {
                Some(webhook) => Self::ByWebhook(webhook),
                None => Self::ByPlace(place),
            },
            Verdict::Invalid(reason) => Self::Invalid(reason),
        }
    }

    /// Whether the signature is valid.
    pub fn is_valid(&self) -> bool {
        matches!(self, Self::ByPlace(_) | Self::ByWebhook(_))
    }

    /// Whether the delivery is taken: valid, or wanted unchecked.
    pub fn is_accepted(&self) -> bool {
        !matches!(self, Self::Invalid(_))
    }

    /// Why it is not valid.
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Self::Invalid(reason) => Some(*reason),
            Self::ByPlace(_) | Self::ByWebhook(_) | Self::Unchecked => None,
        }
    }

    /// Which secret matched.
    pub fn secret(&self) -> Option<MatchedSecret<'_>> {
        match self {
            Self::ByPlace(place) => Some(MatchedSecret::Place(*place)),
            Self::ByWebhook(webhook) => Some(MatchedSecret::Webhook(webhook)),
            Self::Invalid(_) | Self::Unchecked => None,
        }
    }

    /// Which secret matched, as JSON.
    pub(crate) fn secret_json(&self) -> Option<String> {
        self.secret().and_then(|secret| serde_json::to_string(&secret).ok())
    }

    /// What was recorded under these names. What does not fit together counts as not valid.
    pub(crate) fn recorded(word: &str, reason: Option<&str>, secret_json: Option<&str>) -> Self {
        let place = |json| serde_json::from_str(json).map(Self::ByPlace);
        let webhook = |json| serde_json::from_str(json).map(Self::ByWebhook);
        let matched = |json| place(json).or_else(|_| webhook(json)).ok();
        match word {
            "unchecked" => Self::Unchecked,
            "missing" => Self::Invalid(Reason::Missing),
            "valid" if reason.is_none() => {
                secret_json.and_then(matched).unwrap_or(Self::Invalid(Reason::Mismatch))
            }
            _ => Self::Invalid(reason.and_then(Reason::named).unwrap_or(Reason::Mismatch)),
        }
    }

    /// Which of the results it is.
    pub fn found(&self) -> Found {
        match self {
            Self::ByPlace(_) | Self::ByWebhook(_) => Found::Valid,
            Self::Invalid(Reason::Missing) => Found::Missing,
            Self::Invalid(_) => Found::Invalid,
            Self::Unchecked => Found::Unchecked,
        }
    }

    /// The word for it in the record and on the terminal.
    pub fn word(&self) -> &'static str {
        self.found().word()
    }
}

/// What a check can find, apart from which secret matched and why it did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A valid signature.
    Valid,
    /// A signature that is not valid.
    Invalid,
    /// No signature.
    Missing,
    /// Nothing: it was not to be checked.
    Unchecked,
}

impl Found {
    /// All there are.
    pub const ALL: [Self; 4] = [Self::Valid, Self::Invalid, Self::Missing, Self::Unchecked];

    /// The word for it in the record and on the terminal.
    pub fn word(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::Missing => "missing",
            Self::Unchecked => "unchecked",
        }
    }
}

/// What the sender was answered.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Milliseconds from the request's last byte to the answer.
    pub ms: f64,
}

/// A target that a delivery is passed on to, and how that ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Forward {
    /// The target, a password in it hidden.
    pub url: String,
    /// The status of its last answer; none when no answer came.
    pub status: Option<u16>,
    /// Milliseconds that the last attempt took.
    pub ms: f64,
    /// How often it was tried in the run of the listener that tried last.
    pub attempts: u32,
    /// Why the target has not taken it.
    pub error: Option<String>,
    /// The start of its last answer's body.
    pub answer: Option<String>,
    /// Whether a later run of the listener is to try again.
    pub pending: bool,
}

/// A program that was run with a delivery, and how that ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Exec {
    /// Its exit status; none when it could not be started, or a signal ended it.
    pub status: Option<i32>,
    /// Milliseconds that it ran.
    pub ms: f64,
    /// Why there is no status.
    pub error: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::{Body, Checked, Delivery, Response};
    use crate::signature::{Reason, Verdict};

    fn delivery(body: &'static [u8], checked: Checked) -> serde_json::Value {
        serde_json::to_value(Delivery {
            id: "dlv_1".into(),
            received_at: "2023-06-21T09:15:30.25Z".parse().unwrap(),
            method: "POST".into(),
            path: "/hook?x=1".into(),
            headers: [("content-type", "application/json".into())].into_iter().collect(),
            body: Body(body.into()),
            checked,
            cause: None,
            event_id: None,
            event_type: None,
            duplicate: false,
            response: Some(Response { status: 200, ms: 0.4 }),
            forwards: Vec::new(),
            exec: Vec::new(),
        })
        .unwrap()
    }

    #[test]
    fn the_record_has_its_documented_shape() {
        let record = delivery(b"{}", Checked::new(Verdict::Valid(0), &[None]));
        let expected = r#"{"type":"delivery","id":"dlv_1","received_at":"2023-06-21T09:15:30.25Z","method":"POST","path":"/hook?x=1","headers":[["content-type","application/json"]],"body":"{}","bytes":2,"signature":"valid","reason":null,"cause":null,"secret":0,"event_id":null,"event_type":null,"duplicate":false,"response":{"status":200,"ms":0.4},"forwards":[],"exec":[]}"#;
        assert_eq!(record.to_string(), expected);
    }

    #[test]
    fn bytes_that_are_not_text_are_base64() {
        let record = delivery(&[0xff, 0], Checked::Invalid(Reason::Mismatch));
        assert_eq!((&record["body_base64"], &record["bytes"]), (&"/wA=".into(), &2.into()));
        assert_eq!(
            (&record["signature"], &record["reason"]),
            (&"invalid".into(), &"mismatch".into())
        );
    }

    #[test]
    fn an_unchecked_delivery_is_accepted_and_claims_nothing() {
        assert!(Checked::Unchecked.is_accepted() && !Checked::Unchecked.is_valid());
        let record = delivery(b"{}", Checked::Unchecked);
        assert_eq!(record["signature"], "unchecked");
        assert!(record["reason"].is_null() && record["secret"].is_null());
    }
}
