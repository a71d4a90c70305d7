//! What a run of `listen` awaits, and how it ended. Plain values: no clock, no signal.

use serde::Serialize;

use crate::commands::listen::Args;
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::{Delivery, EventFilter, EventType};

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Outstanding {
    /// So many deliveries of any type.
    pub(super) count: u64,
    /// One delivery of each of these types.
    pub(super) events: Vec<EventType>,
}

/// What is awaited. The first ending is the one that counts.
#[derive(Debug)]
pub(super) struct Awaited {
    outstanding: Option<Outstanding>,
    command: Option<Progress>,
    fail_on_invalid: bool,
    filter: EventFilter,
    ending: Option<Ending>,
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
    /// A type that is awaited and can't come, because the filter leaves it out (usage).
    pub(super) fn new(args: &Args, filter: EventFilter) -> Result<Self> {
        if let Some(event) = args.expect.iter().find(|event| !filter.passes(Some(event.as_str()))) {
            return Err(Error::usage(format!("{event} is awaited, but --event leaves it out")));
        }
        let is_awaiting = args.count.is_some() || !args.expect.is_empty();
        let outstanding = is_awaiting.then(|| Outstanding {
            count: args.count.unwrap_or_default(),
            events: args.expect.clone(),
        });
        let command = args.child.is_given().then_some(Progress::Running);
        let fail_on_invalid = args.fail_on_invalid;
        Ok(Self { outstanding, command, fail_on_invalid, filter, ending: None })
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
        let passes = self.filter.passes(delivery.event_type.as_deref());
        if self.is_over() {
            return passes;
        }
        if !delivery.checked.is_accepted() {
            if self.fail_on_invalid {
                self.end(Ending::Invalid);
            }
            return passes || self.fail_on_invalid;
        }
        if passes && let Some(outstanding) = &mut self.outstanding {
            outstanding.strike(delivery.event_type.as_deref());
            self.end_if_complete();
        }
        passes
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

impl Outstanding {
    fn strike(&mut self, event_type: Option<&str>) {
        self.count = self.count.saturating_sub(1);
        let place = self.events.iter().position(|event| Some(event.as_str()) == event_type);
        if let Some(place) = place {
            self.events.remove(place);
        }
    }

    fn is_nothing(&self) -> bool {
        self.count == 0 && self.events.is_empty()
    }
}
