//! What a run of `listen` awaits, and how it ended. Plain values: no clock, no signal.

use std::collections::HashSet;

use serde::Serialize;

use crate::commands::listen::Args;
use crate::commands::listen::condition::Condition;
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::{Checked, Delivery, DeliveryFilter, EventType};

/// Why the run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// All that was awaited came.
    Complete,
    /// A delivery that is not valid came, and that was to end it.
    Invalid,
    /// The time was up.
    TimedOut,
    /// COMMAND failed, with this exit code: what else comes changes nothing.
    Failed(u8),
    /// A signal.
    Told(Kind),
}

/// What has not come yet.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Outstanding {
    /// So many deliveries of any type.
    pub(super) count: u64,
    /// One delivery of each of these types.
    pub(super) events: Vec<EventType>,
    /// One delivery for which each of these holds.
    #[serde(rename = "where")]
    pub(super) conditions: Vec<Condition>,
}

/// What is awaited. The first ending is the one that counts.
#[derive(Debug)]
pub(super) struct Awaited {
    outstanding: Option<Outstanding>,
    command: Option<Progress>,
    fail_on_invalid: bool,
    wanted: DeliveryFilter,
    ending: Option<Ending>,
    beside: Option<Checked>,
}

/// How far COMMAND is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Running,
    Ended,
}

impl Awaited {
    /// What the arguments ask for.
    ///
    /// # Errors
    /// A type that is awaited and can't come, because it is a pattern or the filter leaves it out, or
    /// an expression that is none (usage).
    pub(super) fn new(args: &Args, wanted: DeliveryFilter) -> Result<Self> {
        if let Some(pattern) = args.expect.iter().find(|event| event.as_str().contains('*')) {
            return Err(no_type(pattern));
        }
        let can_come = |event: &&EventType| wanted.events.passes(Some(event.as_str()));
        if let Some(event) = args.expect.iter().find(|event| !can_come(event)) {
            return Err(Error::usage(format!("{event} is awaited, but --event leaves it out")));
        }
        let parse = |text: &String| Condition::parse(text, "--expect-where");
        let conditions = args.expect_where.iter().map(parse).collect::<Result<Vec<_>>>()?;
        let is_awaiting = args.count.is_some() || !args.expect.is_empty() || !conditions.is_empty();
        let outstanding = is_awaiting.then(|| Outstanding {
            count: args.count.unwrap_or_default(),
            events: args.expect.clone(),
            conditions,
        });
        let command = args.child.is_given().then_some(Progress::Running);
        let fail_on_invalid = args.fail_on_invalid;
        Ok(Self { outstanding, command, fail_on_invalid, wanted, ending: None, beside: None })
    }

    /// What is still to come; nothing where nothing was awaited.
    pub(super) fn outstanding(&self) -> Option<&Outstanding> {
        self.outstanding.as_ref()
    }

    /// Whether the run ends by itself: something is awaited, if only COMMAND's end.
    pub(super) fn is_something(&self) -> bool {
        self.outstanding.is_some() || self.command.is_some()
    }

    /// Whether the run is over.
    pub(super) fn is_over(&self) -> bool {
        self.ending.is_some()
    }

    /// Ends the run, if nothing has before.
    pub(super) fn end(&mut self, ending: Ending) {
        self.ending.get_or_insert(ending);
    }

    /// Strikes a delivery off. Tells whether it is to be shown: it passes the filter, or it is the
    /// invalid one that ends the run. (What a body that nobody vouches for calls itself excuses
    /// nothing, so the filter does not hide that.)
    pub(super) fn take(&mut self, delivery: &Delivery) -> bool {
        let passes = self.wanted.passes(delivery);
        if self.is_over() {
            return passes;
        }
        if !delivery.checked.is_accepted() {
            if self.fail_on_invalid {
                self.end(Ending::Invalid);
                self.beside = (!passes).then(|| delivery.checked.clone());
            }
            return passes || self.fail_on_invalid;
        }
        if passes && let Some(outstanding) = &mut self.outstanding {
            outstanding.strike(delivery);
            self.end_if_complete();
        }
        passes
    }

    /// What was found of the delivery that ended the run and is shown, where the filter leaves it out:
    /// it is still to be counted.
    pub(super) fn beside(&self) -> Option<&Checked> {
        self.beside.as_ref()
    }

    /// COMMAND has ended. Its failure is the verdict, so nothing else is waited for then.
    pub(super) fn command_ended(&mut self, code: u8) {
        self.command = Some(Progress::Ended);
        if code == 0 {
            self.end_if_complete();
        } else {
            self.end(Ending::Failed(code));
        }
    }

    fn end_if_complete(&mut self) {
        let has_come = self.outstanding.as_ref().is_none_or(Outstanding::is_nothing);
        if has_come && self.command != Some(Progress::Running) {
            self.end(Ending::Complete);
        }
    }

    /// How the command turned out. A signal is the usual end of a run that awaits nothing.
    pub(super) fn outcome(&self) -> Outcome {
        match self.ending {
            Some(Ending::Invalid) => Outcome::Told(Kind::SignatureInvalid),
            Some(Ending::TimedOut) => Outcome::Told(Kind::TimedOut),
            Some(Ending::Failed(code)) => Outcome::Ended(code),
            Some(Ending::Told(kind)) if self.is_something() => Outcome::Told(kind),
            Some(Ending::Complete | Ending::Told(_)) | None => Outcome::Done,
        }
    }
}

/// No delivery has a star in its type, so that it would be awaited for ever.
fn no_type(pattern: &EventType) -> Error {
    let start = pattern.as_str().split('*').next().unwrap_or_default();
    Error::usage(format!("--expect takes one event type, and {pattern} stands for several")).hinted(
        format!(
            "--expect-where '.event_type // \"\" | startswith(\"{start}\")' awaits any of them"
        ),
    )
}

impl Outstanding {
    /// A condition that is awaited twice is struck off once: two deliveries have to come.
    fn strike(&mut self, delivery: &Delivery) {
        let event_type = delivery.event_type.as_deref();
        self.count = self.count.saturating_sub(1);
        let place = self.events.iter().position(|event| Some(event.as_str()) == event_type);
        if let Some(place) = place {
            self.events.remove(place);
        }
        let mut seen = HashSet::new();
        self.conditions.retain(|condition| {
            let is_first = seen.insert(condition.text().to_owned());
            !is_first || !condition.holds_for(delivery)
        });
    }

    fn is_nothing(&self) -> bool {
        self.count == 0 && self.events.is_empty() && self.conditions.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::{Awaited, Ending, Outstanding, Progress};
    use crate::commands::listen::condition::Condition;
    use crate::error::{Kind, Outcome};
    use crate::listener::record;
    use crate::model::{Checked, Delivery, DeliveryFilter, EventFilter, EventType, now};
    use crate::signature::Reason;

    fn delivery(event: &str, checked: Checked) -> Delivery {
        let (head, ()) = Request::post("/hook").body(()).unwrap().into_parts();
        record(&head, format!(r#"{{"type":"{event}"}}"#).into(), checked, now())
    }

    fn valid(event: &str) -> Delivery {
        delivery(event, Checked::ByPlace(0))
    }

    fn invalid(event: &str) -> Delivery {
        delivery(event, Checked::Invalid(Reason::Mismatch))
    }

    /// Awaits nothing.
    fn nothing() -> Awaited {
        Awaited {
            outstanding: None,
            command: None,
            fail_on_invalid: false,
            wanted: DeliveryFilter::default(),
            ending: None,
            beside: None,
        }
    }

    fn awaiting(count: u64, events: &[&str], conditions: &[&str]) -> Awaited {
        let event = |event: &&str| event.parse::<EventType>().unwrap();
        let condition = |text: &&str| Condition::parse(text, "--expect-where").unwrap();
        let outstanding = Outstanding {
            count,
            events: events.iter().map(event).collect(),
            conditions: conditions.iter().map(condition).collect(),
        };
        Awaited { outstanding: Some(outstanding), ..nothing() }
    }

    fn only_users() -> DeliveryFilter {
        let events = EventFilter(vec!["user.*".parse().unwrap()]);
        DeliveryFilter { events, ..DeliveryFilter::default() }
    }

    #[test]
    fn each_delivery_strikes_off_one_of_each_and_the_last_completes() {
        let holds = ".event_type == \"a.b\"";
        let mut awaited = awaiting(2, &["a.b", "a.b", "a.c"], &[holds, holds]);
        for event in ["a.b", "a.d", "a.b"] {
            assert!(awaited.take(&valid(event)));
            assert!(!awaited.is_over(), "{event}");
        }
        let left = awaited.outstanding().unwrap();
        assert_eq!((left.count, left.conditions.len()), (0, 0));
        assert_eq!(left.events, ["a.c".parse().unwrap()]);
        awaited.take(&valid("a.c"));
        assert_eq!((awaited.ending, awaited.outcome()), (Some(Ending::Complete), Outcome::Done));
    }

    #[test]
    fn only_what_is_accepted_and_wanted_is_struck_off() {
        let mut awaited = Awaited { wanted: only_users(), ..awaiting(1, &[], &[]) };
        assert!(!awaited.take(&valid("data.created")));
        assert!(awaited.take(&invalid("user.created")));
        assert!(!awaited.is_over());
        assert!(awaited.take(&delivery("user.created", Checked::Unchecked)));
        assert_eq!(awaited.ending, Some(Ending::Complete));
    }

    #[test]
    fn an_invalid_delivery_ends_it_and_is_shown_whatever_it_calls_itself() {
        for (event, is_beside) in [("user.created", false), ("data.created", true)] {
            let mut awaited = Awaited { fail_on_invalid: true, wanted: only_users(), ..nothing() };
            assert!(awaited.take(&invalid(event)));
            assert_eq!(awaited.outcome(), Outcome::Told(Kind::SignatureInvalid));
            assert_eq!(awaited.beside().is_some(), is_beside, "{event}");
            // What comes after the end changes nothing.
            assert!(!awaited.take(&invalid("data.deleted")));
            assert_eq!(awaited.beside().is_some(), is_beside, "{event}");
        }
    }

    #[test]
    fn the_first_ending_counts() {
        let mut awaited = awaiting(1, &[], &[]);
        awaited.end(Ending::TimedOut);
        awaited.take(&valid("a.b"));
        awaited.end(Ending::Told(Kind::Interrupted));
        assert_eq!(awaited.outcome(), Outcome::Told(Kind::TimedOut));
        assert_eq!(awaited.outstanding().unwrap().count, 1);
    }

    #[test]
    fn a_signal_is_a_failure_only_where_something_was_awaited() {
        let told = |mut awaited: Awaited| {
            awaited.end(Ending::Told(Kind::Terminated));
            awaited.outcome()
        };
        assert_eq!(told(nothing()), Outcome::Done);
        assert_eq!(told(awaiting(1, &[], &[])), Outcome::Told(Kind::Terminated));
    }

    #[test]
    fn the_end_of_command_is_one_of_what_is_awaited_and_its_failure_the_verdict() {
        let running = || Awaited { command: Some(Progress::Running), ..awaiting(1, &[], &[]) };
        let mut awaited = running();
        awaited.take(&valid("a.b"));
        assert!(!awaited.is_over());
        awaited.command_ended(0);
        assert_eq!(awaited.outcome(), Outcome::Done);
        let mut awaited = running();
        awaited.command_ended(0);
        assert!(!awaited.is_over());
        awaited.take(&valid("a.b"));
        assert_eq!(awaited.ending, Some(Ending::Complete));
        let mut awaited = running();
        awaited.command_ended(3);
        assert_eq!(awaited.outcome(), Outcome::Ended(3));
    }
}
