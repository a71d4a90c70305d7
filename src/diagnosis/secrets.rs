//! What can have happened to a secret between the two sides: what was given is not quite what the
//! signer used.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::diagnosis::base64::base64_bytes;
use crate::diagnosis::{Cause, Evidence};
use crate::model::WebhookId;
use crate::secret::Secret;

const PREFIX: &[u8] = b"whsec_";

/// A secret that the signer may have used, and what that would mean.
pub(super) struct Guess {
    /// The secret.
    pub(super) secret: Secret,
    /// What went wrong if it is this one; nothing for one that was given.
    pub(super) causes: Vec<Cause>,
}

/// What the signer's secret is, seen from the one that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Accident {
    /// Without white space around it.
    Trimmed,
    /// With a newline at its end.
    Newline,
    /// With CR LF at its end.
    CrLf,
    /// With a space at its end.
    Space,
    /// Without the quotes around it.
    Unquoted,
    /// With double quotes around it.
    Quoted,
    /// With single quotes around it.
    QuotedOnce,
    /// Without `whsec_`.
    Unprefixed,
    /// With `whsec_` once instead of twice.
    PrefixedOnce,
    /// With `whsec_` before it.
    Prefixed,
    /// Without the `v1,` before `whsec_`.
    Unversioned,
    /// What its base64 decodes to, after `whsec_`.
    Base64Decoded,
    /// What all of it decodes to as base64.
    Base64DecodedWhole,
    /// What its hex digits decode to, after `whsec_`.
    HexDecoded,
    /// Its base64.
    Base64Encoded,
    /// Its hex digits.
    HexEncoded,
}

/// The likely ones first.
const ACCIDENTS: [Accident; 16] = [
    Accident::Trimmed,
    Accident::Newline,
    Accident::Unprefixed,
    Accident::PrefixedOnce,
    Accident::Prefixed,
    Accident::Unquoted,
    Accident::Quoted,
    Accident::Base64Decoded,
    Accident::HexDecoded,
    Accident::CrLf,
    Accident::QuotedOnce,
    Accident::Space,
    Accident::Unversioned,
    Accident::Base64DecodedWhole,
    Accident::Base64Encoded,
    Accident::HexEncoded,
];

/// Those that can be seen in the secret given.
const VISIBLE: [Accident; 4] =
    [Accident::Trimmed, Accident::Unquoted, Accident::PrefixedOnce, Accident::Unversioned];

/// The secrets as they were given.
pub(super) fn given(evidence: &Evidence<'_>) -> Vec<Guess> {
    let guess = |secret: &Secret| Guess { secret: secret.clone(), causes: Vec::new() };
    evidence.secrets.iter().map(guess).collect()
}

/// These secrets after one accident.
pub(super) fn changed(guesses: &[Guess]) -> Vec<Guess> {
    guesses.iter().flat_map(|guess| guess.after(&ACCIDENTS)).collect()
}

/// These secrets put right, where it can be seen what is wrong with them.
pub(super) fn put_right(guesses: &[Guess]) -> Vec<Guess> {
    guesses.iter().flat_map(|guess| guess.after(&VISIBLE)).collect()
}

/// Other webhooks' secrets.
pub(super) fn kept(evidence: &Evidence<'_>) -> Vec<Guess> {
    let others = evidence.kept.iter().filter(|(_, secret)| !evidence.secrets.contains(secret));
    others
        .map(|(webhook, secret)| Guess {
            secret: secret.clone(),
            causes: vec![of_webhook(webhook)],
        })
        .collect()
}

fn of_webhook(webhook: &WebhookId) -> Cause {
    Cause::new(
        "secret_of_other_webhook",
        format!("it is signed with the secret kept for webhook {webhook}"),
        format!("use --secret webhook:{webhook}, or look which webhook delivers here"),
    )
}

impl Guess {
    /// This one after each of these accidents that it can have had.
    fn after(&self, accidents: &[Accident]) -> Vec<Self> {
        let after = |accident: &Accident| {
            let causes = [self.causes.as_slice(), &[accident.cause()]].concat();
            accident.undo(&self.secret).map(|secret| Self { secret, causes })
        };
        accidents.iter().filter_map(after).collect()
    }
}

impl Accident {
    /// The signer's secret, if this is what happened to it.
    fn undo(self, given: &Secret) -> Option<Secret> {
        let given = given.expose();
        let wrapped = |before: &[u8], after: &[u8]| Some([before, given, after].concat());
        let bytes = match self {
            Self::Trimmed => Some(given.trim_ascii().to_vec()),
            Self::Newline => wrapped(b"", b"\n"),
            Self::CrLf => wrapped(b"", b"\r\n"),
            Self::Space => wrapped(b"", b" "),
            Self::Unquoted => unquoted(given).map(<[u8]>::to_vec),
            Self::Quoted => wrapped(b"\"", b"\""),
            Self::QuotedOnce => wrapped(b"'", b"'"),
            Self::Unprefixed if once(given).is_some() => None,
            Self::Unprefixed => given.strip_prefix(PREFIX).map(<[u8]>::to_vec),
            Self::PrefixedOnce => once(given).map(<[u8]>::to_vec),
            Self::Prefixed => wrapped(PREFIX, b""),
            Self::Unversioned => given.strip_prefix(b"v1,").map(<[u8]>::to_vec),
            Self::Base64Decoded => base64_bytes(after_prefix(given)),
            Self::Base64DecodedWhole => {
                given.starts_with(PREFIX).then(|| base64_bytes(given)).flatten()
            }
            Self::HexDecoded => hex::decode(after_prefix(given)).ok(),
            Self::Base64Encoded => Some(STANDARD.encode(given).into_bytes()),
            Self::HexEncoded => Some(hex::encode(given).into_bytes()),
        };
        let bytes = Zeroizing::new(bytes?);
        (bytes.as_slice() != given).then(|| Secret::new(bytes.as_slice()).ok()).flatten()
    }

    /// What it is called, and what to do. Nothing of the secret is in it.
    fn cause(self) -> Cause {
        let (code, detail, fix) = match self {
            Self::Trimmed => (
                "secret_white_space",
                "the secret given has white space around it that the signer's has not",
                "cut the white space off, such as the newline that echo writes",
            ),
            Self::Newline | Self::CrLf | Self::Space => (
                "secret_white_space",
                "the signer's secret has white space at its end, such as a newline",
                "cut the white space off the signer's secret, such as the newline that echo writes",
            ),
            Self::Unquoted => (
                "secret_quoted",
                "the secret given has quotes around it that the signer's has not",
                "take the quotes off; not every reader of .env files does",
            ),
            Self::Quoted | Self::QuotedOnce => (
                "secret_quoted",
                "the signer's secret has quotes around it",
                "take the quotes off the signer's secret; not every reader of .env files does",
            ),
            Self::Unprefixed => (
                "secret_prefix",
                "the signer's secret lacks the `whsec_` that the secret given begins with",
                "use the whole secret on both sides: `whsec_` is a part of it",
            ),
            Self::PrefixedOnce => (
                "secret_prefix",
                "the secret given has `whsec_` twice, the signer's has it once",
                "use the secret as the API showed it, with `whsec_` once",
            ),
            Self::Prefixed => (
                "secret_prefix",
                "the signer's secret has one `whsec_` more than the secret given",
                "use the secret on both sides as the API showed it, with `whsec_` once",
            ),
            Self::Unversioned => (
                "secret_prefix",
                "the secret given has a `v1,` before `whsec_` that the signer's has not",
                "take the `v1,` off",
            ),
            Self::Base64Decoded | Self::Base64DecodedWhole => (
                "secret_base64_decoded",
                "the signer decoded the secret as base64",
                "use the secret as it is: the API does not decode it",
            ),
            Self::HexDecoded => (
                "secret_hex_decoded",
                "the signer decoded the secret's hex digits",
                "use the secret as it is: the API does not decode it",
            ),
            Self::Base64Encoded => (
                "secret_base64_encoded",
                "the signer used the base64 of the secret given",
                "use the secret as the API showed it on both sides",
            ),
            Self::HexEncoded => (
                "secret_hex_encoded",
                "the signer used the hex digits of the secret given",
                "use the secret as the API showed it on both sides",
            ),
        };
        Cause::new(code, detail, fix)
    }
}

/// The key of Standard Webhooks: what the base64 after `whsec_` decodes to.
pub(super) fn decoded(secret: &Secret) -> Option<Secret> {
    Secret::new(base64_bytes(after_prefix(secret.expose()))?).ok()
}

fn after_prefix(secret: &[u8]) -> &[u8] {
    secret.strip_prefix(PREFIX).unwrap_or(secret)
}

/// What has one `whsec_` of two.
fn once(secret: &[u8]) -> Option<&[u8]> {
    secret.strip_prefix(PREFIX).filter(|rest| rest.starts_with(PREFIX))
}

fn unquoted(secret: &[u8]) -> Option<&[u8]> {
    [b"\"", b"'", b"`"]
        .into_iter()
        .find_map(|quote| secret.strip_prefix(quote)?.strip_suffix(quote))
}
