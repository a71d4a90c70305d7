//! Where the API is, and that no path leads away from there.

use std::fmt;
use std::str::FromStr;

use ::url::Url;

use crate::model::WebhookId;

const VERSION_PATH: &str = "/api/v1";

/// The API's base URL, up to and with `/api/v1`, without a slash at its end.
///
/// The API document names no host: a bare origin, one with a prefix path (a gateway) and one that
/// ends in `/api/v1` already are all taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiUrl(Url);

/// Why a text can't be the API's URL, or a path on it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiUrlError {
    /// It does not parse, or has another scheme.
    #[error("{0:?} is not an absolute http or https URL")]
    NotHttp(String),
    /// `user:password@` would end up in messages and logs.
    #[error("the API URL must not carry a user name or password: give the token with --token")]
    HasCredentials,
    /// A query or fragment has no place in a base URL.
    #[error("the API URL must not have a query or a fragment")]
    HasQuery,
    /// A whole URL could take the token to another origin.
    #[error("{0:?} is a whole URL: give the path alone, such as /webhooks")]
    WholeUrl(String),
    /// A path that does not stay below `/api/v1`.
    #[error("{0:?} does not stay below the API's {VERSION_PATH}")]
    LeavesApi(String),
}

impl ApiUrl {
    /// Whether the token travels readable on the network: plain `http` to another machine.
    pub fn is_exposed(&self) -> bool {
        self.0.scheme() == "http" && !crate::transport::is_loopback(&self.0)
    }

    /// The base as a URL.
    pub fn as_url(&self) -> &Url {
        &self.0
    }

    /// Scheme, host and port: what a token and a kept secret belong to.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// `…/webhooks`.
    pub fn webhooks(&self) -> Url {
        self.extended(&["webhooks"])
    }

    /// `…/webhooks/{id}`.
    pub fn webhook(&self, id: &WebhookId) -> Url {
        self.extended(&["webhooks", id.as_str()])
    }

    /// `…/webhooks/{id}/test`.
    pub fn webhook_test(&self, id: &WebhookId) -> Url {
        self.extended(&["webhooks", id.as_str(), "test"])
    }

    /// Any path of the API, with or without a leading `/` and `/api/v1`, a query included.
    ///
    /// # Errors
    /// A whole URL, or a path that would leave `/api/v1`.
    pub fn path(&self, path: &str) -> Result<Url, ApiUrlError> {
        let before_query = path.split(['?', '#']).next().unwrap_or(path);
        if before_query.contains("://") || path.starts_with("//") {
            return Err(ApiUrlError::WholeUrl(path.to_owned()));
        }
        let relative = path.strip_prefix('/').unwrap_or(path);
        let below = match relative.strip_prefix("api/v1") {
            Some(rest) if rest.is_empty() || rest.starts_with(['/', '?']) => {
                rest.strip_prefix('/').unwrap_or(rest)
            }
            _ => relative,
        };
        let leaves = || ApiUrlError::LeavesApi(path.to_owned());
        let base = self.0.as_str().trim_end_matches('/');
        let url = Url::parse(&format!("{base}/{below}")).map_err(|_| leaves())?;
        let stays = url.origin() == self.0.origin()
            && url.path().starts_with(&format!("{}/", self.0.path()))
            && url.fragment().is_none();
        if stays { Ok(url) } else { Err(leaves()) }
    }

    fn extended(&self, segments: &[&str]) -> Url {
        let mut url = self.0.clone();
        // An http URL always has a path to extend, and `push` keeps each text one segment.
        if let Ok(mut path) = url.path_segments_mut() {
            path.extend(segments);
        }
        url
    }
}

impl FromStr for ApiUrl {
    type Err = ApiUrlError;

    fn from_str(text: &str) -> Result<Self, ApiUrlError> {
        let not_http = || ApiUrlError::NotHttp(text.to_owned());
        let mut url = Url::parse(text).map_err(|_| not_http())?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(not_http());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(ApiUrlError::HasCredentials);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(ApiUrlError::HasQuery);
        }
        let path = url.path().trim_end_matches('/');
        let path = path.strip_suffix(VERSION_PATH).unwrap_or(path);
        url.set_path(&format!("{path}{VERSION_PATH}"));
        Ok(Self(url))
    }
}

impl fmt::Display for ApiUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{ApiUrl, ApiUrlError};

    fn api(text: &str) -> ApiUrl {
        text.parse().unwrap()
    }

    #[test]
    fn every_way_to_name_the_api_is_one() {
        for text in ["https://a.example", "https://a.example/", "https://a.example/api/v1/"] {
            assert_eq!(api(text).to_string(), "https://a.example/api/v1");
        }
        for text in ["https://gw.example/hooks", "https://gw.example/hooks/api/v1"] {
            assert_eq!(api(text).to_string(), "https://gw.example/hooks/api/v1");
        }
    }

    #[test]
    fn what_is_no_base_url_is_refused() {
        for text in
            ["example.com", "ftp://a", "/x", "", "https://u:p@a", "https://a?x=1", "https://a#x"]
        {
            assert!(text.parse::<ApiUrl>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_path_may_be_written_in_four_ways() {
        let api = api("https://gw.example/hooks");
        for path in [
            "webhooks?limit=5",
            "/webhooks?limit=5",
            "api/v1/webhooks?limit=5",
            "/api/v1/webhooks?limit=5",
        ] {
            let url = api.path(path).unwrap();
            assert_eq!(url.as_str(), "https://gw.example/hooks/api/v1/webhooks?limit=5");
        }
        assert!(api.path("webhooks?url=http://x").is_ok());
    }

    #[test]
    fn no_path_leaves_the_api() {
        let api = api("https://a.example");
        for path in ["https://evil.example/x", "//evil.example/x"] {
            assert!(matches!(api.path(path), Err(ApiUrlError::WholeUrl(_))), "{path}");
        }
        for path in ["../x", "webhooks/../../../x", "/%2e%2e/%2e%2e/x", "\\..\\..\\x", "x#y"] {
            assert!(matches!(api.path(path), Err(ApiUrlError::LeavesApi(_))), "{path}");
        }
    }

    proptest! {
        #[test]
        fn any_path_stays_at_the_origin(path in "\\PC{0,40}") {
            let api = api("https://a.example:8443/gw");
            if let Ok(url) = api.path(&path) {
                prop_assert_eq!(url.origin(), api.as_url().origin());
                prop_assert!(url.path().starts_with("/gw/api/v1/"), "{}", url);
                prop_assert!(url.username().is_empty());
            }
        }
    }
}
