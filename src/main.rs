//! Parse, run, turn the outcome into an exit code.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use hookctl::cli::{Cli, wants_json_errors};
use hookctl::commands::Signals;
use hookctl::complete;
use hookctl::config::Environment;
use hookctl::error::{Error, Kind, Outcome, Result};
use hookctl::log;
use hookctl::output::{print_help, report_error};

fn main() -> ExitCode {
    keep_memory_to_ourselves();
    let arguments: Vec<OsString> = std::env::args_os().collect();
    if asks_for_version(&arguments) {
        return print_version();
    }
    if let Some(answered) = complete::answer(&arguments) {
        return answered;
    }
    let environment = Environment::of_process();
    let json_errors = wants_json_errors(&arguments, &environment);
    match run(arguments, environment) {
        Ok(outcome) => ExitCode::from(outcome.exit_code()),
        Err(Failure::Reported(code)) => ExitCode::from(code),
        Err(Failure::Unreported(error)) => {
            report_error(&error, json_errors);
            ExitCode::from(error.kind().exit_code())
        }
    }
}

/// Secrets are in our memory: no core dump has them then, and no other process of the same user
/// can read them. Programs that we start are not concerned.
#[cfg(target_os = "linux")]
fn keep_memory_to_ourselves() {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};

    // Where the kernel refuses, nobody is worse off than without it.
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

/// Only Linux can do that without a limit that children inherit.
#[cfg(not(target_os = "linux"))]
fn keep_memory_to_ourselves() {}

/// Scripts and prompts ask for the version at every start. Building the tree of all commands and
/// their options to answer it takes longer than everything else that starting does.
fn asks_for_version(arguments: &[OsString]) -> bool {
    matches!(arguments, [_, flag] if flag == "--version" || flag == "-V")
}

fn print_version() -> ExitCode {
    match print_help(concat!("hookctl ", env!("CARGO_PKG_VERSION"), "\n")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report_error(&error, false);
            ExitCode::from(error.kind().exit_code())
        }
    }
}

enum Failure {
    Reported(u8),
    Unreported(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Unreported(error)
    }
}

fn run(arguments: Vec<OsString>, environment: Environment) -> Result<Outcome, Failure> {
    let words = arguments.clone();
    let (cli, matches) = match Cli::parse_from(arguments) {
        Ok(parsed) => parsed,
        Err(help) if !help.use_stderr() => {
            print_help(&help.render().to_string())?;
            return Ok(Outcome::Done);
        }
        Err(help) if help.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            // What can't be written to stderr can't be reported either.
            let _ = help.print();
            return Err(Failure::Reported(Kind::Usage.exit_code()));
        }
        Err(error) => return Err(refusal(&error, &words, &environment).into()),
    };
    log::start(cli.log(&environment))?;
    let context = cli.context(&matches, environment)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::failed(format!("the runtime can't be started: {error}")))?;
    let result = runtime.block_on(async {
        let result = if cli.handles_signals() {
            cli.run(&context).await
        } else {
            let mut signals = Signals::listen()?;
            tokio::select! {
                result = cli.run(&context) => result,
                kind = signals.next() => Err(Error::interrupted(kind)),
            }
        };
        if let Err(error) = &result {
            context.output().error(error);
        }
        context.close().await;
        Ok::<_, Error>(result)
    })?;
    // A thread that still waits for standard input must not hold the end up.
    runtime.shutdown_background();
    result.map_err(|error| Failure::Reported(error.kind().exit_code()))
}

/// clap's refusal in our words: one message, and its tips as the hint.
fn refusal(error: &clap::Error, arguments: &[OsString], environment: &Environment) -> Error {
    let text = error.render().to_string();
    let mut paragraphs = text.split("\n\n");
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let message = one_line(paragraphs.next().unwrap_or_default());
    let message = message.strip_prefix("error: ").unwrap_or(&message);
    let message = match refused_variable(error, arguments, environment) {
        Some(name) => format!("{message} (it is the value of {name})"),
        None => message.to_owned(),
    };
    let hints: Vec<_> = paragraphs.map(one_line).filter(|text| !text.is_empty()).collect();
    Error::usage(message).hinted(hints.join("; "))
}

/// The variable that a refused value stands in: clap names the option alone, and who typed no such
/// option does not know where to look.
fn refused_variable(
    error: &clap::Error,
    arguments: &[OsString],
    environment: &Environment,
) -> Option<String> {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text),
        _ => None,
    };
    let (option, value) = (context(ContextKind::InvalidArg)?, context(ContextKind::InvalidValue)?);
    let option = option.split_whitespace().next()?.strip_prefix("--")?;
    let name = format!("HOOKCTL_{}", option.to_uppercase().replace('-', "_"));
    let is_typed = |word: &OsString| word.to_string_lossy().ends_with(value.as_str());
    let is_given = environment.get(&name) == Some(value) && !arguments.iter().any(is_typed);
    is_given.then_some(name)
}
