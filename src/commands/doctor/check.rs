//! One row of the report: what was looked at, how it is, and what to do.

use serde::Serialize;

use crate::commands::report::{self, Row, Status};
use crate::error::{Error, Result};
use crate::output::{Output, safe};

/// The rows so far.
pub(super) type Report<'a> = report::Report<'a, Check>;

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
}

impl Row for Check {
    fn status(&self) -> Status {
        self.status
    }

    fn print(&self, output: &Output) -> Result<()> {
        let word = self.status.word(output);
        output.line(&format!("{word}  {}: {}", self.title, safe(&self.detail)))?;
        match &self.fix {
            Some(fix) => output.line(&format!("           → {}", safe(fix))),
            None => Ok(()),
        }
    }
}
