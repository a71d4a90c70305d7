//! What the check of a signature needs of a delivery record, borrowed from its line: much faster to
//! read than the whole record, since most of it is passed over.

use std::borrow::Cow;
use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::model::delivery::reading::{body_bytes, is_delivery, parse};
use crate::model::recorded_bytes;
use crate::signature::{HEADER, Reason, Signature, from_headers};

/// A record's body, what signs it, and what names it.
#[derive(Debug)]
pub struct SignedRecord<'a> {
    /// The delivery's id.
    pub id: Option<Cow<'a, str>>,
    /// The payload's `type`, as the record has it.
    pub event_type: Option<Cow<'a, str>>,
    /// The exact bytes.
    pub body: Cow<'a, [u8]>,
    signatures: Vec<Cow<'a, str>>,
}

impl<'a> SignedRecord<'a> {
    /// Reads a line of records as [`Delivery::from_line`](crate::model::Delivery::from_line) does;
    /// fields that do not matter may be whatever they are.
    ///
    /// # Errors
    /// Why it is no record.
    pub fn from_line(line: &'a [u8]) -> Result<Option<Self>, String> {
        let fields = parse::<Fields<'_>>(line)?;
        let text = |text: Option<Text<'a>>| text.map(|Text(text)| text);
        if !is_delivery(text(fields.kind).as_deref()) {
            return Ok(None);
        }
        let body = body_bytes(text(fields.body), text(fields.body_base64))?;
        Ok(Some(Self {
            id: text(fields.id),
            event_type: text(fields.event_type),
            body,
            signatures: fields.headers.unwrap_or_default().0,
        }))
    }

    /// What its signature headers say.
    ///
    /// # Errors
    /// Those of [`from_headers`].
    pub fn signature(&self) -> Result<Signature, Reason> {
        from_headers(
            self.signatures.iter().map(|value| {
                recorded_bytes(value).unwrap_or_else(|| Cow::Borrowed(value.as_bytes()))
            }),
        )
    }
}

/// `null` reads as missing.
#[derive(Deserialize)]
struct Fields<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<Text<'a>>,
    #[serde(borrow)]
    id: Option<Text<'a>>,
    #[serde(borrow)]
    event_type: Option<Text<'a>>,
    #[serde(borrow)]
    headers: Option<Signatures<'a>>,
    #[serde(borrow)]
    body: Option<Text<'a>>,
    #[serde(borrow)]
    body_base64: Option<Text<'a>>,
}

/// A string, borrowed unless it has escapes. Serde borrows no `Option<Cow<str>>` by itself.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// The values of the signature headers among all.
#[derive(Default)]
struct Signatures<'a>(Vec<Cow<'a, str>>);

impl<'de: 'a, 'a> Deserialize<'de> for Signatures<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Headers;

        impl<'de> Visitor<'de> for Headers {
            type Value = Vec<Cow<'de, str>>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of names and values")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut headers: A) -> Result<Self::Value, A::Error> {
                let mut signatures = Vec::new();
                while let Some((Text(name), Text(value))) = headers.next_element()? {
                    if name.eq_ignore_ascii_case(HEADER) {
                        signatures.push(value);
                    }
                }
                Ok(signatures)
            }
        }

        deserializer.deserialize_seq(Headers).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::SignedRecord;
    use crate::signature::Reason;

    fn read(line: &str) -> Result<Option<SignedRecord<'_>>, String> {
        SignedRecord::from_line(line.as_bytes())
    }

    #[test]
    fn what_matters_is_read_and_what_has_no_escapes_is_borrowed() {
        let signature = "ab".repeat(32);
        let line = format!(
            r#"{{"type":"delivery","id":"dlv_1","received_at":7,"headers":[["X-WEBHOOK-Signature"," {signature} "],["host","a"]],"body":"{{}}","event_type":null}}"#
        );
        let record = read(&line).unwrap().unwrap();
        assert_eq!(record.signature().unwrap().to_string(), signature);
        assert!(matches!(record.id, Some(Cow::Borrowed("dlv_1"))));
        assert!(matches!(record.body, Cow::Borrowed(b"{}")));
        assert!(record.event_type.is_none());
    }

    #[test]
    fn a_body_is_all_that_a_record_needs() {
        let record = read(r#"{"body":"a\"b"}"#).unwrap().unwrap();
        assert_eq!((&record.body[..], record.signature()), (&b"a\"b"[..], Err(Reason::Missing)));
        assert_eq!(read(r#"{"body_base64":"/wA="}"#).unwrap().unwrap().body[..], [0xff, 0]);
    }

    #[test]
    fn a_recorded_character_is_one_byte_of_the_header() {
        for (value, reason) in
            [("é".repeat(64), Reason::NotHex), ("é".repeat(32), Reason::WrongLength)]
        {
            let line = format!(r#"{{"headers":[["x-webhook-signature","{value}"]],"body":""}}"#);
            assert_eq!(read(&line).unwrap().unwrap().signature(), Err(reason));
        }
    }

    #[test]
    fn what_is_no_record_is_told_from_what_is_another_row() {
        assert!(read(r#"{"type":"summary","received":1}"#).unwrap().is_none());
        for line in ["[]", "{", r#"{"id":"x"}"#, r#"{"body":1}"#, r#"{"body":"","body_base64":""}"#]
        {
            assert!(read(line).is_err(), "{line}");
        }
    }
}
