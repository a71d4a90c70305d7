//! What a sound handler answers, and whether an answer is that.

use std::fmt;

use crate::audit::Verdict;
use crate::audit::wire::Answer;

/// The answers that are sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// 2xx: it is a plain delivery.
    Accepted,
    /// 2xx or 4xx: it is rightly signed, and odd.
    Answered,
    /// 4xx: it is forged.
    Refused,
    /// Neither 2xx nor 5xx: it is no delivery.
    NotAccepted,
}

impl Expected {
    /// Judges what came.
    pub(super) fn judge(self, answer: &Answer) -> Verdict {
        let Answer::Status(status) = answer else { return answer.failure_or(Verdict::Unsound) };
        if answer.is_of_rate() && self != Self::Accepted {
            return Verdict::Doubtful;
        }
        let is_sound = match (self, status / 100) {
            (Self::Accepted, 2) | (Self::Answered, 2 | 4) | (Self::Refused, 4) => true,
            (Self::NotAccepted, class) => matches!(class, 3 | 4),
            _ => false,
        };
        if is_sound { Verdict::Sound } else { Verdict::Unsound }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Accepted => "2xx",
            Self::Answered => "2xx or 4xx",
            Self::Refused => "4xx",
            Self::NotAccepted => "neither 2xx nor 5xx",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Expected;
    use crate::audit::Verdict;
    use crate::audit::wire::Answer;

    #[test]
    fn each_class_of_answers_is_judged_by_what_was_sent() {
        let sound = |expected: Expected| {
            let is_sound =
                |status: &u16| expected.judge(&Answer::Status(*status)) == Verdict::Sound;
            [204, 301, 401, 500].into_iter().filter(is_sound).collect::<Vec<_>>()
        };
        assert_eq!(sound(Expected::Accepted), [204]);
        assert_eq!(sound(Expected::Answered), [204, 401]);
        assert_eq!(sound(Expected::Refused), [401]);
        assert_eq!(sound(Expected::NotAccepted), [301, 401]);
    }

    #[test]
    fn a_refusal_for_the_rate_proves_nothing() {
        let limited = Answer::Status(429);
        assert_eq!(Expected::Refused.judge(&limited), Verdict::Doubtful);
        assert_eq!(Expected::Answered.judge(&limited), Verdict::Doubtful);
        assert_eq!(Expected::Accepted.judge(&limited), Verdict::Unsound);
    }

    #[test]
    fn no_answer_is_never_sound() {
        let none = Answer::None("nothing within 10s".into());
        assert_eq!(Expected::NotAccepted.judge(&none), Verdict::Unsound);
        let unreachable = Answer::Unreachable("refused".into());
        assert_eq!(Expected::Refused.judge(&unreachable), Verdict::Unreachable);
    }
}
