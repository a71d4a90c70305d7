//! The documented answers: which fields each shows of a webhook, and in which order.

use serde::Serialize;
use serde_json::{Value, json};

use crate::model::{EventType, Moment, PageMeta, Status, WebhookId};
use crate::sandbox::store::StoredWebhook;
use crate::secret::MASK;
use crate::sender::Attempt;

/// As many bullets as the document shows.
const MASKED: usize = 30;

/// "Get All Webhooks": `data` has neither secret nor description. Written out rather than built as a
/// [`Value`]: a page of 100 rows takes half the time.
#[derive(Serialize)]
pub(super) struct Listed {
    data: Vec<Row>,
    meta: PageMeta,
}

#[derive(Serialize)]
struct Row {
    id: WebhookId,
    url: String,
    events: Vec<EventType>,
    status: Status,
    created_at: Moment,
    last_triggered: Option<Moment>,
}

pub(super) fn listed(webhooks: Vec<StoredWebhook>, meta: PageMeta) -> Listed {
    let row = |webhook: StoredWebhook| Row {
        id: webhook.id,
        url: webhook.url,
        events: webhook.events,
        status: webhook.status,
        created_at: webhook.created_at,
        last_triggered: webhook.last_triggered,
    };
    Listed { data: webhooks.into_iter().map(row).collect(), meta }
}

/// "Get Webhook by ID": the secret is masked. What never happened is null.
pub(super) fn shown(webhook: &StoredWebhook) -> Value {
    let masked = format!("whsec_{}", MASK.to_string().repeat(MASKED));
    json!({ "data": {
        "id": webhook.id,
        "url": webhook.url,
        "events": webhook.events,
        "status": webhook.status,
        "created_at": webhook.created_at,
        "updated_at": webhook.updated_at,
        "last_triggered": webhook.last_triggered,
        "secret": masked,
        "description": webhook.description,
    } })
}

/// "Create Webhook": the only answer with the whole secret.
pub(super) fn created(webhook: &StoredWebhook) -> Value {
    json!({ "data": {
        "id": webhook.id,
        "url": webhook.url,
        "events": webhook.events,
        "status": webhook.status,
        "created_at": webhook.created_at,
        "secret": webhook.secret.expose_text(),
        "description": webhook.description,
    } })
}

/// "Update Webhook": without a secret.
pub(super) fn updated(webhook: &StoredWebhook) -> Value {
    json!({ "data": {
        "id": webhook.id,
        "url": webhook.url,
        "events": webhook.events,
        "status": webhook.status,
        "created_at": webhook.created_at,
        "updated_at": webhook.updated_at,
        "description": webhook.description,
    } })
}

/// "Delete Webhook".
pub(super) fn deleted() -> Value {
    json!({ "success": true, "message": "Webhook deleted successfully" })
}

/// "Test Webhook". The document does not say what it answers when the target does not: the reading
/// is `success` false, `status_code` null without an answer, and the reason in `message`.
pub(super) fn tested(attempt: &Attempt, started: Moment) -> Value {
    let message = match &attempt.error {
        None => "Test event sent successfully".to_owned(),
        Some(reason) => format!("Test event not delivered: {reason}"),
    };
    json!({
        "success": attempt.is_delivered(),
        "message": message,
        "details": {
            "status_code": attempt.status,
            "response_time": attempt.elapsed.as_millis(),
            "timestamp": started,
        },
    })
}
