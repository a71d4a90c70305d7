//! `hookctl update`
//!
//! The document's example of PUT is partial, and does not say what becomes of the rest. So the
//! webhook is read first and all of it is sent: right whether PUT merges or replaces.

use crate::commands::Context;
use crate::commands::subscription::{EventTypes, check_url, warn_of_unknown};
use crate::commands::views::{REQUEST, WEBHOOK};
use crate::error::{Error, Outcome, Result};
use crate::model::{Draft, EventType, Status, Webhook, WebhookId};

/// Change a webhook
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub struct Args {
    /// The webhook's id
    #[arg(value_name = "ID")]
    id: WebhookId,

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

    /// Print the request instead of sending it
    #[arg(long)]
    dry_run: bool,
}

const HELP: &str = "\
Examples:
  hookctl update wh_123456 --status inactive
  hookctl update wh_123456 --add-event user.deleted --remove-event user.created
  hookctl update wh_123456 --url https://example.com/new --dry-run

Output: the webhook as it is now.
Exit codes: 0 done, or nothing to change; 2 no change named; 4 no such webhook; 5 rejected.";

/// Reads, merges, and sends what differs.
///
/// # Errors
/// No change named or an invalid one (usage); those of every call.
pub async fn run(args: &Args, context: &Context) -> Result<Outcome> {
    check(args, context)?;
    let output = context.output();
    let client = context.api().await?;
    let spinner = output.spinner("updating");
    let webhook = client.get(&args.id).await?;
    let draft = merged(args, &webhook)?;
    if args.dry_run {
        drop(spinner);
        output.one(&client.preview(&client.update_request(&args.id, &draft)), &REQUEST)?;
        return Ok(Outcome::Done);
    }
    if is_unchanged(&draft, &webhook) {
        drop(spinner);
        output.one(&webhook.object, &WEBHOOK)?;
        output.note(&format!("webhook {} is like this already: nothing is sent", args.id));
        return Ok(Outcome::Done);
    }
    context.tell_profile();
    let updated = client.update(&args.id, &draft).await?;
    drop(spinner);
    output.one(&updated.object, &WEBHOOK)?;
    Ok(Outcome::Done)
}

fn check(args: &Args, context: &Context) -> Result<()> {
    let events = args.events.get();
    let names_a_change = args.url.is_some()
        || events.is_some()
        || !args.add_event.is_empty()
        || !args.remove_event.is_empty()
        || args.status.is_some()
        || args.description.is_some();
    if !names_a_change {
        return Err(Error::usage(format!("no change of webhook {} is named", args.id)).hinted(
            "--url, --event, --add-event, --remove-event, --status and --description change it",
        ));
    }
    args.url.as_deref().map_or(Ok(()), check_url)?;
    warn_of_unknown(events.iter().flatten().chain(&args.add_event), context);
    context.output().check_fields(if args.dry_run { &REQUEST } else { &WEBHOOK })
}

fn merged(args: &Args, webhook: &Webhook) -> Result<Draft> {
    let mut events = args.events.get().unwrap_or_else(|| webhook.events.clone());
    for event in &args.add_event {
        if !events.contains(event) {
            events.push(event.clone());
        }
    }
    events.retain(|event| !args.remove_event.contains(event));
    if events.is_empty() && !webhook.events.is_empty() {
        return Err(Error::usage(format!(
            "this would leave webhook {} without any event",
            args.id
        ))
        .hinted("--status inactive stops its deliveries, `hookctl delete` removes it"));
    }
    Ok(Draft {
        url: args.url.clone().unwrap_or_else(|| webhook.url.clone()),
        events,
        status: args.status.clone().or_else(|| webhook.status.clone()),
        description: args.description.clone().or_else(|| webhook.description.clone()),
    })
}

fn is_unchanged(draft: &Draft, webhook: &Webhook) -> bool {
    draft.url == webhook.url
        && draft.events == webhook.events
        && draft.status == webhook.status
        && draft.description == webhook.description
}
