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

    /// Reads what RFC 3339 (section 5.6) calls a date and time, and nothing else; what it says beyond
    /// nanoseconds is cut.
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        let (date_time, rest) = text.split_at_checked("0000-00-00T00:00:00".len())?;
        let decimals = rest
            .strip_prefix('.')
            .map(|rest| rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count()));
        let (decimals, offset) = match decimals {
            Some(("", _)) => return None,
            Some((digits, offset)) => (format!(".{}", &digits[..digits.len().min(9)]), offset),
            None => (String::new(), rest),
        };
        let is_offset = offset.eq_ignore_ascii_case("Z")
            || has_shape(offset, "+00:00")
            || has_shape(offset, "-00:00");
        let is_whole = is_offset && has_shape(&date_time.to_uppercase(), "0000-00-00T00:00:00");
        is_whole.then(|| format!("{date_time}{decimals}{offset}").parse().ok()).flatten()
    }

    /// Seconds since the Unix epoch.
    pub fn unix_seconds(self) -> i64 {
        self.0.as_second()
    }
}

/// Whether the text has digits where the shape has `0`, and its characters elsewhere.
fn has_shape(text: &str, shape: &str) -> bool {
    let fits = |(byte, wanted): (u8, u8)| match wanted {
        b'0' => byte.is_ascii_digit(),
        wanted => byte == wanted,
    };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
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

    #[test]
    fn rfc_3339_is_read_whole_and_nothing_else_is() {
        let read = |text| Moment::from_rfc3339(text).map(|moment| moment.to_string());
        let nine = Some("2023-06-21T09:15:30.123456789Z".to_owned());
        assert_eq!(read("2023-06-21T11:15:30.123456789123+02:00"), nine);
        assert_eq!(read("2023-06-21t09:15:30z").as_deref(), Some("2023-06-21T09:15:30Z"));
        for text in [
            "2023-06-21",
            "2023-06-21T09:15Z",
            "20230621T091530Z",
            "2023-06-21T09:15:30",
            "2023-06-21T09:15:30.Z",
            "2023-06-21T09:15:30,5Z",
            "2023-06-21T09:15:30+0200",
            "2023-06-21T09:15:30+02",
            "2023-02-30T09:15:30Z",
            "2023-06-21T09:15:30Z[UTC]",
            "é023-06-21T09:15:30Z",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
