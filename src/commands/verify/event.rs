//! What is asked of a rightly signed payload beside its signature: its documented shape (API document,
//! "Webhook Payload Format"), and that it is fresh. It knows bytes and a clock, no files.

use std::fmt;
use std::time::Duration;

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::model::Moment;
use crate::signature::Reason;

/// What is asked.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct EventArgs {
    /// Refuse a rightly signed payload whose own `created` is older than this, such as 5m, or as far
    /// in the future
    #[arg(long, value_name = "AGE", value_parser = crate::commands::duration::age)]
    max_age: Option<Duration>,

    /// Refuse a rightly signed payload that is not of the documented shape: id, type, created, data
    #[arg(long)]
    strict: bool,
}

/// Why a rightly signed payload is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) reason: Reason,
    /// The field, and what is wrong with it.
    pub(super) detail: String,
}

/// The fields that are looked at, as they stand in the body. The rest is passed over, however large it
/// is or deep it nests. Of fields that are there twice the last counts, as in most parsers.
#[derive(Default)]
struct Payload<'a> {
    id: Option<&'a RawValue>,
    event_type: Option<&'a RawValue>,
    created: Option<&'a RawValue>,
    data: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Field {
    Id,
    Type,
    Created,
    Data,
    #[serde(other)]
    Other,
}

impl<'de: 'a, 'a> Deserialize<'de> for Payload<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = Payload<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
                let mut payload = Payload::default();
                while let Some(field) = fields.next_key()? {
                    let place = match field {
                        Field::Id => &mut payload.id,
                        Field::Type => &mut payload.event_type,
                        Field::Created => &mut payload.created,
                        Field::Data => &mut payload.data,
                        Field::Other => {
                            fields.next_value::<IgnoredAny>()?;
                            continue;
                        }
                    };
                    *place = Some(fields.next_value()?);
                }
                Ok(payload)
            }
        }

        deserializer.deserialize_map(Fields)
    }
}

impl EventArgs {
    /// Whether the payload has to be looked at.
    pub(super) fn asks_anything(&self) -> bool {
        self.strict || self.max_age.is_some()
    }

    /// Looks at a payload for a reason to refuse it. One without a readable `created` can't be fresh.
    pub(super) fn refusal(&self, body: &[u8], now: Moment) -> Option<Refusal> {
        if !self.asks_anything() {
            return None;
        }
        let text = std::str::from_utf8(body).ok();
        let Some(payload) = text.and_then(|text| serde_json::from_str::<Payload<'_>>(text).ok())
        else {
            return Some(no_event("the body is not a JSON object"));
        };
        let is_odd = if self.strict { misshapen(&payload) } else { None };
        is_odd.or_else(|| self.max_age.and_then(|limit| stale(&payload, limit, now)))
    }
}

fn misshapen(payload: &Payload<'_>) -> Option<Refusal> {
    let Payload { id, event_type, created, data } = *payload;
    let is_text = |value: &RawValue| text(value).is_some_and(|text| !text.is_empty());
    let is_time = |value: &RawValue| moment(value).is_some();
    let is_object = |value: &RawValue| value.get().starts_with('{');
    odd("id", id, "a text that is not empty", is_text)
        .or_else(|| odd("type", event_type, "a text that is not empty", is_text))
        .or_else(|| odd("created", created, "an RFC 3339 time", is_time))
        .or_else(|| odd("data", data, "an object", is_object))
}

/// A refusal, unless the field is there and is what is expected.
fn odd(
    field: &str,
    value: Option<&RawValue>,
    expected: &str,
    is_right: impl Fn(&RawValue) -> bool,
) -> Option<Refusal> {
    match value {
        None => Some(no_event(&format!("the payload has no `{field}`"))),
        Some(value) if is_right(value) => None,
        Some(_) => Some(no_event(&format!("the payload's `{field}` is not {expected}"))),
    }
}

fn stale(payload: &Payload<'_>, limit: Duration, now: Moment) -> Option<Refusal> {
    let Some(created) = payload.created.and_then(moment) else {
        return odd("created", payload.created, "an RFC 3339 time", |_| false);
    };
    let age = now.unix_milliseconds().saturating_sub(created.unix_milliseconds());
    let limit = i64::try_from(limit.as_millis()).unwrap_or(i64::MAX);
    if age.saturating_abs() <= limit {
        return None;
    }
    let seconds = age.unsigned_abs() / 1000;
    let detail = if age > 0 {
        format!("the payload's `created` is {created}, {seconds} seconds ago")
    } else {
        format!("the payload's `created` is {created}, in {seconds} seconds")
    };
    Some(Refusal { reason: Reason::TooOld, detail })
}

fn moment(value: &RawValue) -> Option<Moment> {
    Moment::from_rfc3339(&text(value)?)
}

/// The value, where it is a string.
fn text(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}

fn no_event(detail: &str) -> Refusal {
    Refusal { reason: Reason::NotAnEvent, detail: detail.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::EventArgs;

    const NOON: &str = "2023-06-21T12:00:00Z";

    fn refused(max_age: Option<u64>, strict: bool, body: &str) -> Option<(&'static str, String)> {
        let asked = EventArgs { max_age: max_age.map(Duration::from_secs), strict };
        let refusal = asked.refusal(body.as_bytes(), NOON.parse().unwrap())?;
        Some((refusal.reason.name(), refusal.detail))
    }

    fn created(time: &str) -> String {
        format!(r#"{{"id":"evt_1","type":"a.b","created":"{time}","data":{{}}}}"#)
    }

    #[test]
    fn an_age_up_to_the_limit_is_fresh_in_both_directions() {
        for time in ["2023-06-21T11:55:00Z", "2023-06-21T12:05:00Z", "2023-06-21T14:00:00+02:00"] {
            assert_eq!(refused(Some(300), true, &created(time)), None, "{time}");
        }
        for time in ["2023-06-21T11:54:59Z", "2023-06-21T12:05:01Z"] {
            let (reason, detail) = refused(Some(300), false, &created(time)).unwrap();
            assert!(reason == "too_old" && detail.contains("301 seconds"), "{detail}");
        }
    }

    #[test]
    fn what_the_data_holds_may_nest_deep() {
        let deep = format!("{{\"a\":{}1{}}}", "[".repeat(10_000), "]".repeat(10_000));
        let body = created(NOON).replace("{}", &deep);
        assert_eq!(refused(Some(300), true, &body), None);
        let odd = r#"{"number":1e400,"half":"\ud83d"}"#;
        assert_eq!(refused(Some(300), true, &created(NOON).replace("{}", odd)), None);
        let body = created(NOON).replacen('{', &format!("{{\"other\":{deep},"), 1);
        assert_eq!(refused(Some(300), true, &body), None);
    }

    #[test]
    fn the_first_field_that_is_missing_or_odd_is_named() {
        let cases = [
            ("[]", "JSON object"),
            ("{} {}", "JSON object"),
            ("{}", "no `id`"),
            (r#"{"id":7}"#, "`id` is not"),
            (r#"{"id":null}"#, "`id` is not"),
            (r#"{"id":"e","id":7}"#, "`id` is not"),
            (r#"{"id":"e","type":""}"#, "`type` is not"),
            (r#"{"id":"e","type":"a","created":"noon"}"#, "`created` is not"),
            (r#"{"id":"e","type":"a","created":"2023-06-21T12:00:00Z"}"#, "no `data`"),
            (
                r#"{"id":"e","type":"a","created":"2023-06-21T12:00:00Z","data":[]}"#,
                "`data` is not",
            ),
        ];
        for (body, part) in cases {
            let (reason, detail) = refused(None, true, body).unwrap();
            assert!(reason == "not_an_event" && detail.contains(part), "{body}: {detail}");
        }
        let asked = EventArgs { max_age: None, strict: true };
        let no_text = b"{\"id\":\"e\",\"other\":\"\xff\"}";
        let detail = asked.refusal(no_text, NOON.parse().unwrap()).unwrap().detail;
        assert!(detail.contains("JSON object"), "{detail}");
        assert_eq!(refused(Some(300), false, "{}").unwrap().0, "not_an_event");
        assert_eq!(refused(None, false, "{}"), None);
    }
}
