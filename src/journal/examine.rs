//! Looking at a journal without touching it: nothing is made, migrated or mended.

use std::path::Path;
use std::time::Duration;

use crate::journal::{Error, schema};

/// How long another that writes is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// What there is to say of a journal that can be used.
#[derive(Debug, PartialEq, Eq)]
pub struct Health {
    /// How many deliveries it has.
    pub deliveries: u64,
    /// Its version.
    pub version: i64,
    /// The version that the next one who opens it brings it to.
    pub newest: i64,
}

/// Checks every page of the file; none where there is no file.
///
/// # Errors
/// A newer one, a damaged one, one that can't be used.
pub fn examine(path: &Path) -> Result<Option<Health>, Error> {
    let failed = Error::of(path);
    let Some((connection, version)) = schema::open_as_is(path, PATIENCE)? else { return Ok(None) };
    let newest = schema::newest();
    // A file that was made and not filled yet has no tables.
    if version == 0 {
        return Ok(Some(Health { deliveries: 0, version, newest }));
    }
    let said: String =
        connection.pragma_query_value(None, "quick_check", |row| row.get(0)).map_err(&failed)?;
    if said != "ok" {
        return Err(Error::Damaged(path.to_owned()));
    }
    let count = "SELECT count(*) FROM delivery";
    let deliveries: i64 = connection.query_row(count, [], |row| row.get(0)).map_err(failed)?;
    Ok(Some(Health { deliveries: deliveries.unsigned_abs(), version, newest }))
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::{Health, examine};
    use crate::journal::{Error, Journal};

    #[test]
    fn looking_makes_and_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        assert_eq!(examine(&path).unwrap(), None);
        assert!(!path.exists());
        drop(Journal::open(&path).unwrap());
        let set = |version: i64| {
            Connection::open(&path).unwrap().pragma_update(None, "user_version", version).unwrap();
        };
        let newest = examine(&path).unwrap().unwrap().newest;
        set(newest - 1);
        let older = Health { deliveries: 0, version: newest - 1, newest };
        assert_eq!(examine(&path).unwrap(), Some(older));
        set(newest + 1);
        assert!(matches!(examine(&path).unwrap_err(), Error::Newer { .. }));
        std::fs::write(&path, "no database").unwrap();
        assert!(matches!(examine(&path).unwrap_err(), Error::Damaged(_)));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "no database");
    }
}
