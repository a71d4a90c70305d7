//! How one delivery of `send` is made, signed, sent and tried again.

use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Uri};
use tokio::time::sleep;
use url::{Position, Url};

use crate::commands::Context;
use crate::commands::header::headers;
use crate::commands::outgoing::{preview, target};
use crate::commands::send::{Args, curl};
use crate::error::{Error, Result};
use crate::listener::record;
use crate::model::{Checked, Delivery, JsonObject, Response, now};
use crate::sender::{self, AttemptRecord, Backoff, DEFAULT_LIMIT};
use crate::signature::{HEADER, Key};
use crate::transport::{self, Client};

/// What all that is sent has in common.
pub(super) struct Sending {
    client: Client,
    target: Url,
    uri: Uri,
    headers: HeaderMap,
    signer: Option<Signer>,
    limit: Duration,
    retries: u32,
    transport: transport::Settings,
    is_saved: bool,
}

struct Signer {
    key: Key,
    /// What a record says of a delivery that it signed.
    signed: Checked,
}

/// A delivery, and how each attempt at it ended.
pub(super) struct Sent {
    /// The delivery as its receiver saw it.
    pub(super) delivery: Delivery,
    /// Its attempts in order.
    pub(super) attempts: Vec<AttemptRecord>,
    /// The start of the last answer's body. Text from the network.
    pub(super) answer: String,
}

impl Sending {
    /// # Errors
    /// A target, header or secret that can't be used.
    pub(super) async fn new(args: &Args, context: &Context) -> Result<Self> {
        let settings = context.settings();
        let target = target("the URL", &args.url)?;
        let uri = target[Position::BeforePath..Position::AfterQuery].parse();
        let uri = uri.map_err(|_| Error::usage("the URL has a path that can't be requested"))?;
        let given = headers("--header", &args.header)?;
        if !args.no_sign && given.contains_key(HEADER) {
            return Err(Error::usage(format!("--header gives {HEADER}, and --secret makes one"))
                .hinted("send the given one with --no-sign instead of --secret"));
        }
        let signer = match &args.secret {
            None => None,
            Some(source) => Some(Signer {
                key: Key::new(&context.secret(source).await?),
                signed: source.webhook()?.map_or(Checked::ByPlace(0), Checked::ByWebhook),
            }),
        };
        let transport = transport::Settings { no_user_agent: true, ..settings.transport.clone() };
        Ok(Self {
            client: transport::client(&target, &transport)?,
            target,
            uri,
            headers: with_defaults(given),
            signer,
            limit: settings.wait.unwrap_or(DEFAULT_LIMIT),
            retries: settings.send_retries,
            transport,
            is_saved: args.save.is_some(),
        })
    }

    /// The request that [`Self::send`] would make, and the curl command for it.
    pub(super) fn preview(&self, body: &Bytes) -> JsonObject {
        let headers = self.headers_for(body);
        let mut shown = preview("POST", &self.target, &headers, body);
        shown.set("curl", &curl::command(&self.target, &headers, body, &self.transport));
        shown
    }

    /// Sends a body, and tries again as often as asked where that may help. Once `stopped` ends, it
    /// waits for nothing more: what was answered counts, and `None` is a delivery without an answer.
    ///
    /// # Errors
    /// Headers that make no request.
    pub(super) async fn send(
        &self,
        body: Bytes,
        stopped: impl Future<Output = ()>,
    ) -> Result<Option<Sent>> {
        let mut stopped = pin!(stopped);
        let headers = self.headers_for(&body);
        let mut delivery = self.delivery(&headers, body.clone())?;
        let mut attempts = Vec::new();
        let mut answer = String::new();
        let (mut number, mut backoff) = (1, Backoff::default());
        loop {
            let (client, target) = (&self.client, &self.target);
            let (headers, body) = (headers.clone(), body.clone());
            let attempt = tokio::select! {
                biased;
                attempt = sender::post(client, target, headers, body, self.limit) => attempt,
                () = &mut stopped => break,
            };
            let is_last = number > self.retries || !attempt.is_worth_a_retry();
            let pause = backoff.pause_after(&attempt);
            delivery.response = attempt.status.map(|status| Response { status, ms: attempt.ms() });
            answer.clone_from(&attempt.answer);
            attempts.push(AttemptRecord {
                delivery_id: self.is_saved.then(|| delivery.id.clone()),
                event_id: delivery.event_id.clone(),
                ..AttemptRecord::new(transport::shown(target), number, attempt)
            });
            if is_last {
                break;
            }
            tokio::select! {
                () = sleep(pause) => number += 1,
                () = &mut stopped => break,
            }
        }
        Ok((!attempts.is_empty()).then_some(Sent { delivery, attempts, answer }))
    }

    /// All headers but those that follow from the connection.
    fn headers_for(&self, body: &[u8]) -> HeaderMap {
        let mut headers = self.headers.clone();
        let signature = self.signer.as_ref().map(|signer| signer.key.sign(body).to_string());
        if let Some(Ok(value)) = signature.map(HeaderValue::try_from) {
            headers.insert(HEADER, value);
        }
        headers
    }

    fn delivery(&self, headers: &HeaderMap, body: Bytes) -> Result<Delivery> {
        let request = Request::post(self.uri.clone()).body(());
        let request =
            request.map_err(|error| Error::failed(format!("there is no request: {error}")))?;
        let (mut head, ()) = request.into_parts();
        head.headers.clone_from(headers);
        let signed = self.signer.as_ref().map(|signer| signer.signed.clone());
        Ok(record(&head, body, signed.unwrap_or(Checked::Unchecked), now()))
    }
}

/// What was given, and what a delivery has besides.
fn with_defaults(mut headers: HeaderMap) -> HeaderMap {
    let defaults: [(HeaderName, &str); 3] = [
        (CONTENT_TYPE, "application/json"),
        (USER_AGENT, concat!("hookctl/", env!("CARGO_PKG_VERSION"))),
        (ACCEPT, "*/*"),
    ];
    for (name, value) in defaults {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers
}
