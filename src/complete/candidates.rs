//! What an argument can be, as far as it can be found out in no time.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use clap_complete::engine::CompletionCandidate;

use crate::api::ListQuery;
use crate::cli;
use crate::commands::help::topics::TOPICS;
use crate::commands::views::known_fields;
use crate::commands::{Context, Settings};
use crate::complete::candidate;
use crate::complete::offered::{Offer, Offered};
use crate::complete::situation::Situation;
use crate::config::{ConfigFile, Key};
use crate::journal::{self, Filter, First, Journal};

/// How long a user who pressed Tab is kept waiting, what starting takes apart.
const PATIENCE: Duration = Duration::from_millis(250);

/// How long another who writes to the journal is waited for.
const JOURNAL_PATIENCE: Duration = Duration::from_millis(100);

/// More than this nobody reads.
const DELIVERIES: usize = 50;

/// The webhooks of the API in force, and where they point.
pub(super) fn webhooks(situation: Situation) -> Vec<CompletionCandidate> {
    let settings = situation.settings;
    let found = in_time(move || {
        let offered = Offered::at(settings.paths.offered());
        if settings.sandbox {
            // Looking must not make a sandbox.
            return if settings.paths.sandbox().exists() { list(settings) } else { None };
        }
        let origin = settings.api_url.as_ref()?.origin();
        if let Some(webhooks) = offered.recent(&origin) {
            return Some(webhooks);
        }
        if !settings.token.as_ref()?.is_at_hand() {
            return None;
        }
        let webhooks = list(settings)?;
        offered.keep(&origin, &webhooks);
        Some(webhooks)
    });
    let found = found.unwrap_or_default();
    found.iter().map(|offer| candidate(&offer.id, &offer.url)).collect()
}

/// The profiles, and the API of each.
pub(super) fn profiles(situation: &Situation) -> Vec<CompletionCandidate> {
    let Some(path) = situation.settings.paths.config() else { return Vec::new() };
    let Ok(file) = ConfigFile::load(path) else { return Vec::new() };
    let api = |name| file.value(name, Key::ApiUrl).ok().flatten().unwrap_or_default();
    file.profiles().map(|name| candidate(name, &api(name))).collect()
}

/// The first page, in one call.
fn list(settings: Settings) -> Option<Vec<Offer>> {
    let settings = Settings { timeout: PATIENCE, retries: 0, ..settings };
    let context = Context::new(settings);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
    runtime.block_on(async {
        let query = ListQuery { page: 1, limit: Some(100), status: None, event: None };
        let page = context.api().await.ok()?.list(&query).await.ok()?;
        let offers = page.rows.iter().filter_map(|row| {
            let id = row.read("id").ok().flatten()?;
            let url = row.read("url").ok().flatten().unwrap_or_default();
            Some(Offer { id, url })
        });
        Some(offers.collect())
    })
}

/// The latest recorded deliveries, and what came when.
pub(super) fn deliveries(situation: Situation) -> Vec<CompletionCandidate> {
    let path = situation.journal.unwrap_or_else(|| situation.settings.paths.journal());
    let found = in_time(move || {
        let journal = Journal::open_as_is(&path, JOURNAL_PATIENCE).ok().flatten()?;
        let mut found = vec![(journal::LAST.to_owned(), "the latest".to_owned())];
        let take = |delivery: crate::model::Delivery| {
            let event = delivery.event_type.as_deref().unwrap_or("no event");
            found.push((delivery.id, format!("{event}, {}", delivery.received_at)));
            Ok::<_, journal::Error>(found.len() <= DELIVERIES)
        };
        journal.read(&Filter::default(), First::Latest, take).ok()?;
        Some(found)
    });
    let found = found.unwrap_or_default();
    found.iter().map(|(id, description)| candidate(id, description)).collect()
}

/// What `help` tells of: commands and topics.
pub(super) fn helped() -> Vec<CompletionCandidate> {
    let tree = cli::command();
    let commands = tree.get_subcommands().filter(|command| !command.is_hide_set()).map(|command| {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        candidate(command.get_name(), &about)
    });
    let topics = TOPICS.iter().map(|topic| candidate(topic.name, topic.about));
    commands.chain(topics).collect()
}

/// What `--fields` may name.
pub(super) fn fields(situation: &Situation) -> Vec<CompletionCandidate> {
    known_fields(&situation.command).iter().map(|name| candidate(name, "")).collect()
}

/// What is found out in time; who is late goes on, and ends with the process.
fn in_time<T: Send + 'static>(find: impl FnOnce() -> Option<T> + Send + 'static) -> Option<T> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(find()));
    receiver.recv_timeout(PATIENCE).ok().flatten()
}
