//! Choosing recorded deliveries: in the journal, and among records from elsewhere.

use rusqlite::types::Value;

use crate::model::{Delivery, EventPattern, Found, Moment};

/// Which recorded deliveries are meant.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of one of these types; any when there is none.
    pub events: Vec<EventPattern>,
    /// Checked with this result.
    pub signature: Option<Found>,
    /// Not before this moment.
    pub since: Option<Moment>,
    /// Not after this moment.
    pub until: Option<Moment>,
    /// Sent to this path, the query apart.
    pub path: Option<String>,
    /// Still to be forwarded.
    pub pending: bool,
}

impl Filter {
    /// Whether a whole record is meant.
    pub fn admits(&self, delivery: &Delivery) -> bool {
        self.signature.is_none_or(|wanted| wanted == delivery.checked.found())
            && self.since.is_none_or(|since| delivery.received_at >= since)
            && self.until.is_none_or(|until| delivery.received_at <= until)
            && (!self.pending || delivery.forwards.iter().any(|forward| forward.pending))
            && self.passes(delivery.event_type.as_deref(), &delivery.path)
    }

    /// What SQL can decide; the rest is left to [`passes`](Self::passes).
    pub(super) fn conditions(&self) -> (String, Vec<Value>) {
        let mut conditions = vec!["1".to_owned()];
        let mut values = Vec::new();
        let mut add = |condition: &str, value: Value| {
            conditions.push(condition.to_owned());
            values.push(value);
        };
        if let Some(signature) = self.signature {
            add("signature = ?", signature.word().to_owned().into());
        }
        if let Some(since) = self.since {
            add("received_at >= ?", since.unix_milliseconds().into());
        }
        if let Some(until) = self.until {
            add("received_at <= ?", until.unix_milliseconds().into());
        }
        if self.pending {
            conditions.push(
                "EXISTS (SELECT 1 FROM forward
                 WHERE forward.number = delivery.number AND listener IS NOT NULL)"
                    .to_owned(),
            );
        }
        (conditions.join(" AND "), values)
    }

    /// What SQL can't decide: patterns, and a path without its query.
    pub(super) fn passes(&self, event_type: Option<&str>, path: &str) -> bool {
        let event = event_type.unwrap_or_default();
        let path = path.split('?').next().unwrap_or_default();
        (self.events.is_empty() || self.events.iter().any(|pattern| pattern.matches(event)))
            && self.path.as_deref().is_none_or(|wanted| wanted == path)
    }
}
