//! The diagnosis of a body too large to keep: every guess at the secret and the signature is hashed
//! along as the body passes by.

use crate::diagnosis::claim::Claim;
use crate::diagnosis::digest::Making;
use crate::diagnosis::headers::claims;
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
    left_out: usize,
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
        let scope = if claims.is_empty() { evidence.without_claims() } else { scope };
        let (mut making, mut left_out) = (Vec::new(), 0);
        for causes in 1..=2 {
            for (i, guess) in guesses.iter().enumerate() {
                for (j, claim) in claims.iter().enumerate() {
                    if claim.causes() + guess.causes.len() != causes {
                        continue;
                    }
                    let Some(begun) = claim.start(guess) else { continue };
                    if making.len() < GUESSES {
                        making.push((i, j, begun));
                    } else {
                        left_out += 1;
                    }
                }
            }
        }
        Self { guesses, claims, making, scope, left_out, hint: hint(evidence) }
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
            .filter_map(|(guess, claim, making)| {
                claim.stated.equals(making).then_some((guess, claim))
            })
            .map(|(guess, claim)| claim.cause.iter().chain(&guess.causes).cloned().collect())
            .collect();
        matching.sort_by_key(Vec::len);
        let causes = matching.into_iter().next().unwrap_or_default();
        Diagnosis { causes, tried, scope: self.scope, left_out: self.left_out, hint: self.hint }
    }
}

/// In turn, so that neither many secrets nor many webhooks leave no room for the others.
fn all(evidence: &Evidence<'_>) -> Vec<Guess> {
    let mut guesses = given(evidence);
    let (changed, kept) = (changed(&guesses), kept(evidence));
    let (mut changed, mut kept) = (changed.into_iter(), kept.into_iter());
    while changed.len() + kept.len() > 0 {
        guesses.extend([kept.next(), changed.next()].into_iter().flatten());
    }
    guesses
}
