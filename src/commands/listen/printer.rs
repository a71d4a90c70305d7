//! The one who prints while others receive: a reader of our output who is slow, or stuck, or gone
//! holds up nobody but this one.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{sleep, timeout};

use crate::commands::listen::explaining::Explainer;
use crate::commands::listen::report::Report;
use crate::error::{Error, Result};
use crate::journal::Writer;
use crate::listener::{Backlog, Notice, Received};

/// The most rows that are written at once.
const BATCH: usize = 256;

/// How long rows gather after others were written. Under load, waking for each would cost more than
/// printing it.
const REST: Duration = Duration::from_millis(1);

/// Prints what it is given, in order.
pub(super) struct Printer {
    waiting: Arc<Backlog<Notice>>,
    printing: JoinHandle<Result<()>>,
}

impl Printer {
    /// Starts printing. What waits too long in memory is fetched from the journal.
    pub(super) fn start(
        report: Report,
        explainer: Explainer,
        journal: Option<Arc<Writer>>,
    ) -> Self {
        let waiting = Arc::new(Backlog::default());
        let printing = tokio::spawn(print(Arc::clone(&waiting), report, explainer, journal));
        Self { waiting, printing }
    }

    /// Takes one to print; never waits.
    pub(super) fn push(&self, notice: Notice) {
        self.waiting.push(notice);
    }

    /// Lets what waits be printed, and tells how many rows were dropped.
    ///
    /// # Errors
    /// Exit 1, when standard output can't be written, or is not read for so long.
    pub(super) async fn finish(self, limit: Duration) -> Result<u64> {
        let Self { waiting, printing } = self;
        waiting.close();
        match timeout(limit, printing).await {
            Ok(Ok(printed)) => printed.map(|()| waiting.dropped()),
            Ok(Err(error)) => Err(Error::failed(format!("printing broke off: {error}"))),
            Err(_) => {
                Err(Error::failed("nobody reads standard output, so the last rows are not written")
                    .hinted("`hookctl deliveries` has what the journal keeps"))
            }
        }
    }
}

/// Goes on after a failure, so that nothing piles up; the first one is told in the end.
async fn print(
    waiting: Arc<Backlog<Notice>>,
    report: Report,
    explainer: Explainer,
    journal: Option<Arc<Writer>>,
) -> Result<()> {
    let (report, explainer) = (Arc::new(report), Arc::new(explainer));
    let mut printed = Ok(());
    loop {
        let few = waiting.next_few(BATCH).await;
        if few.is_empty() {
            return printed;
        }
        if printed.is_err() {
            continue;
        }
        let mut few = fetched(few, journal.as_deref()).await;
        let (report, explainer) = (Arc::clone(&report), Arc::clone(&explainer));
        let show = move || {
            explainer.explain(&mut few);
            report.show(&few)
        };
        printed = spawn_blocking(show)
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
