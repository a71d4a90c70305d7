//! Tab-separated values: one row a line, whatever the values hold.

use crate::model::JsonObject;
use crate::output::cell;

/// The values of `keys` as one line, without its end.
pub(super) fn row(object: &JsonObject, keys: &[&str]) -> String {
    let cells = keys.iter().map(|key| escape(&cell::text(object.get(key), ",")));
    cells.collect::<Vec<_>>().join("\t")
}

/// The keys as one line, without its end.
pub(super) fn header(keys: &[&str]) -> String {
    keys.iter().map(|key| escape(key)).collect::<Vec<_>>().join("\t")
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::{escape, row};

    #[test]
    fn lists_are_joined_and_null_is_empty() {
        let object = serde_json::from_str(r#"{"a":["x","y"],"b":null,"c":{"d": 1}}"#).unwrap();
        assert_eq!(row(&object, &["c", "a", "b", "missing"]), "{\"d\":1}\tx,y\t\t");
    }

    fn unescape(text: &str) -> String {
        let mut plain = String::new();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            plain.push(match c {
                '\\' => match chars.next().unwrap() {
                    't' => '\t',
                    'n' => '\n',
                    'r' => '\r',
                    other => other,
                },
                other => other,
            });
        }
        plain
    }

    proptest! {
        #[test]
        fn any_value_stays_in_its_cell_and_reads_back(text in any::<String>()) {
            let cell = escape(&text);
            prop_assert_eq!(cell.find(['\t', '\n', '\r']), None);
            prop_assert_eq!(unescape(&cell), text);
        }
    }
}
