//! A request as the delivery record has it.

use std::borrow::Cow;

use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method};
use hyper::body::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::model::{Body, Checked, Delivery, Headers, Moment, delivery_id};

/// The record of a delivery that is not answered yet, as if it were the first of its event.
pub fn record(head: &Parts, body: Bytes, checked: Checked, received_at: Moment) -> Delivery {
    let Event { id, event } = Event::of(&body);
    let path = head.uri.path_and_query().map_or(head.uri.path(), |path| path.as_str());
    Delivery {
        id: delivery_id(received_at),
        received_at,
        method: method(&head.method),
        path: path.to_owned(),
        headers: headers(&head.headers),
        event_id: id.and_then(text),
        event_type: event.and_then(text),
        body: Body(body),
        checked,
        cause: None,
        duplicate: false,
        response: None,
        forwards: Vec::new(),
        exec: Vec::new(),
    }
}

/// Each byte of a value becomes the character of its number (ISO 8859-1, as HTTP once had it):
/// any value can be told, and no two are told alike. Names are in lower case already, and repeats
/// stand beside the first.
fn headers(headers: &HeaderMap) -> Headers {
    headers.iter().map(|(name, value)| (name.as_str(), told(value))).collect()
}

fn told(value: &HeaderValue) -> Cow<'_, str> {
    match value.to_str() {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => value.as_bytes().iter().copied().map(char::from).collect(),
    }
}

fn method(method: &Method) -> Cow<'static, str> {
    if *method == Method::POST { Cow::Borrowed("POST") } else { Cow::Owned(method.to_string()) }
}

/// The two fields of a payload that a record names. The rest is passed over, not parsed.
#[derive(Default, Deserialize)]
struct Event<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow, rename = "type")]
    event: Option<&'a RawValue>,
}

impl<'a> Event<'a> {
    /// Nothing, where the body is not a JSON object. (Serde would take an array for a struct.)
    fn of(body: &'a [u8]) -> Self {
        if !body.trim_ascii_start().starts_with(b"{") {
            return Self::default();
        }
        serde_json::from_slice(body).unwrap_or_default()
    }
}

/// The value, where it is a string.
fn text(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::{Event, headers, text};

    fn event(body: &[u8]) -> (Option<String>, Option<String>) {
        let Event { id, event } = Event::of(body);
        (id.and_then(text), event.and_then(text))
    }

    fn both(id: &str, event: &str) -> (Option<String>, Option<String>) {
        (Some(id.into()), Some(event.into()))
    }

    #[test]
    fn an_event_is_told_by_its_top_level_strings() {
        let body = br#" {"data":{"id":"usr_1","type":"x"},"type":"user.created","id":"evt_1"}"#;
        assert_eq!(event(body), both("evt_1", "user.created"));
        assert_eq!(event(br#"{"id":"\u00e9\n","type":""}"#), both("é\n", ""));
    }

    #[test]
    fn a_field_that_is_no_string_is_none_and_hides_no_other() {
        let named = (None, Some("a.b".to_owned()));
        assert_eq!(event(br#"{"id":7,"type":"a.b"}"#), named);
        assert_eq!(event(br#"{"id":null,"type":"a.b"}"#), named);
        assert_eq!(event(br#"{"type":"a.b"}"#), named);
    }

    #[test]
    fn what_is_no_json_object_has_no_event() {
        let bodies: [&[u8]; 7] = [
            b"",
            b"id=evt_1",
            b"\xff\xfe",
            br#"["evt_1","a.b"]"#,
            br#""evt_1""#,
            br#"{"id":"evt_1""#,
            br#"{"id":"evt_1"} {}"#,
        ];
        for body in bodies {
            assert_eq!(event(body), (None, None), "{body:?}");
        }
    }

    #[test]
    fn any_header_value_can_be_told() {
        let mut map = HeaderMap::new();
        map.append("x-b", HeaderValue::from_bytes(b"caf\xe9").unwrap());
        map.append("x-a", HeaderValue::from_static("1"));
        map.append("x-b", HeaderValue::from_static("2"));
        let told = headers(&map).pairs();
        let expected = [("x-b", "café"), ("x-b", "2"), ("x-a", "1")];
        assert_eq!(told, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
