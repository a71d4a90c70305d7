//! The forms that data is printed in: `-o FORM`.

use std::fmt;
use std::str::FromStr;

/// A form of printing data on standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people: columns, or a line a field.
    Table,
    /// One JSON document, indented.
    Json,
    /// One JSON value a line.
    Ndjson,
    /// One YAML document.
    Yaml,
    /// Tab-separated values under a line of keys.
    Tsv,
    /// Only the ids, one a line.
    Ids,
    /// One `JUnit` XML document, as CI systems read results of tests.
    Junit,
    /// Counts of what there is, for people.
    Summary,
}

impl Form {
    /// All forms, in the order of the help.
    pub const ALL: [Self; 8] = [
        Self::Table,
        Self::Json,
        Self::Ndjson,
        Self::Yaml,
        Self::Tsv,
        Self::Ids,
        Self::Junit,
        Self::Summary,
    ];

    /// Those of data in general; the others belong to a command each.
    pub const USUAL: [Self; 6] =
        [Self::Table, Self::Json, Self::Ndjson, Self::Yaml, Self::Tsv, Self::Ids];

    /// Those of an answer that is no list of rows with ids.
    pub const DOCUMENTS: [Self; 4] = [Self::Table, Self::Json, Self::Ndjson, Self::Yaml];

    /// Whether it is JSON, as one document or a value a line.
    pub const fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Ndjson)
    }

    /// The name that `-o` takes.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Yaml => "yaml",
            Self::Tsv => "tsv",
            Self::Ids => "ids",
            Self::Junit => "junit",
            Self::Summary => "summary",
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Form {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|form| form.name() == text).ok_or_else(|| {
            format!("{text:?} is not an output form: {}", Self::ALL.map(Self::name).join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn every_name_reads_back() {
        for form in Form::ALL {
            assert_eq!(form.name().parse(), Ok(form));
        }
        assert!("xml".parse::<Form>().unwrap_err().contains("table, json"));
    }
}
