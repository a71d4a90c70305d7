//! A JSON object as it came: keys in their order, and each value's exact text.
//!
//! `serde_json::Value` would turn `1.50` into `1.5` and lose long integers; what the API sends is
//! printed as the API sent it.

use std::fmt;

use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

/// Fields in the order of their first coming. Its `Debug` shows the keys only, since a value may
/// be a secret.
#[derive(Clone, Default)]
pub struct JsonObject(Vec<(String, Box<RawValue>)>);

impl JsonObject {
    /// An object without fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// Any value that serialises as a JSON object.
    ///
    /// # Errors
    /// When it does not.
    pub fn from_serialize(value: &impl Serialize) -> serde_json::Result<Self> {
        serde_json::from_str(&serde_json::to_string(value)?)
    }

    /// The keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }

    /// The fields, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        self.0.iter().map(|(key, value)| (key.as_str(), &**value))
    }

    /// A field's exact text.
    pub fn get(&self, key: &str) -> Option<&RawValue> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| &**value)
    }

    /// A field as a type. `null` reads as missing.
    ///
    /// # Errors
    /// The field's name and what was expected, when it is there with another type.
    pub fn read<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, String> {
        let Some(raw) = self.get(key) else { return Ok(None) };
        serde_json::from_str(raw.get())
            .map_err(|error| format!("`{key}`: {}", without_place(&error)))
    }

    /// Sets a field, in its old place or at the end.
    pub fn set(&mut self, key: &str, value: &impl Serialize) {
        let raw = raw(value);
        match self.0.iter_mut().find(|(name, _)| name == key) {
            Some((_, old)) => *old = raw,
            None => self.0.push((key.to_owned(), raw)),
        }
    }

    /// Sets a field and makes it the first.
    pub fn set_first(&mut self, key: &str, value: &impl Serialize) {
        self.remove(key);
        self.0.insert(0, (key.to_owned(), raw(value)));
    }

    /// Takes a field out.
    pub fn remove(&mut self, key: &str) {
        self.0.retain(|(name, _)| name != key);
    }

    /// The same object with only these keys, in their order; one that it lacks is `null`.
    #[must_use]
    pub fn pick(&self, keys: &[String]) -> Self {
        let field = |key: &String| {
            (
                key.clone(),
                self.get(key).map_or_else(|| RawValue::NULL.to_owned(), ToOwned::to_owned),
            )
        };
        Self(keys.iter().map(field).collect())
    }
}

/// The exact text of a value of our own, which always has one: strings, numbers, lists of them.
fn raw(value: &impl Serialize) -> Box<RawValue> {
    to_raw_value(value).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

impl fmt::Debug for JsonObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.keys()).finish()
    }
}

impl Serialize for JsonObject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for JsonObject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = JsonObject;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<JsonObject, A::Error> {
                let mut fields: Vec<(String, Box<RawValue>)> = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, Box<RawValue>>()? {
                    match fields.iter_mut().find(|(name, _)| *name == key) {
                        Some((_, old)) => *old = value,
                        None => fields.push((key, value)),
                    }
                }
                Ok(JsonObject(fields))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

#[cfg(test)]
mod tests {
    use super::JsonObject;

    #[test]
    fn numbers_and_unknown_fields_keep_their_text_and_order() {
        let text = r#"{"z":1.50,"a":123456789012345678901234567890,"n":1e2}"#;
        let object: JsonObject = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&object).unwrap(), text);
    }

    #[test]
    fn null_reads_as_missing_and_a_wrong_type_names_its_field() {
        let object: JsonObject = serde_json::from_str(r#"{"a":null,"b":5}"#).unwrap();
        assert_eq!(object.read::<String>("a"), Ok(None));
        assert!(object.read::<String>("b").unwrap_err().contains("`b`"));
    }

    #[test]
    fn debug_shows_no_value() {
        let object: JsonObject = serde_json::from_str(r#"{"secret":"whsec_x"}"#).unwrap();
        assert_eq!(format!("{object:?}"), r#"{"secret"}"#);
    }

    #[test]
    fn picking_keeps_the_asked_order() {
        let object: JsonObject = serde_json::from_str(r#"{"a":1,"b":2}"#).unwrap();
        let picked = object.pick(&["b".into(), "c".into()]);
        assert_eq!(serde_json::to_string(&picked).unwrap(), r#"{"b":2,"c":null}"#);
    }
}
