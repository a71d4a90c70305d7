//! What `send` delivers: an event of the documented shape, or bytes as they are.

use std::path::PathBuf;
use std::str::FromStr;

use bytes::Bytes;
use clap::builder::NonEmptyStringValueParser;
use serde_json::{Map, Value};

use crate::commands::Context;
use crate::commands::subscription::warn_of_unknown;
use crate::config::{input_name, read_input};
use crate::error::{Error, Result};
use crate::model::{EventType, Moment, Payload, now, sample_data};

/// Which body is sent.
#[derive(clap::Args, Debug)]
pub(super) struct ContentArgs {
    /// Send an event of this type, in the documented shape
    #[arg(long, value_name = "TYPE", required_unless_present = "raw", conflicts_with = "raw")]
    event: Option<EventType>,

    /// The event's data as JSON, or - for standard input [default: a sample of the type]
    #[arg(long, value_name = "FILE", conflicts_with = "raw")]
    data: Option<PathBuf>,

    /// Set a field of the data: user.name=Ada nests; a value that is JSON is taken as JSON. Repeat it
    #[arg(long, value_name = "KEY=VALUE", conflicts_with = "raw")]
    set: Vec<Assignment>,

    /// The event's id [default: a fresh one for each]
    #[arg(
        long,
        value_name = "ID",
        conflicts_with = "raw",
        value_parser = NonEmptyStringValueParser::new()
    )]
    id: Option<String>,

    /// When the event happened, such as 2023-06-21T09:15:30Z [default: now]
    #[arg(long, value_name = "TIME", conflicts_with = "raw")]
    created: Option<Moment>,

    /// Send these bytes as they are, or - for standard input
    #[arg(long, value_name = "FILE")]
    raw: Option<PathBuf>,
}

impl ContentArgs {
    /// Reads what the bodies are made of.
    ///
    /// # Errors
    /// A file that can't be read or is not JSON, or a field that has no place in the data (usage).
    pub(super) async fn read(&self, context: &Context) -> Result<Content> {
        if let Some(path) = &self.raw {
            return Ok(Content::Raw(read_input(path, "body", context.stdin()).await?.into()));
        }
        let Some(event) = self.event.clone() else {
            return Err(Error::usage("neither --event nor --raw says what to send"));
        };
        warn_of_unknown([&event], context);
        let data = match &self.data {
            None => None,
            Some(path) => {
                let bytes = read_input(path, "event's data", context.stdin()).await?;
                let data = serde_json::from_slice(&bytes);
                Some(data.map_err(|error| {
                    Error::usage(format!("{} is not JSON: {error}", input_name(path)))
                })?)
            }
        };
        let (set, id, created) = (self.set.clone(), self.id.clone(), self.created);
        let template = Template { event, data, set, id, created };
        // What has no place in the first has none in any.
        template.payload()?;
        Ok(Content::Event(template))
    }
}

/// What the bodies are made of.
pub(super) enum Content {
    Event(Template),
    Raw(Bytes),
}

impl Content {
    /// The bytes of the next delivery: a fresh event, unless its id was given.
    ///
    /// # Errors
    /// A field that has no place in the data (usage).
    pub(super) fn body(&self) -> Result<Bytes> {
        match self {
            Self::Raw(bytes) => Ok(bytes.clone()),
            Self::Event(template) => Ok(template.payload()?.to_bytes().into()),
        }
    }
}

/// An event but for what is fresh each time.
pub(super) struct Template {
    event: EventType,
    data: Option<Value>,
    set: Vec<Assignment>,
    id: Option<String>,
    created: Option<Moment>,
}

impl Template {
    fn payload(&self) -> Result<Payload> {
        let created = self.created.unwrap_or_else(|| now().whole_seconds());
        let data = self.data.clone();
        let mut data = data.unwrap_or_else(|| sample_data(&self.event, created));
        for assignment in &self.set {
            assignment.apply(&mut data).map_err(Error::usage)?;
        }
        let mut payload = Payload::new(self.event.clone(), created, data);
        if let Some(id) = &self.id {
            payload.id.clone_from(id);
        }
        Ok(payload)
    }
}

/// A field of the data, named by the keys on the way to it, and its value.
#[derive(Clone, Debug, PartialEq)]
struct Assignment {
    keys: Vec<String>,
    value: Value,
}

impl Assignment {
    /// Sets the field; objects that are missing on the way to it are made.
    fn apply(&self, data: &mut Value) -> Result<(), String> {
        let mut place = data;
        for (depth, key) in self.keys.iter().enumerate() {
            if place.is_null() {
                *place = Value::Object(Map::new());
            }
            let Value::Object(object) = place else {
                return Err(match depth {
                    0 => "--set needs data that is an object".to_owned(),
                    _ => format!("--set: {} is not an object", self.keys[..depth].join(".")),
                });
            };
            place = object.entry(key.as_str()).or_insert(Value::Null);
        }
        *place = self.value.clone();
        Ok(())
    }
}

impl FromStr for Assignment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (keys, value) = text.split_once('=').ok_or("expected KEY=VALUE")?;
        let keys: Vec<_> = keys.split('.').map(str::to_owned).collect();
        if keys.iter().any(String::is_empty) {
            return Err("expected a key before the =, or several joined with a dot".to_owned());
        }
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
        Ok(Self { keys, value })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};
    use serde_json::{Value, json};

    use super::Assignment;

    fn set(mut data: Value, assignments: &[&str]) -> Result<Value, String> {
        for text in assignments {
            text.parse::<Assignment>()?.apply(&mut data)?;
        }
        Ok(data)
    }

    #[test]
    fn a_value_is_json_where_it_can_be() {
        let set = |value: &str| set(json!({}), &[&format!("a={value}")]).unwrap()["a"].clone();
        assert_eq!(set("1.5"), json!(1.5));
        assert_eq!(set("[1,null]"), json!([1, null]));
        assert_eq!(set("\"1\""), json!("1"));
        assert_eq!(set("Ada = x"), json!("Ada = x"));
        assert_eq!(set(""), json!(""));
    }

    #[test]
    fn dots_nest_and_what_was_there_stays() {
        let data = json!({"user": {"id": 1}, "none": null});
        let data = set(data, &["user.name=Ada", "a.b.c=1", "a.b.d=2", "none.x=true"]).unwrap();
        let expected = json!({
            "user": {"id": 1, "name": "Ada"}, "none": {"x": true}, "a": {"b": {"c": 1, "d": 2}},
        });
        assert_eq!(data, expected);
        assert_eq!(set(json!(null), &["a=1"]), Ok(json!({"a": 1})));
    }

    #[test]
    fn a_field_without_a_place_is_refused() {
        assert!(set(json!([]), &["a=1"]).unwrap_err().contains("data that is an object"));
        assert!(set(json!({"a": 1}), &["a.b=1"]).unwrap_err().contains("a is not an object"));
        for text in ["a", "=1", "a.=1", ".a=1", "a..b=1"] {
            assert!(text.parse::<Assignment>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_under_any_key_is_set(key in "[a-z é]{1,8}", value in "[^0-9\"\\[{tfn-]{0,10}") {
            let data = set(json!({}), &[&format!("{key}=x{value}")]).unwrap();
            prop_assert_eq!(&data[key], &json!(format!("x{value}")));
        }
    }
}
