//! `listen --create`: what a webhook of this run's own is to be, and how it is reached.

use std::pin::pin;

use regex_lite::Regex;

use crate::api::Client;
use crate::commands::Context;
use crate::commands::listen::clean_up::delete_left;
use crate::commands::listen::own_webhook::{DELETES_IT, OwnWebhook, Place, extended};
use crate::commands::listen::receiving::Told;
use crate::commands::listen::tunnel::{Finder, Tunnel};
use crate::commands::subscription::{check_url, warn_of_unknown};
use crate::config::{CreatedNotes, HiddenVariables, OwnNote};
use crate::error::{Error, Result};
use crate::model::{CATALOGUE, EventPattern, EventType};

/// All options of listening, in the order of their files: none means anything to --clean-up.
const LISTENING: [&str; 42] = [
    "host",
    "port",
    "path",
    "secret",
    "webhook",
    "no_verify",
    "max_body",
    "read_timeout",
    "drain",
    "journal",
    "no_journal",
    "reset_journal",
    "keep",
    "event",
    "condition",
    "count",
    "expect",
    "expect_where",
    "fail_on_invalid",
    "cert",
    "key",
    "self_signed",
    "respond",
    "respond_sequence",
    "respond_after",
    "respond_body",
    "respond_header",
    "forward",
    "forward_retries",
    "forward_concurrency",
    "forward_header",
    "forward_ca_file",
    "forward_insecure",
    "forward_invalid",
    "pass_through",
    "no_resume",
    "exec",
    "create",
    "public_url",
    "tunnel",
    "tunnel_url_pattern",
    "command",
];

/// Whether a webhook is made for this run, and how it is reached.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "A webhook for one run")]
pub(super) struct CreateArgs {
    /// Create a webhook for this run, which sends the types of --event here; it is deleted at the end
    #[arg(long)]
    pub(super) create: bool,

    /// Where the API reaches this listener; {port} stands for the port
    #[arg(long, value_name = "URL", requires = "create")]
    public_url: Option<String>,

    /// Run this tunnel program, with {port} in it replaced, and create the webhook at the URL that it
    /// prints (or at --public-url); split into words, no shell
    #[arg(long, value_name = "COMMAND", requires = "create")]
    tunnel: Option<String>,

    /// What finds the URL in a line that the tunnel prints: its first group, if it has one [default: an
    /// https URL without a path that is no page of the tunnel's provider]
    #[arg(long, value_name = "REGEX", requires = "tunnel", conflicts_with = "public_url")]
    tunnel_url_pattern: Option<Regex>,

    /// Delete the webhooks that runs with --create left when they were killed, and end
    #[arg(long, conflicts_with_all = LISTENING)]
    pub(super) clean_up: bool,
}

/// All that the webhook needs, and a note of it: only the API has to be asked for it.
pub(super) struct Prepared<'a> {
    client: &'a Client,
    note: OwnNote,
    place: Place<'a>,
    events: Vec<EventType>,
}

impl CreateArgs {
    /// Makes the webhook, where one is asked for, and deletes what earlier runs have left.
    ///
    /// A signal ends all that comes before the webhook is asked for. After that its answer is waited
    /// for, until somebody insists: what is created has to be known, to be deleted.
    ///
    /// # Errors
    /// What is missing (usage), a tunnel without a URL, those of every call, a signal.
    pub(super) async fn open<'a>(
        &self,
        port: u16,
        path: Option<&'a str>,
        events: &[EventPattern],
        context: &'a Context,
        told: &mut Told,
    ) -> Result<Option<OwnWebhook<'a>>> {
        let prepared = tokio::select! {
            prepared = self.prepare(port, path, events, context) => prepared?,
            kind = told.once.next() => return Err(Error::interrupted(kind)),
        };
        let Some(Prepared { client, note, place, events }) = prepared else { return Ok(None) };
        let output = context.output();
        let _spinner = output.spinner("creating");
        let mut making = pin!(OwnWebhook::make(client, note, place, &events));
        let kind = tokio::select! {
            made = &mut making => return made.map(Some),
            kind = told.once.next() => kind,
        };
        output.note("waiting for the API's answer, to delete what it creates; a signal ends that");
        let made = tokio::select! {
            made = making => made?,
            kind = told.once.insisted() => {
                return Err(Error::interrupted(kind)
                    .and("it is not known whether the webhook was created")
                    .hinted(DELETES_IT));
            }
        };
        made.close(Err(Error::interrupted(kind)), output).await.map(|_| None)
    }

    /// All but the call that creates it; nothing where no webhook is asked for.
    async fn prepare<'a>(
        &self,
        port: u16,
        path: Option<&'a str>,
        events: &[EventPattern],
        context: &'a Context,
    ) -> Result<Option<Prepared<'a>>> {
        if !self.create {
            return Ok(None);
        }
        let events = subscription(events, context)?;
        if self.public_url.is_none() && self.tunnel.is_none() {
            return Err(Error::usage("it is not known where the API reaches this listener")
                .hinted(
                    "--public-url URL says it, --tunnel COMMAND runs a tunnel that prints it",
                ));
        }
        let public_url = self.public_url.as_ref().map(|url| with_port(url, port));
        public_url.as_deref().map_or(Ok(()), check_url)?;
        let client = context.api().await?;
        context.tell_profile();
        context.settings().paths.ensure_data()?;
        let notes = CreatedNotes::at(context.settings().paths.created());
        let origin = context.origin().unwrap_or_default();
        let output = context.output();
        let (rows, failures) = delete_left(client, &notes, &origin).await?;
        if !rows.is_empty() {
            let count = rows.len();
            output.note(&format!("deleted what killed listeners had left: {count}"));
        }
        for error in failures {
            output.warn(&format!("what a killed listener left is not deleted: {error}"));
        }
        let _spinner = self.tunnel.as_ref().map(|_| output.spinner("waiting for the tunnel"));
        let place = self
            .reach(port, path.unwrap_or_default(), public_url, &context.settings().hidden)
            .await?;
        let note = notes.begin(&origin, &place.url)?;
        Ok(Some(Prepared { client, note, place, events }))
    }

    /// The URL that leads here, by the tunnel if there is one.
    async fn reach<'a>(
        &self,
        port: u16,
        path: &'a str,
        public_url: Option<String>,
        hidden: &HiddenVariables,
    ) -> Result<Place<'a>> {
        let line = self.tunnel.as_ref().map(|line| with_port(line, port));
        let (tunnel, url) = match (line, public_url) {
            (None, url) => (None, url.unwrap_or_default()),
            (Some(line), Some(url)) => (Some(Tunnel::open(line, None, hidden).await?.0), url),
            (Some(line), None) => {
                let finder = self.tunnel_url_pattern.clone().map_or(Finder::Usual, Finder::Pattern);
                let (tunnel, url) = Tunnel::open(line, Some(finder), hidden).await?;
                (Some(tunnel), extended(&url.unwrap_or_default(), path))
            }
        };
        Ok(Place { url, path, tunnel })
    }
}

/// The types to subscribe to: a pattern stands for the documented types that it matches.
fn subscription(patterns: &[EventPattern], context: &Context) -> Result<Vec<EventType>> {
    if patterns.is_empty() {
        return Err(Error::usage("a webhook needs --event")
            .hinted("--event TYPE, or all documented types below a name: --event 'user.*'"));
    }
    let mut events: Vec<EventType> = Vec::new();
    for pattern in patterns {
        let before = events.len();
        match pattern {
            EventPattern::Exact(event) => events.push(event.clone()),
            EventPattern::Below(_) => {
                let documented = CATALOGUE.iter().filter(|(name, _)| pattern.matches(name));
                events.extend(documented.filter_map(|(name, _)| name.parse().ok()));
            }
        }
        if let EventPattern::Below(start) = pattern
            && events.len() == before
        {
            return Err(Error::usage(format!("no documented event type matches {start}*"))
                .hinted("`hookctl events` lists them; others have to be named one by one"));
        }
    }
    let mut once = Vec::new();
    for event in events {
        if !once.contains(&event) {
            once.push(event);
        }
    }
    warn_of_unknown(&once, context);
    Ok(once)
}

fn with_port(text: &str, port: u16) -> String {
    text.replace("{port}", &port.to_string())
}

#[cfg(test)]
mod tests {
    use clap::Args as _;

    use crate::commands::listen::Args;

    #[test]
    fn clean_up_takes_no_option_of_listening() {
        let mut listen = Args::augment_args(clap::Command::new("listen"));
        listen.build();
        let clean_up = listen.get_arguments().find(|arg| arg.get_id() == "clean_up").unwrap();
        let refused = listen.get_arg_conflicts_with(clean_up);
        let own = |arg: &&clap::Arg| !["clean_up", "help"].contains(&arg.get_id().as_str());
        for arg in listen.get_arguments().filter(own) {
            assert!(refused.iter().any(|other| other.get_id() == arg.get_id()), "{arg}");
        }
    }
}
