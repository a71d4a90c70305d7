//! The forms in which tools print a signature and people copy it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha512;

use super::{BODY, SECRET, bytes, code, diagnosed, sign};

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
