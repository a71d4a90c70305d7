//! `hookctl deliveries replay`

use std::cell::Cell;
use std::future::ready;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::time::Duration;

use futures_util::stream::{self, StreamExt};
use tokio::sync::Notify;
use tokio::sync::mpsc::Receiver;
use tokio::time::timeout;

use crate::commands::Context;
use crate::commands::deliveries::resending::{Resending, ResendingArgs};
use crate::commands::deliveries::selection::Selection;
use crate::commands::deliveries::{FilterArgs, open_journal};
use crate::commands::ids::read_lines;
use crate::commands::pace::PaceArgs;
use crate::commands::signals::Signals;
use crate::commands::views::{REQUEST, RESENT};
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::{Delivery, JsonObject};
use crate::output::{Output, Rows, View};

/// What stands for standard input.
const STDIN: &str = "-";

/// How long what a signal keeps from being sent is counted: who waits for standard input does not
/// know how much is to come.
const COUNTING: Duration = Duration::from_millis(200);

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
After a signal nothing more is sent, and what is under way is waited for, until another signal.
Exit codes: 0 each was answered 2xx, 9 one was not, 2 a line that is no record, 4 no such delivery,
129, 130, 131 and 143 a signal.";

/// Sends, and prints how each ended. A signal ends it well: what is under way is still waited for,
/// until another one comes.
///
/// # Errors
/// A target, secret or journal that can't be used, a signal. What the target answers is no error.
pub(super) async fn run(
    args: &ReplayArgs,
    journal: Option<&Path>,
    context: &Context,
) -> Result<Outcome> {
    let output = context.output();
    let view = if args.dry_run { &REQUEST } else { &RESENT };
    output.check_fields(view)?;
    let (mut once, again) = (Signals::listen()?, Signals::listen()?);
    let preparing = async {
        let deliveries = args.select(journal, context).await?;
        Ok::<_, Error>((deliveries, Resending::new(&args.resending, context).await?))
    };
    let (deliveries, resending) = tokio::select! {
        prepared = preparing => prepared?,
        kind = once.next() => return Err(Error::interrupted(kind)),
    };
    let mut printer = Printer {
        output,
        view,
        rows: output.rows(view),
        is_one: args.dry_run && matches!(args.ids.as_slice(), [id] if id != STDIN),
        tally: Tally::default(),
    };
    let spinner = output.spinner("sending");
    let cut = send(args, deliveries, &resending, (once, again), &mut printer).await?;
    drop(spinner);
    let Printer { rows, is_one, tally, .. } = printer;
    if !is_one {
        rows.finish()?;
    }
    let sums = format!("{} sent, {} failed", tally.sent, tally.failed);
    match cut {
        Some(cut) if args.dry_run => return Err(Error::interrupted(cut.kind)),
        Some(cut) => return Err(cut.told(&sums, tally.sent)),
        None if !args.dry_run => output.footer(&sums),
        None => {}
    }
    Ok(tally.outcome())
}

/// Sends all, or what a signal leaves time for, and says then what it has cut off.
async fn send(
    args: &ReplayArgs,
    mut deliveries: Receiver<Result<Delivery>>,
    resending: &Resending,
    (mut once, mut again): (Signals, Signals),
    printer: &mut Printer<'_>,
) -> Result<Option<Cut>> {
    let mut deliveries = stream::poll_fn(|task| deliveries.poll_recv(task));
    let (taken, begun) = (Cell::new(0), Cell::new(0));
    let count = |counter: &Cell<usize>, delivery: &Result<Delivery>| {
        counter.set(counter.get() + usize::from(delivery.is_ok()));
    };
    let stop = Notify::new();
    let mut told = None;
    {
        let source = deliveries.by_ref().inspect(|delivery| count(&taken, delivery));
        let attempt = |delivery| {
            count(&begun, &delivery);
            row(resending, delivery, args.dry_run)
        };
        let ended = args
            .pace
            .paced(source)
            .take_until(stop.notified())
            .map(attempt)
            .buffered(args.pace.concurrency());
        let (mut ended, mut twice) = (pin!(ended), pin!(again.twice()));
        while !printer.output.is_closed() {
            tokio::select! {
                ended = ended.next() => match ended {
                    Some(ended) => printer.print(ended)?,
                    None => break,
                },
                kind = once.next(), if told.is_none() => {
                    told = Some(kind);
                    stop.notify_one();
                }
                // Two that came together may be heard here first.
                kind = &mut twice => {
                    told.get_or_insert(kind);
                    break;
                }
            }
        }
    }
    let Some(kind) = told else { return Ok(None) };
    let mut left = taken.get() - begun.get();
    let counting = deliveries.for_each(|delivery| {
        left += usize::from(delivery.is_ok());
        ready(())
    });
    let is_counted = timeout(COUNTING, counting).await.is_ok();
    Ok(Some(Cut { kind, begun: begun.get(), left, is_counted }))
}

/// What a signal has cut off.
struct Cut {
    kind: Kind,
    begun: usize,
    /// So many were not begun, as far as they are counted.
    left: usize,
    is_counted: bool,
}

impl Cut {
    /// The interruption, with what was done before it and what was not.
    fn told(&self, sums: &str, sent: usize) -> Error {
        let more = if self.is_counted { "" } else { " or more" };
        let left = format!("{}{more} not sent", self.left);
        let message = match self.begun.saturating_sub(sent) {
            0 => format!("interrupted: {sums}, {left}"),
            unanswered => format!("interrupted: {sums}, {unanswered} not waited for, {left}"),
        };
        Error::new(self.kind, message)
    }
}

/// Where rows go, and what they add up to.
struct Printer<'a> {
    output: &'a Output,
    view: &'a View,
    rows: Rows<'a>,
    /// Whether the row is no list of rows.
    is_one: bool,
    tally: Tally,
}

impl Printer<'_> {
    fn print(&mut self, ended: Result<(JsonObject, Outcome)>) -> Result<()> {
        match ended {
            Ok((row, verdict)) => {
                self.tally.sent(verdict);
                if self.is_one {
                    return self.output.one(&row, self.view);
                }
                self.rows.push(&row)?;
                self.rows.flush()
            }
            Err(error) => {
                self.output.error(&error);
                self.tally.missed(&error);
                Ok(())
            }
        }
    }
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
            return Ok(selection.read_journal(open_journal(journal, context)?));
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
