//! Whether the time of a refusal tells where a signature stops being right: a measurement with its
//! confidence, and never proof.
//!
//! The median of the differences within pairs, with its interval by ranks (the sign test turned
//! round): no shape of the noise is assumed, and no outlier moves it.

use std::time::{Duration, Instant};

use serde::Serialize;

use crate::audit::checks::Check;
use crate::audit::forgery::differing_at;
use crate::audit::wire::Answer;
use crate::audit::{Audit, Finding, Verdict};

/// As many pairs as are sent, unless time runs out.
const PAIRS: usize = 200;

/// With fewer the interval is about as wide as all of them.
const FEWEST: usize = 20;

/// What all pairs together may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The normal quantile of a two-sided 99% interval.
const QUANTILE: f64 = 2.576;

/// What was measured. Times are in microseconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Timing {
    /// Pairs of an early and a late mismatch.
    pub pairs: usize,
    /// By how much a late mismatch takes longer than an early one: the median.
    pub difference_us: f64,
    /// Where that is with this confidence, from.
    pub low_us: f64,
    /// And to.
    pub high_us: f64,
    /// The confidence of the interval.
    pub confidence: f64,
}

impl Timing {
    /// What pairs of times, early and late, tell. Too few tell nothing.
    fn of(pairs: &[(Duration, Duration)]) -> Option<Self> {
        if pairs.len() < FEWEST {
            return None;
        }
        let micros = |duration: &Duration| duration.as_secs_f64() * 1e6;
        let mut differences: Vec<f64> =
            pairs.iter().map(|(early, late)| micros(late) - micros(early)).collect();
        differences.sort_by(f64::total_cmp);
        let count = differences.len();
        let reach = reach(count);
        let tenth = |value: f64| (value * 10.0).round() / 10.0;
        Some(Self {
            pairs: count,
            difference_us: tenth(f64::midpoint(
                differences[(count - 1) / 2],
                differences[count / 2],
            )),
            low_us: tenth(differences[(count / 2).saturating_sub(reach)]),
            high_us: tenth(differences[(count / 2 + reach).min(count - 1)]),
            confidence: 0.99,
        })
    }

    fn shows_a_difference(&self) -> bool {
        self.low_us > 0.0 || self.high_us < 0.0
    }

    fn words(&self) -> String {
        let Self { pairs, difference_us, low_us, high_us, .. } = self;
        let told = if self.shows_a_difference() {
            "a difference beyond chance, whose cause this does not tell"
        } else {
            "no difference that so many pairs would show"
        };
        format!(
            "late minus early mismatch: median {difference_us} µs (99% confidence: {low_us} to \
             {high_us} µs, {pairs} pairs): {told}"
        )
    }
}

/// How many ranks from the median the interval goes.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few hundred at most, and not negative"
)]
fn reach(count: usize) -> usize {
    (QUANTILE * (count as f64).sqrt() / 2.0).ceil() as usize
}

pub(super) async fn run(audit: &Audit, check: &Check) -> Finding {
    let (mut pairs, mut refusal) = (Vec::with_capacity(PAIRS), None);
    let start = Instant::now();
    while pairs.len() < PAIRS && start.elapsed() < PATIENCE {
        let (early, late) = match pair(audit, check, &mut refusal, pairs.len() % 2 == 0).await {
            Ok(times) => times,
            Err(finding) => return finding,
        };
        pairs.push((early, late));
    }
    let Some(timing) = Timing::of(&pairs) else {
        let told = format!("{} pairs in {PATIENCE:?}: too few to tell anything", pairs.len());
        return Finding::new(Verdict::Doubtful, told);
    };
    let is_different = timing.shows_a_difference();
    let verdict = if is_different { Verdict::Doubtful } else { Verdict::Sound };
    Finding { timing: Some(timing.clone()), ..Finding::new(verdict, timing.words()) }
}

/// The times of a mismatch in the first digit and of one in the last. Which is sent first changes
/// from pair to pair, so that what drifts is in both. Refusals that differ are not compared: each takes
/// a time of its own.
async fn pair(
    audit: &Audit,
    check: &Check,
    refusal: &mut Option<Answer>,
    early_first: bool,
) -> Result<(Duration, Duration), Finding> {
    let early = |audit: &Audit| audit.case.forged(|_, right| differing_at(&right, 0));
    let late = |audit: &Audit| audit.case.forged(|_, right| differing_at(&right, right.len() - 1));
    let first = if early_first { early(audit) } else { late(audit) };
    let second = if early_first { late(audit) } else { early(audit) };
    let mut times = [Duration::ZERO; 2];
    for (request, time) in [first, second].iter().zip(&mut times) {
        let start = Instant::now();
        let answer = audit.send(request).await;
        *time = start.elapsed();
        let verdict = check.expected.judge(&answer);
        if verdict != Verdict::Sound {
            return Err(Finding::new(verdict, answer.to_string()));
        }
        let usual = refusal.get_or_insert_with(|| answer.clone());
        if *usual != answer {
            let told = format!("refused with {usual} and with {answer}: their times tell nothing");
            return Err(Finding::new(Verdict::Doubtful, told));
        }
    }
    let [first, second] = times;
    Ok(if early_first { (first, second) } else { (second, first) })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Timing;

    fn pairs(difference: i64) -> Vec<(Duration, Duration)> {
        let micros = |value: i64| Duration::from_micros(value.unsigned_abs());
        (0..200).map(|at| (micros(500), micros(500 + difference + (at * 37) % 101 - 50))).collect()
    }

    #[test]
    fn noise_alone_shows_no_difference() {
        let timing = Timing::of(&pairs(0)).unwrap();
        assert!(!timing.shows_a_difference(), "{timing:?}");
        assert!(timing.low_us < timing.difference_us && timing.difference_us < timing.high_us);
    }

    #[test]
    fn a_difference_beyond_the_noise_is_shown() {
        let timing = Timing::of(&pairs(80)).unwrap();
        assert!(timing.shows_a_difference() && timing.low_us > 50.0, "{timing:?}");
    }

    #[test]
    fn an_outlier_moves_nothing() {
        let mut pairs = pairs(0);
        pairs[0].1 = Duration::from_secs(60);
        assert!(!Timing::of(&pairs).unwrap().shows_a_difference());
    }

    #[test]
    fn few_pairs_tell_nothing() {
        assert_eq!(Timing::of(&pairs(0)[..19]), None);
    }
}
