//! What a header's value claims: which digest, over what, under which form of the secret. The forms
//! are those of webhook senders that people know, and mistakes in copying one.

use crate::diagnosis::Cause;
use crate::diagnosis::base64::base64_bytes;
use crate::diagnosis::digest::{Making, Stated};
use crate::diagnosis::secrets::{Guess, decoded};
use crate::diagnosis::senders::{stripe, svix};
use crate::diagnosis::spelling::{before_ellipsis, joined, unquoted};
use crate::signature::HEADER;

/// What senders write before the digits.
const PREFIXES: [&str; 15] = [
    "sha256=",
    "sha-256=",
    "sha1=",
    "sha512=",
    "hmac-sha256=",
    "sha256:",
    "v1=",
    "v0=",
    "v1,",
    "v1:",
    "signature=",
    "hmac ",
    "hmac-sha256 ",
    "bearer ",
    "0x",
];

const BARE: &str = "the API's signature is 64 hex digits and nothing else";

/// So many signatures that differ are looked at: nobody sends more by accident.
const DIFFERING: usize = 8;

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

/// All readings of the signature given, and of the other headers that could carry one.
pub(super) fn claims(signature: &str, headers: &[(String, String)]) -> Vec<Claim> {
    let (ours, others): (Vec<_>, Vec<_>) =
        headers.iter().partition(|(name, _)| name.eq_ignore_ascii_case(HEADER));
    let ours: Vec<_> = ours.iter().map(|(_, value)| value.trim_ascii()).collect();
    let mut claims = if ours.iter().all(|value| *value == ours[0]) {
        of_value(signature, headers)
    } else {
        of_several(&ours, headers)
    };
    let others = others.into_iter();
    let mut elsewhere: Vec<_> = others
        .flat_map(|(name, value)| {
            let claims = of_value(value.trim(), headers).into_iter();
            // A digest without a key, as of Content-Digest, is no signature, and anybody can make it.
            claims.filter(|claim| claim.stated.is_keyed()).map(|claim| claim.found_in(name))
        })
        .collect();
    // Who signs in two ways is told by the better one: GitHub sends SHA-1 beside SHA-256.
    elsewhere.sort_by_key(|claim| !claim.is_hmac_sha256());
    claims.extend(elsewhere);
    claims
}

/// What several signatures claim that differ, each at its first place.
fn of_several(values: &[&str], headers: &[(String, String)]) -> Vec<Claim> {
    let places = (0..values.len()).filter(|&place| !values[..place].contains(&values[place]));
    let claims = places.take(DIFFERING).flat_map(|place| {
        let claims = of_value(values[place], headers).into_iter();
        claims.map(move |claim| claim.among(place, values.len()))
    });
    claims.collect()
}

fn of_value(value: &str, headers: &[(String, String)]) -> Vec<Claim> {
    let stripe = stripe(value.trim());
    let svix = svix(value.trim(), headers);
    if !stripe.is_empty() || !svix.is_empty() {
        return stripe.into_iter().chain(svix).collect();
    }
    let (bare, decoration) = undecorated(value);
    let digits_alone = joined(bare);
    let claims = digits(&digits_alone).into_iter();
    let claims = claims.map(|claim| claim.separated(digits_alone.len() < bare.len()));
    claims.map(|claim| claim.decorated(decoration.as_deref())).collect()
}

/// The value without white space, a header's name, quotes or a prefix, and what was taken off.
fn undecorated(value: &str) -> (&str, Option<String>) {
    let (mut bare, mut taken) = (value.trim(), Vec::new());
    if bare != value {
        taken.push("white space".to_owned());
    }
    if let Some((name, rest)) = bare.split_once(':') {
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let is_ours = name.eq_ignore_ascii_case(HEADER);
        if is_ours || (is_name && name.contains('-') && rest.starts_with(' ')) {
            bare = rest.trim();
            taken.push("the header's name".to_owned());
        }
    }
    if let Some(digits) = of_tool(bare) {
        bare = digits;
        taken.push("what a tool prints".to_owned());
    }
    if let Some(inner) = unquoted(bare) {
        bare = inner.trim();
        taken.push("quotes".to_owned());
    }
    let starts = |prefix: &&str| {
        bare.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    if let Some(prefix) = PREFIXES.into_iter().find(|prefix| starts(prefix)) {
        let (written, rest) = bare.split_at(prefix.len());
        // A digest in a structured field stands between colons (RFC 8941, section 3.3.5).
        bare = rest.trim().trim_matches(':');
        taken.push(format!("`{}`", written.trim()));
        if let Some(inner) = unquoted(bare) {
            bare = inner;
            taken.push("quotes".to_owned());
        }
    }
    (bare, (!taken.is_empty()).then(|| taken.join(" and ")))
}

/// The digits in what openssl prints (`HMAC-SHA2-256(stdin)= DIGITS`, `DIGITS *stdin`) and sha256sum
/// (`DIGITS  -`, or `SHA256 (-) = DIGITS`).
fn of_tool(text: &str) -> Option<&str> {
    if let Some((label, digits)) = text.rsplit_once(")= ").or_else(|| text.rsplit_once(") = ")) {
        return label.contains('(').then_some(digits);
    }
    let (digits, name) = text.split_once(' ')?;
    let is_name = name.starts_with([' ', '*']);
    (is_name && digits.len() >= 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .then_some(digits)
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

    /// The same with what stood around it. A cause of its own says more.
    fn decorated(self, decoration: Option<&str>) -> Self {
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
    fn among(self, place: usize, count: usize) -> Self {
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
    fn separated(self, is_separated: bool) -> Self {
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
    fn found_in(self, name: &str) -> Self {
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
