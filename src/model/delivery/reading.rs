//! Reading delivery records: our own, and what others have made of them by hand or with jq.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::model::{Body, Checked, Delivery, Exec, Forward, Headers, Moment, Response};

/// A line of records without white space around it, and without the byte order mark that some editors
/// begin a file with.
pub fn record_text(line: &[u8]) -> &[u8] {
    line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii()
}

impl Delivery {
    /// Reads a line of records. The other types in a stream (`ready`, `forward`, `summary` …) are
    /// none.
    ///
    /// # Errors
    /// Why it is no record.
    pub fn from_line(line: &[u8]) -> Result<Option<Self>, String> {
        #[derive(Deserialize)]
        struct Typed {
            #[serde(rename = "type")]
            name: Option<String>,
        }
        let Typed { name } = parse(line)?;
        if is_delivery(name.as_deref()) { parse(line).map(Some) } else { Ok(None) }
    }
}

/// Reads a line's object.
///
/// # Errors
/// Why there is none.
pub(super) fn parse<'a, T: Deserialize<'a>>(line: &'a [u8]) -> Result<T, String> {
    // Serde would take an array for a struct.
    if !line.trim_ascii_start().starts_with(b"{") {
        return Err("it is no JSON object".to_owned());
    }
    // Its place in the line is all that counts: which line it is, only the caller knows.
    serde_json::from_slice(line).map_err(|error| {
        without_value(&error.to_string()).replace(" at line 1 column ", " at column ")
    })
}

/// Serde's message without the value that it quotes, which may be long, and nobody's to read.
fn without_value(message: &str) -> Cow<'_, str> {
    let quotes =
        ["invalid type: ", "invalid value: "].iter().any(|start| message.starts_with(start));
    match message.rsplit_once(", expected ") {
        Some((_, expected)) if quotes => format!("expected {expected}").into(),
        _ => message.into(),
    }
}

/// Whether a row of this type is a record; one without a type is.
pub(super) fn is_delivery(name: Option<&str>) -> bool {
    name.is_none_or(|name| name == "delivery")
}

/// The bytes of a body that is either text or base64.
///
/// # Errors
/// Why they can't be told.
pub(super) fn body_bytes<'a>(
    text: Option<Cow<'a, str>>,
    base64: Option<Cow<'a, str>>,
) -> Result<Cow<'a, [u8]>, String> {
    match (text, base64) {
        (Some(Cow::Borrowed(text)), None) => Ok(Cow::Borrowed(text.as_bytes())),
        (Some(Cow::Owned(text)), None) => Ok(Cow::Owned(text.into_bytes())),
        (None, Some(base64)) => STANDARD
            .decode(base64.as_bytes())
            .map(Cow::Owned)
            .map_err(|error| format!("body_base64 is not base64: {error}")),
        (Some(_), Some(_)) => Err("it has both body and body_base64".to_owned()),
        (None, None) => Err("it has neither body nor body_base64".to_owned()),
    }
}

impl<'de> Deserialize<'de> for Delivery {
    /// Only the body is required. `bytes` is not believed, and keys that no record has are passed
    /// over.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut record = Record::deserialize(deserializer)?;
        let (text, base64) = (record.body.take(), record.body_base64.take());
        let body = body_bytes(text.map(Cow::Owned), base64.map(Cow::Owned));
        Ok(Self {
            body: Body(body.map_err(D::Error::custom)?.into_owned().into()),
            checked: record.checked(),
            cause: record.cause,
            id: record.id.unwrap_or_default(),
            // As old as can be: no filter that asks for what is new lets it through.
            received_at: record.received_at.unwrap_or(Moment::from_unix_milliseconds(0)),
            method: record.method.map_or("POST".into(), Into::into),
            path: record.path.unwrap_or_else(|| "/".to_owned()),
            headers: record.headers.unwrap_or_default(),
            event_id: record.event_id,
            event_type: record.event_type,
            duplicate: record.duplicate.unwrap_or_default(),
            response: record.response,
            forwards: record.forwards.unwrap_or_default(),
            exec: record.exec.unwrap_or_default(),
        })
    }
}

/// A record as it may come: `null` reads as missing.
#[derive(Deserialize)]
struct Record {
    id: Option<String>,
    received_at: Option<Moment>,
    method: Option<String>,
    path: Option<String>,
    headers: Option<Headers>,
    body: Option<String>,
    body_base64: Option<String>,
    signature: Option<String>,
    reason: Option<String>,
    cause: Option<String>,
    secret: Option<Box<RawValue>>,
    event_id: Option<String>,
    event_type: Option<String>,
    duplicate: Option<bool>,
    response: Option<Response>,
    forwards: Option<Vec<Forward>>,
    exec: Option<Vec<Exec>>,
}

impl Record {
    fn checked(&self) -> Checked {
        let Some(word) = &self.signature else { return Checked::Unchecked };
        let secret = self.secret.as_deref().map(RawValue::get);
        Checked::recorded(word, self.reason.as_deref(), secret)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::Delivery;
    use crate::model::Body;

    fn read(line: &str) -> Result<Option<Delivery>, String> {
        Delivery::from_line(line.as_bytes())
    }

    #[test]
    fn a_record_reads_as_it_was_written() {
        let line = r#"{"type":"delivery","id":"dlv_1","received_at":"2023-06-21T09:15:30.25Z","method":"PUT","path":"/hook?x=1","headers":[["x-a","1"],["x-a","2"]],"body_base64":"/wA=","bytes":2,"signature":"invalid","reason":"not_hex","cause":"signature_base64","secret":null,"event_id":"evt_1","event_type":"a.b","duplicate":true,"response":{"status":200,"ms":0.4},"forwards":[{"url":"http://a.invalid/","status":null,"ms":1.0,"attempts":2,"error":"no","answer":null,"pending":true}],"exec":[{"status":0,"ms":12.0,"error":null}]}"#;
        let delivery = read(line).unwrap().unwrap();
        assert_eq!(serde_json::to_string(&delivery).unwrap(), line);
    }

    #[test]
    fn a_body_is_all_that_a_record_needs() {
        let delivery = read(r#"{"body":"x","bytes":7,"extra":[{}]}"#).unwrap().unwrap();
        assert_eq!((&*delivery.method, delivery.path.as_str()), ("POST", "/"));
        assert_eq!((&delivery.body.0[..], delivery.checked.word()), (&b"x"[..], "unchecked"));
        assert_eq!(
            read(r#"{"body":"x","signature":"missing"}"#).unwrap().unwrap().checked.word(),
            "missing"
        );
    }

    #[test]
    fn what_does_not_fit_together_is_not_valid() {
        for (verdict, word) in [
            (r#""signature":"valid","secret":0"#, "valid"),
            (r#""signature":"valid","secret":"wh_1""#, "valid"),
            (r#""signature":"valid""#, "invalid"),
            (r#""signature":"valid","secret":{}"#, "invalid"),
            (r#""signature":"valid","reason":"mismatch","secret":0"#, "invalid"),
            (r#""signature":"invalid","reason":null,"secret":0"#, "invalid"),
            (r#""signature":"perhaps","secret":"wh_1""#, "invalid"),
        ] {
            let checked = read(&format!(r#"{{"body":"",{verdict}}}"#)).unwrap().unwrap().checked;
            assert_eq!((checked.word(), checked.is_valid()), (word, word == "valid"), "{verdict}");
        }
    }

    #[test]
    fn other_rows_of_a_stream_are_no_deliveries() {
        for line in [r#"{"type":"ready","url":""}"#, r#"{"type":"summary","signature":{}}"#] {
            assert!(read(line).unwrap().is_none(), "{line}");
        }
    }

    #[test]
    fn what_is_no_record_says_why() {
        for (line, why) in [
            ("", "no JSON object"),
            (r#"["delivery"]"#, "no JSON object"),
            ("{", "EOF"),
            ("{}", "neither body nor body_base64"),
            (r#"{"body":"","body_base64":""}"#, "both body and body_base64"),
            (r#"{"body_base64":"?"}"#, "not base64"),
            (r#"{"body":"","headers":{"a":"b"}}"#, "expected a sequence"),
        ] {
            let error = read(line).unwrap_err();
            assert!(error.contains(why), "{line}: {error}");
        }
    }

    proptest! {
        #[test]
        fn any_body_written_then_read_is_the_same(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut delivery = read(r#"{"body":""}"#).unwrap().unwrap();
            delivery.body = Body(bytes.into());
            let line = serde_json::to_string(&delivery).unwrap();
            prop_assert_eq!(read(&line).unwrap().unwrap().body, delivery.body);
        }

        #[test]
        fn no_line_panics(line in proptest::collection::vec(any::<u8>(), 0..100)) {
            let _ = Delivery::from_line(&line);
        }
    }
}
