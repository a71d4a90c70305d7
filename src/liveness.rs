//! Which runs of hookctl are alive: each holds a lock on a file of its own, and the system lets go
//! of it however the run ends.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::model::run_id;

/// A run that is alive until this is dropped, or the process ends.
#[derive(Debug)]
pub struct Liveness {
    id: String,
    path: PathBuf,
    _lock: File,
}

impl Liveness {
    /// Declares this run alive, to those who ask beside the same file, and clears away what runs
    /// that were killed have left.
    ///
    /// # Errors
    /// A folder that can't be written.
    pub fn begin(beside: &Path) -> io::Result<Self> {
        sweep(beside)?;
        loop {
            let id = run_id();
            let path = mark(beside, &id);
            let mut options = File::options();
            options.create_new(true).write(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let lock = options.open(&path)?;
            // Between these two lines another run may have taken the mark for an old one.
            if lock.try_lock().is_ok() && path.exists() {
                return Ok(Self { id, path, _lock: lock });
            }
        }
    }

    /// The run's name.
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl Drop for Liveness {
    fn drop(&mut self) {
        // What stays here, the next run clears away.
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether the run of that name, which began beside that file, is alive.
pub fn is_alive(beside: &Path, id: &str) -> bool {
    match File::open(mark(beside, id)) {
        // Shared, so that two who ask don't take each other for the run.
        Ok(file) => matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)),
        // Whoever can't see it must not take over from it.
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}

fn mark(beside: &Path, id: &str) -> PathBuf {
    let mut name = prefix(beside);
    name.push(id);
    beside.with_file_name(name)
}

fn prefix(beside: &Path) -> OsString {
    let mut name = beside.file_name().unwrap_or_default().to_owned();
    name.push(".alive-");
    name
}

fn sweep(beside: &Path) -> io::Result<()> {
    let folder = match beside.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let prefix = prefix(beside);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().as_encoded_bytes().starts_with(prefix.as_encoded_bytes()) {
            continue;
        }
        // What can't be opened or removed harms nobody.
        if let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::{Liveness, is_alive, mark};

    #[test]
    fn a_run_is_alive_until_it_ends() {
        let folder = tempfile::tempdir().unwrap();
        let beside = folder.path().join("journal.db");
        let run = Liveness::begin(&beside).unwrap();
        let id = run.id().to_owned();
        assert!(is_alive(&beside, &id));
        let other = Liveness::begin(&beside).unwrap();
        assert!(is_alive(&beside, &id) && is_alive(&beside, other.id()));
        drop(run);
        assert!(!is_alive(&beside, &id));
    }

    #[test]
    fn what_a_killed_run_left_is_not_alive_and_cleared_away() {
        let folder = tempfile::tempdir().unwrap();
        let beside = folder.path().join("journal.db");
        let left = mark(&beside, "killed");
        File::create(&left).unwrap();
        assert!(!is_alive(&beside, "killed"));
        let _run = Liveness::begin(&beside).unwrap();
        assert!(!left.exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
