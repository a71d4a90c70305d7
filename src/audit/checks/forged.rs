//! Forgeries: whoever gets one taken can send the handler any event.

use crate::audit::case::{Case, bit_flipped, unknown_body};
use crate::audit::checks::{Attack, Check, Expected};
use crate::audit::forgery::{differing_at, sha1, under, unkeyed};
use crate::audit::request::{Framing, Request};
use crate::model::webhook_secret;

/// A forgery, which is to be refused.
const fn forged(
    id: &'static str,
    title: &'static str,
    sent: &'static str,
    why: &'static str,
    attack: Attack,
) -> Check {
    Check { id, title, sent, expected: Expected::Refused, why, attack }
}

pub(super) const CHECKS: [Check; 22] = [
    forged(
        "missing_signature",
        "No signature",
        "a delivery without the signature header",
        "a check that is made only where there is a signature is no check",
        Attack::One(|case| Request::post(case.body())),
    ),
    forged(
        "empty_signature",
        "Empty signature",
        "a delivery whose signature header is empty",
        "an empty value is false in many languages, and equal to any prefix of nothing",
        Attack::One(|case| case.forged(|_, _| String::new())),
    ),
    forged(
        "wrong_signature",
        "Wrong signature",
        "a delivery with a well-formed signature under a random secret",
        "it is what anyone can send",
        Attack::One(wrongly_signed),
    ),
    forged(
        "truncated_signature",
        "Truncated signature",
        "a delivery with the first 32 digits of its signature",
        "a comparison of as many digits as were sent can be passed with a guess of one",
        Attack::One(|case| case.forged(|_, right| right[..32].to_owned())),
    ),
    forged(
        "longer_signature",
        "Longer signature",
        "a delivery with its signature twice in one value, 128 digits",
        "a signature is 64 digits: who takes more compares a part",
        Attack::One(|case| case.forged(|_, right| right.repeat(2))),
    ),
    forged(
        "trailing_bytes",
        "Bytes after the signature",
        "a delivery with its signature and `;x` after it",
        "a comparison that stops at the first odd byte can be led",
        Attack::One(|case| case.forged(|_, right| right + ";x")),
    ),
    forged(
        "non_hex_signature",
        "Signature that is not hex",
        "a delivery with 64 letters z as its signature",
        "decoders stop at what they do not know, or fail: nothing may be equal to nothing",
        Attack::One(|case| case.forged(|_, _| "z".repeat(64))),
    ),
    forged(
        "late_mismatch",
        "Last digit wrong",
        "a delivery whose signature differs in its last digit",
        "all of the signature has to be compared",
        Attack::One(|case| case.forged(|_, right| differing_at(&right, 63))),
    ),
    forged(
        "other_body",
        "Signature of another body",
        "a delivery with the right signature of another",
        "whoever has seen one delivery could send any",
        Attack::One(|case| case.forged(|_, _| case.sign(&case.body()))),
    ),
    forged(
        "flipped_bit",
        "One bit of the body flipped",
        "a signed delivery in whose body one bit was flipped afterwards",
        "the signature has to cover every byte",
        Attack::One(|case| {
            let body = case.body();
            let signature = case.sign(&body);
            Request::post(bit_flipped(body)).with_signature(signature)
        }),
    ),
    forged(
        "empty_body_signature",
        "Signature of the empty body",
        "a delivery with the right signature of no bytes",
        "a body that something else has read before leaves nothing to check, and then all is valid",
        Attack::One(|case| case.forged(|_, _| case.sign(b""))),
    ),
    forged(
        "empty_key",
        "Signed with an empty secret",
        "a delivery signed with the empty key",
        "a secret that is not set is empty in many set-ups",
        Attack::Key(""),
    ),
    forged(
        "null_key",
        "Signed with `null`",
        "a delivery signed with the text null as the key",
        "a secret that is not set becomes this text in some languages",
        Attack::Key("null"),
    ),
    forged(
        "undefined_key",
        "Signed with `undefined`",
        "a delivery signed with the text undefined as the key",
        "a secret that is not set becomes this text in JavaScript",
        Attack::Key("undefined"),
    ),
    forged(
        "prefix_key",
        "Signed with `whsec_`",
        "a delivery signed with the prefix of all secrets as the key",
        "a secret of which only the prefix is left is known to everyone",
        Attack::Key("whsec_"),
    ),
    forged(
        "sha1",
        "HMAC-SHA1",
        "a delivery with its HMAC-SHA1 under the right secret",
        "the sender signs with SHA-256: a weaker way in is a way in",
        Attack::One(|case| case.forged(|body, _| sha1(case.secret(), body))),
    ),
    forged(
        "unkeyed_sha256",
        "SHA-256 without a key",
        "a delivery with the SHA-256 of its body",
        "anyone can compute it",
        Attack::One(|case| case.forged(|body, _| unkeyed(body))),
    ),
    forged(
        "wrong_signatures_twice",
        "Two wrong signatures",
        "a delivery with two signature headers, both wrong",
        "several values are a list in some frameworks, and comparisons of lists fail open",
        Attack::One(|case| {
            let forgery = wrongly_signed(case);
            let other = under(&webhook_secret(), &forgery.body);
            forgery.with_signature(other)
        }),
    ),
    forged(
        "unknown_event_forged",
        "Unknown type, forged",
        "an event of an unknown type with a wrong signature",
        "what a handler does not know has to be checked before it is waved through",
        Attack::One(|_| {
            let body = unknown_body();
            let signature = under(&webhook_secret(), &body);
            Request::post(body).with_signature(signature)
        }),
    ),
    forged(
        "invalid_json_forged",
        "Invalid JSON, forged",
        "an event whose JSON ends too early, with a wrong signature",
        "a parser that sees what is not checked is open to everyone, and one that throws ends in 5xx",
        Attack::One(|case| {
            let body = case.broken_body();
            let signature = under(&webhook_secret(), &body);
            Request::post(body).with_signature(signature)
        }),
    ),
    forged(
        "content_type_forged",
        "Wrong content type, forged",
        "a delivery as text/plain, with a wrong signature",
        "a check that is tied to a parser of JSON is not made where the type is another",
        Attack::One(|case| wrongly_signed(case).content_type("text/plain")),
    ),
    forged(
        "chunked_forged",
        "Chunked body, forged",
        "a delivery in chunks without a Content-Length, with a wrong signature",
        "a check that is made only where there is a length is no check",
        Attack::One(|case| wrongly_signed(case).framing(Framing::Chunked)),
    ),
];

/// What takes many requests.
pub(super) const MEASURED: [Check; 1] = [forged(
    "timing",
    "Time of a refusal",
    "up to 200 pairs of deliveries, one with the first digit wrong and one with the last",
    "a comparison that stops at the first difference tells by its time how much was right; over \
         a network that is hard to see, and this is a measurement, not proof",
    Attack::Timing,
)];

/// What anyone can send: well formed, and under a random secret.
fn wrongly_signed(case: &Case) -> Request {
    case.forged(|body, _| under(&webhook_secret(), body))
}
