//! One row of the report: what was looked at, how it is, and what to do.

use serde::Serialize;

use crate::error::Error;
use crate::output::{Form, Output, Tone, safe};

/// How things are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    /// As they should be.
    Passed,
    /// They work, and are to be looked at.
    Warning,
    /// They don't work.
    Failed,
    /// It makes no sense to look, or it could not be.
    Skipped,
}

/// One row.
#[derive(Debug, Serialize)]
pub(super) struct Check {
    id: &'static str,
    title: &'static str,
    status: Status,
    detail: String,
    fix: Option<String>,
}

impl Check {
    pub(super) fn passed(id: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self { id, title, status: Status::Passed, detail: detail.into(), fix: None }
    }

    pub(super) fn skipped(id: &'static str, title: &'static str, why: impl Into<String>) -> Self {
        Self { status: Status::Skipped, ..Self::passed(id, title, why) }
    }

    pub(super) fn warning(
        id: &'static str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self { status: Status::Warning, ..Self::passed(id, title, detail) }
    }

    pub(super) fn failed(id: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self { status: Status::Failed, ..Self::passed(id, title, detail) }
    }

    /// A failure, whose hint is what to do.
    pub(super) fn of(id: &'static str, title: &'static str, error: &Error) -> Self {
        let fix = error.hint().map(str::to_owned);
        Self { fix, ..Self::failed(id, title, error.message()) }
    }

    /// Adds what to do, unless something is said already.
    pub(super) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix.get_or_insert_with(|| fix.into());
        self
    }

    fn is_failed(&self) -> bool {
        self.status == Status::Failed
    }
}

/// The rows so far. In a table each is printed as soon as it is known.
pub(super) struct Report<'a> {
    output: &'a Output,
    checks: Vec<Check>,
}

#[derive(Serialize)]
struct Whole<'a> {
    ok: bool,
    checks: &'a [Check],
}

impl<'a> Report<'a> {
    pub(super) fn new(output: &'a Output) -> Self {
        Self { output, checks: Vec::new() }
    }

    /// Takes a row in, and says whether it is not a failure.
    pub(super) fn add(&mut self, check: Check) -> crate::error::Result<bool> {
        if self.output.form() == Form::Table {
            self.print(&check)?;
        }
        let is_well = !check.is_failed();
        self.checks.push(check);
        Ok(is_well)
    }

    /// Prints what is not printed yet, and says whether nothing failed.
    pub(super) fn finish(self) -> crate::error::Result<bool> {
        let ok = !self.checks.iter().any(Check::is_failed);
        if self.output.form() != Form::Table {
            self.output.json(&Whole { ok, checks: &self.checks })?;
        }
        Ok(ok)
    }

    fn print(&self, check: &Check) -> crate::error::Result<()> {
        let (word, tone) = match check.status {
            Status::Passed => ("✓ passed ", Some(Tone::Good)),
            Status::Warning => ("! warning", Some(Tone::Doubtful)),
            Status::Failed => ("✗ failed ", Some(Tone::Bad)),
            Status::Skipped => ("- skipped", None),
        };
        let word = tone.map_or_else(|| word.to_owned(), |tone| self.output.paint(word, tone));
        self.output.line(&format!("{word}  {}: {}", check.title, safe(&check.detail)))?;
        match &check.fix {
            Some(fix) => self.output.line(&format!("           → {}", safe(fix))),
            None => Ok(()),
        }
    }
}
