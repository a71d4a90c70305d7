//! Forwarding to one target: a delivery after the other, unless told otherwise, each until the
//! target has taken it or the retries are used up.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use reqwest::Client;
use tokio::sync::watch;
use tokio::time::sleep;

use crate::error::Result;
use crate::listener::backlog::Backlog;
use crate::listener::notice::Received;
use crate::listener::relay::Route;
use crate::model::{Delivery, Forward};
use crate::sender::{self, ANSWER_BYTES, Attempt, Backoff};
use crate::transport;

/// How long a target may take to answer one attempt.
const LIMIT: Duration = Duration::from_secs(30);

/// How often a delivery is tried again after the first attempt.
#[derive(Clone, Copy, Debug, Default)]
pub struct Retries(pub u32);

/// A target's whole answer.
pub(in crate::listener) type Relayed = (StatusCode, HeaderMap, Bytes);

/// The way to one target.
#[derive(Debug)]
pub struct Target {
    route: Route,
    name: String,
    headers: HeaderMap,
    client: Client,
    /// What is still to be forwarded.
    pub(super) waiting: Backlog<Received>,
}

impl Target {
    /// Prepares the way. The headers replace those of deliveries.
    ///
    /// # Errors
    /// Certificates that can't be used (usage).
    pub fn new(route: Route, headers: HeaderMap, transport: &transport::Settings) -> Result<Self> {
        let client = transport::client(route.url(), transport)?;
        Ok(Self { name: route.name(), route, headers, client, waiting: Backlog::default() })
    }

    /// The target's name in the journal and in records.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn takes(&self, delivery: &Delivery) -> bool {
        self.route.takes(delivery.event_type.as_deref())
    }

    /// Tries until the target has taken the delivery, or refused it for good, or the retries are
    /// used up; once `stopping`, nothing is tried twice.
    pub(super) async fn forward(
        &self,
        delivery: &Delivery,
        retries: Retries,
        stopping: &mut watch::Receiver<bool>,
    ) -> Forward {
        let mut backoff = Backoff::default();
        let mut attempts = 1;
        loop {
            let url = self.route.url();
            let attempt = sender::resend(&self.client, url, delivery, &self.headers, LIMIT).await;
            let is_final = attempts > retries.0 || !attempt.is_worth_a_retry();
            if is_final || !rest(backoff.pause_after(&attempt), stopping).await {
                return self.outcome(attempt, attempts);
            }
            attempts += 1;
        }
    }

    /// Tries once, and hands the whole answer back where there is one.
    pub(super) async fn pass_through(
        &self,
        delivery: &Delivery,
        max_answer: usize,
    ) -> (Forward, Option<Relayed>) {
        let (url, headers) = (self.route.url(), &self.headers);
        let start = Instant::now();
        let relayed = sender::relay(&self.client, url, delivery, headers, LIMIT, max_answer).await;
        let (attempt, relayed) = match relayed {
            Ok(relayed) => (told(&relayed, start.elapsed()), Some(relayed)),
            Err(attempt) => (attempt, None),
        };
        // Its sender hears how it went, and tries again itself.
        (Forward { pending: false, ..self.outcome(attempt, 1) }, relayed)
    }

    /// What is told of a delivery that waits nowhere once the listener is over.
    pub(super) fn given_up(&self) -> Forward {
        Forward {
            url: self.name.clone(),
            status: None,
            ms: 0.0,
            attempts: 0,
            pending: false,
            answer: None,
            error: Some("the listener ended first".to_owned()),
        }
    }

    fn outcome(&self, attempt: Attempt, attempts: u32) -> Forward {
        Forward {
            url: self.name.clone(),
            status: attempt.status,
            ms: attempt.ms(),
            attempts,
            pending: attempt.is_worth_a_retry(),
            answer: attempt.status.map(|_| attempt.answer),
            error: attempt.error,
        }
    }
}

fn told((status, _, body): &Relayed, elapsed: Duration) -> Attempt {
    let start = &body[..body.len().min(ANSWER_BYTES)];
    Attempt {
        status: Some(status.as_u16()),
        elapsed,
        error: (!status.is_success()).then(|| format!("answered {status}")),
        answer: String::from_utf8_lossy(start).into_owned(),
        retry_after: None,
    }
}

/// Waits; tells whether it is worth going on.
async fn rest(pause: Duration, stopping: &mut watch::Receiver<bool>) -> bool {
    tokio::select! {
        () = sleep(pause) => true,
        _ = stopping.wait_for(|is_stopping| *is_stopping) => false,
    }
}
