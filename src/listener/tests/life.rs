//! Starting, standing by with much going on, and ending.

use std::net::Ipv6Addr;
use std::time::Duration;

use tokio::net::TcpStream;

use super::{EVENT, Running, SECRET, delivery, options, request, signature};
use crate::error;
use crate::listener::{Error, Options, Summary, bind};

#[tokio::test]
async fn the_url_names_the_port_and_the_path() {
    let listener = bind(options()).await.unwrap();
    assert_eq!(listener.url(), format!("http://127.0.0.1:{}/", listener.address.port()));
    let path = Some("/hook".to_owned());
    let listener =
        bind(Options { host: Ipv6Addr::LOCALHOST.into(), path, ..options() }).await.unwrap();
    assert_eq!(listener.url(), format!("http://[::1]:{}/hook", listener.address.port()));
    assert!(!format!("{listener:?}").contains(SECRET));
}

#[tokio::test]
async fn a_port_in_use_is_named() {
    let first = bind(options()).await.unwrap();
    let port = first.address.port();
    let error = bind(Options { port, ..options() }).await.unwrap_err();
    assert!(matches!(error, Error::InUse(_)));
    let error = error::Error::from(error);
    assert_eq!(error.message(), format!("port {port} is already in use on 127.0.0.1"));
    assert!(error.hint().unwrap().contains("--port 0"));
}

#[tokio::test]
async fn stalled_connections_do_not_hold_up_others() {
    let running = Running::start(options()).await;
    let mut stalled = Vec::new();
    for place in 0..50 {
        let mut peer = running.peer().await;
        let whole = delivery(EVENT);
        peer.send(&whole[..place * whole.len() / 50]).await;
        stalled.push(peer);
    }
    let mut peer = running.peer().await;
    peer.send(delivery(EVENT)).await;
    assert_eq!(peer.answer().await.status, 200);
}

#[tokio::test]
async fn receiving_goes_on_without_a_consumer() {
    let mut running = Running::start(options()).await;
    running.notices.close();
    let mut peer = running.peer().await;
    for _ in 0..2 {
        peer.send(delivery(EVENT)).await;
        assert_eq!(peer.answer().await.status, 200);
    }
    assert_eq!(running.end().await.valid, 2);
}

#[tokio::test]
async fn a_consumer_that_is_slow_gets_every_record_in_order() {
    let mut running = Running::start(options()).await;
    let mut peer = running.peer().await;
    let bodies: Vec<_> = (0..5).map(|number| format!("{{\"id\":\"evt_{number}\"}}")).collect();
    peer.send(bodies.iter().map(|body| delivery(body.as_bytes())).collect::<Vec<_>>().concat())
        .await;
    for _ in &bodies {
        assert_eq!(peer.answer().await.status, 200);
    }
    for body in &bodies {
        assert_eq!(running.delivery().await.body.0, body);
    }
}

#[tokio::test]
async fn the_request_in_flight_is_answered_before_the_end() {
    let running = Running::start(options()).await;
    let (mut silent, mut idle) = (running.peer().await, running.peer().await);
    idle.send(request("POST /", "", EVENT)).await;
    assert_eq!(idle.answer().await.status, 401);
    let mut peer = running.peer().await;
    let lines = format!("x-webhook-signature: {}\r\nexpect: 100-continue\r\n", signature(EVENT));
    peer.send(request("POST /", &lines, b"").strip_suffix(b"0\r\n\r\n").unwrap()).await;
    peer.send(format!("{}\r\n\r\n", EVENT.len())).await;
    assert_eq!(peer.answer().await.status, 100);

    running.stop.send(()).unwrap();
    assert!(silent.is_closed().await && idle.is_closed().await);
    peer.send(EVENT).await;
    let answer = peer.answer().await;
    assert_eq!((answer.status, answer.header("connection")), (200, Some("close")));
    let summary = running.done.await.unwrap();
    assert_eq!(summary, Summary { received: 2, valid: 1, missing: 1, ..Summary::default() });
    assert!(TcpStream::connect(running.address).await.is_err());
}

#[tokio::test]
async fn the_end_does_not_wait_for_a_peer_that_stalls() {
    let drain = Duration::from_millis(50);
    let running = Running::start(Options { drain, ..options() }).await;
    let mut peer = running.peer().await;
    peer.send("POST / HTTP/1.1\r\nexpect: 100-continue\r\ncontent-length: 9\r\n\r\n").await;
    assert_eq!(peer.answer().await.status, 100);
    assert_eq!(running.end().await, Summary::default());
    assert!(peer.is_closed().await);
}
