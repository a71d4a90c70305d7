//! `hookctl sign` and `hookctl verify`: against the published vectors, openssl and the document's own
//! JavaScript; every verdict, every refusal, and a body that is larger than the memory it may take.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use harness::{Home, Ran};
use serde_json::{Value, json};

const SECRET: &str = "whsec_abcdefghijklmnopqrstuvwxyz1234";
const NOTE: &str = "note: other users of this machine can see a secret on the command line: \
                    env:NAME, file:PATH or - keep it out of sight\n";

fn sign(home: &Home, secret: &str, body: &[u8]) -> String {
    let ran = home.hookctl(["sign", "--secret", "env:S"]).env("S", secret).stdin(body).run();
    ran.succeeds().stderr_is("").stdout().trim_end().to_owned()
}

/// Verifies with the secret [`SECRET`].
fn verify<const N: usize>(home: &Home, body: impl AsRef<[u8]>, arguments: [&str; N]) -> Ran {
    let command = home.hookctl(["verify", "--secret", "env:S"]).args(arguments);
    command.env("S", SECRET).stdin(body).run()
}

fn output_of(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

fn openssl(secret: &str, body: &Path) -> String {
    let mut command = Command::new("openssl");
    let line = output_of(command.args(["dgst", "-sha256", "-hmac", secret]).arg(body));
    line.rsplit(' ').next().unwrap().to_owned()
}

/// The document's example, in Node.
fn node(secret: &str, arguments: &[&str]) -> String {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/clients/verify.js");
    output_of(Command::new("node").arg(script).args(arguments).env("SECRET", secret))
}

/// Bodies that a careless reader would change: no text, no end of line, other ends of lines.
fn bodies() -> Vec<Vec<u8>> {
    let every_byte = (0..=u8::MAX).collect();
    let payload = br#"{"id":"evt_1","type":"user.created","data":{"name":"J\u00fcrgen"}}"#.to_vec();
    vec![vec![], b"\n".to_vec(), b"{}\r\n".to_vec(), payload, every_byte, vec![b'x'; 300_000]]
}

#[test]
fn openssl_agrees_on_every_body() {
    let home = Home::new();
    for body in bodies() {
        let file = home.file("body", &body);
        let theirs = openssl(SECRET, &file);
        assert_eq!(sign(&home, SECRET, &body), theirs);
        verify(&home, &body, ["--signature", &theirs]).succeeds();
    }
}

#[test]
fn the_documents_own_example_agrees_in_both_directions() {
    let home = Home::new();
    for secret in [SECRET, "short", "ключ с пробелами", &"k".repeat(200)] {
        for body in bodies() {
            let file = home.file("body", &body);
            let file = file.to_str().unwrap();
            let ours = sign(&home, secret, &body);
            assert_eq!(node(secret, &["sign", file]), ours);
            assert_eq!(node(secret, &["verify", file, &ours]), "true");
        }
    }
    let file = home.file("body", "{}");
    let other = sign(&home, SECRET, b"{} ");
    assert_eq!(node(SECRET, &["verify", file.to_str().unwrap(), &other]), "false");
    verify(&home, "{}", ["--signature", &other]).exits(8);
}

/// RFC 4231, sections 4.2 to 4.8 (4.6 is about a truncated signature), and "Validating webhook
/// deliveries" of GitHub's documentation.
#[test]
fn the_published_vectors_come_out() {
    let home = Home::new();
    let long = b"This is a test using a larger than block-size key and a larger than block-size \
                 data. The key needs to be hashed before being used by the HMAC algorithm.";
    let vectors: [(Vec<u8>, &[u8], &str); 7] = [
        (
            vec![0x0b; 20],
            b"Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        ),
        (
            b"Jefe".to_vec(),
            b"what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
        (
            vec![0xaa; 20],
            &[0xdd; 50],
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
        ),
        (
            (1..=25).collect(),
            &[0xcd; 50],
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
        ),
        (
            vec![0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
        (vec![0xaa; 131], long, "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
        (
            b"It's a Secret to Everybody".to_vec(),
            b"Hello, World!",
            "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        ),
    ];
    for (key, body, expected) in vectors {
        let key = format!("file:{}", home.file("key", key).display());
        let signed = home.hookctl(["sign", "--secret", &key]).stdin(body).run().succeeds();
        signed.stdout_is(&format!("{expected}\n")).stderr_is("");
        let verify = ["verify", "--secret", &key, "--signature", expected];
        home.hookctl(verify).stdin(body).run().succeeds();
    }
}

#[test]
fn sign_prints_the_bare_digits_the_header_or_json() {
    let home = Home::new();
    let digits = sign(&home, SECRET, b"{}");
    let file = home.file("body.json", "{}");
    let sign = |arguments: &[&str]| {
        let fixed = ["sign", "--secret", "env:S", file.to_str().unwrap()];
        home.hookctl(fixed).args(arguments.to_vec()).env("S", SECRET).run().succeeds()
    };
    sign(&["--header"]).stdout_is(&format!("X-Webhook-Signature: {digits}\n"));
    let expected = json!({"signature": digits, "algorithm": "hmac-sha256", "bytes": 2});
    assert_eq!(sign(&["-o", "json"]).json(), expected);
    sign(&["-q"]).stdout_is(&format!("{digits}\n"));
}

#[test]
fn each_reason_why_a_signature_is_not_valid_is_named() {
    let home = Home::new();
    let good = sign(&home, SECRET, b"{}");
    let header = |value: &str| format!("X-Webhook-Signature: {value}");
    let other = sign(&home, SECRET, b"[]");
    for (option, value, reason) in [
        ("--signature", String::new(), "missing"),
        ("--header", "X-Other: 1".into(), "missing"),
        ("--header", header(""), "missing"),
        ("--signature", good[1..].into(), "wrong_length"),
        ("--signature", format!("{good} "), "wrong_length"),
        ("--signature", format!("sha256={good}"), "wrong_length"),
        ("--header", header("abc"), "wrong_length"),
        ("--signature", format!("g{}", &good[1..]), "not_hex"),
        ("--header", header(&"é".repeat(32)), "not_hex"),
        ("--signature", other.clone(), "mismatch"),
        ("--header", header(&other), "mismatch"),
    ] {
        let fields = "valid,reason,secret,bytes";
        let verdict = [option, &value, "-o", "json", "--fields", fields];
        let verdict = verify(&home, "{}", verdict).exits(8).stderr_is("");
        let expected = json!({"valid": false, "reason": reason, "secret": null, "bytes": 2});
        assert_eq!(verdict.json(), expected, "{option} {value}");
    }
    let two = ["--header", &header(&other), "--header", &header(&good)];
    verify(&home, "{}", two).exits(8).stderr_is("").stdout_is(
        "invalid: several signature headers came, and they differ\n\
         cause: the right signature is number 2 of 2 signature headers, which differ\n\
         fix: leave one signature header in the request, the right one: look who adds the others\n",
    );
    let told = verify(&home, "{}", ["--signature", &other]).exits(8);
    told.stdout_has("invalid: the signature does not match this body and secret\n").stderr_is("");
}

#[test]
fn a_header_is_found_whatever_its_case_and_the_white_space_around_its_value() {
    let home = Home::new();
    let good = sign(&home, SECRET, b"{}");
    let valid = |arguments: &[&str]| {
        let command = home.hookctl(["verify", "--secret", "env:S"]).args(arguments.to_vec());
        let ran = command.env("S", SECRET).stdin("{}").run().succeeds();
        ran.stdout_is("valid: signed with this secret\n").stderr_is("");
    };
    valid(&["--signature", &good.to_uppercase()]);
    for name in ["X-Webhook-Signature", "x-webhook-signature", "X-WEBHOOK-SIGNATURE"] {
        for value in [format!(" {good}"), format!("\t{good}  "), good.to_uppercase()] {
            valid(&["--header", "Host: a", "--header", &format!("{name}:{value}")]);
        }
    }
    let header = format!("X-Webhook-Signature: {good}");
    valid(&["--header", &header, "--header", &header]);
    home.hookctl(["verify", "--secret", "env:S"]).env("S", SECRET).run().exits(2);
    let both = ["verify", "--secret", "env:S", "--header", &header, "--signature", &good];
    home.hookctl(both).env("S", SECRET).run().exits(2);
    verify(&home, "{}", ["--header", "no colon"]).exits(2);
}

#[test]
fn the_secret_that_matched_is_told_by_its_place_or_its_webhook() {
    let home = Home::new();
    let create = ["create", "--url", "https://a.example/", "--event", "user.created", "-o", "json"];
    let created = home.hookctl(create).sandbox().run().succeeds().json();
    let (id, kept) = (created["id"].as_str().unwrap(), created["secret"].as_str().unwrap());
    let webhook = format!("webhook:{id}");
    let signed = home.hookctl(["sign", "--secret", &webhook]).sandbox().stdin("{}").run();
    let by_kept = sign(&home, kept, b"{}");
    signed.succeeds().stdout_is(&format!("{by_kept}\n"));
    let verify = |signature: &str, form: &str| {
        let secrets = ["--secret", "env:OLD", "--secret", "env:NEW", "--secret", &webhook];
        let command = home.hookctl(["verify", "-o", form, "--signature", signature]).args(secrets);
        command.sandbox().env("OLD", "old").env("NEW", "new").stdin("{}").run().succeeds()
    };
    let by_new = sign(&home, "new", b"{}");
    let expected = json!({"valid": true, "reason": null, "secret": 1, "bytes": 2,
                          "cause": null, "detail": null, "fix": null, "tried": null, "hint": null});
    assert_eq!(verify(&by_new, "json").json(), expected);
    verify(&by_new, "table").stdout_is("valid: signed with secret 2 of 3\n");
    let expected = json!({"valid": true, "reason": null, "secret": id, "bytes": 2,
                          "cause": null, "detail": null, "fix": null, "tried": null, "hint": null});
    assert_eq!(verify(&by_kept, "json").json(), expected);
    let sentence = format!("valid: signed with the secret kept for webhook {id}\n");
    verify(&by_kept, "table").stdout_is(&sentence);
}

#[test]
fn a_webhook_without_a_kept_secret_is_not_found() {
    let home = Home::new();
    let signature = "0".repeat(64);
    for command in [
        vec!["sign", "--secret", "webhook:wh_none"],
        vec!["verify", "--secret", "webhook:wh_none", "--signature", &signature],
        vec!["listen", "--port", "0", "--secret", "webhook:wh_none"],
        vec!["listen", "--port", "0", "--webhook", "wh_none"],
    ] {
        let ran = home.hookctl(command).sandbox().run().exits(4).stdout_is("");
        ran.stderr_has("no secret is kept for webhook wh_none");
    }
    home.hookctl(["sign", "--secret", "webhook:../up"]).run().exits(2);
}

#[test]
fn empty_and_masked_secrets_are_refused_and_told_apart() {
    let home = Home::new();
    let masked = "whsec_••••••••••••••••••••••••••••••";
    let empty = format!("file:{}", home.file("empty", "\n").display());
    let pasted = format!("file:{}", home.file("masked", masked).display());
    let signature = "0".repeat(64);
    for command in
        [vec!["sign"], vec!["verify", "--signature", &signature], vec!["listen", "--port", "0"]]
    {
        let refused = |secret: &str| {
            home.hookctl(command.clone()).args(["--secret", secret]).run().exits(2).stdout_is("")
        };
        refused(&empty).stderr_has("it is empty");
        refused(&pasted).stderr_has("it is masked").shows_nowhere("whsec_");
        refused("").stderr_has("it is empty");
        refused(masked).stderr_has("it is masked").shows_nowhere("whsec_");
        refused("env:UNSET").stderr_has("UNSET");
        refused("file:/no/such").stderr_has("/no/such");
    }
    home.hookctl(["listen", "--port", "0"]).run().exits(2).stderr_has("no secret is given");
}

#[test]
fn a_secret_that_others_can_see_is_noted_unless_told_to_be_quiet() {
    let home = Home::new();
    let sign = |arguments: &[&str]| {
        home.hookctl(["sign", "--secret", "visible"]).args(arguments.to_vec()).stdin("{}").run()
    };
    sign(&[]).succeeds().stderr_is(NOTE);
    sign(&["-q"]).succeeds().stderr_is("");
    let command = home.hookctl(["sign", "--secret", "env:S"]).env("S", "visible");
    command.stdin("{}").run().succeeds().stderr_is("");
}

#[test]
fn standard_input_serves_one_purpose() {
    let home = Home::new();
    let file = home.file("body", "{}");
    let secret_from_stdin = ["sign", "--secret", "-", file.to_str().unwrap()];
    let ran = home.hookctl(secret_from_stdin).stdin(format!("{SECRET}\n")).run().succeeds();
    ran.stdout_is(&format!("{}\n", sign(&home, SECRET, b"{}")));
    for body in [vec![], vec!["-"]] {
        let ran = home.hookctl(["sign", "--secret", "-"]).args(body).stdin("abc").run().exits(2);
        ran.stdout_is("").stderr_has("can't both be read from standard input");
    }
    let missing = home.hookctl(["sign", "--secret", "env:S", "/no/such"]).env("S", "x").run();
    missing.exits(2).stdout_is("").stderr_has("/no/such");
}

#[test]
fn fields_pick_the_keys_and_an_unknown_one_lists_the_known() {
    let home = Home::new();
    let signature = sign(&home, SECRET, b"{}");
    let sign = |fields: &str| {
        let sign = ["sign", "--secret", "env:S", "-o", "ndjson", "--fields", fields];
        home.hookctl(sign).env("S", SECRET).stdin("{}").run()
    };
    sign("bytes,algorithm").succeeds().stdout_is("{\"bytes\":2,\"algorithm\":\"hmac-sha256\"}\n");
    sign("nope").exits(2).stdout_is("").stderr_has("it can be one of signature, algorithm, bytes");
    let verify = |fields: &str| {
        verify(&home, "{}", ["--signature", &signature, "-o", "ndjson", "--fields", fields])
    };
    verify("valid").succeeds().stdout_is("{\"valid\":true}\n");
    let refused = verify("nope").exits(2).stdout_is("");
    refused.stderr_has("it can be one of valid, reason, secret, bytes");
}

/// What a process has in memory beside its own program, as Linux tells it.
#[cfg(target_os = "linux")]
fn own_kibibytes(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_body_of_300_mebibytes_takes_little_memory() {
    const MEBIBYTE: usize = 1024 * 1024;
    let home = Home::new();
    let command = home.hookctl(["sign", "--secret", "env:S", "-o", "json"]).env("S", SECRET);
    let mut child = command.command().stdin(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let piece = vec![b'x'; MEBIBYTE];
    for _ in 0..300 {
        pipe.write_all(&piece).unwrap();
    }
    // The pipe is still open, so that hookctl is still there to be looked at.
    let taken = own_kibibytes(child.id());
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["bytes"], 300 * MEBIBYTE);
    assert!(taken < 16 * 1024, "{taken} KiB");
}

#[test]
fn a_rightly_signed_payload_may_be_too_old_or_from_the_future() {
    let home = Home::new();
    let created =
        |time: &str| format!(r#"{{"id":"evt_1","type":"a.b","created":"{time}","data":{{}}}}"#);
    let fresh = hookctl::model::now().to_string();
    for (time, code) in
        [(fresh.as_str(), 0), ("2023-06-21T09:15:30Z", 8), ("2999-01-01T00:00:00Z", 8)]
    {
        let body = created(time);
        let signature = sign(&home, SECRET, body.as_bytes());
        let arguments = ["--signature", &signature, "--max-age", "5m", "--strict", "-o", "json"];
        let answer = verify(&home, &body, arguments).exits(code).json();
        assert_eq!(answer["valid"], json!(code == 0));
        assert_eq!(answer["reason"], if code == 0 { json!(null) } else { json!("too_old") });
    }
    let forged = verify(
        &home,
        created("2023-06-21T09:15:30Z"),
        ["--signature", &"ab".repeat(32), "--max-age", "5m", "-o", "json"],
    );
    assert_eq!(forged.exits(8).json()["reason"], json!("mismatch"));
}

#[test]
fn a_rightly_signed_payload_that_is_no_event_is_refused_when_asked() {
    let home = Home::new();
    let body = r#"{"id":"evt_1","type":"a.b","created":"yesterday","data":{}}"#;
    let signature = sign(&home, SECRET, body.as_bytes());
    verify(&home, body, ["--signature", &signature]).succeeds();
    verify(&home, body, ["--signature", &signature, "--strict"]).exits(8).stdout_is(
        "invalid: the payload is not an event of the documented shape\n\
         detail: the payload's `created` is not an RFC 3339 time\n",
    );
}

#[test]
fn an_event_may_nest_as_deep_as_it_likes() {
    let home = Home::new();
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let time = hookctl::model::now();
    let body =
        format!(r#"{{"id":"evt_1","type":"a.b","created":"{time}","data":{{"list":{deep}}}}}"#);
    let signature = sign(&home, SECRET, body.as_bytes());
    verify(&home, &body, ["--signature", &signature, "--strict", "--max-age", "5m"]).succeeds();
}

#[test]
fn fields_are_picked_for_people_too() {
    let home = Home::new();
    let verify = ["verify", "--secret", "env:S", "--signature", "ab", "--fields", "valid,reason"];
    let ran = home.hookctl(verify).env("S", "whsec_a").stdin("{}").run().exits(8);
    assert_eq!(ran.stdout(), "valid   false\nreason  wrong_length\n");
}
