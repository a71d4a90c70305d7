//! A request byte by byte: a client of HTTP would put most of these oddities right.

use std::fmt::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::{Position, Url};

use crate::signature::HEADER;

/// How the body is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    /// With its length, at once.
    Length,
    /// In chunks, without its length.
    Chunked,
    /// With its length, in two pieces with a pause between, cut within a letter.
    Split,
    /// With its length, in pieces with pauses between.
    Slow,
}

/// One request.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) method: &'static str,
    content_type: &'static str,
    signatures: Vec<String>,
    pub(super) framing: Framing,
    pub(super) body: Vec<u8>,
}

impl Request {
    /// A delivery without a signature.
    pub(super) fn post(body: Vec<u8>) -> Self {
        Self {
            method: "POST",
            content_type: "application/json",
            signatures: Vec::new(),
            framing: Framing::Length,
            body,
        }
    }

    /// Adds a signature header.
    pub(super) fn with_signature(mut self, signature: String) -> Self {
        self.signatures.push(signature);
        self
    }

    pub(super) fn method(self, method: &'static str) -> Self {
        Self { method, ..self }
    }

    pub(super) fn content_type(self, content_type: &'static str) -> Self {
        Self { content_type, ..self }
    }

    pub(super) fn framing(self, framing: Framing) -> Self {
        Self { framing, ..self }
    }

    /// The headers for the log; what the URL's credentials make is left out.
    pub(super) fn shown_headers(&self, target: &Url) -> String {
        let head = self.head(target);
        let lines = head.lines().skip(1).filter(|line| !line.is_empty());
        let shown = lines.filter(|line| !line.starts_with("Authorization:"));
        format!("headers: {}", shown.collect::<Vec<_>>().join("; "))
    }

    /// The request line and the headers (RFC 9112).
    pub(super) fn head(&self, target: &Url) -> String {
        let (method, content_type) = (self.method, self.content_type);
        let path = &target[Position::BeforePath..Position::AfterQuery];
        let host = &target[Position::BeforeHost..Position::AfterPort];
        let version = env!("CARGO_PKG_VERSION");
        let length = match self.framing {
            Framing::Chunked => "Transfer-Encoding: chunked".to_owned(),
            Framing::Length | Framing::Split | Framing::Slow => {
                format!("Content-Length: {}", self.body.len())
            }
        };
        let mut signatures = String::new();
        for value in &self.signatures {
            let _ = write!(signatures, "{HEADER}: {value}\r\n");
        }
        let authorization = authorization(target);
        format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: hookctl/{version}\r\n\
             Accept: */*\r\n{authorization}Content-Type: {content_type}\r\n{signatures}{length}\r\n\
             Connection: close\r\n\r\n"
        )
    }
}

/// A user and password in the URL as a header, as clients of HTTP send them (RFC 7617): without it
/// whoever asks for them refuses all. Nothing where the URL has none.
fn authorization(target: &Url) -> String {
    if target.username().is_empty() && target.password().is_none() {
        return String::new();
    }
    let mut pair = percent_decoded(target.username());
    pair.push(b':');
    pair.extend(percent_decoded(target.password().unwrap_or_default()));
    format!("Authorization: Basic {}\r\n", STANDARD.encode(pair))
}

/// The bytes that a part of a URL stands for (RFC 3986, section 2.1).
fn percent_decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let mut decoded = [0];
        let is_encoded = *first == b'%'
            && after
                .get(..2)
                .is_some_and(|digits| hex::decode_to_slice(digits, &mut decoded).is_ok());
        bytes.push(if is_encoded { decoded[0] } else { *first });
        rest = if is_encoded { &after[2..] } else { after };
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::{Framing, Request, authorization};

    #[test]
    fn the_head_has_what_was_asked_for_and_no_more() {
        let target = "http://127.0.0.1:3000/hook?a=b#c".parse().unwrap();
        let request = Request::post(b"{}".to_vec());
        let request = request.with_signature("one".into()).with_signature("two".into());
        let head = request.method("PUT").framing(Framing::Chunked).head(&target);
        let version = env!("CARGO_PKG_VERSION");
        let expected = format!(
            "PUT /hook?a=b HTTP/1.1\r\nHost: 127.0.0.1:3000\r\nUser-Agent: hookctl/{version}\r\n\
             Accept: */*\r\nContent-Type: application/json\r\nX-Webhook-Signature: one\r\n\
             X-Webhook-Signature: two\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        );
        assert_eq!(head, expected);
    }

    #[test]
    fn a_user_and_password_are_sent_as_the_bytes_they_stand_for() {
        let sent = |url: &str| authorization(&url.parse().unwrap());
        assert_eq!(sent("http://a/"), "");
        assert_eq!(sent("http://user:hidden@a/"), "Authorization: Basic dXNlcjpoaWRkZW4=\r\n");
        // The bytes are `a@b:%4`, with a % that encodes nothing.
        assert_eq!(sent("http://a%40b:%4@a/"), "Authorization: Basic YUBiOiU0\r\n");
        assert_eq!(sent("http://:x@a/"), "Authorization: Basic Ong=\r\n");
        let head = Request::post(Vec::new()).head(&"http://user:hidden@a/".parse().unwrap());
        assert!(head.contains("\r\nAuthorization: Basic ") && !head.contains("hidden"), "{head}");
        let shown =
            Request::post(Vec::new()).shown_headers(&"http://user:hidden@a/".parse().unwrap());
        assert!(shown.contains("; Content-Length: 0; ") && !shown.contains("Basic"), "{shown}");
    }
}
