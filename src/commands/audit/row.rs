//! A check as it is printed.

use serde::Serialize;

use crate::audit::{Check, Finding, Timing, Verdict};
use crate::commands::report::{self, Status};
use crate::error::Result;
use crate::output::{Output, safe};

/// One check, and what came of it.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) status: Status,
    pub(super) sent: &'static str,
    pub(super) expected: String,
    pub(super) got: String,
    pub(super) why: &'static str,
    timing: Option<Timing>,
}

/// One check, as `--list` prints it.
#[derive(Debug, Serialize)]
pub(super) struct Listed {
    id: &'static str,
    title: &'static str,
    sent: &'static str,
    expected: String,
    why: &'static str,
}

impl Row {
    pub(super) fn new(check: &'static Check, finding: Finding) -> Self {
        let status = match finding.verdict {
            Verdict::Sound => Status::Passed,
            Verdict::Doubtful => Status::Warning,
            Verdict::Unsound | Verdict::Broken | Verdict::Unreachable => Status::Failed,
        };
        Self {
            id: check.id,
            title: check.title,
            status,
            sent: check.sent,
            expected: check.expected.to_string(),
            got: finding.got,
            why: check.why,
            timing: finding.timing,
        }
    }

    /// A check that was not run.
    pub(super) fn skipped(check: &'static Check, why: &str) -> Self {
        let nothing = Finding { verdict: Verdict::Unreachable, got: why.to_owned(), timing: None };
        Self { status: Status::Skipped, ..Self::new(check, nothing) }
    }
}

impl report::Row for Row {
    fn status(&self) -> Status {
        self.status
    }

    fn print(&self, output: &Output) -> Result<()> {
        let Self { id, title, sent, expected, got, why, .. } = self;
        let (word, got) = (self.status.word(output), safe(got));
        output.line(&format!("{word}  {title} ({id}): {got}"))?;
        if self.status == Status::Skipped {
            return Ok(());
        }
        output.line(&format!("           sent {sent}; sound: {expected}"))?;
        output.line(&format!("           why: {why}"))
    }
}

impl From<&Check> for Listed {
    fn from(check: &Check) -> Self {
        Self {
            id: check.id,
            title: check.title,
            sent: check.sent,
            expected: check.expected.to_string(),
            why: check.why,
        }
    }
}
