//! Standard output: buffered, and quiet once its reader is gone.

use std::io::{self, BufWriter, ErrorKind, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::{Error, Result};

/// Rows that are printed together are written in pieces of this size.
const BUFFER: usize = 64 * 1024;

/// So much is handed to the system at once: a reader who is slow is told from one who is stuck by
/// each piece that is taken.
const PIECE: usize = 16 * 1024;

/// Where data goes.
pub(super) struct Stdout {
    writer: BufWriter<Counted>,
    is_closed: bool,
}

impl Stdout {
    pub(super) fn new(writer: Box<dyn Write + Send>) -> Self {
        let counted = Counted { writer, taken: Arc::default() };
        Self { writer: BufWriter::with_capacity(BUFFER, counted), is_closed: false }
    }

    /// How many bytes the system has taken, to look at while others write.
    pub(super) fn taken(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.writer.get_ref().taken)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// Takes bytes; they are out after [`Self::flush`], at the latest.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        if self.is_closed {
            return Ok(());
        }
        let written = self.writer.write_all(bytes);
        self.settle(written)
    }

    pub(super) fn flush(&mut self) -> Result<()> {
        if self.is_closed {
            return Ok(());
        }
        let flushed = self.writer.flush();
        self.settle(flushed)
    }

    /// A reader that has seen enough (`| head -1`) is no failure: the work goes on, its exit code
    /// stays its own, and what would still be written is dropped.
    fn settle(&mut self, written: io::Result<()>) -> Result<()> {
        match written {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(())
            }
            written => written.map_err(|error| {
                Error::failed(format!("cannot write to standard output: {error}"))
            }),
        }
    }
}

/// Writes in pieces, and counts what was taken of them.
struct Counted {
    writer: Box<dyn Write + Send>,
    taken: Arc<AtomicU64>,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.writer.write(&bytes[..bytes.len().min(PIECE)])?;
        self.taken.fetch_add(taken as u64, Ordering::Relaxed);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, ErrorKind, Write};
    use std::sync::atomic::Ordering;

    use super::{PIECE, Stdout};

    struct Failing(ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_is_quiet() {
        let mut stdout = Stdout::new(Box::new(Failing(ErrorKind::BrokenPipe)));
        assert!(stdout.write(b"x").is_ok() && stdout.flush().is_ok());
        assert!(stdout.is_closed());
        assert!(stdout.write(b"more").is_ok() && stdout.flush().is_ok());
    }

    #[test]
    fn what_is_taken_of_a_large_write_is_counted_piece_by_piece() {
        struct Once(bool);

        impl Write for Once {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                if self.0 {
                    return Err(ErrorKind::StorageFull.into());
                }
                self.0 = true;
                Ok(bytes.len())
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }

        let mut stdout = Stdout::new(Box::new(Once(false)));
        let taken = stdout.taken();
        assert!(stdout.write(&vec![b'x'; 10 * PIECE]).is_err());
        assert_eq!(taken.load(Ordering::Relaxed), PIECE as u64);
    }

    #[test]
    fn any_other_failure_is_told() {
        let mut stdout = Stdout::new(Box::new(Failing(ErrorKind::StorageFull)));
        let error = stdout.write(b"x").and_then(|()| stdout.flush()).unwrap_err();
        assert!(error.message().starts_with("cannot write to standard output: "));
        assert_eq!(error.kind().exit_code(), 1);
    }
}
