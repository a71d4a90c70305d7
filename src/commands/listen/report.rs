//! What `listen` prints: where it is, each delivery and what became of it, and the summary.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;

use crate::commands::listen::awaited::Outstanding;
use crate::commands::listen::own_webhook::OwnWebhook;
use crate::error::{Error, Result};
use crate::listener::{Executed, Forwarded, Notice, Received, Summary};
use crate::model::{Delivery, JsonObject};
use crate::output::{Form, Output, Tone, safe};

/// What stands before a line that belongs to the one above.
const INDENT: &str = "    ";

/// Says where the listener is, as soon as it can be reached.
pub(super) fn announce(url: &str, own: Option<&OwnWebhook>, output: &Output) -> Result<()> {
    if output.form() == Form::Table {
        output.footer(&format!("listening at {url}, Ctrl-C ends it"));
        if let Some(own) = own {
            output.footer(&format!("webhook {} delivers to {} until then", own.id(), own.url()));
        }
        return Ok(());
    }
    let mut ready = JsonObject::new();
    ready.set("type", &"ready");
    ready.set("url", &url);
    ready.set("pid", &std::process::id());
    if let Some(own) = own {
        ready.set("webhook_id", own.id());
        ready.set("public_url", &own.url());
    }
    output.json(&ready)
}

/// Prints rows as they come, or lines for people.
pub(super) struct Report {
    output: Arc<Output>,
    /// Whether headers, bodies and answers are shown to people.
    is_verbose: bool,
    said_closed: AtomicBool,
}

impl Report {
    /// Prints to this output.
    pub(super) fn new(output: Arc<Output>, is_verbose: bool) -> Self {
        Self { output, is_verbose, said_closed: AtomicBool::new(false) }
    }

    /// Prints these together.
    ///
    /// # Errors
    /// Exit 1, when standard output can't be written.
    pub(super) fn show(&self, notices: &[Notice]) -> Result<()> {
        let is_table = self.output.form() == Form::Table;
        self.output.together(|output| {
            notices.iter().try_for_each(|notice| match notice {
                Notice::Received(Received::Whole(delivery, _)) if is_table => {
                    self.delivery_lines(delivery)
                }
                Notice::Received(Received::Whole(delivery, _)) => record(delivery, output),
                // Whoever prints has fetched it before.
                Notice::Received(Received::Kept(_)) => Ok(()),
                Notice::Forwarded(forwarded) if is_table => self.forward_lines(forwarded),
                Notice::Forwarded(forwarded) => output.row(&**forwarded),
                Notice::Executed(executed) if is_table => self.exec_line(executed),
                Notice::Executed(executed) => output.row(&**executed),
            })
        })?;
        if self.output.is_closed() && !self.said_closed.swap(true, Ordering::Relaxed) {
            self.output.note("nobody reads standard output any more; receiving goes on");
        }
        Ok(())
    }

    fn delivery_lines(&self, delivery: &Delivery) -> Result<()> {
        let status = delivery.response.map(|response| response.status);
        let verdict = format!("{:<9}", delivery.checked.word());
        let tone = if delivery.checked.is_accepted() { Tone::Good } else { Tone::Bad };
        self.output.line(&format!(
            "{:<24}  {}  {:<16}  {:<20}  {:>8}  {}{}{}",
            // A time is written with as many decimals as it has.
            delivery.received_at.to_string(),
            self.output.paint(&verdict, tone),
            safe(delivery.event_type.as_deref().unwrap_or("-")),
            safe(delivery.event_id.as_deref().unwrap_or("-")),
            format!("{} B", delivery.body.0.len()),
            self.status(status),
            if delivery.duplicate { "  duplicate" } else { "" },
            delivery.cause.as_deref().map(cause_in_words).unwrap_or_default(),
        ))?;
        if !self.is_verbose {
            return Ok(());
        }
        let request = format!("{INDENT}{} {}", delivery.method, safe(&delivery.path));
        self.output.line(&request)?;
        for (name, value) in delivery.headers.pairs() {
            self.output.line(&format!("{INDENT}{name}: {}", safe(&value)))?;
        }
        self.output.line("")?;
        self.body_lines(&delivery.body.0)
    }

    fn body_lines(&self, body: &[u8]) -> Result<()> {
        if body.is_empty() {
            return Ok(());
        }
        match std::str::from_utf8(body) {
            Ok(text) => self.output.pretty(text, INDENT),
            Err(_) => {
                self.output.line(&format!("{INDENT}({} bytes that are not text)", body.len()))
            }
        }
    }

    fn forward_lines(&self, forwarded: &Forwarded) -> Result<()> {
        let Forwarded { delivery_id, forward, .. } = forwarded;
        let tries = match forward.attempts {
            1 => String::new(),
            attempts => format!(" after {attempts} attempts"),
        };
        let pending = if forward.pending { ", stays pending" } else { "" };
        let error = forward.error.as_ref().map_or_else(String::new, |error| format!("  {error}"));
        self.output.line(&format!(
            "{:<24}  forwarded  {}  {} in {} ms{tries}  {}{}{pending}",
            "",
            delivery_id,
            self.status(forward.status),
            forward.ms,
            safe(&forward.url),
            safe(&error),
        ))?;
        match &forward.answer {
            Some(answer) if self.is_verbose => self.body_lines(answer.as_bytes()),
            _ => Ok(()),
        }
    }

    fn exec_line(&self, executed: &Executed) -> Result<()> {
        let Executed { delivery_id, exec, .. } = executed;
        let (outcome, tone) = match (exec.status, &exec.error) {
            (Some(0), _) => ("exit 0".to_owned(), Tone::Good),
            (Some(status), _) => (format!("exit {status}"), Tone::Bad),
            (None, error) => (error.clone().unwrap_or_default(), Tone::Bad),
        };
        let outcome = self.output.paint(&safe(&outcome), tone);
        let ms = exec.ms;
        self.output.line(&format!("{:<24}  executed   {delivery_id}  {outcome} in {ms} ms", ""))
    }

    fn status(&self, status: Option<u16>) -> String {
        match status {
            Some(status @ 200..300) => self.output.paint(&status.to_string(), Tone::Good),
            Some(status) => self.output.paint(&status.to_string(), Tone::Bad),
            None => "-".to_owned(),
        }
    }
}

/// Most who read them want records whole: those are not made objects of first.
fn record(delivery: &Delivery, output: &Output) -> Result<()> {
    if !output.has_fields() {
        return output.row(delivery);
    }
    let object = serde_json::to_string(delivery).and_then(|text| serde_json::from_str(&text));
    output.picked_row(&object.map_err(|error| Error::failed(error.to_string()))?)
}

/// `body_trailing_newline` is `body trailing newline`.
fn cause_in_words(cause: &str) -> String {
    safe(&format!("  cause: {}", cause.replace('_', " ").replace('+', ", "))).into_owned()
}

/// The last line of the stream.
#[derive(Serialize)]
struct Conclusion<'a> {
    #[serde(flatten)]
    summary: &'a Summary,
    /// Rows that were not printed: nobody read them in time, or the journal did not have them then.
    dropped: u64,
    outstanding: Option<Outstanding>,
}

/// Prints what came, and what was awaited and did not come.
pub(super) fn conclude(
    summary: &Summary,
    dropped: u64,
    outstanding: Option<Outstanding>,
    output: &Output,
) -> Result<()> {
    if output.form() != Form::Table {
        return output.json(&Conclusion { summary, dropped, outstanding });
    }
    let Summary { received, valid, invalid, missing, unchecked, refused, pending } = summary;
    output.footer(&format!(
        "{received} received: {valid} valid, {invalid} invalid, {missing} unsigned, \
         {unchecked} unchecked; {refused} refused"
    ));
    if *pending > 0 {
        output.footer(&format!("not passed on: {pending}"));
    }
    if dropped > 0 {
        output.footer(&format!("lines that were not read in time, and dropped: {dropped}"));
    }
    let left = outstanding.as_ref().map(in_words).unwrap_or_default();
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
    let conditions = outstanding.conditions.iter().map(|condition| condition.text().to_owned());
    count.into_iter().chain(events).chain(conditions).collect::<Vec<_>>().join(", ")
}
