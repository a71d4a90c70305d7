//! `doctor --e2e`: a webhook of its own, one test delivery through a real listener, its signature,
//! and the end of the webhook, whatever came before.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::commands::Context;
use crate::commands::doctor::check::{Check, Report};
use crate::commands::listen::own_webhook::{OwnWebhook, Place};
use crate::commands::signals::Signals;
use crate::config::CreatedNotes;
use crate::error::{Error, Outcome, Result};
use crate::listener::{self, Listener, Notice, Received};
use crate::model::{Delivery, EventType};
use crate::transport;

const CREATE: (&str, &str) = ("e2e_create", "Webhook created");
const DELIVERY: (&str, &str) = ("e2e_delivery", "Test delivery received");
const SIGNATURE: (&str, &str) = ("e2e_signature", "Its signature valid");
const DELETE: (&str, &str) = ("e2e_delete", "Webhook deleted");

/// The port that a public URL leads to, as for `listen`.
const PUBLIC_PORT: u16 = 4400;

/// The whole way.
#[derive(clap::Args, Debug)]
pub(super) struct RoundTripArgs {
    /// Go the whole way too: create a webhook, receive its test delivery, verify it, delete the webhook
    #[arg(long)]
    pub(super) e2e: bool,

    /// Where the API reaches this machine, for --e2e; {port} stands for the port. An API on this
    /// machine needs none
    #[arg(long, value_name = "URL", requires = "e2e")]
    public_url: Option<String>,

    /// The port that --public-url leads to [default: 4400; without --public-url a free one]
    #[arg(long, value_name = "N", requires = "e2e")]
    port: Option<u16>,
}

impl RoundTripArgs {
    /// Refuses what can't work before anything is looked at.
    ///
    /// # Errors
    /// No way from the API to this machine (usage).
    pub(super) fn check(&self, context: &Context) -> Result<()> {
        let settings = context.settings();
        let api = settings.api_url.as_ref().filter(|_| !settings.sandbox);
        let is_near = api.is_none_or(|url| transport::is_loopback(url.as_url()));
        if !self.e2e || is_near || self.public_url.is_some() {
            return Ok(());
        }
        Err(Error::usage("it is not known where the API reaches this machine")
            .hinted("--public-url URL says it; with --sandbox none is needed"))
    }

    /// Goes there and back. Whatever fails, and whatever signal comes, the webhook is deleted.
    ///
    /// # Errors
    /// A signal.
    pub(super) async fn go(
        &self,
        context: &Context,
        signals: &mut Signals,
        report: &mut Report<'_>,
    ) -> Result<()> {
        // Not cut off by a signal: what is created has to be known, to be deleted.
        let (listener, own) = match self.open(context).await {
            Ok(opened) => opened,
            Err(error) => {
                report.add(Check::of(CREATE.0, CREATE.1, &error))?;
                return skip(&[DELIVERY, SIGNATURE, DELETE], "nothing is created", report);
            }
        };
        let id = own.id().clone();
        let created = Check::passed(CREATE.0, CREATE.1, format!("{id}, at {}", own.url()));
        // Nothing returns from here before the webhook is deleted.
        let printed = report.add(created);
        let ran = tokio::select! {
            received = receive(&own, listener, context) => tell(received, report),
            kind = signals.next() => Err(Error::interrupted(kind)),
        };
        let ended = own.close(Ok(Outcome::Done), context.output()).await?;
        let deleted = match ended {
            Outcome::Done => Check::passed(DELETE.0, DELETE.1, format!("{id} is gone")),
            _ => Check::failed(DELETE.0, DELETE.1, format!("{id} is still there"))
                .fix("hookctl listen --clean-up"),
        };
        report.add(deleted)?;
        printed.and(ran)
    }

    /// A listener, and the webhook that points to it.
    async fn open<'a>(&self, context: &'a Context) -> Result<(Listener, OwnWebhook<'a>)> {
        let client = context.api().await?;
        let usual = if self.public_url.is_some() { PUBLIC_PORT } else { 0 };
        let options = listener::Options {
            port: self.port.unwrap_or(usual),
            ..listener::Options::new(Vec::new())
        };
        let mut listener = listener::bind(options).await?;
        let port = listener.port().to_string();
        let url = self.public_url.as_ref().map(|url| url.replace("{port}", &port));
        let url = url.unwrap_or_else(|| listener.url());
        context.settings().paths.ensure_data()?;
        let notes = CreatedNotes::at(context.settings().paths.created());
        let note = notes.begin(&context.origin().unwrap_or_default(), &url)?;
        let own = OwnWebhook::make(client, note, Place::fixed(url), &[event()?]).await?;
        listener.trust(own.id().clone(), own.secret().clone());
        Ok((listener, own))
    }
}

fn event() -> Result<EventType> {
    "user.created".parse().map_err(|_| Error::failed("no event type"))
}

/// The one delivery that the API is asked to send.
async fn receive(
    own: &OwnWebhook<'_>,
    listener: Listener,
    context: &Context,
) -> Result<Arc<Delivery>> {
    let (client, event) = (context.api().await?, event()?);
    let _spinner = context.output().spinner("waiting for the test delivery");
    let limit = context.settings().timeout;
    let (notices, mut came) = mpsc::unbounded_channel();
    let (stop, stopped) = oneshot::channel::<()>();
    let listening = listener.run(notices, async { drop(stopped.await) });
    let waiting = async {
        let answered = client.test(own.id(), &event).await;
        let first = async {
            loop {
                if let Notice::Received(Received::Whole(delivery, _)) = came.recv().await? {
                    break Some(delivery);
                }
            }
        };
        let delivery = timeout(limit, first).await.ok().flatten();
        drop(stop);
        match (delivery, answered) {
            (Some(delivery), _) => Ok(delivery),
            (None, Err(error)) => Err(error),
            (None, Ok(_)) => Err(Error::failed(format!("no delivery came within {limit:?}"))
                .hinted("check that the public URL leads to the port of this machine")),
        }
    };
    tokio::join!(waiting, listening).0
}

fn tell(received: Result<Arc<Delivery>>, report: &mut Report<'_>) -> Result<()> {
    let delivery = match received {
        Ok(delivery) => delivery,
        Err(error) => {
            report.add(Check::of(DELIVERY.0, DELIVERY.1, &error))?;
            return skip(&[SIGNATURE], "nothing came", report);
        }
    };
    let event = delivery.event_id.as_deref().unwrap_or("a delivery without an id");
    report.add(Check::passed(DELIVERY.0, DELIVERY.1, event))?;
    let verdict = delivery.checked.word();
    report.add(if verdict == "valid" {
        Check::passed(SIGNATURE.0, SIGNATURE.1, verdict)
    } else {
        Check::failed(SIGNATURE.0, SIGNATURE.1, verdict)
            .fix("see whether something between the API and this machine changes the body")
    })?;
    Ok(())
}

fn skip(rows: &[(&'static str, &'static str)], why: &str, report: &mut Report<'_>) -> Result<()> {
    rows.iter().try_for_each(|(id, title)| report.add(Check::skipped(id, title, why)).map(drop))
}
