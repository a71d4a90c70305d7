//! The journal's tables, and how a file comes to have them.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::journal::Error;

/// One step a version: `user_version` counts those that a file has.
const STEPS: [&str; 2] = [
    "
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
",
    "
    -- What is pending belongs to a run of a listener, by its name; what is done, to none.
    CREATE TABLE forward (
        number INTEGER NOT NULL,
        url TEXT NOT NULL,
        listener TEXT,
        status INTEGER,
        ms REAL NOT NULL DEFAULT 0,
        attempts INTEGER NOT NULL DEFAULT 0,
        error TEXT,
        answer TEXT,
        PRIMARY KEY (number, url)
    ) WITHOUT ROWID;
    CREATE INDEX forward_pending ON forward (listener, number) WHERE listener IS NOT NULL;
    CREATE TABLE exec (
        number INTEGER NOT NULL,
        status INTEGER,
        ms REAL NOT NULL,
        error TEXT
    );
    CREATE INDEX exec_delivery ON exec (number);
    -- Apart, as the response is: most deliveries have none.
    CREATE TABLE diagnosis (
        number INTEGER PRIMARY KEY,
        cause TEXT NOT NULL
    );
    -- A later delivery may get the number of one that is gone: it must not find what was its.
    CREATE TRIGGER delivery_gone AFTER DELETE ON delivery BEGIN
        DELETE FROM response WHERE number = old.number;
        DELETE FROM forward WHERE number = old.number;
        DELETE FROM exec WHERE number = old.number;
        DELETE FROM diagnosis WHERE number = old.number;
    END;
",
];

/// How long one listener waits while another writes.
const BUSY: Duration = Duration::from_secs(5);

/// What is kept of the file in memory: a negative number counts KiB. Records are appended, and hardly
/// read again, so half of SQLite's own default will do.
const CACHE: i64 = -1000;

/// Opens the file, for its owner only, and brings it to this version.
pub(super) fn open(path: &Path) -> Result<Connection, Error> {
    let failed = Error::of(path);
    make_private(path);
    let mut connection = Connection::open(path).map_err(&failed)?;
    connection.busy_timeout(BUSY).map_err(&failed)?;
    check_ours(&connection, path)?;
    connection.pragma_update(None, "journal_mode", "WAL").map_err(&failed)?;
    // Measured: with grouped commits FULL costs no more than NORMAL, and it survives a power cut.
    connection.pragma_update(None, "synchronous", "FULL").map_err(&failed)?;
    connection.pragma_update(None, "cache_size", CACHE).map_err(&failed)?;
    migrate(&mut connection, path)?;
    Ok(connection)
}

/// Opens the file as it is: nothing is made, and an older one stays older. None where there is none.
pub(super) fn open_as_is(
    path: &Path,
    patience: Duration,
) -> Result<Option<(Connection, i64)>, Error> {
    let failed = Error::of(path);
    if !path.exists() {
        return Ok(None);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(&failed)?;
    connection.busy_timeout(patience).map_err(&failed)?;
    check_ours(&connection, path)?;
    let (found, known) = (version(&connection).map_err(failed)?, newest());
    if found > known {
        return Err(Error::Newer { path: path.to_owned(), found, known });
    }
    Ok(Some((connection, found)))
}

/// Refuses the database of another program before anything in it is changed.
fn check_ours(connection: &Connection, path: &Path) -> Result<(), Error> {
    let failed = Error::of(path);
    // Another listener may be about to fill the file: both are read as of one moment.
    let moment = connection.unchecked_transaction().map_err(&failed)?;
    let sql = "SELECT count(*), count(*) FILTER (WHERE name = 'delivery') FROM sqlite_master";
    let (objects, ours): (i64, i64) =
        moment.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).map_err(&failed)?;
    let is_ours = if version(&moment).map_err(failed)? == 0 { objects == 0 } else { ours > 0 };
    if is_ours { Ok(()) } else { Err(Error::Foreign(path.to_owned())) }
}

/// The version that this hookctl writes.
pub(super) fn newest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

fn migrate(connection: &mut Connection, path: &Path) -> Result<(), Error> {
    let failed = Error::of(path);
    let known = newest();
    // Where there is nothing to do nothing is written: a journal can be read on a full disk.
    if version(connection).map_err(&failed)? == known {
        return Ok(());
    }
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&failed)?;
    let found = version(&transaction).map_err(&failed)?;
    if found > known {
        return Err(Error::Newer { path: path.to_owned(), found, known });
    }
    for step in STEPS.iter().skip(usize::try_from(found).unwrap_or_default()) {
        transaction.execute_batch(step).map_err(&failed)?;
    }
    transaction.pragma_update(None, "user_version", known).map_err(&failed)?;
    transaction.commit().map_err(failed)
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rusqlite::Connection;

    use super::{open, open_as_is};
    use crate::journal::{Error, examine};

    #[test]
    fn the_database_of_another_program_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        for version in [0, 2] {
            let path = folder.path().join(format!("other-{version}.db"));
            let other = Connection::open(&path).unwrap();
            other.execute_batch("CREATE TABLE bookmark (url TEXT)").unwrap();
            other.pragma_update(None, "user_version", version).unwrap();
            drop(other);
            let before = std::fs::read(&path).unwrap();
            assert!(matches!(open(&path), Err(Error::Foreign(_))));
            assert!(matches!(open_as_is(&path, Duration::ZERO), Err(Error::Foreign(_))));
            assert!(matches!(examine(&path), Err(Error::Foreign(_))));
            assert_eq!(std::fs::read(&path).unwrap(), before);
        }
    }
}
