//! A webhook, as the API shows it and as it is written.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::Url;

use crate::model::{EventType, JsonObject};
use crate::secret::{MASK, Secret};

/// What a webhook id may be, for refusals.
pub const ID_RULE: &str = "an id is 1 to 255 characters without white space, control characters, `/`, \
     `\\`, `?`, `#` or `%`, and does not begin with `-` or consist of dots";

/// A webhook's id: any text that stays one segment of a path. `../` can't be one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WebhookId(String);

impl WebhookId {
    /// An id of our own making, which is known to be one.
    pub(in crate::model) fn from_trusted(id: String) -> Self {
        Self(id)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for WebhookId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_segment = (1..=255).contains(&text.chars().count())
            && !text.starts_with('-')
            && !text.chars().all(|c| c == '.')
            && !text.contains(|c: char| {
                c.is_whitespace() || c.is_control() || matches!(c, '/' | '\\' | '?' | '#' | '%')
            });
        if is_segment {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!("{text:?} is not a webhook id: {ID_RULE}"))
        }
    }
}

impl fmt::Display for WebhookId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for WebhookId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for WebhookId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// Whether the API delivers to a webhook. The API may know more states than its document names:
/// an unknown one is kept as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Deliveries are sent.
    Active,
    /// Deliveries are not sent.
    Inactive,
    /// A state that the API document does not name.
    Other(String),
}

impl Status {
    /// The API's name for it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Other(text) => text,
        }
    }
}

impl From<String> for Status {
    fn from(text: String) -> Self {
        match text.as_str() {
            "active" => Self::Active,
            "inactive" => Self::Inactive,
            _ => Self::Other(text),
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// A webhook as the API answered it: the fields that decisions are made on, and the whole object.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// Where deliveries go.
    pub url: String,
    /// The event types that it subscribes to.
    pub events: Vec<EventType>,
    /// Whether deliveries are sent.
    pub status: Option<Status>,
    /// What it is for, in its owner's words.
    pub description: Option<String>,
    /// Everything that came, unknown fields included.
    pub object: JsonObject,
}

impl Webhook {
    /// The signing secret, where the answer shows it whole. A masked one is not a secret.
    ///
    /// # Errors
    /// When the field is there and not text.
    pub fn secret(&self) -> Result<Option<Secret>, String> {
        let text = self.object.read::<String>("secret")?;
        Ok(text.filter(|text| !text.contains(MASK)).and_then(|text| Secret::new(text).ok()))
    }
}

impl TryFrom<JsonObject> for Webhook {
    type Error = String;

    /// Reads the documented fields; the message of a failure names the field.
    fn try_from(object: JsonObject) -> Result<Self, String> {
        fn required<T>(value: Option<T>, key: &str) -> Result<T, String> {
            value.ok_or_else(|| format!("`{key}` is missing"))
        }
        Ok(Self {
            id: required(object.read("id")?, "id")?,
            url: required(object.read("url")?, "url")?,
            events: required(object.read("events")?, "events")?,
            status: object.read("status")?,
            description: object.read("description")?,
            object,
        })
    }
}

/// All that a webhook's owner decides on: the body of an update. What is not known is `null`, which
/// the API reads as missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// Where deliveries go.
    pub url: String,
    /// The event types to subscribe to.
    pub events: Vec<EventType>,
    /// Whether deliveries are sent.
    pub status: Option<Status>,
    /// What it is for, in its owner's words.
    pub description: Option<String>,
}

/// `meta` of a list's answer. Trusted for nothing but where to look next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageMeta {
    /// Webhooks in all.
    pub total: u64,
    /// This page's number, from 1.
    pub page: u64,
    /// Rows a page.
    pub limit: u64,
    /// Pages in all.
    pub pages: u64,
}

/// Why [`is_absolute_http_url`] says no, as the end of a sentence that names the URL. It quotes
/// nothing: a URL may hold a password.
pub fn url_refusal(text: &str) -> &'static str {
    let bare: String = text.chars().filter(|c| !is_blank(*c)).collect();
    if bare.len() < text.len() && is_absolute_http_url(&bare) {
        "has white space or a control character in it; %20 stands for a space"
    } else {
        "is not an absolute http or https URL"
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Whether `text` is an absolute `http` or `https` URL with a host: all that a webhook may point to.
pub fn is_absolute_http_url(text: &str) -> bool {
    // The URL standard repairs `http:/x` and `http:///x` and trims white space; a webhook's URL is
    // taken as it is.
    let after_scheme = ["http://", "https://"].iter().find_map(|scheme| {
        let start = text.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| &text[scheme.len()..])
    });
    after_scheme.is_some_and(|rest| !rest.starts_with(['/', '\\', '?', '#']))
        && !text.contains(is_blank)
        && Url::parse(text).is_ok_and(|url| url.host_str().is_some_and(|host| !host.is_empty()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{Status, Webhook, WebhookId, is_absolute_http_url, url_refusal};

    #[test]
    fn white_space_is_named_where_it_alone_is_wrong() {
        for blank in ["http://a/b c", " http://a/", "http://a/\n", "http://a\t/"] {
            assert!(url_refusal(blank).contains("white space"), "{blank:?}");
        }
        for other in ["nowhere", "no where", "ftp://a/ b", ""] {
            assert_eq!(url_refusal(other), "is not an absolute http or https URL", "{other:?}");
        }
    }

    #[test]
    fn ids_that_leave_their_segment_are_refused() {
        for bad in [
            "", ".", "..", "../x", "a/b", "a\\b", "a?b", "a#b", "a%2fb", "a b", "-x", "a\n",
            "a\u{7}",
        ] {
            assert!(bad.parse::<WebhookId>().is_err(), "{bad:?}");
        }
        for good in ["wh_123456", "a.b", "a:b", "wh-1", "ü"] {
            assert!(good.parse::<WebhookId>().is_ok(), "{good:?}");
        }
    }

    #[test]
    fn an_id_is_measured_in_characters() {
        assert!("ü".repeat(255).parse::<WebhookId>().is_ok());
        let refusal = "ü".repeat(256).parse::<WebhookId>().unwrap_err();
        assert!(refusal.ends_with(super::ID_RULE), "{refusal}");
    }

    #[test]
    fn only_absolute_http_urls_are_targets() {
        for good in
            ["http://a", "https://example.com/x?y=1", "HTTP://127.0.0.1:80/", "http://[::1]:1/"]
        {
            assert!(is_absolute_http_url(good), "{good}");
        }
        for bad in [
            "",
            "example.com",
            "/x",
            "ftp://a",
            "http:/a",
            "http://",
            "http:///x",
            "http://a b",
            "mailto:a@b",
        ] {
            assert!(!is_absolute_http_url(bad), "{bad}");
        }
    }

    #[test]
    fn a_masked_secret_is_no_secret() {
        let read = |secret: &str| {
            let text = format!(r#"{{"id":"wh_1","url":"http://a","events":[],"secret":{secret}}}"#);
            Webhook::try_from(serde_json::from_str::<super::JsonObject>(&text).unwrap())
                .unwrap()
                .secret()
        };
        assert!(read(r#""whsec_••••""#).unwrap().is_none());
        assert!(read(r#""whsec_abc""#).unwrap().is_some());
        assert!(read("null").unwrap().is_none());
        assert!(read("5").is_err());
    }

    #[test]
    fn an_unknown_status_is_kept() {
        let status: Status = serde_json::from_str(r#""paused""#).unwrap();
        assert_eq!(serde_json::to_string(&status).unwrap(), r#""paused""#);
    }

    proptest! {
        #[test]
        fn any_id_that_parses_is_one_path_segment(text in "\\PC{1,40}") {
            if let Ok(id) = text.parse::<WebhookId>() {
                let mut url = url::Url::parse("http://h/api/v1/webhooks").unwrap();
                url.path_segments_mut().unwrap().push(id.as_str());
                prop_assert_eq!(url.path_segments().unwrap().count(), 4);
                prop_assert_eq!(url.query(), None);
            }
        }
    }
}
