//! What happens to secrets: languages decode them, people pass them on, and take one for another.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{BODY, SECRET, bytes, code, given, secret, sign};
use crate::diagnosis::{Diagnosis, Evidence, Shape, diagnose};
use crate::model::WebhookId;

/// The example of the API document.
const DOCUMENTED: &str = "whsec_abcdefghijklmnopqrstuvwxyz1234";

/// What is found under this secret for what is signed with that one.
fn found(given_one: &str, signers: impl Into<Vec<u8>>) -> Diagnosis {
    given(given_one, &sign(signers, BODY), &[], BODY)
}

#[test]
fn a_secret_that_is_no_whole_base64_is_decoded_as_each_language_does() {
    let rest = "69b71d79f8218a39259a7a29aabb2dbafc31cb3d76df";
    let cases = [
        // Buffer.from, base64_decode and Base64.decode64 of what follows `whsec_`.
        (DOCUMENTED.to_owned(), rest.to_owned()),
        (format!("{DOCUMENTED}x"), format!("{rest}8c")),
        // 29 digits: the last one makes no byte.
        (DOCUMENTED[..35].to_owned(), rest[..42].to_owned()),
        // base64_decode of all of it, which leaves `_` out.
        ("whsec_YWJj".to_owned(), "c21b1e718589".to_owned()),
    ];
    for (secret, decoded) in cases {
        let found = found(&secret, hex::decode(&decoded).unwrap());
        assert_eq!(code(&found), "secret_base64_decoded", "{secret} {decoded}");
    }
}

#[test]
fn a_secret_that_was_given_encoded_is_not_laid_at_the_signers_door() {
    let line = format!("{DOCUMENTED}\n");
    let cases = [
        (STANDARD.encode(DOCUMENTED), "secret_base64_encoded", "with `base64 -d`"),
        (hex::encode(DOCUMENTED), "secret_hex_encoded", "with `xxd -r -p`"),
        (STANDARD.encode(&line), "secret_base64_encoded", "cut the white space off"),
        (hex::encode(&line), "secret_hex_encoded", "cut the white space off"),
    ];
    for (secret, expected, fix) in cases {
        let found = found(&secret, DOCUMENTED);
        assert_eq!(code(&found), expected, "{secret}");
        assert!(found.detail().unwrap().starts_with("the secret given is the "));
        assert!(found.fix().unwrap().contains(fix), "{secret}");
    }
    assert_eq!(code(&found(&STANDARD.encode(&line), line)), "secret_base64_encoded");
}

/// None of what follows can be told from a secret that was encoded in yet another way.
#[test]
fn no_signer_is_said_to_have_decoded_what_has_another_accident_behind_it() {
    let quoted = format!("'{DOCUMENTED}'");
    for secret in [
        STANDARD.encode(&quoted),
        hex::encode(&quoted),
        STANDARD.encode(STANDARD.encode(DOCUMENTED)),
        STANDARD.encode(&DOCUMENTED["whsec_".len()..]),
    ] {
        assert_eq!(code(&found(&secret, DOCUMENTED)), "", "{secret}");
    }
}

#[test]
fn a_prefix_given_three_times_is_not_told_as_twice() {
    let found = found("whsec_whsec_whsec_a", "whsec_a");
    assert_eq!(found.fix().unwrap(), "use the secret as the API showed it, with `whsec_` once");
}

#[test]
fn a_prefix_given_twice_and_missing_there_is_one_cause() {
    let found = found("whsec_whsec_a", "a");
    assert_eq!(code(&found), "secret_prefix");
    assert!(found.detail().unwrap().ends_with("has `whsec_` twice, the signer's lacks it"));
}

#[test]
fn white_space_of_any_kind_around_the_signers_secret_is_found() {
    for (before, after) in [(" ", ""), ("", "\t"), ("", "\r"), (" ", " "), ("\n", ""), ("\t", "")] {
        let found = found(DOCUMENTED, format!("{before}{DOCUMENTED}{after}"));
        assert_eq!(code(&found), "secret_white_space", "{before:?} {after:?}");
    }
}

#[test]
fn a_quote_at_one_end_is_found() {
    for secret in [format!("\"{DOCUMENTED}"), format!("{DOCUMENTED}'")] {
        assert_eq!(code(&found(&secret, DOCUMENTED)), "secret_quoted");
    }
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
