//! The diagnosis of a body too large to keep: every guess at the secret and the signature is hashed
//! along as the body passes by.

use crate::diagnosis::claim::{Claim, claims};
use crate::diagnosis::digest::Making;
use crate::diagnosis::secrets::{Guess, changed, given, kept};
use crate::diagnosis::{Diagnosis, Evidence, Scope, Shape, hint};

/// So many digests at once: each costs time over the whole body.
const GUESSES: usize = 64;

/// A diagnosis in the making.
pub struct Stream {
    guesses: Vec<Guess>,
    claims: Vec<Claim>,
    /// Places of a guess and a claim, and their digest.
    making: Vec<(usize, usize, Making)>,
    hint: Option<Shape>,
}

impl Stream {
    /// Gets ready for a body.
    pub fn new(evidence: &Evidence<'_>) -> Self {
        let claims = claims(evidence.signature, evidence.headers);
        let given = given(evidence);
        let changed = changed(&given);
        let guesses: Vec<_> = [given, changed, kept(evidence)].into_iter().flatten().collect();
        let mut making = Vec::new();
        for (i, guess) in guesses.iter().enumerate() {
            for (j, claim) in claims.iter().enumerate() {
                let causes = claim.causes() + guess.causes.len();
                let is_tried = making.len() < GUESSES && (1..=2).contains(&causes);
                making.extend(is_tried.then(|| claim.start(guess)).flatten().map(|m| (i, j, m)));
            }
        }
        Self { guesses, claims, making, hint: hint(evidence) }
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
        Diagnosis { causes, tried, scope: Scope::SignatureAndSecret, hint: self.hint }
    }
}
