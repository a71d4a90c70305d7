//! `--jq`: what an expression makes of a value is printed instead of the value.

use std::sync::atomic::Ordering;

use crate::error::{Error, Result};
use crate::expression::{Expression, Made};
use crate::output::safe::safe_text;
use crate::output::{Output, json, lock};

impl Output {
    /// Prints what `--jq` makes of a JSON text, each result on a line.
    ///
    /// # Errors
    /// Exit 1, when the expression fails on it, or standard output can't be written.
    pub(super) fn write_made(&self, json: &str) -> Result<()> {
        let Some(jq) = &self.options.jq else { return Ok(()) };
        match self.write_results(jq, json)? {
            None => Ok(()),
            Some(why) => {
                let _ = self.flush();
                Err(Error::failed(format!("--jq fails on the answer: {why}")))
            }
        }
    }

    /// Prints a row of a stream, compact, or what `--jq` makes of it. Where that fails, the others
    /// are printed all the same: nobody who sends us a strange one is to silence them.
    pub(super) fn write_row(&self, json: &str) -> Result<()> {
        let Some(jq) = &self.options.jq else {
            return self.write_json(&(json::compact(json) + "\n"));
        };
        if let Some(why) = self.write_results(jq, json)? {
            self.has_failed_rows.store(true, Ordering::Relaxed);
            self.warn(&format!("--jq fails on a row: {why}"));
        }
        Ok(())
    }

    /// Tells at the end of an answer whether all its rows were printed.
    ///
    /// # Errors
    /// Exit 1, when `--jq` has failed on one.
    pub fn check_rows(&self) -> Result<()> {
        if self.has_failed_rows.load(Ordering::Relaxed) {
            return Err(Error::failed("--jq failed on some rows, which are missing"));
        }
        Ok(())
    }

    /// Says why the expression failed, where it did.
    fn write_results(&self, jq: &Expression, json: &str) -> Result<Option<String>> {
        for made in jq.run(json) {
            match made {
                Ok(Made::Text(bytes)) => self.write_text(bytes)?,
                Ok(Made::Json(json)) => self.write_json(&(json + "\n"))?,
                Err(why) => return Ok(Some(why)),
            }
        }
        Ok(None)
    }

    fn write_text(&self, mut bytes: Vec<u8>) -> Result<()> {
        bytes.push(b'\n');
        if self.terminal().stdout_is_terminal {
            return self.write(&safe_text(&String::from_utf8_lossy(&bytes)));
        }
        self.around_spinner(|| lock(&self.stdout).write(&bytes))
    }
}
