//! The way of one request: admit, read, verify, record, answer.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::request::Parts;
use http::{HeaderValue, Method, Request};
use hyper::body::{Body, Bytes, Incoming};
use tokio::sync::mpsc;

use crate::journal::Writer;
use crate::listener::answer::{self, Answer, Refusal};
use crate::listener::ledger::{Ledger, Summary};
use crate::listener::lingering::Unread;
use crate::listener::{Options, body, record};
use crate::model::{Checked, Delivery, EventFilter, Response, WebhookId, now};
use crate::signature::{self, Key};

/// What all connections of a listener share.
pub(super) struct Endpoint {
    path: Option<String>,
    keys: Vec<Key>,
    owners: Vec<Option<WebhookId>>,
    unchecked: bool,
    events: EventFilter,
    max_body: usize,
    read_timeout: Duration,
    journal: Option<Writer>,
    deliveries: mpsc::Sender<Delivery>,
    ledger: Mutex<Ledger>,
}

impl Endpoint {
    /// Makes the keys, once for all requests; the secrets are wiped.
    pub(super) fn new(options: Options, deliveries: mpsc::Sender<Delivery>) -> Self {
        let (owners, keys) =
            options.secrets.into_iter().map(|(owner, secret)| (owner, Key::new(&secret))).unzip();
        Self {
            path: options.path,
            keys,
            owners,
            unchecked: options.unchecked,
            events: options.events,
            max_body: options.max_body,
            read_timeout: options.read_timeout,
            journal: options.journal,
            deliveries,
            ledger: Mutex::default(),
        }
    }

    /// How long a head or a body may take to come.
    pub(super) fn read_timeout(&self) -> Duration {
        self.read_timeout
    }

    /// What came so far.
    pub(super) fn summary(&self) -> Summary {
        self.ledger().summary()
    }

    /// Answers a request, and tells `unread` whether all of it was read.
    pub(super) async fn answer(&self, request: Request<Incoming>, unread: &Unread) -> Answer {
        let (head, body) = request.into_parts();
        let is_empty = body.is_end_stream();
        let read = match self.admit(&head) {
            Ok(()) => body::read(body, self.max_body, self.read_timeout).await,
            Err(refusal) => Err(refusal),
        };
        unread.set(read.is_err() && !is_empty);
        match read {
            Ok(body) => self.receive(&head, body).await,
            Err(refusal) => {
                self.ledger().refuse();
                // A connection on which a body is left unread can't carry another request.
                let answer = refusal.answer();
                if is_empty { answer } else { answer::closing(answer) }
            }
        }
    }

    fn admit(&self, head: &Parts) -> Result<(), Refusal> {
        if self.path.as_deref().is_some_and(|path| path != head.uri.path()) {
            return Err(Refusal::OtherPath);
        }
        if head.method != Method::POST {
            return Err(Refusal::NotPost);
        }
        Ok(())
    }

    async fn receive(&self, head: &Parts, body: Bytes) -> Answer {
        let (received_at, last_byte) = (now(), Instant::now());
        // The place in the channel comes first: a consumer that is slow slows the senders, and no
        // answer can go without its record.
        let place = self.deliveries.reserve().await.ok();

        let checked = self.check(head, &body);
        let mut delivery = record::new(head, body, checked, received_at);
        let kept = match &self.journal {
            None => None,
            // Only what is on disk is acknowledged.
            Some(journal) => match journal.keep(Box::new(delivery.clone()), [].into()).await {
                Ok(kept) => Some((journal, kept)),
                Err(error) => {
                    tracing::warn!("a delivery could not be kept, and is not accepted: {error}");
                    self.ledger().refuse();
                    return answer::unkept();
                }
            },
        };
        self.enter(&mut delivery);

        let answer = answer::verdict(delivery.checked.is_accepted());
        let response =
            Response { status: answer.status().as_u16(), ms: milliseconds(last_byte.elapsed()) };
        if let Some((journal, kept)) = kept {
            delivery.duplicate = kept.delivery.duplicate;
            journal.answered(kept.number, response);
        }
        delivery.response = Some(response);
        if let Some(place) = place {
            place.send(delivery);
        }
        answer
    }

    fn enter(&self, delivery: &mut Delivery) {
        let mut ledger = self.ledger();
        if self.events.passes(delivery.event_type.as_deref()) {
            ledger.count(&delivery.checked);
        }
        delivery.duplicate = ledger.is_duplicate(&delivery.checked, delivery.event_id.as_deref());
    }

    fn check(&self, head: &Parts, body: &[u8]) -> Checked {
        if self.unchecked {
            return Checked::Unchecked;
        }
        let signatures = head.headers.get_all(signature::HEADER).iter().map(HeaderValue::as_bytes);
        let signature = signature::from_headers(signatures);
        let verdict = signature::verify(&self.keys, signature, body);
        Checked::new(verdict, &self.owners)
    }

    /// A panic elsewhere leaves the counts as they were: they are still worth telling.
    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// To the microsecond: what lies below is noise.
fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}
