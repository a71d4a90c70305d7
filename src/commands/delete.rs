//! `hookctl delete`

use crate::commands::Context;
use crate::commands::ids::{Ids, try_each, with_id};
use crate::commands::pick::line;
use crate::commands::views::{DELETED, REQUEST};
use crate::error::{Outcome, Result};
use crate::model::WebhookId;

/// Delete webhooks
#[derive(clap::Args, Debug)]
#[command(visible_alias = "rm", after_long_help = HELP)]
pub struct Args {
    #[command(flatten)]
    ids: Ids,

    /// Print the requests instead of sending them
    #[arg(long)]
    dry_run: bool,
}

const HELP: &str = "\
Without an id it offers a list on a terminal. There it shows what goes, and asks; elsewhere it
needs --yes. A kept secret stays, so that recorded deliveries can
still be verified.

Examples:
  hookctl delete wh_123456
  hookctl delete --yes wh_123456 wh_789012
  hookctl list --status inactive -o ids | hookctl delete --yes -

Output: the API's answer with the id added; with several ids or -, an array.
Exit codes: 0 done, 2 nobody to ask and no --yes, 4 no such webhook, 130 declined. Every id is
tried; the first failure decides.";

/// What helps where nobody can be asked.
const INSTEAD: &str = "--yes deletes without asking";

/// Deletes each webhook, after asking.
///
/// # Errors
/// Declined or nobody to ask, no API; a webhook's own failure is reported and counted.
pub async fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let ids = args.ids.resolve("delete", context).await?;
    let output = context.output();
    if args.dry_run {
        output.check_fields(&REQUEST)?;
        let client = context.api().await?;
        let requests: Vec<_> =
            ids.iter().map(|id| client.preview(&client.delete_request(id))).collect();
        args.ids.print(&requests, &REQUEST, context)?;
        return Ok(Outcome::Done);
    }
    output.check_fields(&DELETED)?;
    context.tell_profile();
    let (ids, missing) = if context.settings().yes || ids.is_empty() {
        (ids, Outcome::Done)
    } else {
        agreed(ids, context).await?
    };
    let client = context.api().await?;
    let spinner = output.spinner("deleting");
    let (rows, outcome) = try_each(&ids, context, async |id| {
        let deleted = client.delete(id).await?;
        if deleted.was_gone {
            output.note(&format!("webhook {id} was gone when the call was repeated"));
        }
        Ok((with_id(deleted.answer, id), Outcome::Done))
    })
    .await;
    drop(spinner);
    args.ids.print(&rows, &DELETED, context)?;
    Ok(missing.or(outcome))
}

/// Shows the webhooks and asks whether they may go. What can't be read is reported, as a delete of
/// it would be, and left out.
async fn agreed(ids: Vec<WebhookId>, context: &Context) -> Result<(Vec<WebhookId>, Outcome)> {
    let prompter = context.prompter();
    let (mut found, mut lines, mut outcome) = (Vec::new(), Vec::new(), Outcome::Done);
    if !prompter.can_ask() {
        // Refused before any call.
        prompter.confirm(&question(&ids), INSTEAD).await?;
        return Ok((ids, Outcome::Done));
    }
    let client = context.api().await?;
    let spinner = context.output().spinner("reading");
    for id in ids {
        match client.get(&id).await {
            Ok(webhook) => {
                lines.push(line(&id, &webhook.object, usize::MAX));
                found.push(id);
            }
            Err(error) => {
                context.output().error(&error);
                outcome = outcome.or(Outcome::Told(error.kind()));
            }
        }
    }
    drop(spinner);
    if !found.is_empty() {
        prompter.show(&lines)?;
        prompter.confirm(&question(&found), INSTEAD).await?;
    }
    Ok((found, outcome))
}

fn question(ids: &[WebhookId]) -> String {
    match ids {
        [id] => format!("Delete webhook {id}?"),
        ids => {
            let names: Vec<_> = ids.iter().map(WebhookId::as_str).collect();
            format!("Delete {} webhooks ({})?", ids.len(), names.join(", "))
        }
    }
}
