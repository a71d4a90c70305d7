//! How long a server's certificate is still good for.

use std::time::{Duration, SystemTime};

use x509_cert::Certificate;
use x509_cert::der::Decode;

/// Less than this is a warning: time enough to have another one made.
const SOON: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// How a certificate stands at a moment, in whole days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Validity {
    /// For so many days.
    Long(u64),
    /// For so many days, which are few.
    Short(u64),
    /// No more, since so many days.
    Expired(u64),
}

/// Reads the last day of a certificate (DER, RFC 5280); none of what is no certificate.
pub(super) fn validity(der: &[u8], now: SystemTime) -> Option<Validity> {
    let certificate = Certificate::from_der(der).ok()?;
    let end = certificate.tbs_certificate().validity().not_after.to_system_time();
    Some(match end.duration_since(now) {
        Ok(left) if left < SOON => Validity::Short(days(left)),
        Ok(left) => Validity::Long(days(left)),
        Err(past) => Validity::Expired(days(past.duration())),
    })
}

fn days(duration: Duration) -> u64 {
    duration.as_secs() / (24 * 60 * 60)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use rcgen::{CertificateParams, KeyPair};

    use super::{Validity, validity};

    #[test]
    fn days_are_counted_to_the_last_one() {
        let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        params.not_after = rcgen::date_time_ymd(2030, 1, 31);
        let made = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
        let at = |days: u64| {
            // The 1st of January 2030 is so many days after the epoch.
            let day = Duration::from_secs((21_915 + days) * 24 * 60 * 60);
            validity(made.der(), SystemTime::UNIX_EPOCH + day)
        };
        assert_eq!(at(0), Some(Validity::Long(30)));
        assert_eq!(at(17), Some(Validity::Short(13)));
        assert_eq!(at(35), Some(Validity::Expired(5)));
        assert_eq!(validity(b"no certificate", SystemTime::now()), None);
    }
}
