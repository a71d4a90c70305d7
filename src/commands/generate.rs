//! `hookctl generate`: the committed completions and man pages, from the same tree as the parser.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::ValueEnum;
use clap_complete::Shell;

use crate::error::{Outcome, Result};

/// Write completions/ and man/ below a folder
#[derive(clap::Args, Debug)]
#[command(hide = true)]
pub struct Args {
    /// The folder
    #[arg(default_value = ".")]
    folder: PathBuf,
}

/// Writes a script a shell and a page a command.
///
/// # Errors
/// A file that can't be written.
pub fn run(args: &Args, command: clap::Command) -> Result<Outcome> {
    write_completions(&args.folder.join("completions"), command.clone())?;
    write_pages(&args.folder.join("man"), command)?;
    Ok(Outcome::Done)
}

fn write_completions(folder: &Path, mut command: clap::Command) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for shell in Shell::value_variants() {
        clap_complete::generate_to(*shell, &mut command, "hookctl", folder)
            .with_context(|| format!("the {shell} completions in {}", folder.display()))?;
    }
    Ok(())
}

fn write_pages(folder: &Path, command: clap::Command) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    clap_mangen::generate_to(command.disable_help_subcommand(true), folder)
        .with_context(|| format!("the man pages in {}", folder.display()))
}
