//! `hookctl profile`: the settings that are kept for each API.

mod show;

use std::env::current_dir;
use std::path::Path;

use clap::Subcommand;

use crate::commands::configuration::Reading;
use crate::commands::views::PROFILE;
use crate::commands::{Context, values};
use crate::config::{ConfigFile, Key, Source};
use crate::error::{Error, Outcome, Result};
use crate::model::{JsonObject, did_you_mean};

use show::ShowArgs;

/// Keep settings by name, and show which are in force
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP, disable_help_subcommand = true, subcommand_help_heading = "Commands")]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    List(ListArgs),
    Show(ShowArgs),
    Use(UseArgs),
    Set(SetArgs),
    Remove(RemoveArgs),
}

/// List the profiles
#[derive(clap::Args, Debug)]
#[command(after_long_help = LIST_HELP)]
struct ListArgs {}

/// Use this profile when none is named
#[derive(clap::Args, Debug)]
#[command(after_long_help = USE_HELP)]
struct UseArgs {
    /// The profile
    #[arg(value_name = "NAME")]
    name: String,
}

/// Set a key of a profile, and make the profile where there is none
#[derive(clap::Args, Debug)]
#[command(after_long_help = SET_HELP)]
struct SetArgs {
    /// The key
    #[arg(value_name = "KEY", value_parser = key)]
    key: Key,

    /// Its value; an empty one takes the key away
    #[arg(value_name = "VALUE", allow_hyphen_values = true)]
    value: String,
}

/// Remove a profile
#[derive(clap::Args, Debug)]
#[command(after_long_help = REMOVE_HELP)]
struct RemoveArgs {
    /// The profile
    #[arg(value_name = "NAME")]
    name: String,
}

const HELP: &str = "\
Profiles are in config.toml in the platform's folder for configuration (~/.config/hookctl on Linux);
HOOKCTL_CONFIG names another file. Flags, variables and a project's .hookctl.toml go before them.

Examples:
  hookctl profile set api-url https://api.example.com
  hookctl profile set token file:/run/secrets/hookctl-token
  hookctl profile set api-url https://staging.example.com --profile staging
  hookctl profile use staging
  hookctl profile show

Exit codes: 0 done, 1 the file can't be written, 2 a file, key or value that can't be used,
4 no such profile.";

const LIST_HELP: &str = "\
Examples:
  hookctl profile list
  hookctl profile list -o ids

Output: a row a profile, {\"name\",\"api_url\",\"default\"}.
Exit codes: 0 done, also where the file is broken, which is a warning.";

const USE_HELP: &str = "\
Examples:
  hookctl profile use staging

Exit codes: 0 done, 1 the file can't be written, 2 the file is broken, 4 no such profile.";

const SET_HELP: &str = "\
Keys: api-url, token (a SOURCE), auth-header, auth-scheme, output, timeout, retries, proxy, ca-file,
client-cert, client-key, allow-http, color, journal; each has a variable, such as
HOOKCTL_AUTH_HEADER. An empty auth-scheme stays: the token is then sent alone. --profile names the profile; otherwise it is the one in force, or `default`. A file's
relative path is made absolute. The token is sent to the profile's own api-url only.

Examples:
  hookctl profile set api-url https://api.example.com
  hookctl profile set token 'cmd:pass show hookctl' --profile staging
  hookctl profile set timeout 10s

Exit codes: 0 done, 1 the file can't be written, 2 no such key, a value that can't be used, or a
broken file, which is left as it is.";

const REMOVE_HELP: &str = "\
Examples:
  hookctl profile remove staging

Exit codes: 0 done, 1 the file can't be written, 2 the file is broken, 4 no such profile.";

fn key(name: &str) -> Result<Key, String> {
    let names = Key::ALL.map(Key::name);
    Key::named(name).ok_or_else(|| match did_you_mean(name, names) {
        Some(meant) => format!("no such key; did you mean `{meant}`?"),
        None => format!("no such key: there are {}", names.join(", ")),
    })
}

impl Args {
    /// What the action needs of the files.
    pub(crate) fn reading(&self) -> Reading {
        match self.action {
            Action::List(_) | Action::Show(_) => Reading::Tolerant,
            Action::Use(_) | Action::Set(_) | Action::Remove(_) => Reading::Files,
        }
    }
}

/// Shows or changes profiles.
///
/// # Errors
/// A file that can't be used or written, no such profile, a value that can't be used.
pub fn run(args: &Args, context: &Context) -> Result<Outcome> {
    match &args.action {
        Action::List(_) => list(context),
        Action::Show(args) => show::run(args, context),
        Action::Use(args) => use_profile(args, context),
        Action::Set(args) => set(args, context),
        Action::Remove(args) => remove(args, context),
    }?;
    Ok(Outcome::Done)
}

fn list(context: &Context) -> Result<()> {
    let file = context.settings().configuration.file();
    let rows: Vec<_> = file
        .profiles()
        .map(|name| {
            let mut row = JsonObject::new();
            row.set("name", &name);
            row.set("api_url", &file.value(name, Key::ApiUrl).ok().flatten());
            row.set("default", &(file.default_profile() == Some(name)));
            row
        })
        .collect();
    context.output().many(&rows, &PROFILE)
}

pub(super) fn config_path(context: &Context) -> Result<&Path> {
    context.settings().paths.config().ok_or_else(|| {
        Error::usage("there is no home directory to keep profiles in")
            .hinted("set HOOKCTL_CONFIG to a file")
    })
}

fn use_profile(args: &UseArgs, context: &Context) -> Result<()> {
    ConfigFile::change(config_path(context)?, |file| file.use_profile(&args.name))?;
    context.output().note(&format!("profile `{}` is used when none is named", args.name));
    Ok(())
}

fn set(args: &SetArgs, context: &Context) -> Result<()> {
    let SetArgs { key, value } = args;
    let profile = context.profile();
    check_name(profile)?;
    let is_kept = !value.is_empty() || *key == Key::AuthScheme;
    if is_kept {
        values::check(*key, value)
            .map_err(|reason| Error::usage(format!("{} can't be so: {reason}", key.name())))?;
    }
    // Without a working directory a relative path means nothing anyway.
    let value = key.anchored(value, &current_dir().unwrap_or_default());
    let path = config_path(context)?;
    ConfigFile::change(path, |file| {
        file.set(profile, *key, is_kept.then_some(value.as_str()));
        Ok(())
    })?;
    if *key == Key::Token && matches!(value.parse(), Ok(Source::Value(token)) if !token.is_empty())
    {
        context.output().note(
            "other users of this machine can see a token on the command line: env:NAME, file:PATH \
             or cmd:COMMAND keep it out of sight",
        );
    }
    let done = if is_kept { "is set in" } else { "is taken from" };
    let path = path.display();
    context.output().note(&format!("{} {done} profile `{profile}` ({path})", key.name()));
    Ok(())
}

/// A name is typed, and stands in messages.
pub(super) fn check_name(name: &str) -> Result<()> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if !name.is_empty() && name.chars().all(is_plain) {
        return Ok(());
    }
    Err(Error::usage(format!("{name:?} can't be a profile's name"))
        .hinted("a name has letters, digits, `-`, `_` and `.`"))
}

fn remove(args: &RemoveArgs, context: &Context) -> Result<()> {
    let was_default = ConfigFile::change(config_path(context)?, |file| file.remove(&args.name))?;
    if was_default {
        context.output().note(&format!(
            "profile `{}` was the one used when none is named; `hookctl profile use NAME` names \
             another",
            args.name
        ));
    }
    Ok(())
}
