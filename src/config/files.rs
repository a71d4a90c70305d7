//! Files that users name, and files that only their owner may read.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::config::Stdin;
use crate::error::{Error, Result};

/// The exact bytes of a file, or of standard input for `-`. `what` names it in refusals.
///
/// # Errors
/// When it can't be read, or standard input was asked for before (usage).
pub async fn read_input(path: &Path, what: &'static str, stdin: &Stdin) -> Result<Vec<u8>> {
    if is_stdin(path) {
        return stdin.read(what).await;
    }
    read_file(path).await.map_err(|error| {
        Error::usage(format!("the {what} {} can't be read: {error}", path.display()))
    })
}

/// Whether a path stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// What an input is called in messages.
pub fn input_name(path: &Path) -> String {
    if is_stdin(path) { "standard input".to_owned() } else { path.display().to_string() }
}

/// A file may be a pipe, and a pipe may stay silent.
pub(super) async fn read_file(path: impl Into<PathBuf>) -> io::Result<Vec<u8>> {
    let path = path.into();
    unblocked(|| fs::read(path)).await
}

/// Does what may take for ever on a thread of its own, so that Ctrl-C is heard meanwhile.
pub(super) async fn unblocked<T: Send + 'static>(
    read: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(read).await.map_err(io::Error::other)?
}

/// Replaces a file at once and for good: whoever reads it sees the old bytes or the new ones, also
/// after a power cut. It is readable by its owner only.
///
/// # Errors
/// When it can't be written; then the old file is untouched.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = folder_of(path);
    // A NamedTempFile is made with mode 0600.
    let mut file = NamedTempFile::with_prefix_in(prefix_of(path), folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// What the names of a file's unfinished successors begin with.
pub(super) fn prefix_of(path: &Path) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(path.file_name().unwrap_or_default());
    prefix.push("-");
    prefix
}

/// Removes the unfinished successors of a file that killed writers have left. Its lock must be
/// held, or one that is being written would go.
pub(super) fn clear_leftovers(path: &Path) -> io::Result<()> {
    let prefix = prefix_of(path);
    for entry in fs::read_dir(folder_of(path))? {
        let entry = entry?;
        if entry.file_name().as_encoded_bytes().starts_with(prefix.as_encoded_bytes()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Refuses a file of our own that holds secrets when others than its owner can open it.
///
/// # Errors
/// When they can, with the command that helps (usage).
pub fn ensure_private(path: &Path, what: &str) -> Result<()> {
    let others = fs::metadata(path).map_or(0, |meta| meta.permissions().mode() & 0o077);
    if others == 0 {
        return Ok(());
    }
    let path = path.display();
    Err(Error::usage(format!("others than you can open {what} {path}"))
        .hinted(format!("chmod 600 '{path}'")))
}

/// Keeps others from changing a file until it is dropped. The file is replaced, so the lock is on a
/// neighbour that stays.
pub(super) fn lock_beside(path: &Path) -> io::Result<File> {
    if !folder_of(path).exists() {
        return Err(io::Error::new(io::ErrorKind::NotFound, "its folder does not exist"));
    }
    let mut options = File::options();
    // Nobody else may hold it: they could keep us waiting for ever.
    options.create(true).truncate(false).write(true).mode(0o600);
    let file = options.open(path.with_extension("lock"))?;
    file.lock()?;
    Ok(file)
}

/// Makes a folder, and those above it, for its owner only.
pub(super) fn make_private_folder(folder: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A renamed file is only safe once its folder is on disk too.
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
