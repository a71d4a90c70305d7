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
Set it up with one of these:
  bash        hookctl completions bash > ~/.local/share/bash-completion/completions/hookctl
  zsh         hookctl completions zsh > \"${fpath[1]}/_hookctl\"
  fish        hookctl completions fish > ~/.config/fish/completions/hookctl.fish
  powershell  hookctl completions powershell >> $PROFILE
  elvish      hookctl completions elvish >> ~/.config/elvish/rc.elv

Output: the script.
Exit codes: 0 done.";

/// Prints the script.
///
/// # Errors
/// Standard output that can't be written.
pub fn run(args: &Args, context: &Context, mut command: clap::Command) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "hookctl", &mut script);
    context.output().raw(&script)?;
    Ok(Outcome::Done)
}
