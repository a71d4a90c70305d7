//! The diagnosis of a body too large to keep: every guess at the secret and the signature is hashed
//! along as the body passes by.

use crate::diagnosis::claim::{Claim, claims};
use crate::diagnosis::digest::Making;
use crate::diagnosis::secrets::{Guess, changed, given, kept, put_right};
use crate::diagnosis::{Diagnosis, Evidence, Scope, Shape, hint};

/// So many digests at once: each costs time over the whole body.
const GUESSES: usize = 64;

/// A diagnosis in the making.
pub struct Stream {
    guesses: Vec<Guess>,
    claims: Vec<Claim>,
    /// Places of a guess and a claim, and their digest.
    making: Vec<(usize, usize, Making)>,
    scope: Scope,
    hint: Option<Shape>,
}

impl Stream {
    /// Gets ready for a body that can be read a second time: its signature is known not to match.
    pub fn new(evidence: &Evidence<'_>) -> Self {
        let claims = claims(evidence.signature, evidence.headers);
        Self::of(evidence, claims, all(evidence), Scope::SignatureAndSecret)
    }

    /// Gets ready for a body that passes by once, its verdict still to come. A valid delivery shall not
    /// pay for guesses, so there are none unless something is seen to be wrong beforehand: a signature
    /// in another form than the API's, or a secret with white space, quotes or such around it.
    pub fn beforehand(evidence: &Evidence<'_>) -> Self {
        let claims = claims(evidence.signature, evidence.headers);
        if claims.iter().any(|claim| claim.cause.is_none()) {
            Self::of(evidence, claims, put_right(&given(evidence)), Scope::SeenBeforehand)
        } else {
            Self::of(evidence, claims, all(evidence), Scope::SignatureAndSecret)
        }
    }

    fn of(evidence: &Evidence<'_>, claims: Vec<Claim>, guesses: Vec<Guess>, scope: Scope) -> Self {
        let mut making = Vec::new();
        for (i, guess) in guesses.iter().enumerate() {
            for (j, claim) in claims.iter().enumerate() {
                let causes = claim.causes() + guess.causes.len();
                let is_tried = making.len() < GUESSES && (1..=2).contains(&causes);
                making.extend(is_tried.then(|| claim.start(guess)).flatten().map(|m| (i, j, m)));
            }
        }
        Self { guesses, claims, making, scope, hint: hint(evidence) }
    }

    /// Takes the next bytes of the body.
    pub fn update(&mut self, bytes: &[u8]) {
        for (_, _, making) in &mut self.making {
            making.update(bytes);
        }
    }

    /// What the whole body tells.
    pub fn finish(self) -> Diagnosis {
        let tried = self.making.len();
        let mut matching: Vec<_> = self
            .making
            .into_iter()
            .map(|(i, j, making)| (&self.guesses[i], &self.claims[j], making))
            .filter(|(_, claim, making)| claim.stated.equals(making.clone()))
            .map(|(guess, claim, _)| claim.cause.iter().chain(&guess.causes).cloned().collect())
            .collect();
        matching.sort_by_key(Vec::len);
        let causes = matching.into_iter().next().unwrap_or_default();
        Diagnosis { causes, tried, scope: self.scope, hint: self.hint }
    }
}

fn all(evidence: &Evidence<'_>) -> Vec<Guess> {
    let given = given(evidence);
    let changed = changed(&given);
    [given, changed, kept(evidence)].into_iter().flatten().collect()
}
