//! Lines read in blocks: many short ones, or one that is long, and never more than a bound.

use std::io::{self, ErrorKind, Read};

/// How much is read at once: large enough that handing a block over costs nothing beside its work.
const BLOCK: usize = 128 * 1024;

/// The longest line that is read, in bytes.
pub(super) const LONGEST: usize = 64 * 1024 * 1024;

/// Some whole lines. One that is longer than [`LONGEST`] is alone in its block, and cut.
pub(super) struct Block(pub(super) Vec<u8>);

/// Hands out blocks until the input ends or fails, or nobody takes them.
pub(super) fn read(mut input: impl Read, mut hand_out: impl FnMut(io::Result<Block>) -> bool) {
    let mut lines = Lines { rest: Vec::new(), is_skipping: false };
    loop {
        match lines.next(&mut input) {
            Ok(Next::Block(block)) => {
                if !hand_out(Ok(block)) {
                    return;
                }
            }
            Ok(Next::More) => {}
            Ok(Next::End) => return,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => {
                hand_out(Err(error));
                return;
            }
        }
    }
}

enum Next {
    Block(Block),
    /// The line has not ended yet.
    More,
    End,
}

struct Lines {
    /// The beginning of a line whose end has not come.
    rest: Vec<u8>,
    /// Whether the rest of a line that is too long is still to come.
    is_skipping: bool,
}

impl Lines {
    fn next(&mut self, input: &mut impl Read) -> io::Result<Next> {
        let begin = self.rest.len();
        self.rest.resize(begin + BLOCK, 0);
        let count = input.read(&mut self.rest[begin..]);
        self.rest.truncate(begin + count.as_ref().unwrap_or(&0));
        if count? == 0 {
            let is_over = self.rest.is_empty();
            return Ok(if is_over { Next::End } else { self.block(begin) });
        }
        if self.is_skipping {
            // Nothing was left over, so that all of this came now.
            self.skip();
        }
        match self.rest[begin..].iter().rposition(|&byte| byte == b'\n') {
            Some(last) => Ok(self.block(begin + last + 1)),
            None if self.rest.len() > LONGEST => {
                self.is_skipping = true;
                Ok(self.block(self.rest.len()))
            }
            None => Ok(Next::More),
        }
    }

    fn block(&mut self, end: usize) -> Next {
        let rest = self.rest.split_off(end);
        Next::Block(Block(std::mem::replace(&mut self.rest, rest)))
    }

    fn skip(&mut self) {
        let end = self.rest.iter().position(|&byte| byte == b'\n');
        self.is_skipping = end.is_none();
        self.rest.drain(..end.map_or(self.rest.len(), |end| end + 1));
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};

    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
    use proptest::sample::select;

    use super::{Block, LONGEST, Lines, Next, read};

    /// Gives so many bytes at a time.
    struct Trickle<'a>(&'a [u8], usize);

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn blocks(input: impl Read) -> Vec<Block> {
        let mut blocks = Vec::new();
        read(input, |block| {
            blocks.push(block.unwrap());
            true
        });
        blocks
    }

    proptest! {
        #[test]
        fn blocks_are_whole_lines(
            bytes in proptest::collection::vec(select(b"\n\r a".to_vec()), 0..400),
            step in 1usize..50,
        ) {
            let mut before = Vec::new();
            for Block(block) in blocks(Trickle(&bytes, step)) {
                prop_assert!(before.is_empty() || before.ends_with(b"\n"));
                before.extend(block);
            }
            prop_assert_eq!(before, bytes);
        }
    }

    #[test]
    fn what_comes_with_the_end_of_a_long_line_does_not_wait_for_more() {
        let long = io::repeat(b'x').take(LONGEST as u64 + 1);
        let mut input = long.chain(&b"x\na\nb"[..]).chain(&b"\n"[..]);
        let mut lines = Lines { rest: Vec::new(), is_skipping: false };
        let mut next = || loop {
            match lines.next(&mut input).unwrap() {
                Next::Block(Block(block)) => return block.len(),
                Next::More => {}
                Next::End => return 0,
            }
        };
        assert!(next() > LONGEST);
        assert_eq!([next(), next(), next()], [2, 2, 0]);
    }

    #[test]
    fn a_line_that_is_too_long_is_cut_and_alone() {
        let long = io::repeat(b'x').take(LONGEST as u64 * 2);
        let blocks = blocks((&b"a\n"[..]).chain(long).chain(&b"\nlast"[..]));
        let [Block(first), Block(long), Block(last)] = &blocks[..] else { panic!("three blocks") };
        assert_eq!((&first[..], &last[..]), (&b"a\n"[..], &b"last"[..]));
        assert!(long.len() > LONGEST && !long.contains(&b'\n'));
    }
}
