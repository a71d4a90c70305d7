//! The way of one request: admit, read, verify, record, answer.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::request::Parts;
use http::{HeaderValue, Method, Request};
use hyper::body::{Body, Bytes, Incoming};
use tokio::sync::mpsc;

use crate::journal::Writer;
use crate::listener::answer::{self, Answer, Refusal};
use crate::listener::ledger::{Ledger, Summary};
use crate::listener::lingering::Unread;
use crate::listener::notice::{Notice, Received};
use crate::listener::relay::{Plan, Relay};
use crate::listener::{Options, Responder, body, milliseconds, record};
use crate::model::{Checked, Delivery, DeliveryFilter, Forward, Response, WebhookId, now};
use crate::signature::{self, Key};

/// What all connections of a listener share.
pub(super) struct Endpoint {
    path: Option<String>,
    keys: Vec<Key>,
    owners: Vec<Option<WebhookId>>,
    unchecked: bool,
    responder: Responder,
    wanted: DeliveryFilter,
    max_body: usize,
    read_timeout: Duration,
    journal: Option<Arc<Writer>>,
    relay: Arc<Relay>,
    notices: mpsc::UnboundedSender<Notice>,
    ledger: Mutex<Ledger>,
}

impl Endpoint {
    /// Makes the keys, once for all requests; the secrets are wiped.
    pub(super) fn new(
        options: Options,
        relay: Arc<Relay>,
        notices: mpsc::UnboundedSender<Notice>,
    ) -> Self {
        let (owners, keys) =
            options.secrets.into_iter().map(|(owner, secret)| (owner, Key::new(&secret))).unzip();
        Self {
            path: options.path,
            keys,
            owners,
            unchecked: options.unchecked,
            responder: options.responder,
            wanted: options.wanted,
            max_body: options.max_body,
            read_timeout: options.read_timeout,
            journal: options.journal,
            relay,
            notices,
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

    /// From here on the delivery is told of, however this ends: its sender may go away at any await.
    async fn receive(&self, head: &Parts, body: Bytes) -> Answer {
        let (received_at, last_byte) = (now(), Instant::now());
        let checked = self.check(head, &body);
        let mut delivery = Box::new(record::record(head, body, checked, received_at));
        let is_wanted = self.wanted.passes(&delivery);
        let plan = if is_wanted { self.relay.plan(&delivery) } else { Plan::default() };
        let mut number = None;
        if let Some(journal) = &self.journal {
            // Only what is on disk is acknowledged.
            match journal.keep(delivery, self.relay.names(&plan)).await {
                Ok(kept) => (delivery, number) = (kept.delivery, Some(kept.number)),
                Err(error) => {
                    tracing::warn!("a delivery could not be kept, and is not accepted: {error}");
                    self.ledger().refuse();
                    return answer::unkept();
                }
            }
        }
        self.count_and_mark(&mut delivery, is_wanted);

        let mut untold =
            Untold { endpoint: self, delivery: Some(delivery), number, plan, forward: None };
        let answer = untold.answer().await;
        untold.answered(&answer, last_byte);
        answer
    }

    async fn verdict(&self, checked: &Checked) -> Answer {
        if checked.is_accepted() { self.responder.answer().await } else { answer::forged() }
    }

    /// Counts a delivery that is wanted, and marks a duplicate where no journal has, under one lock.
    fn count_and_mark(&self, delivery: &mut Delivery, is_wanted: bool) {
        let mut ledger = self.ledger();
        if is_wanted {
            ledger.count(&delivery.checked);
        }
        // The journal knows of earlier runs too.
        if self.journal.is_none() {
            let event_id = delivery.event_id.as_deref();
            delivery.duplicate = ledger.is_duplicate(&delivery.checked, event_id);
        }
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

/// A delivery that is kept and not told of yet. Dropping it tells of it, and passes it on.
struct Untold<'a> {
    endpoint: &'a Endpoint,
    /// Taken when it is told of.
    delivery: Option<Box<Delivery>>,
    number: Option<i64>,
    plan: Plan,
    /// How passing it through ended, where its sender waits for that.
    forward: Option<Forward>,
}

impl Untold<'_> {
    async fn answer(&mut self) -> Answer {
        let Some(delivery) = &self.delivery else { return answer::unkept() };
        let relay = &self.endpoint.relay;
        let passed = relay.pass_through(delivery, &self.plan, self.endpoint.max_body).await;
        let Some((forward, relayed)) = passed else {
            return self.endpoint.verdict(&delivery.checked).await;
        };
        self.forward = Some(forward);
        relayed.map_or_else(answer::unreachable, answer::relayed)
    }

    fn answered(&mut self, answer: &Answer, last_byte: Instant) {
        let response =
            Response { status: answer.status().as_u16(), ms: milliseconds(last_byte.elapsed()) };
        if let (Some(journal), Some(number)) = (&self.endpoint.journal, self.number) {
            journal.answered(number, response);
        }
        if let Some(delivery) = &mut self.delivery {
            delivery.response = Some(response);
        }
    }
}

impl Drop for Untold<'_> {
    fn drop(&mut self) {
        let Some(delivery) = self.delivery.take() else { return };
        let delivery = Arc::from(delivery);
        let received = Received::Whole(Arc::clone(&delivery), self.number);
        self.endpoint.relay.pass(&received, &self.plan);
        // Whoever watched may be gone.
        let _ = self.endpoint.notices.send(Notice::Received(received));
        if let Some(forward) = self.forward.take() {
            self.endpoint.relay.tell_forwarded(&delivery, self.number, forward);
        }
    }
}
