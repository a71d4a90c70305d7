//! The verdicts on the lines of a block. Plain functions on values: each worker has them.

use std::collections::BTreeMap;
use std::io::BufRead;

use serde::Serialize;

use crate::commands::verify::batch::blocks::{Block, LONGEST};
use crate::model::{Checked, SignedRecord, WebhookId, record_text};
use crate::signature::{Key, Reason, Verdict, verify};

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

/// What the lines of a block came to.
#[derive(Default)]
pub(super) struct Lines {
    /// How many there were, records or not.
    pub(super) count: u64,
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
#[derive(Serialize)]
pub(super) struct Judged<Text = String> {
    pub(super) delivery_id: Option<Text>,
    valid: bool,
    reason: Option<Reason>,
    secret: Option<Matched>,
    pub(super) event_type: Option<Text>,
    bytes: usize,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Matched {
    Place(usize),
    Webhook(WebhookId),
}

impl Judge {
    /// Lines that are empty, or rows of another type, come to nothing.
    pub(super) fn lines(&self, Block(bytes): &Block, telling: Telling) -> Lines {
        let (mut rest, mut line) = (&bytes[..], Vec::new());
        let mut lines = Lines::default();
        // Reading from memory does not fail; and nothing finds the end of a line faster.
        while rest.read_until(b'\n', &mut line).unwrap_or_default() > 0 {
            lines.count += 1;
            match record(&line) {
                Ok(Some(record)) => lines.add(self.judge(&record), telling),
                Ok(None) => {}
                Err(why) => lines.unreadable.push((lines.count, why)),
            }
            line.clear();
        }
        lines
    }

    fn judge<'a>(&self, record: &'a SignedRecord<'_>) -> Judged<&'a str> {
        let verdict = verify(&self.keys, record.signature(), &record.body);
        let (reason, secret) = match verdict {
            Verdict::Invalid(reason) => (Some(reason), None),
            Verdict::Valid(_) => (None, self.matched(verdict)),
        };
        Judged {
            delivery_id: record.id.as_deref(),
            valid: reason.is_none(),
            reason,
            secret,
            event_type: record.event_type.as_deref(),
            bytes: record.body.len(),
        }
    }

    fn matched(&self, verdict: Verdict) -> Option<Matched> {
        match Checked::new(verdict, &self.owners) {
            Checked::ByPlace(place) => Some(Matched::Place(place)),
            Checked::ByWebhook(webhook) => Some(Matched::Webhook(webhook)),
            Checked::Invalid(_) | Checked::Unchecked => None,
        }
    }
}

impl<Text> Judged<Text> {
    /// The name of the verdict: `valid`, or the reason.
    pub(super) fn name(&self) -> &'static str {
        self.reason.map_or("valid", Reason::name)
    }

    pub(super) fn is_valid(&self) -> bool {
        self.valid
    }
}

impl Lines {
    fn add(&mut self, judged: Judged<&str>, telling: Telling) {
        if judged.valid {
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
            valid: self.valid,
            reason: self.reason,
            secret: self.secret,
            event_type: self.event_type.map(ToOwned::to_owned),
            bytes: self.bytes,
        }
    }
}

fn record(line: &[u8]) -> Result<Option<SignedRecord<'_>>, String> {
    if line.len() > LONGEST {
        return Err(format!("it is longer than {} MiB", LONGEST / 1024 / 1024));
    }
    match record_text(line) {
        [] => Ok(None),
        record => SignedRecord::from_line(record),
    }
}
