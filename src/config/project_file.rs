//! `.hookctl.toml`, found upwards from the working directory. It comes with a repository, from
//! whoever may write to that, so it can set only what leads no token and no delivery anywhere.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, TableLike};

use crate::config::Key;
use crate::config::document::{parse, text};
use crate::error::{Error, Result};

const NAME: &str = ".hookctl.toml";

/// A project's file, as far as it may be heard.
#[derive(Clone, Debug, Default)]
pub struct ProjectFile {
    path: PathBuf,
    document: DocumentMut,
    warnings: Vec<String>,
}

impl ProjectFile {
    /// The file of the nearest folder that has one, from `folder` up. One that another user owns is
    /// empty but for a warning: anybody can put a file into `/tmp`.
    ///
    /// # Errors
    /// A file that can't be read or is no TOML (usage).
    pub fn find(folder: &Path) -> Result<Option<Self>> {
        for folder in folder.ancestors() {
            let path = folder.join(NAME);
            if fs::symlink_metadata(&path).is_ok() {
                return Self::load(path).map(Some);
            }
        }
        Ok(None)
    }

    fn load(path: PathBuf) -> Result<Self> {
        let unreadable = |error: io::Error| {
            Error::usage(format!("the project file {} can't be read: {error}", path.display()))
        };
        let (link, file) = (fs::symlink_metadata(&path), fs::metadata(&path));
        let (link, file) = (link.map_err(unreadable)?, file.map_err(unreadable)?);
        let reason = if !file.is_file() {
            Some("it is not a regular file")
        } else if !(is_ours(&link) && is_ours(&file)) {
            Some("another user owns it")
        } else {
            None
        };
        if let Some(reason) = reason {
            let warning = format!("the project file {} is ignored: {reason}", path.display());
            return Ok(Self { path, warnings: vec![warning], ..Self::default() });
        }
        let document = parse(&path, fs::read(&path).map_err(unreadable)?)?;
        let mut project = Self { path, document, warnings: Vec::new() };
        project.warnings = project.ignored();
        Ok(project)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What of it is ignored, and why.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// The profile that it chooses.
    ///
    /// # Errors
    /// When that is not a text (usage).
    pub fn profile(&self) -> Result<Option<String>> {
        // A table of profiles is what only `config.toml` can have.
        let name = self.document.get("profile").filter(|item| !item.is_table_like());
        self.text(name, "profile")
    }

    /// Its value of a key, where it may have one.
    ///
    /// # Errors
    /// When that is not a text (usage).
    pub fn value(&self, key: Key) -> Result<Option<String>> {
        if !key.is_for_projects() {
            return Ok(None);
        }
        self.text(self.document.get(key.name()), key.name())
    }

    /// `port` or `path` of a listener.
    ///
    /// # Errors
    /// When that is not a text or a number (usage).
    pub fn listen_value(&self, name: &'static str) -> Result<Option<String>> {
        self.text(self.listen().and_then(|table| table.get(name)), name)
    }

    /// The event types of a listener: a list, or one text.
    ///
    /// # Errors
    /// When there is something else (usage).
    pub fn listen_events(&self) -> Result<Vec<String>> {
        let Some(item) = self.listen().and_then(|table| table.get("events")) else {
            return Ok(Vec::new());
        };
        let Some(events) = item.as_array() else {
            return Ok(self.text(Some(item), "events")?.into_iter().collect());
        };
        let names = events.iter().map(|event| event.as_str().map(str::to_owned));
        names.collect::<Option<_>>().ok_or_else(|| self.no_text("events"))
    }

    fn listen(&self) -> Option<&dyn TableLike> {
        self.document.get("listen").and_then(Item::as_table_like)
    }

    fn text(&self, item: Option<&Item>, name: &str) -> Result<Option<String>> {
        let Some(item) = item else { return Ok(None) };
        let text = text(item).ok_or_else(|| self.no_text(name))?;
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    fn no_text(&self, name: &str) -> Error {
        Error::usage(format!("{}: `{name}` is not text", self.path.display()))
    }

    fn ignored(&self) -> Vec<String> {
        let is_heard = |name: &str, item: &Item| match name {
            "profile" => !item.is_table_like(),
            "listen" => item.is_table_like(),
            _ => Key::named(name).is_some_and(Key::is_for_projects),
        };
        let top = self.document.iter().filter(|(name, item)| !is_heard(name, item));
        let top = top.map(|(name, _)| name.to_owned());
        let listen = self.listen().into_iter().flat_map(TableLike::iter);
        let listen = listen.filter(|(name, _)| !matches!(*name, "port" | "path" | "events"));
        let path = self.path.display();
        top.chain(listen.map(|(name, _)| format!("listen.{name}")))
            .map(|name| format!("{path}: `{name}` is ignored: a project file can't set it"))
            .collect()
    }
}

fn is_ours(file: &fs::Metadata) -> bool {
    file.uid() == rustix::process::geteuid().as_raw()
}
