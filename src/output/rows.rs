//! Rows that are printed as they come, in whatever form was asked for.

use crate::error::Result;
use crate::model::JsonObject;
use crate::output::view::View;
use crate::output::{Form, Output, json, no_such_form, table, tsv, yaml};

/// An answer of many rows under way. `ndjson`, `tsv`, `ids` and `json` print each row when it is
/// pushed; a table needs them all to know its widths, and YAML is one document.
pub struct Rows<'a> {
    output: &'a Output,
    view: &'a View,
    has_begun: bool,
    collected: Vec<JsonObject>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(output: &'a Output, view: &'a View) -> Self {
        Self { output, view, has_begun: false, collected: Vec::new() }
    }

    /// Adds a row.
    ///
    /// # Errors
    /// With the first row: exit 2, when `--fields` names what is neither documented nor in it.
    /// Exit 1, when standard output can't be written. Where `--jq` fails, [`Rows::finish`] says so.
    pub fn push(&mut self, row: &JsonObject) -> Result<()> {
        let is_first = !self.has_begun;
        if is_first {
            self.begin(row)?;
        }
        match self.output.form() {
            Form::Json if self.output.has_jq() => {
                self.collected.push(self.output.picked(row).into_owned());
                Ok(())
            }
            Form::Table | Form::Yaml | Form::Summary => {
                self.collected.push(self.output.picked(row).into_owned());
                Ok(())
            }
            Form::Json => {
                let before = if is_first { "[\n  " } else { ",\n  " };
                let json = json::text(&*self.output.picked(row))?;
                self.output.write_json(&(before.to_owned() + &json::indented(&json, 1)))
            }
            Form::Ndjson => {
                let json = json::text(&*self.output.picked(row))?;
                self.output.write_row(&json)
            }
            Form::Tsv => {
                let line = tsv::row(row, &self.keys());
                self.output.write_tsv(&line)
            }
            Form::Ids => self.output.write_id(row, self.view),
            Form::Junit => Err(no_such_form(Form::Junit)),
        }
    }

    /// Brings out what was pushed so far: at the end of a page.
    ///
    /// # Errors
    /// Exit 1, when standard output can't be written.
    pub fn flush(&self) -> Result<()> {
        self.output.flush()
    }

    /// Ends the answer: an empty one too has its form, `[]` or a header line.
    ///
    /// # Errors
    /// As [`Rows::push`].
    pub fn finish(mut self) -> Result<()> {
        let was_empty = !self.has_begun;
        if was_empty {
            self.begin(&JsonObject::new())?;
        }
        let output = self.output;
        match output.form() {
            Form::Json if output.has_jq() => output.write_made(&json::text(&self.collected)?)?,
            Form::Json => output.write_json(if was_empty { "[]\n" } else { "\n]\n" })?,
            Form::Yaml => output.write_yaml(&yaml::document(&json::text(&self.collected)?)?)?,
            Form::Table | Form::Summary if !self.collected.is_empty() => {
                let columns = self.view.shown(output.fields());
                let style = table::Style::new(&output.options);
                output.write_table(&style.many(&self.collected, &columns, self.view.ids))?;
            }
            Form::Table | Form::Ndjson | Form::Tsv | Form::Ids | Form::Summary => {}
            Form::Junit => return Err(no_such_form(Form::Junit)),
        }
        output.flush()?;
        output.check_rows()
    }

    fn begin(&mut self, first: &JsonObject) -> Result<()> {
        self.output.check(self.view, first)?;
        self.has_begun = true;
        if self.output.form() == Form::Tsv {
            self.output.write_header(&self.keys())
        } else {
            Ok(())
        }
    }

    fn keys(&self) -> Vec<&'a str> {
        self.view.shown(self.output.fields()).iter().map(|column| column.key).collect()
    }
}

impl Drop for Rows<'_> {
    /// When a later page fails, the rows of the earlier ones are out nevertheless.
    fn drop(&mut self) {
        let _ = self.output.flush();
    }
}
