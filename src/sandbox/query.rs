//! The query of a list: pages and filters (API document, "Get All Webhooks").

use url::form_urlencoded;

use crate::model::{EventType, Status};
use crate::sandbox::refusal::Refusal;
use crate::sandbox::store::Filter;

const DEFAULT_LIMIT: u32 = 20;
const MAX_LIMIT: u32 = 100;

/// A list's query, read and found good.
#[derive(Debug)]
pub(super) struct ListQuery {
    pub(super) page: u64,
    pub(super) limit: u32,
    pub(super) filter: Filter,
}

impl ListQuery {
    /// Reads a raw query. Unknown parameters are ignored, since the document forbids none; one of
    /// its own twice would leave open which counts.
    pub(super) fn parse(query: &str) -> Result<Self, Refusal> {
        let value = |name| single(query, name);
        Ok(Self {
            page: value("page")?.map_or(Ok(1), |text| page(&text))?,
            limit: value("limit")?.map_or(Ok(DEFAULT_LIMIT), |text| limit(&text))?,
            filter: Filter {
                status: value("status")?.map(status).transpose()?,
                event: value("event")?.map(|text| documented_event(&text)).transpose()?,
            },
        })
    }
}

fn single(query: &str, name: &str) -> Result<Option<String>, Refusal> {
    let mut values = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name);
    let first = values.next().map(|(_, value)| value.into_owned());
    match values.next() {
        Some(_) => Err(Refusal::bad(format!("`{name}` is given more than once"))),
        None => Ok(first),
    }
}

fn page(text: &str) -> Result<u64, Refusal> {
    integer(text)
        .filter(|page| *page >= 1)
        .ok_or_else(|| Refusal::bad("`page` must be an integer from 1"))
}

fn limit(text: &str) -> Result<u32, Refusal> {
    integer(text)
        .and_then(|limit| u32::try_from(limit).ok())
        .filter(|limit| (1..=MAX_LIMIT).contains(limit))
        .ok_or_else(|| Refusal::bad(format!("`limit` must be an integer from 1 to {MAX_LIMIT}")))
}

/// Digits only: Rust would also take a leading `+`.
fn integer(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// A documented status.
pub(super) fn status(text: String) -> Result<Status, Refusal> {
    match Status::from(text) {
        Status::Other(_) => Err(Refusal::bad("`status` must be active or inactive")),
        status => Ok(status),
    }
}

/// A documented event type.
pub(super) fn documented_event(text: &str) -> Result<EventType, Refusal> {
    text.parse()
        .ok()
        .filter(EventType::is_documented)
        .ok_or_else(|| Refusal::bad(format!("{text:?} is not an event type")))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::ListQuery;
    use crate::model::Status;

    #[test]
    fn what_is_missing_takes_the_documented_default() {
        let query = ListQuery::parse("colour=blue").unwrap();
        assert_eq!((query.page, query.limit), (1, 20));
        assert!(query.filter.status.is_none() && query.filter.event.is_none());
    }

    #[test]
    fn every_parameter_is_read_and_decoded() {
        let query =
            ListQuery::parse("page=3&limit=100&status=inactive&event=user%2Ecreated").unwrap();
        assert_eq!((query.page, query.limit), (3, 100));
        assert_eq!(query.filter.status, Some(Status::Inactive));
        assert_eq!(query.filter.event.unwrap().as_str(), "user.created");
    }

    #[test]
    fn anything_else_is_refused() {
        for bad in [
            "page=0",
            "page=-1",
            "page=abc",
            "page=",
            "page=+1",
            "page=1.0",
            "page=1&page=1",
            "page=99999999999999999999",
            "limit=0",
            "limit=101",
            "limit=",
            "limit=4294967297",
            "status=",
            "status=paused",
            "status=Active",
            "event=",
            "event=user",
            "event=user.*",
            "status=active&status=active",
        ] {
            assert!(ListQuery::parse(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_query_gives_values_within_bounds_or_a_refusal(text in "\\PC{0,60}") {
            if let Ok(query) = ListQuery::parse(&text) {
                prop_assert!(query.page >= 1 && (1..=100).contains(&query.limit));
            }
        }
    }
}
