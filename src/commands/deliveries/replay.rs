//! `hookctl deliveries replay`

use std::path::{Path, PathBuf};
use std::pin::pin;

use futures_util::stream::{self, StreamExt};
use tokio::sync::mpsc::Receiver;

use crate::commands::Context;
use crate::commands::deliveries::resending::{Resending, ResendingArgs};
use crate::commands::deliveries::selection::Selection;
use crate::commands::deliveries::{FilterArgs, journal_path};
use crate::commands::ids::read_lines;
use crate::commands::pace::PaceArgs;
use crate::commands::views::{REQUEST, RESENT};
use crate::error::{Error, Kind, Outcome, Result};
use crate::journal::Journal;
use crate::model::{Delivery, JsonObject};

/// What stands for standard input.
const STDIN: &str = "-";

/// Send recorded deliveries again: the same bytes, once, to another URL
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub(super) struct ReplayArgs {
    /// Ids of deliveries or parts from their beginnings, @last, or - to read them from standard
    /// input, one a line
    #[arg(value_name = "ID")]
    ids: Vec<String>,

    /// Send from these records, one a line, instead of the journal; - for standard input
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,

    #[command(flatten)]
    filter: FilterArgs,

    #[command(flatten)]
    resending: ResendingArgs,

    #[command(flatten)]
    pace: PaceArgs,

    /// Show the requests, and send nothing
    #[arg(long)]
    dry_run: bool,
}

const HELP: &str = "\
Method, headers and body are sent as they were recorded; only what concerned the old connection
is not. Nothing is tried twice. --timeout bounds each attempt (default 10 s).

Examples:
  hookctl deliveries replay @last --to http://127.0.0.1:3000/hook
  hookctl deliveries replay --since 1h --event 'user.*' --to http://127.0.0.1:3000 --rate 10/s
  hookctl deliveries replay --from records.ndjson --to http://127.0.0.1:3000 --resign env:SECRET

Output: a row an attempt, in order; in JSON an array of {\"webhook_id\",\"delivery_id\",\"url\",
\"event_id\",\"attempt\",\"status\",\"ms\",\"error\"}.
Exit codes: 0 each was answered 2xx, 9 one was not, 2 a line that is no record, 4 no such delivery.";

/// Sends, and prints how each ended.
///
/// # Errors
/// A target, secret or journal that can't be used. What the target answers is no error.
pub(super) async fn run(
    args: &ReplayArgs,
    journal: Option<&Path>,
    context: &Context,
) -> Result<Outcome> {
    let output = context.output();
    let view = if args.dry_run { &REQUEST } else { &RESENT };
    output.check_fields(view)?;
    let mut deliveries = args.select(journal, context).await?;
    let resending = Resending::new(&args.resending, context).await?;
    let deliveries = stream::poll_fn(move |task| deliveries.poll_recv(task));
    let ended = args
        .pace
        .paced(deliveries)
        .map(|delivery| row(&resending, delivery, args.dry_run))
        .buffered(args.pace.concurrency());
    let mut ended = pin!(ended);
    let is_one = args.dry_run && matches!(args.ids.as_slice(), [id] if id != STDIN);
    let mut rows = output.rows(view);
    let mut tally = Tally::default();
    let spinner = output.spinner("sending");
    while !output.is_closed()
        && let Some(ended) = ended.next().await
    {
        match ended {
            Ok((row, verdict)) => {
                tally.sent(verdict);
                if is_one {
                    output.one(&row, view)?;
                } else {
                    rows.push(&row)?;
                    rows.flush()?;
                }
            }
            Err(error) => {
                output.error(&error);
                tally.missed(&error);
            }
        }
    }
    drop(spinner);
    if !is_one {
        rows.finish()?;
    }
    if !args.dry_run {
        output.footer(&format!("{} sent, {} failed", tally.sent, tally.failed));
    }
    Ok(tally.outcome())
}

async fn row(
    resending: &Resending,
    delivery: Result<Delivery>,
    is_dry: bool,
) -> Result<(JsonObject, Outcome)> {
    let delivery = delivery?;
    if is_dry {
        return Ok((resending.preview(&delivery)?, Outcome::Done));
    }
    let record = resending.send(&delivery).await;
    let is_delivered = record.error.is_none();
    let row =
        JsonObject::from_serialize(&record).map_err(|error| Error::failed(error.to_string()))?;
    let verdict = if is_delivered { Outcome::Done } else { Outcome::Told(Kind::DeliveryFailed) };
    Ok((row, verdict))
}

impl ReplayArgs {
    /// Begins to read what is asked for.
    async fn select(
        &self,
        journal: Option<&Path>,
        context: &Context,
    ) -> Result<Receiver<Result<Delivery>>> {
        if self.ids.is_empty() && self.from.is_none() && self.filter.is_empty() {
            return Err(Error::usage("which deliveries are to be sent is not said")
                .hinted("say which: ids, --from, or a filter such as --since 1h"));
        }
        let ids = if self.ids.is_empty() { None } else { Some(self.ids(context).await?) };
        let selection = Selection { ids, filter: self.filter.filter() };
        let Some(from) = &self.from else {
            let path = journal_path(journal, context)?;
            return Ok(selection.read_journal(Journal::open(&path)?));
        };
        if journal.is_some() {
            return Err(Error::usage("--from and --journal name two sources: give one of them"));
        }
        if from.as_os_str() == STDIN {
            context.stdin().claim("records")?;
        }
        Ok(selection.read_records(from.clone()))
    }

    async fn ids(&self, context: &Context) -> Result<Vec<String>> {
        let mut ids = Vec::new();
        for id in &self.ids {
            if id == STDIN {
                ids.extend(read_lines(context).await?);
            } else {
                ids.push(id.clone());
            }
        }
        Ok(ids)
    }
}

/// How all fared.
struct Tally {
    sent: usize,
    failed: usize,
    unreadable: Outcome,
    others: Outcome,
}

impl Default for Tally {
    fn default() -> Self {
        Self { sent: 0, failed: 0, unreadable: Outcome::Done, others: Outcome::Done }
    }
}

impl Tally {
    fn sent(&mut self, verdict: Outcome) {
        self.sent += 1;
        self.failed += usize::from(verdict != Outcome::Done);
        self.others = self.others.or(verdict);
    }

    fn missed(&mut self, error: &Error) {
        match error.kind() {
            Kind::Usage => self.unreadable = Outcome::Told(Kind::Usage),
            kind => self.others = self.others.or(Outcome::Told(kind)),
        }
    }

    /// That something could not be understood goes before how the rest fared.
    fn outcome(&self) -> Outcome {
        self.unreadable.or(self.others)
    }
}
