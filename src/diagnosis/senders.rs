//! Signatures in the forms of senders that sign more than the body.

use crate::diagnosis::Cause;
use crate::diagnosis::claim::{Claim, digits};

/// `t=TIME,v1=DIGITS`: Stripe signs the time, a full stop and the body.
pub(super) fn stripe(value: &str) -> Vec<Claim> {
    let pairs = || value.split(',').filter_map(|pair| pair.trim().split_once('='));
    let Some((_, time)) = pairs().find(|(name, _)| *name == "t") else { return Vec::new() };
    let signatures = pairs().filter(|(name, _)| name.starts_with('v'));
    let claims = signatures.flat_map(|(_, text)| digits(text)).filter(Claim::is_hmac_sha256);
    let cause = Cause::new(
        "signature_stripe",
        "the signature is in Stripe's form, over the time, a full stop and the body",
        "check it with Stripe's library, or sign the body alone as the API does",
    );
    claims
        .map(|claim| Claim {
            before_body: format!("{time}.").into_bytes(),
            cause: Some(cause.clone()),
            ..claim
        })
        .collect()
}

/// `v1,BASE64 v1,BASE64`: Svix and Standard Webhooks sign the message's id, the time and the body,
/// under the decoded secret. Some senders take the secret as it is.
pub(super) fn svix(value: &str, headers: &[(String, String)]) -> Vec<Claim> {
    let header = |name: &str| {
        let same = headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        same.map(|(_, value)| value.trim())
    };
    let mut claims = Vec::new();
    for (family, name) in [("svix", "Svix"), ("webhook", "Standard Webhooks")] {
        let id = header(&format!("{family}-id"));
        let time = header(&format!("{family}-timestamp"));
        let (Some(id), Some(time)) = (id, time) else { continue };
        let cause = Cause::new(
            if family == "svix" { "signature_svix" } else { "signature_standard_webhooks" },
            format!("the signature is in the form of {name}, over the message's id, time and body"),
            format!("check it with a library for {name}, or sign the body alone as the API does"),
        );
        for text in value.split_whitespace().filter_map(|part| part.strip_prefix("v1,")) {
            for decodes_secret in [true, false] {
                let before_body = format!("{id}.{time}.").into_bytes();
                let read = digits(text).into_iter().filter(Claim::is_hmac_sha256);
                claims.extend(read.map(|claim| Claim {
                    before_body: before_body.clone(),
                    decodes_secret,
                    cause: Some(cause.clone()),
                    ..claim
                }));
            }
        }
    }
    claims
}
