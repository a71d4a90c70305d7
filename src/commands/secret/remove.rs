//! `hookctl secret remove`

use crate::commands::Context;
use crate::commands::ids::{Ids, try_each};
use crate::commands::secret::row;
use crate::commands::views::KEPT_SECRET;
use crate::error::{Outcome, Result};

/// Remove kept secrets for good
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub(super) struct RemoveArgs {
    #[command(flatten)]
    ids: Ids,
}

const HELP: &str = "\
It does not ask, and the API does not show a secret again: what is removed is gone.

Examples:
  hookctl secret remove wh_123456
  hookctl secret list -o ids | hookctl secret remove -

Output: what was removed, as secret list shows it; of several ids or -, an array.
Exit codes: 0 done, 1 the store can't be used, 4 no secret kept for that webhook. Every id is tried;
the first failure decides.";

pub(super) async fn run(args: &RemoveArgs, context: &Context) -> Result<Outcome> {
    context.output().check_fields(&KEPT_SECRET)?;
    let ids = args.ids.given(context).await?;
    let store = context.secrets();
    let origin = context.origin();
    let remove = async |id: &_| {
        let removed = store.remove(id, origin.as_deref())?;
        Ok((row(&removed), Outcome::Done))
    };
    let (rows, outcome) = try_each(&ids, context, remove).await;
    args.ids.print(&rows, &KEPT_SECRET, context)?;
    Ok(outcome)
}
