//! What the words typed so far say: the command, the API, the files.

use std::env;
use std::ffi::OsString;
use std::io::sink;
use std::path::PathBuf;
use std::sync::Arc;

use clap::ArgMatches;

use crate::cli::{self, Cli};
use crate::commands::Settings;
use crate::config::Environment;
use crate::model::now;
use crate::output::{ColorChoice, Form, Options, Output, Terminal};

/// What is known before the command line is whole.
pub(super) struct Situation {
    /// `deliveries list`.
    pub(super) command: String,
    /// `--journal`, where it stands among the words.
    pub(super) journal: Option<PathBuf>,
    /// The settings in force, with an output that is silent.
    pub(super) settings: Settings,
}

impl Situation {
    /// The words before the one that is being typed; none if a script is asked for.
    pub(super) fn words(arguments: &[OsString]) -> Option<Vec<OsString>> {
        let start = arguments.iter().position(|word| word == "--")? + 1;
        let words = &arguments[start..];
        let told = env::var("_CLAP_COMPLETE_INDEX").ok().and_then(|index| index.parse().ok());
        let typed = told.unwrap_or(words.len().saturating_sub(1));
        Some(words[..typed.min(words.len())].to_vec())
    }

    /// Reads the words as far as they make sense.
    pub(super) fn of(words: &[OsString]) -> Option<Self> {
        let matches = cli::command().ignore_errors(true).try_get_matches_from(words).ok()?;
        let settings = Cli::of_globals(&matches).ok()?;
        let settings = settings.settings(&matches, Environment::of_process()).ok()?;
        let output = Arc::new(silent());
        let settings = Settings { output, may_ask: false, ..settings };
        let (command, journal) = command(&matches);
        Some(Self { command, journal, settings })
    }
}

fn command(matches: &ArgMatches) -> (String, Option<PathBuf>) {
    let (mut names, mut journal) = (Vec::new(), None);
    let mut next = matches.subcommand();
    while let Some((name, matches)) = next {
        names.push(name);
        journal = matches.try_get_one::<PathBuf>("journal").ok().flatten().cloned().or(journal);
        next = matches.subcommand();
    }
    (names.join(" "), journal)
}

fn silent() -> Output {
    let options = Options {
        form: Form::Table,
        jq: None,
        pager: None,
        fields: None,
        headers: false,
        quiet: true,
        json_errors: false,
        terminal: Terminal::detect(ColorChoice::Never, &|_| None),
        now: now(),
    };
    Output::with_writers(options, Box::new(sink()), Box::new(sink()))
}
