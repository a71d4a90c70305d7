//! Event types and the payload of a delivery (API document, "Webhook Events" and "Webhook Payload
//! Format").

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::{Moment, did_you_mean, random};

/// The event types that the API document names, with its descriptions.
pub const CATALOGUE: [(&str, &str); 8] = [
    ("user.created", "A new user has been created"),
    ("user.updated", "A user's information has been updated"),
    ("user.deleted", "A user has been deleted"),
    ("data.created", "A new data resource has been created"),
    ("data.updated", "A data resource has been updated"),
    ("data.deleted", "A data resource has been deleted"),
    ("report.generated", "A report has been generated"),
    ("system.alert", "A system alert has been triggered"),
];

/// The name of an event type. The API may grow: one that the document does not name is no error.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventType(String);

/// Why a text can't be an event type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is not an event type: it is empty, or has white space, a control character or a comma in it"
)]
pub struct EventTypeError(String);

impl EventType {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the API document names it.
    pub fn is_documented(&self) -> bool {
        CATALOGUE.iter().any(|(name, _)| *name == self.0)
    }

    /// The documented type that was probably meant.
    pub fn did_you_mean(&self) -> Option<&'static str> {
        did_you_mean(&self.0, CATALOGUE.iter().map(|(name, _)| *name))
    }
}

impl FromStr for EventType {
    type Err = EventTypeError;

    fn from_str(text: &str) -> Result<Self, EventTypeError> {
        let is_name = !text.is_empty()
            && !text.contains(|c: char| c.is_whitespace() || c.is_control() || c == ',');
        if is_name { Ok(Self(text.to_owned())) } else { Err(EventTypeError(text.to_owned())) }
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a delivery carries, in the documented order of its fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Payload {
    /// `evt_…`; the same for every delivery of one event.
    pub id: String,
    /// The event's type.
    #[serde(rename = "type")]
    pub event: EventType,
    /// When the event happened.
    pub created: Moment,
    /// The resource that it happened to.
    pub data: Value,
}

impl Payload {
    /// A new event with a fresh id.
    pub fn new(event: EventType, created: Moment, data: Value) -> Self {
        Self { id: random::event_id(), event, created, data }
    }

    /// The bytes that are signed and sent: compact JSON.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Text keys and values of our own always serialise.
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// A resource of the kind that `event` is about, as an example.
pub fn sample_data(event: &EventType, created: Moment) -> Value {
    let id = random::resource_id(event);
    match event.as_str() {
        "user.created" => json!({
            "id": id, "email": "newuser@example.com", "name": "Jane Smith", "role": "editor",
            "status": "pending", "created_at": created,
        }),
        "user.updated" => json!({
            "id": id, "email": "newuser@example.com", "name": "Jane Smith", "role": "admin",
            "status": "active", "updated_at": created,
        }),
        "user.deleted" => {
            json!({ "id": id, "email": "newuser@example.com", "deleted_at": created })
        }
        "data.created" => json!({
            "id": id, "name": "Quarterly figures", "format": "csv", "size": 20480,
            "created_at": created,
        }),
        "data.updated" => json!({
            "id": id, "name": "Quarterly figures", "format": "csv", "size": 24576,
            "updated_at": created,
        }),
        "data.deleted" => json!({ "id": id, "name": "Quarterly figures", "deleted_at": created }),
        "report.generated" => json!({
            "id": id, "title": "Monthly report", "format": "pdf",
            "url": "https://example.com/reports/monthly.pdf", "generated_at": created,
        }),
        "system.alert" => json!({
            "id": id, "severity": "warning", "message": "Disk usage is above 90 %",
            "triggered_at": created,
        }),
        _ => json!({ "id": id, "created_at": created }),
    }
}

#[cfg(test)]
mod tests {
    use super::{EventType, Payload, sample_data};
    use crate::model::now;

    fn event(name: &str) -> EventType {
        name.parse().unwrap()
    }

    #[test]
    fn a_slip_finds_the_documented_type() {
        assert_eq!(event("user.craeted").did_you_mean(), Some("user.created"));
        assert_eq!(event("report").did_you_mean(), Some("report.generated"));
        assert_eq!(event("invoice.paid").did_you_mean(), None);
    }

    #[test]
    fn a_payload_has_the_documented_fields_in_order() {
        let user = event("user.created");
        let payload = Payload::new(user.clone(), now().whole_seconds(), sample_data(&user, now()));
        let text = String::from_utf8(payload.to_bytes()).unwrap();
        assert!(text.starts_with(r#"{"id":"evt_"#), "{text}");
        let order: Vec<_> =
            ["\"type\"", "\"created\"", "\"data\""].map(|key| text.find(key)).into();
        assert!(order.is_sorted() && order.iter().all(Option::is_some), "{text}");
    }

    #[test]
    fn names_with_space_or_comma_are_refused() {
        for bad in ["", "a b", "a,b", "a\t", "a\u{7}"] {
            assert!(bad.parse::<EventType>().is_err(), "{bad:?}");
        }
    }
}
