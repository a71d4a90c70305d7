//! The places that a setting can come from, the strongest first.

use clap::ArgMatches;
use clap::parser::ValueSource;

/// Where a value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// The command line.
    Flag,
    /// A variable.
    Environment,
    /// `.hookctl.toml`.
    Project,
    /// A profile in `config.toml`.
    Profile,
    /// Nobody gave one.
    Default,
}

impl Layer {
    /// The name in `profile show`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Environment => "environment",
            Self::Project => "project file",
            Self::Profile => "profile",
            Self::Default => "default",
        }
    }

    /// Where clap has the value of a global option from.
    pub(super) fn of(matches: &ArgMatches, option: &str) -> Self {
        match matches.value_source(option) {
            Some(ValueSource::CommandLine) => Self::Flag,
            Some(ValueSource::EnvVariable) => Self::Environment,
            _ => Self::Default,
        }
    }
}
