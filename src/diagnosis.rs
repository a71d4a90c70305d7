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
mod json;
mod packing;
mod search;
mod secrets;
mod shape;
mod stream;

use std::borrow::Cow;

pub use shape::Shape;
pub use stream::Stream;

use crate::model::WebhookId;
use crate::secret::Secret;

/// How much is computed for a body of up to 1 MiB at most: so many bytes hashed, a byte made counting
/// as three. Measured with SHA instructions, they are spent in less than 100 ms.
pub const WORK: usize = 40 * 1024 * 1024;

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
    /// Every cause, and every two of them.
    All,
    /// As far as [`WORK`] or less allows.
    Bounded,
    /// The body is larger than [`LARGEST_BODY`]: causes in the signature and in the secret.
    SignatureAndSecret,
    /// The body is larger still and could be read only once: what was seen to be wrong beforehand (see
    /// [`Stream::beforehand`]).
    SeenBeforehand,
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
        match self.scope {
            Scope::All if tried == 0 => {
                "nothing was tried: what was given has no form of a signature that is known".into()
            }
            Scope::All => format!(
                "{tried} variants of the body (JSON written anew, line ends, encodings, \
                 compression), the secret and the signature were tried, one and two at a time"
            ),
            Scope::Bounded => format!(
                "{tried} variants of the body (JSON written anew, line ends, encodings, \
                 compression), the secret and the signature were tried, up to the bound on work"
            ),
            Scope::SeenBeforehand => format!(
                "{tried} variants of the secret were tried: the body is too large for more in a \
                 pipe; give it as a file"
            ),
            Scope::SignatureAndSecret => format!(
                "{tried} variants of the secret and the signature were tried, none of the body: it \
                 is larger than {} MiB",
                LARGEST_BODY / 1024 / 1024
            ),
        }
    }

    fn joined(&self, by: &str, part: impl Fn(&Cause) -> &str) -> Option<String> {
        let parts: Vec<_> = self.causes.iter().map(part).collect();
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

/// Looks for the reason why the signature is not that of the body, computing over at most `work`
/// bytes (see [`work_for`]). A body over [`LARGEST_BODY`] is for a [`Stream`], and is treated
/// as one here too.
pub fn diagnose(evidence: &Evidence<'_>, body: &[u8], work: usize) -> Diagnosis {
    if body.len() > LARGEST_BODY {
        let mut stream = Stream::new(evidence);
        stream.update(body);
        return stream.finish();
    }
    search::search(evidence, body, work)
}

/// A bound on work that fits a body of so many bytes: [`WORK`], and in proportion above 1 MiB.
pub fn work_for(bytes: usize) -> usize {
    WORK.max(WORK / (1024 * 1024) * bytes)
}

fn hint(evidence: &Evidence<'_>) -> Option<Shape> {
    evidence.secrets.iter().find_map(Shape::of)
}

#[cfg(test)]
mod tests;
