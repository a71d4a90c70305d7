//! What can be wrong with a journal, and what its user can do about it.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::error;
use crate::journal::LAST;

/// Why the journal can't be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A newer hookctl wrote it.
    #[error("the journal {} has version {found}, and this hookctl reads up to {known}", path.display())]
    Newer {
        /// The journal.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version that is understood.
        known: i64,
    },
    /// It is another kind of file, or its content is broken.
    #[error("the journal {} is damaged, or no journal", .0.display())]
    Damaged(PathBuf),
    /// It is a database of another program.
    #[error("{} is no journal, but a database of another program", .0.display())]
    Foreign(PathBuf),
    /// The system or the database refuses.
    #[error("the journal {} can't be used: {source}", path.display())]
    Unusable {
        /// The journal.
        path: PathBuf,
        /// The database's reason.
        source: rusqlite::Error,
    },
    /// It is damaged, and can't be moved aside either.
    #[error("the damaged journal {} can't be moved aside: {source}", path.display())]
    Immovable {
        /// The journal.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The folder of the journal can't be written.
    #[error("a listener can't be declared beside the journal {}: {source}", path.display())]
    Undeclared {
        /// The journal.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The latest delivery was asked for, and there is none.
    #[error("no delivery is recorded")]
    NoneRecorded,
    /// No delivery's id begins like that.
    #[error("no recorded delivery has an id that begins with {0:?}")]
    NotFound(String),
    /// The ids of several deliveries begin like that.
    #[error("several recorded deliveries have an id that begins with {0:?}")]
    Several(String),
    /// The writer has ended.
    #[error("the journal is closed")]
    Closed,
}

impl Error {
    /// So many deliveries, and not one, were found for an id.
    pub fn not_one(id: &str, found: usize) -> Self {
        match found {
            0 if id == LAST => Self::NoneRecorded,
            0 => Self::NotFound(id.to_owned()),
            _ => Self::Several(id.to_owned()),
        }
    }

    pub(super) fn of(path: &Path) -> impl Fn(rusqlite::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                Self::Damaged(path.clone())
            }
            _ => Self::Unusable { path: path.clone(), source },
        }
    }
}

impl From<Error> for error::Error {
    fn from(error: Error) -> Self {
        let message = error.to_string();
        match error {
            Error::NoneRecorded => Self::new(error::Kind::NotFound, message)
                .hinted("`hookctl listen` records what it receives"),
            Error::NotFound(_) => Self::new(error::Kind::NotFound, message)
                .hinted("`hookctl deliveries list` shows those there are"),
            Error::Several(_) => Self::usage(message).hinted("give more of the id"),
            Error::Newer { .. } => Self::failed(message).hinted("use the hookctl that wrote it"),
            Error::Damaged(_) => Self::failed(message)
                .hinted("`hookctl listen --reset-journal` moves it aside and begins a new one; --journal names another"),
            Error::Foreign(_) => Self::failed(message).hinted("--journal names another file"),
            Error::Unusable { .. }
            | Error::Immovable { .. }
            | Error::Undeclared { .. }
            | Error::Closed => Self::failed(message),
        }
    }
}
