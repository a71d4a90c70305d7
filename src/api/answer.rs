//! Reading the API's answers: within a bound, in the documented envelopes, and never believing more
//! than they say.

use bytes::{Bytes, BytesMut};
use http::header::LOCATION;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;
use zeroize::Zeroize;

use crate::error::{Error, Kind, Result};
use crate::model::{JsonObject, PageMeta, WebhookId};
use crate::secret::Secret;

/// The largest answer that is read.
const LARGEST: usize = 64 * 1024 * 1024;

/// How much of an answer that is not the API's is quoted, in characters.
const QUOTED: usize = 500;

/// An answer of any status, read whole.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: StatusCode,
    /// The HTTP headers.
    pub headers: HeaderMap,
    /// The body's exact bytes.
    pub body: Bytes,
    /// What the request was sent with: a server that repeats it must not make a message show it.
    token: Secret,
}

/// One page of a list.
#[derive(Debug, Deserialize)]
pub struct Page {
    /// The rows as they came.
    #[serde(rename = "data")]
    pub rows: Vec<JsonObject>,
    /// Where this page stands among all.
    pub meta: PageMeta,
}

/// Why no answer could be read.
#[derive(Debug)]
pub(super) enum Unread {
    /// The connection or the protocol failed.
    Broken(reqwest::Error),
    /// It is larger than [`LARGEST`].
    TooLarge,
}

impl Answer {
    /// Reads a response to its end.
    pub(super) async fn read(
        mut response: reqwest::Response,
        token: Secret,
    ) -> Result<Self, Unread> {
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(Unread::Broken)? {
            if body.len() + chunk.len() > LARGEST {
                return Err(Unread::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Self { status, headers, body: body.freeze(), token })
    }

    /// Ends with it: a body that had a secret is not left in memory.
    pub(super) fn wipe(self) {
        if let Ok(mut body) = self.body.try_into_mut() {
            body.zeroize();
        }
    }

    /// The answer, if its status says that the call was carried out.
    ///
    /// # Errors
    /// The kind that the status stands for, with the server's own words.
    pub fn accepted(self) -> Result<Self> {
        self.accepted_for(None)
    }

    /// The same for a call on one webhook, which a 404 then names.
    pub(super) fn accepted_for(self, id: Option<&WebhookId>) -> Result<Self> {
        if self.status.is_success() { Ok(self) } else { Err(self.refusal(id)) }
    }

    /// The `data` of the documented envelope.
    pub(super) fn data<T: DeserializeOwned>(&self) -> Result<T> {
        #[derive(Deserialize)]
        struct Envelope<T> {
            data: T,
        }
        self.json::<Envelope<T>>().map(|envelope| envelope.data)
    }

    /// The rows of any list, whatever they are, and how many pages it has.
    ///
    /// # Errors
    /// An answer that is not a page.
    pub fn rows(&self) -> Result<(Vec<Box<RawValue>>, u64)> {
        #[derive(Deserialize)]
        struct AnyPage {
            data: Vec<Box<RawValue>>,
            meta: PageMeta,
        }
        self.json::<AnyPage>().map(|page| (page.data, page.meta.pages))
    }

    /// The whole body as JSON.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body).map_err(|error| self.not_the_apis(&error.to_string()))
    }

    /// The failure of an answer that says "done" and then is not what the document shows.
    pub(super) fn not_the_apis(&self, why: &str) -> Error {
        // What did not fit may be quoted in the reason too.
        let why = self.quote(why.as_bytes());
        let message = format!("the answer is not the API's: {why}: {}", self.quote(&self.body));
        Error::new(Kind::Unavailable, message)
            .with_status(self.status.as_u16())
            .hinted("check that --api-url names the API itself and not another server")
    }

    fn refusal(&self, id: Option<&WebhookId>) -> Error {
        if self.status.is_redirection() {
            return self.redirection();
        }
        let words = self.words();
        let said = words.clone().unwrap_or_else(|| self.quote(&self.body));
        let message = match (self.status, id) {
            (StatusCode::NOT_FOUND, Some(id)) => format!("webhook {id} not found"),
            _ if said.is_empty() => format!("the API answered {}", self.status),
            _ => format!("the API answered {}: {said}", self.status),
        };
        let kind = kind_of(self.status);
        let error = Error::new(kind, message).with_status(self.status.as_u16());
        match kind {
            Kind::Unauthorized if self.status == StatusCode::UNAUTHORIZED => {
                error.hinted("check the token that --token or HOOKCTL_TOKEN gives")
            }
            Kind::Unauthorized => error.hinted("this token may not do that: use another"),
            Kind::NotFound if words.is_none() => {
                error.hinted("the answer has no JSON error: check that --api-url names the API")
            }
            Kind::NotFound => error.hinted("`hookctl list --all -o ids` shows the ids there are"),
            Kind::RateLimited => {
                error.hinted("wait and try again, or allow more with --retries and --timeout")
            }
            _ => error,
        }
    }

    fn redirection(&self) -> Error {
        let target = self.headers.get(LOCATION).map(|value| self.quote(value.as_bytes()));
        let target = target.unwrap_or_else(|| "a place that it does not name".into());
        let message =
            format!("the API answered {} and redirects to {target}: not followed", self.status);
        Error::new(Kind::Unavailable, message)
            .with_status(self.status.as_u16())
            .hinted("the token stays at its origin; if that place is the API, give it as --api-url")
    }

    /// The server's own words, in any of the shapes that servers use for errors.
    pub(super) fn words(&self) -> Option<String> {
        let Ok(Value::Object(body)) = serde_json::from_slice(&self.body) else { return None };
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let words = match (body.get("error"), body.get("errors")) {
            (Some(Value::String(words)), _) => Some(words.clone()),
            (Some(Value::Object(error)), _) => {
                let words = text(error.get("message")).or_else(|| text(error.get("code")));
                match error.get("details") {
                    None | Some(Value::Null) => words,
                    Some(details) => words.map(|words| format!("{words} ({})", plain(details))),
                }
            }
            (_, Some(Value::Array(errors))) if !errors.is_empty() => {
                Some(errors.iter().map(plain).collect::<Vec<_>>().join("; "))
            }
            // RFC 9457, section 3.1: `detail` explains, `title` only classifies.
            _ => match (text(body.get("title")), text(body.get("detail"))) {
                (Some(title), Some(detail)) => Some(format!("{title}: {detail}")),
                (title, detail) => detail.or(title).or_else(|| text(body.get("message"))),
            },
        };
        words.map(|words| self.quote(words.as_bytes()))
    }

    fn quote(&self, bytes: &[u8]) -> String {
        quote(bytes, &self.token)
    }
}

fn kind_of(status: StatusCode) -> Kind {
    match status.as_u16() {
        401 | 403 => Kind::Unauthorized,
        404 => Kind::NotFound,
        429 => Kind::RateLimited,
        400..=499 => Kind::Rejected,
        _ => Kind::Unavailable,
    }
}

/// One error of several, without braces where it says something itself.
fn plain(value: &Value) -> String {
    let words = ["message", "detail", "title"].iter().find_map(|key| value.get(key)?.as_str());
    match (value.as_str(), words, value.get("field").and_then(Value::as_str)) {
        (Some(text), ..) => text.to_owned(),
        (None, Some(words), Some(field)) => format!("{field}: {words}"),
        (None, Some(words), None) => words.to_owned(),
        (None, None, _) => value.to_string(),
    }
}

/// The start of some bytes on one line, for a message. Neither the token nor a whole secret in them
/// is repeated.
fn quote(bytes: &[u8], token: &Secret) -> String {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(8 * QUOTED)]);
    let text = without_secret_fields(&without_token(&text, token));
    let words: Vec<_> = text.split_whitespace().map(without_secret).collect();
    let mut quoted = words.join(" ");
    if let Some((end, _)) = quoted.char_indices().nth(QUOTED) {
        quoted.truncate(end);
        quoted.push('…');
    }
    quoted
}

/// The text with the token masked wherever the server repeats it.
pub(super) fn without_token(text: &str, token: &Secret) -> String {
    token.expose_text().map_or_else(|| text.to_owned(), |token| text.replace(token, "***"))
}

/// A secret of any look is known by its field, also where the JSON breaks off in it.
fn without_secret_fields(text: &str) -> String {
    const FIELD: &str = "\"secret\"";
    let mut parts = text.split(FIELD);
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shown.push_str(FIELD);
        let value = part.trim_start().strip_prefix(':').map(str::trim_start);
        let Some(value) = value.and_then(|value| value.strip_prefix('"')) else {
            shown.push_str(part);
            continue;
        };
        let is_end = |end: &usize| !value[..*end].ends_with('\\');
        let end = value.match_indices('"').map(|(end, _)| end).find(is_end);
        shown.push_str(":\"…");
        shown.push_str(&value[end.unwrap_or(value.len())..]);
    }
    shown
}

fn without_secret(word: &str) -> String {
    let mut parts = word.split("whsec_");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shown.push_str("whsec_…");
        shown.push_str(
            part.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "+/=-_".contains(c)),
        );
    }
    shown
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};

    use super::Answer;
    use crate::error::{Error, Kind};
    use crate::secret::Secret;

    fn refusal(status: u16, body: &str) -> Error {
        answer(status, body).accepted().unwrap_err()
    }

    fn answer(status: u16, body: &str) -> Answer {
        let status = StatusCode::from_u16(status).unwrap();
        let token = Secret::new("tok_x").unwrap();
        Answer { status, headers: HeaderMap::new(), body: body.to_owned().into(), token }
    }

    #[test]
    fn each_shape_of_error_is_understood() {
        for (body, words) in [
            (r#"{"error":"bad url"}"#, "bad url"),
            (r#"{"error":{"code":"x","message":"bad url"}}"#, "bad url"),
            (r#"{"error":{"message":"bad","details":["url"]}}"#, r#"bad (["url"])"#),
            (r#"{"message":"bad url"}"#, "bad url"),
            (
                r#"{"errors":["bad url",{"field":"events","message":"empty"}]}"#,
                "bad url; events: empty",
            ),
            (
                r#"{"type":"about:blank","title":"Invalid","detail":"bad url","status":422}"#,
                "Invalid: bad url",
            ),
            ("<h1>\n  Bad\n</h1>", "<h1> Bad </h1>"),
        ] {
            let error = refusal(422, body);
            assert_eq!(
                error.message(),
                format!("the API answered 422 Unprocessable Entity: {words}")
            );
            assert_eq!((error.kind(), error.status()), (Kind::Rejected, Some(422)));
        }
        assert_eq!(refusal(500, "").message(), "the API answered 500 Internal Server Error");
    }

    #[test]
    fn each_status_has_its_kind() {
        for (status, kind) in [
            (301, Kind::Unavailable),
            (400, Kind::Rejected),
            (401, Kind::Unauthorized),
            (403, Kind::Unauthorized),
            (404, Kind::NotFound),
            (409, Kind::Rejected),
            (429, Kind::RateLimited),
            (500, Kind::Unavailable),
            (503, Kind::Unavailable),
        ] {
            assert_eq!(refusal(status, "{}").kind(), kind, "{status}");
        }
    }

    #[test]
    fn what_is_quoted_is_short_one_line_and_without_secrets() {
        let quote = |bytes: &[u8]| answer(200, "").quote(bytes);
        let long = "ä".repeat(2000);
        assert_eq!(quote(long.as_bytes()).chars().count(), 501);
        let quoted = quote(br#"{"secret":"whsec_abcDEF123","x":"whsec_9"}"#);
        assert_eq!(quoted, r#"{"secret":"…","x":"whsec_…"}"#);
        assert_eq!(quote(br#"{"secret" : "a\"b","x":1}"#), r#"{"secret":"…","x":1}"#);
        assert_eq!(quote(br#"{"id":"wh_1","secret":"abc"#), r#"{"id":"wh_1","secret":"…"#);
        assert_eq!(quote(b"Bearer tok_x?"), "Bearer ***?");
        assert_eq!(quote(&[0xff, b'a']), "\u{fffd}a");
    }

    #[test]
    fn an_answer_of_another_shape_is_not_the_apis() {
        for body in ["", "<html>", r#"{"data":"#, "[]", r#"{"data":[1]}"#, r#"{"data":[]}"#] {
            let error = answer(200, body).json::<super::Page>().unwrap_err();
            assert_eq!(error.kind(), Kind::Unavailable, "{body}");
        }
    }
}
