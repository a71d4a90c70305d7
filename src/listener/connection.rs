//! One connection: HTTP/1.1 with keep-alive and pipelining, and a limit on everything that a peer
//! could make wait or grow.

use std::convert::Infallible;
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::Watcher;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::sleep;

use crate::listener::endpoint::Endpoint;
use crate::listener::lingering::{Lingering, Unread};
use crate::listener::tls::Identity;

/// The longest head that is read, in bytes; the connection's buffer is as long.
const MAX_HEAD: usize = 64 * 1024;

/// How long a request that was sent as the listener was told to stop may take to be seen.
const LAST_LOOK: Duration = Duration::from_millis(100);

/// How a connection hears that the listener stops.
pub(super) struct End {
    watcher: Watcher,
    stopping: watch::Receiver<bool>,
    has_asked: Arc<AtomicBool>,
}

impl End {
    /// What the watcher belongs to has to be told to shut down, too.
    pub(super) fn new(watcher: Watcher, stopping: watch::Receiver<bool>) -> Self {
        Self { watcher, stopping, has_asked: Arc::default() }
    }
}

/// Answers the requests of one connection until either side ends it; with an identity, over TLS. One
/// that has sent no request ends as soon as the listener is to stop: it has nothing to lose.
pub(super) async fn serve(
    stream: TcpStream,
    identity: Option<Identity>,
    endpoint: Arc<Endpoint>,
    end: End,
) {
    let End { watcher, stopping, has_asked } = end;
    tokio::select! {
        biased;
        () = accept(stream, identity, endpoint, watcher, Arc::clone(&has_asked)) => {}
        () = stopped_unasked(stopping, &has_asked) => {
            tracing::debug!("a connection had sent no request when the listener stopped");
        }
    }
}

async fn stopped_unasked(mut stopping: watch::Receiver<bool>, has_asked: &AtomicBool) {
    // Its sender is there as long as the listener, whose end ends all connections.
    let _ = stopping.wait_for(|is_stopping| *is_stopping).await;
    sleep(LAST_LOOK).await;
    if has_asked.load(Ordering::Relaxed) {
        pending::<()>().await;
    }
}

async fn accept(
    stream: TcpStream,
    identity: Option<Identity>,
    endpoint: Arc<Endpoint>,
    watcher: Watcher,
    has_asked: Arc<AtomicBool>,
) {
    // Answers are small and whole: waiting to fill a packet would only delay them.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "answers may be delayed");
    }
    let unread = Unread::default();
    let stream = Lingering::new(stream, unread.clone());
    let Some(identity) = identity else {
        return converse(stream, unread, endpoint, watcher, has_asked).await;
    };
    // A handshake is in nobody's way but its own.
    match identity.accept(stream, endpoint.read_timeout()).await {
        Ok(stream) => converse(stream, unread, endpoint, watcher, has_asked).await,
        Err(error) => tracing::info!(%error, "a TLS handshake failed"),
    }
}

async fn converse(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    unread: Unread,
    endpoint: Arc<Endpoint>,
    watcher: Watcher,
    has_asked: Arc<AtomicBool>,
) {
    let read_timeout = endpoint.read_timeout();
    let service = service_fn(move |request| {
        has_asked.store(true, Ordering::Relaxed);
        let (endpoint, unread) = (Arc::clone(&endpoint), unread.clone());
        async move { Ok::<_, Infallible>(endpoint.answer(request, &unread).await) }
    });
    // The time limit on heads also ends connections on which no further request comes. Pipelined
    // requests work, but `pipeline_flush` is left off: it keeps an answer back while a part of the
    // next request is buffered, for ever when the sender waits for that answer, and it loses the
    // 400 for a bad head.
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(read_timeout)
        .max_header_size(MAX_HEAD)
        .max_buf_size(MAX_HEAD)
        .half_close(true)
        // Answers are short: one buffer is sent faster than a list of two.
        .writev(false)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended early");
    }
}
