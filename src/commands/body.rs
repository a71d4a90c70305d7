//! Hashing a body of any size: one thread reads ahead while another hashes.
//!
//! Measured against one thread that does both, this takes a quarter of the time off a pipe. The
//! file is not mapped: a mapped file that shrinks ends the process.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use crate::commands::Context;
use crate::config::{input_name, is_stdin};
use crate::diagnosis::Stream;
use crate::error::{Error, Result};
use crate::signature::{Hasher, Key};

/// What a pipe holds on Linux, so that one read empties it; small enough that all buffers together
/// stay in the processor's cache. Measured: four times as large is a quarter slower from a pipe.
const BUFFER: usize = 64 * 1024;
const BUFFERS: usize = 8;

/// Where a body is: its exact bytes count, nothing is decoded or trimmed.
#[derive(clap::Args, Debug)]
pub(super) struct BodyFile {
    /// The body, or - for standard input
    #[arg(value_name = "FILE", default_value = "-", hide_default_value = true)]
    file: PathBuf,
}

/// A body that was hashed, once for each key.
pub(super) struct Hashed {
    /// What each key made of it.
    pub(super) hashers: Vec<Hasher>,
    /// How many bytes it has.
    pub(super) bytes: u64,
    /// The body itself, unless it is larger than was to be kept.
    pub(super) kept: Option<Vec<u8>>,
    /// The diagnosis that was to get a larger one, if it did.
    pub(super) along: Option<Stream>,
}

impl BodyFile {
    /// Takes standard input for the body, where that is meant, before a secret can be read from it.
    ///
    /// # Errors
    /// Standard input given twice (usage).
    pub(super) fn claim(&self, context: &Context) -> Result<()> {
        if self.is_stdin() { context.stdin().claim("body") } else { Ok(()) }
    }

    /// Whether the body may be read more than once.
    pub(super) fn is_lasting(&self) -> bool {
        !self.is_stdin() && self.file.is_file()
    }

    fn is_stdin(&self) -> bool {
        is_stdin(&self.file)
    }

    /// Feeds the whole body to a hasher for each key, and keeps it if it has at most `keep` bytes. A
    /// larger one is fed to the diagnosis `along`.
    ///
    /// # Errors
    /// A body that can't be read (usage).
    pub(super) async fn hash(
        &self,
        keys: &[Key],
        keep: usize,
        along: Option<Stream>,
    ) -> Result<Hashed> {
        let is_stdin = self.is_stdin();
        let hashers: Vec<_> = keys.iter().map(Key::hasher).collect();
        let file = self.file.clone();
        // On a thread of its own, so that Ctrl-C is heard meanwhile: opening a named pipe waits too.
        let passing = Passing { keep, kept: Some(Vec::new()), along };
        let work = move || {
            if is_stdin {
                hash(io::stdin(), hashers, passing)
            } else {
                hash(File::open(file)?, hashers, passing)
            }
        };
        let hashed = tokio::task::spawn_blocking(work).await;
        let hashed = hashed.map_err(|error| Error::failed(format!("hashing failed: {error}")))?;
        hashed.map_err(|error| unreadable(&self.file, &error))
    }

    /// Feeds the body to a diagnosis in a second reading.
    ///
    /// # Errors
    /// A body that can't be read (usage).
    pub(super) async fn read_again(&self, mut stream: Stream) -> Result<Stream> {
        let file = self.file.clone();
        let work = move || {
            let (mut file, mut buffer) = (File::open(file)?, vec![0; BUFFER]);
            loop {
                match file.read(&mut buffer)? {
                    0 => return Ok(stream),
                    filled => stream.update(&buffer[..filled]),
                }
            }
        };
        let stream = tokio::task::spawn_blocking(work).await;
        let stream = stream.map_err(|error| Error::failed(format!("hashing failed: {error}")))?;
        stream.map_err(|error| unreadable(&self.file, &error))
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::usage(format!("the body can't be read from {}: {error}", input_name(path)))
}

/// The next bytes of the body. The buffer keeps its length, because making it long again would
/// write all of it.
struct Piece {
    buffer: Vec<u8>,
    filled: usize,
}

/// The body beside its hashing: kept while it is small, and fed to a diagnosis once it is not.
struct Passing {
    keep: usize,
    /// All that came, if that is at most `keep` bytes.
    kept: Option<Vec<u8>>,
    along: Option<Stream>,
}

impl Passing {
    fn take(&mut self, bytes: &[u8]) {
        if let Some(kept) = &mut self.kept
            && kept.len() + bytes.len() <= self.keep
        {
            kept.extend_from_slice(bytes);
            return;
        }
        let before = self.kept.take().unwrap_or_default();
        if let Some(along) = &mut self.along {
            along.update(&before);
            along.update(bytes);
        }
    }
}

fn hash(
    input: impl Read + Send + 'static,
    mut hashers: Vec<Hasher>,
    mut passing: Passing,
) -> io::Result<Hashed> {
    let (full_sender, full) = sync_channel::<io::Result<Piece>>(BUFFERS);
    let (empty, empty_receiver) = sync_channel::<Vec<u8>>(BUFFERS);
    for _ in 0..BUFFERS {
        // The channel has room for each of them, and its receiver is still here.
        let _ = empty.send(vec![0; BUFFER]);
    }
    thread::spawn(move || read_ahead(input, &empty_receiver, &full_sender));
    let mut bytes = 0;
    for piece in full {
        let Piece { buffer, filled } = piece?;
        for hasher in &mut hashers {
            hasher.update(&buffer[..filled]);
        }
        bytes += filled as u64;
        passing.take(&buffer[..filled]);
        // At its end the reader has gone and needs no more buffers.
        let _ = empty.send(buffer);
    }
    let Passing { kept, along, .. } = passing;
    let along = if kept.is_none() { along } else { None };
    Ok(Hashed { hashers, bytes, kept, along })
}

fn read_ahead(
    mut input: impl Read,
    empty: &Receiver<Vec<u8>>,
    full: &SyncSender<io::Result<Piece>>,
) {
    for mut buffer in empty {
        let read = match input.read(&mut buffer) {
            Ok(0) => return,
            Ok(filled) => Ok(Piece { buffer, filled }),
            Err(error) if error.kind() == ErrorKind::Interrupted => Ok(Piece { buffer, filled: 0 }),
            Err(error) => Err(error),
        };
        let is_broken = read.is_err();
        if full.send(read).is_err() || is_broken {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};

    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::{Passing, hash};
    use crate::secret::Secret;
    use crate::signature::Key;

    struct Trickle(Vec<u8>, usize);

    impl Read for Trickle {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0.drain(..count);
            Ok(count)
        }
    }

    proptest! {
        #[test]
        fn however_the_bytes_come_the_signature_is_that_of_the_whole(
            body in proptest::collection::vec(any::<u8>(), 0..3000),
            step in 1usize..700,
        ) {
            let key = Key::new(&Secret::new("whsec_x").unwrap());
            let passing = Passing { keep: 1000, kept: Some(Vec::new()), along: None };
            let hashed = hash(Trickle(body.clone(), step), vec![key.hasher()], passing).unwrap();
            let kept = (body.len() <= 1000).then(|| body.clone());
            prop_assert_eq!(&hashed.kept, &kept);
            let signature = hashed.hashers.into_iter().next().unwrap().finish();
            prop_assert_eq!((signature, hashed.bytes), (key.sign(&body), body.len() as u64));
        }
    }

    #[test]
    fn a_body_that_breaks_off_is_an_error() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("gone"))
            }
        }
        assert!(hash(Broken, Vec::new(), Passing { keep: 0, kept: None, along: None }).is_err());
    }
}
