//! Choosing deliveries by the type of their event.

use std::str::FromStr;

use crate::model::{EventType, EventTypeError};

/// An event type, or all types below a name: `user.*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventPattern {
    /// This type.
    Exact(EventType),
    /// The types that begin so; the dot belongs to it.
    Below(String),
}

/// Why a text can't be a pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventPatternError {
    /// It is no event type either.
    #[error(transparent)]
    NotAType(#[from] EventTypeError),
    /// It has a star elsewhere than behind the last dot.
    #[error("a star stands for a whole last part, as in user.*")]
    Star,
}

impl FromStr for EventPattern {
    type Err = EventPatternError;

    fn from_str(text: &str) -> Result<Self, EventPatternError> {
        let event: EventType = text.parse()?;
        match text.strip_suffix('*') {
            Some(start) if start.ends_with('.') && start.len() > 1 && !start.contains('*') => {
                Ok(Self::Below(start.to_owned()))
            }
            None if !text.contains('*') => Ok(Self::Exact(event)),
            _ => Err(EventPatternError::Star),
        }
    }
}

impl EventPattern {
    /// Whether a type is meant.
    pub fn matches(&self, name: &str) -> bool {
        match self {
            Self::Exact(event) => event.as_str() == name,
            Self::Below(start) => name.len() > start.len() && name.starts_with(start),
        }
    }
}

/// Any of some patterns; without one, everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventFilter(pub Vec<EventPattern>);

impl EventFilter {
    /// Whether a delivery of this type passes. One without a type passes no pattern.
    pub fn passes(&self, event_type: Option<&str>) -> bool {
        self.0.is_empty()
            || event_type.is_some_and(|name| self.0.iter().any(|pattern| pattern.matches(name)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::{EventFilter, EventPattern};

    fn filter(patterns: &[&str]) -> EventFilter {
        EventFilter(patterns.iter().map(|text| text.parse().unwrap()).collect())
    }

    #[test]
    fn without_a_pattern_all_passes() {
        assert!(filter(&[]).passes(None) && filter(&[]).passes(Some("a.b")));
    }

    #[test]
    fn a_star_stands_for_what_follows_the_dot() {
        let filter = filter(&["user.*", "system.alert"]);
        for name in ["user.created", "user.a.b", "system.alert"] {
            assert!(filter.passes(Some(name)), "{name}");
        }
        for name in ["user", "user.", "users.created", "system.alerts", ""] {
            assert!(!filter.passes(Some(name)), "{name}");
        }
        assert!(!filter.passes(None));
    }

    #[test]
    fn a_star_stands_nowhere_else() {
        for text in ["*", ".*", "u*", "*.created", "user.*.x", "user.**", "", "a b", "a,b"] {
            assert!(text.parse::<EventPattern>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_begins_so_passes(start in "[a-z]{1,8}", rest in "[a-z.]{1,8}") {
            let name = format!("{start}.{rest}");
            let passes = filter(&[&format!("{start}.*")]).passes(Some(&name));
            prop_assert!(passes);
        }
    }
}
