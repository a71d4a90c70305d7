//! Moments in time, written as RFC 3339 in UTC.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A moment; shown in UTC, with as many decimals of a second as it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(Timestamp);

/// The moment that the system's clock shows, to the millisecond.
pub fn now() -> Moment {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let millis = i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX);
    Moment(Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX))
}

impl Moment {
    /// The same moment without decimals, as the API document writes times.
    #[must_use]
    pub fn whole_seconds(self) -> Self {
        Self(Timestamp::from_second(self.0.as_second()).unwrap_or(self.0))
    }

    /// The moment so much earlier.
    #[must_use]
    pub fn before(self, age: Duration) -> Self {
        let age = i64::try_from(age.as_millis()).unwrap_or(i64::MAX);
        Self::from_unix_milliseconds(self.unix_milliseconds().saturating_sub(age))
    }

    /// Milliseconds since the Unix epoch.
    pub fn unix_milliseconds(self) -> i64 {
        self.0.as_millisecond()
    }

    /// The moment so many milliseconds after the Unix epoch; what no calendar reaches is cut.
    pub fn from_unix_milliseconds(count: i64) -> Self {
        let beyond = if count < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Self(Timestamp::from_millisecond(count).unwrap_or(beyond))
    }

    /// Seconds since the Unix epoch.
    pub fn unix_seconds(self) -> i64 {
        self.0.as_second()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self).map_err(|_| MomentError)
    }
}

/// What was given is no moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MomentError;

impl fmt::Display for MomentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a time such as 2023-06-21T09:15:30Z")
    }
}

impl std::error::Error for MomentError {}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn any_offset_reads_and_utc_is_written() {
        let moment: Moment = "2023-06-21T11:15:30.5+02:00".parse().unwrap();
        assert_eq!(moment.to_string(), "2023-06-21T09:15:30.5Z");
        assert_eq!(moment.whole_seconds().to_string(), "2023-06-21T09:15:30Z");
    }
}
