//! Many deliveries at once, as they come after a sender's outage.

use std::collections::BTreeMap;

use futures_util::future::join_all;

use crate::audit::checks::Check;
use crate::audit::{Audit, Finding, Verdict};

/// How many at once.
pub(super) const CROWD: usize = 50;

pub(super) async fn run(audit: &Audit, check: &Check) -> Finding {
    let requests: Vec<_> = std::iter::repeat_with(|| audit.case.delivery()).take(CROWD).collect();
    let answers = join_all(requests.iter().map(|request| audit.send(request))).await;
    let mut counts = BTreeMap::<String, usize>::new();
    for answer in &answers {
        *counts.entry(answer.to_string()).or_default() += 1;
    }
    let told: Vec<_> = counts.iter().map(|(what, count)| format!("{count} × {what}")).collect();
    // One that finds no connection among many is overrun: that is of this check.
    let is_sound = |verdict: Verdict| verdict == Verdict::Sound;
    let are_sound = answers.iter().all(|answer| is_sound(check.expected.judge(answer)));
    let verdict = if are_sound { Verdict::Sound } else { Verdict::Unsound };
    Finding::new(verdict, told.join(", "))
}
