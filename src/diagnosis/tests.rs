mod bodies;
mod secrets;
mod signatures;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::{Diagnosis, Evidence, LARGEST_BODY, Scope, Shape, Stream, diagnose, search::search};
use crate::model::WebhookId;
use crate::secret::Secret;
use crate::signature::{HEADER, Key};

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

#[test]
fn a_body_written_anew_is_found_in_every_style() {
    let styles = [
        r#"{"id":"evt_1","type":"user.created","data":{"name":"J\u00fcrgen","n":1.0}}"#,
        r#"{"data":{"n":1,"name":"Jürgen"},"id":"evt_1","type":"user.created"}"#,
        r#"{"id": "evt_1", "type": "user.created", "data": {"name": "J\u00fcrgen", "n": 1.0}}"#,
        "{\n  \"id\" : \"evt_1\",\n  \"type\" : \"user.created\",\n  \"data\" : {\n    \"name\" : \"Jürgen\",\n    \"n\" : 1.0\n  }\n}",
    ];
    for signed in styles {
        assert_eq!(code_for(signed, BODY), "body_reserialized");
        let with_newline = format!("{signed}\n");
        assert_eq!(code_for(with_newline, BODY), "body_reserialized+body_trailing_newline");
    }
    let diagnosis = diagnosed(&sign(SECRET, styles[1]), &[], BODY);
    let expected = "the signature is that of this JSON written compact, keys sorted, numbers as in \
                    JavaScript";
    assert_eq!(diagnosis.detail().unwrap(), expected);
}

#[test]
fn each_accident_of_a_body_is_found() {
    let lines = "{\n\"a\":1\n}";
    let crlf = lines.replace('\n', "\r\n");
    let latin1: Vec<u8> = BODY.chars().map(|c| c as u8).collect();
    let mojibake: String = BODY.bytes().map(char::from).collect();
    let utf16: Vec<u8> = BODY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let replaced = BODY.replace('ü', "\u{fffd}");
    let base64 = STANDARD.encode(BODY);
    let cases: [(&[u8], &[u8], &str); 24] = [
        (b"{}\n", b"{}", "body_trailing_newline"),
        (b"{}\r\n", b"{}", "body_trailing_newline"),
        (b"text", b"text\n", "body_trailing_newline"),
        (b"text", b" text  ", "body_white_space"),
        (lines.as_bytes(), crlf.as_bytes(), "body_line_endings"),
        (b"a\r\nb", b"a\nb", "body_line_endings"),
        (b"\xef\xbb\xbf{}", b"{}", "body_byte_order_mark"),
        (b"{}", b"\xef\xbb\xbf{}", "body_byte_order_mark"),
        (&latin1, BODY.as_bytes(), "body_reencoded"),
        (BODY.as_bytes(), &latin1, "body_reencoded"),
        (BODY.as_bytes(), mojibake.as_bytes(), "body_reencoded"),
        (mojibake.as_bytes(), BODY.as_bytes(), "body_reencoded"),
        (&utf16, BODY.as_bytes(), "body_reencoded"),
        (BODY.as_bytes(), &utf16, "body_reencoded"),
        (&latin1, replaced.as_bytes(), "body_reencoded"),
        (replaced.as_bytes(), &latin1, "body_reencoded"),
        (b"a=b+c&d=%C3%A9", "a=b c&d=é".as_bytes(), "body_form_encoding"),
        (b"payload=%7B%22a%22%3A1%7D", b"{\"a\":1}", "body_form_encoding"),
        (b"{\"a\":1}", b"payload=%7B%22a%22%3A1%7D", "body_form_encoding"),
        (b"e30=", b"{}", "body_base64"),
        (BODY.as_bytes(), base64.as_bytes(), "body_base64"),
        (b"", BODY.as_bytes(), "body_empty"),
        (b"{\"a\":1}{\"a\":1}", b"{\"a\":1}", "body_doubled"),
        (b"{\"a\":1}", b"{\"a\":1}{\"a\":1}", "body_doubled"),
    ];
    for (signed, came, expected) in cases {
        assert_eq!(code_for(signed, came), expected, "{:?}", String::from_utf8_lossy(came));
    }
    let lines = format!("{}\n{}\n", &base64[..76], &base64[76..]);
    assert_eq!(code_for(lines, BODY), "body_base64");
    assert_eq!(code_for(&BODY[..20], BODY), "body_truncated");
    assert_eq!(code_for(BODY, &BODY[..BODY.len() - 2]), "body_truncated");
    assert_eq!(code_for(r#"{"a":"b"}"#, r#""{\"a\":\"b\"}""#), "body_double_encoded");
    assert_eq!(code_for(r#""{\"a\":\"b\"}""#, r#"{"a":"b"}"#), "body_double_encoded");
}

#[test]
fn each_accident_of_a_secret_is_found() {
    let cases: [(&[u8], &[u8], &str); 15] = [
        (b"whsec_a", b" whsec_a\n", "secret_white_space"),
        (b"whsec_a\n", b"whsec_a", "secret_white_space"),
        (b"whsec_a\r\n", b"whsec_a", "secret_white_space"),
        (b"whsec_a ", b"whsec_a", "secret_white_space"),
        (b"\"whsec_a\"", b"whsec_a", "secret_quoted"),
        (b"'whsec_a'", b"whsec_a", "secret_quoted"),
        (b"whsec_a", b"'whsec_a'", "secret_quoted"),
        (b"a", b"whsec_a", "secret_prefix"),
        (b"whsec_a", b"a", "secret_prefix"),
        (b"whsec_whsec_a", b"whsec_a", "secret_prefix"),
        (b"whsec_a", b"v1,whsec_a", "secret_prefix"),
        (b"secret-secret-secret", SECRET.as_bytes(), "secret_base64_decoded"),
        (b"secret", b"whsec_736563726574", "secret_hex_decoded"),
        (b"c2VjcmV0LXNl", b"secret-se", "secret_base64_encoded"),
        (b"736563726574", b"secret", "secret_hex_encoded"),
    ];
    for (signers, ours, expected) in cases {
        let found = given(ours, &sign(signers, BODY), &[], BODY);
        assert_eq!(code(&found), expected, "{}", String::from_utf8_lossy(ours));
    }
}

#[test]
fn the_webhook_whose_secret_it_is_is_named() {
    let webhook: WebhookId = "wh_other".parse().unwrap();
    let kept = [("wh_this".parse().unwrap(), secret(SECRET)), (webhook, secret("whsec_other"))];
    let signature = sign("whsec_other", BODY);
    let secrets = [secret(SECRET)];
    let evidence = Evidence { signature: &signature, headers: &[], secrets: &secrets, kept: &kept };
    let diagnosis = diagnose(&evidence, BODY.as_bytes());
    assert_eq!(code(&diagnosis), "secret_of_other_webhook");
    assert!(diagnosis.detail().unwrap().contains("wh_other"));
}

#[test]
fn each_form_of_a_signature_is_found() {
    let digits = sign(SECRET, BODY);
    let hmac_sha1 = Hmac::<Sha1>::new_from_slice(SECRET.as_bytes());
    let sha1 = hmac_sha1.unwrap().chain_update(BODY).finalize().into_bytes();
    let hmac_sha512 = Hmac::<Sha512>::new_from_slice(SECRET.as_bytes());
    let sha512 = hmac_sha512.unwrap().chain_update(BODY).finalize().into_bytes();
    let cases = [
        (STANDARD.encode(bytes(&digits)), "signature_base64"),
        (STANDARD.encode(&digits), "signature_base64"),
        (format!("sha256={digits}"), "signature_prefixed"),
        (format!("v1={digits}"), "signature_prefixed"),
        (format!("sha256= {digits}"), "signature_prefixed"),
        (format!("{digits}\n"), "signature_prefixed"),
        (format!("SHA256={}", digits.to_uppercase()), "signature_prefixed"),
        (format!("'{digits}'"), "signature_prefixed"),
        (format!("X-Webhook-Signature: {digits}"), "signature_prefixed"),
        (format!("sha256={}", STANDARD.encode(bytes(&digits))), "signature_base64"),
        (digits[..16].to_owned(), "signature_truncated"),
        (digits[..40].to_owned(), "signature_truncated"),
        (digits[..63].to_owned(), "signature_truncated"),
        (hex::encode(sha1), "signature_sha1"),
        (format!("sha1={}", hex::encode(sha1)), "signature_sha1"),
        (STANDARD.encode(sha1), "signature_sha1"),
        (hex::encode(sha512), "signature_sha512"),
        (hex::encode(Sha256::digest(BODY)), "signature_unkeyed"),
        (STANDARD.encode(Sha256::digest(BODY)), "signature_unkeyed"),
    ];
    for (signature, expected) in cases {
        assert_eq!(code(&diagnosed(&signature, &[], BODY)), expected, "{signature}");
    }
    assert_eq!(code(&diagnosed(&digits[..15], &[], BODY)), "");
}

#[test]
fn what_tools_print_around_a_signature_is_taken_off() {
    let digits = sign(SECRET, BODY);
    for form in
        ["(stdin)= @", "HMAC-SHA2-256(stdin)= @", "@ *stdin", "@  -", "X-Webhook-Signature:@"]
    {
        let signature = form.replace('@', &digits);
        assert_eq!(code(&diagnosed(&signature, &[], BODY)), "signature_prefixed", "{form}");
    }
}

#[test]
fn the_forms_of_other_senders_are_found() {
    let digits = sign(SECRET, BODY);
    let stripe = sign(SECRET, format!("1700000000.{BODY}"));
    let stripe = format!("t=1700000000,v1={stripe},v0=00");
    assert_eq!(code(&diagnosed(&stripe, &[], BODY)), "signature_stripe");
    let elsewhere = [("Stripe-Signature", stripe.as_str())];
    assert_eq!(code(&diagnosed("", &elsewhere, BODY)), "signature_stripe");

    let github = format!("sha256={digits}");
    let github = [("X-Hub-Signature-256", github.as_str())];
    assert_eq!(code(&diagnosed("", &github, BODY)), "signature_github");
    assert_eq!(code(&diagnosed("", &[("X-Sig", &digits)], BODY)), "signature_other_header");

    let decoded = "secret-secret-secret";
    for (family, expected) in
        [("svix", "signature_svix"), ("webhook", "signature_standard_webhooks")]
    {
        for (key, expected) in [(decoded, expected), (SECRET, expected)] {
            let signed = sign(key, format!("msg_1.1700000000.{BODY}"));
            let signature = format!("v1,AAAA v1,{}", STANDARD.encode(bytes(&signed)));
            let [id, time, name] =
                ["id", "timestamp", "signature"].map(|part| format!("{family}-{part}"));
            let headers =
                [(id.as_str(), "msg_1"), (time.as_str(), "1700000000"), (&name, &signature)];
            assert_eq!(code(&diagnosed("", &headers, BODY)), expected);
            assert_eq!(code(&diagnosed(&signature, &headers, BODY)), expected);
        }
    }
}

#[test]
fn a_digest_of_the_body_in_another_header_is_no_signature() {
    let digest = STANDARD.encode(Sha256::digest(BODY));
    let digest = [format!("sha-256={digest}"), format!("sha-256=:{digest}:")];
    let hex = hex::encode(Sha256::digest(BODY));
    let headers = [
        ("Digest", digest[0].as_str()),
        ("Content-Digest", &digest[1]),
        ("x-amz-content-sha256", &hex),
        ("ETag", &hex),
    ];
    assert_eq!(code(&diagnosed(&sign("unknown", BODY), &headers, BODY)), "");
    assert_eq!(code(&diagnosed("", &headers, BODY)), "");
    let found = given(format!("{SECRET}\n"), &sign(SECRET, BODY), &headers, BODY);
    assert_eq!(code(&found), "secret_white_space");
}

#[test]
fn of_two_signatures_the_better_one_is_named() {
    let sha1 = Hmac::<Sha1>::new_from_slice(SECRET.as_bytes()).unwrap().chain_update(BODY);
    let sha1 = format!("sha1={}", hex::encode(sha1.finalize().into_bytes()));
    let sha256 = format!("sha256={}", sign(SECRET, BODY));
    let headers = [("X-Hub-Signature", sha1.as_str()), ("X-Hub-Signature-256", &sha256)];
    assert_eq!(code(&diagnosed("", &headers, BODY)), "signature_github");
    assert_eq!(code(&diagnosed("", &headers[..1], BODY)), "signature_sha1");
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
fn the_documented_order_of_keys_is_tried_where_they_came_sorted() {
    let signed = r#"{"id":"evt_1","type":"user.created","created":"2023-06-21T09:15:30Z","data":{"id":"usr_1","email":"a@b","name":"ü","status":"active"}}"#;
    let sorted = r#"{"created":"2023-06-21T09:15:30Z","data":{"email":"a@b","id":"usr_1","name":"ü","status":"active"},"id":"evt_1","type":"user.created"}"#;
    let diagnosis = diagnosed(&sign(SECRET, signed), &[], sorted);
    assert_eq!(code(&diagnosis), "body_reserialized");
    let detail = diagnosis.detail().unwrap();
    assert!(detail.ends_with("written compact, keys in the documented order"), "{detail}");
    let pretty: serde_json::Value = serde_json::from_str(sorted).unwrap();
    let pretty = serde_json::to_string_pretty(&pretty).unwrap();
    assert_eq!(code_for(signed, pretty), "body_reserialized");
}

#[test]
fn amounts_that_lost_their_last_zero_are_found() {
    let signed = r#"{"price":10.50,"tax":1.99,"count":3}"#;
    let came = r#"{"price":10.5,"tax":1.99,"count":3}"#;
    assert_eq!(code_for(signed, came), "body_reserialized");
    assert_eq!(code_for(signed, came.replace(':', ": ").replace(',', ", ")), "body_reserialized");
    assert_eq!(code_for(r#"{"total":100.00}"#, r#"{"total":100}"#), "body_reserialized");
    let (signed, came) = (r#"{"total":100.00,"net":80.50}"#, r#"{"total":100,"net":80.5}"#);
    assert_eq!(code_for(signed, came), "body_reserialized");
}

#[test]
fn white_space_around_a_document_is_no_other_serializer() {
    let body = r#"{"a":1,"b":[1,2]}"#;
    for came in [format!("{body}\n\n"), format!(" {body}"), format!("\n{body}")] {
        assert_eq!(code_for(body, came), "body_white_space");
    }
}

#[test]
fn a_form_that_was_decoded_is_named_once() {
    let signed = "event=user.created&name=Jane+Smith&mail=a%40b.example";
    let came = "event=user.created&name=Jane+Smith&mail=a@b.example";
    assert_eq!(code_for(signed, came), "body_form_encoding");
    let came = "event=user.created&name=Jane%20Smith&mail=a%40b.example";
    assert_eq!(code_for(signed, came), "body_form_encoding");
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
fn what_was_given_as_the_secret_is_looked_at() {
    let shape = |text: &str| Shape::of(&secret(text));
    assert_eq!(shape("wh_123456"), Some(Shape::WebhookId));
    assert_eq!(shape("Bearer abc"), Some(Shape::ApiToken));
    assert_eq!(shape("eyJhbGciOiJ.eyJzdWIi.c2ln"), Some(Shape::ApiToken));
    assert_eq!(shape("sk_live_1"), Some(Shape::ApiToken));
    assert_eq!(shape("v1,whsec_abc"), Some(Shape::VersionedSecret));
    assert_eq!(shape("${SECRET}"), Some(Shape::Variable));
    assert_eq!(shape("\"wh_123456\""), Some(Shape::WebhookId));
    assert_eq!(shape(&STANDARD.encode(bytes(&sign("a", "b")))), Some(Shape::Signature));
    assert_eq!(shape(&sign("a", "b")), Some(Shape::Signature));
    assert_eq!(shape(&format!("sha256={}", sign("a", "b"))), Some(Shape::Signature));
    assert_eq!(shape("whsec_abcdefghijklmnopqrstuvwxyz1234"), None);
    assert_eq!(shape("correct horse battery staple"), None);
    let diagnosis = given("wh_123456", &sign(SECRET, BODY), &[], BODY);
    assert_eq!((code(&diagnosis).as_str(), diagnosis.hint), ("", Some(Shape::WebhookId)));
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

/// What is found for a request with these signature headers.
fn of_headers(signatures: &[&str], body: &str) -> Diagnosis {
    let name = || HEADER.to_lowercase();
    let headers: Vec<_> = signatures.iter().map(|value| (name(), (*value).to_owned())).collect();
    let secrets = [secret(SECRET)];
    diagnose(&Evidence::new(&headers, &secrets, &[]), body.as_bytes())
}

#[test]
fn of_signatures_that_differ_the_right_one_is_named() {
    let (right, forged) = (sign(SECRET, BODY), "ab".repeat(32));
    for (signatures, place) in [
        ([right.as_str(), &forged, &forged], 1),
        ([&forged, &right, &forged], 2),
        ([&forged, &forged, &right], 3),
    ] {
        let found = of_headers(&signatures, BODY);
        assert_eq!(code(&found), "signature_ambiguous");
        let detail =
            format!("the right signature is number {place} of 3 signature headers, which differ");
        assert_eq!(found.detail().unwrap(), detail);
    }
    let prefixed = format!("sha256={right}");
    let found = of_headers(&[&forged, &prefixed], BODY);
    assert_eq!(code(&found), "signature_prefixed");
    assert!(found.detail().unwrap().ends_with("in number 2 of 2 signature headers, which differ"));
    // What is right as it stands is named, wherever it is.
    for other in [prefixed.as_str(), &right[..32]] {
        let found = of_headers(&[other, &right], BODY);
        assert!(found.detail().unwrap().starts_with("the right signature is number 2 of 2"));
    }
    let found = of_headers(&[&forged, &right], &format!("{BODY}\n"));
    assert_eq!(code(&found), "signature_ambiguous+body_trailing_newline");
    let nothing = of_headers(&[&forged, &"cd".repeat(32)], BODY);
    assert_eq!((code(&nothing).as_str(), nothing.scope), ("", Scope::All));
    assert_eq!(code(&of_headers(&[&right, &right], &format!("{BODY}\n"))), "body_trailing_newline");
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
