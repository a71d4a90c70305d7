//! What is asked of a rightly signed payload beside its signature: its documented shape (API document,
//! "Webhook Payload Format"), and that it is fresh. It knows bytes and a clock, no files.

use std::time::Duration;

use serde_json::{Map, Value};

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

impl EventArgs {
    /// Whether the payload has to be looked at.
    pub(super) fn ask_something(&self) -> bool {
        self.strict || self.max_age.is_some()
    }

    /// Looks at a payload. One without a readable `created` can't be fresh.
    pub(super) fn refuse(&self, body: &[u8], now: Moment) -> Option<Refusal> {
        if !self.ask_something() {
            return None;
        }
        let Ok(payload) = serde_json::from_slice::<Map<String, Value>>(body) else {
            return Some(no_event("the body is not a JSON object"));
        };
        let is_odd = if self.strict { misshapen(&payload) } else { None };
        is_odd.or_else(|| self.max_age.and_then(|limit| stale(&payload, limit, now)))
    }
}

fn misshapen(payload: &Map<String, Value>) -> Option<Refusal> {
    ["id", "type", "created", "data"].into_iter().find_map(|field| {
        let Some(value) = payload.get(field) else {
            return Some(no_event(&format!("the payload has no `{field}`")));
        };
        let (is_right, expected) = match field {
            "created" => (moment(value).is_some(), "an RFC 3339 time"),
            "data" => (value.is_object(), "an object"),
            _ => (value.as_str().is_some_and(|text| !text.is_empty()), "a text"),
        };
        (!is_right).then(|| no_event(&format!("the payload's `{field}` is not {expected}")))
    })
}

fn stale(payload: &Map<String, Value>, limit: Duration, now: Moment) -> Option<Refusal> {
    let Some(value) = payload.get("created") else {
        return Some(no_event("the payload has no `created`"));
    };
    let Some(created) = moment(value) else {
        return Some(no_event("the payload's `created` is not an RFC 3339 time"));
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

fn moment(value: &Value) -> Option<Moment> {
    value.as_str()?.parse().ok()
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
        let refusal = asked.refuse(body.as_bytes(), NOON.parse().unwrap())?;
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
    fn the_first_field_that_is_missing_or_odd_is_named() {
        let cases = [
            ("[]", "JSON object"),
            ("{}", "no `id`"),
            (r#"{"id":7}"#, "`id` is not"),
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
        assert_eq!(refused(Some(300), false, "{}").unwrap().0, "not_an_event");
        assert_eq!(refused(None, false, "{}"), None);
    }
}
