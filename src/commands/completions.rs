//! `hookctl completions`

use clap_complete::Shell;

use crate::commands::Context;
use crate::error::{Outcome, Result};

/// Print the completion script for a shell
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub struct Args {
    /// The shell
    shell: Shell,
}

const HELP: &str = "\
Two ways. Dynamic: the shell asks hookctl at each Tab, which offers ids of webhooks and deliveries, event
types and fields too. A line in the shell's start-up file sets it up:
  source <(HOOKCTL_COMPLETE=bash hookctl)      # ~/.bashrc
  source <(HOOKCTL_COMPLETE=zsh hookctl)       # ~/.zshrc, after compinit
  HOOKCTL_COMPLETE=fish hookctl | source       # ~/.config/fish/config.fish

Static: this command prints a script that knows commands and options only. The folders must be there,
and the shell must look in them:
  hookctl completions bash > ~/.local/share/bash-completion/completions/hookctl
  hookctl completions zsh > \"${fpath[1]}/_hookctl\"
  hookctl completions fish > ~/.config/fish/completions/hookctl.fish

Examples:
  source <(hookctl completions bash)
  hookctl completions fish | source

Output: the script.
Exit codes: 0 done.";

/// Prints the script.
///
/// # Errors
/// Standard output that can't be written.
pub fn run(args: &Args, context: &Context, command: &clap::Command) -> Result<Outcome> {
    context.output().raw(&script(args.shell, command))?;
    Ok(Outcome::Done)
}

/// A shell's script, for all commands but the hidden ones.
pub(super) fn script(shell: Shell, command: &clap::Command) -> Vec<u8> {
    let mut whole = command.clone();
    whole.build();
    // Hidden commands are completed like any other, and clap can't remove one: the root is built
    // again without them.
    let is_shown =
        |command: &&clap::Command| !command.is_hide_set() && command.get_name() != "help";
    let mut shown = clap::Command::new("hookctl")
        .version(env!("CARGO_PKG_VERSION"))
        .args(command.get_arguments())
        .subcommands(whole.get_subcommands().filter(is_shown));
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut shown, "hookctl", &mut script);
    script
}
