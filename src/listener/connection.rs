//! One connection: HTTP/1.1 with keep-alive and pipelining, and a limit on everything that a peer
//! could make wait or grow.

use std::convert::Infallible;
use std::sync::Arc;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::Watcher;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

use crate::listener::endpoint::Endpoint;
use crate::listener::lingering::{Lingering, Unread};
use crate::listener::tls::Identity;

/// The longest head that is read, in bytes; the connection's buffer is as long.
const MAX_HEAD: usize = 64 * 1024;

/// Answers the requests of one connection until either side ends it; with an identity, over TLS.
pub(super) async fn serve(
    stream: TcpStream,
    identity: Option<Identity>,
    endpoint: Arc<Endpoint>,
    watcher: Watcher,
) {
    // Answers are small and whole: waiting to fill a packet would only delay them.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "answers may be delayed");
    }
    let unread = Unread::default();
    let stream = Lingering::new(stream, unread.clone());
    let Some(identity) = identity else {
        return converse(stream, unread, endpoint, watcher).await;
    };
    // A handshake is in nobody's way but its own.
    match identity.accept(stream, endpoint.read_timeout()).await {
        Ok(stream) => converse(stream, unread, endpoint, watcher).await,
        Err(error) => tracing::info!(%error, "a TLS handshake failed"),
    }
}

async fn converse(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    unread: Unread,
    endpoint: Arc<Endpoint>,
    watcher: Watcher,
) {
    let read_timeout = endpoint.read_timeout();
    let service = service_fn(move |request| {
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
