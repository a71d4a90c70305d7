//! The headers of a delivery. They are kept as the JSON that its record has of them: the journal and
//! the output take that as it is, and nearly nobody asks for a single one.

use std::borrow::Cow;
use std::cell::Cell;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

/// Names in lower case in the order in which each first came, repeats beside the first.
#[derive(Clone, Debug)]
pub struct Headers(Box<RawValue>);

impl Headers {
    /// Each name and its value.
    pub fn pairs(&self) -> Vec<(String, String)> {
        serde_json::from_str(self.0.get()).unwrap_or_default()
    }

    /// The value of the first header of this name, which is in lower case.
    pub fn first(&self, name: &str) -> Option<String> {
        self.pairs().into_iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// The JSON: a list of lists of a name and a value.
    pub fn json(&self) -> &str {
        self.0.get()
    }

    /// Takes back what [`json`](Self::json) gave.
    pub(crate) fn from_json(json: String) -> Self {
        RawValue::from_string(json).map_or_else(|_| Self::default(), Self)
    }
}

impl<'a> FromIterator<(&'a str, Cow<'a, str>)> for Headers {
    fn from_iter<I: IntoIterator<Item = (&'a str, Cow<'a, str>)>>(pairs: I) -> Self {
        let pairs = Pairs(Cell::new(Some(pairs)));
        // Text is always JSON, so that nothing stands in for it.
        Self(to_raw_value(&pairs).unwrap_or_else(|_| RawValue::NULL.to_owned()))
    }
}

impl Default for Headers {
    fn default() -> Self {
        std::iter::empty().collect()
    }
}

impl Serialize for Headers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Headers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let pairs = Vec::<(String, String)>::deserialize(deserializer)?;
        Ok(pairs.iter().map(|(name, value)| (name.as_str(), value.into())).collect())
    }
}

/// The bytes that a recorded value stands for, each character for the one of its number; none where it
/// has a character that no listener records.
pub(crate) fn recorded_bytes(value: &str) -> Option<Cow<'_, [u8]>> {
    if value.is_ascii() {
        return Some(value.as_bytes().into());
    }
    value.chars().map(|c| u8::try_from(c).ok()).collect()
}

/// Serialises once: an iterator can't be begun again. Collected first, headers would cost each delivery
/// a list more.
struct Pairs<I>(Cell<Option<I>>);

impl<'a, I: IntoIterator<Item = (&'a str, Cow<'a, str>)>> Serialize for Pairs<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.take().into_iter().flatten())
    }
}

#[cfg(test)]
mod tests {
    use super::{Headers, recorded_bytes};

    #[test]
    fn the_characters_of_a_value_are_its_bytes() {
        for (value, bytes) in [("a b", &b"a b"[..]), ("é\u{80}\u{ff}", b"\xe9\x80\xff")] {
            assert_eq!(recorded_bytes(value).as_deref(), Some(bytes));
        }
        assert_eq!(recorded_bytes("Ā"), None);
    }

    #[test]
    fn headers_are_kept_in_their_order() {
        let pairs = [("x-b", "\"ü\\"), ("x-b", ""), ("x-a", "1")];
        let headers: Headers = pairs.iter().map(|&(name, value)| (name, value.into())).collect();
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(headers.json(), r#"[["x-b","\"ü\\"],["x-b",""],["x-a","1"]]"#);
        assert_eq!(headers.pairs(), pairs);
        assert_eq!(headers.first("x-b").as_deref(), Some("\"ü\\"));
        assert_eq!((headers.first("x-c"), Headers::default().json()), (None, "[]"));
        assert_eq!(Headers::from_json(headers.json().to_owned()).pairs(), pairs);
    }
}
