//! `hookctl deliveries`: what `listen` has kept.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Subcommand;

use crate::commands::Context;
use crate::commands::duration::age;
use crate::commands::views::DELIVERY;
use crate::error::{Error, Outcome, Result};
use crate::journal::{Filter, Journal, Keep};
use crate::model::{Delivery, EventPattern, JsonObject, Moment, now};
use crate::output::safe;

/// Show, export and remove recorded deliveries
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP, disable_help_subcommand = true, subcommand_help_heading = "Commands")]
pub struct Args {
    /// The file that `listen` keeps deliveries in [default: journal.db in the data folder]
    #[arg(long, value_name = "FILE", global = true)]
    journal: Option<PathBuf>,

    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    List(ListArgs),
    Show(ShowArgs),
    Export(ExportArgs),
    Prune(PruneArgs),
}

/// List recorded deliveries, the latest first
#[derive(clap::Args, Debug)]
#[command(after_long_help = LIST_HELP)]
struct ListArgs {
    #[command(flatten)]
    filter: FilterArgs,

    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

/// Show one recorded delivery
#[derive(clap::Args, Debug)]
#[command(after_long_help = SHOW_HELP)]
struct ShowArgs {
    /// The delivery's id or a part from its beginning, or @last
    id: String,

    /// Only the body, its exact bytes
    #[arg(long, conflicts_with_all = ["headers", "curl"])]
    body: bool,

    /// Only the headers
    #[arg(long, conflicts_with = "curl")]
    headers: bool,

    /// A curl command that sends it again
    #[arg(long)]
    curl: bool,
}

/// Write recorded deliveries as ndjson, the oldest first
#[derive(clap::Args, Debug)]
#[command(after_long_help = EXPORT_HELP)]
struct ExportArgs {
    #[command(flatten)]
    filter: FilterArgs,
}

/// Remove recorded deliveries
#[derive(clap::Args, Debug)]
#[command(after_long_help = PRUNE_HELP)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["older_than", "keep"]))]
struct PruneArgs {
    /// Those that came longer ago, such as 30d
    #[arg(long, value_name = "AGE", value_parser = age)]
    older_than: Option<Duration>,

    /// All but the latest so many
    #[arg(long, value_name = "COUNT")]
    keep: Option<u64>,

    /// Only say how many that are
    #[arg(long)]
    dry_run: bool,
}

/// Which deliveries are meant.
#[derive(clap::Args, Debug)]
struct FilterArgs {
    /// Of this event type, or of several: user.*; repeat it
    #[arg(long, value_name = "TYPE", value_delimiter = ',')]
    event: Vec<EventPattern>,

    /// Checked with this result
    #[arg(long, value_name = "RESULT", value_parser = ["valid", "invalid", "missing", "unchecked"])]
    signature: Option<String>,

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
  hookctl deliveries export --event 'user.*' > records.ndjson

Exit codes: 0 done, 1 the journal can't be used, 4 no such delivery.";

const LIST_HELP: &str = "\
Examples:
  hookctl deliveries list
  hookctl deliveries list --signature invalid --since 2d -o json

Output: a row a delivery; in JSON the whole record.
Exit codes: 0 done, 1 the journal can't be used.";

const SHOW_HELP: &str = "\
Examples:
  hookctl deliveries show @last
  hookctl deliveries show @last --body > body.bin
  hookctl deliveries show @last --curl

Output: the record, or the part of it that is asked for.
Exit codes: 0 done, 2 several such deliveries, or bytes that are no text for a terminal, 4 none.";

const EXPORT_HELP: &str = "\
Examples:
  hookctl deliveries export > records.ndjson
  hookctl deliveries export --signature valid --since 30d > records.ndjson

Output: the record of each delivery, one a line, whatever -o says.
Exit codes: 0 done, 1 the journal can't be used.";

const PRUNE_HELP: &str = "\
Examples:
  hookctl deliveries prune --older-than 30d
  hookctl deliveries prune --keep 1000 --dry-run

Output: {\"removed\"}, the number of deliveries.
Exit codes: 0 done, 1 the journal can't be used.";

/// How long or how many deliveries are kept: an age, or a count.
pub(super) fn keep(text: &str) -> Result<Keep, String> {
    match text.parse() {
        Ok(count) => Ok(Keep::Latest(count)),
        Err(_) => age(text).map(Keep::For),
    }
}

fn moment(text: &str) -> Result<Moment, String> {
    if let Ok(moment) = text.parse() {
        return Ok(moment);
    }
    let age = age(text).map_err(|_| "expected an age such as 1h or 2d, or a time (RFC 3339)")?;
    Ok(now().before(age))
}

/// The journal in force.
///
/// # Errors
/// A data folder that can't be made.
pub(super) fn journal_path(given: Option<&Path>, context: &Context) -> Result<PathBuf> {
    let paths = &context.settings().paths;
    match given {
        Some(path) => Ok(path.to_owned()),
        None => paths.ensure_data().map(|_| paths.journal()),
    }
}

/// Reads the journal, or removes from it.
///
/// # Errors
/// A journal that can't be used, or no such delivery.
pub fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let journal = Journal::open(&journal_path(args.journal.as_deref(), context)?)?;
    match &args.action {
        Action::List(args) => list(args, &journal, context),
        Action::Show(args) => show(args, &journal, context),
        Action::Export(args) => export(args, &journal, context),
        Action::Prune(args) => prune(args, &journal, context),
    }?;
    Ok(Outcome::Done)
}

fn list(args: &ListArgs, journal: &Journal, context: &Context) -> Result<()> {
    let mut rows = context.output().rows(&DELIVERY);
    let mut left = args.limit;
    if left > 0 {
        journal.read(&args.filter.filter(), true, |delivery| {
            rows.push(&record(&delivery)?)?;
            left -= 1;
            Ok::<_, Error>(left > 0)
        })?;
    }
    rows.finish()?;
    if left == args.limit {
        context.output().footer("no deliveries");
    }
    Ok(())
}

fn show(args: &ShowArgs, journal: &Journal, context: &Context) -> Result<()> {
    let delivery = journal.find(&args.id)?;
    let output = context.output();
    if args.body {
        return body(&delivery, context);
    }
    if args.curl {
        return output.line(&curl(&delivery));
    }
    if args.headers {
        return delivery
            .headers
            .iter()
            .try_for_each(|(name, value)| output.line(&format!("{name}: {}", safe(value))));
    }
    output.one(&record(&delivery)?, &DELIVERY)
}

/// In a pipe the exact bytes, on a terminal only text, and that made safe.
fn body(delivery: &Delivery, context: &Context) -> Result<()> {
    let (output, bytes) = (context.output(), &delivery.body.0);
    if !output.terminal().stdout_is_terminal {
        return output.raw(bytes);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| {
        Error::usage(format!("the body of {} is not text", delivery.id))
            .hinted("send it to a file or a pipe")
    })?;
    text.lines().try_for_each(|line| output.line(&safe(line)))
}

fn curl(delivery: &Delivery) -> String {
    // curl sets these itself; the body's own length is what it sends.
    let own = ["host", "content-length", "transfer-encoding", "connection", "expect"];
    let mut words = vec!["curl".to_owned(), "-X".to_owned(), delivery.method.clone()];
    for (name, value) in delivery.headers.iter().filter(|(name, _)| !own.contains(&name.as_str())) {
        words.extend(["-H".to_owned(), format!("{name}: {value}")]);
    }
    let host = delivery.headers.iter().find(|(name, _)| name == "host");
    let host = host.map_or("127.0.0.1:4400", |(_, host)| host.as_str());
    words.extend(["--data-binary".to_owned(), "@-".to_owned()]);
    words.push(format!("http://{host}{}", delivery.path));
    let id = &delivery.id;
    safe(&format!("hookctl deliveries show {id} --body | {}", shell_words::join(&words)))
        .into_owned()
}

fn export(args: &ExportArgs, journal: &Journal, context: &Context) -> Result<()> {
    let output = context.output();
    journal.read(&args.filter.filter(), false, |delivery| {
        let line = serde_json::to_string(&delivery)
            .map_err(|error| Error::failed(format!("a record is no JSON: {error}")))?;
        output.line(&line)?;
        Ok::<_, Error>(!output.is_closed())
    })
}

fn prune(args: &PruneArgs, journal: &Journal, context: &Context) -> Result<()> {
    let keep = args.older_than.map(Keep::For).or(args.keep.map(Keep::Latest));
    // clap makes sure that there is one of the two.
    let removed = keep.map_or(Ok(0), |keep| journal.prune(keep, args.dry_run))?;
    let mut answer = JsonObject::new();
    answer.set("removed", &removed);
    if args.dry_run {
        context.output().note("nothing is removed: this is how many would be");
    }
    context.output().json(&answer)
}

impl FilterArgs {
    fn filter(&self) -> Filter {
        Filter {
            events: self.event.clone(),
            signature: self.signature.clone(),
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
