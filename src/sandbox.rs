//! The whole Webhooks API on this machine: a faithful server over real HTTP, on loopback only.
//!
//! It prints nothing. Its state is one `SQLite` file, which several processes may use at a time.

mod answers;
mod body;
mod delivery;
mod emit;
mod error;
mod failures;
mod gate;
mod query;
mod rate;
mod refusal;
mod server;
mod store;

use std::future::IntoFuture;
use std::io;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

pub use self::emit::{DEFAULT_BACKOFF, Emission, Reached, emit};
pub use self::error::Error;
pub use self::failures::Failures;
use self::gate::{Gate, Tokens};
use self::store::Store;
use crate::model::Rate;
use crate::secret::Secret;

/// How long requests in flight may take to be answered once the sandbox is told to stop.
const STOP_LIMIT: Duration = Duration::from_secs(5);

/// Where the webhooks and tokens are kept.
#[derive(Clone, Debug, Default)]
pub enum State {
    /// In this file; it is made where there is none.
    File(PathBuf),
    /// In memory, as long as the sandbox runs.
    #[default]
    Ephemeral,
}

/// How a sandbox is to run. The default behaves well, on a free port, and forgets.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Where the webhooks and tokens are kept.
    pub state: State,
    /// The token to expect instead of the state's own. It is not stored.
    pub server_token: Option<Secret>,
    /// How many requests are taken before the rest are answered 429.
    pub rate_limit: Option<Rate>,
    /// The least time that an answer takes.
    pub latency: Duration,
    /// Which share of the requests fails on purpose.
    pub failures: Failures,
}

/// A sandbox that runs, until it is stopped or dropped.
#[derive(Debug)]
pub struct Sandbox {
    url: String,
    token: Secret,
    read_only_token: Secret,
    /// Its end is what the server waits for.
    running: oneshot::Sender<()>,
    server: JoinHandle<io::Result<()>>,
}

/// Starts a sandbox. It takes requests when this returns.
///
/// # Errors
/// A port that can't be had, or a state that can't be used.
pub async fn start(options: Options) -> Result<Sandbox, Error> {
    let store = match &options.state {
        State::File(path) => Store::open(path)?,
        State::Ephemeral => Store::in_memory()?,
    };
    let (stored_token, read_only_token) = store.tokens().map_err(|error| store.failure(error))?;
    let token = options.server_token.unwrap_or(stored_token);
    let tokens = Tokens::new(&token, &read_only_token);
    let gate = Gate::new(tokens, options.rate_limit, options.failures, options.latency);

    let (listener, port) = listen(options.port).await?;
    let (running, stopped) = oneshot::channel::<()>();
    let server = axum::serve(listener, server::router(Arc::new(store), gate))
        .with_graceful_shutdown(async {
            // Nothing is ever sent: the sender's end is the sign.
            let _ = stopped.await;
        });
    Ok(Sandbox {
        url: format!("http://127.0.0.1:{port}"),
        token,
        read_only_token,
        running,
        server: tokio::spawn(server.into_future()),
    })
}

async fn listen(port: u16) -> Result<(TcpListener, u16), Error> {
    let refused = |source: io::Error| match source.kind() {
        io::ErrorKind::AddrInUse => Error::PortInUse(port),
        _ => Error::Port { port, source },
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    Ok((listener, address.port()))
}

impl Sandbox {
    /// The API's origin: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The token that may do everything.
    pub fn token(&self) -> &Secret {
        &self.token
    }

    /// The token that may only read.
    pub fn read_only_token(&self) -> &Secret {
        &self.read_only_token
    }

    /// Takes no new connections, answers the requests in flight, and ends; within five seconds.
    pub async fn stop(self) {
        let Self { running, mut server, .. } = self;
        drop(running);
        if timeout(STOP_LIMIT, &mut server).await.is_err() {
            server.abort();
        }
    }
}

#[cfg(test)]
mod tests;
