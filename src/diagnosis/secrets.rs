//! What can have happened to a secret between the two sides: what was given is not quite what the
//! signer used.

mod accident;
mod explanation;

use accident::{Accident, RARE, USUAL, VISIBLE, after_prefix};

use crate::diagnosis::base64::as_node;
use crate::diagnosis::{Cause, Evidence};
use crate::model::WebhookId;
use crate::secret::Secret;

/// A secret that the signer may have used, and what that would mean.
pub(super) struct Guess {
    /// The secret.
    pub(super) secret: Secret,
    /// What went wrong if it is this one; nothing for one that was given.
    pub(super) causes: Vec<Cause>,
}

/// The secrets as they were given.
pub(super) fn given(evidence: &Evidence<'_>) -> Vec<Guess> {
    let guess = |secret: &Secret| Guess { secret: secret.clone(), causes: Vec::new() };
    evidence.secrets.iter().map(guess).collect()
}

/// These secrets after one usual accident.
pub(super) fn changed(guesses: &[Guess]) -> Vec<Guess> {
    guesses.iter().flat_map(|guess| guess.after(&USUAL)).collect()
}

/// These secrets after one accident that is rare: a large body leaves no work for it.
pub(super) fn rarely_changed(guesses: &[Guess]) -> Vec<Guess> {
    guesses.iter().flat_map(|guess| guess.after(&RARE)).collect()
}

/// These secrets put right, where it can be seen what is wrong with them.
pub(super) fn put_right(guesses: &[Guess]) -> Vec<Guess> {
    guesses.iter().flat_map(|guess| guess.after(&VISIBLE)).collect()
}

/// Other webhooks' secrets.
pub(super) fn kept(evidence: &Evidence<'_>) -> Vec<Guess> {
    let others = evidence.kept.iter().filter(|(_, secret)| !evidence.secrets.contains(secret));
    others
        .map(|(webhook, secret)| Guess {
            secret: secret.clone(),
            causes: vec![of_webhook(webhook)],
        })
        .collect()
}

fn of_webhook(webhook: &WebhookId) -> Cause {
    Cause::new(
        "secret_of_other_webhook",
        format!("it is signed with the secret kept for webhook {webhook}"),
        format!("use --secret webhook:{webhook}, or look which webhook delivers here"),
    )
}

impl Guess {
    /// This one after each of these accidents that it can have had. What a signer is said to have
    /// decoded has no other: the one given is rather something else that was encoded.
    fn after(&self, accidents: &[Accident]) -> Vec<Self> {
        let decoded = ["secret_base64_decoded", "secret_hex_decoded"];
        if self.causes.iter().any(|cause| decoded.contains(&cause.code)) {
            return Vec::new();
        }
        let after = |accident: &Accident| {
            let causes = [self.causes.as_slice(), &[accident.cause()]].concat();
            accident.undo(&self.secret).map(|secret| Self { secret, causes })
        };
        accidents.iter().filter_map(after).collect()
    }
}

/// The key of Standard Webhooks: what the base64 after `whsec_` decodes to.
pub(super) fn decoded(secret: &Secret) -> Option<Secret> {
    Secret::new(as_node(after_prefix(secret.expose()))?).ok()
}
