//! The order in which causes are tried: one alone, then two together, the likely ones first, until
//! one matches or the work allowed is spent.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use crate::diagnosis::bodies::{Accident, Body, Cut, ENDS, FEW};
use crate::diagnosis::claim::Claim;
use crate::diagnosis::headers::claims;
use crate::diagnosis::secrets::{self, Guess};
use crate::diagnosis::{Cause, Diagnosis, Evidence, Scope, hint};

/// What computing one digest costs beside its bytes: keys, padding, and the code around it.
const DIGEST: usize = 512;

/// What making a body costs, for the attempt and for each of its bytes.
const ACCIDENT: usize = 1024;
const MAKING: usize = 3;

/// What it costs to write a number anew.
const NUMBER: usize = 150;

/// What finding out that an accident can't have happened costs, in parts of the body's length.
const GLANCE: usize = 8;

/// What a compressor costs to set up, and for each byte.
const COMPRESSOR: usize = 32 * 1024;
const COMPRESSING: usize = 32;

/// Up to this size a body is tried cut at each byte, above it at each multiple of [`BUFFER`].
const CUT_ANYWHERE: usize = 4096;
const BUFFER: usize = 1024;

/// Why a search ends early.
enum Stop {
    Found(Vec<Cause>),
    Valid,
    Spent,
}

/// Looks for one cause or two that make the signature match.
pub(super) fn search(evidence: &Evidence<'_>, body: &[u8], work: usize) -> Diagnosis {
    let claims = claims(evidence.signature, evidence.headers);
    let mut search = Search { claims: &claims, left: work, tried: 0 };
    let (causes, scope) = if claims.is_empty() {
        (Vec::new(), evidence.without_claims())
    } else {
        match search.all(evidence, body).break_value() {
            Some(Stop::Found(causes)) => (causes, Scope::All),
            Some(Stop::Valid) => (Vec::new(), Scope::Valid),
            Some(Stop::Spent) => (Vec::new(), Scope::Bounded),
            None => (Vec::new(), Scope::All),
        }
    };
    Diagnosis { causes, tried: search.tried, scope, left_out: 0, hint: hint(evidence) }
}

struct Search<'a> {
    claims: &'a [Claim],
    left: usize,
    tried: usize,
}

/// What is compared with a claim under a guess.
#[derive(Clone, Copy)]
struct Due {
    /// The body as it is.
    plain: bool,
    /// The body with what may have been cut at its end.
    ends: bool,
}

impl Due {
    /// For so many causes together. That the end was cut is one of them; but what a serializer writes
    /// there is not counted: it comes with the document.
    fn of(causes: usize, claim: &Claim, guess: &Guess, undone: &[Accident]) -> Self {
        let others = claim.causes() + guess.causes.len() + undone.len();
        let is_json = matches!(undone.last(), Some(Accident::Reserialized(_)));
        Self { plain: others == causes, ends: others + usize::from(!is_json) == causes }
    }

    fn is_something(self) -> bool {
        self.plain || self.ends
    }
}

impl Search<'_> {
    /// What costs a hash comes before what costs a body, and what costs hundreds of bodies comes last:
    /// a large body leaves work for some dozens. The numbers say how many causes are tried together.
    fn all(&mut self, evidence: &Evidence<'_>, bytes: &[u8]) -> ControlFlow<Stop> {
        let given = secrets::given(evidence);
        let changed = secrets::changed(&given);
        let kept = secrets::kept(evidence);
        let rarely = secrets::rarely_changed(&given);
        if self.is_valid(&given, bytes) {
            // Two accidents that undo each other would be claimed.
            return ControlFlow::Break(Stop::Valid);
        }
        self.compare(1, &given, bytes, &[])?;
        self.compare(1, &changed, bytes, &[])?;
        self.compare(1, &kept, bytes, &[])?;
        self.spend(bytes.len() * MAKING)?;
        let body = Body::new(bytes);
        let (likeliest, usual) = body.usual_styles();
        self.undo_each(1, &given, &body, &Accident::additions())?;
        self.cut_anywhere(&given, bytes)?;
        self.undo_each(1, &given, &body, &likeliest)?;
        self.compare(2, &given, bytes, &[])?;
        let others = [Accident::losses(), Accident::recoded()].concat();
        self.undo_each(1, &given, &body, &others)?;
        self.compare(2, &changed, bytes, &[])?;
        self.compare(2, &kept, bytes, &[])?;
        self.undo_each(1, &given, &body, &usual)?;
        self.compare(1, &rarely, bytes, &[])?;
        let simple = [Accident::additions(), others].concat();
        self.undo_each(2, &given, &body, &simple)?;
        self.undo_each(2, &changed, &body, &simple)?;
        self.undo_each(2, &kept, &body, &simple)?;
        self.compare(2, &secrets::changed(&changed), bytes, &[])?;
        self.compare(2, &secrets::changed(&kept), bytes, &[])?;
        self.compare(2, &rarely, bytes, &[])?;
        self.undo_each(2, &rarely, &body, &simple)?;
        self.compare(2, &secrets::changed(&rarely), bytes, &[])?;
        let laborious = body.laborious();
        self.undo_each(1, &given, &body, &laborious)?;
        for accidents in [likeliest, usual, laborious] {
            self.undo_each(2, &given, &body, &accidents)?;
            self.undo_each(2, &changed, &body, &accidents)?;
            self.undo_each(2, &kept, &body, &accidents)?;
        }
        self.undo_two(&given, &body)
    }

    fn is_valid(&self, given: &[Guess], body: &[u8]) -> bool {
        let plain = self.claims.iter().filter(|claim| claim.cause.is_none());
        plain.flat_map(|claim| given.iter().map(move |guess| (claim, guess))).any(
            |(claim, guess)| {
                claim.start(guess).is_some_and(|mut making| {
                    making.update(body);
                    claim.stated.equals(making)
                })
            },
        )
    }

    /// Whether any claim is to be compared under any of these guesses: else a body is made in vain.
    fn is_due(&self, causes: usize, guesses: &[Guess], undone: &[Accident]) -> bool {
        let is_due = |guess, claim| Due::of(causes, claim, guess, undone).is_something();
        guesses.iter().any(|guess| self.claims.iter().any(|claim| is_due(guess, claim)))
    }

    /// Tries each body that one of these accidents may have begun with.
    fn undo_each(
        &mut self,
        causes: usize,
        guesses: &[Guess],
        body: &Body<'_>,
        accidents: &[Accident],
    ) -> ControlFlow<Stop> {
        for &accident in accidents {
            if self.is_due(causes, guesses, &[accident])
                && let Some(signed) = self.undo(body, accident)?
            {
                self.compare(causes, guesses, &signed, &[accident])?;
            }
        }
        ControlFlow::Continue(())
    }

    fn undo_two(&mut self, guesses: &[Guess], body: &Body<'_>) -> ControlFlow<Stop> {
        for last in body.accidents() {
            let Some(between) = self.undo(body, last)? else { continue };
            self.spend(between.len() * MAKING)?;
            let between = Body::new(&between);
            for first in between.accidents() {
                if first.is_like(last) || !self.is_due(2, guesses, &[last, first]) {
                    continue;
                }
                if let Some(signed) = self.undo(&between, first)? {
                    self.compare(2, guesses, &signed, &[last, first])?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn undo(&mut self, body: &Body<'_>, accident: Accident) -> ControlFlow<Stop, Option<Vec<u8>>> {
        self.spend(body.numbers_anew(accident) * NUMBER)?;
        let signed = body.undo(accident);
        let made = match (&signed, accident) {
            (_, Accident::Unpacked(packing)) if packing.is_compression() => {
                COMPRESSOR + body.bytes.len() * COMPRESSING
            }
            (Some(signed), _) => signed.len() * MAKING,
            (None, _) => body.bytes.len() / GLANCE,
        };
        self.spend(ACCIDENT + made)?;
        ControlFlow::Continue(signed)
    }

    /// Compares what each claim states with its digest of this body under each guess.
    fn compare(
        &mut self,
        causes: usize,
        guesses: &[Guess],
        body: &[u8],
        undone: &[Accident],
    ) -> ControlFlow<Stop> {
        for guess in guesses {
            for claim in self.claims {
                let due = Due::of(causes, claim, guess, undone);
                if due.is_something() {
                    self.compare_one(due, claim, guess, body, undone)?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn compare_one(
        &mut self,
        due: Due,
        claim: &Claim,
        guess: &Guess,
        body: &[u8],
        undone: &[Accident],
    ) -> ControlFlow<Stop> {
        let Some(mut making) = claim.start(guess) else { return ControlFlow::Continue(()) };
        self.spend(DIGEST + body.len())?;
        making.update(body);
        if due.plain {
            self.tried += 1;
            if claim.stated.equals(making.clone()) {
                return found(claim, guess, undone, None);
            }
        }
        for end in ENDS.into_iter().filter(|_| due.ends) {
            self.spend(DIGEST)?;
            self.tried += 1;
            let mut longer = making.clone();
            longer.update(end.as_bytes());
            if claim.stated.equals(longer) {
                return found(claim, guess, undone, Some(Cut::End(end)));
            }
        }
        ControlFlow::Continue(())
    }

    /// Tries the body's beginnings, each with little more work than the one before.
    fn cut_anywhere(&mut self, guesses: &[Guess], body: &[u8]) -> ControlFlow<Stop> {
        for guess in guesses {
            for claim in self.claims.iter().filter(|claim| claim.cause.is_none()) {
                let Some(mut making) = claim.start(guess) else { continue };
                let mut hashed = 0;
                for cut in cuts(body) {
                    self.spend(DIGEST + cut - hashed)?;
                    self.tried += 1;
                    making.update(&body[hashed..cut]);
                    hashed = cut;
                    if claim.stated.equals(making.clone()) {
                        return found(claim, guess, &[], Some(Cut::after(cut, body)));
                    }
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn spend(&mut self, bytes: usize) -> ControlFlow<Stop> {
        match self.left.checked_sub(bytes) {
            Some(left) => {
                self.left = left;
                ControlFlow::Continue(())
            }
            None => ControlFlow::Break(Stop::Spent),
        }
    }
}

fn found(claim: &Claim, guess: &Guess, undone: &[Accident], cut: Option<Cut>) -> ControlFlow<Stop> {
    let bodys = undone.iter().copied().map(Accident::cause).chain(cut.map(Cut::cause));
    let causes = claim.cause.iter().chain(&guess.causes).cloned().chain(bodys).collect();
    ControlFlow::Break(Stop::Found(causes))
}

/// Where a body may have been cut: anywhere in a small one; else at the ends of usual buffers, and
/// where somebody counted characters for bytes or added a few. White space that was added at its
/// end is no such cut.
fn cuts(body: &[u8]) -> BTreeSet<usize> {
    let end = body.trim_ascii_end().len();
    if body.len() <= CUT_ANYWHERE {
        return (1..end).collect();
    }
    let text = std::str::from_utf8(body).unwrap_or_default();
    let characters = [text.chars().count(), text.encode_utf16().count()];
    let zeros = body.iter().rev().take_while(|&&byte| byte == 0).count();
    let added = (end.saturating_sub(FEW)..end).chain([end - zeros.min(end)]);
    let cuts = (BUFFER..end).step_by(BUFFER).chain(characters).chain(added);
    cuts.filter(|cut| (1..end).contains(cut)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Accident, Body, Due, Guess, claims};
    use crate::secret::Secret;

    #[test]
    fn a_comparison_is_due_for_one_number_of_causes() {
        let guess = Guess { secret: Secret::new("whsec_a").unwrap(), causes: Vec::new() };
        let claim = &claims(&"ab".repeat(32), &[])[0];
        let json = Body::new(b"{}").usual_styles().0[0];
        let due = |undone: &[Accident]| {
            [1, 2].map(|causes| {
                let due = Due::of(causes, claim, &guess, undone);
                (due.plain, due.ends)
            })
        };
        assert_eq!(due(&[]), [(false, true), (false, false)]);
        assert_eq!(due(&[Accident::Padded]), [(true, false), (false, true)]);
        assert_eq!(due(&[json]), [(true, true), (false, false)]);
        assert_eq!(due(&[json, Accident::Padded]), [(false, false), (true, false)]);
    }
}
