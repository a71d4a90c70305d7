//! `--sort FIELD`: rows in the order of one of their fields.

use std::cmp::Ordering;
use std::convert::Infallible;
use std::str::FromStr;

use crate::error::Result;
use crate::model::{JsonObject, Moment};
use crate::output::{View, cell};

/// The order of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    field: String,
    is_descending: bool,
}

/// A value as it is compared: numbers come first, then times, then all else by its text.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
enum Key {
    Number(f64),
    Time(Moment),
    Text(String),
}

impl FromStr for Order {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let field = text.strip_prefix('-');
        Ok(Self { field: field.unwrap_or(text).to_owned(), is_descending: field.is_some() })
    }
}

impl Order {
    /// Sorts rows; those without a value are the last either way, and equal ones stay as they came.
    ///
    /// # Errors
    /// A field that is neither documented nor in any row (usage).
    pub fn sort(&self, rows: &mut [JsonObject], view: &View) -> Result<()> {
        let seen = rows.iter().find(|row| row.get(&self.field).is_some());
        view.check(std::slice::from_ref(&self.field), seen.unwrap_or(&JsonObject::new()))?;
        rows.sort_by_cached_key(|row| Place {
            key: self.key(row),
            is_descending: self.is_descending,
        });
        Ok(())
    }

    fn key(&self, row: &JsonObject) -> Option<Key> {
        let value = row.get(&self.field)?;
        let text = cell::text(Some(value), ",");
        match value.get().as_bytes().first()? {
            b'n' => None,
            b'-' | b'0'..=b'9' => text.parse().ok().map(Key::Number),
            _ => Some(text.parse().map_or(Key::Text(text), Key::Time)),
        }
    }
}

/// Where a row belongs.
#[derive(Debug)]
struct Place {
    key: Option<Key>,
    is_descending: bool,
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.key, &other.key) {
            (Some(key), Some(other_key)) => {
                // A number of JSON is never NaN.
                let ordering = key.partial_cmp(other_key).unwrap_or(Ordering::Equal);
                if self.is_descending { ordering.reverse() } else { ordering }
            }
            (key, other_key) => other_key.is_some().cmp(&key.is_some()),
        }
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Place {}

#[cfg(test)]
mod tests {
    use super::Order;
    use crate::model::JsonObject;
    use crate::output::View;

    const VIEW: View = View { columns: &[], known: &["a"], ids: "a" };

    fn sorted(order: &str, values: &[&str]) -> Vec<String> {
        let row = |value: &&str| serde_json::from_str(&format!("{{\"a\":{value}}}")).unwrap();
        let mut rows: Vec<JsonObject> = values.iter().map(row).collect();
        order.parse::<Order>().unwrap().sort(&mut rows, &VIEW).unwrap();
        rows.iter().map(|row| row.get("a").unwrap().get().to_owned()).collect()
    }

    #[test]
    fn numbers_are_numbers_and_null_is_last_either_way() {
        let values = ["10", "null", "9", "-1", "1.5e1"];
        assert_eq!(sorted("a", &values), ["-1", "9", "10", "1.5e1", "null"]);
        assert_eq!(sorted("-a", &values), ["1.5e1", "10", "9", "-1", "null"]);
    }

    #[test]
    fn times_are_times_whatever_their_decimals() {
        let (whole, later) = (r#""2023-06-21T09:15:30Z""#, r#""2023-06-21T09:15:30.25Z""#);
        assert_eq!(sorted("a", &[later, whole]), [whole, later]);
    }

    #[test]
    fn other_values_are_their_text() {
        assert_eq!(
            sorted("a", &[r#""b""#, "true", r#"["a"]"#, "3"]),
            ["3", r#"["a"]"#, r#""b""#, "true"]
        );
    }

    #[test]
    fn an_unknown_field_is_refused_unless_it_was_seen() {
        let order: Order = "b".parse().unwrap();
        assert_eq!(order.sort(&mut [], &VIEW).unwrap_err().kind().exit_code(), 2);
        let row: JsonObject = serde_json::from_str(r#"{"b":1}"#).unwrap();
        assert!(order.sort(&mut [row], &VIEW).is_ok());
    }
}
