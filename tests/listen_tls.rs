//! `hookctl listen` over TLS: which certificate it shows, and what handshakes may do to others.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;

use harness::{Home, Listener, mode};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedKey, IsCa, KeyPair, generate_simple_self_signed,
};
use serde_json::json;

const BODY: &str = r#"{"id":"evt_1","type":"user.created"}"#;

/// Posts with curl, which trusts this certificate only; says the status and the version of HTTP.
#[track_caller]
fn curl(url: &str, trusted: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("curl");
    command.args(["-sS", "--noproxy", "*", "-w", "%{http_code} %{http_version}", "-o"]);
    command.arg("/dev/null").arg("--cacert").arg(trusted).args(arguments).arg(url);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What openssl says of the certificate that a listener made.
fn openssl(home: &Home, what: &str) -> String {
    let mut command = Command::new("openssl");
    command.args(["x509", "-noout", "-sha256", what, "-in"]).arg(home.data("listen-cert.pem"));
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

/// A connection without TLS.
fn connect(listener: &Listener) -> TcpStream {
    let host = listener.url().strip_prefix("https://").unwrap().trim_end_matches('/');
    TcpStream::connect(host).unwrap()
}

/// The files of a certificate for localhost and of its key.
fn certificate(home: &Home, name: &str) -> (PathBuf, PathBuf) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let cert = home.file(&format!("{name}.pem"), cert.pem());
    (cert, home.file(&format!("{name}.key"), signing_key.serialize_pem()))
}

#[test]
fn a_certificate_of_its_own_is_told_and_can_be_trusted() {
    let home = Home::new();
    let mut listener = home.listen(["--no-verify", "--tls-self-signed", "--path", "/hook"]);
    let url = listener.url().to_owned();
    assert!(url.starts_with("https://127.0.0.1:") && url.ends_with("/hook"), "{url}");
    let file = home.data("listen-cert.pem");
    assert_eq!(curl(&url, &file, &["-d", BODY]), "200 1.1");
    let record = listener.next_record();
    assert_eq!((&record["body"], &record["path"]), (&json!(BODY), &json!("/hook")));
    let by_name = url.replace("127.0.0.1", "localhost");
    assert_eq!(curl(&by_name, &file, &["-d", BODY, "--tls-max", "1.2"]), "200 1.1");

    let printed = openssl(&home, "-fingerprint");
    let fingerprint = printed.trim().split_once('=').unwrap().1;
    listener.stop().succeeds().stderr_is(&format!(
        "note: the certificate is in {}, its SHA-256 fingerprint is {fingerprint}\n",
        file.display()
    ));
    assert!(!std::fs::read_to_string(&file).unwrap().contains("PRIVATE"));
    assert_eq!(mode(&file), 0o600);
}

#[test]
fn a_connection_without_a_handshake_does_not_hold_up_the_end() {
    let home = Home::new();
    let listener =
        home.listen(["--no-verify", "--tls-self-signed", "--drain", "1h", "--read-timeout", "1h"]);
    let silent = connect(&listener);
    let mut begun = connect(&listener);
    begun.write_all(&[22, 3]).unwrap();
    listener.stop().succeeds();
    drop(silent);
}

#[test]
fn the_host_that_is_listened_at_is_in_the_certificate() {
    let home = Home::new();
    let _listener = home.listen(["--no-verify", "--tls-self-signed", "--host", "0.0.0.0"]);
    let text = openssl(&home, "-text");
    for name in ["DNS:localhost", "IP Address:127.0.0.1", "IP Address:0.0.0.0"] {
        assert!(text.contains(name), "{name}: {text}");
    }
}

#[test]
fn a_certificate_and_its_key_may_be_in_two_files_or_in_one() {
    let home = Home::new();
    let (cert, key) = certificate(&home, "a");
    let both = [&cert, &key].map(|path| std::fs::read_to_string(path).unwrap()).concat();
    home.file("both.pem", both);
    for arguments in [
        &["--no-verify", "--tls-cert", "a.pem", "--tls-key", "a.key"][..],
        &["--no-verify", "--tls-cert", "both.pem"],
    ] {
        let listener = home.listen(arguments.iter().copied());
        assert_eq!(curl(listener.url(), &cert, &["-d", BODY]), "200 1.1");
        listener.stop().succeeds().stderr_is("");
    }
    assert!(!home.data("listen-cert.pem").exists());
}

#[test]
fn files_that_are_of_no_use_are_named_before_the_port_is_taken() {
    let home = Home::new();
    certificate(&home, "a");
    home.file("other.key", KeyPair::generate().unwrap().serialize_pem());
    home.file("empty.pem", "");
    home.file("junk.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    // Were it bound first, a port in use would be exit 1.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for (cert, key, named) in [
        ("a.pem", "other.key", "other.key"),
        ("a.pem", "a.pem", "a.pem"),
        ("a.pem", "none.key", "none.key"),
        ("none.pem", "a.key", "none.pem"),
        ("empty.pem", "a.key", "empty.pem"),
        ("junk.pem", "a.key", "junk.pem"),
    ] {
        let fixed = ["listen", "--no-verify", "--port", &port];
        let listen = home.hookctl(fixed).args(["--tls-cert", cert, "--tls-key", key]);
        listen.run().exits(2).stdout_is("").stderr_has(named).shows_nowhere("PRIVATE KEY-----\n");
    }
    for arguments in [
        &["--tls-key", "a.key"][..],
        &["--tls-self-signed", "--tls-cert", "a.pem"],
        &["--tls-self-signed", "--tls-key", "a.key"],
    ] {
        let listen =
            home.hookctl(["listen", "--no-verify", "--port", "0"]).args(arguments.iter().copied());
        listen.run().exits(2).stdout_is("");
    }
}

#[test]
fn a_listener_that_finds_its_port_taken_replaces_no_certificate() {
    let home = Home::new();
    let first = home.listen(["--no-verify", "--tls-self-signed"]);
    let port = connect(&first).peer_addr().unwrap().port().to_string();
    let second = home.hookctl(["listen", "--no-verify", "--tls-self-signed", "--port", &port]);
    second.run().exits(1);
    let file = home.data("listen-cert.pem");
    assert_eq!(curl(first.url(), &file, &["-d", BODY]), "200 1.1");
}

#[test]
fn who_does_not_speak_tls_or_falls_silent_is_in_nobodys_way() {
    let home = Home::new();
    let arguments = ["--no-verify", "--tls-self-signed", "--read-timeout", "500ms"];
    let listener = home.listen(arguments);
    let file = home.data("listen-cert.pem");
    let mut plain = connect(&listener);
    plain.write_all(b"POST / HTTP/1.1\r\nHost: l\r\nContent-Length: 2\r\n\r\n{}").unwrap();
    let mut silent = connect(&listener);
    let mut stuck = connect(&listener);
    // The start of a handshake of 512 bytes.
    stuck.write_all(&[0x16, 3, 1, 2, 0, 1]).unwrap();
    assert_eq!(curl(listener.url(), &file, &["-d", BODY]), "200 1.1");

    for stream in [&mut silent, &mut stuck] {
        assert_eq!(stream.read_to_end(&mut Vec::new()).unwrap(), 0);
    }
    // An alert and the end, or just the end: no HTTP.
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer);
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
    assert_eq!(curl(listener.url(), &file, &["-d", BODY]), "200 1.1");
    let ended = listener.stop().succeeds();
    assert_eq!(ended.ndjson().pop().unwrap()["received"], 2);
}

#[test]
fn a_sender_that_sends_on_regardless_can_read_the_413() {
    let home = Home::new();
    let listener = home.listen(["--no-verify", "--tls-self-signed", "--max-body", "1KiB"]);
    let body = home.file("long", vec![b'x'; 16 * 1024 * 1024]);
    let data = format!("@{}", body.display());
    let arguments = ["--data-binary", &data, "-H", "Expect:"];
    let status = curl(listener.url(), &home.data("listen-cert.pem"), &arguments);
    assert_eq!(status, "413 1.1");
}

#[test]
fn a_certificate_of_a_ca_as_the_servers_own_is_named_with_a_cure_by_all_that_connect() {
    const REASON: &str = "a CA's own certificate, which can't be a server's too";
    const CURE: &str = "-addext basicConstraints=CA:FALSE";
    let home = Home::new();
    let mut params = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    home.file("ca.pem", params.self_signed(&key).unwrap().pem());
    home.file("ca.key", key.serialize_pem());
    let listener = home.listen(["--no-verify", "--tls-cert", "ca.pem", "--tls-key", "ca.key"]);
    let url = listener.url();
    let ca = ["--ca-file", "ca.pem", "--retries", "0"];
    for arguments in [
        &["send", url, "--no-sign", "--event", "user.created"][..],
        &["audit", url, "--secret", "whsec_a", "--only", "valid"],
        &["doctor", "--api-url", url, "--token", "sbx"],
    ] {
        let ran = home.hookctl(arguments.iter().copied()).args(ca).run();
        ran.stdout_has(REASON).stdout_has(CURE).shows_nowhere("CaUsedAsEndEntity");
    }
    let list = home.hookctl(["list", "--api-url", url, "--token", "sbx"]).args(ca).run();
    list.exits(7)
        .stderr_has(REASON)
        .stderr_has(&format!("hint: make the server's certificate with {CURE}"));
}
