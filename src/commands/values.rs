//! How the text of a setting is read where clap does not read it: in a file, and where there is no
//! flag.

use std::convert::Infallible;
use std::path::PathBuf;

use http::HeaderName;

use crate::api::ApiUrl;
use crate::commands::duration::positive_duration;
use crate::config::{Key, Source};
use crate::output::{ColorChoice, Form};

/// A switch's word, as clap takes it from a variable.
pub(crate) fn truth(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Ok(true),
        "false" | "no" | "off" | "0" => Ok(false),
        _ => Err("expected true or false".into()),
    }
}

/// A number of retries.
pub(crate) fn count(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| "expected a number".to_owned())
}

/// A header's name.
pub(crate) fn header_name(text: &str) -> Result<HeaderName, String> {
    text.parse().map_err(|_| "expected the name of an HTTP header".to_owned())
}

/// What stands before a token; nothing where that is empty.
pub(crate) fn scheme(text: &str) -> Result<Option<String>, String> {
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(Some(text.to_owned()).filter(|text| !text.is_empty()));
    }
    Err("expected one word, such as Bearer".into())
}

/// A token's source that every call can read anew.
pub(crate) fn token(text: &str) -> Result<Source, String> {
    match text.parse().unwrap_or_else(|never: Infallible| match never {}) {
        Source::Stdin => Err("a token that is kept can't be standard input".into()),
        source => Ok(source),
    }
}

/// A text or path, which only its use can tell to be wrong.
#[expect(clippy::unnecessary_wraps, reason = "one of those that read a setting")]
pub(crate) fn any<T: for<'a> From<&'a str>>(text: &str) -> Result<T, String> {
    Ok(T::from(text))
}

/// Refuses what no command could use, before it is written to a file.
///
/// # Errors
/// What is expected instead.
pub(crate) fn check(key: Key, text: &str) -> Result<(), String> {
    match key {
        Key::ApiUrl => text.parse::<ApiUrl>().map(drop).map_err(|error| error.to_string()),
        Key::Token => token(text).map(drop),
        Key::AuthHeader => header_name(text).map(drop),
        Key::AuthScheme => scheme(text).map(drop),
        Key::Output => text.parse::<Form>().map(drop),
        Key::Timeout => positive_duration(text).map(drop),
        Key::Retries => count(text).map(drop),
        Key::AllowHttp => truth(text).map(drop),
        Key::Color => text.parse::<ColorChoice>().map(drop),
        Key::Proxy => any::<String>(text).map(drop),
        Key::CaFile | Key::ClientCert | Key::ClientKey | Key::Journal => {
            any::<PathBuf>(text).map(drop)
        }
    }
}
