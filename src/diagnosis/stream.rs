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
    /// The bytes that may still be hashed, over all digests.
    left: usize,
    scope: Scope,
    hint: Option<Shape>,
}

impl Stream {
    /// Gets ready for a body. Over at most `work` bytes digests are computed: once a body turns out
    /// to be too long for that, nothing is tried.
    pub fn new(evidence: &Evidence<'_>, work: usize) -> Self {
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
        let scope = Scope::SignatureAndSecret;
        Self { guesses, claims, making, left: work, scope, hint: hint(evidence) }
    }

    /// Takes the next bytes of the body.
    pub fn update(&mut self, bytes: &[u8]) {
        let work = bytes.len() * self.making.len();
        if work > self.left {
            self.scope = Scope::Nothing;
            self.making.clear();
            return;
        }
        self.left -= work;
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
