//! What a kind of row shows: the columns of its table, its documented keys, the key of its id.

use crate::error::{Error, Result};
use crate::model::JsonObject;

/// How a column's values are shown in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// As text; a list is joined with `, `.
    Text,
    /// An RFC 3339 time: `2 hours ago` on a terminal.
    Time,
    /// A number, to the right.
    Number,
    /// A word that says whether things are well: with colour where there is any.
    Status,
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The key of its values.
    pub key: &'static str,
    /// Its header.
    pub title: &'static str,
    /// How its values are shown.
    pub kind: ColumnKind,
}

/// What a kind of row shows.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// The columns of a table of many.
    pub columns: &'static [Column],
    /// The documented keys: all that `--fields` may name, besides keys seen in an answer.
    pub known: &'static [&'static str],
    /// The key that `-o ids` prints.
    pub ids: &'static str,
}

impl View {
    /// Refuses a field that is neither documented nor a key of the `seen` object.
    pub(super) fn check(&self, fields: &[String], seen: &JsonObject) -> Result<()> {
        let known = self.known_and(seen);
        match fields.iter().find(|field| !known.contains(&field.as_str())) {
            Some(unknown) => Err(Error::usage(format!("unknown field `{unknown}`"))
                .hinted(format!("it can be one of {}", known.join(", ")))),
            None => Ok(()),
        }
    }

    /// The documented keys, so that scripts find them in their places, and what else was `seen`.
    pub(super) fn known_and<'a>(&'a self, seen: &'a JsonObject) -> Vec<&'a str> {
        let undocumented = seen.keys().filter(|key| !self.known.contains(key));
        self.known.iter().copied().chain(undocumented).collect()
    }

    /// The columns for the asked fields, or those of the view.
    pub(super) fn shown<'a>(&'a self, fields: Option<&'a [String]>) -> Vec<Shown<'a>> {
        let of_column =
            |column: &'a Column| Shown { key: column.key, title: column.title, kind: column.kind };
        let of_field = |field: &'a String| {
            self.columns
                .iter()
                .find(|column| column.key == field)
                .map_or(Shown { key: field, title: field, kind: ColumnKind::Text }, of_column)
        };
        match fields {
            Some(fields) => fields.iter().map(of_field).collect(),
            None => self.columns.iter().map(of_column).collect(),
        }
    }
}

/// A column as it was asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown<'a> {
    pub(super) key: &'a str,
    pub(super) title: &'a str,
    pub(super) kind: ColumnKind,
}

impl Shown<'_> {
    /// The terminal's colour for a word that our rows say how things are with: green, yellow, red.
    pub(super) fn status_color(&self, word: &str) -> Option<u8> {
        match word {
            _ if self.kind != ColumnKind::Status => None,
            "active" | "valid" | "passed" => Some(2),
            "inactive" | "warning" | "skipped" | "unchecked" => Some(3),
            "invalid" | "missing" | "failed" => Some(1),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, ColumnKind, View};
    use crate::model::JsonObject;

    const VIEW: View = View {
        columns: &[Column { key: "at", title: "When", kind: ColumnKind::Time }],
        known: &["id", "at"],
        ids: "id",
    };

    #[test]
    fn an_unknown_field_lists_the_known_ones() {
        let seen: JsonObject = serde_json::from_str(r#"{"id":1,"extra":2}"#).unwrap();
        assert!(VIEW.check(&["at".into(), "extra".into()], &seen).is_ok());
        let error = VIEW.check(&["ids".into()], &seen).unwrap_err();
        assert_eq!(error.message(), "unknown field `ids`");
        assert_eq!(error.hint(), Some("it can be one of id, at, extra"));
        assert!(VIEW.check(&["extra".into()], &JsonObject::new()).is_err());
    }

    #[test]
    fn an_asked_field_keeps_the_column_it_has() {
        let fields = ["id".to_owned(), "at".to_owned()];
        let shown = VIEW.shown(Some(&fields));
        assert_eq!((shown[0].title, shown[0].kind), ("id", ColumnKind::Text));
        assert_eq!((shown[1].title, shown[1].kind), ("When", ColumnKind::Time));
    }
}
