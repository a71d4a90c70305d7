//! Signed deliveries outwards: posts one body to one URL and says what happened.
//!
//! It tries once, follows no redirect, and knows neither webhooks nor where the body came from.

use std::error::Error;
use std::io;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderMap, StatusCode};
use reqwest::{Client, Response};
use serde::Serialize;
use tokio::time::timeout;
use url::Url;

use crate::model::WebhookId;
use crate::signature::{self, Signature};
use crate::transport;

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
}

impl Attempt {
    /// Whether the target took it: it answered 2xx.
    pub fn is_delivered(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }

    /// An attempt that ended before anything was sent.
    pub fn not_sent(reason: String) -> Self {
        Self { status: None, elapsed: Duration::ZERO, error: Some(reason), answer: String::new() }
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

/// Posts `body` with its signature to `target`, and waits for an answer at most `limit` long.
///
/// `client` is one from [`transport::client`] for that target.
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
    let start = Instant::now();
    let outcome = timeout(limit, request.send()).await;
    let elapsed = start.elapsed();
    let failed = |reason| Attempt { elapsed, ..Attempt::not_sent(reason) };
    match outcome {
        Err(_) => failed(format!("no answer within {}", in_words(limit))),
        Ok(Err(error)) => failed(failure(&error, target)),
        Ok(Ok(response)) => {
            let status = response.status();
            let error = refusal(status, response.headers());
            let mut answer = Vec::new();
            // The status has decided: a body that breaks off or drags on takes nothing back.
            let left = limit.saturating_sub(elapsed);
            let _ = timeout(left, read_start(response, &mut answer)).await;
            let answer = String::from_utf8_lossy(&answer).into_owned();
            Attempt { status: Some(status.as_u16()), elapsed, error, answer }
        }
    }
}

async fn read_start(mut response: Response, answer: &mut Vec<u8>) -> reqwest::Result<()> {
    while answer.len() < ANSWER_BYTES {
        let Some(bytes) = response.chunk().await? else { break };
        let wanted = bytes.len().min(ANSWER_BYTES - answer.len());
        answer.extend_from_slice(&bytes[..wanted]);
    }
    Ok(())
}

/// Why an answer is no delivery; `None` for 2xx.
fn refusal(status: StatusCode, headers: &HeaderMap) -> Option<String> {
    if status.is_success() {
        return None;
    }
    let location = headers.get(LOCATION).and_then(|value| value.to_str().ok());
    Some(match location {
        Some(location) if status.is_redirection() => {
            format!("answered {status} to {location}, and redirects are not followed")
        }
        _ => format!("answered {status}"),
    })
}

/// Why no answer came, in a few words and without the URL, which may hold a password.
fn failure(error: &reqwest::Error, target: &Url) -> String {
    let host = target.host_str().unwrap_or_default();
    if error.is_dns() {
        return format!("the name {host} does not resolve");
    }
    if error.is_timeout() {
        return format!("no connection to {host} in time");
    }
    let mut source: Option<&(dyn Error + 'static)> = error.source();
    while let Some(link) = source {
        if let Some(reason) = known_reason(link) {
            return reason;
        }
        source = link.source();
    }
    transport::reason(error)
}

fn known_reason(link: &(dyn Error + 'static)) -> Option<String> {
    if let Some(error) = link.downcast_ref::<hyper::Error>()
        && error.is_incomplete_message()
    {
        return Some("the connection was closed before an answer came".to_owned());
    }
    if let Some(error) = link.downcast_ref::<rustls::Error>() {
        return Some(format!("TLS: {error}"));
    }
    let error = link.downcast_ref::<io::Error>()?;
    // An `io::Error` does not name what it wraps as its source, only what lies below that; and the
    // TLS connector wraps one in another.
    if let Some(wrapped) = error.get_ref() {
        return known_reason(wrapped);
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Some("connection refused".to_owned()),
        io::ErrorKind::ConnectionReset => Some("connection reset".to_owned()),
        io::ErrorKind::HostUnreachable => Some("host unreachable".to_owned()),
        io::ErrorKind::NetworkUnreachable => Some("network unreachable".to_owned()),
        io::ErrorKind::UnexpectedEof => Some("the connection was closed".to_owned()),
        _ => None,
    }
}

fn in_words(limit: Duration) -> String {
    if limit.subsec_millis() == 0 {
        format!("{} s", limit.as_secs())
    } else {
        format!("{} ms", limit.as_millis())
    }
}

#[cfg(test)]
mod tests;
