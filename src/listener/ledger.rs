//! What came in this run: counts, and the event ids that mark duplicates.

use std::collections::{HashSet, VecDeque};
use std::hash::{BuildHasher, RandomState};

use serde::Serialize;

use crate::model::Checked;
use crate::signature::Reason;

/// How many event ids are remembered.
const REMEMBERED: usize = 100_000;

/// The counts of a run. A head that is no HTTP is in none of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "summary")]
pub struct Summary {
    /// Deliveries that were recorded: the four below together.
    pub received: u64,
    /// Those with a valid signature.
    pub valid: u64,
    /// Those with a signature that is not valid.
    pub invalid: u64,
    /// Those without a signature.
    pub missing: u64,
    /// Those whose signature was not to be checked.
    pub unchecked: u64,
    /// Requests that are not recorded: path, method, size, time, a broken body, or a journal that
    /// could not be written.
    pub refused: u64,
    /// Forwards that stay pending in the journal.
    pub pending: usize,
}

impl Summary {
    /// Counts a delivery.
    pub fn count(&mut self, checked: &Checked) {
        self.received += 1;
        match checked {
            Checked::Invalid(Reason::Missing) => self.missing += 1,
            Checked::Invalid(_) => self.invalid += 1,
            Checked::ByPlace(_) | Checked::ByWebhook(_) => self.valid += 1,
            Checked::Unchecked => self.unchecked += 1,
        }
    }
}

/// The counts so far, and the latest event ids.
#[derive(Default)]
pub(super) struct Ledger {
    summary: Summary,
    seen: Seen,
}

impl Ledger {
    /// The counts so far.
    pub(super) fn summary(&self) -> Summary {
        self.summary
    }

    /// Counts a request that is not recorded.
    pub(super) fn refuse(&mut self) {
        self.summary.refused += 1;
    }

    /// Counts a delivery.
    pub(super) fn count(&mut self, checked: &Checked) {
        self.summary.count(checked);
    }

    /// Whether an earlier delivery had the same event id. Only valid ones are compared, or
    /// unchecked ones (a run has never both): a forger can't make a true one a duplicate.
    pub(super) fn is_duplicate(&mut self, checked: &Checked, event_id: Option<&str>) -> bool {
        checked.is_accepted() && event_id.is_some_and(|id| self.seen.is_repeat(id, REMEMBERED))
    }
}

/// The latest event ids, as keyed hashes: an id may be as long as a body, and two of a hundred
/// thousand fall together once in billions of runs.
#[derive(Default)]
struct Seen {
    key: RandomState,
    hashes: HashSet<u64>,
    order: VecDeque<u64>,
}

impl Seen {
    /// Whether the id is among the latest `limit`; if not, it is from now on.
    fn is_repeat(&mut self, id: &str, limit: usize) -> bool {
        let hash = self.key.hash_one(id);
        if !self.hashes.insert(hash) {
            return true;
        }
        self.order.push_back(hash);
        if self.order.len() > limit
            && let Some(oldest) = self.order.pop_front()
        {
            self.hashes.remove(&oldest);
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::{Ledger, Seen, Summary};
    use crate::model::Checked;
    use crate::signature::Reason;

    impl Ledger {
        fn enter(&mut self, checked: &Checked, event_id: Option<&str>) -> bool {
            self.count(checked);
            self.is_duplicate(checked, event_id)
        }
    }

    #[test]
    fn only_valid_deliveries_are_duplicates_of_each_other() {
        let mut ledger = Ledger::default();
        assert!(!ledger.enter(&Checked::Invalid(Reason::Mismatch), Some("evt_1")));
        assert!(!ledger.enter(&Checked::ByPlace(0), Some("evt_1")));
        assert!(ledger.enter(&Checked::ByPlace(1), Some("evt_1")));
        assert!(!ledger.enter(&Checked::Invalid(Reason::Missing), Some("evt_1")));
        assert!(!ledger.enter(&Checked::ByPlace(0), None));
        ledger.refuse();
        let expected = Summary {
            received: 5,
            valid: 3,
            invalid: 1,
            missing: 1,
            unchecked: 0,
            refused: 1,
            pending: 0,
        };
        assert_eq!(ledger.summary(), expected);
    }

    #[test]
    fn unchecked_deliveries_are_duplicates_of_each_other() {
        let mut ledger = Ledger::default();
        assert!(!ledger.enter(&Checked::Unchecked, Some("evt_1")));
        assert!(ledger.enter(&Checked::Unchecked, Some("evt_1")));
        let expected = Summary { received: 2, unchecked: 2, ..Summary::default() };
        assert_eq!(ledger.summary(), expected);
    }

    #[test]
    fn the_oldest_ids_are_forgotten() {
        let mut seen = Seen::default();
        let repeats: Vec<_> =
            ["a", "b", "a", "c", "a", "c"].iter().map(|id| seen.is_repeat(id, 2)).collect();
        assert_eq!(repeats, [false, false, true, false, false, true]);
        assert_eq!((seen.hashes.len(), seen.order.len()), (2, 2));
    }

    #[test]
    fn the_summary_is_a_line_of_the_stream() {
        let line = serde_json::to_string(&Summary::default()).unwrap();
        let expected = r#"{"type":"summary","received":0,"valid":0,"invalid":0,"missing":0,"unchecked":0,"refused":0,"pending":0}"#;
        assert_eq!(line, expected);
    }
}
