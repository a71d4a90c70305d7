//! How a state file is made, recognised and opened. Its shape is counted in `user_version`.

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, TransactionBehavior, params};

use crate::model::token;
use crate::sandbox::error::Error;

/// Marks the file as ours, for us and for `file(1)`: "hksb".
const APPLICATION_ID: i32 = 0x686b_7362;

/// Raised with each change of [`SCHEMA`], beside a step that brings an older file along.
const VERSION: i32 = 1;

/// Longer than any other process holds the lock, short enough to notice one that hangs.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

const RETRY_PAUSE: Duration = Duration::from_millis(2);

/// `place` never comes back, so the order of the list is that of making, and pages stay put.
/// Secrets and tokens are blobs, because a token given by an owner may be any bytes.
const SCHEMA: &str = "
    CREATE TABLE token (
        full BLOB NOT NULL,
        read_only BLOB NOT NULL
    ) STRICT;
    CREATE TABLE webhook (
        place INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        url TEXT NOT NULL,
        events TEXT NOT NULL,
        status TEXT NOT NULL,
        description TEXT,
        secret BLOB NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT,
        last_triggered TEXT
    ) STRICT;
    CREATE INDEX webhook_by_status ON webhook (status);
";

/// Opens the file at `path`; makes it, readable by its owner only, where there is none.
pub(super) fn open(path: &Path) -> Result<Connection, Error> {
    create_private(path).map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
    let database = |source| Error::of_database(path, source);
    let mut connection = Connection::open(path).map_err(database)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(database)?;
    prepare(&mut connection, path)?;
    // After the file is known to be ours: the switch to WAL writes to it.
    switch_to_wal(&connection).map_err(database)?;
    connection.pragma_update(None, "synchronous", "NORMAL").map_err(database)?;
    Ok(connection)
}

/// The switch needs the file for itself, and of two that want it at once the database tells one "busy"
/// without any waiting, since each might wait for the other. Here nobody holds a lock meanwhile,
/// so that trying again is safe.
fn switch_to_wal(connection: &Connection) -> rusqlite::Result<()> {
    let start = Instant::now();
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL") {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && start.elapsed() < BUSY_TIMEOUT =>
            {
                thread::sleep(RETRY_PAUSE);
            }
            outcome => return outcome,
        }
    }
}

/// A state in memory, of the same shape; `path` is its name in failures.
pub(super) fn in_memory(path: &Path) -> Result<Connection, Error> {
    let mut connection =
        Connection::open_in_memory().map_err(|source| Error::of_database(path, source))?;
    prepare(&mut connection, path)?;
    Ok(connection)
}

/// The file holds secrets and tokens, so it must never be readable by others, not even before
/// anything is in it. The database gives its companions (`-wal`, `-shm`) the same mode.
fn create_private(path: &Path) -> io::Result<()> {
    let mut folder = DirBuilder::new();
    let mut file = OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        folder.mode(0o700);
        file.mode(0o600);
    }
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        folder.recursive(true).create(parent)?;
    }
    file.read(true).write(true).create(true).truncate(false).open(path)?;
    Ok(())
}

/// Fills an empty file, or checks that a filled one is ours.
fn prepare(connection: &mut Connection, path: &Path) -> Result<(), Error> {
    let database = |source| Error::of_database(path, source);
    // Immediate: of two processes that find the file empty, one fills it and the other sees it filled.
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(database)?;
    let (application_id, version, tables): (i32, i32, u32) = transaction
        .query_row(
            "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)
             FROM pragma_application_id, pragma_user_version",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .map_err(database)?;
    match (application_id, version) {
        (APPLICATION_ID, VERSION) => Ok(()),
        (APPLICATION_ID, _) => Err(Error::Newer(path.to_owned())),
        (0, 0) if tables == 0 => {
            fill(&transaction).and_then(|()| transaction.commit()).map_err(database)
        }
        _ => Err(Error::NotAState(path.to_owned())),
    }
}

fn fill(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(SCHEMA)?;
    connection.execute(
        "INSERT INTO token (full, read_only) VALUES (?, ?)",
        params![token("sbx_").into_bytes(), token("sbx_ro_").into_bytes()],
    )?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", VERSION)
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::thread;

    use rusqlite::Connection;

    use super::{VERSION, open};
    use crate::sandbox::error::Error;

    fn tokens(connection: &Connection) -> Vec<u8> {
        connection.query_row("SELECT full FROM token", [], |row| row.get(0)).unwrap()
    }

    fn pragma(path: &Path, name: &str, value: i32) {
        Connection::open(path).unwrap().pragma_update(None, name, value).unwrap();
    }

    #[test]
    fn many_that_open_a_new_file_at_once_agree_on_its_token() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/sandbox.db");
        let found = thread::scope(|scope| {
            let threads: Vec<_> =
                (0..8).map(|_| scope.spawn(|| tokens(&open(&path).unwrap()))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });
        assert!(found.iter().all(|token| *token == found[0] && token.starts_with(b"sbx_")));
    }

    #[cfg(unix)]
    #[test]
    fn the_file_and_its_companions_are_the_owners_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sandbox.db");
        let connection = open(&path).unwrap();
        connection.execute("DELETE FROM webhook", []).unwrap();
        for entry in folder.path().read_dir().unwrap() {
            let mode = entry.unwrap().metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_file_that_is_not_ours_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let text = folder.path().join("notes.txt");
        std::fs::write(&text, "not a database, but long enough to be looked at".repeat(30))
            .unwrap();
        assert!(matches!(open(&text).unwrap_err(), Error::NotAState(_)));
        let other = folder.path().join("other.db");
        Connection::open(&other).unwrap().execute_batch("CREATE TABLE mine (a)").unwrap();
        let before = std::fs::read(&other).unwrap();
        assert!(matches!(open(&other).unwrap_err(), Error::NotAState(_)));
        assert_eq!(std::fs::read(&other).unwrap(), before);
        assert!(matches!(open(folder.path()).unwrap_err(), Error::Unreadable { .. }));
    }

    #[test]
    fn a_state_of_a_newer_version_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sandbox.db");
        drop(open(&path).unwrap());
        pragma(&path, "user_version", VERSION + 1);
        assert!(matches!(open(&path).unwrap_err(), Error::Newer(_)));
    }
}
