//! Recorded deliveries, sent once more: the same method, headers and bytes to another target.

use std::time::Duration;

use bytes::Bytes;
use http::header::{
    AUTHORIZATION, CONNECTION, CONTENT_LENGTH, EXPECT, HOST, PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use reqwest::{Client, RequestBuilder, Response};
use tokio::time::timeout;
use url::Url;

use crate::model::{Delivery, recorded_bytes};
use crate::sender::answer::{attempt, exchange, failure, in_words};
use crate::sender::{Attempt, with_length};

/// What concerns one connection, beside what its Connection header names.
const HOP_BY_HOP: [HeaderName; 9] = [
    CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// Sends a recorded delivery to `target`, and waits for an answer at most `limit` long.
///
/// Body, method and headers are those of the record, its signature among them; only what concerns
/// the connection is the new one's. `extra` headers replace those of the same name. `client` is one
/// from [`transport::client`](crate::transport::client) for that target, without a User-Agent of
/// our own.
pub async fn resend(
    client: &Client,
    target: &Url,
    delivery: &Delivery,
    extra: &HeaderMap,
    limit: Duration,
) -> Attempt {
    match request(client, target, delivery, extra) {
        Ok(request) => attempt(request, target, limit).await,
        Err(reason) => Attempt::not_sent(reason),
    }
}

/// Sends as [`resend`] does, and hands back the whole answer, for the delivery's own sender: any
/// status, the headers that do not concern the connection, and at most `most` bytes of body.
///
/// # Errors
/// The attempt, when no answer came, or none that is whole within `limit` and `most`.
pub async fn relay(
    client: &Client,
    target: &Url,
    delivery: &Delivery,
    extra: &HeaderMap,
    limit: Duration,
    most: usize,
) -> Result<(StatusCode, HeaderMap, Bytes), Attempt> {
    let request = request(client, target, delivery, extra).map_err(Attempt::not_sent)?;
    let (mut response, elapsed) = exchange(request, target, limit).await?;
    let failed = |reason| Attempt { elapsed, ..Attempt::not_sent(reason) };
    let status = response.status();
    let mut headers = std::mem::take(response.headers_mut());
    for name in hop_by_hop(&headers) {
        headers.remove(name);
    }
    headers.remove(CONTENT_LENGTH);
    let body = timeout(limit.saturating_sub(elapsed), read_whole(response, most)).await;
    match body {
        Ok(Ok(Some(body))) => Ok((status, headers, body)),
        Ok(Ok(None)) => Err(failed(format!("the answer is longer than {most} bytes"))),
        Ok(Err(error)) => Err(failed(failure(&error, target))),
        Err(_) => Err(failed(format!("no whole answer within {}", in_words(limit)))),
    }
}

/// The headers that [`resend`] sends to `target`, in the record's order, apart from those of the
/// new connection: Host and Content-Length.
///
/// # Errors
/// A header of the record that HTTP does not allow; a listener records none such.
pub fn headers_to_send(
    target: &Url,
    delivery: &Delivery,
    extra: &HeaderMap,
) -> Result<HeaderMap, String> {
    let mut recorded = HeaderMap::new();
    for (name, value) in delivery.headers.pairs() {
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| format!("{name:?} is no name of a header"))?;
        let value = header_value(&value)
            .ok_or_else(|| format!("the header {name} has a value that can't be sent"))?;
        recorded.append(name, value);
    }
    let mut left_out = hop_by_hop(&recorded);
    left_out.extend([HOST, CONTENT_LENGTH, EXPECT]);
    left_out.extend(extra.keys().cloned());
    // A user and password in the URL become a header, which the record's must not replace.
    if !target.username().is_empty() || target.password().is_some() {
        left_out.push(AUTHORIZATION);
    }
    // To take one out of a `HeaderMap` moves the last into its place: what stays is copied instead.
    let stays = recorded.iter().filter(|(name, _)| !left_out.contains(name)).chain(extra);
    let mut headers = HeaderMap::new();
    for (name, value) in stays {
        headers.append(name, value.clone());
    }
    Ok(headers)
}

fn request(
    client: &Client,
    target: &Url,
    delivery: &Delivery,
    extra: &HeaderMap,
) -> Result<RequestBuilder, String> {
    let method = Method::from_bytes(delivery.method.as_bytes())
        .map_err(|_| format!("{:?} is no method of HTTP", delivery.method))?;
    let headers = headers_to_send(target, delivery, extra)?;
    let headers = with_length(headers, &method, &delivery.body.0);
    Ok(client.request(method, target.clone()).headers(headers).body(delivery.body.0.clone()))
}

fn header_value(recorded: &str) -> Option<HeaderValue> {
    HeaderValue::from_bytes(&recorded_bytes(recorded)?).ok()
}

/// The names of what concerns one connection and not the message (RFC 9110, section 7.6.1).
fn hop_by_hop(headers: &HeaderMap) -> Vec<HeaderName> {
    let connection = headers.get_all(CONNECTION).iter();
    let named = connection
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
        .filter_map(|name| HeaderName::from_bytes(name.trim_ascii()).ok());
    HOP_BY_HOP.into_iter().chain(named).collect()
}

/// The body, unless it is longer than `most` bytes.
async fn read_whole(mut response: Response, most: usize) -> reqwest::Result<Option<Bytes>> {
    let mut body = Vec::new();
    while let Some(bytes) = response.chunk().await? {
        if bytes.len() > most - body.len() {
            return Ok(None);
        }
        body.extend_from_slice(&bytes);
    }
    Ok(Some(body.into()))
}
