//! What each accident of a body is called, and what to do about it.

use std::borrow::Cow;

use crate::diagnosis::Cause;
use crate::diagnosis::bodies::{Accident, Cut};
use crate::diagnosis::packing::Packing;

const RAW_BYTES: &str = "check the bytes as they came, before anything parses or decodes them \
     (express.raw, request.get_data, php://input)";
const SIGN_AS_SENT: &str = "sign the very bytes that are sent, after everything that changes them";
const KEEP_BYTES: &str = "save and pass the body as bytes: no editor, no text mode, no echo";

impl Cut {
    /// What it is called, and what to do.
    pub(super) fn cause(self) -> Cause {
        match self {
            Self::End(end) => {
                let end = if end == "\n" { "newline" } else { "CR LF" };
                let detail = format!("the signed body has a {end} at its end that is missing here");
                Cause::new("body_trailing_newline", detail, KEEP_BYTES)
            }
            Self::BytesAdded(count) => {
                let detail = match count {
                    1 => "the body has a byte at its end that was not signed".to_owned(),
                    _ => format!("the body has {count} bytes at its end that were not signed"),
                };
                let fix = "pass on the bytes that were received and no more: a buffer may be longer \
                           than they are, and an editor may add some; or sign all that is sent";
                Cause::new("body_bytes_added", detail, fix)
            }
            Self::SignedInPart(count) => {
                let detail = match count {
                    1 => "only the first byte of the body is signed".to_owned(),
                    _ => format!("only the first {count} bytes of the body are signed"),
                };
                Cause::new("body_truncated", detail, SIGN_AS_SENT)
            }
        }
    }
}

impl Accident {
    /// What it is called, and what to do.
    pub(super) fn cause(self) -> Cause {
        let (code, fix) = self.code_and_fix();
        Cause::new(code, self.detail(), fix)
    }

    fn code_and_fix(self) -> (&'static str, &'static str) {
        match self {
            Self::Reserialized(_) => ("body_reserialized", RAW_BYTES),
            Self::Stringified | Self::Unstringified => ("body_double_encoded", RAW_BYTES),
            Self::EndAdded | Self::NewlinesCut => ("body_trailing_newline", KEEP_BYTES),
            Self::Padded | Self::LinePadded | Self::StartCut(_) => ("body_white_space", KEEP_BYTES),
            Self::LfMadeCrlf | Self::CrlfMadeLf => ("body_line_endings", KEEP_BYTES),
            Self::MarkAdded | Self::MarkCut => ("body_byte_order_mark", KEEP_BYTES),
            Self::ReadAs(charset) if charset.is_lossy() => ("body_reencoded", SIGN_AS_SENT),
            Self::ReadAs(_) | Self::WrittenAs(_) | Self::ByteReplaced(_) => {
                ("body_reencoded", RAW_BYTES)
            }
            Self::SignedReplaced | Self::SignedQuestionMarks => ("body_reencoded", SIGN_AS_SENT),
            Self::Unpacked(packing) if packing.is_compression() => {
                ("body_decompressed", "check the bytes as they came, before they are decompressed")
            }
            Self::Packed(packing) if packing.is_compression() => {
                ("body_compressed", "decompress the body before it is checked")
            }
            Self::Unpacked(packing) | Self::Packed(packing) if packing.is_base64() => {
                ("body_base64", "check the bytes that were signed: gateways say isBase64Encoded")
            }
            Self::Unpacked(_) | Self::Packed(_) | Self::FormWrittenAnew(_) => {
                ("body_form_encoding", RAW_BYTES)
            }
            Self::Unseen(_) => (
                "body_empty",
                "sign the body itself: the stream was read before, or a parser left an empty object",
            ),
            Self::Truncated => {
                ("body_truncated", "read the body to its end; Content-Length counts bytes")
            }
            Self::SignedTwice => ("body_doubled", "feed the body to the HMAC only once"),
            Self::Doubled => ("body_doubled", "read or write the body only once"),
        }
    }

    fn detail(self) -> Cow<'static, str> {
        match self {
            Self::Reserialized(style) => {
                return format!("the signature is that of this JSON written {style}").into();
            }
            Self::NewlinesCut => "the signed body has newlines at its end that are missing here",
            Self::StartCut(_) => "the signed body begins with white space that is missing here",
            Self::EndAdded => "the body has a newline at its end that was not signed",
            Self::Padded | Self::LinePadded => {
                "the body has white space around it that was not signed"
            }
            Self::LfMadeCrlf => "the signed body has lines that end in LF; here they end in CR LF",
            Self::CrlfMadeLf => "the signed body has lines that end in CR LF; here they end in LF",
            Self::MarkAdded => "the body begins with a byte order mark that was not signed",
            Self::MarkCut => "the signed body begins with a byte order mark that is missing here",
            Self::Stringified => "the body is a JSON string; what was signed is the text in it",
            Self::Unstringified => "what was signed is this body as a JSON string",
            Self::ReadAs(charset) => {
                return format!("what was signed is this text in {}", charset.name()).into();
            }
            Self::WrittenAs(charset) => {
                return format!(
                    "what was signed is this body read as {}, in UTF-8",
                    charset.name()
                )
                .into();
            }
            Self::ByteReplaced(byte) => {
                return format!("a byte 0x{byte:02x} of the signed body became U+FFFD here").into();
            }
            Self::SignedReplaced => "the signer signed U+FFFD in place of bytes that are no UTF-8",
            Self::SignedQuestionMarks => "the signer signed ? in place of non-ASCII characters",
            Self::Unpacked(packing) => {
                return format!("what was signed is this body {}", packing.name()).into();
            }
            Self::Packed(packing) => {
                return format!("the body is {}; what was signed is not", packing.name()).into();
            }
            Self::FormWrittenAnew(Packing::Form) => {
                "what was signed is this form percent-encoded anew, with `+` for spaces"
            }
            Self::FormWrittenAnew(_) => {
                "what was signed is this form percent-encoded anew, with `%20` for spaces"
            }
            Self::Unseen("") => "what was signed is an empty body",
            Self::Unseen(signed) => {
                return format!("what was signed is not this body but `{signed}`").into();
            }
            Self::Truncated => {
                "the body breaks off: closing brackets of the signed one are missing"
            }
            Self::SignedTwice => "what was signed is the body twice over",
            Self::Doubled => "the body came twice over; what was signed is one of them",
        }
        .into()
    }
}
