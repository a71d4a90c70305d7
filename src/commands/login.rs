//! `hookctl login`

use crate::api::{ApiUrl, ListQuery};
use crate::commands::Context;
use crate::commands::profile::{check_name, config_path};
use crate::config::{ConfigFile, Key, KeyringError, Source, write_private};
use crate::error::{Error, Outcome, Result};
use crate::secret::Secret;

/// Check a token, and keep it for the API of a profile
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub struct Args {}

const HELP: &str = "\
Asks for the token on a terminal, unseen; elsewhere it reads standard input, unless --token gives it.
It is kept in the system's keyring (on Linux the Secret Service), or, where there is none, in a file
for its owner only in the data folder. The profile is the one in force or --profile's, else `default`:
its api-url and token are set. `hookctl logout` forgets the token.

Examples:
  hookctl login --api-url https://api.example.com
  hookctl login --api-url https://staging.example.com --profile staging < token.txt
  hookctl login --token cmd:'pass show hookctl'

Exit codes: 0 done, 1 it can't be kept, 2 no API named or nobody to ask, 3 the API refuses the token,
7 unavailable. Unless it is 0, nothing is kept.";

/// Checks the token with one call, and keeps it.
///
/// # Errors
/// No API, no token, one that the API refuses, or a place to keep it that can't be written.
pub async fn run(_: &Args, context: &Context) -> Result<Outcome> {
    let settings = context.settings();
    let url = settings.api_url.as_ref().filter(|_| !settings.sandbox).ok_or_else(|| {
        Error::usage("login needs the API that the token is for")
            .hinted("hookctl login --api-url https://api.example.com; the sandbox needs no login")
    })?;
    let profile = context.profile();
    check_name(profile)?;
    let config = config_path(context)?;
    let token = token(url, context).await?;
    let client = context.client(url.clone(), context.credentials_of(token.clone()))?;
    {
        let _spinner = context.output().spinner("checking the token");
        client.list(&ListQuery { page: 1, limit: Some(1), status: None, event: None }).await?;
    }
    let source = keep(profile, &token, context).await?;
    ConfigFile::change(config, |file| {
        file.set(profile, Key::ApiUrl, Some(&url.to_string()));
        file.set(profile, Key::Token, Some(&source.name()));
        Ok(())
    })?;
    let place = match &source {
        Source::File(path) => path.as_str(),
        _ => "the system's keyring",
    };
    let output = context.output();
    output.note(&format!("profile `{profile}` uses {url}, and its token is kept in {place}"));
    if settings.environment.get_os("HOOKCTL_TOKEN").is_some() {
        output.warn("HOOKCTL_TOKEN is set, and goes before the token that is kept");
    }
    Ok(Outcome::Done)
}

/// Not the token that is in force already: who logs in means another, unless a flag says it.
async fn token(url: &ApiUrl, context: &Context) -> Result<Secret> {
    let settings = context.settings();
    match &settings.token {
        Some(source) if settings.token_is_argument => {
            context.read_source(source, "token", true).await
        }
        _ if context.output().terminal().stdin_is_terminal => {
            let question = format!("Token for {}", url.origin());
            context.prompter().secret(&question, "--token SOURCE gives it without asking").await
        }
        _ => context.read_source(&Source::Stdin, "token", false).await,
    }
}

/// Keeps the token, and says where a profile finds it.
async fn keep(profile: &str, token: &Secret, context: &Context) -> Result<Source> {
    match context.keyring().store(profile, token).await {
        Ok(()) => return Ok(Source::Keyring(profile.to_owned())),
        Err(KeyringError::Absent) => {}
        Err(error) => context.output().note(&error.to_string()),
    }
    let paths = &context.settings().paths;
    paths.ensure_data()?;
    let path = paths.token(profile);
    write_private(&path, token.expose()).map_err(|error| {
        Error::failed(format!("the token can't be kept in {}: {error}", path.display()))
            .hinted("HOOKCTL_DATA_DIR names another folder")
    })?;
    Ok(Source::File(path.display().to_string()))
}
