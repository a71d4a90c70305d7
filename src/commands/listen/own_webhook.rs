//! The webhook that `listen --create` makes for one run: created before anything is received, kept
//! pointed at the tunnel, deleted at the end.

use std::convert::Infallible;
use std::future::pending;
use std::time::Duration;

use serde_json::json;
use tokio::sync::watch;
use tokio::time::sleep;

use crate::api::{Client, Created};
use crate::commands::listen::tunnel::Tunnel;
use crate::commands::signals::Signals;
use crate::config::OwnNote;
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::{Draft, EventType, WebhookId};
use crate::output::Output;
use crate::secret::Secret;

/// How long after a failure the webhook is pointed at the tunnel's new URL again.
const RETRY: Duration = Duration::from_secs(5);

/// What to do where the API may have created it.
pub(super) const DELETES_IT: &str = "`hookctl listen --clean-up` deletes it if it was created";

/// The webhook of this run.
pub(in crate::commands) struct OwnWebhook<'a> {
    client: &'a Client,
    note: OwnNote,
    id: WebhookId,
    secret: Secret,
    place: Place<'a>,
}

/// Where the webhook points.
pub(in crate::commands) struct Place<'a> {
    /// The URL that leads to the listener.
    pub(super) url: String,
    /// What a new URL of the tunnel's is extended by.
    pub(super) path: &'a str,
    /// The tunnel that it leads through.
    pub(super) tunnel: Option<Tunnel>,
}

impl Place<'_> {
    /// A URL that stays as it is.
    pub(in crate::commands) fn fixed(url: String) -> Self {
        Self { url, path: "", tunnel: None }
    }
}

impl<'a> OwnWebhook<'a> {
    /// Creates it. Where that is known to have failed, the note is taken back; after an unknown
    /// outcome it stays.
    ///
    /// # Errors
    /// Those of every call, an answer without a secret.
    pub(in crate::commands) async fn make(
        client: &'a Client,
        mut note: OwnNote,
        place: Place<'a>,
        events: &[EventType],
    ) -> Result<Self> {
        let url = &place.url;
        let body = json!({ "url": url, "events": events, "description": note.description() });
        let Created { id, secret, .. } = match client.create(&client.create_request(&body)).await {
            Ok(created) => created,
            Err(uncreated) if uncreated.in_doubt => return Err(uncreated.error.hinted(DELETES_IT)),
            Err(uncreated) => {
                forget(note);
                return Err(uncreated.error);
            }
        };
        if let Err(error) = note.identify(&id) {
            tracing::warn!("{error}");
        }
        let Some(secret) = secret else {
            let message = format!("the API shows no secret of the created webhook {id}");
            let error = Error::new(Kind::Unavailable, message);
            return Err(match delete(client, &id, note).await {
                Ok(()) => error.hinted("it is deleted again"),
                Err(failed) => error
                    .and(&format!("it is not deleted: {}", failed.message()))
                    .hinted("`hookctl listen --clean-up` deletes it"),
            });
        };
        Ok(Self { client, note, id, secret, place })
    }

    /// Its id.
    pub(in crate::commands) fn id(&self) -> &WebhookId {
        &self.id
    }

    /// What its deliveries are signed with.
    pub(in crate::commands) fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Where it points.
    pub(in crate::commands) fn url(&self) -> &str {
        &self.place.url
    }

    /// Keeps the tunnel running, and the webhook pointed at it.
    pub(super) async fn keep(&mut self, output: &Output) -> Infallible {
        let Self { client, id, place, .. } = self;
        let Place { url, path, tunnel } = place;
        let Some(tunnel) = tunnel else { return pending().await };
        let (found, mut came) = watch::channel(String::new());
        let follow = async {
            loop {
                // The sender is kept as long as this.
                let _ = came.changed().await;
                loop {
                    let wanted = extended(&came.borrow_and_update(), path);
                    if wanted == *url {
                        break;
                    }
                    match point(client, id, &wanted).await {
                        Ok(()) => {
                            output.note(&format!("webhook {id} points to {wanted} now"));
                            *url = wanted;
                        }
                        Err(error) => {
                            output.warn(&format!("webhook {id} can't be updated: {error}"));
                            sleep(RETRY).await;
                        }
                    }
                }
            }
        };
        tokio::select! {
            never = tunnel.keep(found, output) => never,
            never = follow => never,
        }
    }

    /// Deletes the webhook and ends the tunnel; another signal ends the wait for that. What is left
    /// makes an exit code of 0 a 7.
    ///
    /// # Errors
    /// What the run ended with.
    pub(in crate::commands) async fn close(
        self,
        ran: Result<Outcome>,
        output: &Output,
    ) -> Result<Outcome> {
        let Self { client, note, id, place, .. } = self;
        let deleting = async {
            let deleted = delete(client, &id, note).await;
            if let Some(tunnel) = place.tunnel {
                tunnel.end().await;
            }
            deleted
        };
        let insisted = async {
            match Signals::listen() {
                Ok(mut signals) => signals.insisted().await,
                // Without being told, it is waited for to the end.
                Err(_) => pending().await,
            }
        };
        let deleted = tokio::select! {
            deleted = deleting => deleted,
            kind = insisted => Err(Error::interrupted(kind)),
        };
        let Err(error) = deleted else { return ran };
        output.warn(&format!(
            "webhook {id} is not deleted: {error}; `hookctl listen --clean-up` deletes it"
        ));
        ran.map(|outcome| outcome.or(Outcome::Told(Kind::Unavailable)))
    }
}

/// One that somebody else has deleted is gone too.
async fn delete(client: &Client, id: &WebhookId, note: OwnNote) -> Result<()> {
    match client.delete(id).await {
        Err(error) if error.kind() != Kind::NotFound => Err(error),
        _ => {
            forget(note);
            Ok(())
        }
    }
}

/// Strikes a note out. One that stays does no harm: nothing is found of what it notes.
fn forget(note: OwnNote) {
    if let Err(error) = note.forget() {
        tracing::warn!("{error}");
    }
}

/// Changes the URL and nothing else: all that is documented is sent, as it is now.
async fn point(client: &Client, id: &WebhookId, url: &str) -> Result<()> {
    let webhook = client.get(id).await?;
    let draft = Draft {
        url: url.to_owned(),
        events: webhook.events,
        status: webhook.status,
        description: webhook.description,
    };
    client.update(id, &draft).await.map(drop)
}

/// A tunnel leads to the listener's root; what it takes may be below.
pub(super) fn extended(url: &str, path: &str) -> String {
    if path.is_empty() { url.to_owned() } else { format!("{}{path}", url.trim_end_matches('/')) }
}
