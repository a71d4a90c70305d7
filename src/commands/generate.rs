//! `hookctl generate`: the committed completions and man pages, from the same tree as the parser.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::ValueEnum;
use clap_complete::{Generator, Shell};

use crate::commands::completions::script;
use crate::commands::help::topics::TOPICS;
use crate::commands::manual;
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
pub fn run(args: &Args, mut command: clap::Command) -> Result<Outcome> {
    let completions = args.folder.join("completions");
    for shell in Shell::value_variants() {
        write(&completions, &shell.file_name("hookctl"), &script(*shell, &command))?;
    }
    command = command.subcommand_help_heading("COMMANDS");
    command.build();
    let man = args.folder.join("man");
    write_pages(&man, &command, &command)?;
    for topic in &TOPICS {
        let page = manual::topic_page(topic, &command);
        write(&man, &format!("hookctl-{}.7", topic.name), page.as_bytes())?;
    }
    Ok(Outcome::Done)
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let path = folder.join(name);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&path, bytes))
        .with_context(|| format!("{} can't be written", path.display()))
}

fn write_pages(folder: &Path, command: &clap::Command, root: &clap::Command) -> anyhow::Result<()> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name());
    write(folder, &format!("{name}.1"), &manual::page(command, root)?)?;
    for command in command.get_subcommands().filter(|command| !command.is_hide_set()) {
        write_pages(folder, command, root)?;
    }
    Ok(())
}
