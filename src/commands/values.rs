//! How the text of a setting is read where clap does not read it: in a file, and where there is no
//! flag.

use std::convert::Infallible;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use http::HeaderName;

use crate::api::ApiUrl;
use crate::commands::duration::positive_duration;
use crate::config::{Key, Source};
use crate::output::{ColorChoice, Form};

/// A setting, and the one way to read its text.
pub(crate) struct Setting<T> {
    pub(crate) key: Key,
    read: fn(&str) -> Result<T, String>,
}

impl<T> Setting<T> {
    const fn new(key: Key, read: fn(&str) -> Result<T, String>) -> Self {
        Self { key, read }
    }

    /// Reads its text.
    ///
    /// # Errors
    /// What is expected instead.
    pub(crate) fn read(&self, text: &str) -> Result<T, String> {
        (self.read)(text)
    }

    fn check(&self, text: &str) -> Result<(), String> {
        self.read(text).map(drop)
    }
}

pub(crate) const API_URL: Setting<ApiUrl> = Setting::new(Key::ApiUrl, api_url);
pub(crate) const TOKEN: Setting<Source> = Setting::new(Key::Token, token);
pub(crate) const AUTH_HEADER: Setting<HeaderName> = Setting::new(Key::AuthHeader, header_name);
pub(crate) const AUTH_SCHEME: Setting<Option<String>> = Setting::new(Key::AuthScheme, scheme);
pub(crate) const OUTPUT: Setting<Form> = Setting::new(Key::Output, Form::from_str);
pub(crate) const TIMEOUT: Setting<Duration> = Setting::new(Key::Timeout, positive_duration);
pub(crate) const RETRIES: Setting<u32> = Setting::new(Key::Retries, count);
pub(crate) const PROXY: Setting<String> = Setting::new(Key::Proxy, any);
pub(crate) const CA_FILE: Setting<PathBuf> = Setting::new(Key::CaFile, any);
pub(crate) const CLIENT_CERT: Setting<PathBuf> = Setting::new(Key::ClientCert, any);
pub(crate) const CLIENT_KEY: Setting<PathBuf> = Setting::new(Key::ClientKey, any);
pub(crate) const ALLOW_HTTP: Setting<bool> = Setting::new(Key::AllowHttp, truth);
pub(crate) const COLOR: Setting<ColorChoice> = Setting::new(Key::Color, ColorChoice::from_str);
pub(crate) const JOURNAL: Setting<PathBuf> = Setting::new(Key::Journal, any);

/// Refuses what no command could use, before it is written to a file.
///
/// # Errors
/// What is expected instead.
pub(crate) fn check(key: Key, text: &str) -> Result<(), String> {
    match key {
        Key::ApiUrl => API_URL.check(text),
        Key::Token => TOKEN.check(text),
        Key::AuthHeader => AUTH_HEADER.check(text),
        Key::AuthScheme => AUTH_SCHEME.check(text),
        Key::Output => OUTPUT.check(text),
        Key::Timeout => TIMEOUT.check(text),
        Key::Retries => RETRIES.check(text),
        Key::Proxy => PROXY.check(text),
        Key::CaFile => CA_FILE.check(text),
        Key::ClientCert => CLIENT_CERT.check(text),
        Key::ClientKey => CLIENT_KEY.check(text),
        Key::AllowHttp => ALLOW_HTTP.check(text),
        Key::Color => COLOR.check(text),
        Key::Journal => JOURNAL.check(text),
    }
}

fn api_url(text: &str) -> Result<ApiUrl, String> {
    text.parse().map_err(|error: <ApiUrl as FromStr>::Err| error.to_string())
}

/// A switch's word, as clap takes it from a variable.
pub(crate) fn truth(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "y" | "yes" | "t" | "true" | "on" | "1" => Ok(true),
        "n" | "no" | "f" | "false" | "off" | "0" => Ok(false),
        _ => Err("expected true or false".into()),
    }
}

/// A number of retries.
fn count(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| "expected a number".to_owned())
}

/// A header's name.
fn header_name(text: &str) -> Result<HeaderName, String> {
    text.parse().map_err(|_| "expected the name of an HTTP header".to_owned())
}

/// What stands before a token; nothing where that is empty.
fn scheme(text: &str) -> Result<Option<String>, String> {
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(Some(text.to_owned()).filter(|text| !text.is_empty()));
    }
    Err("expected one word, such as Bearer".into())
}

/// A token's source that every call can read anew.
fn token(text: &str) -> Result<Source, String> {
    match text.parse().unwrap_or_else(|never: Infallible| match never {}) {
        Source::Stdin => Err("a token that is kept can't be standard input".into()),
        source => Ok(source),
    }
}

/// A text or path, which only its use can tell to be wrong.
#[expect(clippy::unnecessary_wraps, reason = "one of those that read a setting")]
fn any<T: for<'a> From<&'a str>>(text: &str) -> Result<T, String> {
    Ok(T::from(text))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use clap::Command;
    use clap::builder::{BoolishValueParser, TypedValueParser};

    use super::{check, truth};
    use crate::config::Key;

    #[test]
    fn a_switch_is_read_in_a_file_as_in_a_variable() {
        let words = "y yes t true on 1 n no f false off 0 YES Off 2 yess -";
        for word in words.split(' ') {
            let parser = BoolishValueParser::new();
            let clap = parser.parse_ref(&Command::new("x"), None, OsStr::new(word)).ok();
            assert_eq!(truth(word).ok(), clap, "{word}");
        }
    }

    #[test]
    fn the_default_of_a_key_can_be_read() {
        for key in Key::ALL {
            if let Some(default) = key.default() {
                assert_eq!(check(key, default), Ok(()), "{}", key.name());
            }
        }
    }
}
