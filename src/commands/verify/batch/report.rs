//! What is told of many verdicts: each in its turn, or how many there are of each kind.

use crate::commands::verify::batch::judge::{Judged, Tally, Telling};
use crate::commands::views::{COUNTED, JUDGED};
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::JsonObject;
use crate::output::{Form, Output, Rows, Tone, safe};

/// The telling under way.
pub(super) struct Report<'a> {
    output: &'a Output,
    /// What the records are read from.
    name: &'a str,
    rows: Rows<'a>,
    /// What the blocks before came to, but for what is told of each line.
    before: Tally,
    unreadable: u64,
}

/// What this output asks for.
pub(super) fn telling(output: &Output) -> Telling {
    match output.form() {
        Form::Summary => Telling::Counts,
        _ => Telling::Verdicts,
    }
}

impl<'a> Report<'a> {
    pub(super) fn new(output: &'a Output, name: &'a str) -> Self {
        let view = if output.form() == Form::Summary { &COUNTED } else { &JUDGED };
        Self { output, name, rows: output.rows(view), before: Tally::default(), unreadable: 0 }
    }

    /// Tells what these lines came to.
    ///
    /// # Errors
    /// Output that can't be written.
    pub(super) fn take(&mut self, tally: Tally) -> Result<()> {
        let (output, before) = (self.output, &mut self.before);
        for (place, why) in &tally.unreadable {
            let (name, number) = (self.name, before.lines + place);
            output.error(&Error::usage(format!("{name}, line {number}: {why}")));
        }
        self.unreadable += tally.unreadable.len() as u64;
        before.lines += tally.lines;
        before.valid += tally.valid;
        before.invalid += tally.invalid;
        for (kind, count) in tally.counts {
            *before.counts.entry(kind).or_default() += count;
        }
        output.together(|_| tally.verdicts.iter().try_for_each(|judged| self.verdict(judged)))
    }

    fn verdict(&mut self, judged: &Judged) -> Result<()> {
        // Neither waits for the others, however many there are.
        match self.output.form() {
            Form::Table if !self.output.has_fields() => {
                return self.output.line(&self.in_words(judged));
            }
            Form::Ndjson if !self.output.has_fields() => return self.output.row(judged),
            _ => {}
        }
        let row = JsonObject::from_serialize(judged)
            .map_err(|error| Error::failed(format!("a verdict is no JSON: {error}")))?;
        if self.output.form() == Form::Table {
            return self.output.picked_line(&row);
        }
        self.rows.push(&row)
    }

    fn in_words(&self, judged: &Judged) -> String {
        let tone = if judged.is_valid() { Tone::Good } else { Tone::Bad };
        format!(
            "{:<31}  {}  {}",
            safe(judged.delivery_id.as_deref().unwrap_or("-")),
            self.output.paint(&format!("{:<12}", judged.name()), tone),
            safe(judged.event_type.as_deref().unwrap_or("-")),
        )
    }

    /// Ends the telling. A line that could not be read outweighs a verdict.
    ///
    /// # Errors
    /// No record at all (usage), or output that can't be written.
    pub(super) fn finish(mut self) -> Result<Outcome> {
        let Self { name, unreadable, .. } = self;
        let Tally { valid, invalid, counts, .. } = std::mem::take(&mut self.before);
        let records = valid + invalid;
        if records + unreadable == 0 {
            return Err(Error::usage(format!("there is no delivery record in {name}"))
                .hinted("`hookctl deliveries export` writes such records"));
        }
        for ((event_type, verdict), count) in counts {
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
