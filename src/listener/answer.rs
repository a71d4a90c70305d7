//! What senders are answered. A refused signature gets one constant body: neither the reason nor
//! the expected value helps anyone but a forger.

use http::header::{ALLOW, CONNECTION, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderName, HeaderValue, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Bytes;

use crate::listener::relay::Relayed;

/// An answer, whole in memory.
pub(super) type Answer = Response<Full<Bytes>>;

/// Why a request got no further than the door: no signature was checked, no record is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is for another path than the one that is accepted.
    OtherPath,
    /// It is not a POST.
    NotPost,
    /// Its body is longer than the limit.
    TooLarge,
    /// Its body did not come in time.
    TooSlow,
    /// Its body broke off, or is not framed as HTTP wants it.
    Broken,
}

impl Refusal {
    /// The answer that says so.
    pub(super) fn answer(self) -> Answer {
        match self {
            Self::OtherPath => json(StatusCode::NOT_FOUND, r#"{"error":"not found"}"#),
            Self::NotPost => with(
                json(StatusCode::METHOD_NOT_ALLOWED, r#"{"error":"method not allowed"}"#),
                ALLOW,
                "POST",
            ),
            Self::TooLarge => {
                json(StatusCode::PAYLOAD_TOO_LARGE, r#"{"error":"the body is too large"}"#)
            }
            Self::TooSlow => {
                json(StatusCode::REQUEST_TIMEOUT, r#"{"error":"the body did not come in time"}"#)
            }
            Self::Broken => json(StatusCode::BAD_REQUEST, r#"{"error":"the body is broken"}"#),
        }
    }
}

/// The answer to a delivery whose signature is not valid.
pub(super) fn forged() -> Answer {
    json(StatusCode::UNAUTHORIZED, r#"{"error":"invalid signature"}"#)
}

/// The answer to a delivery that could not be kept: the sender is to try again soon.
pub(super) fn unkept() -> Answer {
    let answer = json(StatusCode::SERVICE_UNAVAILABLE, r#"{"error":"the delivery was not kept"}"#);
    with(answer, RETRY_AFTER, "5")
}

/// The answer of the target that a delivery was passed through to.
pub(super) fn relayed((status, headers, body): Relayed) -> Answer {
    let mut answer = Response::new(Full::from(body));
    *answer.status_mut() = status;
    *answer.headers_mut() = headers;
    answer
}

/// The answer where that target gave none.
pub(super) fn unreachable() -> Answer {
    json(StatusCode::BAD_GATEWAY, r#"{"error":"the target did not answer"}"#)
}

/// The last answer on its connection.
pub(super) fn closing(answer: Answer) -> Answer {
    with(answer, CONNECTION, "close")
}

fn json(status: StatusCode, text: &'static str) -> Answer {
    let mut answer = Response::new(Full::from(text));
    *answer.status_mut() = status;
    with(answer, CONTENT_TYPE, "application/json")
}

fn with(mut answer: Answer, name: HeaderName, value: &'static str) -> Answer {
    answer.headers_mut().insert(name, HeaderValue::from_static(value));
    answer
}
