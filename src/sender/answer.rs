//! What a target answered, or why it did not: the one reading of it for all that is sent.

use std::error::Error;
use std::io;
use std::time::{Duration, Instant, SystemTime};

use http::header::LOCATION;
use http::{HeaderMap, StatusCode};
use reqwest::{RequestBuilder, Response};
use tokio::time::timeout;
use url::Url;

use crate::sender::{ANSWER_BYTES, Attempt};
use crate::transport::{self, shown_headers};

/// Sends a request, and says how the target took it.
pub(super) async fn attempt(request: RequestBuilder, target: &Url, limit: Duration) -> Attempt {
    let (response, elapsed) = match exchange(request, target, limit).await {
        Ok(answered) => answered,
        Err(attempt) => return attempt,
    };
    let status = response.status();
    let error = refusal(status, response.headers());
    let retry_after = asked_pause(status, response.headers());
    let mut answer = Vec::new();
    // The status has decided: a body that breaks off or drags on takes nothing back.
    let left = limit.saturating_sub(elapsed);
    let _ = timeout(left, read_start(response, &mut answer)).await;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    Attempt { status: Some(status.as_u16()), elapsed, error, answer, retry_after }
}

/// Sends a request, and waits for the head of its answer.
///
/// # Errors
/// The attempt, where no answer came.
pub(super) async fn exchange(
    request: RequestBuilder,
    target: &Url,
    limit: Duration,
) -> Result<(Response, Duration), Attempt> {
    let (client, request) = request.build_split();
    let request = request.map_err(|error| Attempt::not_sent(failure(&error, target)))?;
    let line = format!("{} {}", request.method(), transport::shown(target));
    tracing::debug!("{line}: {}", shown_headers(request.headers()));
    let start = Instant::now();
    let outcome = timeout(limit, client.execute(request)).await;
    let elapsed = start.elapsed();
    let reason = match outcome {
        Err(_) => format!("no answer within {}", in_words(limit)),
        Ok(Err(error)) => failure(&error, target),
        Ok(Ok(response)) => {
            tracing::info!("{line}: {} in {} ms", response.status().as_u16(), elapsed.as_millis());
            tracing::debug!("answer {}", shown_headers(response.headers()));
            return Ok((response, elapsed));
        }
    };
    tracing::info!("{line}: {reason}");
    Err(Attempt { elapsed, ..Attempt::not_sent(reason) })
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

/// With other statuses `Retry-After` asks for something else, or for nothing (RFC 9110, section
/// 10.2.3).
fn asked_pause(status: StatusCode, headers: &HeaderMap) -> Option<Duration> {
    let is_busy = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
    is_busy.then(|| transport::retry_after(headers, SystemTime::now())).flatten()
}

/// Why no answer came, in a few words and without the URL, which may hold a password.
pub(super) fn failure(error: &reqwest::Error, target: &Url) -> String {
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
    if link.is::<rustls::Error>() {
        return Some(format!("TLS: {}", transport::reason_with_advice(link)));
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
        io::ErrorKind::BrokenPipe => {
            Some("the connection was closed before the whole request was sent".to_owned())
        }
        io::ErrorKind::HostUnreachable => Some("host unreachable".to_owned()),
        io::ErrorKind::NetworkUnreachable => Some("network unreachable".to_owned()),
        io::ErrorKind::UnexpectedEof => Some("the connection was closed".to_owned()),
        _ => None,
    }
}

pub(super) fn in_words(limit: Duration) -> String {
    if limit.subsec_millis() == 0 {
        format!("{} s", limit.as_secs())
    } else {
        format!("{} ms", limit.as_millis())
    }
}
