//! One delivery of the sandbox: the payload signed with the webhook's secret, posted once.

use std::sync::Arc;

use bytes::Bytes;
use url::Url;

use crate::model::{Moment, Payload};
use crate::sandbox::store::{Store, StoredWebhook};
use crate::sender::{self, Attempt};
use crate::signature::Key;
use crate::transport;

/// Posts `payload` to the webhook at `started`, and notes that in its `last_triggered`.
///
/// The note comes first: a delivery that somebody received is never missing from it.
pub(super) async fn deliver(
    store: &Arc<Store>,
    webhook: &StoredWebhook,
    payload: &Payload,
    started: Moment,
) -> rusqlite::Result<Attempt> {
    let id = webhook.id.clone();
    store.run(move |store| store.triggered(&id, started)).await?;
    Ok(post(webhook, payload.to_bytes().into()).await)
}

async fn post(webhook: &StoredWebhook, body: Bytes) -> Attempt {
    let target = match Url::parse(&webhook.url) {
        Ok(target) => target,
        Err(error) => return Attempt::not_sent(error.to_string()),
    };
    let client = match transport::client(&target, &transport::Settings::default()) {
        Ok(client) => client,
        Err(error) => return Attempt::not_sent(error.to_string()),
    };
    let signature = Key::new(&webhook.secret).sign(&body);
    sender::send(&client, &target, &signature, body, sender::DEFAULT_LIMIT).await
}
