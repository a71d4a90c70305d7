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
