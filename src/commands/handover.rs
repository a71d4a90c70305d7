//! Handing a new secret on: to a file that only its owner may read, or to a command's standard
//! input. Never through an argument or the environment, where others could see it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::str::FromStr;

use crate::config::{HiddenVariables, split_words, write_private};
use crate::error::{Error, Result};
use crate::secret::Secret;

/// Where `--secret-to` hands a secret on to.
#[derive(Clone, Debug)]
pub(super) enum Handover {
    /// `file:PATH`: a file is replaced if it is there; a pipe or a device is written to.
    File(PathBuf),
    /// `cmd:COMMAND`, split into words as a shell does and run without one.
    Command(String),
}

impl FromStr for Handover {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("file", path)) if !path.is_empty() => Ok(Self::File(path.into())),
            Some(("cmd", command)) if !command.is_empty() => Ok(Self::Command(command.to_owned())),
            _ => Err("expected file:PATH or cmd:COMMAND".into()),
        }
    }
}

impl Handover {
    /// Finds out before the call what would surely fail after it.
    ///
    /// # Errors
    /// A folder that is not there or can't be written, a command that can't be split (usage).
    pub(super) fn ensure_possible(&self) -> Result<()> {
        match self {
            Self::File(path) if path.is_dir() => {
                Err(Error::usage(format!("{} is a folder: name a file", path.display())))
            }
            Self::File(path) if is_stream(path) => Ok(()),
            Self::File(path) => {
                let path = &behind_links(path);
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
                tempfile::tempfile_in(folder.unwrap_or(Path::new("."))).map(drop).map_err(|error| {
                    Error::usage(format!("{} can't be written: {error}", path.display()))
                })
            }
            Self::Command(line) => split_words(line).map(drop),
        }
    }

    pub(super) fn hand_on(&self, secret: &Secret, hidden: &HiddenVariables) -> Result<()> {
        match self {
            Self::File(path) => write(path, secret).map_err(|error| {
                Error::failed(format!("the secret can't be written to {}: {error}", path.display()))
            }),
            Self::Command(line) => pipe(line, secret, hidden),
        }
    }
}

/// Renaming a file over a pipe or a device would destroy it, and nobody would read the secret.
fn write(path: &Path, secret: &Secret) -> io::Result<()> {
    if is_stream(path) {
        return File::options().write(true).open(path)?.write_all(secret.expose());
    }
    write_private(&behind_links(path), secret.expose())
}

/// Whether there is something that is written to, and can't be replaced.
fn is_stream(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file())
}

/// The file that a link leads to is meant, not the link.
fn behind_links(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn pipe(line: &str, secret: &Secret, hidden: &HiddenVariables) -> Result<()> {
    let failed = |why: String| Error::failed(format!("the secret's command `{line}` {why}"));
    let mut child = hidden
        .command(line)?
        .stdin(Stdio::piped())
        // What the command prints is not our data: stdout stays ours alone.
        .stdout(io::stderr())
        .spawn()
        .map_err(|error| failed(format!("can't be run: {error}")))?;
    // Dropped at the end of the statement, so that the command sees the end of its input.
    let written = child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(secret.expose()));
    let status = child.wait().map_err(|error| failed(format!("can't be waited for: {error}")))?;
    if !status.success() {
        return Err(failed(format!("failed: {status}")));
    }
    written.map_err(|error| failed(format!("did not read the secret: {error}")))
}
