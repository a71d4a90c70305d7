//! Plain deliveries, rightly signed: a handler that refuses one of them loses events.

use crate::audit::case::Case;
use crate::audit::checks::{Attack, Check, Expected};
use crate::audit::request::Framing;

pub(super) const CHECKS: [Check; 6] = [
    Check {
        id: "valid",
        title: "Plain delivery",
        sent: "a delivery, rightly signed",
        expected: Expected::Accepted,
        why: "a handler that refuses what is genuine receives nothing",
        attack: Attack::One(Case::delivery),
    },
    Check {
        id: "valid_non_ascii",
        title: "Letters beyond ASCII",
        sent: "a delivery with UTF-8 letters and an emoji in it, rightly signed",
        expected: Expected::Accepted,
        why: "a signature is over bytes: JSON written anew may escape letters, and text that is \
              decoded wrongly changes them",
        attack: Attack::One(|case| case.signed(case.non_ascii_body())),
    },
    Check {
        id: "valid_split",
        title: "A letter in two packets",
        sent: "a delivery with UTF-8 letters, in two pieces that cut one of them, rightly signed",
        expected: Expected::Accepted,
        why: "networks cut anywhere: text that is put together from decoded pieces differs from \
              the bytes that were signed",
        attack: Attack::One(|case| case.signed(case.non_ascii_body()).framing(Framing::Split)),
    },
    Check {
        id: "valid_large",
        title: "1 MiB",
        sent: "a delivery of 1 MiB, rightly signed",
        expected: Expected::Accepted,
        why: "frameworks cap bodies, some at 100 KiB, and refuse what is longer before the handler \
              sees it",
        attack: Attack::One(|case| case.signed(case.large_body())),
    },
    Check {
        id: "valid_unusual_json",
        title: "Unusual but legal JSON",
        sent: "a delivery with white space, escapes, 1.0 and other keys first, rightly signed",
        expected: Expected::Accepted,
        why: "a handler that checks JSON written anew, and not the bytes that came, refuses genuine \
              deliveries",
        attack: Attack::One(|case| case.signed(case.unusual_body())),
    },
    Check {
        id: "crowd",
        title: "50 at once",
        sent: "50 deliveries at once, each rightly signed and on its own connection",
        expected: Expected::Accepted,
        why: "after an outage all that was missed comes at once",
        attack: Attack::Crowd,
    },
];
