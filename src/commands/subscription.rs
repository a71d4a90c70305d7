//! Event types as arguments: `--event` repeated and `--events a,b` are the same list.

use crate::commands::Context;
use crate::error::{Error, Result};
use crate::model::{EventType, is_absolute_http_url, url_refusal};

/// The event types of `--event` and `--events`.
#[derive(clap::Args, Debug)]
pub(super) struct EventTypes {
    /// An event type to subscribe to; repeat it, or separate several with commas
    #[arg(long = "event", visible_alias = "events", value_name = "TYPE", value_delimiter = ',')]
    events: Vec<EventType>,
}

impl EventTypes {
    /// Each type once, in the order given; `None` when there is none.
    pub(super) fn get(&self) -> Option<Vec<EventType>> {
        let mut events = Vec::new();
        for event in &self.events {
            if !events.contains(event) {
                events.push(event.clone());
            }
        }
        (!events.is_empty()).then_some(events)
    }
}

/// Warns of types that the API document does not name. The API may have grown, so they are sent.
pub(super) fn warn_of_unknown<'a>(
    events: impl IntoIterator<Item = &'a EventType>,
    context: &Context,
) {
    for event in events.into_iter().filter(|event| !event.is_documented()) {
        let meant = event.did_you_mean().map(|name| format!("; did you mean `{name}`?"));
        let meant = meant.unwrap_or_else(|| ": `hookctl events` lists the documented ones".into());
        context.output().warn(&format!("`{event}` is not a documented event type{meant}"));
    }
}

/// Refuses before any call what no webhook can point to.
///
/// # Errors
/// A URL that is not absolute http or https (usage).
pub(super) fn check_url(url: &str) -> Result<()> {
    if is_absolute_http_url(url) {
        return Ok(());
    }
    Err(Error::usage(format!("{url:?} {}", url_refusal(url)))
        .hinted("a webhook's URL looks like https://example.com/webhooks"))
}
