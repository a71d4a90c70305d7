//! Whether usage errors are told as JSON: a command line that does not parse has no settings yet.

use std::borrow::Cow;
use std::ffi::OsString;

use crate::config::Environment;

/// The short options that are switches: another may stand behind them in one word.
const SWITCHES: [char; 4] = ['i', 'q', 'v', 'y'];

/// Whether usage errors are to be JSON, told from arguments that may not parse at all.
pub fn wants_json_errors(arguments: &[OsString], environment: &Environment) -> bool {
    let is_json = |form: &str| matches!(form, "json" | "ndjson");
    let mut by_flag = None;
    let mut words = arguments.iter().map(|word| word.to_string_lossy());
    while let Some(word) = words.next() {
        let form = match word.as_ref() {
            "--" => break,
            "--output" => words.next().map(Cow::into_owned),
            word => match (word.strip_prefix("--output="), short_output(word)) {
                (None, Some("")) => words.next().map(Cow::into_owned),
                (long, short) => long.or(short).map(str::to_owned),
            },
        };
        by_flag = form.or(by_flag);
    }
    by_flag.as_deref().or(environment.get("HOOKCTL_OUTPUT")).is_some_and(is_json)
}

/// What follows `-o` in a word of short options, where only switches stand before it: `-qojson`.
fn short_output(word: &str) -> Option<&str> {
    let options = word.strip_prefix('-')?.trim_start_matches(SWITCHES);
    options.strip_prefix('o').map(|form| form.trim_start_matches('='))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::SWITCHES;
    use crate::cli::command;

    fn gather(command: &clap::Command, switches: &mut BTreeSet<char>) {
        let all = command.get_arguments().filter(|argument| !argument.get_action().takes_values());
        switches.extend(all.filter_map(clap::Arg::get_short));
        command.get_subcommands().for_each(|command| gather(command, switches));
    }

    #[test]
    fn every_short_switch_is_known() {
        let mut switches = BTreeSet::new();
        gather(&command(), &mut switches);
        assert_eq!(switches, BTreeSet::from(SWITCHES));
    }
}
