//! Deliveries outwards: sends one, new or recorded, to one URL and says what happened.
//!
//! It tries once, follows no redirect, and knows neither webhooks nor where the body came from.

mod answer;
mod backoff;
mod resend;

use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method};
use reqwest::Client;
use serde::Serialize;
use url::Url;

use crate::model::WebhookId;
use crate::signature::{self, Signature};

pub use backoff::Backoff;
pub use resend::{headers_to_send, relay, resend};

/// How much of an answer's body is read. Whoever debugs a target sees its error message; an endless
/// answer can't fill the memory.
pub const ANSWER_BYTES: usize = 4096;

/// How long a target may take to answer, unless somebody asks for another limit.
pub const DEFAULT_LIMIT: Duration = Duration::from_secs(10);

/// One try to deliver, and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The answer's status; `None` when no answer came.
    pub status: Option<u16>,
    /// From the start of the request to the head of the answer, or to the failure.
    pub elapsed: Duration,
    /// Why it is not delivered; `None` exactly when it is.
    pub error: Option<String>,
    /// The start of the answer's body, at most [`ANSWER_BYTES`] of it. Text from the network.
    pub answer: String,
    /// How long a target that is busy (429, 503) asks not to be tried again.
    pub retry_after: Option<Duration>,
}

impl Attempt {
    /// Whether the target took it: it answered 2xx.
    pub fn is_delivered(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }

    /// Whether another try may help: no answer came, or one that says that it is too much or that the
    /// target is in trouble.
    pub fn is_worth_a_retry(&self) -> bool {
        self.status.is_none_or(|status| status == 429 || status >= 500)
    }

    /// An attempt that ended before anything was sent.
    pub fn not_sent(reason: String) -> Self {
        Self {
            status: None,
            elapsed: Duration::ZERO,
            error: Some(reason),
            answer: String::new(),
            retry_after: None,
        }
    }

    /// The duration in milliseconds, to a tenth.
    pub fn ms(&self) -> f64 {
        (self.elapsed.as_secs_f64() * 10_000.0).round() / 10.0
    }
}

/// An attempt as `send`, `deliveries replay` and `sandbox emit` print it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AttemptRecord {
    /// The webhook that the target belongs to.
    pub webhook_id: Option<WebhookId>,
    /// The recorded delivery that was sent again.
    pub delivery_id: Option<String>,
    /// The target.
    pub url: String,
    /// The payload's `id`.
    pub event_id: Option<String>,
    /// Which try at this target it was, from 1.
    pub attempt: u32,
    /// The answer's status.
    pub status: Option<u16>,
    /// Milliseconds to the answer or the failure.
    pub ms: f64,
    /// Why it is not delivered.
    pub error: Option<String>,
}

impl AttemptRecord {
    /// How this try at a target, which is shown like that, ended; of no webhook, delivery or event.
    pub fn new(url: String, number: u32, attempt: Attempt) -> Self {
        Self {
            webhook_id: None,
            delivery_id: None,
            url,
            event_id: None,
            attempt: number,
            status: attempt.status,
            ms: attempt.ms(),
            error: attempt.error,
        }
    }
}

/// Posts `body` with its signature to `target`, and waits for an answer at most `limit` long.
///
/// `client` is one from [`transport::client`](crate::transport::client) for that target.
pub async fn send(
    client: &Client,
    target: &Url,
    signature: &Signature,
    body: Bytes,
    limit: Duration,
) -> Attempt {
    let request = client
        .post(target.clone())
        .header(CONTENT_TYPE, "application/json")
        .header(signature::HEADER, signature.to_string())
        .body(body);
    answer::attempt(request, target, limit).await
}

/// Posts `body` with these headers and no others to `target`, but for what concerns the connection.
///
/// `client` is one from [`transport::client`](crate::transport::client) for that target, without a
/// User-Agent of our own.
pub async fn post(
    client: &Client,
    target: &Url,
    headers: HeaderMap,
    body: Bytes,
    limit: Duration,
) -> Attempt {
    let headers = with_length(headers, &Method::POST, &body);
    answer::attempt(client.post(target.clone()).headers(headers).body(body), target, limit).await
}

/// An empty body has a length too, where the method gives a body a meaning (RFC 9110, section 8.6):
/// the client tells it of others by itself, and without any some servers answer 411.
fn with_length(mut headers: HeaderMap, method: &Method, body: &[u8]) -> HeaderMap {
    if body.is_empty() && matches!(*method, Method::POST | Method::PUT | Method::PATCH) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    headers
}

#[cfg(test)]
mod tests;
