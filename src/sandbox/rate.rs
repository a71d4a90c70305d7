//! How many requests the sandbox takes before it answers 429.

use std::time::{Duration, Instant};

use crate::model::Rate;

/// A token bucket that holds one period's worth, kept as the one moment at which it is full again.
#[derive(Debug)]
pub(super) struct Bucket {
    rate: Rate,
    full_at: Option<Instant>,
}

impl Bucket {
    pub(super) fn new(rate: Rate) -> Self {
        Self { rate, full_at: None }
    }

    /// Takes a token.
    ///
    /// # Errors
    /// How long until there is one, when the bucket is empty.
    pub(super) fn take(&mut self, now: Instant) -> Result<(), Duration> {
        let one = self.rate.interval();
        let full_at = self.full_at.map_or(now, |full_at| full_at.max(now)) + one;
        match full_at.duration_since(now).checked_sub(self.rate.period()) {
            Some(wait) if !wait.is_zero() => Err(wait),
            _ => {
                self.full_at = Some(full_at);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::Bucket;

    #[test]
    fn a_burst_is_taken_and_then_one_at_a_time() {
        let mut bucket = Bucket::new("2/s".parse().unwrap());
        let start = Instant::now();
        assert_eq!(bucket.take(start), Ok(()));
        assert_eq!(bucket.take(start), Ok(()));
        assert_eq!(bucket.take(start), Err(Duration::from_millis(500)));
        let later = start + Duration::from_millis(500);
        assert_eq!(bucket.take(later), Ok(()));
        assert_eq!(bucket.take(later), Err(Duration::from_millis(500)));
    }

    proptest! {
        #[test]
        fn a_full_bucket_gives_exactly_its_count_at_once(count in 1u32..2000) {
            let mut bucket = Bucket::new(format!("{count}/m").parse().unwrap());
            let now = Instant::now();
            let taken = (0..count + 10).filter(|_| bucket.take(now).is_ok()).count();
            prop_assert_eq!(taken, usize::try_from(count).unwrap());
        }

        #[test]
        fn waiting_as_told_is_enough(count in 1u32..200, waits in 1usize..20) {
            let mut bucket = Bucket::new(format!("{count}/s").parse().unwrap());
            let mut now = Instant::now();
            while bucket.take(now).is_ok() {}
            for _ in 0..waits {
                now += bucket.take(now).unwrap_err();
                prop_assert!(bucket.take(now).is_ok());
            }
        }
    }
}
