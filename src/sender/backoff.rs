//! The pauses before a delivery is tried again.

use std::time::Duration;

use crate::sender::Attempt;

const FIRST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(30);

/// The longest pause that a target may ask for.
const LONGEST_ASKED: Duration = Duration::from_secs(60);

/// Pauses of which each is about twice as long as the one before, up to a bound.
#[derive(Debug)]
pub struct Backoff(Duration);

impl Default for Backoff {
    fn default() -> Self {
        Self(FIRST)
    }
}

impl Backoff {
    /// The next pause. With jitter, so that those who failed together do not come back together.
    fn next_pause(&mut self) -> Duration {
        let pause = self.0.mul_f64(0.75 + fastrand::f64() / 2.0);
        self.0 = (self.0 * 2).min(LONGEST);
        pause
    }

    /// The next pause, or the one that the target asks for, up to a bound: a mistaken header must
    /// not hold a run up for a day.
    pub fn pause_after(&mut self, attempt: &Attempt) -> Duration {
        let own = self.next_pause();
        attempt.retry_after.map_or(own, |asked| asked.min(LONGEST_ASKED))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Backoff, FIRST, LONGEST};
    use crate::sender::Attempt;

    #[test]
    fn pauses_grow_to_a_bound() {
        let mut backoff = Backoff::default();
        let pauses: Vec<_> = (0..20).map(|_| backoff.next_pause()).collect();
        assert!(pauses[0] >= FIRST.mul_f64(0.75) && pauses[0] <= FIRST.mul_f64(1.25));
        assert!(pauses[3] > pauses[0] * 2);
        assert!(pauses[19] >= LONGEST.mul_f64(0.75) && pauses[19] <= LONGEST.mul_f64(1.25));
    }

    #[test]
    fn what_the_target_asks_for_is_kept_up_to_a_bound() {
        let asked = |seconds| {
            let retry_after = Some(Duration::from_secs(seconds));
            let attempt = Attempt { retry_after, ..Attempt::not_sent(String::new()) };
            Backoff::default().pause_after(&attempt).as_secs()
        };
        assert_eq!([asked(0), asked(7), asked(60), asked(u64::MAX)], [0, 7, 60, 60]);
        let pause = Backoff::default().pause_after(&Attempt::not_sent(String::new()));
        assert!(pause >= FIRST.mul_f64(0.75));
    }
}
