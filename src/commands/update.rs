//! `hookctl update`
//!
//! What to change comes from flags, from questions, or from an editor; then all go the same way.

mod asked;
mod changes;
mod editing;
mod editor;

use crate::commands::Context;
use crate::commands::pick::pick;
use crate::commands::subscription::{EventTypes, check_url, warn_of_unknown};
use crate::commands::views::{REQUEST, WEBHOOK};
use crate::error::{Error, Outcome, Result};
use crate::model::{EventType, Status, WebhookId};

use changes::Changes;

/// Change a webhook
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub struct Args {
    /// The webhook's id [default: asks for one]
    #[arg(value_name = "ID")]
    id: Option<WebhookId>,

    /// Send deliveries here: an absolute http or https URL
    #[arg(long)]
    url: Option<String>,

    #[command(flatten)]
    events: EventTypes,

    /// Subscribe to this event type too; repeat it, or separate several with commas
    #[arg(long, value_name = "TYPE", value_delimiter = ',', conflicts_with = "events")]
    add_event: Vec<EventType>,

    /// Subscribe to this event type no more; repeat it, or separate several with commas
    #[arg(long, value_name = "TYPE", value_delimiter = ',', conflicts_with = "events")]
    remove_event: Vec<EventType>,

    /// Whether deliveries are sent
    #[arg(long, value_name = "STATUS", value_parser = super::status_parser())]
    status: Option<Status>,

    /// What the webhook is for
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,

    /// Change it as YAML in $VISUAL, $EDITOR or vi
    #[arg(long, conflicts_with_all = ["url", "events", "add_event", "remove_event", "status", "description"])]
    edit: bool,

    /// Print the request instead of sending it
    #[arg(long)]
    dry_run: bool,
}

const HELP: &str = "\
Without an id it offers a list on a terminal, and without a change it asks for each field there.
With --edit, what is refused can be edited again, and the file with it is kept.

Examples:
  hookctl update wh_123456 --status inactive
  hookctl update wh_123456 --add-event user.deleted --remove-event user.created
  hookctl update wh_123456 --url https://example.com/new --dry-run
  hookctl update wh_123456 --edit

Output: the webhook as it is now.
Exit codes: 0 done, or nothing to change; 2 no change named; 4 no such webhook; 5 rejected;
130 declined.";

/// Finds out what to change, and changes it.
///
/// # Errors
/// No change named or an invalid one (usage); those of every call.
pub async fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let flags = args.changes();
    check(args, &flags, context)?;
    let id = match &args.id {
        Some(id) => id.clone(),
        None => pick("update", context).await?,
    };
    if args.edit {
        return editing::run(&id, args.dry_run, context).await;
    }
    let changes = if flags.is_empty() { asked::changes(&id, context).await? } else { flags };
    changes.apply(&id, args.dry_run, context).await
}

impl Args {
    fn changes(&self) -> Changes {
        Changes {
            url: self.url.clone(),
            events: self.events.get(),
            add_events: self.add_event.clone(),
            remove_events: self.remove_event.clone(),
            status: self.status.clone(),
            description: self.description.clone(),
        }
    }
}

/// Refuses before any call what is known to be wrong by then.
fn check(args: &Args, changes: &Changes, context: &Context) -> Result<()> {
    let is_found_out_later = args.edit || context.prompter().can_ask();
    if let Some(id) = &args.id
        && changes.is_empty()
        && !is_found_out_later
    {
        return Err(Error::usage(format!("no change of webhook {id} is named")).hinted(
            "--url, --event, --add-event, --remove-event, --status and --description change it",
        ));
    }
    args.url.as_deref().map_or(Ok(()), check_url)?;
    warn_of_unknown(changes.events.iter().flatten().chain(&args.add_event), context);
    context.output().check_fields(if args.dry_run { &REQUEST } else { &WEBHOOK })
}
