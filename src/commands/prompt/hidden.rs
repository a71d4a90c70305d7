//! A secret that is typed: the terminal shows nothing of it.

use std::io::{self, stdin};

use rustix::io::retry_on_intr;
use zeroize::Zeroizing;

/// One line of the terminal, without its end. A terminal hands over whole lines, of 4096 bytes at
/// most.
pub(super) fn read_line() -> io::Result<Zeroizing<Vec<u8>>> {
    let mut line = Zeroizing::new(vec![0; 4096]);
    let count = retry_on_intr(|| rustix::io::read(stdin(), &mut line[..]))?;
    line.truncate(count);
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(line)
}
