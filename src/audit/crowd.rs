//! Many deliveries at once, as they come after a sender's outage.

use std::collections::BTreeMap;

use futures_util::future::join_all;

use crate::audit::checks::Check;
use crate::audit::{Audit, Finding, Verdict};

/// How many at once.
const CROWD: usize = 50;

pub(super) async fn run(audit: &Audit, check: &Check) -> Finding {
    let requests: Vec<_> = std::iter::repeat_with(|| audit.case.delivery()).take(CROWD).collect();
    let answers = join_all(requests.iter().map(|request| audit.send(request))).await;
    let mut counts = BTreeMap::<String, usize>::new();
    for answer in &answers {
        *counts.entry(answer.to_string()).or_default() += 1;
    }
    let told: Vec<_> = counts.iter().map(|(what, count)| format!("{count} × {what}")).collect();
    let verdicts: Vec<_> = answers.iter().map(|answer| check.expected.judge(answer)).collect();
    let are_alike = verdicts.windows(2).all(|pair| pair[0] == pair[1]);
    // Some that find no connection among many are overrun: that is of this check.
    let verdict = verdicts.first().copied().filter(|_| are_alike).unwrap_or(Verdict::Unsound);
    Finding::new(verdict, told.join(", "))
}
