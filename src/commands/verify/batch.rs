//! `hookctl verify --batch`: the signatures of many recorded deliveries, checked on all cores and told
//! in order.

mod blocks;
mod judge;
mod report;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread;

use crate::commands::Context;
use crate::commands::verify::batch::blocks::Block;
use crate::commands::verify::batch::report::{Report, telling};
use crate::config::{input_name, is_stdin};
use crate::error::{Error, Outcome, Result};

pub(super) use judge::Judge;

/// More threads than this gain nothing: one that reads and one that prints have to keep up.
const WORKERS: usize = 8;

/// How many blocks wait before each worker, and behind it.
const AHEAD: usize = 2;

/// Prints a verdict a record.
///
/// # Errors
/// Records that can't be read, or none (usage); output that can't be written.
pub(super) async fn run(path: &Path, judge: Judge, context: &Context) -> Result<Outcome> {
    let (path, output) = (path.to_owned(), context.shared_output());
    let work = move || {
        let name = input_name(&path);
        let unreadable =
            |error| Error::usage(format!("the records can't be read from {name}: {error}"));
        let input = open(&path).map_err(unreadable)?;
        let mut report = Report::new(&output, &name);
        let telling = telling(&output);
        let work = move |block: Block| judge.lines(&block, telling);
        in_order(input, work, |tally| report.take(tally.map_err(unreadable)?))?;
        report.finish()
    };
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Error::failed(format!("verifying broke off: {error}")))?
}

fn open(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    if is_stdin(path) {
        return Ok(Box::new(io::stdin()));
    }
    Ok(Box::new(File::open(path)?))
}

/// Hands on what `work` makes of each block, in their order: workers get blocks in turn, and are asked
/// in turn.
///
/// # Errors
/// What `take` fails with, and a thread that broke off: what it had still to do is unchecked.
fn in_order<T: Send + 'static>(
    input: impl Read + Send + 'static,
    work: impl Fn(Block) -> T + Send + Sync + 'static,
    mut take: impl FnMut(io::Result<T>) -> Result<()>,
) -> Result<()> {
    let work = Arc::new(work);
    let count = thread::available_parallelism().map_or(1, usize::from).min(WORKERS);
    let (mut to, mut workers) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let (sender, blocks) = sync_channel::<io::Result<Block>>(AHEAD);
        let (done, results) = sync_channel(AHEAD);
        let work = Arc::clone(&work);
        let worker = thread::spawn(move || {
            for block in blocks {
                if done.send(block.map(&*work)).is_err() {
                    return;
                }
            }
        });
        to.push(sender);
        workers.push((results, worker));
    }
    let reader = thread::spawn(move || {
        let mut turn = to.iter().cycle();
        blocks::read(input, |block| turn.next().is_some_and(|to| to.send(block).is_ok()));
    });
    let mut turn = 0;
    while let Ok(result) = workers[turn].0.recv() {
        take(result)?;
        turn = (turn + 1) % count;
    }
    // Whose turn it is and who has nothing more is behind the last block, or broke off. Only then has
    // the reader ended too: should a worker break off, it may still be waiting for its input.
    let broke_off = |_| Error::failed("verifying broke off: not all records are checked");
    workers.swap_remove(turn).1.join().map_err(broke_off)?;
    reader.join().map_err(broke_off)
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};

    use super::blocks::Block;
    use super::in_order;

    fn lines(count: usize) -> impl Read + Send {
        io::Cursor::new("0123456\n".repeat(count).into_bytes())
    }

    #[test]
    fn what_becomes_of_blocks_comes_in_their_order() {
        let text: String = (0..200_000).flat_map(|n: u32| [n.to_string(), "\n".into()]).collect();
        let mut came = Vec::new();
        let input = io::Cursor::new(text.clone().into_bytes());
        in_order(
            input,
            |Block(bytes)| bytes,
            |bytes| {
                came.extend(bytes.unwrap());
                Ok(())
            },
        )
        .unwrap();
        assert_eq!(came, text.into_bytes());
    }

    #[test]
    fn a_thread_that_breaks_off_is_an_error_and_no_end() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                panic!("a reader may break off")
            }
        }
        let work = |Block(bytes): Block| assert!(!bytes.is_empty());
        let ended = in_order(lines(1).chain(Broken), work, |_| Ok(()));
        assert!(ended.unwrap_err().to_string().contains("not all records are checked"));
        let work = |_| panic!("a worker may break off");
        let ended = in_order::<()>(lines(1_000_000), work, |_| Ok(()));
        assert!(ended.unwrap_err().to_string().contains("not all records are checked"));
    }
}
