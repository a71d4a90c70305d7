//! Completion while the user types: the shell runs hookctl with the words so far, and offers what it
//! prints. It never asks, never fails aloud and never takes long.

mod candidates;
mod offered;
mod situation;

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;

use clap::builder::{Str, StyledStr};
use clap::{Arg, Command};
use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};

use crate::cli;
use crate::complete::situation::Situation;
use crate::error::{Error, Kind};
use crate::model::CATALOGUE;
use crate::output::report_error;

/// Names the shell that wants a script, or completions.
const VARIABLE: &str = "HOOKCTL_COMPLETE";

/// Answers a shell, if it was a shell that ran this.
///
/// Without the variable nothing is built, so that no command starts later for it.
pub fn answer(arguments: &[OsString]) -> Option<ExitCode> {
    env::var_os(VARIABLE).filter(|shell| !shell.is_empty() && shell != "0")?;
    let words = Situation::words(arguments);
    if words.is_some() {
        // A user who is typing must not be told of what went wrong.
        std::panic::set_hook(Box::new(|_| {}));
    }
    let tree = || completing(cli::command(), &Arc::new(words.clone().unwrap_or_default()), false);
    let folder = env::current_dir().ok();
    let completion = CompleteEnv::with_factory(tree).var(VARIABLE);
    match completion.try_complete(arguments, folder.as_deref()) {
        Ok(_) => Some(ExitCode::SUCCESS),
        Err(_) if words.is_some() => Some(ExitCode::FAILURE),
        Err(error) => {
            let error = Error::usage(format!("{VARIABLE}: {error}"));
            report_error(&error, false);
            Some(ExitCode::from(Kind::Usage.exit_code()))
        }
    }
}

/// Adds to each argument what it can be, told by the name of its value.
fn completing(command: Command, words: &Arc<Vec<OsString>>, is_delivery: bool) -> Command {
    command.mut_args(|argument| with_candidates(argument, words, is_delivery)).mut_subcommands(
        |command| {
            let is_delivery = is_delivery || command.get_name() == "deliveries";
            completing(command, words, is_delivery)
        },
    )
}

fn with_candidates(argument: Arg, words: &Arc<Vec<OsString>>, is_delivery: bool) -> Arg {
    let words = Arc::clone(words);
    let value = argument.get_value_names().and_then(<[_]>::first).map(Str::as_str);
    let value = value.unwrap_or(match argument.get_id().as_str() {
        "id" | "ids" => "ID",
        _ => "",
    });
    match value {
        "TYPE" => argument.add(ArgValueCandidates::new(event_types)),
        "ID" if is_delivery => argument.add(ArgValueCandidates::new(move || {
            Situation::of(&words).map_or_else(Vec::new, candidates::deliveries)
        })),
        "ID" => argument.add(ArgValueCandidates::new(move || {
            Situation::of(&words).map_or_else(Vec::new, candidates::webhooks)
        })),
        "COMMAND|TOPIC" => argument.add(ArgValueCandidates::new(candidates::helped)),
        _ if argument.get_id() == "profile" => argument.add(ArgValueCandidates::new(move || {
            Situation::of(&words)
                .map_or_else(Vec::new, |situation| candidates::profiles(&situation))
        })),
        _ if argument.get_id() == "fields" => argument.add(ArgValueCandidates::new(move || {
            Situation::of(&words).map_or_else(Vec::new, |situation| candidates::fields(&situation))
        })),
        _ => argument,
    }
}

fn event_types() -> Vec<CompletionCandidate> {
    CATALOGUE.iter().map(|(name, description)| candidate(name, description)).collect()
}

/// A value and what it is, on one line and without what a terminal would obey.
fn candidate(value: &str, description: &str) -> CompletionCandidate {
    let description = crate::output::safe(description);
    let help = (!description.is_empty()).then(|| StyledStr::from(description.into_owned()));
    CompletionCandidate::new(value).help(help)
}
