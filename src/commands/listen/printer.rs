//! Those who explain and print while others receive: a reader of our output who is slow, or stuck, or
//! gone holds up nobody but the one who prints.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{sleep, timeout};

use crate::commands::listen::explaining::{Explainer, is_puzzling};
use crate::commands::listen::report::Report;
use crate::error::{Error, Result};
use crate::journal::Writer;
use crate::listener::{Backlog, Notice, Received, Waiting};

/// The most rows that are written at once.
const BATCH: usize = 256;

/// How long rows gather after others were written. Under load, waking for each would cost more than
/// printing it.
const REST: Duration = Duration::from_millis(1);

/// Prints what it is given, in order.
pub(super) struct Printer {
    came: Arc<Backlog<Row>>,
    to_print: Arc<Backlog<Notice>>,
    has_journal: bool,
    printing: JoinHandle<Result<()>>,
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
        report: Report,
        explainer: Explainer,
        journal: Option<Arc<Writer>>,
    ) -> Self {
        let (came, to_print) = (Arc::default(), Arc::default());
        tokio::spawn(explain(Arc::clone(&came), explainer, Arc::clone(&to_print)));
        let has_journal = journal.is_some();
        let printing = tokio::spawn(print(Arc::clone(&to_print), report, journal));
        Self { came, to_print, has_journal, printing }
    }

    /// Takes one to explain, and to print where it is to be shown; never waits.
    pub(super) fn push(&self, notice: Notice, is_shown: bool) {
        if is_shown || (self.has_journal && is_puzzling(&notice)) {
            self.came.push(Row { notice, is_shown });
        }
    }

    /// Lets what waits be printed, and tells how many rows were dropped.
    ///
    /// # Errors
    /// Exit 1, when standard output can't be written, or is not read for so long.
    pub(super) async fn finish(self, limit: Duration) -> Result<u64> {
        let Self { came, to_print, printing, .. } = self;
        came.close();
        match timeout(limit, printing).await {
            Ok(Ok(printed)) => printed.map(|()| came.dropped() + to_print.dropped()),
            Ok(Err(error)) => Err(Error::failed(format!("printing broke off: {error}"))),
            Err(_) => {
                Err(Error::failed("nobody reads standard output, so the last rows are not written")
                    .hinted("`hookctl deliveries` has what the journal keeps"))
            }
        }
    }
}

/// Explains what is not valid, whether its row is shown or not, and hands the rows on in their order.
async fn explain(
    came: Arc<Backlog<Row>>,
    mut explainer: Explainer,
    to_print: Arc<Backlog<Notice>>,
) {
    loop {
        let mut few = came.next_few(BATCH).await;
        if few.is_empty() {
            return to_print.close();
        }
        for row in &mut few {
            explainer.explain(&mut row.notice).await;
        }
        few.into_iter().filter(|row| row.is_shown).for_each(|row| to_print.push(row.notice));
    }
}

/// Goes on after a failure, so that nothing piles up; the first one is told in the end.
async fn print(
    to_print: Arc<Backlog<Notice>>,
    report: Report,
    journal: Option<Arc<Writer>>,
) -> Result<()> {
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
        let few = fetched(few, journal.as_deref()).await;
        let report = Arc::clone(&report);
        printed = spawn_blocking(move || report.show(&few))
            .await
            .unwrap_or_else(|error| Err(Error::failed(format!("printing broke off: {error}"))));
        sleep(REST).await;
    }
}

async fn fetched(notices: Vec<Notice>, journal: Option<&Writer>) -> Vec<Notice> {
    let mut whole = Vec::with_capacity(notices.len());
    for notice in notices {
        let Notice::Received(received) = notice else {
            whole.push(notice);
            continue;
        };
        let number = received.number();
        if let Some(delivery) = received.fetch(journal).await {
            whole.push(Notice::Received(Received::Whole(delivery, number)));
        }
    }
    whole
}
