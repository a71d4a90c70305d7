mod bodies;
mod secrets;
mod signatures;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::{Diagnosis, Evidence, LARGEST_BODY, Scope, Stream, diagnose, search::search};
use crate::model::WebhookId;
use crate::secret::Secret;
use crate::signature::Key;

const SECRET: &str = "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=";
const BODY: &str = r#"{"id":"evt_1","type":"user.created","data":{"name":"Jürgen","n":1.0}}"#;

fn secret(text: impl Into<Vec<u8>>) -> Secret {
    Secret::new(text).unwrap()
}

fn sign(key: impl Into<Vec<u8>>, body: impl AsRef<[u8]>) -> String {
    Key::new(&secret(key)).sign(body.as_ref()).to_string()
}

fn bytes(digits: &str) -> Vec<u8> {
    hex::decode(digits).unwrap()
}

/// Diagnoses under [`SECRET`].
fn diagnosed(signature: &str, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Diagnosis {
    given(SECRET, signature, headers, body)
}

fn given(
    key: impl Into<Vec<u8>>,
    signature: &str,
    headers: &[(&str, &str)],
    body: impl AsRef<[u8]>,
) -> Diagnosis {
    let headers: Vec<_> =
        headers.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    let secrets = [secret(key)];
    let evidence = Evidence { signature, headers: &headers, secrets: &secrets, kept: &[] };
    diagnose(&evidence, body.as_ref())
}

fn code(diagnosis: &Diagnosis) -> String {
    diagnosis.code().unwrap_or_default()
}

/// What is found when this was signed and that came.
fn code_for(signed: impl AsRef<[u8]>, came: impl AsRef<[u8]>) -> String {
    code(&diagnosed(&sign(SECRET, signed), &[], came))
}

/// JSON of about so many bytes in which every choice of a serializer shows.
fn rich(bytes: usize) -> String {
    let item = |n| {
        format!(
            r#"{{"name":"J\u00fcrgen <ü>","url":"https://a.invalid/{n}","price":{n}.50,"n":{n}}}"#
        )
    };
    let items: Vec<_> = (0..bytes / 80).map(item).collect();
    format!(r#"{{"id":"evt_1","type":"a.b","data":[{}]}}"#, items.join(","))
}

#[test]
fn cheap_causes_are_not_starved_by_styles_of_json() {
    let base64 = |body: &str| STANDARD.encode(body);
    for bytes in [3_000, 20_000, 60_000, 400_000] {
        let body = rich(bytes);
        let webhook: WebhookId = "wh_other".parse().unwrap();
        let (kept, secrets) = ([(webhook, secret("whsec_other"))], [secret(SECRET)]);
        let of_other = sign("whsec_other", &body);
        let evidence =
            Evidence { signature: &of_other, headers: &[], secrets: &secrets, kept: &kept };
        let found = code(&diagnose(&evidence, body.as_bytes()));
        assert_eq!(found, "secret_of_other_webhook", "{bytes} bytes");

        let prefixed = format!("sha256={}", sign(format!("{SECRET}\n"), &body));
        let found = code(&diagnosed(&prefixed, &[], &body));
        assert_eq!(found, "signature_prefixed+secret_white_space", "{bytes} bytes");
        assert_eq!(code_for(base64(&body), &body), "body_base64", "{bytes} bytes");
        assert_eq!(code_for(&body[..1024], &body), "body_truncated", "{bytes} bytes");
        assert_eq!(code_for(body.repeat(2), &body), "body_doubled", "{bytes} bytes");
        assert_eq!(code_for(format!("\u{feff}{body}"), &body), "body_byte_order_mark");
        let unkeyed = hex::encode(Sha256::digest(format!("{body}\n")));
        let found = code(&diagnosed(&unkeyed, &[], &body));
        assert_eq!(found, "signature_unkeyed+body_trailing_newline", "{bytes} bytes");
    }
}

#[test]
fn of_a_mebibyte_the_likeliest_causes_are_found() {
    let body = rich(680_000);
    let value: serde_json::Value = serde_json::from_str(&body).unwrap();
    let compact = value.to_string();
    let pretty = serde_json::to_string_pretty(&value).unwrap();
    assert!((900_000..1024 * 1024).contains(&pretty.len()), "{}", pretty.len());
    assert_eq!(code_for(&compact, &pretty), "body_reserialized");
    assert_eq!(code_for(&pretty, &compact), "body_reserialized");
    assert_eq!(code_for(&compact, format!("{compact}\n")), "body_trailing_newline");
    assert_eq!(code_for(format!("{compact}\n"), &compact), "body_trailing_newline");
    assert_eq!(code_for(&compact, format!("\u{feff}{compact}")), "body_byte_order_mark");
    assert_eq!(code_for(&compact, compact.repeat(2)), "body_doubled");
    assert_eq!(code_for(&compact[..512 * 1024], &compact), "body_truncated");
    let found = given(format!("{SECRET}\n"), &sign(SECRET, &compact), &[], &compact);
    assert_eq!(code(&found), "secret_white_space");
}

#[test]
fn two_causes_together_are_found() {
    let spaced = r#"{"id": "evt_1", "a": 1}"#;
    let compact = r#"{"id":"evt_1","a":1}"#;
    let found = given("whsec_a\n", &sign("whsec_a", spaced), &[], compact);
    assert_eq!(code(&found), "secret_white_space+body_reserialized");
    assert_eq!(found.causes.len(), 2);

    let base64 = STANDARD.encode(bytes(&sign("a", compact)));
    let found = given("whsec_a", &base64, &[], compact);
    assert_eq!(code(&found), "signature_base64+secret_prefix");

    let found = given("'whsec_a'", &sign("a", compact), &[], compact);
    assert_eq!(code(&found), "secret_quoted+secret_prefix");

    let marked = format!("\u{feff}{}", spaced.replace(", ", ",\r\n"));
    let unmarked = spaced.replace(", ", ",\n");
    assert_eq!(code_for(marked, unmarked), "body_byte_order_mark+body_line_endings");

    let sha256 = format!("sha256={}", sign(SECRET, spaced));
    let found = diagnosed(&sha256, &[], compact);
    assert_eq!(code(&found), "signature_prefixed+body_reserialized");
}

#[test]
fn a_large_body_is_searched_for_causes_in_signature_and_secret_only() {
    let body = vec![b'x'; LARGEST_BODY + 1];
    let diagnosis = given("whsec_a", &sign("a", &body), &[], &body);
    assert_eq!(
        (code(&diagnosis).as_str(), diagnosis.scope),
        ("secret_prefix", Scope::SignatureAndSecret)
    );
    let unfound = diagnosed(&sign(SECRET, "other"), &[], &body);
    assert_eq!(code(&unfound), "");
    assert!(unfound.summary().ends_with("none of the body: it is larger than 4 MiB"));
    assert!(unfound.tried > 5);
}

#[test]
fn pieces_of_a_stream_are_taken_as_the_whole() {
    let signature = format!("v1={}", sign("a", BODY));
    let secrets = [secret("whsec_a")];
    let evidence = Evidence { signature: &signature, headers: &[], secrets: &secrets, kept: &[] };
    let mut stream = Stream::new(&evidence);
    BODY.as_bytes().chunks(7).for_each(|piece| stream.update(piece));
    assert_eq!(code(&stream.finish()), "signature_prefixed+secret_prefix");
}

#[test]
fn a_signature_that_is_valid_has_no_cause() {
    for body in [BODY, "{}\n"] {
        let diagnosis = diagnosed(&sign(SECRET, body), &[], body);
        assert_eq!((code(&diagnosis).as_str(), diagnosis.scope), ("", Scope::Valid));
    }
}

#[test]
fn where_nothing_is_tried_it_is_said_why() {
    for body in [BODY.to_owned(), "x".repeat(LARGEST_BODY + 1)] {
        let nothing = diagnosed("", &[("host", "a")], &body);
        assert_eq!((nothing.tried, nothing.scope), (0, Scope::NoSignature));
        let unknown = diagnosed("a signature", &[], &body);
        assert_eq!((unknown.tried, unknown.scope), (0, Scope::UnknownForm));
    }
}

#[test]
fn what_a_large_body_has_no_room_for_is_said_and_leaves_out_no_kind() {
    let body = vec![b'x'; LARGEST_BODY + 1];
    let given: Vec<_> = (0..5).map(|n| secret(format!("whsec_{n}"))).collect();
    let webhook = |n| (format!("wh_{n}").parse().unwrap(), secret(format!("whsec_of_{n}")));
    let kept: Vec<(WebhookId, Secret)> = (0..100).map(webhook).collect();
    let diagnosed = |signature: &str| {
        diagnose(&Evidence { signature, headers: &[], secrets: &given, kept: &kept }, &body)
    };
    assert_eq!(code(&diagnosed(&sign("whsec_of_0", &body))), "secret_of_other_webhook");
    assert_eq!(code(&diagnosed(&sign("0", &body))), "secret_prefix");
    let unknown = diagnosed(&sign("unknown", &body));
    assert_eq!(unknown.tried, 64);
    assert!(unknown.left_out > 50, "{}", unknown.left_out);
    let said = format!("were tried, and {} more left out, none of the body", unknown.left_out);
    assert!(unknown.summary().contains(&said), "{}", unknown.summary());
}

#[test]
fn work_is_bounded_and_the_bound_is_said() {
    let signature = sign("unknown", BODY);
    let secrets = [secret(SECRET)];
    let evidence = Evidence { signature: &signature, headers: &[], secrets: &secrets, kept: &[] };
    let diagnosis = search(&evidence, BODY.as_bytes(), 50_000);
    assert_eq!(diagnosis.scope, Scope::Bounded);
    assert!(diagnosis.tried < 100);
    assert!(diagnosis.summary().ends_with("up to the bound on work"));
}

/// 100,000 signatures that nobody made, of all forms, over bodies that give many variants.
#[test]
fn no_cause_is_ever_claimed_for_a_random_signature() {
    let mut random = fastrand::Rng::with_seed(4);
    let mut signature = |round: usize| {
        let mut bytes = vec![0; [32, 32, 20, 64, 8][round % 5]];
        random.fill(&mut bytes);
        match round % 3 {
            0 => STANDARD.encode(&bytes),
            1 => format!("sha256={}", hex::encode(&bytes)),
            _ => hex::encode(&bytes),
        }
    };
    let bodies = [BODY, "", "{}\n", "a=b&c=%20", "[1,2.0,\"/\"]", "\u{fffd}"];
    let secrets = [secret(SECRET)];
    for round in 0..1000 {
        let headers: Vec<_> = (0..99).map(|place| ("x".to_owned(), signature(place))).collect();
        let (signature, body) = (signature(round), bodies[round % bodies.len()].as_bytes());
        let evidence =
            Evidence { signature: &signature, headers: &headers, secrets: &secrets, kept: &[] };
        let diagnosis = search(&evidence, body, 300_000);
        assert_eq!(diagnosis.causes, []);
        assert!(diagnosis.tried > 100);
    }
}
