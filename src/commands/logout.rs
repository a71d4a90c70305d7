//! `hookctl logout`

use std::fs;

use crate::commands::Context;
use crate::commands::profile::config_path;
use crate::config::{ConfigFile, Key, Source};
use crate::error::{Error, Kind, Outcome, Result};

/// Forget the token that login kept for a profile
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub struct Args {}

const HELP: &str = "\
The token goes from the keyring or the file, and from the profile, whose other settings stay. It is
not revoked: the API's own site does that.

Examples:
  hookctl logout
  hookctl logout --profile staging

Exit codes: 0 done, 1 it can't be removed, 4 the profile has no token that login kept.";

/// Removes what `login` has kept.
///
/// # Errors
/// Nothing kept (not found), a keyring or file that can't be changed.
pub async fn run(_: &Args, context: &Context) -> Result<Outcome> {
    let profile = context.profile();
    let config = config_path(context)?;
    let file = context.settings().configuration.file();
    let own = context.settings().paths.token(profile);
    let kept = file.value(profile, Key::Token)?.and_then(|source| source.parse().ok());
    match kept {
        Some(Source::Keyring(name)) => {
            context.keyring().remove(&name).await.map_err(|error| {
                Error::failed(format!("the token of profile `{profile}` is not removed: {error}"))
            })?;
        }
        Some(Source::File(path)) if own.as_os_str() == path.as_str() => {
            fs::remove_file(&own).map_err(|error| {
                Error::failed(format!("{} can't be removed: {error}", own.display()))
            })?;
        }
        _ => {
            let message = format!("profile `{profile}` has no token that login kept");
            return Err(Error::new(Kind::NotFound, message));
        }
    }
    ConfigFile::change(config, |file| {
        file.set(profile, Key::Token, None);
        Ok(())
    })?;
    context.output().note(&format!("the token of profile `{profile}` is forgotten"));
    Ok(Outcome::Done)
}
