//! `hookctl deliveries export`

use crate::commands::Context;
use crate::commands::deliveries::{FilterArgs, record};
use crate::commands::views::DELIVERY;
use crate::error::{Error, Result};
use crate::journal::{First, Journal};

/// Write recorded deliveries as ndjson, the oldest first
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub(super) struct ExportArgs {
    #[command(flatten)]
    filter: FilterArgs,
}

const HELP: &str = "\
Examples:
  hookctl deliveries export > records.ndjson
  hookctl deliveries export --signature valid --since 30d > records.ndjson

Output: the record of each delivery, one a line; -o json and -o ndjson are the same.
Exit codes: 0 done, 1 the journal can't be used.";

/// Prints a line a delivery.
pub(super) fn run(args: &ExportArgs, journal: &Journal, context: &Context) -> Result<()> {
    let output = context.output();
    output.check_fields(&DELIVERY)?;
    journal.read(&args.filter.filter(), First::Oldest, |delivery| {
        if output.has_fields() {
            output.picked_row(&record(&delivery)?)?;
        } else {
            output.row(&delivery)?;
        }
        Ok::<_, Error>(!output.is_closed())
    })?;
    output.check_rows()
}
