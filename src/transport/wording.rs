//! Why a connection failed, in words: the one reading of it, whoever wanted to connect.

use std::error::Error;
use std::io;

use rustls::CertificateError::Other;
use rustls::Error::InvalidCertificate;

/// What rustls has no words for. OpenSSL makes such certificates unless told otherwise.
const CA_AS_SERVER: &str =
    "the server's certificate is a CA's own certificate, which can't be a server's too";
const CA_AS_SERVER_ADVICE: &str =
    "make the server's certificate with -addext basicConstraints=CA:FALSE";

/// The innermost reason of a chain of errors: the outer ones repeat the URL.
pub fn reason(error: &(dyn Error + 'static)) -> String {
    let mut innermost = error;
    loop {
        if let Some(error) = tls_error(innermost) {
            let is_known = is_ca_as_server(error);
            return if is_known { CA_AS_SERVER.to_owned() } else { error.to_string() };
        }
        let Some(source) = innermost.source() else { return innermost.to_string() };
        innermost = source;
    }
}

/// What to do about it, where that is known.
pub fn advice(error: &(dyn Error + 'static)) -> Option<&'static str> {
    let mut link = Some(error);
    while let Some(error) = link {
        if tls_error(error).is_some_and(is_ca_as_server) {
            return Some(CA_AS_SERVER_ADVICE);
        }
        link = error.source();
    }
    None
}

/// Reason and advice in one, for a row that has no place for a hint.
pub fn reason_with_advice(error: &(dyn Error + 'static)) -> String {
    let reason = reason(error);
    advice(error).map_or_else(|| reason.clone(), |advice| format!("{reason}: {advice}"))
}

/// The failure of TLS that this link of a chain is, or wraps: an `io::Error` does not name what it
/// wraps as its source.
fn tls_error<'a>(link: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    link.downcast_ref().or_else(|| tls_error(link.downcast_ref::<io::Error>()?.get_ref()?))
}

/// The crate that checks certificates is not ours to name: its error is known by what it is called.
fn is_ca_as_server(error: &rustls::Error) -> bool {
    matches!(error, InvalidCertificate(Other(other)) if format!("{:?}", other.0) == "CaUsedAsEndEntity")
}
