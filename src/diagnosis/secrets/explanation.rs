//! What each accident of a secret is called, and what to do about it. Nothing of the secret is in it.

use super::accident::{Accident, Encoding};
use crate::diagnosis::Cause;

const AS_SHOWN: &str = "use the secret as the API showed it on both sides";
const NOT_DECODED: &str = "use the secret as it is: the API does not decode it";
const CUT_THEIRS: &str =
    "cut the white space off the signer's secret, such as the newline that echo writes";

impl Accident {
    /// What it is called, and what to do.
    pub(super) fn cause(self) -> Cause {
        let (detail, fix) = self.detail_and_fix();
        Cause::new(self.code(), detail, fix)
    }

    fn code(self) -> &'static str {
        match self {
            Self::Trimmed | Self::Spaced(..) => "secret_white_space",
            Self::Unquoted | Self::HalfUnquoted | Self::Quoted | Self::QuotedOnce => {
                "secret_quoted"
            }
            Self::Unprefixed
            | Self::PrefixedOnce
            | Self::UnprefixedTwice
            | Self::Prefixed
            | Self::Unversioned => "secret_prefix",
            Self::Base64Decoded | Self::Base64DecodedWhole | Self::Base64DecodedByPhp => {
                "secret_base64_decoded"
            }
            Self::HexDecoded => "secret_hex_decoded",
            Self::GivenIn(Encoding::Base64)
            | Self::GivenWithSpaceIn(Encoding::Base64)
            | Self::Encoded(Encoding::Base64) => "secret_base64_encoded",
            Self::GivenIn(Encoding::Hex)
            | Self::GivenWithSpaceIn(Encoding::Hex)
            | Self::Encoded(Encoding::Hex) => "secret_hex_encoded",
        }
    }

    fn detail_and_fix(self) -> (&'static str, &'static str) {
        match self {
            Self::Trimmed => (
                "the secret given has white space around it that the signer's has not",
                "cut the white space off, such as the newline that echo writes",
            ),
            Self::Spaced("", _) => {
                ("the signer's secret has white space at its end, such as a newline", CUT_THEIRS)
            }
            Self::Spaced(_, "") => ("the signer's secret has white space before it", CUT_THEIRS),
            Self::Spaced(..) => ("the signer's secret has white space around it", CUT_THEIRS),
            Self::Unquoted => (
                "the secret given has quotes around it that the signer's has not",
                "take the quotes off; not every reader of .env files does",
            ),
            Self::HalfUnquoted => (
                "the secret given has a quote at one end that the signer's has not",
                "take the quote off; it was cut out of quotes with one of them",
            ),
            Self::Quoted | Self::QuotedOnce => (
                "the signer's secret has quotes around it",
                "take the quotes off the signer's secret; not every reader of .env files does",
            ),
            Self::Unprefixed => (
                "the signer's secret lacks the `whsec_` that the secret given begins with",
                "use the whole secret on both sides: `whsec_` is a part of it",
            ),
            Self::PrefixedOnce => (
                "the secret given has `whsec_` twice, the signer's has it once",
                "use the secret as the API showed it, with `whsec_` once",
            ),
            Self::UnprefixedTwice => (
                "the secret given has `whsec_` twice, the signer's lacks it",
                "use the secret on both sides as the API showed it, with `whsec_` once",
            ),
            Self::Prefixed => (
                "the signer's secret has one `whsec_` more than the secret given",
                "use the secret on both sides as the API showed it, with `whsec_` once",
            ),
            Self::Unversioned => (
                "the secret given has a `v1,` before `whsec_` that the signer's has not",
                "take the `v1,` off",
            ),
            Self::Base64Decoded | Self::Base64DecodedWhole | Self::Base64DecodedByPhp => {
                ("the signer decoded the secret as base64", NOT_DECODED)
            }
            Self::HexDecoded => ("the signer decoded the secret's hex digits", NOT_DECODED),
            Self::GivenIn(Encoding::Base64) => (
                "the secret given is the base64 of the signer's",
                "decode the secret given, as with `base64 -d`: Kubernetes shows secrets so",
            ),
            Self::GivenIn(Encoding::Hex) => (
                "the secret given is the signer's in hex digits",
                "decode the secret given, as with `xxd -r -p`",
            ),
            Self::GivenWithSpaceIn(Encoding::Base64) => (
                "the secret given is the base64 of the signer's with white space around it, such as \
                 the newline that echo writes",
                "decode the secret given, as with `base64 -d`, and cut the white space off",
            ),
            Self::GivenWithSpaceIn(Encoding::Hex) => (
                "the secret given is the signer's in hex digits with white space around it, such as \
                 the newline that echo writes",
                "decode the secret given, as with `xxd -r -p`, and cut the white space off",
            ),
            Self::Encoded(Encoding::Base64) => {
                ("the signer used the base64 of the secret given", AS_SHOWN)
            }
            Self::Encoded(Encoding::Hex) => {
                ("the signer used the hex digits of the secret given", AS_SHOWN)
            }
        }
    }
}
