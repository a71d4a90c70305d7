//! The sender against targets that answer well, badly or not at all.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

use super::{ANSWER_BYTES, Attempt, DEFAULT_LIMIT, send};
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
