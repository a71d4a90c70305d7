//! The forms in which other senders sign, tools print a signature and people copy it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::{BODY, SECRET, bytes, code, diagnosed, given, secret, sign};
use crate::diagnosis::{Diagnosis, Evidence, Scope, diagnose};
use crate::signature::HEADER;

fn hmac_sha1() -> String {
    let hmac = Hmac::<Sha1>::new_from_slice(SECRET.as_bytes()).unwrap();
    hex::encode(hmac.chain_update(BODY).finalize().into_bytes())
}

/// In lines of so many characters, and a newline at the end.
fn lines(text: &str, width: usize) -> String {
    let lines = text.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap());
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[test]
fn what_tools_break_into_lines_is_joined() {
    let sha512 = Hmac::<Sha512>::new_from_slice(SECRET.as_bytes()).unwrap().chain_update(BODY);
    let sha512 = STANDARD.encode(sha512.finalize().into_bytes());
    let digits = sign(SECRET, BODY);
    let hex_line = STANDARD.encode(format!("{digits}\n"));
    let cases = [
        (lines(&sha512, 76), "signature_sha512"),
        (lines(&digits, 60), "signature_separated"),
        (hex_line.clone(), "signature_base64"),
        (lines(&hex_line, 76), "signature_base64"),
    ];
    for (signature, expected) in cases {
        assert_eq!(code(&diagnosed(&signature, &[], BODY)), expected, "{signature}");
    }
}

#[test]
fn each_spelling_of_the_digits_is_read() {
    let digits = sign(SECRET, BODY);
    let pairs: Vec<_> = digits.as_bytes().chunks(2).map(String::from_utf8_lossy).collect();
    let cases = [
        (format!("sha256=\"{digits}\""), "signature_prefixed"),
        (format!("0x{digits}"), "signature_prefixed"),
        (format!("HMAC-SHA256 {digits}"), "signature_prefixed"),
        (format!("b'{digits}'"), "signature_prefixed"),
        (format!("b'{}'", STANDARD.encode(bytes(&digits))), "signature_base64"),
        (format!("{}...", &digits[..20]), "signature_truncated"),
        (format!("{}…", &digits[..20]), "signature_truncated"),
        (pairs.join(":"), "signature_separated"),
        (pairs.join(" "), "signature_separated"),
        (format!("HMAC-SHA2-256(stdin)= {}", pairs.join(":")), "signature_separated"),
        (format!("SHA256 (-) = {digits}"), "signature_prefixed"),
    ];
    for (signature, expected) in cases {
        assert_eq!(code(&diagnosed(&signature, &[], BODY)), expected, "{signature}");
    }
    let bearer = format!("Bearer {digits}");
    let found = diagnosed("", &[("Authorization", &bearer)], BODY);
    assert_eq!(code(&found), "signature_other_header");
}

#[test]
fn the_fix_mends_both_the_form_and_the_header() {
    let base64 = STANDARD.encode(bytes(&sign(SECRET, BODY)));
    let sha1 = format!("sha1={}", hmac_sha1());
    let header = "send or give it in X-Webhook-Signature";
    let bare = "the API's signature is 64 hex digits and nothing else";
    let fix = |signature: &str, headers: &[(&str, &str)]| {
        diagnosed(signature, headers, BODY).fix().unwrap()
    };
    assert_eq!(
        fix("", &[("X-Shopify-Hmac-Sha256", &base64)]),
        format!("write it in hex; {header}")
    );
    assert_eq!(
        fix("", &[("X-Hub-Signature", &sha1)]),
        format!("make it with SHA-256; {bare}; {header}")
    );
    assert_eq!(fix(&format!("sha256={base64}"), &[]), format!("write it in hex; {bare}"));
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
