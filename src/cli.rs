//! The command tree and the global options.

#![expect(clippy::doc_markdown, reason = "a doc comment here is help, shown without markup")]

mod dispatch;
mod globals;
mod json_errors;
mod settings;
mod tree;

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{ArgMatches, FromArgMatches, Parser};

use crate::commands::{Context, events};
use crate::config::Environment;
use crate::error::{Outcome, Result};

pub use json_errors::wants_json_errors;
pub use tree::command;

use dispatch::Command;
use globals::Globals;
use tree::narrow;

/// The command line for the Webhooks API: manage webhooks, receive, verify and sign deliveries.
#[derive(Parser, Debug)]
#[command(name = "hookctl", version, max_term_width = 100, arg_required_else_help = true)]
#[command(disable_help_subcommand = true)]
#[command(after_help = AFTER_HELP)]
pub struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Files: HOOKCTL_DATA_DIR names the folder of secrets.json (the kept secrets), token-PROFILE (what
login keeps where there is no keyring), journal.db (received deliveries) and sandbox.db [default: the
platform's folder for data, such as ~/.local/share/hookctl]. HOOKCTL_CONFIG names the file of
profiles [default: config.toml in the platform's folder for configuration, such as
~/.config/hookctl]. A project's .hookctl.toml is found upwards from the working directory.

Exit codes:
  0 done   1 failed   2 usage   3 unauthorized   4 not found   5 rejected   6 rate limited
  7 unavailable   8 signature invalid   9 delivery failed   124 timed out
  129 hung up   130 interrupted   131 quit   143 terminated

Topics: `hookctl help exit-codes`, `hookctl help environment` and `hookctl help output` tell more.";

impl Cli {
    /// Reads the command line, and hands out beside it where each value came from.
    ///
    /// # Errors
    /// clap's own for the command line; usage errors for what only makes sense together.
    pub fn parse_from(
        arguments: impl IntoIterator<Item = OsString>,
    ) -> Result<(Self, ArgMatches), clap::Error> {
        let arguments: Vec<_> = arguments.into_iter().collect();
        let first = arguments.get(1).and_then(|first| first.to_str());
        let tree = first.and_then(narrow).unwrap_or_else(command);
        let ends_in_dashes = arguments.last().is_some_and(|last| last == "--");
        let matches = tree.try_get_matches_from(arguments)?;
        let cli = Self::from_arg_matches(&matches)?;
        // clap does not tell it from a line without: `-- $COMMAND` with an empty variable would
        // listen for ever.
        if ends_in_dashes && matches!(&cli.command, Command::Listen(args) if !args.has_command()) {
            let message = "after -- comes a COMMAND, and there is none\n\n\
                           leave -- out to run none; is a variable empty?\n";
            return Err(clap::Error::raw(ErrorKind::TooFewValues, message));
        }
        Ok((cli, matches))
    }

    /// Whether the command runs until a signal ends it, and so handles signals itself.
    pub fn runs_until_stopped(&self) -> bool {
        match &self.command {
            Command::Listen(args) => args.listens(),
            Command::Sandbox(args) => args.serves(),
            _ => false,
        }
    }

    /// Whether the command has something to put in order or to tell before a signal may end it.
    pub fn handles_signals(&self) -> bool {
        match &self.command {
            Command::Doctor(args) => args.goes_all_the_way(),
            Command::Deliveries(args) => args.replays(),
            Command::Audit(args) => !args.only_lists(),
            Command::Send(_) => true,
            _ => self.runs_until_stopped(),
        }
    }

    /// How much the log tells, and where.
    pub fn log<'a>(&'a self, environment: &'a Environment) -> crate::log::Options<'a> {
        crate::log::Options {
            verbose: self.globals.verbose,
            quiet: self.globals.quiet,
            file: self.globals.log_file.as_deref(),
            filter: environment.get("HOOKCTL_LOG"),
        }
    }

    /// The global options of a command line that may not be whole yet, as of a command that needs
    /// nothing else.
    ///
    /// # Errors
    /// Variables that can't be read.
    pub(crate) fn of_globals(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let globals = Globals::from_arg_matches(matches)?;
        Ok(Self { globals, command: Command::Events(events::Args::default()) })
    }

    /// What the world outside is to this command.
    ///
    /// # Errors
    /// An output form that the command lacks, or no place for data (usage).
    pub fn context(&self, matches: &ArgMatches, environment: Environment) -> Result<Context> {
        let context = Context::new(self.settings(matches, environment)?);
        let settings = context.settings();
        settings.configuration.take_warnings().iter().for_each(|told| settings.output.warn(told));
        Ok(context)
    }

    /// Runs the command.
    ///
    /// # Errors
    /// What the command ends with.
    pub async fn run(self, context: &Context) -> Result<Outcome> {
        self.command.run(context).await
    }
}
