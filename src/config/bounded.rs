//! The bytes of a secret as they come from outside: bounded, because an input may never end, and
//! in memory that is wiped.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use zeroize::Zeroizing;

/// The most that a secret may have. A key or token is far smaller.
const LIMIT: usize = 1024 * 1024;

/// What is read at first. Standard input passes its own buffer, which nobody wipes, by for so much.
const FIRST: usize = 16 * 1024;

/// All of the input.
///
/// # Errors
/// When it can't be read, or has more than [`LIMIT`].
pub(super) fn read_secret(mut input: impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(vec![0; FIRST]);
    let mut filled = 0;
    loop {
        if filled > LIMIT {
            return Err(io::Error::new(
                ErrorKind::FileTooLarge,
                "it has more than 1 MiB, too much for a secret",
            ));
        }
        if filled == bytes.len() {
            // A Vec that grows by itself leaves its old bytes behind.
            let mut larger = Zeroizing::new(vec![0; filled * 2]);
            larger[..filled].copy_from_slice(&bytes);
            bytes = larger;
        }
        match input.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

/// A file's bytes, and its mode where it is a file proper: a pipe has one that says nothing.
///
/// # Errors
/// Those of [`read_secret`].
pub(super) fn read_secret_file(path: &Path) -> io::Result<(Zeroizing<Vec<u8>>, Option<u32>)> {
    let file = File::open(path)?;
    let mode = mode_of(&file)?;
    Ok((read_secret(file)?, mode))
}

fn mode_of(file: &File) -> io::Result<Option<u32>> {
    let found = file.metadata()?;
    Ok(found.is_file().then(|| found.permissions().mode()))
}

#[cfg(test)]
mod tests {
    use std::io::{Read, repeat};

    use super::{FIRST, LIMIT, read_secret};

    #[test]
    fn all_of_it_is_read_and_no_more_than_the_limit() {
        for length in [0, 1, FIRST - 1, FIRST, FIRST + 1, LIMIT] {
            let bytes = read_secret(repeat(7).take(length as u64)).unwrap();
            assert!(bytes.len() == length && bytes.iter().all(|byte| *byte == 7), "{length}");
        }
        assert!(read_secret(repeat(7)).is_err());
    }
}
