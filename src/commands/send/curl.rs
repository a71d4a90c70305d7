//! The curl command that makes the same request. A plain function of values: nothing is run.

use std::ffi::OsStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::EXPECT;
use http::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::transport;

/// What a POSIX shell may hand over as one argument, with room to spare (Linux: 128 KiB).
const LONGEST_ARGUMENT: usize = 64 * 1024;

/// Of a longer body curl, in one version or another, asks first whether it may send it.
const UNEXPECTED: usize = 1024;

/// A command for a POSIX shell. Credentials in the URL are hidden and the proxy's left out, so
/// that they have to be put back.
pub(super) fn command(
    target: &Url,
    headers: &HeaderMap,
    body: &[u8],
    transport: &transport::Settings,
) -> String {
    let (before, data) = match std::str::from_utf8(body) {
        // --data-raw reads no file where the body begins with @; no argument can have a NUL.
        Ok(text) if text.len() <= LONGEST_ARGUMENT && !text.contains('\0') => {
            (String::new(), format!("--data-raw {}", quoted(text)))
        }
        _ => {
            let encoded = STANDARD.encode(body);
            (format!("printf %s {encoded} | base64 -d | "), "--data-binary @-".to_owned())
        }
    };
    let mut words = vec!["curl --request POST".to_owned()];
    let files = [
        ("--cacert", &transport.ca_file),
        ("--cert", &transport.client_cert),
        ("--key", &transport.client_key),
    ];
    for (option, file) in files {
        let file = file.as_deref().map(AsRef::<OsStr>::as_ref).map(OsStr::to_string_lossy);
        words.extend(file.map(|file| format!("{option} {}", quoted(&file))));
    }
    if let Some(proxy) = transport::proxy_for(target, transport) {
        words.push(format!("--proxy {}", quoted(proxy.as_str())));
    }
    words.extend(headers.iter().map(|(name, value)| header(name, value)));
    if body.len() > UNEXPECTED && !headers.contains_key(EXPECT) {
        words.push("--header Expect:".to_owned());
    }
    words.push(data);
    let url = transport::shown(target);
    // Brackets and braces would be patterns to curl.
    words.extend(url.contains(['[', ']', '{', '}']).then(|| "--globoff".to_owned()));
    words.push(quoted(&url));
    before + &words.join(" ")
}

/// A name with nothing behind its colon would take the header out: curl has a semicolon for that.
fn header(name: &HeaderName, value: &HeaderValue) -> String {
    let text = String::from_utf8_lossy(value.as_bytes());
    let line = if text.is_empty() { format!("{name};") } else { format!("{name}: {text}") };
    format!("--header {}", quoted(&line))
}

/// In single quotes, in which a POSIX shell changes nothing.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use http::HeaderMap;
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::command;
    use crate::transport::Settings;

    fn words(url: &str, headers: &HeaderMap, body: &[u8]) -> Vec<String> {
        let url = url.parse().unwrap();
        shell_words::split(&command(&url, headers, body, &Settings::default())).unwrap()
    }

    #[test]
    fn an_empty_header_is_sent_and_brackets_are_no_pattern() {
        let mut headers = HeaderMap::new();
        headers.insert("x-empty", "".parse().unwrap());
        let expected = [
            "curl",
            "--request",
            "POST",
            "--header",
            "x-empty;",
            "--data-raw",
            "",
            "--globoff",
            "http://[::1]:1/",
        ];
        assert_eq!(words("http://[::1]:1/", &headers, b""), expected);
    }

    #[test]
    fn bytes_that_are_no_argument_come_through_a_pipe() {
        let long = vec![b'a'; 100_000];
        for body in [&b"\xff"[..], b"a\0b", &long] {
            let words = words("http://a.invalid/", &HeaderMap::new(), body);
            assert_eq!(&words[..3], ["printf", "%s", &STANDARD.encode(body)]);
            assert!(words.contains(&"@-".to_owned()));
            assert_eq!(words.contains(&"Expect:".to_owned()), body.len() > 1024);
        }
    }

    #[test]
    fn credentials_in_the_url_are_hidden() {
        let words = words("http://user:hidden@a.invalid/", &HeaderMap::new(), b"");
        assert_eq!(words.last().unwrap(), "http://***@a.invalid/");
    }

    #[test]
    fn what_goes_through_a_proxy_does_so_with_curl() {
        let settings =
            Settings { proxy: Some("http://user:hidden@p:1".into()), ..Settings::default() };
        let command = |url: &str| command(&url.parse().unwrap(), &HeaderMap::new(), b"", &settings);
        assert!(command("http://a.invalid/").contains("--proxy 'http://p:1/' "));
        assert!(!command("http://127.0.0.1:1/").contains("--proxy"));
    }

    proptest! {
        #[test]
        fn any_text_is_one_word_to_a_shell(body in "[^\0]{0,60}") {
            let words = words("http://a.invalid/", &HeaderMap::new(), body.as_bytes());
            prop_assert_eq!(&words[4], &body);
        }
    }
}
