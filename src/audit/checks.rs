//! The table of attacks: what is sent, what a sound handler answers, and why it matters.

mod forged;
mod genuine;
mod odd;

use crate::audit::case::Case;
use crate::audit::expected::Expected;
use crate::audit::request::Request;

/// One attack.
#[derive(Debug)]
pub struct Check {
    /// Its name on the command line and in JSON. It stays.
    pub id: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What is sent.
    pub sent: &'static str,
    /// What a sound handler answers.
    pub expected: Expected,
    /// Why that matters.
    pub why: &'static str,
    pub(super) attack: Attack,
}

/// How it is gone about.
#[derive(Debug)]
pub(super) enum Attack {
    /// One request.
    One(fn(&Case) -> Request),
    /// One delivery that is signed with this text as the key.
    Key(&'static str),
    /// The same delivery twice.
    Replay,
    /// Many deliveries at once.
    Crowd,
    /// Many forgeries one after the other, and their times.
    Timing,
}

/// All checks, in the order in which they run. What sends hundreds of requests is the last: a handler
/// may limit their rate.
pub fn all() -> impl Iterator<Item = &'static Check> {
    let tables: [&'static [Check]; 4] =
        [&genuine::CHECKS, &forged::CHECKS, &odd::CHECKS, &forged::MEASURED];
    tables.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::all;

    #[test]
    fn ids_differ_and_can_be_typed() {
        let ids: Vec<_> = all().map(|check| check.id).collect();
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
        let is_plain =
            |id: &&str| id.bytes().all(|b| b.is_ascii_lowercase() || b"_0123456789".contains(&b));
        assert!(ids.iter().all(is_plain), "{ids:?}");
        assert_eq!(ids.first(), Some(&"valid"));
    }
}
