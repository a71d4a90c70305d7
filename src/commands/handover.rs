//! Handing a new secret on: to a file that only its owner may read, or to a command's standard
//! input. Never through an argument or the environment, where others could see it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::str::FromStr;

use crate::config::{split_command, write_private};
use crate::error::{Error, Result};
use crate::secret::Secret;

/// Where `--secret-to` hands a secret on to.
#[derive(Clone, Debug)]
pub(super) enum Handover {
    /// `file:PATH`, replaced if it is there.
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
            Self::File(path) => {
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
                tempfile::tempfile_in(folder.unwrap_or(Path::new("."))).map(drop).map_err(|error| {
                    Error::usage(format!("{} can't be written: {error}", path.display()))
                })
            }
            Self::Command(line) => split_command(line).map(drop),
        }
    }

    pub(super) fn hand_on(&self, secret: &Secret) -> Result<()> {
        match self {
            Self::File(path) => write_private(path, secret.expose()).map_err(|error| {
                Error::failed(format!("the secret can't be written to {}: {error}", path.display()))
            }),
            Self::Command(line) => pipe(line, secret),
        }
    }
}

fn pipe(line: &str, secret: &Secret) -> Result<()> {
    let failed = |why: String| Error::failed(format!("the secret's command `{line}` {why}"));
    let mut child = split_command(line)?
        .stdin(Stdio::piped())
        // What the command prints is not our data: stdout stays ours alone.
        .stdout(std::io::stderr())
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
