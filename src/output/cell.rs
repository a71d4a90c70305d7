//! A JSON value as the text of one cell, and a time as an age.

use serde_json::value::RawValue;

use crate::model::{JsonObject, Moment};
use crate::output::json;

/// A value as text: strings without quotes, lists joined, `null` and missing empty, objects as
/// compact JSON, numbers with their exact text.
pub(super) fn text(value: Option<&RawValue>, separator: &str) -> String {
    let Some(value) = value else { return String::new() };
    let json = value.get();
    match json.as_bytes().first() {
        Some(b'n') => String::new(),
        // Half a surrogate pair is JSON, but no text: its escape is shown.
        Some(b'"') => serde_json::from_str(json).unwrap_or_else(|_| json.to_owned()),
        Some(b'[') => serde_json::from_str::<Vec<&RawValue>>(json)
            .unwrap_or_default()
            .into_iter()
            .map(element)
            .collect::<Vec<_>>()
            .join(separator),
        _ => json::compact(json),
    }
}

/// A list in a list stays JSON: its values would seem to be the outer one's.
fn element(value: &RawValue) -> String {
    if value.get().starts_with('[') { json::compact(value.get()) } else { text(Some(value), "") }
}

/// The fields of an object for people: those of an object inside it come as `outer.inner`.
pub(super) fn fields(object: &JsonObject) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (key, value) in object.iter() {
        match serde_json::from_str::<JsonObject>(value.get()) {
            Ok(inside) if inside.keys().next().is_some() => fields.extend(
                inside
                    .iter()
                    .map(|(inner, value)| (format!("{key}.{inner}"), text(Some(value), ", "))),
            ),
            _ => fields.push((key.to_owned(), text(Some(value), ", "))),
        }
    }
    fields
}

/// How long before or after `now` a moment is, in its largest whole unit.
pub(super) fn age(moment: Moment, now: Moment) -> String {
    let seconds = now.unix_seconds().saturating_sub(moment.unix_seconds());
    let (count, unit) = match seconds.unsigned_abs() {
        0 => return "now".to_owned(),
        count @ ..60 => (count, "second"),
        count @ ..3_600 => (count / 60, "minute"),
        count @ ..86_400 => (count / 3_600, "hour"),
        count @ ..2_592_000 => (count / 86_400, "day"),
        count @ ..31_536_000 => (count / 2_592_000, "month"),
        count => (count / 31_536_000, "year"),
    };
    let plural = if count == 1 { "" } else { "s" };
    if seconds < 0 {
        format!("in {count} {unit}{plural}")
    } else {
        format!("{count} {unit}{plural} ago")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::{age, fields, text};

    fn cell(json: &str) -> String {
        text(Some(&RawValue::from_string(json.to_owned()).unwrap()), ", ")
    }

    #[test]
    fn values_become_text() {
        assert_eq!(cell(r#""a\u00e9\n""#), "aé\n");
        assert_eq!(cell("1.50"), "1.50");
        assert_eq!(cell("null"), "");
        assert_eq!(cell(r#"["a", 1, [2, 3], null]"#), "a, 1, [2,3], ");
        assert_eq!(cell(r#"{"a" : 1}"#), r#"{"a":1}"#);
        assert_eq!(cell(r#""\ud800""#), r#""\ud800""#);
        assert_eq!(text(None, ","), "");
    }

    #[test]
    fn an_object_inside_is_spread_out() {
        let object = serde_json::from_str(r#"{"a":1,"b":{"c":[2,3],"d":{"e":4}},"f":{}}"#).unwrap();
        let expected = [("a", "1"), ("b.c", "2, 3"), ("b.d", r#"{"e":4}"#), ("f", "{}")];
        assert_eq!(fields(&object), expected.map(|(key, text)| (key.into(), text.into())));
    }

    #[test]
    fn an_age_has_its_largest_whole_unit() {
        let now = "2023-06-21T12:00:00Z".parse().unwrap();
        for (moment, expected) in [
            ("2023-06-21T12:00:00.9Z", "now"),
            ("2023-06-21T11:59:59Z", "1 second ago"),
            ("2023-06-21T11:00:01Z", "59 minutes ago"),
            ("2023-06-21T10:00:00Z", "2 hours ago"),
            ("2023-06-20T12:00:00Z", "1 day ago"),
            ("2023-05-22T12:00:00Z", "1 month ago"),
            ("2020-01-01T00:00:00Z", "3 years ago"),
            ("2023-06-21T14:00:00Z", "in 2 hours"),
        ] {
            assert_eq!(age(moment.parse().unwrap(), now), expected);
        }
    }
}
