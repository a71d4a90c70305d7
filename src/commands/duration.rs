//! Durations as arguments.

use std::time::Duration;

/// A duration such as `500ms`, `30s` or `1h30m`.
///
/// # Errors
/// Anything else: a number without a unit says nothing.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let expected = || "expected a duration such as 500ms, 30s or 1h30m".to_owned();
    let parsed: jiff::SignedDuration = text.parse().map_err(|_| expected())?;
    Duration::try_from(parsed).map_err(|_| expected())
}

/// A duration that is not nothing.
pub(crate) fn positive_duration(text: &str) -> Result<Duration, String> {
    match duration(text)? {
        Duration::ZERO => Err("expected more than nothing".into()),
        duration => Ok(duration),
    }
}

/// An age: a duration, or days and weeks such as `30d` or `2w`.
///
/// # Errors
/// Anything else.
pub(super) fn age(text: &str) -> Result<Duration, String> {
    let days = |count: &str, each: u64| {
        let days = count.parse::<u64>().ok().and_then(|count| count.checked_mul(each));
        days.and_then(|days| days.checked_mul(24 * 60 * 60)).map(Duration::from_secs)
    };
    let in_days = match (text.strip_suffix('d'), text.strip_suffix('w')) {
        (Some(count), _) => days(count, 1),
        (_, Some(count)) => days(count, 7),
        _ => return duration(text),
    };
    in_days.ok_or_else(|| "expected an age such as 1h, 30d or 2w".to_owned())
}
