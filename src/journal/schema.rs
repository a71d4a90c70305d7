//! The journal's tables, and how a file comes to have them.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use crate::journal::Error;

/// One step a version: `user_version` counts those that a file has.
const STEPS: [&str; 1] = ["
    CREATE TABLE delivery (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        received_at INTEGER NOT NULL,
        method TEXT NOT NULL,
        path TEXT NOT NULL,
        headers TEXT NOT NULL,
        body BLOB NOT NULL,
        signature TEXT NOT NULL,
        reason TEXT,
        secret TEXT,
        event_id TEXT,
        event_type TEXT,
        duplicate INTEGER NOT NULL
    );
    CREATE INDEX delivery_id ON delivery (id);
    CREATE INDEX delivery_event ON delivery (event_id) WHERE signature IN ('valid', 'unchecked');
    CREATE INDEX delivery_refused ON delivery (number, length(body))
        WHERE signature IN ('invalid', 'missing');
    -- Apart, so that telling what was answered rewrites no delivery.
    CREATE TABLE response (
        number INTEGER PRIMARY KEY,
        status INTEGER NOT NULL,
        ms REAL NOT NULL
    );
"];

/// How long one listener waits while another writes.
const BUSY: Duration = Duration::from_secs(5);

/// Opens the file, for its owner only, and brings it to this version.
pub(super) fn open(path: &Path) -> Result<Connection, Error> {
    let failed = Error::of(path);
    make_private(path);
    let mut connection = Connection::open(path).map_err(&failed)?;
    connection.busy_timeout(BUSY).map_err(&failed)?;
    connection.pragma_update(None, "journal_mode", "WAL").map_err(&failed)?;
    // Measured: with grouped commits FULL costs no more than NORMAL, and it survives a power cut.
    connection.pragma_update(None, "synchronous", "FULL").map_err(&failed)?;
    migrate(&mut connection, path)?;
    Ok(connection)
}

fn migrate(connection: &mut Connection, path: &Path) -> Result<(), Error> {
    let failed = Error::of(path);
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&failed)?;
    let found: i64 =
        transaction.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(&failed)?;
    if found > known {
        return Err(Error::Newer { path: path.to_owned(), found, known });
    }
    for step in STEPS.iter().skip(usize::try_from(found).unwrap_or_default()) {
        transaction.execute_batch(step).map_err(&failed)?;
    }
    transaction.pragma_update(None, "user_version", known).map_err(&failed)?;
    transaction.commit().map_err(failed)
}

/// A delivery may carry personal data. SQLite gives its companion files the same mode.
fn make_private(path: &Path) {
    let mut options = std::fs::File::options();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // A file that is there keeps its mode; what can't be made, the database reports.
    let _ = options.open(path);
}
