//! `hookctl get`

use crate::commands::Context;
use crate::commands::ids::{Ids, try_each};
use crate::commands::views::WEBHOOK;
use crate::error::{Outcome, Result};

/// Show webhooks
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub struct Args {
    #[command(flatten)]
    ids: Ids,
}

const HELP: &str = "\
Without an id it offers a list on a terminal.

Examples:
  hookctl get wh_123456
  hookctl get wh_123456 wh_789012 -o json
  hookctl list -o ids | hookctl get - --fields id,description

Output: the webhook, its secret masked; with several ids or -, an array in the order asked.
Exit codes: 0 done, 3 unauthorized, 4 no such webhook, 7 unavailable. Every id is tried; the first
failure decides; 130 declined.";

/// Prints each webhook.
///
/// # Errors
/// Ids that can't be read, no API; a webhook's own failure is reported and counted.
pub async fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let ids = args.ids.resolve("get", context).await?;
    let client = context.api().await?;
    let spinner = context.output().spinner("reading");
    let (rows, outcome) =
        try_each(&ids, context, async |id| Ok((client.get(id).await?.object, Outcome::Done))).await;
    drop(spinner);
    args.ids.print(&rows, &WEBHOOK, context)?;
    Ok(outcome)
}
