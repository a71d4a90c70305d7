//! How recorded deliveries are sent again: where to, with which headers, signed by whom.

use std::time::Duration;

use http::{HeaderMap, HeaderValue};
use url::Url;

use crate::commands::Context;
use crate::commands::header::headers;
use crate::commands::outgoing::{preview, target};
use crate::config::Source;
use crate::error::{Error, Result};
use crate::model::{Delivery, JsonObject};
use crate::sender::{self, AttemptRecord, DEFAULT_LIMIT};
use crate::signature::{self, Key};
use crate::transport::{self, Client};

/// Where to, with which headers, signed by whom.
#[derive(clap::Args, Debug)]
pub(super) struct ResendingArgs {
    /// Where to send them: an absolute http or https URL, used as it is
    #[arg(long, value_name = "URL")]
    to: String,

    /// Sign each anew with this secret, as env:NAME, file:PATH, - (standard input), cmd:COMMAND,
    /// webhook:ID (the one kept for it), or the secret itself
    #[arg(long, value_name = "SOURCE")]
    resign: Option<Source>,

    /// A header to send, 'NAME: VALUE', instead of the recorded one of that name; repeat it
    #[arg(long, value_name = "HEADER")]
    header: Vec<String>,
}

/// What all that is sent has in common.
pub(super) struct Resending {
    client: Client,
    target: Url,
    headers: HeaderMap,
    key: Option<Key>,
    limit: Duration,
}

impl Resending {
    /// # Errors
    /// A target, header or secret that can't be used.
    pub(super) async fn new(args: &ResendingArgs, context: &Context) -> Result<Self> {
        let settings = context.settings();
        let target = target("--to", &args.to)?;
        let key = match &args.resign {
            Some(source) => Some(Key::new(&context.secret(source).await?)),
            None => None,
        };
        let transport = transport::Settings { no_user_agent: true, ..settings.transport.clone() };
        Ok(Self {
            client: transport::client(&target, &transport)?,
            target,
            headers: headers("--header", &args.header)?,
            key,
            limit: settings.wait.unwrap_or(DEFAULT_LIMIT),
        })
    }

    /// Sends a delivery once.
    pub(super) async fn send(&self, delivery: &Delivery) -> AttemptRecord {
        let headers = self.headers_for(delivery);
        let (client, target) = (&self.client, &self.target);
        let attempt = sender::resend(client, target, delivery, &headers, self.limit).await;
        AttemptRecord {
            delivery_id: (!delivery.id.is_empty()).then(|| delivery.id.clone()),
            event_id: delivery.event_id.clone(),
            ..AttemptRecord::new(transport::shown(target), 1, attempt)
        }
    }

    /// The request that [`Self::send`] would make.
    ///
    /// # Errors
    /// A record with a header that can't be sent.
    pub(super) fn preview(&self, delivery: &Delivery) -> Result<JsonObject> {
        let headers = sender::headers_to_send(&self.target, delivery, &self.headers_for(delivery))
            .map_err(|why| Error::usage(format!("{} can't be sent: {why}", delivery.id)))?;
        Ok(preview(&delivery.method, &self.target, &headers, &delivery.body.0))
    }

    /// The headers that replace those of the record.
    fn headers_for(&self, delivery: &Delivery) -> HeaderMap {
        let mut headers = self.headers.clone();
        if let Some(key) = &self.key
            && let Ok(value) = HeaderValue::try_from(key.sign(&delivery.body.0).to_string())
        {
            headers.insert(signature::HEADER, value);
        }
        headers
    }
}
