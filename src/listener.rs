//! The receiver of signed deliveries: it reads a request, checks its signature over the exact
//! bytes, answers, and hands the record on through a channel. It never prints, and knows nothing
//! of the command line.

mod answer;
mod backlog;
mod body;
mod connection;
mod endpoint;
mod ledger;
mod lingering;
mod notice;
mod record;
mod relay;
mod respond;
#[cfg(test)]
mod tests;
mod tls;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};

use crate::error;
use crate::journal::Writer;
use crate::listener::endpoint::Endpoint;
use crate::listener::relay::Relay;
use crate::model::{DeliveryFilter, WebhookId};
use crate::secret::Secret;

pub use backlog::{Backlog, Waiting};
pub use ledger::Summary;
pub use notice::{Executed, Forwarded, Notice, Received};
pub use record::record;
pub use relay::{Options as RelayOptions, Program, Retries, Route, Target};
pub use respond::{Answers, Responder};
pub use tls::{Identity, SelfSigned};

/// How long the accept loop rests after a refusal of the system (no free file descriptor), unless
/// a connection ends before.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Where to listen, what to accept, and how long to wait for it.
#[derive(Debug)]
pub struct Options {
    /// The address to bind.
    pub host: IpAddr,
    /// The port to bind; 0 takes a free one.
    pub port: u16,
    /// What shows who we are, over TLS; without it, connections are plain.
    pub tls: Option<Identity>,
    /// The only path that is accepted, with its leading `/`; any path when there is none.
    pub path: Option<String>,
    /// The secrets to check with, in turn, each with the webhook that it is kept for.
    pub secrets: Vec<(Option<WebhookId>, Secret)>,
    /// Whether deliveries are taken as they come, whatever their signature.
    pub unchecked: bool,
    /// What accepted deliveries are answered.
    pub responder: Responder,
    /// The deliveries that are counted and passed on; how they are answered is the same for all.
    pub wanted: DeliveryFilter,
    /// The longest body that is accepted, in bytes.
    pub max_body: usize,
    /// How long a head, a body, or the next request on an open connection may take to come.
    pub read_timeout: Duration,
    /// Where deliveries are kept before they are answered; without it they are in memory only.
    pub journal: Option<Arc<Writer>>,
    /// Where deliveries go on to.
    pub relay: RelayOptions,
    /// How long requests in flight may take to end once the listener was told to stop.
    pub drain: Duration,
}

impl Options {
    /// A free loopback port, any path, and the default limits.
    pub fn new(secrets: Vec<(Option<WebhookId>, Secret)>) -> Self {
        Self {
            host: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            tls: None,
            path: None,
            secrets,
            unchecked: false,
            responder: Responder::default(),
            wanted: DeliveryFilter::default(),
            max_body: 10 * 1024 * 1024,
            read_timeout: Duration::from_secs(30),
            journal: None,
            relay: RelayOptions::default(),
            drain: Duration::from_secs(5),
        }
    }
}

/// Why the listener can't listen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another program listens there.
    #[error("port {} is already in use on {}", .0.port(), .0.ip())]
    InUse(SocketAddr),
    /// The system refuses the address for another reason.
    #[error("can't listen on {address}: {source}")]
    Refused {
        /// The address that was asked for.
        address: SocketAddr,
        /// The system's reason.
        source: io::Error,
    },
}

impl From<Error> for error::Error {
    fn from(error: Error) -> Self {
        let failed = Self::failed(error.to_string());
        match error {
            Error::InUse(_) => failed.hinted("take another port, or a free one with `--port 0`"),
            Error::Refused { .. } => failed,
        }
    }
}

/// A bound socket: connections are queued from now on, and served by [`Listener::run`].
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    address: SocketAddr,
    options: Options,
}

/// Binds the address.
///
/// # Errors
/// [`Error`] when the system refuses it.
pub async fn bind(options: Options) -> Result<Listener, Error> {
    let asked = SocketAddr::new(options.host, options.port);
    let bound = async {
        let socket = TcpListener::bind(asked).await?;
        let address = socket.local_addr()?;
        Ok((socket, address))
    };
    let (socket, address) = bound.await.map_err(|source: io::Error| match source.kind() {
        io::ErrorKind::AddrInUse => Error::InUse(asked),
        _ => Error::Refused { address: asked, source },
    })?;
    Ok(Listener { socket, address, options })
}

impl Listener {
    /// The URL to deliver to, with the port that was bound.
    pub fn url(&self) -> String {
        let scheme = if self.options.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}{}", self.address, self.options.path.as_deref().unwrap_or("/"))
    }

    /// The address that was bound, with its port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The port that was bound.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Takes deliveries signed with this secret too; it is the first to be tried from now on.
    pub fn trust(&mut self, id: WebhookId, secret: Secret) {
        self.options.secrets.insert(0, (Some(id), secret));
    }

    /// The secrets that signatures are checked with.
    pub fn secrets(&self) -> impl Iterator<Item = &Secret> {
        self.options.secrets.iter().map(|(_, secret)| secret)
    }

    /// The first secret, where signatures are checked.
    pub fn secret(&self) -> Option<&Secret> {
        self.options.secrets.first().map(|(_, secret)| secret)
    }

    /// Serves until `stop`, then lets the requests in flight end; tells what came.
    ///
    /// Every delivery that was admitted and read is told of in `notices`, and what became of
    /// passing it on. The receiver must take them as they come: they wait in memory.
    pub async fn run(
        self,
        notices: mpsc::UnboundedSender<Notice>,
        stop: impl Future<Output = ()>,
    ) -> Summary {
        let Self { socket, mut options, .. } = self;
        let tls = options.tls.take();
        let drain = options.drain;
        let onward = std::mem::take(&mut options.relay);
        let relay = Relay::new(onward, options.journal.clone(), notices.clone());
        let relay = Arc::new(relay);
        let (is_stopping, stopping) = watch::channel(false);
        let workers = relay.start(&stopping);
        let endpoint = Arc::new(Endpoint::new(options, Arc::clone(&relay), notices));
        let graceful = GracefulShutdown::new();
        let mut connections = JoinSet::new();
        let mut stop = pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => break,
                stream = accept(&socket) => {
                    let (tls, endpoint) = (tls.clone(), Arc::clone(&endpoint));
                    let end = connection::End::new(graceful.watcher(), stopping.clone());
                    connections.spawn(connection::serve(stream, tls, endpoint, end));
                }
                // Also ends a pause of `accept`: a connection that ended has freed a descriptor.
                Some(_) = connections.join_next() => {}
            }
        }
        drop(socket);
        let deadline = Instant::now() + drain;
        let _ = is_stopping.send(true);
        // What is not done in time is cut with the set of connections.
        let _ = timeout_at(deadline, graceful.shutdown()).await;
        connections.shutdown().await;
        let pending = relay.finish(workers, deadline).await;
        Summary { pending, ..endpoint.summary() }
    }
}

/// The next connection, whatever the system refuses meanwhile.
async fn accept(socket: &TcpListener) -> TcpStream {
    loop {
        match socket.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

/// To the microsecond: what lies below is noise.
fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}
