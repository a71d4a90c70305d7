//! `hookctl deliveries prune`

use std::time::Duration;

use crate::commands::Context;
use crate::commands::deliveries::FilterArgs;
use crate::commands::duration::age;
use crate::commands::views::REMOVED;
use crate::error::Result;
use crate::journal::{Journal, Keep};
use crate::model::JsonObject;

/// Remove recorded deliveries
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["older_than", "keep"]))]
pub(super) struct PruneArgs {
    #[command(flatten)]
    filter: FilterArgs,

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

const HELP: &str = "\
Of what is too old or too much, only what passes the filters is removed.

Examples:
  hookctl deliveries prune --older-than 30d
  hookctl deliveries prune --keep 1000 --dry-run
  hookctl deliveries prune --older-than 1h --signature invalid


Output: {\"removed\"}, the number of deliveries.
Exit codes: 0 done, 1 the journal can't be used.";

/// Prints how many are removed.
pub(super) fn run(args: &PruneArgs, journal: &Journal, context: &Context) -> Result<()> {
    context.output().check_fields(&REMOVED)?;
    let keep = args.older_than.map(Keep::For).or(args.keep.map(Keep::Latest));
    let filter = args.filter.filter();
    // clap makes sure that there is one of the two.
    let removed = keep.map_or(Ok(0), |keep| journal.prune(keep, &filter, args.dry_run))?;
    let mut answer = JsonObject::new();
    answer.set("removed", &removed);
    if args.dry_run {
        context.output().note("nothing is removed: this is how many would be");
    }
    context.output().picked_json(&answer, &REMOVED)
}
