//! The user's editor, and the file that it works on.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use tempfile::TempPath;

use crate::commands::Settings;
use crate::error::{Error, Result};
use crate::output::Output;

/// What runs where neither `VISUAL` nor `EDITOR` says.
const DEFAULT: &str = "vi";

/// The user's editor.
pub(super) struct Editor<'a> {
    command: &'a str,
    settings: &'a Settings,
}

impl<'a> Editor<'a> {
    /// The one that `VISUAL` or `EDITOR` names. Named, it may be a script and need no terminal; the
    /// default does.
    ///
    /// # Errors
    /// None is named and nobody is there (usage).
    pub(super) fn find(settings: &'a Settings, someone_is_there: bool) -> Result<Self> {
        let named = ["VISUAL", "EDITOR"].iter().find_map(|name| settings.environment.get(name));
        let default = || someone_is_there.then_some(DEFAULT);
        let command = named.or_else(default).ok_or_else(|| {
            Error::usage("neither VISUAL nor EDITOR is set, and nobody is there to edit")
                .hinted("--url, --event, --status and --description change it without an editor")
        })?;
        Ok(Self { command, settings })
    }

    /// Runs it on a file, and waits for its end.
    ///
    /// The one thread we have waits too. So Ctrl-C, which reaches the editor as well, ends us only
    /// after it: otherwise both would read the terminal.
    ///
    /// # Errors
    /// It can't be run (usage), or fails.
    pub(super) fn edit(&self, path: &Path) -> Result<()> {
        let name = self.command;
        let mut command = self.settings.hidden.command(name)?;
        command.arg(path);
        if !io::stdout().is_terminal() {
            // What goes there is our data alone.
            command.stdout(io::stderr());
        }
        let status = command.status().map_err(|error| {
            Error::usage(format!("the editor `{name}` can't be run: {error}"))
                .hinted("VISUAL or EDITOR names another")
        })?;
        if status.success() {
            return Ok(());
        }
        Err(Error::failed(format!("the editor `{name}` failed: {status}; nothing is changed")))
    }
}

/// The text that the user edits, in a file that only they may read. It stays, and is told of, unless
/// it is not needed any more: also when we are interrupted.
pub(super) struct KeptText<'a> {
    path: TempPath,
    is_needed: bool,
    is_told: bool,
    original: String,
    output: &'a Output,
}

impl<'a> KeptText<'a> {
    /// A new file with this text.
    ///
    /// # Errors
    /// A temporary folder that can't be written.
    pub(super) fn new(text: &str, output: &'a Output) -> Result<Self> {
        let file = tempfile::Builder::new().prefix("hookctl-").suffix(".yaml").tempfile();
        let written = file.and_then(|mut file| file.write_all(text.as_bytes()).map(|()| file));
        let file =
            written.map_err(|error| Error::failed(format!("there is no file to edit: {error}")))?;
        let (path, original) = (file.into_temp_path(), text.to_owned());
        Ok(Self { path, is_needed: true, is_told: false, original, output })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// What it is now.
    ///
    /// # Errors
    /// What can't be read, or is not UTF-8 (usage).
    pub(super) fn read(&self) -> Result<String> {
        let unreadable = |error| Error::usage(format!("the edited text can't be read: {error}"));
        fs::read_to_string(self.path()).map_err(unreadable)
    }

    /// The error, with a hint to where the user's text is.
    pub(super) fn named_in(&mut self, error: Error) -> Error {
        if !self.is_worth_keeping() {
            return error;
        }
        self.is_told = true;
        let place = format!("your text is kept in {}", self.path().display());
        let hint = error.hint().map_or_else(|| place.clone(), |hint| format!("{hint}; {place}"));
        error.hinted(hint)
    }

    /// Nobody needs it any more.
    pub(super) fn discard(mut self) {
        self.is_needed = false;
    }

    fn is_worth_keeping(&self) -> bool {
        fs::read(self.path()).is_ok_and(|text| text != self.original.as_bytes())
    }
}

impl Drop for KeptText<'_> {
    fn drop(&mut self) {
        if !self.is_needed || !self.is_worth_keeping() {
            return;
        }
        self.path.disable_cleanup(true);
        if !self.is_told {
            self.output.warn(&format!("your text is kept in {}", self.path.display()));
        }
    }
}
