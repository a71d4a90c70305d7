//! When a call is tried again, and after how long. A plain function of values: no clock in here.

use std::time::Duration;

use http::{Method, StatusCode};

/// The first wait without `Retry-After`; each further one is twice as long.
const BACKOFF: Duration = Duration::from_millis(250);
const LONGEST_BACKOFF: Duration = Duration::from_secs(10);

/// How one attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// No connection was made, so nothing can have been carried out.
    NotConnected,
    /// The connection broke with the request under way: it may have been carried out.
    Lost,
    /// The API answered with this status, and perhaps with how long to wait.
    Answered(StatusCode, Option<Duration>),
}

impl Failure {
    /// Whether the API can't have carried the request out.
    pub(super) fn excludes_success(self) -> bool {
        match self {
            Self::NotConnected => true,
            Self::Lost => false,
            Self::Answered(status, _) => status.is_client_error() || status.is_redirection(),
        }
    }

    /// A POST must not be doubled: it is repeated only where it can't have been carried out.
    fn may_be_repeated(self, method: &Method) -> bool {
        let is_idempotent =
            matches!(*method, Method::GET | Method::HEAD | Method::PUT | Method::DELETE);
        match self {
            Self::NotConnected | Self::Answered(StatusCode::TOO_MANY_REQUESTS, _) => true,
            Self::Lost
            | Self::Answered(
                StatusCode::BAD_GATEWAY
                | StatusCode::SERVICE_UNAVAILABLE
                | StatusCode::GATEWAY_TIMEOUT,
                _,
            ) => is_idempotent,
            Self::Answered(..) => false,
        }
    }
}

/// How long to wait before the next attempt; `None` when this one was the last.
///
/// `tried` counts the attempts so far, `left` is what remains of the call's time, and `chance` is a
/// random number from 0 to 1: full jitter keeps clients that failed together from coming back
/// together.
pub(super) fn wait_before_next(
    method: &Method,
    failure: Failure,
    tried: u32,
    retries: u32,
    left: Duration,
    chance: f64,
) -> Option<Duration> {
    if tried > retries || !failure.may_be_repeated(method) {
        return None;
    }
    let wait = if let Failure::Answered(_, Some(asked)) = failure {
        asked
    } else {
        let doubled = BACKOFF.saturating_mul(1 << (tried - 1).min(16));
        doubled.min(LONGEST_BACKOFF).mul_f64(chance)
    };
    (wait < left).then_some(wait)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{Method, StatusCode};

    use super::{Failure, wait_before_next};

    const LONG: Duration = Duration::from_secs(30);

    fn answered(status: u16) -> Failure {
        Failure::Answered(StatusCode::from_u16(status).unwrap(), None)
    }

    fn is_repeated(method: &Method, failure: Failure) -> bool {
        wait_before_next(method, failure, 1, 3, LONG, 0.5).is_some()
    }

    #[test]
    fn reads_are_repeated_after_what_may_pass() {
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            for failure in [Failure::NotConnected, Failure::Lost] {
                assert!(is_repeated(&method, failure));
            }
            for status in [429, 502, 503, 504] {
                assert!(is_repeated(&method, answered(status)), "{method} {status}");
            }
            for status in [301, 400, 401, 403, 404, 422, 500, 501] {
                assert!(!is_repeated(&method, answered(status)), "{method} {status}");
            }
        }
    }

    #[test]
    fn a_post_is_repeated_only_when_it_cannot_have_been_carried_out() {
        assert!(is_repeated(&Method::POST, Failure::NotConnected));
        assert!(is_repeated(&Method::POST, answered(429)));
        assert!(!is_repeated(&Method::POST, Failure::Lost));
        for status in [500, 502, 503, 504] {
            assert!(!is_repeated(&Method::POST, answered(status)), "{status}");
        }
    }

    #[test]
    fn the_schedule_doubles_up_to_its_limit_with_full_jitter() {
        let waits = |chance| -> Vec<u128> {
            (1..=8)
                .filter_map(|tried| {
                    wait_before_next(&Method::GET, Failure::Lost, tried, 8, LONG, chance)
                })
                .map(|wait| wait.as_millis())
                .collect()
        };
        assert_eq!(waits(1.0), [250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
        assert_eq!(waits(0.5), [125, 250, 500, 1000, 2000, 4000, 5000, 5000]);
        assert_eq!(waits(0.0), [0; 8]);
    }

    #[test]
    fn retries_are_counted_beside_the_first_attempt() {
        let wait = |tried, retries| {
            wait_before_next(&Method::GET, Failure::Lost, tried, retries, LONG, 0.0)
        };
        assert_eq!(wait(1, 0), None);
        assert!(wait(3, 3).is_some());
        assert_eq!(wait(4, 3), None);
    }

    #[test]
    fn what_the_server_asks_for_is_kept_or_ends_the_call() {
        let asked = |seconds| {
            let wait = Some(Duration::from_secs(seconds));
            let failure = Failure::Answered(StatusCode::TOO_MANY_REQUESTS, wait);
            wait_before_next(&Method::POST, failure, 1, 3, LONG, 0.5)
        };
        assert_eq!(asked(7), Some(Duration::from_secs(7)));
        assert_eq!(asked(0), Some(Duration::ZERO));
        assert_eq!(asked(30), None);
        assert_eq!(asked(u64::MAX), None);
    }
}
