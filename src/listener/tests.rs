//! The room over real sockets, with requests written by hand; here what the tests have in common.

mod answers;
mod life;
mod wire;

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::listener::{Notice, Options, Received, Summary, bind};
use crate::model::Delivery;
use crate::secret::Secret;
use crate::signature::Key;

const SECRET: &str = "whsec_abcdefghijklmnopqrstuvwxyz1234";
const EVENT: &[u8] = br#"{"id":"evt_1","type":"user.created","data":{}}"#;

fn secret(text: &str) -> Secret {
    Secret::new(text).unwrap()
}

fn options() -> Options {
    Options::new(vec![(None, secret(SECRET))])
}

fn signature(body: &[u8]) -> String {
    Key::new(&secret(SECRET)).sign(body).to_string()
}

/// A listener at work.
struct Running {
    address: SocketAddr,
    notices: mpsc::UnboundedReceiver<Notice>,
    stop: oneshot::Sender<()>,
    done: JoinHandle<Summary>,
}

impl Running {
    async fn start(options: Options) -> Self {
        let listener = bind(options).await.unwrap();
        let address = listener.address;
        let (sender, notices) = mpsc::unbounded_channel();
        let (stop, stopped) = oneshot::channel();
        let done = tokio::spawn(listener.run(sender, async {
            let _ = stopped.await;
        }));
        Self { address, notices, stop, done }
    }

    async fn peer(&self) -> Peer {
        Peer(BufReader::new(TcpStream::connect(self.address).await.unwrap()))
    }

    async fn delivery(&mut self) -> Arc<Delivery> {
        match self.notices.recv().await.unwrap() {
            Notice::Received(Received::Whole(delivery, _)) => delivery,
            other => panic!("{other:?}"),
        }
    }

    /// The deliveries that were told of up to now.
    fn told(&mut self) -> Vec<Arc<Delivery>> {
        std::iter::from_fn(|| self.notices.try_recv().ok())
            .map(|notice| match notice {
                Notice::Received(Received::Whole(delivery, _)) => delivery,
                other => panic!("{other:?}"),
            })
            .collect()
    }

    async fn end(self) -> Summary {
        self.stop.send(()).unwrap();
        self.done.await.unwrap()
    }
}

/// A sender's end of a connection.
struct Peer(BufReader<TcpStream>);

impl Peer {
    async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.write_all(bytes.as_ref()).await.unwrap();
    }

    async fn answer(&mut self) -> Answer {
        let status_line = self.line().await;
        let status = status_line.split(' ').nth(1).unwrap().parse().unwrap();
        let mut headers = Vec::new();
        loop {
            let line = self.line().await;
            let Some((name, value)) = line.split_once(": ") else { break };
            headers.push((name.to_owned(), value.to_owned()));
        }
        let mut answer = Answer { status, headers, body: String::new() };
        let length = answer.header("content-length").map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).await.unwrap();
        answer.body = String::from_utf8(body).unwrap();
        answer
    }

    async fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).await.unwrap();
        line.trim_end().to_owned()
    }

    /// Whether the listener closed without a further byte.
    async fn is_closed(&mut self) -> bool {
        self.0.fill_buf().await.unwrap().is_empty()
    }
}

#[derive(Debug)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// A request with these further lines in its head, each ended with `\r\n`.
fn request(line: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("{line} HTTP/1.1\r\nhost: l\r\n{head}content-length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// A delivery as the API sends it.
fn delivery(body: &[u8]) -> Vec<u8> {
    request("POST /", &format!("X-Webhook-Signature: {}\r\n", signature(body)), body)
}
