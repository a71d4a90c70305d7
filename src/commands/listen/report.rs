//! What `listen` prints: where it is, each delivery, and the summary.

use serde::Serialize;

use crate::commands::listen::awaited::Outstanding;
use crate::error::Result;
use crate::listener::Summary;
use crate::model::{Delivery, JsonObject};
use crate::output::{Form, Output, safe};

/// Says where the listener is, as soon as it can be reached.
pub(super) fn announce(url: &str, output: &Output) -> Result<()> {
    if output.form() == Form::Table {
        output.footer(&format!("listening at {url}, Ctrl-C ends it"));
        return Ok(());
    }
    let mut ready = JsonObject::new();
    ready.set("type", &"ready");
    ready.set("url", &url);
    ready.set("pid", &std::process::id());
    output.json(&ready)
}

/// Prints a delivery.
pub(super) fn show(delivery: &Delivery, output: &Output) -> Result<()> {
    if output.form() != Form::Table {
        return output.json(delivery);
    }
    let status = delivery.response.map(|response| response.status.to_string());
    output.line(&format!(
        "{:<24}  {:<7}  {:<16}  {:<20}  {:>8}  {}{}",
        // A time is written with as many decimals as it has.
        delivery.received_at.to_string(),
        delivery.checked.word(),
        safe(delivery.event_type.as_deref().unwrap_or("-")),
        safe(delivery.event_id.as_deref().unwrap_or("-")),
        format!("{} B", delivery.body.0.len()),
        status.as_deref().unwrap_or("-"),
        if delivery.duplicate { "  duplicate" } else { "" },
    ))
}

/// The last line of the stream.
#[derive(Serialize)]
struct Conclusion<'a> {
    #[serde(flatten)]
    summary: &'a Summary,
    outstanding: Option<&'a Outstanding>,
}

/// Prints what came, and what was awaited and did not come.
pub(super) fn conclude(
    summary: &Summary,
    outstanding: Option<&Outstanding>,
    output: &Output,
) -> Result<()> {
    if output.form() != Form::Table {
        return output.json(&Conclusion { summary, outstanding });
    }
    let Summary { received, valid, invalid, missing, unchecked, refused } = summary;
    output.footer(&format!(
        "{received} received: {valid} valid, {invalid} invalid, {missing} unsigned, \
         {unchecked} unchecked; {refused} refused"
    ));
    let left = outstanding.map(in_words).unwrap_or_default();
    if !left.is_empty() {
        output.footer(&format!("did not come: {left}"));
    }
    Ok(())
}

fn in_words(outstanding: &Outstanding) -> String {
    let count = match outstanding.count {
        0 => None,
        1 => Some("1 more delivery".to_owned()),
        count => Some(format!("{count} more deliveries")),
    };
    let events = outstanding.events.iter().map(ToString::to_string);
    count.into_iter().chain(events).collect::<Vec<_>>().join(", ")
}
