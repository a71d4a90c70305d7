//! A sender of deliveries, over a socket of its own each time.

use std::io::{self, Read, Write};
use std::net::TcpStream;

/// A connection to the host of a URL.
pub fn connect(url: &str) -> TcpStream {
    TcpStream::connect(parts(url).0).unwrap()
}

/// Posts a body to a URL, and says the status.
pub fn post(url: &str, signature: Option<&str>, body: &[u8]) -> u16 {
    exchange(url, signature, body).split(' ').nth(1).unwrap().parse().unwrap()
}

/// Posts a body to a URL, and says the whole answer.
pub fn exchange(url: &str, signature: Option<&str>, body: &[u8]) -> String {
    try_exchange(url, signature, body).unwrap()
}

/// The status of a post to a listener that may be gone.
pub fn try_post(url: &str, signature: Option<&str>, body: &[u8]) -> io::Result<u16> {
    let answer = try_exchange(url, signature, body)?;
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.ok_or_else(|| io::Error::other("no answer"))
}

fn try_exchange(url: &str, signature: Option<&str>, body: &[u8]) -> io::Result<String> {
    let (host, path) = parts(url);
    let mut stream = TcpStream::connect(host)?;
    let signature = signature.map(|digits| format!("X-Webhook-Signature: {digits}\r\n"));
    let signature = signature.unwrap_or_default();
    let length = body.len();
    let head = format!(
        "POST /{path} HTTP/1.1\r\nHost: {host}\r\n{signature}Content-Length: {length}\r\n\
         Connection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// Sends these bytes to the host of a URL, and says all that comes back until it closes.
pub fn send_raw(url: &str, bytes: &[u8]) -> String {
    let mut stream = connect(url);
    stream.write_all(bytes).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn parts(url: &str) -> (&str, &str) {
    url.strip_prefix("http://").unwrap().split_once('/').unwrap()
}
