//! What is to change of a webhook, and changing it.
//!
//! The document's example of PUT is partial, and does not say what becomes of the rest. So the
//! webhook is read first and all of it is sent: right whether PUT merges or replaces.

use crate::commands::Context;
use crate::commands::views::{REQUEST, WEBHOOK};
use crate::error::{Error, Outcome, Result};
use crate::model::{Draft, EventType, Status, Webhook, WebhookId};

/// What is to change; the rest stays as it is by the time it is changed.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Changes {
    /// Deliveries go there.
    pub(super) url: Option<String>,
    /// All event types.
    pub(super) events: Option<Vec<EventType>>,
    /// Event types beside those of now.
    pub(super) add_events: Vec<EventType>,
    /// Event types of now that go.
    pub(super) remove_events: Vec<EventType>,
    /// Whether deliveries are sent.
    pub(super) status: Option<Status>,
    /// What it is for.
    pub(super) description: Option<String>,
}

impl Changes {
    /// Whether none is named.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Reads the webhook, merges, and sends it if that differs.
    ///
    /// # Errors
    /// A webhook that would be left without an event (usage); those of every call.
    pub(super) async fn apply(
        &self,
        id: &WebhookId,
        dry_run: bool,
        context: &Context,
    ) -> Result<Outcome> {
        let output = context.output();
        let client = context.api().await?;
        let spinner = output.spinner("updating");
        let webhook = client.get(id).await?;
        let draft = self.merged(id, &webhook)?;
        if dry_run {
            drop(spinner);
            output.one(&client.preview(&client.update_request(id, &draft)), &REQUEST)?;
            return Ok(Outcome::Done);
        }
        if is_unchanged(&draft, &webhook) {
            drop(spinner);
            output.one(&webhook.object, &WEBHOOK)?;
            output.note(&format!("webhook {id} is like this already: nothing is sent"));
            return Ok(Outcome::Done);
        }
        context.tell_profile();
        let updated = client.update(id, &draft).await?;
        drop(spinner);
        output.one(&updated.object, &WEBHOOK)?;
        Ok(Outcome::Done)
    }

    fn merged(&self, id: &WebhookId, webhook: &Webhook) -> Result<Draft> {
        let mut events = self.events.clone().unwrap_or_else(|| webhook.events.clone());
        for event in &self.add_events {
            if !events.contains(event) {
                events.push(event.clone());
            }
        }
        events.retain(|event| !self.remove_events.contains(event));
        if events.is_empty() && !webhook.events.is_empty() {
            return Err(Error::usage(format!("this would leave webhook {id} without any event"))
                .hinted("--status inactive stops its deliveries, `hookctl delete` removes it"));
        }
        Ok(Draft {
            url: self.url.clone().unwrap_or_else(|| webhook.url.clone()),
            events,
            status: self.status.clone().or_else(|| webhook.status.clone()),
            description: self.description.clone().or_else(|| webhook.description.clone()),
        })
    }
}

fn is_unchanged(draft: &Draft, webhook: &Webhook) -> bool {
    draft.url == webhook.url
        && draft.events == webhook.events
        && draft.status == webhook.status
        && draft.description == webhook.description
}
