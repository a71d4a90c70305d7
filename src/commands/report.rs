//! A report of checks, a row each: in a table as they come, in JSON as one document.

use serde::Serialize;

use crate::commands::views::REPORT;
use crate::error::{Error, Result};
use crate::model::JsonObject;
use crate::output::{Form, Output, Tone};

/// How things are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    /// As they should be.
    Passed,
    /// They work, and are to be looked at.
    Warning,
    /// They don't work.
    Failed,
    /// It makes no sense to look, or it could not be.
    Skipped,
}

impl Status {
    /// The word that a row begins with, in its colour.
    pub(crate) fn word(self, output: &Output) -> String {
        let (word, tone) = match self {
            Self::Passed => ("✓ passed ", Some(Tone::Good)),
            Self::Warning => ("! warning", Some(Tone::Doubtful)),
            Self::Failed => ("✗ failed ", Some(Tone::Bad)),
            Self::Skipped => ("- skipped", None),
        };
        tone.map_or_else(|| word.to_owned(), |tone| output.paint(word, tone))
    }
}

/// A row of a report.
pub(crate) trait Row: Serialize {
    /// How it is.
    fn status(&self) -> Status;

    /// Prints it for people.
    ///
    /// # Errors
    /// Standard output that can't be written.
    fn print(&self, output: &Output) -> Result<()>;
}

/// The rows so far. In a table each is printed as soon as it is known.
pub(crate) struct Report<'a, R> {
    output: &'a Output,
    checks: Vec<R>,
}

#[derive(Serialize)]
struct Whole<'a, R> {
    ok: bool,
    checks: &'a [R],
}

impl<'a, R: Row> Report<'a, R> {
    /// Begins one, unless it lacks what `--fields` asks for.
    ///
    /// # Errors
    /// Another field than the report has (usage).
    pub(crate) fn new(output: &'a Output) -> Result<Self> {
        output.check_fields(&REPORT)?;
        Ok(Self { output, checks: Vec::new() })
    }

    /// Takes a row in, and says whether it is not a failure.
    pub(crate) fn add(&mut self, check: R) -> Result<bool> {
        if self.output.form() == Form::Table {
            check.print(self.output)?;
        }
        let is_well = check.status() != Status::Failed;
        self.checks.push(check);
        Ok(is_well)
    }

    pub(crate) fn output(&self) -> &'a Output {
        self.output
    }

    pub(crate) fn rows(&self) -> &[R] {
        &self.checks
    }

    /// Whether nothing failed.
    pub(crate) fn is_well(&self) -> bool {
        self.checks.iter().all(|check| check.status() != Status::Failed)
    }

    /// Prints what is not printed yet, and says whether nothing failed.
    pub(crate) fn finish(self) -> Result<bool> {
        let ok = self.is_well();
        if self.output.form() != Form::Table {
            let whole = JsonObject::from_serialize(&Whole { ok, checks: &self.checks })
                .map_err(|error| Error::failed(format!("the report is no JSON: {error}")))?;
            self.output.picked_json(&whole, &REPORT)?;
        }
        Ok(ok)
    }
}
