//! The log and the way out: what is told of requests, what never is, proxies and certificates.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what a test can't go on without may end it")]

mod harness;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use harness::{Home, Hostile, Reply, mode};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, Stream};

const LIST: &str = r#"{"data":[],"meta":{"total":0,"page":1,"limit":20,"pages":0}}"#;

fn api() -> Hostile {
    let headers = [("set-cookie", "session=hidden"), ("x-request-id", "req_1")];
    Hostile::always(Reply::with_headers(200, &headers, LIST))
}

#[test]
fn verbose_tells_a_line_a_request() {
    let home = Home::new();
    let server = api();
    let url = server.url();
    let ran = home.hookctl(["list", "-v"]).against(&server).run().succeeds();
    let lines: Vec<_> = ran.stderr.lines().filter(|line| line.contains(&url)).collect();
    let [line] = lines.as_slice() else { panic!("{}", ran.stderr) };
    assert!(line.starts_with(&format!("GET {url}/api/v1/webhooks")), "{line}");
    assert!(line.contains(": 200 in ") && line.ends_with(" ms (attempt 1)"), "{line}");
}

#[test]
fn twice_verbose_tells_headers_with_secrets_masked() {
    let home = Home::new();
    let server = api();
    let call = [
        "api",
        "GET",
        "webhooks",
        "-vv",
        "--header",
        "X-Api-Key: hidden",
        "--header",
        "Cookie: hidden",
    ];
    let ran = home.hookctl(call).against(&server).run().succeeds();
    let ran = ran.shows_nowhere("hidden").shows_nowhere("tok_test");
    let ran = ran.stderr_has("authorization: Bearer ***").stderr_has("x-api-key: ***");
    ran.stderr_has("set-cookie: ***").stderr_has("x-request-id: req_1");
    assert_eq!(server.requests()[0].header("x-api-key"), Some("hidden"));
}

#[test]
fn a_filter_chooses_rooms_and_levels() {
    let home = Home::new();
    let server = api();
    let list =
        |filter: &str| home.hookctl(["list"]).against(&server).env("HOOKCTL_LOG", filter).run();
    let ran = list("hookctl::api=debug").succeeds().stderr_has("authorization: Bearer ***");
    ran.stderr_has("hookctl::api");
    list("hookctl::journal=trace").succeeds().stderr_is("no webhooks\n");
    // What libraries log is not masked, and so not shown.
    let all = list("trace").succeeds().shows_nowhere("tok_test");
    assert!(all.stderr.contains("GET http://") && !all.stderr.contains("hyper"), "{}", all.stderr);
    list("hookctl=loud").exits(2).stderr_has("HOOKCTL_LOG");
}

#[test]
fn a_log_file_takes_what_stderr_would_and_is_its_owners_only() {
    let home = Home::new();
    let server = api();
    let list = home.hookctl(["list", "-vv", "--log-file", "hookctl.log"]).against(&server);
    list.run().succeeds().stderr_is("no webhooks\n");
    let log = fs::read_to_string(home.path("hookctl.log")).unwrap();
    assert!(log.contains("/api/v1/webhooks") && log.contains("Bearer ***"), "{log}");
    assert!(!log.contains("tok_test") && !log.contains("hidden"), "{log}");
    assert_eq!(mode(&home.path("hookctl.log")), 0o600);
}

#[test]
fn a_proxy_is_used_unless_the_host_is_spared() {
    let home = Home::new();
    let proxy = api();
    let list = || home.hookctl(["list", "--allow-http", "--retries", "0"]).at("http://api.invalid");
    list().args(["--proxy", &proxy.url()]).run().succeeds();
    list().env("HOOKCTL_PROXY", proxy.url()).run().succeeds();
    list().env("HTTP_PROXY", proxy.url()).run().succeeds();
    let lines = proxy.request_lines();
    assert_eq!(lines.len(), 3);
    let through = |line: &String| line.starts_with("GET http://api.invalid/api/v1/webhooks");
    assert!(lines.iter().all(through), "{lines:?}");
    for spared in ["api.invalid", ".invalid", "*"] {
        let list = list().args(["--proxy", &proxy.url()]).env("NO_PROXY", spared);
        list.run().exits(7);
    }
    assert_eq!(proxy.requests().len(), 3);
    let doctor = home.hookctl(["doctor", "--allow-http"]).at("http://api.invalid");
    let ran = doctor.args(["--proxy", &proxy.url()]).run().exits(0);
    ran.stdout_has(&format!("requests go through {}", proxy.url()));
}

#[test]
fn the_systems_certificates_can_be_others() {
    let home = Home::new();
    let server = home.listen(["--no-verify", "--tls-self-signed"]);
    let trusted = home.data("listen-cert.pem");
    let doctor = |variable: &str| {
        let doctor = home.hookctl(["doctor"]).at(server.url());
        doctor.env(variable, &trusted).run()
    };
    doctor("SSL_CERT_FILE").stdout_has("✓ passed   TLS");
    doctor("HOOKCTL_CA_FILE").stdout_has("✓ passed   TLS");
    doctor("UNRELATED").stdout_has("✗ failed   TLS");
}

/// A certificate for 127.0.0.1 with its key, in one file.
fn identity(home: &Home, name: &str) -> (CertifiedKey<rcgen::KeyPair>, PathBuf) {
    let made = generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let file = home.file(name, made.cert.pem() + &made.signing_key.serialize_pem());
    (made, file)
}

#[test]
fn a_client_certificate_is_presented() {
    let home = Home::new();
    let (server, server_file) = identity(&home, "server.pem");
    let (client, client_file) = identity(&home, "client.pem");
    let mut roots = RootCertStore::empty();
    roots.add(client.cert.der().clone()).unwrap();
    let provider = Arc::new(ring::default_provider());
    let verifier =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
    let key = PrivateKeyDer::try_from(server.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier.build().unwrap())
        .with_single_cert(vec![server.cert.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let config = Arc::new(config);
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = Stream::new(&mut connection, &mut stream);
            let answer = format!(
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{LIST}",
                LIST.len()
            );
            // Who is not let in sees no answer.
            if stream.read(&mut [0; 4096]).is_ok() {
                let _ = stream.write_all(answer.as_bytes());
                stream.conn.send_close_notify();
                let _ = stream.flush();
            }
        }
    });
    let list = || {
        let list = home.hookctl(["list", "-o", "json", "--retries", "0"]).at(&url);
        list.env("HOOKCTL_CA_FILE", &server_file)
    };
    list().run().exits(7);
    list().env("HOOKCTL_CLIENT_CERT", &client_file).run().succeeds().stdout_is("[]\n");
    list().args(["--client-cert", "none.pem"]).run().exits(2).stderr_has("none.pem");
}
