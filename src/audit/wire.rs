//! One exchange on a connection of its own: bytes out, and the status of the answer.

use std::fmt;
use std::io;
use std::pin::pin;
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::{sleep, timeout};

use crate::audit::Verdict;
use crate::audit::request::{Framing, Request};
use crate::audit::target::Target;
use crate::transport::reason_with_advice;

/// A head longer than this is no answer of a handler.
const HEAD_BYTES: usize = 64 * 1024;

/// As many headers as clients commonly read.
const HEADERS: usize = 256;

/// How many chunks or pieces a body is sent in.
const PIECES: usize = 8;

/// A slow body takes this long: longer than a body on its way takes, and no longer than handlers
/// wait for one.
const SLOWNESS: Duration = Duration::from_secs(2);

/// Long enough that what is sent before and after is read apart.
const GAP: Duration = Duration::from_millis(200);

/// How an exchange ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// With a status.
    Status(u16),
    /// Without an answer, and why.
    None(String),
    /// With the end of the connection instead of an answer, and how.
    Broken(String),
    /// Without a connection, and why.
    Unreachable(String),
}

impl Answer {
    pub(super) fn is_accepted(&self) -> bool {
        matches!(self, Self::Status(200..300))
    }

    /// Whether the request was one too many (RFC 6585, section 4), whatever it was.
    pub(super) fn is_of_rate(&self) -> bool {
        matches!(self, Self::Status(429))
    }

    /// The verdict of what is not sound: that there is no connection says nothing of the handler.
    pub(super) fn failure_or(&self, verdict: Verdict) -> Verdict {
        match self {
            Self::Unreachable(_) => Verdict::Unreachable,
            Self::Broken(_) => Verdict::Broken,
            Self::Status(_) | Self::None(_) => verdict,
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(429) => f.write_str("429, for the rate of requests"),
            Self::Status(status) => write!(f, "{status}"),
            Self::None(why) | Self::Broken(why) => write!(f, "no answer: {why}"),
            Self::Unreachable(why) => write!(f, "no connection: {why}"),
        }
    }
}

/// Sends a request, and waits for the head of its answer, `limit` for all of it but our own pauses.
pub(super) async fn exchange(target: &Target, request: &Request, limit: Duration) -> Answer {
    let start = Instant::now();
    let late = || format!("nothing within {limit:?}");
    let stream = match timeout(limit, target.connect()).await {
        Ok(Ok(stream)) => stream,
        Ok(Err(error)) => return Answer::Unreachable(reason_with_advice(&error)),
        Err(_) => return Answer::Unreachable(late()),
    };
    let (mut reader, mut writer) = tokio::io::split(stream);
    let head = request.head(target.url());
    // Our own slowness is no fault of the handler's.
    let paused = match request.framing {
        Framing::Slow => SLOWNESS,
        Framing::Split => GAP,
        Framing::Length | Framing::Chunked => Duration::ZERO,
    };
    let limit_with_pauses = limit.saturating_add(paused);
    let exchanged = timeout(limit_with_pauses.saturating_sub(start.elapsed()), async {
        let mut answered = pin!(status(&mut reader));
        // A handler may answer before it has read it all, and then close: the answer counts.
        tokio::select! {
            answer = &mut answered => answer,
            _ = send(&mut writer, &head, request) => answered.await,
        }
    });
    exchanged.await.unwrap_or_else(|_| Answer::None(late()))
}

async fn send(
    writer: &mut (impl AsyncWrite + Unpin),
    head: &str,
    request: &Request,
) -> io::Result<()> {
    writer.write_all(head.as_bytes()).await?;
    let body = &request.body;
    let pieces = body.chunks(body.len().div_ceil(PIECES).max(1));
    match request.framing {
        Framing::Length => writer.write_all(body).await?,
        Framing::Chunked => {
            for piece in pieces {
                writer.write_all(format!("{:x}\r\n", piece.len()).as_bytes()).await?;
                writer.write_all(piece).await?;
                writer.write_all(b"\r\n").await?;
            }
            writer.write_all(b"0\r\n\r\n").await?;
        }
        Framing::Split => {
            let (before, after) = body.split_at(within_a_letter(body));
            writer.write_all(before).await?;
            writer.flush().await?;
            sleep(GAP).await;
            writer.write_all(after).await?;
        }
        Framing::Slow => {
            let pause = SLOWNESS / u32::try_from(PIECES).unwrap_or(u32::MAX);
            for piece in pieces {
                writer.write_all(piece).await?;
                writer.flush().await?;
                sleep(pause).await;
            }
        }
    }
    writer.flush().await
}

/// Where the first letter of more than one byte can be cut (RFC 3629, section 3); the end where there
/// is none.
fn within_a_letter(body: &[u8]) -> usize {
    body.iter().position(|byte| byte & 0b1100_0000 == 0b1000_0000).unwrap_or(body.len())
}

/// Reads the status of the answer; interim ones (1xx) are not it.
async fn status(reader: &mut (impl AsyncRead + Unpin)) -> Answer {
    let mut bytes = Vec::new();
    loop {
        match parse(&bytes) {
            Ok(Some((status, length))) if status < 200 => drop(bytes.drain(..length)),
            Ok(Some((status, _))) => return Answer::Status(status),
            Ok(None) if bytes.len() >= HEAD_BYTES => {
                return Answer::None("a head without an end".into());
            }
            Ok(None) => match reader.read_buf(&mut bytes).await {
                Ok(0) if bytes.is_empty() => {
                    return Answer::Broken("the connection was closed".into());
                }
                Ok(0) => return Answer::Broken("the connection was closed within the head".into()),
                Ok(_) => {}
                Err(error) => return Answer::Broken(format!("the connection broke: {error}")),
            },
            Err(error) => return Answer::None(format!("what came is no HTTP: {error}")),
        }
    }
}

/// The status and the length of a whole head.
fn parse(bytes: &[u8]) -> Result<Option<(u16, usize)>, httparse::Error> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut answer = httparse::Response::new(&mut headers);
    // What clients of HTTP put up with (RFC 9112, sections 5.1 and 5.2) is no fault here.
    let mut config = httparse::ParserConfig::default();
    config.allow_obsolete_multiline_headers_in_responses(true);
    config.allow_spaces_after_header_name_in_responses(true);
    Ok(match config.parse_response(&mut answer, bytes)? {
        httparse::Status::Complete(length) => answer.code.map(|status| (status, length)),
        httparse::Status::Partial => None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Answer, status, within_a_letter};

    async fn read(bytes: &str) -> Answer {
        status(&mut bytes.as_bytes()).await
    }

    #[tokio::test]
    async fn the_final_status_is_read() {
        let plain = "HTTP/1.1 204 No Content\r\nA: b\r\n\r\n";
        assert_eq!(read(plain).await, Answer::Status(204));
        let interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 401 No\r\n\r\nbody";
        assert_eq!(read(interim).await, Answer::Status(401));
    }

    #[tokio::test]
    async fn a_head_that_clients_put_up_with_is_read() {
        let folded = "HTTP/1.1 204 No Content\r\nA: b\r\n c\r\nServer : d\r\n\r\n";
        assert_eq!(read(folded).await, Answer::Status(204));
    }

    #[test]
    fn a_letter_is_cut_after_its_first_byte() {
        assert_eq!(within_a_letter("aé".as_bytes()), 2);
        assert_eq!(within_a_letter(b"ab"), 2);
    }

    #[tokio::test]
    async fn what_is_no_answer_is_said() {
        for bytes in ["", "HTTP/1.1 2"] {
            assert!(matches!(read(bytes).await, Answer::Broken(_)), "{bytes:?}");
        }
        assert!(matches!(read("SSH-2.0-server\r\n").await, Answer::None(_)));
    }
}
