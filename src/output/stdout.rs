//! Standard output: buffered, and quiet once its reader is gone.

use std::io::{self, BufWriter, ErrorKind, Write};

use crate::error::{Error, Result};

/// Rows that are printed together are written in pieces of this size.
const BUFFER: usize = 64 * 1024;

/// Where data goes.
pub(super) struct Stdout {
    writer: BufWriter<Box<dyn Write + Send>>,
    is_closed: bool,
}

impl Stdout {
    pub(super) fn new(writer: Box<dyn Write + Send>) -> Self {
        Self { writer: BufWriter::with_capacity(BUFFER, writer), is_closed: false }
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

#[cfg(test)]
mod tests {
    use std::io::{self, ErrorKind, Write};

    use super::Stdout;

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
    fn any_other_failure_is_told() {
        let mut stdout = Stdout::new(Box::new(Failing(ErrorKind::StorageFull)));
        let error = stdout.write(b"x").and_then(|()| stdout.flush()).unwrap_err();
        assert!(error.message().starts_with("cannot write to standard output: "));
        assert_eq!(error.kind().exit_code(), 1);
    }
}
