//! The floors: a bare hyper server on one thread that checks signatures and answers; and the same
//! with a thread that commits what comes to `SQLite`, in groups, before it is answered.

use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use rusqlite::{Connection, params};
use sha2::Sha256;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::SECRET;

const GROUP: usize = 256;

struct Shared {
    key: Hmac<Sha256>,
    journal: Option<mpsc::Sender<Job>>,
}

struct Job {
    headers: String,
    body: Bytes,
    kept: oneshot::Sender<()>,
}

/// Serves until it is killed.
pub(crate) fn serve(port: &str, journal: Option<&Path>) {
    let port: u16 = port.parse().expect("a port");
    let key = Hmac::new_from_slice(SECRET.as_bytes()).expect("any length is taken");
    let shared = Arc::new(Shared { key, journal: journal.map(start_journal) });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("the runtime starts").block_on(async {
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.expect("a free port");
        loop {
            let (stream, _) = socket.accept().await.expect("a connection");
            stream.set_nodelay(true).expect("answers are not delayed");
            let shared = Arc::clone(&shared);
            let service = service_fn(move |request| answer(request, Arc::clone(&shared)));
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    });
}

async fn answer(
    request: Request<Incoming>,
    shared: Arc<Shared>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.expect("the body comes").to_bytes();
    let mut answer = Response::new(Full::from(r#"{"received":true}"#));
    if !is_valid(&shared.key, &head.headers, &body) {
        *answer.status_mut() = StatusCode::UNAUTHORIZED;
        return Ok(answer);
    }
    if let Some(journal) = &shared.journal {
        let (kept, is_kept) = oneshot::channel();
        let job = Job { headers: json(&head.headers), body, kept };
        journal.send(job).expect("the journal is open");
        is_kept.await.expect("the delivery is kept");
    }
    Ok(answer)
}

fn is_valid(key: &Hmac<Sha256>, headers: &HeaderMap, body: &[u8]) -> bool {
    let mut signature = [0; 32];
    let header = headers.get("x-webhook-signature").map(HeaderValue::as_bytes);
    let mut keyed = key.clone();
    keyed.update(body);
    hex::decode_to_slice(header.unwrap_or_default(), &mut signature).is_ok()
        && keyed.verify_slice(&signature).is_ok()
}

fn json(headers: &HeaderMap) -> String {
    let pairs: Vec<_> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default()))
        .collect();
    serde_json::to_string(&pairs).expect("text is JSON")
}

fn start_journal(path: &Path) -> mpsc::Sender<Job> {
    let mut connection = Connection::open(path).expect("the journal opens");
    connection.pragma_update(None, "journal_mode", "WAL").expect("it is a log");
    connection.pragma_update(None, "synchronous", "FULL").expect("commits are synced");
    connection
        .execute_batch(
            "CREATE TABLE delivery (number INTEGER PRIMARY KEY, id TEXT NOT NULL,
                 received_at INTEGER NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL)",
        )
        .expect("the table is made");
    let (sender, jobs) = mpsc::channel();
    std::thread::spawn(move || {
        while let Ok(first) = jobs.recv() {
            let group: Vec<Job> =
                std::iter::once(first).chain(jobs.try_iter()).take(GROUP).collect();
            keep(&mut connection, &group);
            for job in group {
                // Whoever sent it may have gone.
                let _ = job.kept.send(());
            }
        }
    });
    sender
}

fn keep(connection: &mut Connection, group: &[Job]) {
    let transaction = connection.transaction().expect("nobody else writes");
    let sql = "INSERT INTO delivery (id, received_at, headers, body) VALUES (?, ?, ?, ?)";
    let mut insert = transaction.prepare_cached(sql).expect("the table is there");
    for Job { headers, body, .. } in group {
        let id = format!("dlv_{:016x}", fastrand::u64(..));
        let received_at = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time").as_millis();
        let received_at = i64::try_from(received_at).expect("a time of our age");
        insert.execute(params![id, received_at, headers, &body[..]]).expect("a row is inserted");
    }
    drop(insert);
    transaction.commit().expect("the group is on disk");
}
