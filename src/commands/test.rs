//! `hookctl test`

use crate::api::Client;
use crate::commands::Context;
use crate::commands::ids::{Ids, try_each, with_id};
use crate::commands::subscription::warn_of_unknown;
use crate::commands::views::{REQUEST, TESTED};
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::{EventType, JsonObject, WebhookId};
use crate::output::Form;

/// Have the API send a test event, and see what the target answered
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub struct Args {
    #[command(flatten)]
    ids: Ids,

    /// The type of the event [default: the webhook's first]
    #[arg(long, value_name = "TYPE")]
    event: Option<EventType>,

    /// Print the requests instead of sending them
    #[arg(long)]
    dry_run: bool,
}

const HELP: &str = "\
Without an id it offers a list on a terminal.

Examples:
  hookctl test wh_123456
  hookctl test wh_123456 --event user.created -o json
  hookctl list --status active -o ids | hookctl test -

Output: the API's answer with the id added; the response time is in milliseconds.
Exit codes: 0 the target answered 2xx, 9 it did not, 4 no such webhook. Every id is tried; the
first failure decides.";

/// Tests each webhook.
///
/// # Errors
/// No API; a webhook's own failure is reported and counted, a target's refusal is printed.
pub async fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let ids = args.ids.resolve("test", context).await?;
    let output = context.output();
    output.check_fields(if args.dry_run { &REQUEST } else { &TESTED })?;
    warn_of_unknown(&args.event, context);
    let client = context.api().await?;
    if args.dry_run {
        let (requests, outcome) = try_each(&ids, context, async |id| {
            let event = event_for(args, client, id).await?;
            Ok((client.preview(&client.test_request(id, &event)), Outcome::Done))
        })
        .await;
        args.ids.print(&requests, &REQUEST, context)?;
        return Ok(outcome);
    }
    context.tell_profile();
    let is_flat = matches!(output.form(), Form::Table | Form::Tsv);
    let spinner = output.spinner("testing");
    let (rows, outcome) = try_each(&ids, context, async |id| {
        let event = event_for(args, client, id).await?;
        let result = client.test(id, &event).await?;
        let row = with_id(result.answer, id);
        let verdict =
            if result.is_delivered { Outcome::Done } else { Outcome::Told(Kind::DeliveryFailed) };
        Ok((if is_flat { flat(row) } else { row }, verdict))
    })
    .await;
    drop(spinner);
    args.ids.print(&rows, &TESTED, context)?;
    Ok(outcome)
}

async fn event_for(args: &Args, client: &Client, id: &WebhookId) -> Result<EventType> {
    if let Some(event) = &args.event {
        return Ok(event.clone());
    }
    let webhook = client.get(id).await?;
    webhook.events.into_iter().next().ok_or_else(|| {
        Error::usage(format!("webhook {id} subscribes to no event")).hinted("name one with --event")
    })
}

/// A table has no place for an object in an object: the fields of `details` join the others.
fn flat(mut row: JsonObject) -> JsonObject {
    let details = row.read::<JsonObject>("details").ok().flatten().unwrap_or_default();
    for (key, value) in details.iter() {
        row.set(key, &value);
    }
    row.remove("details");
    row
}
