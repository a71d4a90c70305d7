//! How often something happens at most: `100/s`, `30/m`.

use std::str::FromStr;
use std::time::Duration;

const MAX_COUNT: u32 = 1_000_000;

/// So many in so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    count: u32,
    period: Duration,
}

impl Rate {
    /// The time that so many may take.
    pub fn period(self) -> Duration {
        self.period
    }

    /// The time between two that are evenly spaced.
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

#[cfg(test)]
mod tests {
    use super::Rate;

    #[test]
    fn each_refusal_names_what_is_wrong() {
        let refused = |text: &str| text.parse::<Rate>().unwrap_err();
        assert_eq!(refused("100"), r#""100" is not a rate, such as 100/s or 30/m"#);
        assert!(refused("10/h").starts_with(r#""h" is not a unit"#));
        for bad in ["0/s", "-1/s", "/s", "1.5/s", "1000001/s", "99999999999/s"] {
            assert!(refused(bad).ends_with("is not a count from 1 to 1000000"), "{bad}");
        }
    }
}
