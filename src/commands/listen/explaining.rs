//! Why a delivery's signature is not valid: looked for after its answer and beside the receiving, by
//! whoever prints, one delivery at a time.

use std::sync::Arc;

use crate::commands::Context;
use crate::diagnosis::{Evidence, LARGEST_BODY, diagnose};
use crate::journal::Writer;
use crate::listener::{Notice, Received};
use crate::model::{Delivery, WebhookId};
use crate::secret::Secret;
use crate::signature::{HEADER, Reason};

/// What is computed for one delivery at most, in bytes hashed: it takes about 20 ms.
const WORK: usize = 8 * 1024 * 1024;

/// Of the rows that are printed together so many are explained at most. Whoever floods us with
/// forgeries gets no more of our time, and the others' rows are not held up.
const MOST: usize = 4;

/// What there is to compare with.
pub(super) struct Explainer {
    secrets: Vec<Secret>,
    /// Those of other webhooks, one of which may be the right one.
    kept: Vec<(WebhookId, Secret)>,
    journal: Option<Arc<Writer>>,
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
        Self { secrets: secrets.cloned().collect(), kept, journal }
    }

    /// Finds the causes of the first few that are not valid, and notes them in the journal.
    pub(super) fn explain(&self, notices: &mut [Notice]) {
        let received = notices.iter_mut().filter_map(|notice| match notice {
            Notice::Received(Received::Whole(delivery, number)) if is_puzzling(delivery) => {
                Some((delivery, *number))
            }
            _ => None,
        });
        for (delivery, number) in received.take(MOST) {
            let Some(cause) = self.cause(delivery) else { continue };
            if let (Some(journal), Some(number)) = (&self.journal, number) {
                journal.diagnosed(number, cause.clone());
            }
            Arc::make_mut(delivery).cause = Some(cause);
        }
    }

    fn cause(&self, delivery: &Delivery) -> Option<String> {
        let headers = delivery.headers.pairs();
        let is_ours = |name: &str| name.eq_ignore_ascii_case(HEADER);
        let ours = headers.iter().find(|(name, _)| is_ours(name));
        let evidence = Evidence {
            signature: ours.map(|(_, value)| value.trim()).unwrap_or_default(),
            headers: &headers,
            secrets: &self.secrets,
            kept: &self.kept,
        };
        diagnose(&evidence, &delivery.body.0, WORK).code()
    }
}

/// Several signatures that differ are their own explanation.
fn is_puzzling(delivery: &Delivery) -> bool {
    let reason = delivery.checked.reason();
    delivery.cause.is_none()
        && delivery.body.0.len() <= LARGEST_BODY
        && reason.is_some_and(|reason| reason != Reason::Ambiguous)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Explainer, MOST};
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

    fn causes(notices: &[Notice]) -> Vec<Option<&str>> {
        let cause = |notice| match notice {
            &Notice::Received(Received::Whole(ref delivery, _)) => delivery.cause.as_deref(),
            _ => None,
        };
        notices.iter().map(cause).collect()
    }

    #[test]
    fn the_first_few_that_are_not_valid_are_explained() {
        let secret = Secret::new("whsec_a").unwrap();
        let signature = Key::new(&secret).sign(b"{}\n").to_string();
        let explainer = Explainer { secrets: vec![secret], kept: Vec::new(), journal: None };
        let mut notices = vec![notice(&signature, r#""signature":"valid","secret":0"#)];
        let invalid = r#""signature":"invalid","reason":"mismatch""#;
        notices.extend((0..MOST + 2).map(|_| notice(&signature, invalid)));
        explainer.explain(&mut notices);
        let mut expected = vec![None];
        expected.extend([Some("body_trailing_newline"); MOST]);
        expected.extend([None; 2]);
        assert_eq!(causes(&notices), expected);
    }

    #[test]
    fn several_signatures_are_their_own_explanation() {
        let secret = Secret::new("whsec_a").unwrap();
        let signature = Key::new(&secret).sign(b"{}\n").to_string();
        let explainer = Explainer { secrets: vec![secret], kept: Vec::new(), journal: None };
        let ambiguous = r#""signature":"invalid","reason":"ambiguous""#;
        let mut notices = [notice(&signature, ambiguous)];
        explainer.explain(&mut notices);
        assert_eq!(causes(&notices), [None]);
    }
}
