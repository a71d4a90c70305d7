//! Delivers one event to every active subscriber of a state, beside a running sandbox or without one.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde_json::Value;
use tokio::time::sleep;

use crate::model::{EventType, Payload, WebhookId, now, sample_data};
use crate::sandbox::delivery::deliver;
use crate::sandbox::error::Error;
use crate::sandbox::store::{Store, StoredWebhook};
use crate::sender::AttemptRecord;

/// How long after a first failed attempt the second follows, unless somebody asks otherwise.
pub const DEFAULT_BACKOFF: Duration = Duration::from_millis(500);

const MAX_ATTEMPTS: u32 = 5;

/// Subscribers served at a time: more would run into the limit on open files.
const CONCURRENCY: usize = 64;

/// What to deliver, and how patiently.
#[derive(Clone, Debug)]
pub struct Emission {
    /// The event's type.
    pub event: EventType,
    /// The payload's `data`; without it, an example of the event's kind.
    pub data: Option<Value>,
    /// The pause before the second attempt; each further one is twice as long.
    pub backoff: Duration,
}

/// How one subscriber fared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The subscriber.
    pub webhook_id: WebhookId,
    /// Where the deliveries went.
    pub url: String,
    /// Whether one of them was answered with 2xx.
    pub delivered: bool,
}

/// Delivers one event, the same id to all, to every active subscriber; at most five attempts each.
///
/// Each attempt goes to `report` as it ends. A state that does not exist has no subscribers, and
/// is not made.
///
/// # Errors
/// Those of the state file. What a target answers is no error.
pub async fn emit(
    state: &Path,
    emission: Emission,
    report: impl Fn(AttemptRecord),
) -> Result<Vec<Reached>, Error> {
    let unreadable = |source| Error::Unreadable { path: state.to_owned(), source };
    if !state.try_exists().map_err(unreadable)? {
        return Ok(Vec::new());
    }
    let store = Arc::new(Store::open(state)?);
    let Emission { event, data, backoff } = emission;
    let created = now().whole_seconds();
    let data = data.unwrap_or_else(|| sample_data(&event, created));
    let payload = Payload::new(event, created, data);
    let wanted = payload.event.clone();
    let subscribers = store
        .run(move |store| store.subscribers(&wanted))
        .await
        .map_err(|error| store.failure(error))?;
    stream::iter(&subscribers)
        .map(|webhook| reach(&store, webhook, &payload, backoff, &report))
        .buffered(CONCURRENCY)
        .try_collect()
        .await
}

async fn reach(
    store: &Arc<Store>,
    webhook: &StoredWebhook,
    payload: &Payload,
    backoff: Duration,
    report: &impl Fn(AttemptRecord),
) -> Result<Reached, Error> {
    let mut pause = backoff;
    let mut number = 1;
    let delivered = loop {
        let attempt = deliver(store, webhook, payload, now().whole_seconds())
            .await
            .map_err(|error| store.failure(error))?;
        let delivered = attempt.is_delivered();
        report(AttemptRecord {
            webhook_id: Some(webhook.id.clone()),
            event_id: Some(payload.id.clone()),
            ..AttemptRecord::new(webhook.url.clone(), number, attempt)
        });
        if delivered || number == MAX_ATTEMPTS {
            break delivered;
        }
        sleep(pause).await;
        pause = pause.saturating_mul(2);
        number += 1;
    };
    Ok(Reached { webhook_id: webhook.id.clone(), url: webhook.url.clone(), delivered })
}
