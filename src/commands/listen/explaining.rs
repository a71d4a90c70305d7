//! Why a delivery's signature is not valid: looked for after its answer and beside the receiving, one
//! delivery at a time.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::spawn_blocking;

use crate::commands::Context;
use crate::diagnosis::{Evidence, diagnose};
use crate::journal::Writer;
use crate::listener::{Notice, Received};
use crate::model::{Delivery, WebhookId};
use crate::secret::Secret;

/// The largest body in bytes that is explained: it takes about as long as a rich one of 4 MiB.
const LARGEST: usize = 16 * 1024 * 1024;

/// So much time explaining may take at once: some twenty deliveries for which no cause is found. They
/// hold up the rows behind them so long.
const BURST: Duration = Duration::from_secs(1);

/// The part of all time that it may take in the long run, one in so many. Whoever floods us with
/// forgeries gets no more.
const SHARE: u32 = 10;

/// Finds causes and notes them.
pub(super) struct Explainer {
    known: Arc<Known>,
    journal: Option<Arc<Writer>>,
    allowance: Allowance,
}

/// What there is to compare with.
struct Known {
    secrets: Vec<Secret>,
    /// Those of other webhooks, one of which may be the right one.
    kept: Vec<(WebhookId, Secret)>,
}

/// What bounds the time that explaining takes: each search is paid for by [`SHARE`] times its length.
struct Allowance {
    /// When all searches so far are paid for.
    paid: Instant,
}

impl Explainer {
    /// Takes the secrets that the listener checks with.
    pub(super) fn new<'a>(
        secrets: impl Iterator<Item = &'a Secret>,
        context: &Context,
        journal: Option<Arc<Writer>>,
    ) -> Self {
        // Without the store a cause less is found; receiving needs it not.
        let kept = context.secrets().usable().unwrap_or_default();
        let known = Known { secrets: secrets.cloned().collect(), kept };
        Self { known: Arc::new(known), journal, allowance: Allowance::new(Instant::now()) }
    }

    /// Finds the cause of a delivery that is not valid, while the allowance lasts, and notes it in the
    /// journal.
    pub(super) async fn explain(&mut self, notice: &mut Notice) {
        if !is_puzzling(notice) || !self.allowance.is_left(Instant::now()) {
            return;
        }
        let Notice::Received(Received::Whole(delivery, number)) = notice else { return };
        let (known, puzzle) = (Arc::clone(&self.known), Arc::clone(delivery));
        let begin = Instant::now();
        // A cause that can't be found, for whatever reason, leaves the verdict as it is.
        let cause = spawn_blocking(move || known.cause(&puzzle)).await.unwrap_or_default();
        self.allowance.spend(begin.elapsed(), Instant::now());
        let Some(cause) = cause else { return };
        if let (Some(journal), Some(number)) = (&self.journal, *number) {
            journal.diagnosed(number, cause.clone());
        }
        Arc::make_mut(delivery).cause = Some(cause);
    }
}

impl Known {
    fn cause(&self, delivery: &Delivery) -> Option<String> {
        let headers = delivery.headers.pairs();
        let evidence = Evidence::new(&headers, &self.secrets, &self.kept);
        diagnose(&evidence, &delivery.body.0).code()
    }
}

impl Allowance {
    fn new(now: Instant) -> Self {
        Self { paid: now }
    }

    fn is_left(&self, now: Instant) -> bool {
        self.paid <= now + BURST * SHARE
    }

    fn spend(&mut self, time: Duration, now: Instant) {
        self.paid = self.paid.max(now) + time * SHARE;
    }
}

/// Whether it is a delivery that needs to be explained.
pub(super) fn is_puzzling(notice: &Notice) -> bool {
    let Notice::Received(Received::Whole(delivery, _)) = notice else { return false };
    delivery.cause.is_none()
        && delivery.body.0.len() <= LARGEST
        && delivery.checked.reason().is_some()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::{Duration, Instant};

    use super::{Allowance, BURST, Explainer, Known, SHARE};
    use crate::listener::{Notice, Received};
    use crate::model::Delivery;
    use crate::secret::Secret;
    use crate::signature::Key;

    fn notice(signature: &str, verdict: &str) -> Notice {
        let line = format!(
            r#"{{"headers":[["x-webhook-signature","{signature}"]],"body":"{{}}",{verdict}}}"#
        );
        let delivery = Delivery::from_line(line.as_bytes()).unwrap().unwrap();
        Notice::Received(Received::Whole(Arc::new(delivery), None))
    }

    fn explainer(secret: &str) -> Explainer {
        let known = Known { secrets: vec![Secret::new(secret).unwrap()], kept: Vec::new() };
        Explainer {
            known: Arc::new(known),
            journal: None,
            allowance: Allowance::new(Instant::now()),
        }
    }

    async fn cause(explainer: &mut Explainer, mut notice: Notice) -> Option<String> {
        explainer.explain(&mut notice).await;
        match notice {
            Notice::Received(Received::Whole(delivery, _)) => delivery.cause.clone(),
            _ => None,
        }
    }

    fn with_newline(secret: &str) -> String {
        Key::new(&Secret::new(secret).unwrap()).sign(b"{}\n").to_string()
    }

    #[tokio::test]
    async fn what_is_not_valid_is_explained() {
        let (mut explainer, signature) = (explainer("whsec_a"), with_newline("whsec_a"));
        let invalid = || notice(&signature, r#""signature":"invalid","reason":"mismatch""#);
        let newline = Some("body_trailing_newline");
        assert_eq!(cause(&mut explainer, invalid()).await.as_deref(), newline);
        let valid = notice(&signature, r#""signature":"valid","secret":0"#);
        assert_eq!(cause(&mut explainer, valid).await, None);
        let two = format!(r#"ab"],["x-webhook-signature","{signature}"#);
        let ambiguous = notice(&two, r#""signature":"invalid","reason":"ambiguous""#);
        let second = Some("signature_ambiguous+body_trailing_newline");
        assert_eq!(cause(&mut explainer, ambiguous).await.as_deref(), second);
        explainer.allowance.spend(BURST * 2, Instant::now());
        assert_eq!(cause(&mut explainer, invalid()).await, None, "the allowance is spent");
    }

    /// A flood: as soon as one search has ended the next one would begin.
    #[test]
    fn explaining_takes_no_more_than_a_burst_and_its_share() {
        let (begin, search) = (Instant::now(), Duration::from_millis(20));
        let (mut now, mut spent) = (begin, Duration::ZERO);
        let mut allowance = Allowance::new(begin);
        while now < begin + Duration::from_secs(100) {
            if allowance.is_left(now) {
                now += search;
                spent += search;
                allowance.spend(search, now);
            } else {
                now += Duration::from_millis(1);
            }
        }
        let bound = BURST + Duration::from_secs(100) / SHARE;
        assert!(spent <= bound + search, "{spent:?}");
        assert!(spent >= bound * 8 / 10, "{spent:?}");
    }
}
