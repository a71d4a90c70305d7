//! How many requests the sandbox takes before it answers 429: `100/s`, `30/m`.

use std::str::FromStr;
use std::time::{Duration, Instant};

const MAX_COUNT: u32 = 1_000_000;

/// So many requests in so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    count: u32,
    period: Duration,
}

impl Rate {
    /// The time between two requests that are evenly spaced.
    pub fn interval(self) -> Duration {
        self.period / self.count
    }
}

impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (count, unit) = text
            .split_once('/')
            .ok_or_else(|| format!("{text:?} is not a rate, such as 100/s or 30/m"))?;
        let count = count
            .parse()
            .ok()
            .filter(|count| (1..=MAX_COUNT).contains(count))
            .ok_or_else(|| format!("{count:?} is not a count from 1 to {MAX_COUNT}"))?;
        let period = match unit {
            "s" => Duration::from_secs(1),
            "m" => Duration::from_secs(60),
            _ => return Err(format!("{unit:?} is not a unit: s for second, m for minute")),
        };
        Ok(Self { count, period })
    }
}

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
        match full_at.duration_since(now).checked_sub(self.rate.period) {
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

    use super::{Bucket, Rate};

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

    #[test]
    fn each_refusal_names_what_is_wrong() {
        let refused = |text: &str| text.parse::<Rate>().unwrap_err();
        assert_eq!(refused("100"), r#""100" is not a rate, such as 100/s or 30/m"#);
        assert!(refused("10/h").starts_with(r#""h" is not a unit"#));
        for bad in ["0/s", "-1/s", "/s", "1.5/s", "1000001/s", "99999999999/s"] {
            assert!(refused(bad).ends_with("is not a count from 1 to 1000000"), "{bad}");
        }
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
