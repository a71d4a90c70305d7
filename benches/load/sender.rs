//! Sending with as little effort as possible: requests rendered before, blocking sockets, answers
//! of a known length.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use hookctl::secret::Secret;
use hookctl::signature::Key;

/// Requests one after the other, all of one length, each of its own event.
pub(crate) struct Deliveries {
    bytes: Vec<u8>,
    length: usize,
}

impl Deliveries {
    pub(crate) fn signed_with(secret: &str, count: usize) -> Self {
        let key = Key::new(&Secret::new(secret).expect("a secret"));
        let bytes: Vec<u8> = (0..count).flat_map(|number| request(&key, number)).collect();
        let length = bytes.len() / count;
        Self { bytes, length }
    }

    pub(crate) fn between(&self, first: usize, end: usize) -> impl Iterator<Item = &[u8]> {
        self.bytes.chunks(self.length).take(end).skip(first)
    }
}

fn request(key: &Key, number: usize) -> Vec<u8> {
    let note = "Invited by the head of the department; ".repeat(7);
    let body = format!(
        r#"{{"id":"evt_{number:016}","type":"user.created","created":"2023-06-21T09:15:30Z","data":{{"id":"usr_789012","email":"newuser@example.com","name":"Jane Smith","role":"editor","status":"pending","note":"{note}","created_at":"2023-06-21T09:15:30Z"}}}}"#
    );
    let signature = key.sign(body.as_bytes());
    let length = body.len();
    format!(
        "POST /hook HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Webhooks/1.0\r\nAccept: */*\r\n\
         Content-Type: application/json\r\nX-Webhook-Signature: {signature}\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// A connection that is kept open.
pub(crate) struct Sender {
    stream: TcpStream,
    answer: Vec<u8>,
}

impl Sender {
    /// Connects, and makes a first delivery to learn how long the answers are.
    pub(crate) fn connect(address: SocketAddr, first: &[u8]) -> Self {
        let mut stream = TcpStream::connect(address).expect("the server can be reached");
        stream.set_nodelay(true).expect("requests are not delayed");
        stream.write_all(first).expect("a request goes out");
        let mut answer = vec![0; 4096];
        // So small an answer is written, and comes, in one piece.
        let length = stream.read(&mut answer).expect("an answer comes");
        answer.truncate(length);
        Self { stream, answer }
    }

    fn send(&mut self, delivery: &[u8]) {
        self.stream.write_all(delivery).expect("a request goes out");
    }

    fn await_answer(&mut self) {
        self.stream.read_exact(&mut self.answer).expect("an answer comes");
        assert!(self.answer.starts_with(b"HTTP/1.1 200"), "{}", self.answer.escape_ascii());
    }
}

/// Keeps one delivery under way on each connection.
pub(crate) fn back_to_back<'a>(senders: &mut [Sender], deliveries: impl Iterator<Item = &'a [u8]>) {
    // In turn, and not as answers come: a server that is busy has answered by then, so that the
    // sender never waits, nor asks which connections are ready.
    let count = senders.len();
    for (number, delivery) in deliveries.enumerate() {
        let sender = &mut senders[number % count];
        if number >= count {
            sender.await_answer();
        }
        sender.send(delivery);
    }
    senders.iter_mut().for_each(Sender::await_answer);
}

/// Makes a delivery in every interval, whether earlier ones are answered or not, and tells how long
/// each took from the moment at which it was due.
pub(crate) fn at_rate(
    senders: Vec<Sender>,
    deliveries: &[&[u8]],
    interval: Duration,
) -> Vec<Duration> {
    let (count, start) = (senders.len(), Instant::now());
    thread::scope(|scope| {
        let threads: Vec<_> = (senders.into_iter().enumerate())
            .map(|(first, mut sender)| {
                scope.spawn(move || {
                    (first..deliveries.len())
                        .step_by(count)
                        .map(|number| {
                            let due = start + interval * u32::try_from(number).expect("few");
                            wait_until(due);
                            sender.send(deliveries[number]);
                            sender.await_answer();
                            due.elapsed()
                        })
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("no sender failed")).collect()
    })
}

/// Sleeps for the most part: a system wakes sleepers late, by less than this.
fn wait_until(due: Instant) {
    const LATE: Duration = Duration::from_micros(100);
    thread::sleep(due.saturating_duration_since(Instant::now() + LATE));
    while Instant::now() < due {
        std::hint::spin_loop();
    }
}
