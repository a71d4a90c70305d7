//! The diagnosis of accidents that real programs make: each rewrites a body that was signed before, or
//! signs what it has rewritten.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::io::Write;
use std::process::{Command, Stdio};

use harness::Home;
use hookctl::diagnosis::{Diagnosis, Evidence, diagnose};
use hookctl::secret::Secret;
use hookctl::signature::Key;
use serde_json::json;

const SECRET: &str = "whsec_abcdefghijklmnopqrstuvwxyz1234";
/// What JSON.stringify writes for a payload with all that serializers differ in.
const PAYLOAD: &str = r#"{"type":"user.created","id":"evt_1","data":{"name":"Jürgen <a/b> 😀","balance":12.5,"tags":[],"more":{},"list":[1,{"x":null}]}}"#;

/// What a program makes of this on its standard input.
fn piped(program: &str, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut command = Command::new(program);
    let command = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{program}");
    output.stdout
}

fn shell(script: &str, input: &[u8]) -> Vec<u8> {
    piped("sh", &["-c", script], input)
}

fn node(script: &str, input: &[u8]) -> Vec<u8> {
    let read = "const body = require('fs').readFileSync(0); process.stdout.write(";
    piped("node", &["-e", &format!("{read}{script})")], input)
}

fn python(script: &str, input: &[u8]) -> Vec<u8> {
    let read =
        "import gzip, json, sys, zlib; body = sys.stdin.buffer.read(); sys.stdout.buffer.write(";
    piped("python3", &["-c", &format!("{read}{script})")], input)
}

fn diagnosed(secret: &[u8], signature: &str, came: &[u8]) -> Diagnosis {
    let secrets = [Secret::new(secret).unwrap()];
    let evidence = Evidence { signature, headers: &[], secrets: &secrets, kept: &[] };
    diagnose(&evidence, came)
}

fn sign(secret: &[u8], body: &[u8]) -> String {
    Key::new(&Secret::new(secret).unwrap()).sign(body).to_string()
}

/// What is found when this was signed and that came.
fn code(signed: &[u8], came: &[u8]) -> String {
    let diagnosis = diagnosed(SECRET.as_bytes(), &sign(SECRET.as_bytes(), signed), came);
    diagnosis.code().unwrap_or_else(|| diagnosis.summary())
}

const REWRITTEN: &str = "body_reserialized";
const WITH_NEWLINE: &str = "body_reserialized+body_trailing_newline";

#[test]
fn what_node_signed_is_found_whatever_wrote_it_anew() {
    let payload = PAYLOAD.as_bytes();
    let rewritten = [
        shell("jq .", payload),
        shell("jq -c --tab .", payload),
        shell("python3 -m json.tool", payload),
        python("json.dumps(json.loads(body)).encode()", payload),
        node("JSON.stringify(JSON.parse(body), null, 4)", payload),
    ];
    for came in rewritten {
        assert_eq!(code(payload, &came), REWRITTEN, "{}", String::from_utf8_lossy(&came));
    }
}

#[test]
fn each_serializer_that_signed_is_found() {
    let payload = PAYLOAD.as_bytes();
    let dumps =
        |options: &str| python(&format!("json.dumps(json.loads(body){options}).encode()"), payload);
    let stringify =
        |options: &str| node(&format!("JSON.stringify(JSON.parse(body){options})"), payload);
    let signed = [
        (shell("jq .", payload), WITH_NEWLINE),
        (shell("jq --tab .", payload), WITH_NEWLINE),
        (shell("jq -S .", payload), WITH_NEWLINE),
        (shell("jq -a .", payload), WITH_NEWLINE),
        (shell("python3 -m json.tool", payload), WITH_NEWLINE),
        (shell("python3 -m json.tool --sort-keys", payload), WITH_NEWLINE),
        (dumps(""), REWRITTEN),
        (dumps(", ensure_ascii=False"), REWRITTEN),
        (dumps(", sort_keys=True"), REWRITTEN),
        (dumps(", indent=2"), REWRITTEN),
        (dumps(", separators=(',', ':')"), REWRITTEN),
        (dumps(", separators=(',', ':'), sort_keys=True"), REWRITTEN),
        (stringify(", null, 2"), REWRITTEN),
        (stringify(", null, 4"), REWRITTEN),
        (stringify(", null, '\\t'"), REWRITTEN),
    ];
    for (signed, expected) in signed {
        assert_eq!(code(&signed, payload), expected, "{}", String::from_utf8_lossy(&signed));
    }
}

/// PHP and Ruby are not on every machine, so these are what their programs have written.
#[test]
fn what_php_and_ruby_write_is_found() {
    let compact = r#"{"a":1,"tags":[],"meta":{},"l":["ü/"],"n":1e21}"#;
    let ruby = "{\n  \"a\": 1,\n  \"tags\": [\n\n  ],\n  \"meta\": {\n  },\n  \"l\": [\n    \
        \"ü/\"\n  ],\n  \"n\": 1.0e+21\n}";
    let php = r#"{"a":1,"tags":[],"meta":[],"l":["\u00fc\/"],"n":1.0e+21}"#;
    for signed in [ruby, php] {
        assert_eq!(code(signed.as_bytes(), compact.as_bytes()), REWRITTEN, "{signed}");
    }
    let came = "{\n    \"a\": 1,\n    \"m\": [],\n    \"u\": \"\\u00fc\\/\"\n}";
    assert_eq!(code(r#"{"a":1,"m":{},"u":"ü/"}"#.as_bytes(), came.as_bytes()), REWRITTEN);
}

/// A large body leaves work for some dozens of styles.
#[test]
fn what_programs_write_by_default_is_found_for_a_large_body_too() {
    let item =
        r#"{"type":"a.b","name":"Jürgen <a/b>","price":12.5,"tags":[],"more":{},"list":[1,null]}"#;
    let payload = format!("[{item}{}]", format!(",{item}").repeat(1_200));
    assert!((100_000..120_000).contains(&payload.len()), "{}", payload.len());
    let body = payload.as_bytes();
    let php = payload.replace('ü', "\\u00fc").replace('/', "\\/");
    let signed = [
        python("json.dumps(json.loads(body)).encode()", body),
        python("json.dumps(json.loads(body), indent=4).encode()", body),
        python("json.dumps(json.loads(body), sort_keys=True).encode()", body),
        node("JSON.stringify(JSON.parse(body), null, 2)", body),
        php.replace("{}", "[]").into_bytes(),
        php.into_bytes(),
    ];
    for (place, signed) in signed.iter().enumerate() {
        assert_eq!(code(signed, body), REWRITTEN, "case {place}");
    }
    assert_eq!(code(body, &signed[0]), REWRITTEN);
}

#[test]
fn floats_are_found_as_each_language_writes_them() {
    let json = br#"{"a":1.0,"b":1e2,"c":1.50,"d":12345678901234567890,"e":1e-7,"f":100000000000000000000000}"#;
    let signed = [
        node("JSON.stringify(JSON.parse(body))", json),
        python("json.dumps(json.loads(body)).encode()", json),
        shell("jq -cj .", json),
    ];
    for signed in signed {
        assert_eq!(code(&signed, json), REWRITTEN, "{}", String::from_utf8_lossy(&signed));
    }
    assert_eq!(
        code(br#"{"a":10.0}"#, &node("JSON.stringify(JSON.parse(body))", br#"{"a":10.0}"#)),
        REWRITTEN
    );
}

#[test]
fn what_text_tools_do_to_a_body_is_found() {
    let payload = &*shell("jq .", PAYLOAD.as_bytes());
    let name = "{\"name\":\"Jürgen\"}".as_bytes();
    let cases = [
        (payload, shell("sed 's/$/\\r/'", payload), "body_line_endings"),
        (payload, shell("printf '\\357\\273\\277'; cat", payload), "body_byte_order_mark"),
        (payload, shell("printf %s \"$(cat)\"", payload), "body_trailing_newline"),
        (name, shell("printf '%s\\n' \"$(cat)\"", name), "body_trailing_newline"),
        (name, shell("base64 -w0", name), "body_base64"),
        (name, shell("iconv -f latin1 -t utf8", name), "body_reencoded"),
        (name, shell("iconv -f utf8 -t latin1", name), "body_reencoded"),
        (name, shell("iconv -f utf8 -t utf16le", name), "body_reencoded"),
        (name, node("body.toString('latin1')", name), "body_reencoded"),
        (name, node("encodeURIComponent(body)", name), "body_form_encoding"),
        (name, node("JSON.stringify(body.toString())", name), "body_double_encoded"),
        (name, shell("gzip", name), "body_compressed"),
        (name, node("require('zlib').gzipSync(body)", name), "body_compressed"),
        (name, node("require('zlib').deflateSync(body)", name), "body_compressed"),
        (name, node("require('zlib').deflateRawSync(body)", name), "body_compressed"),
    ];
    for (place, (signed, came, expected)) in cases.iter().enumerate() {
        assert_eq!(code(signed, came), *expected, "case {place}");
    }
    let invalid = "{\"name\":\"J\u{fc}rgen\"}".chars().map(|c| c as u8).collect::<Vec<_>>();
    assert_eq!(code(&invalid, &node("body.toString()", &invalid)), "body_reencoded");
    assert_eq!(code(&node("body.toString()", &invalid), &invalid), "body_reencoded");
}

#[test]
fn a_body_that_was_signed_compressed_is_found() {
    let body = PAYLOAD.as_bytes();
    let signed = [
        shell("gzip -n", body),
        shell("gzip -n -9", body),
        shell("gzip -n -1", body),
        node("require('zlib').gzipSync(body)", body),
        node("require('zlib').deflateSync(body)", body),
        node("require('zlib').deflateRawSync(body)", body),
        python("zlib.compress(body)", body),
        python("gzip.compress(body, mtime=0)", body),
    ];
    for (place, signed) in signed.iter().enumerate() {
        assert_eq!(code(signed, body), "body_decompressed", "case {place}");
    }
}

#[test]
fn what_shells_do_to_a_secret_is_found() {
    let body = PAYLOAD.as_bytes();
    let cases = [
        (shell("echo \"$(cat)\"", SECRET.as_bytes()), "secret_white_space"),
        (shell("printf '\"%s\"' \"$(cat)\"", SECRET.as_bytes()), "secret_quoted"),
        (shell("printf %s \"$(cat)\" | base64 -w0", SECRET.as_bytes()), "secret_base64_encoded"),
        (shell("cut -c7- | tr -d '\\n'", SECRET.as_bytes()), "secret_prefix"),
    ];
    for (signers, expected) in cases {
        let diagnosis = diagnosed(SECRET.as_bytes(), &sign(&signers, body), body);
        assert_eq!(diagnosis.code().as_deref(), Some(expected));
    }
}

#[test]
fn what_openssl_writes_instead_is_found() {
    let body = PAYLOAD.as_bytes();
    let openssl = |arguments: &str| {
        let script = format!("openssl dgst {arguments}");
        String::from_utf8(shell(&script, body)).unwrap().trim().to_owned()
    };
    let hmac = format!("-hmac {SECRET}");
    let base64 = shell(&format!("openssl dgst -sha256 {hmac} -binary | base64 -w0"), body);
    let cases = [
        (String::from_utf8(base64).unwrap(), "signature_base64"),
        (openssl(&format!("-sha1 {hmac} -r")), "signature_sha1"),
        (openssl(&format!("-sha512 {hmac} -r")), "signature_sha512"),
        (openssl("-sha256 -r"), "signature_unkeyed"),
    ];
    for (signature, expected) in cases {
        let digits = signature.split(' ').next().unwrap();
        let diagnosis = diagnosed(SECRET.as_bytes(), digits, body);
        assert_eq!(diagnosis.code().as_deref(), Some(expected), "{signature}");
    }
}

#[test]
fn verify_tells_the_cause_and_the_fix_and_stays_at_no() {
    let home = Home::new();
    let signature = sign(SECRET.as_bytes(), br#"{"a": 1}"#);
    let verify = ["verify", "--secret", "env:S", "--signature", &signature];
    let verify = |form: &str, body: &[u8]| {
        let command = home.hookctl(verify).args(["-o", form]).env("S", SECRET);
        command.stdin(body).run().exits(8).stderr_is("")
    };
    verify("table", br#"{"a":1}"#).stdout_is(
        "invalid: the signature does not match this body and secret\n\
         cause: the signature is that of this JSON written on one line with a space after each comma \
         and colon\n\
         fix: check the bytes as they came, before anything parses or decodes them (express.raw, \
         request.get_data, php://input)\n",
    );
    let answer = verify("json", br#"{"a":1}"#).json();
    assert_eq!((&answer["valid"], &answer["reason"]), (&json!(false), &json!("mismatch")));
    assert_eq!((&answer["cause"], &answer["hint"]), (&json!("body_reserialized"), &json!(null)));
    assert!(answer["tried"].as_u64().unwrap() > 0 && answer["fix"].is_string());

    let answer = verify("json", br#"{"a":2}"#).json();
    assert_eq!((&answer["cause"], &answer["fix"]), (&json!(null), &json!(null)));
    let tried = answer["tried"].as_u64().unwrap();
    assert!(tried > 100);
    verify("table", br#"{"a":2}"#).stdout_is(&format!(
        "invalid: the signature does not match this body and secret\n\
         no cause found: {tried} variants of the body (JSON written anew, line ends, encodings, \
         compression), the secret and the signature were tried, each alone and most in pairs\n"
    ));
}

#[test]
fn the_webhook_whose_kept_secret_it_is_is_named_and_no_secret_is_shown() {
    let home = Home::new();
    let create = ["create", "--url", "https://a.example/", "--event", "user.created", "-o", "json"];
    let created = home.hookctl(create).sandbox().run().succeeds().json();
    let (id, kept) = (created["id"].as_str().unwrap(), created["secret"].as_str().unwrap());
    let signature = sign(kept.as_bytes(), b"{}");
    let verify = ["verify", "--secret", "env:S", "--signature", &signature];
    let ran = home.hookctl(verify).env("S", "wh_123456").stdin("{}").run().exits(8);
    let ran = ran.stdout_has(&format!("cause: it is signed with the secret kept for webhook {id}"));
    ran.stdout_has("hint: what was given as the secret looks like a webhook id")
        .shows_nowhere(kept);
}

#[test]
fn of_a_body_over_4_mebibytes_the_secret_and_the_signature_are_tried_alone() {
    let home = Home::new();
    let verify = |secret: &[u8], body: &[u8]| {
        let signature = sign(secret, body);
        let verify = ["verify", "--secret", "env:S", "--signature", &signature];
        home.hookctl(verify).env("S", SECRET)
    };
    let cause = "cause: the signer's secret lacks the `whsec_`";
    let unprefixed = &SECRET.as_bytes()[6..];

    let body = vec![b'x'; 5 * 1024 * 1024];
    let file = home.file("body", &body);
    let from_file = verify(unprefixed, &body).args([file.to_str().unwrap()]);
    from_file.run().exits(8).stdout_has(cause);
    verify(unprefixed, &body).stdin(&body).run().exits(8).stdout_has(cause);
    let ran = verify(b"whsec_of_nobody", &body).stdin(&body).run().exits(8);
    ran.stdout_has("none of the body: it is larger than 4 MiB");

    let body = vec![b'x'; 30 * 1024 * 1024];
    let ran = verify(unprefixed, &body).stdin(&body).run().exits(8);
    ran.stdout_has(
        "nothing was tried: the body is too large for that in a pipe; give it as a file",
    );
    let doubled = format!("whsec_{SECRET}");
    let odd = [
        (format!("{SECRET}\n"), "cause: the secret given has white space around it"),
        (format!("'{SECRET}'"), "cause: the secret given has quotes around it"),
        (doubled, "cause: the secret given has `whsec_` twice"),
    ];
    for (secret, cause) in odd {
        let ran = verify(SECRET.as_bytes(), &body).env("S", secret).stdin(&body).run().exits(8);
        ran.stdout_has(cause);
    }
    let prefixed = format!("sha256={}", sign(unprefixed, &body));
    let verify_prefixed = ["verify", "--secret", "env:S", "--signature", &prefixed];
    let ran = home.hookctl(verify_prefixed).env("S", SECRET).stdin(&body).run().exits(8);
    ran.stdout_has("`sha256=`").stdout_has(cause);
    verify(SECRET.as_bytes(), &body).stdin(&body).run().succeeds();
    let file = home.file("body", &body);
    let from_file = verify(unprefixed, &body).args([file.to_str().unwrap()]);
    from_file.run().exits(8).stdout_has(cause);
}
