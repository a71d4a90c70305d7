//! Asking what to change, field by field, with what the webhook has now as the default.

use crate::commands::update::changes::Changes;
use crate::commands::{Context, questions};
use crate::error::Result;
use crate::model::WebhookId;

/// What the answers change.
///
/// # Errors
/// Ctrl-C, or Esc in a list; those of the call that reads the webhook.
pub(super) async fn changes(id: &WebhookId, context: &Context) -> Result<Changes> {
    let client = context.api().await?;
    let webhook = {
        let _spinner = context.output().spinner("reading");
        client.get(id).await?
    };
    let prompter = context.prompter();
    let description = webhook.description.as_deref().unwrap_or_default();
    Ok(Changes {
        url: questions::url(&prompter, &webhook.url).await?,
        events: questions::events(&prompter, &webhook.events).await?,
        status: questions::status(&prompter, webhook.status.as_ref()).await?,
        description: questions::description(&prompter, description).await?,
        ..Changes::default()
    })
}
