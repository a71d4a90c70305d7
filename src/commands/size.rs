//! Sizes as arguments.

/// A number of bytes, such as `512`, `64KiB` or `10MiB`.
///
/// # Errors
/// Anything else, and what no memory could hold.
pub(super) fn size(text: &str) -> Result<usize, String> {
    let expected = || "expected a number of bytes, such as 512, 64KiB or 10MiB".to_owned();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let unit: usize = match unit {
        "" | "B" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return Err(expected()),
    };
    let number: usize = number.parse().map_err(|_| expected())?;
    number.checked_mul(unit).ok_or_else(expected)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::proptest;

    use super::size;

    #[test]
    fn units_are_powers_of_1024() {
        for (text, bytes) in [("0", 0), ("7B", 7), ("64KiB", 65_536), ("10MiB", 10_485_760)] {
            assert_eq!(size(text), Ok(bytes));
        }
        for text in ["", "MiB", "-1", "+1", "1.5MiB", "1 KiB", "10M", "99999999999999GiB"] {
            assert!(size(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_size_or_an_error(text in r"\PC*") {
            let _ = size(&text);
        }
    }
}
