//! `hookctl secret`: what is kept of webhooks' secrets, and what can be done with it.

mod get;
mod list;
mod remove;
mod set;

use clap::Subcommand;

use crate::commands::Context;
use crate::config::KeptSecret;
use crate::error::{Outcome, Result};
use crate::model::JsonObject;

use get::GetArgs;
use list::ListArgs;
use remove::RemoveArgs;
use set::SetArgs;

/// List, show, set and remove the kept secrets of webhooks
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP, disable_help_subcommand = true, subcommand_help_heading = "Commands")]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    List(ListArgs),
    Get(GetArgs),
    Set(SetArgs),
    Remove(RemoveArgs),
}

const HELP: &str = "\
The API shows a webhook's secret once, and create keeps it. --secret webhook:ID uses what is kept.
Where two APIs have made the same id, --api-url or --sandbox say which one is meant.

Examples:
  hookctl secret list
  hookctl secret get wh_123456 | hookctl sign --secret - payload.json
  hookctl secret set wh_123456 --secret env:SECRET
  hookctl secret remove wh_123456

Exit codes: 0 done, 1 the store can't be used, 2 usage, 4 no secret kept for that webhook.";

impl Args {
    /// Whether the secret itself is printed.
    pub fn prints_a_secret(&self) -> bool {
        matches!(self.action, Action::Get(_))
    }
}

/// Reads or changes the store.
///
/// # Errors
/// A store that can't be used, no secret kept, a secret that can't be read.
pub async fn run(args: &Args, context: &Context) -> Result<Outcome> {
    match &args.action {
        Action::List(_) => list::run(context),
        Action::Get(args) => get::run(args, context).await,
        Action::Set(args) => set::run(args, context).await,
        Action::Remove(args) => remove::run(args, context).await,
    }
}

/// What is told of a kept secret: all but the secret.
fn row(kept: &KeptSecret) -> JsonObject {
    let mut row = JsonObject::new();
    row.set("webhook_id", &kept.webhook_id);
    row.set("origin", &kept.origin);
    row.set("kept_at", &kept.kept_at);
    row
}
