//! Which deliveries go to which target: `URL`, or `user.*=URL`.

use std::str::FromStr;

use url::Url;

use crate::model::EventFilter;
use crate::transport;

/// A target, and the event types that it gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    url: Url,
    events: EventFilter,
}

impl Route {
    /// Where deliveries go, exactly as it was given.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The target in records and messages: its URL, a user name and password in it hidden.
    pub fn name(&self) -> String {
        transport::shown(&self.url)
    }

    /// Whether deliveries of this type go there.
    pub fn takes(&self, event_type: Option<&str>) -> bool {
        self.events.passes(event_type)
    }

    /// Has the target get what another route to it takes, too.
    pub fn join(&mut self, other: Self) {
        if self.events.0.is_empty() || other.events.0.is_empty() {
            self.events = EventFilter::default();
        } else {
            self.events.0.extend(other.events.0);
        }
    }
}

impl FromStr for Route {
    type Err = String;

    /// What begins with a scheme is a URL, whatever stands in its query.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_url = |text: &str| {
            let text = text.to_ascii_lowercase();
            text.starts_with("http://") || text.starts_with("https://")
        };
        let (events, url) = match text.split_once('=') {
            Some((pattern, url)) if !is_url(text) => {
                let pattern = pattern
                    .parse()
                    .map_err(|error| format!("before the = stands no event type: {error}"))?;
                (EventFilter(vec![pattern]), url)
            }
            _ => (EventFilter::default(), text),
        };
        if !is_url(url) {
            return Err("expected a URL that begins with http:// or https://".to_owned());
        }
        let url = url.parse().map_err(|error| format!("that is no URL: {error}"))?;
        Ok(Self { url, events })
    }
}

#[cfg(test)]
mod tests {
    use super::Route;

    fn route(text: &str) -> Route {
        text.parse().unwrap()
    }

    #[test]
    fn a_plain_url_gets_every_type_whatever_its_query_says() {
        let route = route("http://127.0.0.1:3000/hook?user.*=1");
        assert_eq!(route.url().as_str(), "http://127.0.0.1:3000/hook?user.*=1");
        assert!(route.takes(Some("user.created")) && route.takes(None));
    }

    #[test]
    fn a_pattern_picks_types() {
        let route = route("user.*=HTTP://localhost/a=b");
        assert_eq!(route.url().as_str(), "http://localhost/a=b");
        assert!(route.takes(Some("user.created")));
        assert!(!route.takes(Some("data.created")) && !route.takes(None));
    }

    #[test]
    fn joined_routes_take_what_either_takes() {
        let mut joined = route("user.*=http://a.invalid");
        joined.join(route("data.created=http://a.invalid"));
        assert!(joined.takes(Some("user.created")) && joined.takes(Some("data.created")));
        assert!(!joined.takes(Some("data.deleted")) && !joined.takes(None));
        joined.join(route("http://a.invalid"));
        joined.join(route("user.*=http://a.invalid"));
        assert!(joined.takes(Some("data.deleted")) && joined.takes(None));
    }

    #[test]
    fn a_user_and_a_password_are_not_named() {
        for credentials in ["me:word", "token", ":word"] {
            let url = format!("http://{credentials}@a.invalid/");
            assert_eq!(route(&url).name(), "http://***@a.invalid/");
        }
        assert_eq!(route("http://a.invalid").name(), "http://a.invalid/");
    }

    #[test]
    fn what_is_no_url_is_refused() {
        for text in [
            "",
            "localhost:3000",
            "user.*=localhost",
            "ftp://a",
            "=http://a",
            "a b=http://a",
            "http://",
        ] {
            assert!(text.parse::<Route>().is_err(), "{text}");
        }
    }
}
