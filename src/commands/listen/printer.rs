//! Those who explain and print while others receive: a reader of our output who is slow, or stuck, or
//! gone holds up nobody but the one who prints.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{sleep, timeout};

use crate::commands::listen::explaining::{Explainer, is_puzzling};
use crate::commands::listen::report::Report;
use crate::error::{Error, Result};
use crate::journal::Writer;
use crate::listener::{Backlog, Notice, Received, Waiting};
use crate::output::Output;

/// The most rows that are written at once.
const BATCH: usize = 256;

/// How long rows gather after others were written. Under load, waking for each would cost more than
/// printing it.
const REST: Duration = Duration::from_millis(1);

/// How often it is looked whether those who print in the end get on.
const LOOK: Duration = Duration::from_millis(50);

/// Prints what it is given, in order.
pub(super) struct Printer {
    came: Arc<Backlog<Row>>,
    to_print: Arc<Backlog<Notice>>,
    has_journal: bool,
    printing: JoinHandle<Result<()>>,
    output: Arc<Output>,
    /// How many rows were explained, or fetched from the journal.
    prepared: Arc<AtomicU64>,
    /// How many rows the journal did not have any more, or did not give.
    lost: Arc<AtomicU64>,
}

/// What came in.
struct Row {
    notice: Notice,
    /// Whether it is printed; else it is explained for the journal alone.
    is_shown: bool,
}

impl Waiting for Row {
    fn bytes(&self) -> usize {
        self.notice.bytes()
    }

    fn is_kept(&self) -> bool {
        self.notice.is_kept()
    }

    fn spill(self) -> Option<Self> {
        let notice = self.notice.spill()?;
        Some(Self { notice, ..self })
    }
}

impl Printer {
    /// Starts printing. What waits too long in memory is fetched from the journal.
    pub(super) fn start(
        output: Arc<Output>,
        report: Report,
        explainer: Explainer,
        journal: Option<Arc<Writer>>,
    ) -> Self {
        let (came, to_print) = (Arc::default(), Arc::default());
        let prepared = Arc::<AtomicU64>::default();
        let counter = Arc::clone(&prepared);
        tokio::spawn(explain(Arc::clone(&came), explainer, Arc::clone(&to_print), counter));
        let has_journal = journal.is_some();
        let lost = Arc::<AtomicU64>::default();
        let source = Source { journal, fetched: Arc::clone(&prepared), lost: Arc::clone(&lost) };
        let printing = tokio::spawn(print(Arc::clone(&to_print), report, source));
        Self { came, to_print, has_journal, printing, output, prepared, lost }
    }

    /// Takes one to explain, and to print where it is to be shown; never waits.
    pub(super) fn push(&self, notice: Notice, is_shown: bool) {
        if is_shown || (self.has_journal && is_puzzling(&notice)) {
            self.came.push(Row { notice, is_shown });
        }
    }

    /// Lets what waits be printed, and then what `conclude` prints, which is told how many rows were
    /// dropped. A reader may be as slow as they like, but not stuck for longer than `patience`.
    ///
    /// # Errors
    /// Exit 1, when standard output can't be written, or is not read.
    pub(super) async fn finish(
        self,
        patience: Duration,
        conclude: impl FnOnce(u64) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        let Self { came, to_print, printing, output, prepared, lost, .. } = self;
        came.close();
        let progress = || output.taken() + prepared.load(Ordering::Relaxed);
        unless_stuck(printing, patience, progress).await?;
        let dropped = came.dropped() + to_print.dropped() + lost.load(Ordering::Relaxed);
        unless_stuck(spawn_blocking(move || conclude(dropped)), patience, progress).await
    }
}

/// Waits for somebody who prints, as long as there is progress.
async fn unless_stuck(
    mut printing: JoinHandle<Result<()>>,
    patience: Duration,
    progress: impl Fn() -> u64,
) -> Result<()> {
    let (mut seen, mut since) = (progress(), Instant::now());
    loop {
        match timeout(LOOK, &mut printing).await {
            Ok(Ok(printed)) => return printed,
            Ok(Err(error)) => return Err(Error::failed(format!("printing broke off: {error}"))),
            Err(_) => {}
        }
        let now = progress();
        if now != seen {
            (seen, since) = (now, Instant::now());
        } else if since.elapsed() >= patience {
            return Err(Error::failed(
                "nobody reads standard output, so the last rows are not written",
            )
            .hinted("`hookctl deliveries` has what the journal keeps"));
        }
    }
}

/// Explains what is not valid, whether its row is shown or not, and hands the rows on in their order.
async fn explain(
    came: Arc<Backlog<Row>>,
    mut explainer: Explainer,
    to_print: Arc<Backlog<Notice>>,
    prepared: Arc<AtomicU64>,
) {
    loop {
        let mut few = came.next_few(BATCH).await;
        if few.is_empty() {
            return to_print.close();
        }
        for row in &mut few {
            explainer.explain(&mut row.notice).await;
            prepared.fetch_add(1, Ordering::Relaxed);
        }
        few.into_iter().filter(|row| row.is_shown).for_each(|row| to_print.push(row.notice));
    }
}

/// Goes on after a failure, so that nothing piles up; the first one is told in the end.
async fn print(to_print: Arc<Backlog<Notice>>, report: Report, source: Source) -> Result<()> {
    let report = Arc::new(report);
    let mut printed = Ok(());
    loop {
        let few = to_print.next_few(BATCH).await;
        if few.is_empty() {
            return printed;
        }
        if printed.is_err() {
            continue;
        }
        let few = source.fetch(few).await;
        let report = Arc::clone(&report);
        printed = spawn_blocking(move || report.show(&few))
            .await
            .unwrap_or_else(|error| Err(Error::failed(format!("printing broke off: {error}"))));
        sleep(REST).await;
    }
}

/// Where rows are fetched from that wait in the journal alone, and what came of it.
struct Source {
    journal: Option<Arc<Writer>>,
    fetched: Arc<AtomicU64>,
    lost: Arc<AtomicU64>,
}

impl Source {
    async fn fetch(&self, notices: Vec<Notice>) -> Vec<Notice> {
        let mut whole = Vec::with_capacity(notices.len());
        for notice in notices {
            self.fetched.fetch_add(1, Ordering::Relaxed);
            let Notice::Received(received) = notice else {
                whole.push(notice);
                continue;
            };
            let number = received.number();
            match received.fetch(self.journal.as_deref()).await {
                Ok(Some(delivery)) => {
                    whole.push(Notice::Received(Received::Whole(delivery, number)));
                }
                Ok(None) | Err(_) => {
                    self.lost.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
        whole
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::Ordering;

    use super::Source;
    use crate::journal::{Keep, Writer};
    use crate::listener::{Notice, Received};

    #[tokio::test]
    async fn a_row_that_the_journal_does_not_have_any_more_is_counted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let journal = Some(Arc::new(Writer::open(&path, Keep::Latest(1)).unwrap()));
        let source = Source { journal, fetched: Arc::default(), lost: Arc::default() };
        let rows = source.fetch(vec![Notice::Received(Received::Kept(1))]).await;
        assert!(rows.is_empty());
        assert_eq!(source.lost.load(Ordering::Relaxed), 1);
    }
}
