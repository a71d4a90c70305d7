//! `hookctl help`: the help of a command, and what concerns all commands as topics.

pub(crate) mod topics;

use crate::commands::Context;
use crate::error::{Error, Outcome, Result};

use topics::TOPICS;

/// Show the help of a command, or a topic: exit-codes, environment, output
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub struct Args {
    /// The command, or the topic
    #[arg(value_name = "COMMAND|TOPIC")]
    words: Vec<String>,
}

const HELP: &str = "\
Examples:
  hookctl help deliveries replay
  hookctl help exit-codes

Output: text for people.
Exit codes: 0 done, 2 no such command or topic.";

/// Prints a help or a topic.
///
/// # Errors
/// No such command or topic (usage).
pub fn run(args: &Args, context: &Context, command: clap::Command) -> Result<Outcome> {
    let text = match args.words.as_slice() {
        [word] if topics::find(word).is_some() => {
            topics::find(word).map(|topic| topic.text(&command)).unwrap_or_default()
        }
        words => help(words, command)?,
    };
    context.output().raw(text.as_bytes())?;
    Ok(Outcome::Done)
}

fn help(words: &[String], mut command: clap::Command) -> Result<String> {
    command.build();
    let mut found = &mut command;
    for word in words {
        let names: Vec<_> =
            found.get_subcommands().map(|known| known.get_name().to_owned()).collect();
        found = found.find_subcommand_mut(word).ok_or_else(|| unknown(word, &names))?;
    }
    // As --help does: only the main help has a short form that says it all.
    let help = if words.is_empty() { found.render_help() } else { found.render_long_help() };
    Ok(help.to_string())
}

fn unknown(word: &str, commands: &[String]) -> Error {
    let names = commands.iter().map(String::as_str).chain(TOPICS.iter().map(|topic| topic.name));
    let likely = names
        .map(|name| (strsim::jaro_winkler(name, word), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    let error = Error::usage(format!("there is no command or topic {word:?}"));
    match likely {
        Some((_, name)) => error.hinted(format!("did you mean `{name}`?")),
        None => error.hinted("`hookctl --help` lists the commands and topics"),
    }
}
