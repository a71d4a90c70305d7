//! What a listener tells while it runs: each delivery once it is answered, and what became of
//! passing it on.

use std::sync::Arc;

use serde::Serialize;

use crate::journal::{Error, Writer};
use crate::listener::backlog::Waiting;
use crate::model::{Delivery, Exec, Forward};

/// Something that happened, in the order in which it did. Small, since most are moved several times.
#[derive(Clone, Debug)]
pub enum Notice {
    /// A delivery was answered, or its sender went away before.
    Received(Received),
    /// Forwarding a delivery ended, for good or for this run.
    Forwarded(Box<Forwarded>),
    /// A program that was run with a delivery ended.
    Executed(Box<Executed>),
}

/// A recorded delivery.
#[derive(Clone, Debug)]
pub enum Received {
    /// In memory, and at this place in the journal, where there is one.
    Whole(Arc<Delivery>, Option<i64>),
    /// At this place in the journal only: too many are waiting.
    Kept(i64),
}

/// How forwarding a delivery to one target ended. It serialises as a row of the stream.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename = "forward")]
pub struct Forwarded {
    /// The delivery.
    pub delivery_id: String,
    /// What the journal has of it.
    #[serde(flatten)]
    pub forward: Forward,
    #[serde(skip)]
    pub(super) number: Option<i64>,
}

/// How a program that was run with a delivery ended. It serialises as a row of the stream.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename = "exec")]
pub struct Executed {
    /// The delivery.
    pub delivery_id: String,
    /// What the journal has of it.
    #[serde(flatten)]
    pub exec: Exec,
    #[serde(skip)]
    pub(super) number: Option<i64>,
}

impl Received {
    /// The delivery, fetched from the journal where it is only there. Nothing, where it has been
    /// removed from there.
    ///
    /// # Errors
    /// A journal that can't be read; the log tells why.
    pub async fn fetch(self, journal: Option<&Writer>) -> Result<Option<Arc<Delivery>>, Error> {
        let number = match self {
            Self::Whole(delivery, _) => return Ok(Some(delivery)),
            Self::Kept(number) => number,
        };
        let Some(journal) = journal else { return Ok(None) };
        let found = journal.at(number).await.inspect_err(|error| {
            tracing::warn!("a delivery can't be read back: {error}");
        })?;
        Ok(found.map(Arc::new))
    }

    /// Its place in the journal, where there is one.
    pub fn number(&self) -> Option<i64> {
        match self {
            Self::Whole(_, number) => *number,
            Self::Kept(number) => Some(*number),
        }
    }
}

impl Waiting for Received {
    fn bytes(&self) -> usize {
        match self {
            Self::Whole(delivery, _) => size_of::<Delivery>() + content(delivery),
            Self::Kept(_) => 0,
        }
    }

    fn is_kept(&self) -> bool {
        self.number().is_some()
    }

    fn spill(self) -> Option<Self> {
        self.number().map(Self::Kept)
    }
}

impl Waiting for Notice {
    fn bytes(&self) -> usize {
        match self {
            Self::Received(received) => received.bytes(),
            Self::Forwarded(forwarded) => {
                size_of::<Forwarded>() + forwarded.forward.answer.as_ref().map_or(0, String::len)
            }
            Self::Executed(_) => size_of::<Executed>(),
        }
    }

    fn is_kept(&self) -> bool {
        match self {
            Self::Received(received) => received.is_kept(),
            Self::Forwarded(forwarded) => forwarded.number.is_some(),
            Self::Executed(executed) => executed.number.is_some(),
        }
    }

    /// Of what became of a delivery no row follows then; the journal has it with the delivery.
    fn spill(self) -> Option<Self> {
        match self {
            Self::Received(received) => received.spill().map(Self::Received),
            Self::Forwarded(_) | Self::Executed(_) => None,
        }
    }
}

/// About what a delivery takes in memory beside its fixed part.
fn content(delivery: &Delivery) -> usize {
    delivery.body.0.len() + delivery.path.len() + delivery.headers.json().len()
}
