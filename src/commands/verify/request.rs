//! A whole HTTP request as it was captured: its headers, and the body that they delimit (RFC 9112,
//! section 6). Lines may end in LF alone, as editors and tools that print requests leave them.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::config::{input_name, is_stdin};
use crate::error::{Error, Result};
use crate::signature::{HEADER, Reason, Signature, from_headers};

/// The largest request that is read, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The most headers of one request.
const HEADERS: usize = 256;

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Request {
    headers: Vec<(String, Vec<u8>)>,
    /// The body's exact bytes, no longer chunked.
    pub(super) body: Vec<u8>,
    /// How the body differs from what the headers say, in words; nothing where it does not.
    pub(super) oddity: Option<String>,
}

impl Request {
    /// Reads a request from a file, or from standard input for `-`.
    ///
    /// # Errors
    /// What can't be read, is too large, or is no HTTP request (usage).
    pub(super) async fn read(path: &Path) -> Result<Self> {
        let name = input_name(path);
        let refused =
            |why: String| Error::usage(format!("the request can't be read from {name}: {why}"));
        let path = path.to_owned();
        let read = tokio::task::spawn_blocking(move || bytes(&path)).await;
        let read = read.map_err(|error| refused(error.to_string()))?;
        let bytes = read.map_err(|error| refused(error.to_string()))?;
        if bytes.len() as u64 > LARGEST {
            return Err(refused(format!("it is larger than {} MiB", LARGEST / 1024 / 1024)));
        }
        Self::parse(&bytes).map_err(refused)
    }

    fn parse(bytes: &[u8]) -> Result<Self, String> {
        let bytes = &as_http_1(without_a_beginning(bytes));
        let mut parsed = [httparse::EMPTY_HEADER; HEADERS];
        let mut request = httparse::Request::new(&mut parsed);
        let head = match request.parse(bytes) {
            Ok(httparse::Status::Complete(head)) => head,
            Ok(httparse::Status::Partial) => return Err("it has no end of its headers".into()),
            Err(error) => return Err(format!("it is no HTTP request: {error}")),
        };
        let headers: Vec<_> = request
            .headers
            .iter()
            .map(|header| (header.name.to_owned(), header.value.to_owned()))
            .collect();
        let (body, oddity) = delimit(&headers, &bytes[head..])?;
        Ok(Self { headers, body, oddity })
    }

    /// What its signature headers say.
    ///
    /// # Errors
    /// Those of [`from_headers`].
    pub(super) fn signature(&self) -> Result<Signature, Reason> {
        from_headers(values(&self.headers, HEADER))
    }

    /// The headers as text. A value that is not UTF-8 is read as Latin-1: each byte is the character of
    /// its number.
    pub(super) fn headers(&self) -> Vec<(String, String)> {
        let text = |value: &[u8]| match std::str::from_utf8(value) {
            Ok(text) => text.to_owned(),
            Err(_) => value.iter().copied().map(char::from).collect(),
        };
        self.headers.iter().map(|(name, value)| (name.clone(), text(value))).collect()
    }
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if is_stdin(path) {
        io::stdin().take(LARGEST + 1).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// What editors leave at the beginning of a file: a byte order mark, empty lines.
fn without_a_beginning(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start()
}

/// Browsers show a request of a later version with a first line as of 1.1.
fn as_http_1(bytes: &[u8]) -> Cow<'_, [u8]> {
    let end = bytes.iter().position(|&byte| byte == b'\n').unwrap_or(bytes.len());
    let (first, rest) = bytes.split_at(end);
    let first = first.trim_ascii_end();
    let later = [b" HTTP/2".as_slice(), b" HTTP/2.0", b" HTTP/3"];
    match later.into_iter().find_map(|version| first.strip_suffix(version)) {
        Some(start) => [start, b" HTTP/1.1", rest].concat().into(),
        None => bytes.into(),
    }
}

fn values<'a>(headers: &'a [(String, Vec<u8>)], name: &'a str) -> impl Iterator<Item = &'a [u8]> {
    let same = headers.iter().filter(move |(other, _)| other.eq_ignore_ascii_case(name));
    same.map(|(_, value)| value.as_slice())
}

/// The body, and how it differs from what the headers say. Those who save requests often save the body
/// without its chunks, or change its length: what is there is checked.
fn delimit(
    headers: &[(String, Vec<u8>)],
    rest: &[u8],
) -> Result<(Vec<u8>, Option<String>), String> {
    let not_looked_at = |count: usize| {
        (count > 0).then(|| format!("{count} bytes after the body are not looked at"))
    };
    let is_chunked = values(headers, "Transfer-Encoding")
        .any(|value| value.to_ascii_lowercase().trim_ascii().ends_with(b"chunked"));
    if is_chunked {
        return Ok(match unchunked(rest) {
            Chunks::Whole { body, left_over } => (body, not_looked_at(left_over)),
            Chunks::Cut { body } => (body, Some("its chunks break off".to_owned())),
            Chunks::None => {
                let told = "the body is not in chunks as its header says; it is taken as it is";
                (rest.to_vec(), Some(told.to_owned()))
            }
        });
    }
    let lengths = values(headers, "Content-Length").flat_map(|value| value.split(|&b| b == b','));
    let mut lengths = lengths.map(<[u8]>::trim_ascii);
    let Some(length) = lengths.next() else { return Ok((rest.to_vec(), None)) };
    if lengths.any(|other| other != length) {
        return Err("it has several Content-Length that differ".into());
    }
    let digits = std::str::from_utf8(length).ok().filter(|_| length.iter().all(u8::is_ascii_digit));
    let count = digits.and_then(|digits| digits.parse::<usize>().ok());
    let count = count.ok_or("its Content-Length is not a number")?;
    if let Some(body) = rest.get(..count) {
        return Ok((body.to_vec(), not_looked_at(rest.len() - count)));
    }
    let told = format!("the body breaks off: {} of {count} bytes are there", rest.len());
    Ok((rest.to_vec(), Some(told)))
}

/// What is in a body that is to be in chunks (RFC 9112, section 7.1).
enum Chunks {
    /// The content of all of them, and how many bytes come after the trailers.
    Whole { body: Vec<u8>, left_over: usize },
    /// The content of those that are there: the last one, which is empty, is not.
    Cut { body: Vec<u8> },
    /// Not even the first line is that of a chunk.
    None,
}

fn unchunked(mut rest: &[u8]) -> Chunks {
    let mut body = Vec::new();
    let mut is_first = true;
    loop {
        let Some((size, after)) = line(rest).and_then(|(line, after)| Some((size(line)?, after)))
        else {
            return if is_first { Chunks::None } else { Chunks::Cut { body } };
        };
        if size == 0 {
            return Chunks::Whole { body, left_over: after_trailers(after) };
        }
        let Some((content, after)) = after.split_at_checked(size) else {
            body.extend_from_slice(after);
            return Chunks::Cut { body };
        };
        body.extend_from_slice(content);
        match line(after) {
            Some(([], after)) => rest = after,
            None => return Chunks::Cut { body },
            Some(_) => return Chunks::None,
        }
        is_first = false;
    }
}

/// The size that the first line of a chunk states, before its extensions.
fn size(line: &[u8]) -> Option<usize> {
    let size = line.split(|&byte| byte == b';').next()?.trim_ascii();
    let is_hex = size.iter().all(u8::is_ascii_hexdigit);
    let size = std::str::from_utf8(size).ok().filter(|_| is_hex)?;
    usize::from_str_radix(size, 16).ok()
}

/// Trailers end with an empty line, and some who save requests leave it out.
fn after_trailers(mut rest: &[u8]) -> usize {
    while let Some((trailer, after)) = line(rest) {
        rest = after;
        if trailer.is_empty() {
            break;
        }
    }
    rest.len()
}

/// The first line without its end, and what comes after it; nothing once there is no more. The last
/// line may have no end.
fn line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    if bytes.is_empty() {
        return None;
    }
    let end = bytes.iter().position(|&byte| byte == b'\n').unwrap_or(bytes.len());
    let line = &bytes[..end];
    Some((line.strip_suffix(b"\r").unwrap_or(line), bytes.get(end + 1..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::Request;

    fn body(request: &[u8]) -> Result<(Vec<u8>, Option<String>), String> {
        Request::parse(request).map(|request| (request.body, request.oddity))
    }

    #[test]
    fn a_later_version_is_read_as_it_is_shown() {
        for version in ["2", "2.0", "3", "1.1"] {
            let text = format!("POST /hook HTTP/{version}\r\nhost: a\r\n\r\n{{}}");
            assert_eq!(Request::parse(text.as_bytes()).unwrap().body, b"{}", "{version}");
        }
        assert!(Request::parse(b"POST /hook HTTP/9\r\n\r\n").is_err());
    }

    #[test]
    fn the_headers_delimit_the_body() {
        assert_eq!(body(b"POST / HTTP/1.1\r\n\r\n{}\n"), Ok((b"{}\n".to_vec(), None)));
        let (short, oddity) = body(b"POST / HTTP/1.1\nContent-Length: 2, 2\n\n{}\n").unwrap();
        assert_eq!((&short[..], oddity.is_some()), (&b"{}"[..], true));
        let chunked = "POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n";
        for chunks in ["1;x=y\r\n{\r\n1\r\n}\r\n0\r\n\r\n", "2\n{}\n0", "2\n{}\n0\nX: y\n\n"] {
            let whole = format!("{chunked}{chunks}");
            assert_eq!(body(whole.as_bytes()), Ok((b"{}".to_vec(), None)), "{chunks:?}");
        }
    }

    #[test]
    fn chunks_that_break_off_are_told_from_none() {
        let told = |chunks: &str| {
            let request = format!("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}");
            let (body, oddity) = body(request.as_bytes()).unwrap();
            (String::from_utf8(body).unwrap(), oddity.unwrap())
        };
        for cut in ["1\r\n{\r\n1\r\n}\r\n", "1\r\n{\r\n1\r\n}", "1\r\n{\r\n9\r\n}"] {
            assert_eq!(told(cut), ("{}".into(), "its chunks break off".into()), "{cut:?}");
        }
        for joined in ["{}", "", "2\r\nabc"] {
            let (body, told) = told(joined);
            assert!(body == joined && told.contains("not in chunks"), "{joined:?}");
        }
    }

    #[test]
    fn what_a_tool_has_saved_otherwise_is_taken_as_it_is() {
        for head in ["Content-Length: 3", "Transfer-Encoding: chunked"] {
            let request = format!("\u{feff}\r\nPOST / HTTP/2\r\n{head}\r\n\r\n{{}}");
            let (whole, oddity) = body(request.as_bytes()).unwrap();
            assert_eq!((&whole[..], oddity.is_some()), (&b"{}"[..], true), "{head}");
        }
    }

    #[test]
    fn what_is_broken_is_refused() {
        let broken: [&[u8]; 5] = [
            b"",
            b"{}",
            b"POST / HTTP/1.1\r\nHost: a\r\n",
            b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
            b"POST / HTTP/1.1\r\nContent-Length: +2\r\n\r\n{}",
        ];
        for request in broken {
            assert!(body(request).is_err(), "{:?}", String::from_utf8_lossy(request));
        }
    }

    proptest! {
        #[test]
        fn any_body_comes_out_of_its_chunks(
            bytes in proptest::collection::vec(any::<u8>(), 0..500),
            size in 1usize..90,
        ) {
            let mut request = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
            for chunk in bytes.chunks(size) {
                request.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
                request.extend_from_slice(chunk);
                request.extend_from_slice(b"\r\n");
            }
            request.extend_from_slice(b"0\r\n\r\n");
            prop_assert_eq!(body(&request), Ok((bytes, None)));
        }

        #[test]
        fn any_bytes_are_a_request_or_none(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = body(&bytes);
            let head = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
            let _ = body(&[&head[..], &bytes].concat());
        }
    }
}
