//! Why a signature does not match: recomputes it over what usually goes wrong with bodies, secrets
//! and signatures, and names what makes it match.
//!
//! A cause is claimed only where the digest recomputed is the one stated. Plain functions on values:
//! no I/O, no clock.

mod base64;
mod bodies;
mod charset;
mod claim;
mod digest;
mod explanation;
mod headers;
mod json;
mod packing;
mod search;
mod secrets;
mod senders;
mod shape;
mod spelling;
mod stream;

use std::borrow::Cow;

pub use shape::Shape;
pub use stream::Stream;

use crate::model::WebhookId;
use crate::secret::Secret;
use crate::signature::HEADER;

/// How much is computed at most for a body of up to 1 MiB: so many bytes hashed, a byte made counting
/// as three. Measured with SHA instructions, they are spent in less than 100 ms.
const WORK: usize = 40 * 1024 * 1024;

/// The largest body in bytes that causes in the body are looked for in.
pub const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// What is known of a delivery whose signature does not match, but for the body.
#[derive(Clone, Copy)]
pub struct Evidence<'a> {
    /// The signature as it was given; empty when there is none.
    pub signature: &'a str,
    /// The delivery's headers, as far as they are known.
    pub headers: &'a [(String, String)],
    /// The secrets that it was checked with.
    pub secrets: &'a [Secret],
    /// Secrets of other webhooks, one of which may be the right one.
    pub kept: &'a [(WebhookId, Secret)],
}

impl<'a> Evidence<'a> {
    /// What these headers tell, the signature among them.
    pub fn new(
        headers: &'a [(String, String)],
        secrets: &'a [Secret],
        kept: &'a [(WebhookId, Secret)],
    ) -> Self {
        let ours = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(HEADER));
        let signature = ours.map(|(_, value)| value.trim_ascii()).unwrap_or_default();
        Self { signature, headers, secrets, kept }
    }

    /// Why nothing is tried where nothing reads as a signature.
    fn without_claims(&self) -> Scope {
        if self.signature.is_empty() { Scope::NoSignature } else { Scope::UnknownForm }
    }
}

/// One thing that went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// A name for programs, such as `body_reserialized`.
    pub code: &'static str,
    /// What happened, as a sentence without a full stop.
    pub detail: Cow<'static, str>,
    /// What to do about it.
    pub fix: Cow<'static, str>,
}

/// How far the search went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Up to a find, or to the end: every cause alone, and most pairs. A body that was signed in
    /// part is tried with no second cause.
    All,
    /// As far as the bound on work allows.
    Bounded,
    /// The body is larger than [`LARGEST_BODY`]: causes in the signature and in the secret.
    SignatureAndSecret,
    /// The body is larger still and could be read only once: what was seen to be wrong beforehand (see
    /// [`Stream::beforehand`]).
    SeenBeforehand,
    /// Nowhere: no signature was given.
    NoSignature,
    /// Nowhere: what was given is no signature in any form that is known.
    UnknownForm,
    /// Nowhere: the signature is right.
    Valid,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// What went wrong, the signature's form first, then the secret, then the body. Empty when nothing
    /// that was tried matches.
    pub causes: Vec<Cause>,
    /// How many digests were computed and compared.
    pub tried: usize,
    /// How far the search went.
    pub scope: Scope,
    /// How many variants were left out, for [`Scope::SignatureAndSecret`] and
    /// [`Scope::SeenBeforehand`].
    pub left_out: usize,
    /// What was given as the secret looks like this, which proves nothing.
    pub hint: Option<Shape>,
}

impl Diagnosis {
    /// The name of the cause for programs; two together are joined with `+`.
    pub fn code(&self) -> Option<String> {
        self.joined("+", |cause| cause.code)
    }

    /// What happened.
    pub fn detail(&self) -> Option<String> {
        self.joined("; ", |cause| &cause.detail)
    }

    /// What to do about it.
    pub fn fix(&self) -> Option<String> {
        self.joined("; ", |cause| &cause.fix)
    }

    /// What was tried, for when nothing matched.
    pub fn summary(&self) -> String {
        let tried = self.tried;
        let left_out = match self.left_out {
            0 => String::new(),
            count => format!(", and {count} more left out"),
        };
        match self.scope {
            Scope::NoSignature => "nothing was tried: no signature was given".into(),
            Scope::UnknownForm => {
                "nothing was tried: what was given has no form of a signature that is known".into()
            }
            Scope::Valid => "nothing was tried: the signature is right".into(),
            Scope::All => format!(
                "{tried} variants of the body (JSON written anew, line ends, encodings, \
                 compression), the secret and the signature were tried, each alone and most in pairs"
            ),
            Scope::Bounded => format!(
                "{tried} variants of the body (JSON written anew, line ends, encodings, \
                 compression), the secret and the signature were tried, up to the bound on work"
            ),
            Scope::SeenBeforehand if tried == 0 => {
                "nothing was tried: the body is too large for that in a pipe; give it as a file"
                    .into()
            }
            Scope::SeenBeforehand => format!(
                "{tried} variants of the secret were tried{left_out}: the body is too large for \
                 more in a pipe; give it as a file"
            ),
            Scope::SignatureAndSecret => format!(
                "{tried} variants of the secret and the signature were tried{left_out}, none of the \
                 body: it is larger than {} MiB",
                LARGEST_BODY / 1024 / 1024
            ),
        }
    }

    fn joined(&self, by: &str, part: impl Fn(&Cause) -> &str) -> Option<String> {
        let mut parts: Vec<_> = self.causes.iter().map(part).collect();
        // Two of a kind are mended in one way.
        parts.dedup();
        (!parts.is_empty()).then(|| parts.join(by))
    }
}

impl Cause {
    fn new(
        code: &'static str,
        detail: impl Into<Cow<'static, str>>,
        fix: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { code, detail: detail.into(), fix: fix.into() }
    }
}

/// Looks for the reason why the signature is not that of the body, within a bound on work. A body over
/// [`LARGEST_BODY`] is for a [`Stream`], and is treated as one here too.
pub fn diagnose(evidence: &Evidence<'_>, body: &[u8]) -> Diagnosis {
    if body.len() > LARGEST_BODY {
        let mut stream = Stream::new(evidence);
        stream.update(body);
        return stream.finish();
    }
    search::search(evidence, body, work_for(body.len()))
}

/// A bound on work that fits a body of so many bytes: [`WORK`], and in proportion above 1 MiB.
fn work_for(bytes: usize) -> usize {
    WORK.max(WORK / (1024 * 1024) * bytes)
}

fn hint(evidence: &Evidence<'_>) -> Option<Shape> {
    evidence.secrets.iter().find_map(Shape::of)
}

#[cfg(test)]
mod tests;
