//! What is told of many verdicts: each in its turn, or how many there are of each kind.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::commands::verify::batch::judge::{Judged, Line, Lines};
use crate::commands::views::{COUNTED, JUDGED};
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::{Checked, JsonObject, WebhookId};
use crate::output::{Form, Output, Rows, Tone, safe};
use crate::signature::Reason;

/// The telling under way.
pub(super) struct Report<'a> {
    output: &'a Output,
    /// What the records are read from.
    name: &'a str,
    rows: Rows<'a>,
    /// By event type and verdict; filled for a summary only.
    counts: BTreeMap<(Option<String>, &'static str), u64>,
    /// Lines of the blocks before.
    lines: u64,
    valid: u64,
    invalid: u64,
    unreadable: u64,
}

#[derive(Serialize)]
struct Row<'a> {
    delivery_id: Option<&'a str>,
    valid: bool,
    reason: Option<Reason>,
    secret: Option<Matched<'a>>,
    event_type: Option<&'a str>,
    bytes: usize,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Matched<'a> {
    Place(usize),
    Webhook(&'a WebhookId),
}

impl<'a> Report<'a> {
    pub(super) fn new(output: &'a Output, name: &'a str) -> Self {
        let view = if output.form() == Form::Summary { &COUNTED } else { &JUDGED };
        Self {
            output,
            name,
            rows: output.rows(view),
            counts: BTreeMap::new(),
            lines: 0,
            valid: 0,
            invalid: 0,
            unreadable: 0,
        }
    }

    /// Tells what these lines came to.
    ///
    /// # Errors
    /// Output that can't be written.
    pub(super) fn take(&mut self, Lines { told, count }: Lines) -> Result<()> {
        let output = self.output;
        output.together(|_| told.into_iter().try_for_each(|line| self.line(line)))?;
        self.lines += count;
        Ok(())
    }

    fn line(&mut self, line: Line) -> Result<()> {
        let judged = match line {
            Line::Judged(judged) => judged,
            Line::Unreadable { place, why } => {
                self.unreadable += 1;
                let (name, number) = (self.name, self.lines + place);
                self.output.error(&Error::usage(format!("{name}, line {number}: {why}")));
                return Ok(());
            }
        };
        if judged.checked.is_valid() {
            self.valid += 1;
        } else {
            self.invalid += 1;
        }
        match self.output.form() {
            Form::Summary => {
                let verdict = judged.checked.reason().map_or("valid", Reason::name);
                *self.counts.entry((judged.event_type, verdict)).or_default() += 1;
                Ok(())
            }
            // Neither waits for the others, however many there are.
            Form::Table if !self.output.has_fields() => self.output.line(&self.in_words(&judged)),
            Form::Ndjson if !self.output.has_fields() => self.output.row(&Row::of(&judged)),
            _ => {
                let row = JsonObject::from_serialize(&Row::of(&judged));
                let row =
                    row.map_err(|error| Error::failed(format!("a verdict is no JSON: {error}")))?;
                self.rows.push(&row)
            }
        }
    }

    fn in_words(&self, judged: &Judged) -> String {
        let (word, tone) = match judged.checked.reason() {
            None => ("valid", Tone::Good),
            Some(reason) => (reason.name(), Tone::Bad),
        };
        format!(
            "{:<31}  {}  {}",
            safe(judged.delivery_id.as_deref().unwrap_or("-")),
            self.output.paint(&format!("{word:<12}"), tone),
            safe(judged.event_type.as_deref().unwrap_or("-")),
        )
    }

    /// Ends the telling. A line that could not be read outweighs a verdict.
    ///
    /// # Errors
    /// No record at all (usage), or output that can't be written.
    pub(super) fn finish(mut self) -> Result<Outcome> {
        let Self { name, valid, invalid, unreadable, .. } = self;
        let records = valid + invalid;
        if records + unreadable == 0 {
            return Err(Error::usage(format!("there is no delivery record in {name}"))
                .hinted("`hookctl deliveries export` writes such records"));
        }
        for ((event_type, verdict), count) in std::mem::take(&mut self.counts) {
            let mut row = JsonObject::new();
            row.set("event_type", &event_type);
            row.set("verdict", &verdict);
            row.set("count", &count);
            self.rows.push(&row)?;
        }
        self.rows.finish()?;
        self.output.footer(&format!("{records} records: {valid} valid, {invalid} not valid"));
        Ok(match (unreadable, invalid) {
            (0, 0) => Outcome::Done,
            (0, _) => Outcome::Told(Kind::SignatureInvalid),
            _ => Outcome::Told(Kind::Usage),
        })
    }
}

impl<'a> Row<'a> {
    fn of(judged: &'a Judged) -> Self {
        let checked = &judged.checked;
        Self {
            delivery_id: judged.delivery_id.as_deref(),
            valid: checked.is_valid(),
            reason: checked.reason(),
            secret: match checked {
                Checked::ByPlace(place) => Some(Matched::Place(*place)),
                Checked::ByWebhook(webhook) => Some(Matched::Webhook(webhook)),
                Checked::Invalid(_) | Checked::Unchecked => None,
            },
            event_type: judged.event_type.as_deref(),
            bytes: judged.bytes,
        }
    }
}
