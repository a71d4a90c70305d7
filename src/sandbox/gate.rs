//! What every request passes before its work begins: where it comes from, who asks, how often, and
//! whether it is to fail on purpose.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{AUTHORIZATION, HOST};
use http::{HeaderMap, Method, StatusCode};
use sha2::{Digest, Sha256};
use tokio::task::spawn_blocking;
use tokio::time::sleep;
use url::Url;

use crate::model::Rate;
use crate::sandbox::failures::Failures;
use crate::sandbox::rate::Bucket;
use crate::sandbox::refusal::Refusal;
use crate::secret::Secret;
use crate::transport;

/// Who may pass, and how smoothly.
pub(super) struct Gate {
    tokens: Tokens,
    bucket: Option<Mutex<Bucket>>,
    failures: Failures,
    latency: Duration,
}

impl Gate {
    pub(super) fn new(
        tokens: Tokens,
        rate: Option<Rate>,
        failures: Failures,
        latency: Duration,
    ) -> Self {
        let bucket = rate.map(|rate| Mutex::new(Bucket::new(rate)));
        Self { tokens, bucket, failures, latency }
    }

    fn take_from_bucket(&self) -> Result<(), Refusal> {
        let Some(bucket) = &self.bucket else { return Ok(()) };
        let mut bucket = bucket.lock().unwrap_or_else(PoisonError::into_inner);
        bucket.take(Instant::now()).map_err(|wait| {
            // `Retry-After` counts whole seconds (RFC 9110, section 10.2.3): rounded up, so that
            // who waits as told is let in.
            Refusal::rate_limited(wait.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX))
        })
    }
}

/// The digests of both tokens. Comparing digests tells nothing about how much of a guess is right.
pub(super) struct Tokens {
    full: [u8; 32],
    read_only: [u8; 32],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Full,
    ReadOnly,
}

impl Tokens {
    pub(super) fn new(full: &Secret, read_only: &Secret) -> Self {
        Self { full: digest(full.expose()), read_only: digest(read_only.expose()) }
    }

    fn access(&self, headers: &HeaderMap) -> Option<Access> {
        let credentials = headers.get(AUTHORIZATION)?.as_bytes();
        let space = credentials.iter().position(|byte| *byte == b' ')?;
        let (scheme, token) = credentials.split_at(space);
        if !scheme.eq_ignore_ascii_case(b"Bearer") {
            return None;
        }
        match digest(token.trim_ascii()) {
            given if given == self.full => Some(Access::Full),
            given if given == self.read_only => Some(Access::ReadOnly),
            _ => None,
        }
    }
}

fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Makes every answer take at least the latency from the request's arrival; the work runs within.
pub(super) async fn take_time(
    State(gate): State<Arc<Gate>>,
    request: Request,
    next: Next,
) -> Response {
    let (response, ()) = tokio::join!(next.run(request), last(gate.latency));
    response
}

/// Sleeps for `duration` and hardly longer. The runtime's timer counts whole milliseconds and adds
/// up to two: measured, 20 ms took 21.5. So the end of it is slept on a thread.
async fn last(duration: Duration) {
    const COARSE: Duration = Duration::from_millis(2);
    if duration.is_zero() {
        return;
    }
    let end = Instant::now() + duration;
    sleep(duration.saturating_sub(COARSE)).await;
    let rest = move || thread::sleep(end.saturating_duration_since(Instant::now()));
    // Only a runtime that shuts down cancels it, and then nobody waits for the answer.
    let _ = spawn_blocking(rest).await;
}

/// Refuses a request whose Host is not this machine: a web page that rebinds its own name to
/// 127.0.0.1 would otherwise reach the sandbox through its visitor's browser.
pub(super) async fn only_loopback(request: Request, next: Next) -> Result<Response, Refusal> {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let url = host.and_then(|host| Url::parse(&format!("http://{host}")).ok());
    if url.is_some_and(|url| transport::is_loopback(&url)) {
        Ok(next.run(request).await)
    } else {
        Err(Refusal::new(StatusCode::FORBIDDEN, "the sandbox answers to loopback hosts only"))
    }
}

/// Lets through who has the right token, as often as the rate allows and unless the request is to
/// fail. Whoever is refused here has changed nothing.
pub(super) async fn admit(
    State(gate): State<Arc<Gate>>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let access = gate.tokens.access(request.headers()).ok_or_else(Refusal::unauthorized)?;
    let only_reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if access == Access::ReadOnly && !only_reads {
        return Err(Refusal::new(StatusCode::FORBIDDEN, "this token only reads"));
    }
    gate.take_from_bucket()?;
    if let Some(status) = gate.failures.pick(fastrand::f64()) {
        return Err(Refusal::injected(status));
    }
    Ok(next.run(request).await)
}
