//! What is rightly signed and yet odd, and what is no delivery: a sound handler has an answer.

use crate::audit::case::unknown_body;
use crate::audit::checks::{Attack, Check, Expected};
use crate::audit::forgery::under;
use crate::audit::request::{Framing, Request};

/// Something that may be taken or refused, but has to be answered.
const fn odd(
    id: &'static str,
    title: &'static str,
    sent: &'static str,
    why: &'static str,
    attack: Attack,
) -> Check {
    Check { id, title, sent, expected: Expected::Answered, why, attack }
}

pub(super) const CHECKS: [Check; 12] = [
    odd(
        "upper_case_signature",
        "Signature in upper case",
        "a delivery with its signature in upper-case hex",
        "hex is hex, or it is not the documented form: either answer is sound, and failing is not",
        Attack::One(|case| case.forged(|_, right| right.to_uppercase())),
    ),
    odd(
        "doubled_signature",
        "Two signature headers",
        "a delivery with a wrong signature header and the right one after it",
        "several values are a list in some frameworks, and code for text fails on a list",
        Attack::One(|case| {
            let body = case.body();
            let (wrong, right) = (under("wrong", &body), case.sign(&body));
            Request::post(body).with_signature(wrong).with_signature(right)
        }),
    ),
    odd(
        "replay",
        "The same delivery again",
        "a delivery, and the same bytes once more",
        "senders repeat what was not acknowledged in time, so the same event id must not fail",
        Attack::Replay,
    ),
    odd(
        "unknown_event",
        "Unknown type",
        "an event of an unknown type, rightly signed",
        "new types come: one that fails is sent again and again",
        Attack::One(|case| case.signed(unknown_body())),
    ),
    odd(
        "invalid_json",
        "Invalid JSON",
        "an event whose JSON ends too early, rightly signed",
        "a parser that throws must not take the handler down",
        Attack::One(|case| case.signed(case.broken_body())),
    ),
    odd(
        "json_null",
        "JSON that is no object",
        "the body null, rightly signed",
        "a field of null throws in most languages",
        Attack::One(|case| case.signed(b"null".to_vec())),
    ),
    odd(
        "empty_body",
        "Empty body",
        "no body at all, rightly signed",
        "there is nothing to parse, and the handler has to say so",
        Attack::One(|case| case.signed(Vec::new())),
    ),
    odd(
        "content_type",
        "Wrong content type",
        "a delivery as text/plain, rightly signed",
        "frameworks parse by content type, and leave no body where they don't know it",
        Attack::One(|case| case.delivery().content_type("text/plain")),
    ),
    odd(
        "chunked",
        "Chunked body",
        "a delivery in chunks without a Content-Length, rightly signed",
        "proxies send so, and what reads Content-Length bytes reads none",
        Attack::One(|case| case.delivery().framing(Framing::Chunked)),
    ),
    odd(
        "slow_body",
        "Slow body",
        "a delivery whose body comes in pieces over two seconds, rightly signed",
        "networks are slow: a handler that reads once checks a part of the body",
        Attack::One(|case| case.delivery().framing(Framing::Slow)),
    ),
    Check {
        id: "get",
        title: "GET",
        sent: "a GET with a body, rightly signed",
        expected: Expected::NotAccepted,
        why: "deliveries are POSTs; what a browser or a crawler can send must change nothing",
        attack: Attack::One(|case| case.delivery().method("GET")),
    },
    Check {
        id: "put",
        title: "PUT",
        sent: "a PUT with a body, rightly signed",
        expected: Expected::NotAccepted,
        why: "deliveries are POSTs; other methods may pass by rules that are made for POST",
        attack: Attack::One(|case| case.delivery().method("PUT")),
    },
];
