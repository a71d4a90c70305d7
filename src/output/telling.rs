//! What goes to standard error: notes, warnings, errors, what belongs under a table, and a spinner.

use std::io::Write;

use serde::Serialize;

use crate::error::{Error, Result};
use crate::output::message::{self, Label};
use crate::output::safe::{safe_json, safe_lines};
use crate::output::{Form, Output, Spinner, json, lock};

impl Output {
    /// Prints `note: …`, unless quiet.
    pub fn note(&self, text: &str) {
        if !self.options.quiet {
            self.tell(&Label::Note.line(text, self.terminal().color_stderr));
        }
    }

    /// Prints `warning: …`, quiet or not.
    pub fn warn(&self, text: &str) {
        self.tell(&Label::Warning.line(text, self.terminal().color_stderr));
    }

    /// Prints `error: …` and its hint, or the error's line of JSON.
    pub fn error(&self, error: &Error) {
        self.tell(&if self.options.json_errors {
            message::error_json(error)
        } else {
            message::error_lines(error, self.terminal().color_stderr)
        });
    }

    /// Prints what belongs under a table to standard error: nothing in any other form.
    pub fn footer(&self, text: &str) {
        if self.form() == Form::Table {
            self.narrate(text);
        }
    }

    /// Prints a line, or several, to standard error, unless quiet.
    pub fn narrate(&self, text: &str) {
        if !self.options.quiet {
            self.tell(&(safe_lines(text) + "\n"));
        }
    }

    /// Prints a value whole, as a line of JSON, where standard output takes nothing: for what must
    /// not be lost.
    ///
    /// # Errors
    /// Exit 1, when the value has no such form.
    pub fn whole_aside(&self, value: &impl Serialize) -> Result<()> {
        self.tell(&(safe_json(&json::compact(&json::text(value)?)).into_owned() + "\n"));
        Ok(())
    }

    /// Shows that work is under way: on a terminal, unless quiet, and only if it takes long.
    pub fn spinner(&self, label: impl Into<String>) -> Spinner {
        if !self.terminal().stderr_is_terminal || self.options.quiet {
            return Spinner::hidden();
        }
        let spinner = Spinner::start(&label.into());
        *lock(&self.spinner) = Some(spinner.bar().downgrade());
        spinner
    }

    /// A message that can't be written has nobody to be told to.
    fn tell(&self, text: &str) {
        self.around_spinner(|| {
            let mut stderr = lock(&self.stderr);
            let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
        });
    }
}
