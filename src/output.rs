//! The only place that prints: data to standard output in the form asked for, and all else to
//! standard error. It knows values, terminals and pipes; of commands and of the API it knows nothing.

mod cell;
mod form;
mod jq;
mod json;
mod message;
mod order;
mod pager;
mod rows;
mod safe;
mod spinner;
mod stdout;
mod table;
mod telling;
mod terminal;
#[cfg(test)]
mod tests;
mod tsv;
mod view;
mod yaml;

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use console::Style;
use indicatif::WeakProgressBar;
use serde::Serialize;
use serde::de::IgnoredAny;

use crate::error::{Error, Result};
use crate::expression::Expression;
use crate::model::{JsonObject, Moment};

pub use form::Form;
pub use message::report_error;
pub use order::Order;
pub use pager::Pager;
pub use rows::Rows;
pub use safe::safe;
pub use spinner::Spinner;
pub use terminal::{ColorChoice, Terminal};
pub use view::{Column, ColumnKind, View};

use safe::{safe_json, safe_lines};
use stdout::Stdout;

/// How to print.
#[derive(Clone, Debug)]
pub struct Options {
    /// The form of data.
    pub form: Form,
    /// `--fields`: the keys to show, in this order.
    pub fields: Option<Vec<String>>,
    /// `--jq`: what is printed of each JSON value.
    pub jq: Option<Arc<Expression>>,
    /// Where tables go that are longer than the screen.
    pub pager: Option<Pager>,
    /// Whether tables and TSV have a header.
    pub headers: bool,
    /// Whether notes, footers and spinners are left out.
    pub quiet: bool,
    /// Whether errors are lines of JSON.
    pub json_errors: bool,
    /// What is known of the terminal.
    pub terminal: Terminal,
    /// The moment that ages are counted to.
    pub now: Moment,
}

/// What a colour says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As it should be.
    Good,
    /// To be looked at.
    Doubtful,
    /// Not as it should be.
    Bad,
}

/// Standard output and standard error. A reader who is slow holds up those who write data, but not
/// the messages.
pub struct Output {
    options: Options,
    stdout: Mutex<Stdout>,
    /// Apart, since whoever writes holds the above while a reader is slow.
    taken: Arc<AtomicU64>,
    stderr: Mutex<Box<dyn Write + Send>>,
    /// The spinner that what is printed has to go around.
    spinner: Mutex<Option<WeakProgressBar>>,
    /// Whether what is printed may wait for more.
    is_gathering: AtomicBool,
    /// Whether `--jq` has failed on a row.
    has_failed_rows: AtomicBool,
}

impl Output {
    /// Prints to this process's streams.
    pub fn new(options: Options) -> Self {
        Self::with_writers(options, Box::new(io::stdout()), Box::new(io::stderr()))
    }

    /// Prints to other writers: for tests.
    pub fn with_writers(
        mut options: Options,
        stdout: Box<dyn Write + Send>,
        stderr: Box<dyn Write + Send>,
    ) -> Self {
        if let Some(fields) = &mut options.fields {
            // A field asked for twice would be a key twice in one JSON object.
            let mut seen = HashSet::new();
            fields.retain(|field| seen.insert(field.clone()));
        }
        let stdout = Stdout::new(stdout);
        Self {
            options,
            taken: stdout.taken(),
            stdout: Mutex::new(stdout),
            stderr: Mutex::new(stderr),
            spinner: Mutex::default(),
            is_gathering: AtomicBool::new(false),
            has_failed_rows: AtomicBool::new(false),
        }
    }

    /// The form of data.
    pub fn form(&self) -> Form {
        self.options.form
    }

    /// What is known of the terminal.
    pub fn terminal(&self) -> &Terminal {
        &self.options.terminal
    }

    /// Whether the reader of standard output is gone: what is still printed is dropped.
    pub fn is_closed(&self) -> bool {
        lock(&self.stdout).is_closed()
    }

    /// How many bytes standard output has taken so far; never waits for those who write.
    pub fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    /// Whether `--fields` asks for some only.
    pub fn has_fields(&self) -> bool {
        self.fields().is_some()
    }

    /// Whether `--jq` makes something else of what is printed.
    pub fn has_jq(&self) -> bool {
        self.options.jq.is_some()
    }

    /// Whether what is printed of an object shows this field. What `--jq` makes of it, nobody knows.
    pub fn shows(&self, key: &str) -> bool {
        self.form() != Form::Ids
            && !self.has_jq()
            && self.fields().is_none_or(|fields| fields.iter().any(|field| field == key))
    }

    /// Prints one object: its fields in lines, one document, or one row.
    ///
    /// # Errors
    /// Exit 2, when `--fields` names what is neither documented nor in the object; exit 1, when
    /// standard output can't be written.
    pub fn one(&self, object: &JsonObject, view: &View) -> Result<()> {
        self.check(view, object)?;
        match self.form() {
            Form::Table | Form::Summary => {
                self.write_table(&table::Style::new(&self.options).one(&self.picked(object)))?;
            }
            Form::Json | Form::Ndjson | Form::Yaml => return self.json(&*self.picked(object)),
            Form::Tsv => {
                let keys = self.keys_of_one(object, view);
                self.write_header(&keys)?;
                self.write_tsv(&tsv::row(object, &keys))?;
            }
            Form::Ids => self.write_id(object, view)?,
            Form::Junit => return Err(no_such_form(Form::Junit)),
        }
        self.flush()
    }

    /// Prints all rows of an answer. An empty one is `[]` in JSON and YAML, and nothing in a table.
    ///
    /// # Errors
    /// As [`Rows::push`].
    pub fn many(&self, rows: &[JsonObject], view: &View) -> Result<()> {
        let mut answer = self.rows(view);
        for row in rows {
            answer.push(row)?;
        }
        answer.finish()
    }

    /// Begins an answer whose rows are printed as they come.
    pub fn rows<'a>(&'a self, view: &'a View) -> Rows<'a> {
        Rows::new(self, view)
    }

    /// Prints one line of data as it is. Text from outside has to be [`safe`] already.
    ///
    /// # Errors
    /// Exit 1, when standard output can't be written.
    pub fn line(&self, text: &str) -> Result<()> {
        self.write(text)?;
        self.write("\n")?;
        self.flush()
    }

    /// Prints the values of a row that `--fields` picks as a line: for tables that don't wait for all
    /// their rows.
    ///
    /// # Errors
    /// Exit 1, when standard output can't be written.
    pub fn picked_line(&self, object: &JsonObject) -> Result<()> {
        let fields = self.fields().unwrap_or_default();
        let cells = fields.iter().map(|field| cell::text(object.get(field), ", "));
        self.line(&safe(&cells.collect::<Vec<_>>().join("  ")))
    }

    /// Prints exact bytes.
    ///
    /// # Errors
    /// Exit 1, when standard output can't be written.
    pub fn raw(&self, bytes: &[u8]) -> Result<()> {
        self.around_spinner(|| lock(&self.stdout).write(bytes))?;
        self.flush()
    }

    /// Prints any value whole, `--fields` or not: as YAML, as a line in `ndjson`, else as a JSON
    /// document; or what `--jq` makes of it.
    ///
    /// # Errors
    /// Exit 1, when the value has no such form, `--jq` fails on a document, or standard output can't
    /// be written.
    pub fn json(&self, value: &impl Serialize) -> Result<()> {
        if !self.has_jq() {
            return self.whole(value);
        }
        let json = json::text(value)?;
        match self.form() {
            Form::Ndjson => self.write_row(&json)?,
            _ => self.write_made(&json)?,
        }
        self.flush()
    }

    /// As [`Self::json`], and whole even with `--jq`: for what must not be lost.
    ///
    /// # Errors
    /// Exit 1, when the value has no such form, or standard output can't be written.
    pub fn whole(&self, value: &impl Serialize) -> Result<()> {
        let json = json::text(value)?;
        match self.form() {
            Form::Yaml => self.write_yaml(&yaml::document(&json)?)?,
            Form::Ndjson => self.write_json(&(json::compact(&json) + "\n"))?,
            _ => self.write_json(&(json::indented(&json, 0) + "\n"))?,
        }
        self.flush()
    }

    /// Prints one object as [`Self::json`] does, with the fields asked for.
    ///
    /// # Errors
    /// Exit 2, when `--fields` names what is neither documented nor in the object; exit 1, when
    /// standard output can't be written.
    pub fn picked_json(&self, object: &JsonObject, view: &View) -> Result<()> {
        self.check(view, object)?;
        self.json(&*self.picked(object))
    }

    /// Checks `--fields` before a call that writes: only documented ones are known by then.
    ///
    /// # Errors
    /// Exit 2, when it names another.
    pub fn check_fields(&self, view: &View) -> Result<()> {
        self.check(view, &JsonObject::new())
    }

    /// Prints a value of our own whole as a row of a stream: JSON on a line, compact as it
    /// serialises. (What others wrote may not be: that is for [`Self::json`].)
    ///
    /// # Errors
    /// Exit 1, when the value has no such form, or standard output can't be written.
    pub fn row(&self, value: &impl Serialize) -> Result<()> {
        if self.has_jq() {
            self.write_row(&json::text(value)?)?;
        } else {
            self.write_json(&json::line(value)?)?;
        }
        self.flush()
    }

    /// Prints one object as [`Self::row`] does, with the fields asked for.
    ///
    /// # Errors
    /// Exit 1, when standard output can't be written.
    pub fn picked_row(&self, object: &JsonObject) -> Result<()> {
        self.row(&*self.picked(object))
    }

    /// Prints text from outside for people, each line behind `indent`: JSON a value a line, other
    /// text as it is, both made safe.
    ///
    /// # Errors
    /// Exit 1, when standard output can't be written.
    pub fn pretty(&self, text: &str, indent: &str) -> Result<()> {
        let is_json = serde_json::from_str::<IgnoredAny>(text).is_ok();
        let text = if is_json { Cow::Owned(json::indented(text, 0)) } else { Cow::Borrowed(text) };
        text.lines().try_for_each(|line| self.write(&format!("{indent}{}\n", safe(line))))?;
        self.flush()
    }

    /// Has what is printed inside written in one go, as far as it fits.
    ///
    /// # Errors
    /// What `print` fails with; exit 1, when standard output can't be written.
    pub fn together(&self, print: impl FnOnce(&Self) -> Result<()>) -> Result<()> {
        self.is_gathering.store(true, Ordering::Relaxed);
        let printed = print(self);
        self.is_gathering.store(false, Ordering::Relaxed);
        printed.and(self.flush())
    }

    /// Colours text, where data may have colour.
    pub fn paint(&self, text: &str, tone: Tone) -> String {
        let style = Style::new().force_styling(self.terminal().color_stdout);
        match tone {
            Tone::Good => style.green(),
            Tone::Doubtful => style.yellow(),
            Tone::Bad => style.red(),
        }
        .apply_to(text)
        .to_string()
    }

    fn fields(&self) -> Option<&[String]> {
        self.options.fields.as_deref()
    }

    fn check(&self, view: &View, object: &JsonObject) -> Result<()> {
        self.fields().map_or(Ok(()), |fields| view.check(fields, object))
    }

    fn picked<'a>(&self, object: &'a JsonObject) -> Cow<'a, JsonObject> {
        match self.fields() {
            Some(fields) => Cow::Owned(object.pick(fields)),
            None => Cow::Borrowed(object),
        }
    }

    /// One row has room for every key.
    fn keys_of_one<'a>(&'a self, object: &'a JsonObject, view: &'a View) -> Vec<&'a str> {
        match self.fields() {
            Some(fields) => fields.iter().map(String::as_str).collect(),
            None => view.known_and(object),
        }
    }

    fn write_header(&self, keys: &[&str]) -> Result<()> {
        if self.options.headers { self.write_tsv(&tsv::header(keys)) } else { Ok(()) }
    }

    /// An object without an id has no line: an empty one would be read as an id.
    fn write_id(&self, object: &JsonObject, view: &View) -> Result<()> {
        let id = cell::text(object.get(view.ids), ",");
        if id.is_empty() { Ok(()) } else { self.write(&(safe(&id) + "\n")) }
    }

    fn write_tsv(&self, line: &str) -> Result<()> {
        if !self.terminal().stdout_is_terminal {
            return self.write(&format!("{line}\n"));
        }
        let cells: Vec<_> = line.split('\t').map(safe).collect();
        self.write(&(cells.join("\t") + "\n"))
    }

    fn write_json(&self, json: &str) -> Result<()> {
        if self.terminal().stdout_is_terminal {
            self.write(&safe_json(json))
        } else {
            self.write(json)
        }
    }

    fn write_yaml(&self, yaml: &str) -> Result<()> {
        if self.terminal().stdout_is_terminal {
            self.write(&safe_lines(yaml))
        } else {
            self.write(yaml)
        }
    }

    fn write(&self, text: &str) -> Result<()> {
        self.around_spinner(|| lock(&self.stdout).write(text.as_bytes()))
    }

    fn flush(&self) -> Result<()> {
        if self.is_gathering.load(Ordering::Relaxed) {
            return Ok(());
        }
        self.around_spinner(|| lock(&self.stdout).flush())
    }

    fn around_spinner<T>(&self, print: impl FnOnce() -> T) -> T {
        let bar = lock(&self.spinner).as_ref().and_then(WeakProgressBar::upgrade);
        match bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }
}

/// What a thread that panicked has left can still be written to.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Who prints `JUnit` does so as text: an object and a row have no such form.
fn no_such_form(form: Form) -> Error {
    Error::failed(format!("what is to be printed has no form {form}"))
}

/// Prints help or a version to standard output as it is, before there is an [`Output`].
///
/// # Errors
/// Exit 1, when standard output can't be written.
pub fn print_help(text: &str) -> Result<()> {
    let mut stdout = Stdout::new(Box::new(io::stdout()));
    stdout.write(text.as_bytes())?;
    stdout.flush()
}
