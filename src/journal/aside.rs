//! Making room for a new journal where a damaged one is.

use std::io;
use std::path::{Path, PathBuf};

use crate::journal::{Error, examine};
use crate::model::now;

/// Moves a damaged journal and its companions aside, and says where to; one that is whole stays
/// where it is.
///
/// # Errors
/// A journal that can't be read for another reason, or files that can't be moved.
pub fn set_damaged_aside(path: &Path) -> Result<Option<PathBuf>, Error> {
    // A file whose first pages are whole can be opened, whatever the others are.
    match examine(path) {
        Ok(_) => return Ok(None),
        Err(Error::Damaged(_)) => {}
        Err(error) => return Err(error),
    }
    let stamp = now().unix_milliseconds();
    let with = |path: &Path, ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let aside = with(path, &format!(".damaged-{stamp}"));
    // The companions go first: a new journal must not find those of the old one.
    for ending in ["-wal", "-shm", ""] {
        match std::fs::rename(with(path, ending), with(&aside, ending)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Error::Immovable { path: path.to_owned(), source: error });
            }
            _ => {}
        }
    }
    Ok(Some(aside))
}

#[cfg(test)]
mod tests {
    use super::set_damaged_aside;
    use crate::journal::{Error, Keep, Writer, schema};

    #[tokio::test]
    async fn a_journal_with_a_broken_inner_page_is_moved_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let connection = schema::open(&path).unwrap();
        let sql = "INSERT INTO delivery
            (id, received_at, method, path, headers, body, signature, duplicate)
            VALUES ('dlv_1', 1, 'POST', '/', '[]', zeroblob(2000), 'valid', 0)";
        for _ in 0..100 {
            connection.execute(sql, []).unwrap();
        }
        drop(connection);
        assert_eq!(set_damaged_aside(&path).unwrap(), None);
        let mut bytes = std::fs::read(&path).unwrap();
        let size = bytes.len();
        bytes[size / 2..].fill(0xff);
        std::fs::write(&path, &bytes).unwrap();
        assert!(schema::open(&path).is_ok());
        let keep = Keep::Latest(1);
        assert!(matches!(Writer::open(&path, keep), Err(Error::Damaged(_))));
        let aside = set_damaged_aside(&path).unwrap().unwrap();
        assert_eq!(std::fs::read(aside).unwrap(), bytes);
        assert!(Writer::open(&path, keep).is_ok());
    }
}
