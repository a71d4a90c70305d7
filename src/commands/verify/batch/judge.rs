//! The verdicts on the lines of a block. Plain functions on values: each worker has them.

use std::collections::BTreeMap;
use std::io::BufRead;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::commands::verify::batch::blocks::{Block, LONGEST};
use crate::model::{Checked, SignedRecord, WebhookId, record_text};
use crate::signature::{Key, Reason, verify};

/// What signatures are checked with.
pub(in crate::commands::verify) struct Judge {
    pub(in crate::commands::verify) keys: Vec<Key>,
    pub(in crate::commands::verify) owners: Vec<Option<WebhookId>>,
}

/// What is to be told of each record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Telling {
    /// The verdict.
    Verdicts,
    /// Nothing but how many there are of each kind.
    Counts,
}

/// What lines came to.
#[derive(Default)]
pub(super) struct Tally {
    /// How many there were, records or not.
    pub(super) lines: u64,
    pub(super) valid: u64,
    pub(super) invalid: u64,
    /// The places of lines that are no record, from 1, and why.
    pub(super) unreadable: Vec<(u64, String)>,
    /// For [`Telling::Verdicts`].
    pub(super) verdicts: Vec<Judged>,
    /// For [`Telling::Counts`].
    pub(super) counts: Counts,
}

/// By event type and the name of the verdict.
pub(super) type Counts = BTreeMap<(Option<String>, &'static str), u64>;

/// The verdict on a record. It serialises as a row.
pub(super) struct Judged<Text = String> {
    pub(super) delivery_id: Option<Text>,
    checked: Checked,
    pub(super) event_type: Option<Text>,
    bytes: usize,
}

impl<Text: Serialize> Serialize for Judged<Text> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_struct("Judged", 6)?;
        row.serialize_field("delivery_id", &self.delivery_id)?;
        row.serialize_field("valid", &self.checked.is_valid())?;
        row.serialize_field("reason", &self.checked.reason())?;
        row.serialize_field("secret", &self.checked.secret())?;
        row.serialize_field("event_type", &self.event_type)?;
        row.serialize_field("bytes", &self.bytes)?;
        row.end()
    }
}

impl Judge {
    /// Lines that are empty, or rows of another type, come to nothing.
    pub(super) fn lines(&self, Block(bytes): &Block, telling: Telling) -> Tally {
        let (mut rest, mut line) = (&bytes[..], Vec::new());
        let mut tally = Tally::default();
        // Reading from memory does not fail; and nothing finds the end of a line faster.
        while rest.read_until(b'\n', &mut line).unwrap_or_default() > 0 {
            tally.lines += 1;
            match record(&line) {
                Ok(Some(record)) => tally.add(self.judge(&record), telling),
                Ok(None) => {}
                Err(why) => tally.unreadable.push((tally.lines, why)),
            }
            line.clear();
        }
        tally
    }

    fn judge<'a>(&self, record: &'a SignedRecord<'_>) -> Judged<&'a str> {
        let verdict = verify(&self.keys, record.signature(), &record.body);
        Judged {
            delivery_id: record.id.as_deref(),
            checked: Checked::new(verdict, &self.owners),
            event_type: record.event_type.as_deref(),
            bytes: record.body.len(),
        }
    }
}

impl<Text> Judged<Text> {
    /// The name of the verdict: `valid`, or the reason.
    pub(super) fn name(&self) -> &'static str {
        self.checked.reason().map_or("valid", Reason::name)
    }

    pub(super) fn is_valid(&self) -> bool {
        self.checked.is_valid()
    }
}

impl Tally {
    fn add(&mut self, judged: Judged<&str>, telling: Telling) {
        if judged.is_valid() {
            self.valid += 1;
        } else {
            self.invalid += 1;
        }
        match telling {
            Telling::Verdicts => self.verdicts.push(judged.into_owned()),
            Telling::Counts => {
                let kind = (judged.event_type.map(ToOwned::to_owned), judged.name());
                *self.counts.entry(kind).or_default() += 1;
            }
        }
    }
}

impl Judged<&str> {
    fn into_owned(self) -> Judged {
        Judged {
            delivery_id: self.delivery_id.map(ToOwned::to_owned),
            checked: self.checked,
            event_type: self.event_type.map(ToOwned::to_owned),
            bytes: self.bytes,
        }
    }
}

fn record(line: &[u8]) -> Result<Option<SignedRecord<'_>>, String> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    if line.len() > LONGEST {
        return Err(format!("it is longer than {} MiB", LONGEST / 1024 / 1024));
    }
    match record_text(line) {
        [] => Ok(None),
        record => SignedRecord::from_line(record),
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, record};

    #[test]
    fn the_end_of_a_line_is_no_part_of_its_length() {
        let mut line = vec![b'x'; LONGEST];
        line.push(b'\n');
        assert!(record(&line).unwrap_err().contains("no JSON object"));
        line.insert(0, b'x');
        assert!(record(&line).unwrap_err().contains("longer than 64 MiB"));
    }
}
