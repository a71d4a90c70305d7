//! The bodies of create, update and test: read within a bound, and checked field by field.
//!
//! Unknown fields are ignored: the document forbids none, and a newer client may send more.

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use http::StatusCode;
use http_body_util::BodyExt;
use serde_json::{Map, Value};

use crate::model::{EventType, Status, is_absolute_http_url};
use crate::sandbox::query::{documented_event, status};
use crate::sandbox::refusal::Refusal;
use crate::sandbox::store::Change;

/// No webhook needs more.
const MAX_BYTES: usize = 1024 * 1024;

/// So much of a body that is too large is still read: a client that gets its answer, and then a
/// reset, while it is writing may lose the answer.
const MAX_DISCARDED: usize = 16 * MAX_BYTES;

/// A body that is a JSON object, whatever its Content-Type says.
pub(super) struct ObjectBody(Map<String, Value>);

impl<S: Sync> FromRequest<S> for ObjectBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let bytes = read(request.into_body()).await?;
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(fields)) => Ok(Self(fields)),
            Ok(_) => Err(Refusal::bad("the body must be a JSON object")),
            Err(error) => Err(Refusal::bad(format!("the body is not valid JSON: {error}"))),
        }
    }
}

async fn read(mut body: Body) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let mut count = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::bad("the body broke off"))?;
        let Some(data) = frame.data_ref() else { continue };
        count += data.len();
        if count <= MAX_BYTES {
            bytes.extend_from_slice(data);
        } else if count > MAX_DISCARDED {
            break;
        }
    }
    if count > MAX_BYTES {
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "the body is larger than 1 MiB"));
    }
    Ok(bytes)
}

/// The fields of a new webhook.
#[derive(Debug)]
pub(super) struct Creation {
    pub(super) url: String,
    pub(super) events: Vec<EventType>,
    pub(super) status: Status,
    pub(super) description: Option<String>,
}

impl ObjectBody {
    /// What create asks for. The document's example has no `status`; one that is given is honoured,
    /// since a webhook that delivers although it was made inactive would be the worse surprise.
    pub(super) fn creation(self) -> Result<Creation, Refusal> {
        let change = self.change()?;
        Ok(Creation {
            url: change.url.ok_or_else(|| Refusal::bad("`url` is required"))?,
            events: change.events.ok_or_else(|| Refusal::bad("`events` is required"))?,
            status: change.status.unwrap_or(Status::Active),
            description: change.description.flatten(),
        })
    }

    /// What update asks for.
    pub(super) fn change(mut self) -> Result<Change, Refusal> {
        Ok(Change {
            url: self.0.remove("url").map(url).transpose()?,
            events: self.0.remove("events").map(events).transpose()?,
            status: self
                .0
                .remove("status")
                .map(|value| text("status", value).and_then(status))
                .transpose()?,
            description: self.0.remove("description").map(description).transpose()?,
        })
    }

    /// The event that test is to send.
    pub(super) fn event(mut self) -> Result<EventType, Refusal> {
        let value = self.0.remove("event").ok_or_else(|| Refusal::bad("`event` is required"))?;
        documented_event(&text("event", value)?)
    }
}

fn text(name: &str, value: Value) -> Result<String, Refusal> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err(Refusal::bad(format!("`{name}` must be a string"))),
    }
}

fn url(value: Value) -> Result<String, Refusal> {
    let url = text("url", value)?;
    if is_absolute_http_url(&url) {
        Ok(url)
    } else {
        let message = "`url` must be an absolute http or https URL";
        Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, message))
    }
}

/// Repeats collapse, each into its first place.
fn events(value: Value) -> Result<Vec<EventType>, Refusal> {
    let bad = || Refusal::bad("`events` must be an array of event types, and not empty");
    let Value::Array(values) = value else { return Err(bad()) };
    let mut events = Vec::new();
    for value in values {
        let event = documented_event(&text("events", value).map_err(|_| bad())?)?;
        if !events.contains(&event) {
            events.push(event);
        }
    }
    if events.is_empty() { Err(bad()) } else { Ok(events) }
}

fn description(value: Value) -> Result<Option<String>, Refusal> {
    if value.is_null() { Ok(None) } else { text("description", value).map(Some) }
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;
    use serde_json::{Value, json};

    use super::{ObjectBody, Refusal};
    use crate::model::Status;

    fn body(value: Value) -> ObjectBody {
        let Value::Object(fields) = value else { panic!("not an object") };
        ObjectBody(fields)
    }

    fn status(refusal: Refusal) -> u16 {
        refusal.into_response().status().as_u16()
    }

    #[test]
    fn repeated_events_keep_their_first_place() {
        let creation = body(json!({
            "url": "http://a", "events": ["user.deleted", "user.created", "user.deleted"],
        }));
        let creation = creation.creation().unwrap();
        let events: Vec<_> = creation.events.iter().map(ToString::to_string).collect();
        assert_eq!(events, ["user.deleted", "user.created"]);
        assert_eq!((creation.status, creation.description), (Status::Active, None));
    }

    #[test]
    fn a_url_of_the_wrong_form_is_422_and_one_of_the_wrong_type_400() {
        let with_url = |url: Value| {
            body(json!({ "url": url, "events": ["user.created"] })).creation().unwrap_err()
        };
        for bad in ["", "/x", "example.com", "ftp://a", "http://"] {
            assert_eq!(status(with_url(json!(bad))), 422, "{bad}");
        }
        for bad in [json!(null), json!(5), json!(["http://a"])] {
            assert_eq!(status(with_url(bad)), 400);
        }
    }

    #[test]
    fn every_other_bad_field_is_400() {
        for bad in [
            json!({ "events": [] }),
            json!({ "events": null }),
            json!({ "events": "user.created" }),
            json!({ "events": ["user.created", 5] }),
            json!({ "events": ["user.create"] }),
            json!({ "status": "paused" }),
            json!({ "status": null }),
            json!({ "description": 5 }),
        ] {
            assert_eq!(status(body(bad.clone()).change().unwrap_err()), 400, "{bad}");
        }
        assert_eq!(status(body(json!({ "url": "http://a" })).creation().unwrap_err()), 400);
        assert_eq!(status(body(json!({})).event().unwrap_err()), 400);
    }

    #[test]
    fn a_description_of_null_is_a_change_and_a_missing_one_is_none() {
        let description = |value| body(value).change().unwrap().description;
        assert_eq!(description(json!({ "description": null })), Some(None));
        assert_eq!(description(json!({ "colour": "blue" })), None);
    }
}
