//! What can go wrong, as the user meets it: a kind with its exit code, a message, a hint.
//!
//! Every room's own error ends up here exactly once; nothing below `commands` prints or exits.

use std::fmt;

/// Why a command ended as it did. Names and codes only grow: none ever changes its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Anything that no other kind names.
    Failed,
    /// Wrong flags or arguments, unreadable or invalid local input, a prompt that can't be shown.
    Usage,
    /// No credentials, 401, 403.
    Unauthorized,
    /// 404, or no such kept secret, profile or recorded delivery.
    NotFound,
    /// 400, 422 and every other 4xx.
    Rejected,
    /// 429, and the retries are used up.
    RateLimited,
    /// Network, DNS, TLS, timeout, 5xx, or an answer that is not the API's.
    Unavailable,
    /// A signature was checked, and it is not valid.
    SignatureInvalid,
    /// A target did not answer 2xx, or not at all.
    DeliveryFailed,
    /// What was awaited did not come in time.
    TimedOut,
    /// The terminal was closed (SIGHUP).
    HungUp,
    /// Ctrl-C, or a prompt that was declined.
    Interrupted,
    /// SIGQUIT (Ctrl-\).
    Quit,
    /// SIGTERM reached a command that does not run until stopped.
    Terminated,
}

impl Kind {
    /// All kinds, by their codes.
    pub const ALL: [Self; 14] = [
        Self::Failed,
        Self::Usage,
        Self::Unauthorized,
        Self::NotFound,
        Self::Rejected,
        Self::RateLimited,
        Self::Unavailable,
        Self::SignatureInvalid,
        Self::DeliveryFailed,
        Self::TimedOut,
        Self::HungUp,
        Self::Interrupted,
        Self::Quit,
        Self::Terminated,
    ];

    /// When a command ends so, as the help tells it.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Failed => "anything not below",
            Self::Usage => {
                "wrong flags, arguments or local input; a question that nobody can answer"
            }
            Self::Unauthorized => "no credentials, 401, 403",
            Self::NotFound => "404; no such kept secret, profile or recorded delivery",
            Self::Rejected => "400, 422, other 4xx",
            Self::RateLimited => "429, and the retries are used up",
            Self::Unavailable => "network, DNS, TLS, timeout, 5xx, an answer that is not the API's",
            Self::SignatureInvalid => "a signature was checked, and is not valid",
            Self::DeliveryFailed => {
                "a target did not answer 2xx, or not at all; a check of audit failed"
            }
            Self::TimedOut => "what listen awaited did not come in time",
            Self::HungUp => "the terminal was closed (SIGHUP)",
            Self::Interrupted => "Ctrl-C, or a question answered with no",
            Self::Quit => "Ctrl-\\ (SIGQUIT)",
            Self::Terminated => "SIGTERM of a command that does not run until stopped",
        }
    }

    /// The process exit code.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Unauthorized => 3,
            Self::NotFound => 4,
            Self::Rejected => 5,
            Self::RateLimited => 6,
            Self::Unavailable => 7,
            Self::SignatureInvalid => 8,
            Self::DeliveryFailed => 9,
            Self::TimedOut => 124,
            Self::HungUp => 129,
            Self::Interrupted => 130,
            Self::Quit => 131,
            Self::Terminated => 143,
        }
    }

    /// The name in JSON errors.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Usage => "usage",
            Self::Unauthorized => "unauthorized",
            Self::NotFound => "not_found",
            Self::Rejected => "rejected",
            Self::RateLimited => "rate_limited",
            Self::Unavailable => "unavailable",
            Self::SignatureInvalid => "signature_invalid",
            Self::DeliveryFailed => "delivery_failed",
            Self::TimedOut => "timed_out",
            Self::HungUp | Self::Interrupted | Self::Quit | Self::Terminated => "interrupted",
        }
    }
}

/// A failure with all that the user gets to see of it.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    message: String,
    excerpt: Option<String>,
    hint: Option<String>,
    status: Option<u16>,
}

/// A command's result, or any step's on the way to it.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A failure of `kind`; the message is lower case, names the thing and has no full stop.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), excerpt: None, hint: None, status: None }
    }

    /// Wrong flags, arguments or local input (exit 2).
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// Ended by a signal, or by a question that was declined; `kind` says which.
    pub fn interrupted(kind: Kind) -> Self {
        Self::new(kind, "interrupted")
    }

    /// A failure that has no kind of its own (exit 1).
    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(Kind::Failed, message)
    }

    /// Adds lines of the text that is wrong, with a mark at the place.
    #[must_use]
    pub fn showing(mut self, excerpt: impl Into<String>) -> Self {
        self.excerpt = Some(excerpt.into());
        self
    }

    /// Adds what the user can do next.
    #[must_use]
    pub fn hinted(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds what the one who called knows beyond the one who failed.
    #[must_use]
    pub fn and(mut self, more: &str) -> Self {
        self.message.push_str("; ");
        self.message.push_str(more);
        self
    }

    /// Adds the HTTP status that the failure came with.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// The kind, which decides the exit code.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What happened, to what.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Lines of the text that is wrong, with a mark at the place.
    pub fn excerpt(&self) -> Option<&str> {
        self.excerpt.as_deref()
    }

    /// What to do next, where there is something to do.
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// The HTTP status, where the failure came with one.
    pub fn status(&self) -> Option<u16> {
        self.status
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// `anyhow` carries context at the edges of a command. An [`Error`] within keeps its kind; what else
/// arrives here has none.
impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        error.downcast::<Self>().unwrap_or_else(|error| Self::failed(format!("{error:#}")))
    }
}

/// How a command that ran to its end turned out.
///
/// A verdict (a signature that is not valid, a target that refused) is data, already printed;
/// so is a failed call among several, already reported. Only the exit code is left to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All went well: exit 0.
    Done,
    /// Something that has been told already decides the exit code.
    Told(Kind),
    /// A command that was run for the user ended so: its exit code is ours.
    Ended(u8),
}

impl Outcome {
    /// The process exit code.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Told(kind) => kind.exit_code(),
            Self::Ended(code) => code,
        }
    }

    /// Of several outcomes the first failure decides.
    #[must_use]
    pub fn or(self, later: Self) -> Self {
        if self == Self::Done { later } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, Kind, Outcome};

    #[test]
    fn the_first_failure_decides_the_exit_code() {
        let outcome = Outcome::Done
            .or(Outcome::Told(Kind::NotFound))
            .or(Outcome::Told(Kind::Unavailable))
            .or(Outcome::Done);
        assert_eq!(outcome.exit_code(), 4);
    }

    #[test]
    fn an_error_keeps_its_kind_through_anyhow() {
        let error = anyhow::Error::new(Error::usage("no such file").hinted("name another"));
        let error = Error::from(error);
        assert_eq!((error.kind(), error.hint()), (Kind::Usage, Some("name another")));
    }
}
