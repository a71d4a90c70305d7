//! Reading a body within bounds of size and time.

use std::time::Duration;

use http_body_util::BodyExt;
use hyper::body::{Body, Bytes, Incoming};
use tokio::time::timeout;

use crate::listener::answer::Refusal;

/// The exact bytes, without the framing of chunks; a content encoding is left as it is.
///
/// # Errors
/// [`Refusal::TooLarge`] beyond `max` bytes, without reading what was declared longer;
/// [`Refusal::TooSlow`] after `limit`; [`Refusal::Broken`].
pub(super) async fn read(body: Incoming, max: usize, limit: Duration) -> Result<Bytes, Refusal> {
    // A sender that asks `Expect: 100-continue` is told to go on when the body is first polled.
    let declared = body.size_hint().lower();
    if usize::try_from(declared).map_or(true, |declared| declared > max) {
        return Err(Refusal::TooLarge);
    }
    timeout(limit, collect(body, max)).await.unwrap_or(Err(Refusal::TooSlow))
}

/// Copies into one buffer: a list of the pieces would cost a sender of tiny chunks nothing and us
/// many times their size.
async fn collect(mut body: Incoming, max: usize) -> Result<Bytes, Refusal> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        // What is not data is trailers, which no signature covers.
        let Ok(piece) = frame.map_err(|_| Refusal::Broken)?.into_data() else {
            continue;
        };
        if piece.len() > max - bytes.len() {
            return Err(Refusal::TooLarge);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes.into())
}
