//! The verdicts on the lines of a block. Plain functions on values: each worker has them.

use std::io::BufRead;

use crate::commands::verify::batch::blocks::{Block, LONGEST};
use crate::model::{Checked, SignedRecord, WebhookId};
use crate::signature::{Key, verify};

/// What signatures are checked with.
pub(in crate::commands::verify) struct Judge {
    pub(in crate::commands::verify) keys: Vec<Key>,
    pub(in crate::commands::verify) owners: Vec<Option<WebhookId>>,
}

/// What the lines of a block came to.
pub(super) struct Lines {
    pub(super) told: Vec<Line>,
    /// How many there were, told of or not.
    pub(super) count: u64,
}

/// What a line came to.
pub(super) enum Line {
    Judged(Judged),
    /// Its place in the block, from 1.
    Unreadable {
        place: u64,
        why: String,
    },
}

/// The verdict on a record.
pub(super) struct Judged {
    pub(super) delivery_id: Option<String>,
    pub(super) event_type: Option<String>,
    pub(super) bytes: usize,
    pub(super) checked: Checked,
}

impl Judge {
    /// Lines that are empty, or rows of another type, come to nothing.
    pub(super) fn lines(&self, Block(bytes): &Block) -> Lines {
        let (mut rest, mut line) = (&bytes[..], Vec::new());
        let mut lines = Lines { told: Vec::new(), count: 0 };
        // Reading from memory does not fail; and nothing finds the end of a line faster.
        while rest.read_until(b'\n', &mut line).unwrap_or_default() > 0 {
            lines.count += 1;
            match self.judge(&line) {
                Ok(judged) => lines.told.extend(judged.map(Line::Judged)),
                Err(why) => lines.told.push(Line::Unreadable { place: lines.count, why }),
            }
            line.clear();
        }
        lines
    }

    fn judge(&self, line: &[u8]) -> Result<Option<Judged>, String> {
        if line.len() > LONGEST {
            return Err(format!("it is longer than {} MiB", LONGEST / 1024 / 1024));
        }
        if line.trim_ascii().is_empty() {
            return Ok(None);
        }
        let Some(record) = SignedRecord::from_line(line)? else { return Ok(None) };
        let verdict = verify(&self.keys, record.signature(), &record.body);
        Ok(Some(Judged {
            bytes: record.body.len(),
            checked: Checked::new(verdict, &self.owners),
            delivery_id: record.id.map(Into::into),
            event_type: record.event_type.map(Into::into),
        }))
    }
}
