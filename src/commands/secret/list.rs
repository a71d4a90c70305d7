//! `hookctl secret list`

use crate::commands::Context;
use crate::commands::secret::row;
use crate::commands::views::KEPT_SECRET;
use crate::error::{Outcome, Result};

/// List the webhooks whose secrets are kept
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub(super) struct ListArgs {}

const HELP: &str = "\
Examples:
  hookctl secret list
  hookctl secret list -o json

Output: for each, the webhook's id, the API that it belongs to, and when it was kept; never the
secret.
Exit codes: 0 done, 1 the store can't be used, 2 others can open the store.";

pub(super) fn run(context: &Context) -> Result<Outcome> {
    let rows: Vec<_> = context.secrets().all()?.iter().map(row).collect();
    context.output().many(&rows, &KEPT_SECRET)?;
    Ok(Outcome::Done)
}
