//! How a run of `send` fared, and how long its answers took. Plain functions on values.

use std::fmt::Write as _;

use serde::Serialize;

use crate::sender::AttemptRecord;

/// All attempts of a run so far.
#[derive(Default)]
pub(super) struct Tally {
    sent: usize,
    failed: usize,
    attempts: usize,
    /// Milliseconds to each answer; what got none has none to tell.
    answered: Vec<f64>,
}

/// The last row of `ndjson`.
#[derive(Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename = "summary")]
pub(super) struct Summary {
    sent: usize,
    delivered: usize,
    failed: usize,
    attempts: usize,
    ms: Percentiles,
}

/// Milliseconds within which so many of a hundred answers came; none without any answer.
#[derive(Debug, PartialEq, Serialize)]
struct Percentiles {
    p50: Option<f64>,
    p95: Option<f64>,
    p99: Option<f64>,
}

impl Tally {
    /// Adds the attempts of one delivery. The last decides.
    pub(super) fn add(&mut self, attempts: &[AttemptRecord]) {
        self.sent += 1;
        self.failed += usize::from(attempts.last().is_none_or(|last| last.error.is_some()));
        self.attempts += attempts.len();
        let answered = attempts.iter().filter(|attempt| attempt.status.is_some());
        self.answered.extend(answered.map(|attempt| attempt.ms));
    }

    /// How many deliveries were sent.
    pub(super) fn sent(&self) -> usize {
        self.sent
    }

    /// Whether one was not delivered.
    pub(super) fn has_failed(&self) -> bool {
        self.failed > 0
    }

    /// How it all fared.
    pub(super) fn summary(mut self) -> Summary {
        self.answered.sort_by(f64::total_cmp);
        let at = |percent| percentile(&self.answered, percent);
        Summary {
            sent: self.sent,
            delivered: self.sent - self.failed,
            failed: self.failed,
            attempts: self.attempts,
            ms: Percentiles { p50: at(50), p95: at(95), p99: at(99) },
        }
    }
}

impl Summary {
    /// The summary as a line for people.
    pub(super) fn line(&self) -> String {
        let mut line = format!("{} sent, {} failed", self.sent, self.failed);
        if self.attempts > self.sent {
            let _ = write!(line, " after {} attempts", self.attempts);
        }
        if let Percentiles { p50: Some(p50), p95: Some(p95), p99: Some(p99) } = self.ms {
            let _ = write!(line, "; answers within: p50 {p50} ms, p95 {p95} ms, p99 {p99} ms");
        }
        line
    }
}

/// The smallest value that so many percent are not above (nearest rank): one that was measured.
fn percentile(sorted: &[f64], percent: usize) -> Option<f64> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.max(1) - 1).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};
    use serde_json::json;

    use super::{Tally, percentile};
    use crate::sender::AttemptRecord;

    fn attempt(status: Option<u16>, ms: f64) -> AttemptRecord {
        AttemptRecord {
            webhook_id: None,
            delivery_id: None,
            url: String::new(),
            event_id: None,
            attempt: 1,
            status,
            ms,
            error: (status != Some(200)).then(|| "no".to_owned()),
        }
    }

    #[test]
    fn a_percentile_is_the_nearest_rank() {
        let hundred: Vec<_> = (1..=100).map(f64::from).collect();
        for (percent, value) in [(1, 1.0), (50, 50.0), (95, 95.0), (99, 99.0), (100, 100.0)] {
            assert_eq!(percentile(&hundred, percent), Some(value));
        }
        assert_eq!(percentile(&[15.0, 20.0, 35.0, 40.0, 50.0], 30), Some(20.0));
        assert_eq!(percentile(&[7.0], 50), Some(7.0));
        assert_eq!(percentile(&[1.0, 2.0], 50), Some(1.0));
        assert_eq!(percentile(&[], 50), None);
    }

    #[test]
    fn the_last_attempt_decides_and_only_answers_are_measured() {
        let mut tally = Tally::default();
        tally.add(&[attempt(None, 900.0), attempt(Some(500), 3.0), attempt(Some(200), 1.0)]);
        tally.add(&[attempt(None, 900.0)]);
        assert!(tally.has_failed());
        let summary = tally.summary();
        let expected = json!({"type": "summary", "sent": 2, "delivered": 1, "failed": 1,
            "attempts": 4, "ms": {"p50": 1.0, "p95": 3.0, "p99": 3.0}});
        assert_eq!(serde_json::to_value(&summary).unwrap(), expected);
        let line = "2 sent, 1 failed after 4 attempts; \
                    answers within: p50 1 ms, p95 3 ms, p99 3 ms";
        assert_eq!(summary.line(), line);
    }

    #[test]
    fn without_answers_there_is_nothing_to_measure() {
        let mut tally = Tally::default();
        tally.add(&[attempt(None, 2.0)]);
        assert_eq!(tally.summary().line(), "1 sent, 1 failed");
    }

    proptest! {
        #[test]
        fn at_least_so_many_percent_are_not_above(
            mut values in proptest::collection::vec(0.0f64..1e6, 1..200),
            percent in 1usize..=100,
        ) {
            values.sort_by(f64::total_cmp);
            let found = percentile(&values, percent).unwrap();
            let within = values.iter().filter(|value| **value <= found).count();
            let below = values.iter().filter(|value| **value < found).count();
            prop_assert!(within * 100 >= values.len() * percent);
            prop_assert!(below * 100 < values.len() * percent);
        }
    }
}
