//! The file of records that `send --save` writes.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::model::Delivery;

/// Records, one a line, behind those that the file has already.
pub(super) struct Kept {
    path: PathBuf,
    file: File,
}

impl Kept {
    /// Opens the file, or makes it for its owner only: a delivery may hold what is private.
    ///
    /// # Errors
    /// When it can't be written (usage).
    pub(super) fn open(path: PathBuf) -> Result<Self> {
        let mut options = File::options();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(|error| {
            Error::usage(format!("{} can't be written: {error}", path.display()))
        })?;
        Ok(Self { path, file })
    }

    /// Appends a record.
    ///
    /// # Errors
    /// When it can't be written.
    pub(super) fn keep(&mut self, delivery: &Delivery) -> Result<()> {
        let line = serde_json::to_string(delivery).map_err(io::Error::from);
        let written = line.and_then(|line| self.file.write_all((line + "\n").as_bytes()));
        written.map_err(|error| {
            let (id, path) = (&delivery.id, self.path.display());
            Error::failed(format!("the record of {id} can't be written to {path}: {error}"))
        })
    }
}
