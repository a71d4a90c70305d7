//! The file of records that `send --save` writes.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tokio::task::spawn_blocking;

use crate::config::is_stdin;
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
    pub(super) async fn open(path: PathBuf) -> Result<Self> {
        if is_stdin(&path) {
            return Err(Error::usage("--save needs a file: standard output has the rows"));
        }
        let opened = path.clone();
        // On a thread of its own, so that Ctrl-C is heard meanwhile: opening a named pipe waits.
        let file = spawn_blocking(move || open(&opened)).await;
        let file = file.map_err(|error| Error::failed(format!("opening broke off: {error}")))?;
        let file = file.map_err(|error| {
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

fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    if !path.is_file() {
        return options.open(path);
    }
    let mut file = options.read(true).open(path)?;
    if ends_within_a_line(&mut file)? {
        // What a full disk cut off must not swallow the next record.
        file.write_all(b"\n")?;
    }
    Ok(file)
}

fn ends_within_a_line(file: &mut File) -> io::Result<bool> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(false);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}
