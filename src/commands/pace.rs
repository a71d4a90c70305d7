//! How fast deliveries leave, and how many at a time: for `deliveries replay` and `send`.

use clap::value_parser;
use futures_util::stream::{self, Stream, StreamExt};
use tokio::time::{MissedTickBehavior, interval};

use crate::error::Result;
use crate::model::Rate;

/// The pace of what is sent.
#[derive(clap::Args, Debug)]
pub(super) struct PaceArgs {
    /// Send no faster, evenly spaced, such as 10/s or 100/m
    #[arg(long, value_name = "RATE")]
    rate: Option<Rate>,

    /// Send so many at a time; with 1, each waits for the answer to the one before
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = value_parser!(u16).range(1..))]
    concurrency: u16,
}

impl PaceArgs {
    /// How many are under way at most.
    pub(super) fn concurrency(&self) -> usize {
        usize::from(self.concurrency)
    }

    /// What comes from `source`, each a whole interval after the one before at the earliest. Time
    /// that was lost is not made up for, so that there is no burst; an error is not held up.
    pub(super) fn paced<T>(
        &self,
        source: impl Stream<Item = Result<T>> + Unpin,
    ) -> impl Stream<Item = Result<T>> {
        let clock = self.rate.map(|rate| {
            let mut clock = interval(rate.interval());
            clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
            clock
        });
        stream::unfold((source, clock), |(mut source, mut clock)| async {
            let item = source.next().await?;
            if let (Ok(_), Some(clock)) = (&item, &mut clock) {
                clock.tick().await;
            }
            Some((item, (source, clock)))
        })
    }
}
