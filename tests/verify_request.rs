//! `hookctl verify --request`: a request as it was captured, headers and body in one file.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use harness::{Home, Ran};
use hookctl::secret::Secret;
use hookctl::signature::Key;
use serde_json::json;

const SECRET: &str = "whsec_abcdefghijklmnopqrstuvwxyz1234";

fn sign(body: &str) -> String {
    Key::new(&Secret::new(SECRET).unwrap()).sign(body.as_bytes()).to_string()
}

fn verify(home: &Home, request: &str, arguments: &[&str]) -> Ran {
    let file = home.file("captured.http", request);
    let command = home.hookctl(["verify", "--secret", "env:S", "--request"]);
    command.args([file.to_str().unwrap()]).args(arguments.iter().copied()).env("S", SECRET).run()
}

fn head(signature: &str) -> String {
    format!("POST /hook HTTP/1.1\r\nHost: a\r\nX-Webhook-Signature: {signature}\r\n")
}

#[test]
fn the_body_is_what_the_headers_delimit() {
    let home = Home::new();
    let signed = head(&sign("{}"));
    let requests = [
        format!("{signed}\r\n{{}}"),
        format!("{signed}Content-Length: 2\r\n\r\n{{}}"),
        format!("{signed}Transfer-Encoding: chunked\r\n\r\n1\r\n{{\r\n1\r\n}}\r\n0\r\n\r\n"),
        format!("{signed}Content-Length: 2\r\n\r\n{{}}").replace("\r\n", "\n"),
    ];
    for request in &requests {
        verify(&home, request, &[]).succeeds().stderr_is("");
    }
    let longer = format!("{signed}Content-Length: 2\r\n\r\n{{}}\n");
    verify(&home, &longer, &[])
        .succeeds()
        .stderr_is("note: 1 bytes after the body are not looked at\n");
    let command = home.hookctl(["verify", "--secret", "env:S", "--request", "-"]).env("S", SECRET);
    command.stdin(&requests[0]).run().succeeds();
}

#[test]
fn a_body_that_was_saved_otherwise_is_explained() {
    let home = Home::new();
    let signed = head(&sign("{\"a\":\r\n1}"));
    let converted = format!("{signed}Content-Length: 9\r\n\r\n{{\"a\":\n1}}");
    let ran = verify(&home, &converted, &[]).exits(8);
    let ran = ran.stderr_has("note: the body breaks off: 8 of 9 bytes are there\n");
    ran.stdout_has("cause: the signed body has lines that end in CR LF; here they end in LF");
    let joined = format!("{}Transfer-Encoding: chunked\r\n\r\n{{}}", head(&sign("{}")));
    verify(&home, &joined, &[]).succeeds().stderr_has("not in chunks as its header says");
}

#[test]
fn a_no_has_its_reason_and_its_cause() {
    let home = Home::new();
    let answer = |request: &str| verify(&home, request, &["-o", "json"]).exits(8).json();
    let newline = answer(&format!("{}\r\n{{}}\n", head(&sign("{}"))));
    assert_eq!(
        (&newline["reason"], &newline["cause"]),
        (&json!("mismatch"), &json!("body_trailing_newline"))
    );
    let two = format!("{}X-Webhook-Signature: {}\r\n\r\n{{}}", head(&sign("{}")), sign("[]"));
    let ambiguous = answer(&two);
    assert_eq!(
        (&ambiguous["reason"], &ambiguous["cause"]),
        (&json!("ambiguous"), &json!("signature_ambiguous"))
    );
    let missing = verify(&home, "POST / HTTP/1.1\r\n\r\n{}", &[]).exits(8);
    missing.stdout_is(
        "invalid: the signature is missing\n\
         no cause found: nothing was tried: no signature was given\n",
    );
}

#[test]
fn what_is_no_request_is_refused() {
    let home = Home::new();
    for (request, why) in
        [("{}", "no HTTP request"), ("POST / HTTP/1.1\r\nHost: a\r\n", "no end of its headers")]
    {
        verify(&home, request, &[]).exits(2).stdout_is("").stderr_has(why);
    }
    let both = ["verify", "--secret", "env:S", "--request", "a", "--signature", "b"];
    home.hookctl(both).env("S", SECRET).run().exits(2).stderr_has("cannot be used with");
}
