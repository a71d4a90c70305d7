//! Why a sandbox can't start, or its state can't be used.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::error::{self, Kind};

/// What a caller can tell apart.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another program listens on the port.
    #[error("port {0} is in use")]
    PortInUse(u16),
    /// The system refuses the port for another reason.
    #[error("can't listen on port {port}: {source}")]
    Port {
        /// The port asked for.
        port: u16,
        /// The system's reason.
        source: io::Error,
    },
    /// The state file can't be made or opened.
    #[error("can't open the sandbox state {}: {source}", path.display())]
    Unreadable {
        /// The state file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The file is of another program, or no database at all.
    #[error("{} is not a sandbox state", .0.display())]
    NotAState(PathBuf),
    /// The file was a sandbox state, and is damaged.
    #[error("the sandbox state {} is damaged", .0.display())]
    Corrupt(PathBuf),
    /// A later version of hookctl has changed the file's shape.
    #[error("the sandbox state {} is of a newer hookctl", .0.display())]
    Newer(PathBuf),
    /// Anything else that the database reports.
    #[error("can't use the sandbox state {}: {source}", path.display())]
    Storage {
        /// The state file.
        path: PathBuf,
        /// The database's reason.
        source: rusqlite::Error,
    },
}

impl Error {
    /// What a failure of the database means for the file at `path`.
    pub(super) fn of_database(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotAState(path),
            Some(ErrorCode::DatabaseCorrupt) => Self::Corrupt(path),
            _ => Self::Storage { path, source },
        }
    }
}

impl From<Error> for error::Error {
    fn from(error: Error) -> Self {
        let (kind, hint) = match &error {
            Error::PortInUse(_) => (Kind::Failed, Some("leave --port out to take a free one")),
            Error::Port { .. } => (Kind::Failed, Some("a port above 1023 needs no privileges")),
            Error::NotAState(_) | Error::Corrupt(_) => {
                (Kind::Usage, Some("--state names another file; one that is not there is made"))
            }
            Error::Newer(_) => {
                (Kind::Usage, Some("use the newer hookctl, or name another file with --state"))
            }
            Error::Unreadable { .. } => (Kind::Usage, None),
            Error::Storage { .. } => (Kind::Failed, None),
        };
        let converted = Self::new(kind, error.to_string());
        match hint {
            Some(hint) => converted.hinted(hint),
            None => converted,
        }
    }
}
