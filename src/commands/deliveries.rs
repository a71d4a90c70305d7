//! `hookctl deliveries`: what `listen` has kept, and what can be done with it.

mod export;
mod list;
mod prune;
mod replay;
mod resending;
mod selection;
mod show;

use std::path::{Path, PathBuf};

use clap::Subcommand;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::commands::Context;
use crate::commands::duration::age;
use crate::commands::recorded::journal_path;
use crate::error::{Error, Outcome, Result};
use crate::journal::{Filter, Journal};
use crate::model::{Delivery, EventPattern, Found, JsonObject, Moment, now};

use export::ExportArgs;
use list::ListArgs;
use prune::PruneArgs;
use replay::ReplayArgs;
use show::ShowArgs;

/// Show, send again, export and remove recorded deliveries
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP, disable_help_subcommand = true, subcommand_help_heading = "Commands")]
pub struct Args {
    /// The file that `listen` keeps deliveries in [default: the profile's, or journal.db in
    /// the data folder]
    #[arg(long, value_name = "FILE", global = true)]
    journal: Option<PathBuf>,

    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    List(ListArgs),
    Show(ShowArgs),
    Replay(Box<ReplayArgs>),
    Export(ExportArgs),
    Prune(PruneArgs),
}

/// Which deliveries are meant.
#[derive(clap::Args, Debug)]
struct FilterArgs {
    /// Of this event type, or of all below a name (user.*); repeat it, or separate several with
    /// commas
    #[arg(long, value_name = "TYPE", value_delimiter = ',')]
    event: Vec<EventPattern>,

    /// Checked with this result
    #[arg(long, value_name = "RESULT", value_parser = result())]
    signature: Option<Found>,

    /// Received within this age, such as 1h or 2d, or not before this moment (RFC 3339)
    #[arg(long, value_name = "AGE|TIME", value_parser = moment)]
    since: Option<Moment>,

    /// Received before this age, or not after this moment (RFC 3339)
    #[arg(long, value_name = "AGE|TIME", value_parser = moment)]
    until: Option<Moment>,

    /// Sent to this path
    #[arg(long, value_name = "PATH")]
    path: Option<String>,

    /// Still to be forwarded
    #[arg(long)]
    pending: bool,
}

const HELP: &str = "\
Examples:
  hookctl deliveries list --since 1h
  hookctl deliveries show @last
  hookctl deliveries replay @last --to http://127.0.0.1:3000/hook
  hookctl deliveries export --event 'user.*' > records.ndjson

Exit codes: 0 done, 1 the journal can't be used, 2 there is none at --journal, 4 no such delivery,
9 one that was replayed was not taken.";

fn result() -> impl TypedValueParser<Value = Found> {
    let words = PossibleValuesParser::new(Found::ALL.map(Found::word));
    words.try_map(|given| {
        let found = Found::ALL.into_iter().find(|found| found.word() == given);
        found.ok_or("expected one of the words")
    })
}

fn moment(text: &str) -> Result<Moment, String> {
    if let Ok(moment) = text.parse() {
        return Ok(moment);
    }
    let age = age(text).map_err(|_| "expected an age such as 1h or 2d, or a time (RFC 3339)")?;
    Ok(now().before(age))
}

/// Opens the journal in force to look in it. The usual one is made where none is yet: nothing has
/// been received. One that is named and not there is a mistake.
///
/// # Errors
/// A journal that can't be used, or is not there (usage).
fn open_journal(given: Option<&Path>, context: &Context) -> Result<Journal> {
    if let Some(path) = given
        && !path.try_exists().unwrap_or(true)
    {
        let message = format!("there is no journal at {}", path.display());
        return Err(Error::usage(message).hinted(
            "`hookctl listen --journal FILE` makes one; without --journal the usual one is taken",
        ));
    }
    Ok(Journal::open(&journal_path(given, context)?)?)
}

/// Reads the journal, sends from it, or removes from it.
///
/// # Errors
/// A journal that can't be used, or no such delivery.
pub async fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let open = || open_journal(args.journal.as_deref(), context);
    match &args.action {
        Action::List(args) => list::run(args, &open()?, context),
        Action::Show(args) => show::run(args, &open()?, context),
        Action::Replay(replay) => {
            return replay::run(replay, args.journal.as_deref(), context).await;
        }
        Action::Export(args) => export::run(args, &open()?, context),
        Action::Prune(args) => prune::run(args, &open()?, context),
    }?;
    Ok(Outcome::Done)
}

impl Args {
    /// Whether deliveries are sent again, and so what was sent is told when a signal ends it.
    pub fn replays(&self) -> bool {
        matches!(self.action, Action::Replay(_))
    }

    /// Whether records are written, a line each.
    pub fn exports(&self) -> bool {
        matches!(self.action, Action::Export(_))
    }

    /// Whether deliveries are removed, and one number is all that is printed.
    pub fn prunes(&self) -> bool {
        matches!(self.action, Action::Prune(_))
    }
}

impl FilterArgs {
    /// Whether nothing is asked for, so that all would be meant.
    fn is_empty(&self) -> bool {
        self.event.is_empty()
            && self.signature.is_none()
            && self.since.is_none()
            && self.until.is_none()
            && self.path.is_none()
            && !self.pending
    }

    fn filter(&self) -> Filter {
        Filter {
            events: self.event.clone(),
            signature: self.signature,
            since: self.since,
            until: self.until,
            path: self.path.clone(),
            pending: self.pending,
        }
    }
}

fn record(delivery: &Delivery) -> Result<JsonObject> {
    JsonObject::from_serialize(delivery)
        .map_err(|error| Error::failed(format!("a record is no JSON: {error}")))
}
