//! Headers as arguments: `NAME: VALUE`, as curl takes them.

use http::header::{CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::error::{Error, Result};

/// Reads the headers that `option` was given. A value may be a credential, so none is quoted, as
/// the parser of the command line would do.
///
/// # Errors
/// What is no header, or one that follows from the message itself (usage).
pub(super) fn headers(option: &str, given: &[String]) -> Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    for header in given {
        let (name, value) = header
            .split_once(':')
            .ok_or_else(|| Error::usage(format!("{option} is not of the form 'NAME: VALUE'")))?;
        let name = name.trim();
        let refused = |why: &str| Error::usage(format!("{option}: the header {name:?} {why}"));
        let known: HeaderName =
            name.parse().map_err(|_| refused("has a name that HTTP does not allow"))?;
        if [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING].contains(&known) {
            return Err(refused("follows from the message itself"));
        }
        let value: HeaderValue =
            value.trim().parse().map_err(|_| refused("has a value that HTTP does not allow"))?;
        headers.append(known, value);
    }
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::headers;

    fn one(text: &str) -> crate::error::Result<http::HeaderMap> {
        headers("--header", &[text.to_owned()])
    }

    #[test]
    fn a_header_is_a_name_and_a_value() {
        for (text, value) in
            [("Retry-After: 5", "5"), ("x:5 ", "5"), ("X: a: b", "a: b"), ("X:", "")]
        {
            assert_eq!(one(text).unwrap().values().next().unwrap(), value);
        }
        let twice = headers("--header", &["x: 1".to_owned(), "X: 2".to_owned()]).unwrap();
        assert_eq!(twice.get_all("x").iter().count(), 2);
        for text in
            ["", "X", ": 1", "X y: 1", "X: a\nY: b", "content-length: 1", "Connection: close"]
        {
            assert!(one(text).is_err(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_refusal_quotes_no_value(name in "[a-z ]{0,8}", value in "[\\n\u{1}]secret[a-z]{4}") {
            let error = one(&format!("{name}:x{value}")).unwrap_err();
            prop_assert!(!error.message().contains("secret"), "{error}");
        }
    }
}
