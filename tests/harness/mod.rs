//! What the tests run hookctl with: a home of its own, the built binary, a sandbox, a listener, a
//! server that misbehaves and a receiver. Everything is on loopback and on a free port.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a harness fails by panicking, and clippy takes only #[test] functions for tests"
)]
#![allow(dead_code, unreachable_pub, unused_imports, reason = "each test file uses its own part")]

pub mod audit;
mod children;
mod home;
mod hostile;
mod receiver;
mod sender;
mod terminal;

use std::time::Duration;

pub use children::{Listener, Running, Sandbox};
pub use home::{Home, Invocation, Ran, mode};
pub use hostile::{Hostile, Reply, Request};
pub use receiver::Receiver;
pub use sender::{connect, exchange, post, send_raw, try_post};
pub use terminal::{Terminal, screen};

/// A guard against a hang, not an expectation: nothing takes nearly as long.
pub const GUARD: Duration = Duration::from_secs(120);

/// An address that refuses connections at once: its port was free a moment ago.
pub fn dead_url() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    format!("http://127.0.0.1:{port}")
}

/// A pipe that nobody reads any more, as standard output.
pub fn closed_pipe() -> std::process::Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}
