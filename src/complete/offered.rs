//! What was offered last, kept for a moment: whoever presses Tab does it more than once.

use std::fs;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::config::write_private;
use crate::model::now;

/// How long an offer is taken for what is still there, in milliseconds.
const RECENT: i64 = 45_000;

/// A webhook as it is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Offer {
    pub(super) id: String,
    pub(super) url: String,
}

#[derive(Serialize, Deserialize)]
struct Contents {
    origin: String,
    /// Milliseconds since the Unix epoch.
    kept_at: i64,
    webhooks: Vec<Offer>,
}

/// The file of the last offer.
pub(super) struct Offered {
    path: PathBuf,
}

impl Offered {
    pub(super) fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// The last offer, if it is of this API and recent.
    pub(super) fn recent(&self, origin: &str) -> Option<Vec<Offer>> {
        let contents: Contents = serde_json::from_slice(&fs::read(&self.path).ok()?).ok()?;
        let age = now().unix_milliseconds().checked_sub(contents.kept_at)?;
        let is_meant = contents.origin == origin && (0..RECENT).contains(&age);
        is_meant.then_some(contents.webhooks)
    }

    /// Keeps an offer, where there is a folder for it; without it the next Tab asks again.
    pub(super) fn keep(&self, origin: &str, webhooks: &[Offer]) {
        let contents = Contents {
            origin: origin.to_owned(),
            kept_at: now().unix_milliseconds(),
            webhooks: webhooks.to_vec(),
        };
        if let Ok(bytes) = serde_json::to_vec(&contents) {
            let _ = write_private(&self.path, &bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Contents, Offer, Offered, RECENT};
    use crate::model::now;

    #[test]
    fn an_offer_is_of_one_api_and_for_a_moment() {
        let folder = tempfile::tempdir().unwrap();
        let offered = Offered::at(folder.path().join("completion.json"));
        assert_eq!(offered.recent("https://a"), None);
        let webhooks = vec![Offer { id: "wh_1".into(), url: "https://x".into() }];
        offered.keep("https://a", &webhooks);
        assert_eq!(offered.recent("https://a"), Some(webhooks.clone()));
        assert_eq!(offered.recent("https://b"), None);
        let kept_at = now().unix_milliseconds() - RECENT;
        let old = Contents { origin: "https://a".into(), kept_at, webhooks };
        std::fs::write(&offered.path, serde_json::to_vec(&old).unwrap()).unwrap();
        assert_eq!(offered.recent("https://a"), None);
    }
}
