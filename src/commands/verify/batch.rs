//! `hookctl verify --batch`: the signatures of many recorded deliveries, checked on all cores and told
//! in order.

mod blocks;
mod judge;
mod report;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use crate::commands::Context;
use crate::commands::verify::batch::judge::{Lines, Telling};
use crate::commands::verify::batch::report::{Report, telling};
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
        let name = name(&path);
        let unreadable =
            |error| Error::usage(format!("the records can't be read from {name}: {error}"));
        let input = open(&path).map_err(unreadable)?;
        let mut report = Report::new(&output, &name);
        for lines in in_order(input, judge, telling(&output)) {
            report.take(lines.map_err(unreadable)?)?;
        }
        report.finish()
    };
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Error::failed(format!("verifying broke off: {error}")))?
}

fn open(path: &PathBuf) -> io::Result<Box<dyn Read + Send>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(io::stdin()));
    }
    Ok(Box::new(File::open(path)?))
}

fn name(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".to_owned() } else { path.display().to_string() }
}

/// What each block's lines came to, in their order: workers get blocks in turn, and are asked in
/// turn.
fn in_order(
    input: impl Read + Send + 'static,
    judge: Judge,
    telling: Telling,
) -> impl Iterator<Item = io::Result<Lines>> {
    let judge = Arc::new(judge);
    let workers = thread::available_parallelism().map_or(1, usize::from).min(WORKERS);
    let (mut to, mut from) = (Vec::new(), Vec::<Receiver<_>>::new());
    for _ in 0..workers {
        let (sender, blocks) = sync_channel(AHEAD);
        let (done, lines) = sync_channel(AHEAD);
        let judge = Arc::clone(&judge);
        thread::spawn(move || {
            for block in blocks {
                let block: io::Result<blocks::Block> = block;
                let lines = block.map(|block| judge.lines(&block, telling));
                if done.send(lines).is_err() {
                    return;
                }
            }
        });
        to.push(sender);
        from.push(lines);
    }
    // Not waited for: should printing fail, it may still be waiting for its input.
    thread::spawn(move || {
        let mut turn = to.iter().cycle();
        blocks::read(input, |block| turn.next().is_some_and(|to| to.send(block).is_ok()));
    });
    // Whose turn it is and who has nothing more is behind the last block.
    (0..workers).cycle().map_while(move |turn| from[turn].recv().ok())
}
