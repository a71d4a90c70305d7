//! Which share of the requests is refused on purpose: `429=0.1,503=0.05`.

use std::str::FromStr;

use http::StatusCode;

/// Shares may miss 1 by this much: `0.1` ten times is not quite 1 in binary.
const ROUNDING: f64 = 1e-9;

/// Statuses to answer without doing the work, each with its probability.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Failures(Vec<(StatusCode, f64)>);

impl Failures {
    /// The status to fail with, for a number drawn evenly from 0 to 1; `None` spares the request.
    pub(super) fn pick(&self, drawn: f64) -> Option<StatusCode> {
        let mut bound = 0.0;
        self.0.iter().find_map(|(status, probability)| {
            bound += probability;
            (drawn < bound).then_some(*status)
        })
    }
}

impl FromStr for Failures {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut failures: Vec<(StatusCode, f64)> = Vec::new();
        for part in text.split(',') {
            let (status, probability) = parse_one(part)?;
            if failures.iter().any(|(earlier, _)| *earlier == status) {
                return Err(format!("{} is there twice", status.as_u16()));
            }
            failures.push((status, probability));
        }
        let sum: f64 = failures.iter().map(|(_, probability)| probability).sum();
        if sum > 1.0 + ROUNDING {
            return Err(format!("the probabilities add up to {sum}, which is more than 1"));
        }
        Ok(Self(failures))
    }
}

fn parse_one(part: &str) -> Result<(StatusCode, f64), String> {
    let (status, probability) = part
        .split_once('=')
        .ok_or_else(|| format!("{part:?} is not STATUS=PROBABILITY, such as 429=0.1"))?;
    let status = status
        .trim()
        .parse()
        .ok()
        .filter(|status| (400..600).contains(status))
        .and_then(|status| StatusCode::from_u16(status).ok())
        .ok_or_else(|| format!("{status:?} is not a status from 400 to 599"))?;
    let probability = probability
        .trim()
        .parse()
        .ok()
        .filter(|probability| (0.0..=1.0).contains(probability))
        .ok_or_else(|| format!("{probability:?} is not a probability from 0 to 1"))?;
    Ok((status, probability))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::Failures;

    fn refused(text: &str) -> String {
        text.parse::<Failures>().unwrap_err()
    }

    #[test]
    fn each_share_of_the_draws_fails_with_its_status() {
        let failures: Failures = "429=0.25, 503=0.5".parse().unwrap();
        let status = |drawn| failures.pick(drawn).map(|status| status.as_u16());
        assert_eq!([0.0, 0.24, 0.25, 0.74].map(status), [429, 429, 503, 503].map(Some));
        assert_eq!(status(0.75), None);
        assert_eq!(Failures::default().pick(0.0), None);
    }

    #[test]
    fn a_certain_failure_spares_nobody() {
        let failures: Failures = "500=1".parse().unwrap();
        assert!(failures.pick(1.0 - f64::EPSILON).is_some());
    }

    #[test]
    fn each_refusal_names_what_is_wrong() {
        assert_eq!(refused(""), r#""" is not STATUS=PROBABILITY, such as 429=0.1"#);
        assert_eq!(refused("200=0.1"), r#""200" is not a status from 400 to 599"#);
        assert_eq!(refused("abc=0.1"), r#""abc" is not a status from 400 to 599"#);
        for bad in ["503=1.5", "503=-0.1", "503=NaN", "503=inf", "503="] {
            assert!(refused(bad).ends_with("is not a probability from 0 to 1"), "{bad}");
        }
        assert_eq!(refused("503=0.1,503=0.1"), "503 is there twice");
        assert!(refused("503=0.75,500=0.75").contains("add up to 1.5"));
    }

    #[test]
    fn tenths_that_add_up_to_one_are_taken() {
        let tenths: Vec<_> = (500..510).map(|status| format!("{status}=0.1")).collect();
        assert!(tenths.join(",").parse::<Failures>().is_ok());
    }

    proptest! {
        #[test]
        fn any_text_parses_or_is_refused_with_a_reason(text in "[0-9=.,a-z -]{0,40}") {
            if let Err(reason) = text.parse::<Failures>() {
                prop_assert!(!reason.is_empty());
            }
        }
    }
}
