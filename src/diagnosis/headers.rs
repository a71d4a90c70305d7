//! What the headers of a delivery claim. The forms are those of webhook senders that people know, and
//! mistakes in copying one.

use crate::diagnosis::claim::{Claim, digits};
use crate::diagnosis::senders::{stripe, svix};
use crate::diagnosis::spelling::{joined, unquoted};
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

/// So many signatures that differ are looked at: nobody sends more by accident.
const DIFFERING: usize = 8;

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
    let mut claims: Vec<_> = claims.collect();
    // One that is right as it stands says more than one that is right but for its form.
    claims.sort_by_key(|claim| !claim.is_plain());
    claims
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
