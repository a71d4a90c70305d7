//! One reading of a signature: which digest it claims to be, over what, under which form of the secret.

use crate::diagnosis::Cause;
use crate::diagnosis::base64::base64_bytes;
use crate::diagnosis::digest::{Making, Stated};
use crate::diagnosis::secrets::{Guess, decoded};
use crate::diagnosis::spelling::before_ellipsis;
use crate::signature::HEADER;

const BARE: &str = "the API's signature is 64 hex digits and nothing else";

/// One reading of a header's value.
pub(super) struct Claim {
    /// The digest.
    pub(super) stated: Stated,
    /// What is hashed before the body.
    pub(super) before_body: Vec<u8>,
    /// The key is what the secret's base64 decodes to, as in Standard Webhooks.
    pub(super) decodes_secret: bool,
    /// What is wrong with the form; nothing, when it is the API's own.
    pub(super) cause: Option<Cause>,
}

/// What bare digits can be, by their number.
pub(super) fn digits(text: &str) -> Vec<Claim> {
    let text = before_ellipsis(text);
    if let Some(prefix) = Stated::prefix(text) {
        let mut claims = vec![Claim::of(
            prefix,
            Some(Cause::new(
                "signature_truncated",
                format!("only {} of the signature's 64 hex digits are given", text.len()),
                "give the whole signature",
            )),
        )];
        claims.extend(hex::decode(text).ok().and_then(|bytes| sha1(&bytes, "")));
        return claims;
    }
    if let Ok(bytes) = hex::decode(text) {
        return of_bytes(&bytes, None);
    }
    let Some(bytes) = base64_bytes(text.as_bytes()) else { return Vec::new() };
    let in_base64 =
        || Cause::new("signature_base64", "the signature is in base64", "write it in hex");
    // Made in a pipe, the hex digits have a newline at their end.
    match hex::decode(bytes.trim_ascii()) {
        Ok(inner) => of_bytes(&inner, Some(in_base64())),
        Err(_) => of_bytes(&bytes, Some(in_base64())),
    }
}

fn of_bytes(bytes: &[u8], form: Option<Cause>) -> Vec<Claim> {
    let encoding = if form.is_some() { ", in base64" } else { "" };
    if let Ok(bytes) = <[u8; 32]>::try_from(bytes) {
        let keyed = Stated::whole(bytes).map(|stated| Claim::of(stated, form));
        let unkeyed = Claim::of(
            Stated::Unkeyed(bytes),
            Some(Cause::new(
                "signature_unkeyed",
                format!(
                    "the signature is a plain SHA-256 of the body, without the secret{encoding}"
                ),
                "make it with HMAC, the secret as the key",
            )),
        );
        return keyed.into_iter().chain([unkeyed]).collect();
    }
    let sha512 = <[u8; 64]>::try_from(bytes).map(|bytes| {
        Claim::of(
            Stated::Sha512(bytes),
            Some(Cause::new(
                "signature_sha512",
                format!("the signature is an HMAC of SHA-512{encoding}"),
                "make it with SHA-256",
            )),
        )
    });
    sha512.ok().or_else(|| sha1(bytes, encoding)).into_iter().collect()
}

fn sha1(bytes: &[u8], encoding: &str) -> Option<Claim> {
    let stated = Stated::Sha1(bytes.try_into().ok()?);
    Some(Claim::of(
        stated,
        Some(Cause::new(
            "signature_sha1",
            format!("the signature is an HMAC of SHA-1{encoding}"),
            "make it with SHA-256",
        )),
    ))
}

impl Claim {
    /// How many things are wrong if it is right.
    pub(super) fn causes(&self) -> usize {
        usize::from(self.cause.is_some())
    }

    /// Begins to compute what is stated under a guess, up to the body. Without a key a guess at it
    /// means nothing.
    pub(super) fn start(&self, guess: &Guess) -> Option<Making> {
        if !self.stated.is_keyed() && !guess.causes.is_empty() {
            return None;
        }
        let mut making = if self.decodes_secret {
            self.stated.start(&decoded(&guess.secret)?)?
        } else {
            self.stated.start(&guess.secret)?
        };
        making.update(&self.before_body);
        Some(making)
    }

    fn of(stated: Stated, cause: Option<Cause>) -> Self {
        Self { stated, before_body: Vec::new(), decodes_secret: false, cause }
    }

    pub(super) fn is_hmac_sha256(&self) -> bool {
        matches!(self.stated, Stated::Whole(_))
    }

    /// Whether it has the API's own form, wherever it was found.
    pub(super) fn is_plain(&self) -> bool {
        self.cause.as_ref().is_none_or(|cause| cause.code == "signature_ambiguous")
    }

    /// The same with what stood around it. A cause of its own says more.
    pub(super) fn decorated(self, decoration: Option<&str>) -> Self {
        let Some(decoration) = decoration else { return self };
        let cause = match self.cause {
            Some(cause) => cause.with(&format!(", after {decoration}"), BARE),
            None => Cause::new(
                "signature_prefixed",
                format!("the signature is right but for {decoration} around it"),
                BARE,
            ),
        };
        Self { cause: Some(cause), ..self }
    }

    /// The same, found at this place (from 0) among several signature headers that differ.
    pub(super) fn among(self, place: usize, count: usize) -> Self {
        let place = place + 1;
        let one = format!("number {place} of {count} signature headers, which differ");
        let fix =
            "leave one signature header in the request, the right one: look who adds the others";
        let cause = match self.cause {
            Some(cause) => cause.with(&format!(", in {one}"), fix),
            None => Cause::new("signature_ambiguous", format!("the right signature is {one}"), fix),
        };
        Self { cause: Some(cause), ..self }
    }

    /// The same with white space or colons between its digits.
    pub(super) fn separated(self, is_separated: bool) -> Self {
        if !is_separated {
            return self;
        }
        let cause = match self.cause {
            Some(cause) => cause.with(", with white space or colons between its digits", BARE),
            None => Cause::new(
                "signature_separated",
                "the signature is right but for white space or colons between its digits",
                BARE,
            ),
        };
        Self { cause: Some(cause), ..self }
    }

    /// The same, found in another header than the API's.
    pub(super) fn found_in(self, name: &str) -> Self {
        let is_github = name.to_ascii_lowercase().starts_with("x-hub-signature");
        let fix = format!("send or give it in {HEADER}; {BARE}");
        let is_form_alone = ["signature_prefixed", "signature_separated"];
        let cause = match self.cause {
            Some(cause) if !is_form_alone.contains(&cause.code) => cause
                .with(&format!(", in the header {name}"), &format!("send or give it in {HEADER}")),
            _ if is_github => Cause::new(
                "signature_github",
                format!("the signature is in GitHub's form, in the header {name}"),
                fix,
            ),
            _ => Cause::new(
                "signature_other_header",
                format!("the signature is in the header {name}"),
                fix,
            ),
        };
        Self { cause: Some(cause), ..self }
    }
}

impl Cause {
    /// This one with more to its detail, and more to do.
    fn with(self, detail: &str, fix: &str) -> Self {
        let Self { code, detail: first, fix: before } = self;
        let is_said = before.contains(fix);
        let fix = if is_said { before } else { format!("{before}; {fix}").into() };
        Self { code, detail: format!("{first}{detail}").into(), fix }
    }
}
