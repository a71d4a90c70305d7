//! A server that answers with whatever bytes a test wants, right or wrong or none, and remembers
//! what it was asked.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use serde_json::Value;

use super::GUARD;

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Names as they were sent, in order.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The body as text.
    #[track_caller]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// `GET /api/v1/webhooks`, say.
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.target)
    }
}

/// What goes back over the connection.
#[derive(Clone, Debug)]
pub struct Reply {
    bytes: Vec<u8>,
    is_held: bool,
}

impl Reply {
    /// These bytes and nothing else; then the connection is closed.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: bytes.into(), is_held: false }
    }

    /// A well-formed answer of JSON.
    pub fn json(status: u16, body: &str) -> Self {
        Self::with_headers(status, &[("content-type", "application/json")], body)
    }

    /// A well-formed answer with these headers, beside its length.
    pub fn with_headers(status: u16, headers: &[(&str, &str)], body: &str) -> Self {
        let mut head = format!("HTTP/1.1 {status} Whatever\r\nconnection: close\r\n");
        for (name, value) in headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        Self::raw(format!("{head}content-length: {}\r\n\r\n{body}", body.len()))
    }

    /// The connection is closed without a byte.
    pub fn nothing() -> Self {
        Self::raw("")
    }

    /// The connection stays open after the bytes, for as long as the server lives.
    pub fn held(mut self) -> Self {
        self.is_held = true;
        self
    }
}

/// The server. It stops when it is dropped.
pub struct Hostile {
    address: SocketAddr,
    shared: Arc<Shared>,
}

type Answer = dyn Fn(&Request) -> Reply + Send + Sync;

struct Shared {
    answer: Box<Answer>,
    requests: Mutex<Vec<Request>>,
    came: Condvar,
    held: Mutex<Vec<TcpStream>>,
    is_over: Mutex<bool>,
}

impl Hostile {
    /// Answers each request by asking `answer`.
    pub fn answering(answer: impl FnMut(&Request) -> Reply + Send + 'static) -> Self {
        let answer = Mutex::new(answer);
        Self::together(move |request| (answer.lock().unwrap())(request))
    }

    /// Answers each request by asking `answer`, many at a time.
    pub fn together(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::at("127.0.0.1:0", answer)
    }

    /// Answers at this address.
    pub fn at(address: &str, answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            answer: Box::new(answer),
            requests: Mutex::default(),
            came: Condvar::new(),
            held: Mutex::default(),
            is_over: Mutex::new(false),
        });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if *accepting.is_over.lock().unwrap() {
                    return;
                }
                let shared = Arc::clone(&accepting);
                thread::spawn(move || shared.serve(stream));
            }
        });
        Self { address, shared }
    }

    /// Answers the first request with the first reply, and so on; the last one stays.
    pub fn in_turn(replies: impl IntoIterator<Item = Reply>) -> Self {
        let mut replies: Vec<_> = replies.into_iter().collect();
        replies.reverse();
        Self::answering(move |_| match replies.as_slice() {
            [last] => last.clone(),
            _ => replies.pop().expect("a reply"),
        })
    }

    /// Answers every request with this.
    pub fn always(reply: Reply) -> Self {
        Self::in_turn([reply])
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().unwrap().clone()
    }

    /// Their first lines: `GET /api/v1/webhooks`.
    pub fn request_lines(&self) -> Vec<String> {
        self.requests().iter().map(Request::line).collect()
    }

    /// Waits until this many requests have come, and shows them.
    #[track_caller]
    pub fn wait_for(&self, count: usize) -> Vec<Request> {
        let requests = self.shared.requests.lock().unwrap();
        let waited =
            self.shared.came.wait_timeout_while(requests, GUARD, |came| came.len() < count);
        let (requests, _) = waited.unwrap();
        assert!(requests.len() >= count, "only {} of {count} requests came", requests.len());
        requests.clone()
    }
}

impl Drop for Hostile {
    fn drop(&mut self) {
        *self.shared.is_over.lock().unwrap() = true;
        self.shared.held.lock().unwrap().clear();
        // Wakes the thread that accepts.
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    fn serve(&self, mut stream: TcpStream) -> Option<()> {
        let request = read_request(&mut BufReader::new(&stream))?;
        let reply = (self.answer)(&request);
        self.requests.lock().unwrap().push(request);
        self.came.notify_all();
        // A client may have gone away.
        let _ = stream.write_all(&reply.bytes);
        if reply.is_held {
            self.held.lock().unwrap().push(stream);
        }
        Some(())
    }
}

/// Reads one request with a length, as hookctl sends them; nothing where there is none.
fn read_request(reader: &mut impl BufRead) -> Option<Request> {
    let mut line = || {
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line).ok().filter(|count| *count > 0)?;
        // A header may hold any bytes: each becomes the character of its number.
        let line: String = line.into_iter().map(char::from).collect();
        Some(line.trim_end().to_owned())
    };
    let first = line()?;
    let mut words = first.split(' ').map(str::to_owned);
    let (method, target) = (words.next()?, words.next()?);
    let mut headers = Vec::new();
    loop {
        let line = line()?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut request = Request { method, target, headers, body: Vec::new() };
    let length = request.header("content-length").map_or(0, |text| text.parse().unwrap());
    request.body = vec![0; length];
    reader.read_exact(&mut request.body).ok()?;
    Some(request)
}
