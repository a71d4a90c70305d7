//! How bytes may come: in pieces, in chunks, in a row, late, too many, or not at all.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt};

use super::{EVENT, Running, delivery, options, request, signature};
use crate::listener::Options;
use crate::model::Checked;
use crate::signature::Reason;

/// The head of a delivery with these further lines, which say how the body will come.
fn head(body: &[u8], lines: &str) -> String {
    let signature = signature(body);
    format!("POST / HTTP/1.1\r\nhost: l\r\nx-webhook-signature: {signature}\r\n{lines}\r\n")
}

#[tokio::test]
async fn a_delivery_that_comes_byte_by_byte_is_whole() {
    let mut running = Running::start(options()).await;
    let mut peer = running.peer().await;
    peer.0.get_ref().set_nodelay(true).unwrap();
    for byte in delivery(EVENT) {
        peer.send([byte]).await;
        tokio::task::yield_now().await;
    }
    assert_eq!(peer.answer().await.status, 200);
    assert_eq!(running.delivery().await.body.0, EVENT);
}

#[tokio::test]
async fn pipelined_deliveries_are_answered_in_order() {
    let mut running = Running::start(options()).await;
    let mut peer = running.peer().await;
    let bodies = ["{\"id\":\"evt_a\"}", "forged", "{\"id\":\"evt_c\"}"];
    let [a, _, c] = bodies.map(|body| delivery(body.as_bytes()));
    peer.send([a, request("POST /", "", b"forged"), c].concat()).await;
    for (body, status) in bodies.into_iter().zip([200, 401, 200]) {
        assert_eq!(peer.answer().await.status, status);
        assert_eq!(running.delivery().await.body.0, body);
    }
}

#[tokio::test]
async fn an_answer_does_not_wait_for_the_rest_of_the_next_request() {
    let running = Running::start(options()).await;
    let mut peer = running.peer().await;
    let whole = delivery(EVENT);
    let (start, rest) = whole.split_at(whole.len() / 2);
    peer.send([&whole, start].concat()).await;
    assert_eq!(peer.answer().await.status, 200);
    peer.send(rest).await;
    assert_eq!(peer.answer().await.status, 200);
}

#[tokio::test]
async fn a_chunked_body_is_checked_without_its_framing() {
    let mut running = Running::start(options()).await;
    let mut peer = running.peer().await;
    peer.send(head(EVENT, "transfer-encoding: chunked\r\n")).await;
    for piece in EVENT.chunks(7) {
        let chunk = [format!("{:x};ext=1\r\n", piece.len()).as_bytes(), piece, b"\r\n"].concat();
        peer.send(chunk).await;
    }
    peer.send("0\r\nx-trailer: 1\r\n\r\n").await;
    assert_eq!(peer.answer().await.status, 200);
    assert_eq!(running.delivery().await.body.0, EVENT);
}

#[tokio::test]
async fn bytes_that_are_no_text_are_checked_as_they_came() {
    let mut running = Running::start(options()).await;
    let mut peer = running.peer().await;
    let body: Vec<u8> = (0..=255).chain(*b"\r\n\0").collect();
    peer.send(delivery(&body)).await;
    assert_eq!(peer.answer().await.status, 200);
    assert_eq!(running.delivery().await.body.0, body);
    let mut changed = body.clone();
    changed[255] ^= 1;
    peer.send(head(&body, &format!("content-length: {}\r\n", body.len()))).await;
    peer.send(changed).await;
    assert_eq!(peer.answer().await.status, 401);
    assert_eq!(running.delivery().await.checked, Checked::Invalid(Reason::Mismatch));
}

#[tokio::test]
async fn a_sender_that_expects_a_100_is_told_to_go_on() {
    let running = Running::start(options()).await;
    let mut peer = running.peer().await;
    let lines = format!("expect: 100-continue\r\ncontent-length: {}\r\n", EVENT.len());
    peer.send(head(EVENT, &lines)).await;
    assert_eq!(peer.answer().await.status, 100);
    peer.send(EVENT).await;
    assert_eq!(peer.answer().await.status, 200);
}

#[tokio::test]
async fn a_body_declared_too_long_is_not_asked_for() {
    let running = Running::start(Options { max_body: 10, ..options() }).await;
    let mut peer = running.peer().await;
    peer.send(head(b"", "expect: 100-continue\r\ncontent-length: 11\r\n")).await;
    let answer = peer.answer().await;
    assert_eq!((answer.status, answer.header("connection")), (413, Some("close")));
    assert!(peer.is_closed().await);
}

#[tokio::test]
async fn a_sender_that_sends_on_regardless_can_read_the_413() {
    let running = Running::start(Options { max_body: 1000, ..options() }).await;
    // More than the buffers of both sockets hold: unless it is drained, this write never ends.
    let long = vec![b'x'; 16 * 1024 * 1024];
    for lines in ["content-length: 16777216\r\n", "transfer-encoding: chunked\r\n"] {
        let mut peer = running.peer().await;
        peer.send(head(b"", lines)).await;
        if lines.starts_with("transfer") {
            peer.send("1000000\r\n").await;
        }
        peer.send(&long).await;
        let answer = peer.answer().await;
        assert_eq!((answer.status, answer.header("connection")), (413, Some("close")));
        assert!(peer.is_closed().await);
    }
    assert_eq!(running.end().await.refused, 2);
}

#[tokio::test]
async fn a_body_that_does_not_come_is_408() {
    let read_timeout = Duration::from_millis(200);
    let running = Running::start(Options { read_timeout, ..options() }).await;
    let mut peer = running.peer().await;
    peer.send(head(EVENT, "content-length: 46\r\n")).await;
    peer.send(&EVENT[..20]).await;
    let answer = peer.answer().await;
    assert_eq!((answer.status, answer.header("connection")), (408, Some("close")));
    assert!(peer.is_closed().await);
}

#[tokio::test]
async fn a_head_or_a_next_request_that_does_not_come_ends_the_connection() {
    let read_timeout = Duration::from_millis(200);
    let running = Running::start(Options { read_timeout, ..options() }).await;
    let (mut silent, mut stuck, mut idle) =
        (running.peer().await, running.peer().await, running.peer().await);
    stuck.send("POST / HTT").await;
    idle.send(delivery(EVENT)).await;
    assert_eq!(idle.answer().await.status, 200);
    assert!(silent.is_closed().await && stuck.is_closed().await && idle.is_closed().await);
}

#[tokio::test]
async fn a_body_that_breaks_off_leaves_no_record() {
    let mut running = Running::start(options()).await;
    let mut peer = running.peer().await;
    peer.send(head(EVENT, "content-length: 46\r\n")).await;
    peer.send(&EVENT[..20]).await;
    peer.0.get_mut().shutdown().await.unwrap();
    assert_eq!(peer.answer().await.status, 400);
    let mut peer = running.peer().await;
    peer.send(head(EVENT, "transfer-encoding: chunked\r\n")).await;
    peer.send("no chunk\r\n").await;
    assert_eq!(peer.answer().await.status, 400);
    assert!(running.notices.try_recv().is_err());
    drop(peer);
    assert_eq!(running.end().await.refused, 2);
}

#[tokio::test]
async fn a_sender_may_close_its_half_and_still_be_answered() {
    let running = Running::start(options()).await;
    let mut peer = running.peer().await;
    peer.send(delivery(EVENT)).await;
    peer.0.get_mut().shutdown().await.unwrap();
    assert_eq!(peer.answer().await.status, 200);
    assert!(peer.is_closed().await);
}

#[tokio::test]
async fn bad_heads_are_refused_and_the_answer_can_be_read() {
    let running = Running::start(options()).await;
    let long = format!("POST / HTTP/1.1\r\nx: {}\r\n\r\n", "x".repeat(4 * 1024 * 1024));
    for (head, status) in [("nonsense\r\n\r\n", 400), (&long, 431)] {
        let mut peer = running.peer().await;
        peer.send(head).await;
        assert_eq!(peer.answer().await.status, status);
        assert!(peer.0.fill_buf().await.unwrap().is_empty());
    }
}
