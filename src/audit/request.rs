//! A request byte by byte: a client of HTTP would put most of these oddities right.

use std::fmt::Write as _;

use url::{Position, Url};

use crate::signature::HEADER;

/// How the body is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    /// With its length, at once.
    Length,
    /// In chunks, without its length.
    Chunked,
    /// With its length, in pieces with pauses between.
    Slow,
}

/// One request.
#[derive(Clone, Debug)]
pub(super) struct Request {
    method: &'static str,
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

    /// The request line and the headers (RFC 9112).
    pub(super) fn head(&self, target: &Url) -> String {
        let (method, content_type) = (self.method, self.content_type);
        let path = &target[Position::BeforePath..Position::AfterQuery];
        let host = &target[Position::BeforeHost..Position::AfterPort];
        let version = env!("CARGO_PKG_VERSION");
        let length = match self.framing {
            Framing::Chunked => "Transfer-Encoding: chunked".to_owned(),
            Framing::Length | Framing::Slow => format!("Content-Length: {}", self.body.len()),
        };
        let mut signatures = String::new();
        for value in &self.signatures {
            let _ = write!(signatures, "{HEADER}: {value}\r\n");
        }
        format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: hookctl/{version}\r\n\
             Accept: */*\r\nContent-Type: {content_type}\r\n{signatures}{length}\r\n\
             Connection: close\r\n\r\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Framing, Request};

    #[test]
    fn the_head_has_what_was_asked_for_and_no_more() {
        let target = "http://user:password@127.0.0.1:3000/hook?a=b#c".parse().unwrap();
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
}
