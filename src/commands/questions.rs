//! What is asked about a webhook that is made or changed. An answer that changes nothing is `None`.

use crate::commands::prompt::{Prompter, fitted};
use crate::commands::subscription::check_url;
use crate::error::Result;
use crate::model::{CATALOGUE, EventType, Status};

/// Columns of a line that a list of several takes for itself.
const MARGIN: usize = 7;

/// Where deliveries go.
///
/// # Errors
/// Nobody to ask, or Ctrl-C.
pub(super) async fn url(prompter: &Prompter, current: &str) -> Result<Option<String>> {
    prompter.text("URL", current, check_url).await
}

/// What the webhook is for.
///
/// # Errors
/// Nobody to ask, or Ctrl-C.
pub(super) async fn description(prompter: &Prompter, current: &str) -> Result<Option<String>> {
    let question = if current.is_empty() { "Description (may be empty)" } else { "Description" };
    prompter.text(question, current, |_| Ok(())).await
}

/// The event types to subscribe to: the documented ones, and those of now that are not. At least
/// one is chosen.
///
/// # Errors
/// Nobody to ask, Ctrl-C or Esc.
pub(super) async fn events(
    prompter: &Prompter,
    current: &[EventType],
) -> Result<Option<Vec<EventType>>> {
    let offered = offered(current);
    let width = prompter.width().saturating_sub(MARGIN);
    let line = |(event, about): &(EventType, &str)| {
        fitted(&format!("{:<16}  {about}", event.as_str()), width)
    };
    let lines: Vec<_> = offered.iter().map(line).collect();
    let is_current: Vec<_> = offered.iter().map(|(event, _)| current.contains(event)).collect();
    let mut question = "Events (space chooses, enter ends)";
    let chosen = loop {
        let chosen = prompter.choose(question, &lines, &is_current).await?;
        if !chosen.is_empty() {
            break chosen;
        }
        question = "Events: at least one (space chooses, enter ends)";
    };
    let chosen: Vec<_> = chosen.into_iter().filter_map(|index| offered.get(index)).collect();
    let is_chosen = |event: &EventType| chosen.iter().any(|(chosen, _)| chosen == event);
    // Those of now keep their order: chosen again they are no change.
    let mut events: Vec<_> = current.iter().filter(|event| is_chosen(event)).cloned().collect();
    let added = chosen.into_iter().filter(|(event, _)| !current.contains(event));
    events.extend(added.map(|(event, _)| event.clone()));
    let names: Vec<_> = events.iter().map(EventType::as_str).collect();
    prompter.show(&[format!("Events: {}", names.join(", "))])?;
    Ok((events != current).then_some(events))
}

fn offered(current: &[EventType]) -> Vec<(EventType, &'static str)> {
    let documented = CATALOGUE
        .iter()
        .filter_map(|(name, about)| Some((name.parse::<EventType>().ok()?, *about)));
    let others = current.iter().filter(|event| !event.is_documented());
    documented.chain(others.map(|event| (event.clone(), "not in the API document"))).collect()
}

/// Whether deliveries are sent.
///
/// # Errors
/// Nobody to ask, Ctrl-C or Esc.
pub(super) async fn status(
    prompter: &Prompter,
    current: Option<&Status>,
) -> Result<Option<Status>> {
    let mut offered = vec![Status::Active, Status::Inactive];
    offered.extend(current.filter(|status| matches!(status, Status::Other(_))).cloned());
    let lines: Vec<_> = offered.iter().map(ToString::to_string).collect();
    let first = offered.iter().position(|status| Some(status) == current).unwrap_or(0);
    let chosen = offered.into_iter().nth(prompter.pick("Status:", &lines, first).await?);
    Ok(chosen.filter(|status| Some(status) != current))
}
