//! `hookctl deliveries list`

use crate::commands::Context;
use crate::commands::deliveries::{FilterArgs, record};
use crate::commands::views::DELIVERY;
use crate::error::{Error, Result};
use crate::journal::{First, Journal};
use crate::output::Order;

/// List recorded deliveries, the latest first
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub(super) struct ListArgs {
    #[command(flatten)]
    filter: FilterArgs,

    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,

    /// Sort the rows by this field, or with a - before it from the largest down
    #[arg(long, value_name = "[-]FIELD", allow_hyphen_values = true)]
    sort: Option<Order>,
}

const HELP: &str = "\
Examples:
  hookctl deliveries list
  hookctl deliveries list --signature invalid --since 2d -o json

Output: a row a delivery; in JSON the whole record.
Exit codes: 0 done, 1 the journal can't be used.";

/// Prints a row a delivery.
pub(super) fn run(args: &ListArgs, journal: &Journal, context: &Context) -> Result<()> {
    let mut rows = context.output().rows(&DELIVERY);
    let mut unsorted = Vec::new();
    let mut left = args.limit;
    if left > 0 {
        journal.read(&args.filter.filter(), First::Latest, |delivery| {
            let row = record(&delivery)?;
            if args.sort.is_some() {
                unsorted.push(row);
            } else {
                rows.push(&row)?;
            }
            left -= 1;
            Ok::<_, Error>(left > 0)
        })?;
    }
    if let Some(order) = &args.sort {
        order.sort(&mut unsorted, &DELIVERY)?;
        unsorted.iter().try_for_each(|row| rows.push(row))?;
    }
    rows.finish()?;
    if left == args.limit {
        context.output().footer("no deliveries");
    }
    Ok(())
}
