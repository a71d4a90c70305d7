//! A header as an argument: `Name: value`, as curl takes it.

use http::{HeaderName, HeaderValue};

/// Reads a header.
pub(super) fn header(text: &str) -> Result<(HeaderName, HeaderValue), String> {
    let (name, value) = text.split_once(':').ok_or("expected 'Name: value'")?;
    let name = name.trim().parse().map_err(|_| format!("{name:?} is no name of a header"))?;
    let value = value.trim().parse().map_err(|_| "a header's value is one line of text")?;
    Ok((name, value))
}

#[cfg(test)]
mod tests {
    use super::header;

    #[test]
    fn a_header_is_a_name_and_a_value() {
        let (name, value) = header("X-Env:  dev: 1 ").unwrap();
        assert_eq!((name.as_str(), value.as_bytes()), ("x-env", &b"dev: 1"[..]));
        for wrong in ["", "x", ": y", "a b: c", "x: a\nb: c"] {
            assert!(header(wrong).is_err(), "{wrong:?}");
        }
    }
}
