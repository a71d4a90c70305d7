//! The tree of commands as clap has it: whole for help, completions and man pages, or no more of it
//! than one command.

use std::fmt::Write as _;

use clap::{Args as _, CommandFactory};

use crate::cli::Cli;
use crate::cli::globals::Globals;
use crate::commands::{
    api, audit, create, delete, deliveries, demo, doctor, events, get, list, listen, login, logout,
    profile, sandbox, secret, send, sign, test, update, verify,
};

/// The headings of the help, and what stands under each.
const GROUPS: [(&str, &[&str]); 4] = [
    ("Manage", &["list", "get", "create", "update", "delete", "test", "events", "api"]),
    ("Receive", &["listen", "verify", "deliveries"]),
    ("Send", &["sign", "send", "audit"]),
    (
        "Set up",
        &["login", "logout", "profile", "secret", "sandbox", "doctor", "demo", "completions"],
    ),
];

/// The whole tree, as the parser, the completions and the man pages use it.
pub fn command() -> clap::Command {
    let command = Cli::command();
    let commands = grouped(&command);
    finished(command).help_template(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n{commands}\n{{options}}{{after-help}}"
    ))
}

/// The tree with one command: building that of all takes longer than most commands do. None for a
/// name that needs the whole tree.
pub(super) fn narrow(name: &str) -> Option<clap::Command> {
    macro_rules! one_of {
        ($($module:ident)*) => {
            match name {
                $(stringify!($module) => {
                    $module::Args::augment_args(clap::Command::new(stringify!($module)))
                })*
                _ => return None,
            }
        };
    }
    let command = one_of!(
        list get create update delete test events api listen deliveries verify sign send audit
        profile login logout secret sandbox doctor demo
    );
    let top = clap::Command::new("hookctl").max_term_width(100).subcommand_required(true);
    Some(finished(Globals::augment_args(top).subcommand(command)))
}

fn finished(command: clap::Command) -> clap::Command {
    command
        .override_usage("hookctl [OPTIONS] <COMMAND>")
        // An empty variable is an unset one.
        .mut_args(|argument| {
            let is_empty = argument
                .get_env()
                .is_some_and(|name| std::env::var_os(name).is_some_and(|value| value.is_empty()));
            if is_empty { argument.env(None::<&str>) } else { argument }
        })
}

fn grouped(command: &clap::Command) -> String {
    let mut text = String::new();
    for (heading, names) in GROUPS {
        let _ = writeln!(text, "\n{heading}:");
        for name in names {
            let about = command.find_subcommand(name).and_then(clap::Command::get_about);
            let about = about.map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(text, "  {name:<12} {about}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{command, narrow};

    #[test]
    fn a_command_alone_has_the_same_help_as_in_the_whole_tree() {
        let mut whole = command();
        whole.build();
        let rest = ["completions", "help", "generate"];
        let all: Vec<_> = whole.get_subcommands().map(|one| one.get_name().to_owned()).collect();
        for name in all.iter().filter(|name| !rest.contains(&name.as_str())) {
            let mut alone = narrow(name).unwrap();
            alone.build();
            let help = |tree: &mut clap::Command| {
                tree.find_subcommand_mut(name).unwrap().render_long_help().to_string()
            };
            assert_eq!(help(&mut alone), help(&mut whole), "{name}");
        }
    }
}
