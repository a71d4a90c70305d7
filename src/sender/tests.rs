//! The sender against targets that answer well, badly or not at all.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, StatusCode};
use reqwest::Client;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use url::Url;

use super::{ANSWER_BYTES, Attempt, DEFAULT_LIMIT, headers_to_send, relay, resend, send};
use crate::model::{Body, Checked, Delivery, now};
use crate::secret::Secret;
use crate::signature::{Key, Signature};
use crate::transport;

const BODY: &[u8] = br#"{"id":"evt_1"}"#;

fn signature() -> Signature {
    Key::new(&Secret::new("whsec_test").unwrap()).sign(BODY)
}

async fn post(target: &Url, limit: Duration) -> Attempt {
    let client = transport::client(target, &transport::Settings::default()).unwrap();
    send(&client, target, &signature(), BODY.into(), limit).await
}

fn delivery(headers: &[(&str, &str)]) -> Delivery {
    Delivery {
        id: "dlv_1".into(),
        received_at: now(),
        method: "PATCH".into(),
        path: "/elsewhere".into(),
        headers: headers.iter().map(|(name, value)| (*name, (*value).into())).collect(),
        body: Body(BODY.into()),
        checked: Checked::Unchecked,
        cause: None,
        event_id: None,
        event_type: None,
        duplicate: false,
        response: None,
        forwards: Vec::new(),
        exec: Vec::new(),
    }
}

fn resending(target: &Url) -> Client {
    let settings = transport::Settings { no_user_agent: true, ..Default::default() };
    transport::client(target, &settings).unwrap()
}

/// A target that reads one request, answers with these bytes, and hands the request back.
async fn target(answer: Vec<u8>) -> (Url, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap()).parse().unwrap();
    let request = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(BODY) {
            assert_ne!(stream.read_buf(&mut request).await.unwrap(), 0);
        }
        // A sender that has read enough may hang up on the rest.
        let _ = stream.write_all(&answer).await;
        String::from_utf8(request).unwrap()
    });
    (url, request)
}

async fn answered(answer: &str) -> Attempt {
    let (url, request) = target(answer.into()).await;
    let attempt = post(&url, DEFAULT_LIMIT).await;
    request.await.unwrap();
    attempt
}

#[tokio::test]
async fn a_delivery_has_the_documented_form() {
    let (url, request) = target(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()).await;
    let attempt = post(&url, DEFAULT_LIMIT).await;
    assert!(attempt.is_delivered() && attempt.error.is_none());
    let request = request.await.unwrap();
    assert!(request.starts_with("POST /hook HTTP/1.1\r\n"), "{request}");
    let has = |header: &str| request.to_lowercase().contains(&header.to_lowercase());
    assert!(has("\r\nContent-Type: application/json\r\n"), "{request}");
    assert!(has(&format!("\r\nX-Webhook-Signature: {}\r\n", signature())), "{request}");
    assert!(has(concat!("\r\nUser-Agent: hookctl/", env!("CARGO_PKG_VERSION"), "\r\n")));
}

#[tokio::test]
async fn an_error_answer_is_no_delivery_and_its_body_is_kept() {
    let attempt = answered("HTTP/1.1 500 Oh\r\ncontent-length: 4\r\n\r\nbang").await;
    assert!(!attempt.is_delivered());
    assert_eq!((attempt.status, attempt.answer.as_str()), (Some(500), "bang"));
    assert_eq!(attempt.error.unwrap(), "answered 500 Internal Server Error");
}

#[tokio::test]
async fn a_redirect_is_named_and_not_followed() {
    let attempt = answered("HTTP/1.1 302 Found\r\nlocation: http://b.invalid/\r\n\r\n").await;
    assert_eq!(attempt.status, Some(302));
    assert_eq!(
        attempt.error.unwrap(),
        "answered 302 Found to http://b.invalid/, and redirects are not followed"
    );
}

#[tokio::test]
async fn only_the_start_of_a_long_answer_is_read() {
    let long = "x".repeat(3 * ANSWER_BYTES);
    let length = 1_000_000_000;
    let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{long}");
    let attempt = answered(&answer).await;
    assert!(attempt.is_delivered());
    assert_eq!(attempt.answer.len(), ANSWER_BYTES);
}

#[tokio::test]
async fn a_body_that_breaks_off_takes_nothing_back() {
    let attempt = answered("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc").await;
    assert!(attempt.is_delivered());
    assert_eq!(attempt.answer, "abc");
}

#[tokio::test]
async fn a_connection_closed_without_an_answer_is_named() {
    let attempt = answered("").await;
    let error = attempt.error.unwrap();
    assert!(
        error == "the connection was closed before an answer came" || error == "connection reset"
    );
}

#[tokio::test]
async fn a_closed_port_refuses() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    drop(listener);
    let attempt = post(&url, DEFAULT_LIMIT).await;
    assert_eq!((attempt.status, attempt.error.as_deref()), (None, Some("connection refused")));
}

#[tokio::test]
async fn silence_ends_with_the_limit() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    let attempt = post(&url, Duration::from_millis(20)).await;
    assert_eq!((attempt.status, attempt.error.as_deref()), (None, Some("no answer within 20 ms")));
}

#[tokio::test]
async fn a_target_that_does_not_speak_tls_is_named_without_its_url() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        stream.read_to_end(&mut Vec::new()).await.unwrap();
    });
    let url = format!("https://user:password@{address}/hook").parse().unwrap();
    let error = post(&url, DEFAULT_LIMIT).await.error.unwrap();
    assert!(error.starts_with("TLS: ") && !error.contains("password"), "{error}");
}

#[tokio::test]
async fn what_is_sent_again_is_the_record_and_nothing_of_ours() {
    let (url, request) = target(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()).await;
    let delivery = delivery(&[
        ("host", "recorded.invalid"),
        ("x-webhook-signature", "as it came"),
        ("content-length", "99"),
        ("x-twice", "1"),
        ("x-twice", "2"),
    ]);
    let attempt = resend(&resending(&url), &url, &delivery, &HeaderMap::new(), DEFAULT_LIMIT).await;
    assert!(attempt.is_delivered(), "{attempt:?}");
    let host = url.authority();
    let expected = format!(
        "PATCH /hook HTTP/1.1\r\nx-webhook-signature: as it came\r\nx-twice: 1\r\nx-twice: 2\r\n\
         accept: */*\r\nhost: {host}\r\ncontent-length: {}\r\n\r\n",
        BODY.len()
    );
    assert_eq!(request.await.unwrap(), expected + std::str::from_utf8(BODY).unwrap());
}

#[test]
fn what_concerns_the_connection_is_left_out_and_extra_headers_replace() {
    let delivery = delivery(&[
        ("connection", "close, X-Hop"),
        ("x-hop", "1"),
        ("te", "trailers"),
        ("expect", "100-continue"),
        ("x-bytes", "caf\u{e9}"),
        ("x-old", "1"),
        ("x-old", "2"),
    ]);
    let mut extra = HeaderMap::new();
    extra.insert("x-old", HeaderValue::from_static("new"));
    let url = "http://a.invalid".parse().unwrap();
    let headers = headers_to_send(&url, &delivery, &extra).unwrap();
    let mut expected = HeaderMap::new();
    expected.insert("x-bytes", HeaderValue::from_bytes(b"caf\xe9").unwrap());
    expected.insert("x-old", HeaderValue::from_static("new"));
    assert_eq!(headers, expected);
}

#[test]
fn credentials_of_the_target_go_before_those_of_the_record() {
    let delivery = delivery(&[("authorization", "Bearer recorded")]);
    let sent = |url: &str| headers_to_send(&url.parse().unwrap(), &delivery, &HeaderMap::new());
    assert_eq!(sent("http://a.invalid").unwrap()["authorization"], "Bearer recorded");
    assert!(sent("http://user:password@a.invalid").unwrap().is_empty());
}

#[test]
fn a_header_that_http_does_not_allow_is_named() {
    let url = "http://a.invalid".parse().unwrap();
    for header in [("a b", ""), ("x-a", "\u{100}"), ("x-a", "1\r\nx-b: 2")] {
        assert!(
            headers_to_send(&url, &delivery(&[header]), &HeaderMap::new()).is_err(),
            "{header:?}"
        );
    }
}

async fn relayed(answer: &[u8]) -> Result<(StatusCode, HeaderMap, bytes::Bytes), Attempt> {
    let (url, _request) = target(answer.to_vec()).await;
    let (client, extra) = (resending(&url), HeaderMap::new());
    relay(&client, &url, &delivery(&[]), &extra, DEFAULT_LIMIT, 4).await
}

#[tokio::test]
async fn a_whole_answer_is_handed_back_without_what_concerns_the_connection() {
    let answer = b"HTTP/1.1 422 No\r\nx-a: 1\r\nconnection: close\r\ncontent-length: 4\r\n\r\nbody";
    let (status, headers, body) = relayed(answer).await.unwrap();
    assert_eq!((status.as_u16(), &*body), (422, &b"body"[..]));
    assert_eq!((headers.len(), &headers["x-a"]), (1, &HeaderValue::from_static("1")));
}

#[tokio::test]
async fn an_answer_that_is_too_long_or_breaks_off_is_none() {
    let long = relayed(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nlarge").await.unwrap_err();
    assert_eq!(long.error.as_deref(), Some("the answer is longer than 4 bytes"));
    let broken = relayed(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nbo").await.unwrap_err();
    assert!(broken.status.is_none() && broken.error.is_some(), "{broken:?}");
}

#[test]
fn what_may_pass_is_worth_a_retry() {
    let answered = |status| Attempt { status, ..Attempt::not_sent(String::new()) };
    for status in [None, Some(429), Some(500), Some(503), Some(599)] {
        assert!(answered(status).is_worth_a_retry(), "{status:?}");
    }
    for status in [200, 301, 400, 401, 404, 410, 422] {
        assert!(!answered(Some(status)).is_worth_a_retry(), "{status}");
    }
}

#[tokio::test]
async fn a_certificate_that_nobody_signed_is_taken_when_told() {
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(own.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.into()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url: Url = format!("https://{}", listener.local_addr().unwrap()).parse().unwrap();
    tokio::spawn(async move {
        let acceptor = TlsAcceptor::from(Arc::new(config));
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let _ = stream.read_buf(&mut Vec::new()).await;
            let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await;
        }
    });
    for (insecure, status) in [(false, None), (true, Some(204))] {
        let settings = transport::Settings { insecure, ..Default::default() };
        let client = transport::client(&url, &settings).unwrap();
        let sent = send(&client, &url, &signature(), BODY.into(), DEFAULT_LIMIT).await;
        assert_eq!(sent.status, status, "{sent:?}");
    }
}
