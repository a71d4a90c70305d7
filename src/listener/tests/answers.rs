//! Each answer, and the record that goes with it.

use std::sync::Arc;

use super::{Answer, EVENT, Running, SECRET, delivery, options, request, secret, signature};
use crate::listener::{Options, Summary};
use crate::model::{Checked, Delivery, WebhookId};
use crate::signature::{Key, Reason};

/// The answer to one request on its own connection, and its record.
async fn exchange(options: Options, request: Vec<u8>) -> (Answer, Option<Arc<Delivery>>, Summary) {
    let mut running = Running::start(options).await;
    let mut peer = running.peer().await;
    peer.send(request).await;
    let answer = peer.answer().await;
    let record = running.told().pop();
    drop(peer);
    (answer, record, running.end().await)
}

fn counted() -> Summary {
    Summary { received: 1, ..Summary::default() }
}

const REFUSED: Summary =
    Summary { received: 0, valid: 0, invalid: 0, missing: 0, unchecked: 0, refused: 1, pending: 0 };

#[tokio::test]
async fn a_valid_delivery_is_answered_200_and_recorded() {
    let head = format!("X-B: 1\r\nx-webhook-signature: {}\r\nX-b: 2\r\n", signature(EVENT));
    let (answer, record, summary) =
        exchange(options(), request("POST /hook?x=1", &head, EVENT)).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, r#"{"received":true}"#));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(summary, Summary { valid: 1, ..counted() });

    let record = record.unwrap();
    assert_eq!((&*record.method, record.path.as_str()), ("POST", "/hook?x=1"));
    assert_eq!(record.body.0, EVENT);
    assert_eq!(record.checked, Checked::ByPlace(0));
    assert_eq!(record.event_id.as_deref(), Some("evt_1"));
    assert_eq!(record.event_type.as_deref(), Some("user.created"));
    assert!(!record.duplicate);
    let names: Vec<_> = record.headers.pairs().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["host", "x-b", "x-b", "x-webhook-signature", "content-length"]);
    let response = record.response.unwrap();
    assert_eq!(response.status, 200);
    assert!(response.ms >= 0.0);
}

#[tokio::test]
async fn every_refused_signature_gets_the_same_answer() {
    let other = Key::new(&secret("whsec_other")).sign(EVENT).to_string();
    let cases = [
        ("", Reason::Missing),
        ("abc", Reason::WrongLength),
        (&"z".repeat(64), Reason::NotHex),
        (&other, Reason::Mismatch),
    ];
    for (value, reason) in cases {
        let head = format!("x-webhook-signature: {value}\r\n");
        let (answer, record, summary) = exchange(options(), request("POST /", &head, EVENT)).await;
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (401, r#"{"error":"invalid signature"}"#)
        );
        let record = record.unwrap();
        assert_eq!(record.checked, Checked::Invalid(reason));
        assert_eq!(record.response.unwrap().status, 401);
        let missing = u64::from(reason == Reason::Missing);
        assert_eq!(summary, Summary { missing, invalid: 1 - missing, ..counted() });
    }
}

#[tokio::test]
async fn the_same_signature_twice_is_one_and_two_that_differ_are_none() {
    let (own, other) = (signature(EVENT), signature(b"another body"));
    let cases =
        [(&own, 200, Checked::ByPlace(0)), (&other, 401, Checked::Invalid(Reason::Ambiguous))];
    for (second, status, checked) in cases {
        let head = format!("x-webhook-signature: {own}\r\nX-Webhook-Signature: {second}\r\n");
        let (answer, record, _) = exchange(options(), request("POST /", &head, EVENT)).await;
        assert_eq!(answer.status, status);
        assert_eq!(record.unwrap().checked, checked);
    }
}

#[tokio::test]
async fn any_of_several_secrets_may_have_signed() {
    let webhook: WebhookId = "wh_2".parse().unwrap();
    let secrets = vec![(None, secret("whsec_old")), (Some(webhook.clone()), secret(SECRET))];
    let (answer, record, _) = exchange(Options::new(secrets), delivery(EVENT)).await;
    assert_eq!(answer.status, 200);
    assert_eq!(record.unwrap().checked, Checked::ByWebhook(webhook));
}

#[tokio::test]
async fn a_repeated_event_is_a_duplicate_unless_only_a_forger_sent_it_before() {
    let mut running = Running::start(options()).await;
    let mut peer = running.peer().await;
    for request in [request("POST /", "", EVENT), delivery(EVENT), delivery(EVENT)] {
        peer.send(request).await;
        peer.answer().await;
    }
    let mut duplicates = Vec::new();
    for _ in 0..3 {
        duplicates.push(running.delivery().await.duplicate);
    }
    assert_eq!(duplicates, [false, false, true]);
}

#[tokio::test]
async fn another_path_is_404_and_the_query_is_no_part_of_it() {
    let hook = || Options { path: Some("/hook".into()), ..options() };
    let head = format!("x-webhook-signature: {}\r\n", signature(EVENT));
    let (answer, record, _) = exchange(hook(), request("POST /hook?a=/b", &head, EVENT)).await;
    assert_eq!((answer.status, record.is_some()), (200, true));
    for target in ["POST /", "POST /hook/", "POST /hooks", "GET /hook2"] {
        let (answer, record, summary) = exchange(hook(), request(target, &head, EVENT)).await;
        assert_eq!((answer.status, record.is_none()), (404, true), "{target}");
        assert_eq!(answer.header("connection"), Some("close"));
        assert_eq!(summary, REFUSED);
    }
}

#[tokio::test]
async fn another_method_is_405_and_keeps_the_connection_when_no_body_is_left() {
    let running = Running::start(options()).await;
    let mut peer = running.peer().await;
    for method in ["GET", "PUT", "OPTIONS", "delete"] {
        peer.send(request(&format!("{method} /"), "", b"")).await;
        let answer = peer.answer().await;
        assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")), "{method}");
        assert_eq!(answer.header("connection"), None);
    }
    peer.send(delivery(EVENT)).await;
    assert_eq!(peer.answer().await.status, 200);
    let summary = running.end().await;
    assert_eq!(summary, Summary { valid: 1, refused: 4, ..counted() });
}

#[tokio::test]
async fn a_body_at_the_limit_is_taken_and_one_byte_more_is_413() {
    let limited = || Options { max_body: EVENT.len(), ..options() };
    let (answer, ..) = exchange(limited(), delivery(EVENT)).await;
    assert_eq!(answer.status, 200);
    let longer = [EVENT, b" "].concat();
    let (answer, record, summary) = exchange(limited(), delivery(&longer)).await;
    assert_eq!((answer.status, answer.header("connection")), (413, Some("close")));
    assert!(record.is_none());
    assert_eq!(summary, REFUSED);
}
