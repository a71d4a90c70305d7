//! `hookctl profile show`: each setting in force, and where it came from.

use crate::api::ApiUrl;
use crate::commands::Context;
use crate::commands::configuration::{Configuration, Layer, shown_token};
use crate::commands::views::SETTING;
use crate::config::{Key, ProjectFile};
use crate::error::Result;
use crate::model::JsonObject;
use crate::output::Output;

/// Show each setting in force, and where it came from
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub(super) struct ShowArgs {
    /// As if --profile named this profile
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

const HELP: &str = "\
Secrets are masked. SOURCE is flag, environment, project file, profile or default.

Examples:
  hookctl profile show
  hookctl profile show staging -o json

Output: a row a setting, {\"setting\",\"value\",\"source\"}.
Exit codes: 0 done, also where a file is broken, which is a warning; 4 no such profile.";

/// Prints every setting.
///
/// # Errors
/// No such profile, or an output that can't be written.
pub(super) fn run(args: &ShowArgs, context: &Context) -> Result<()> {
    let settings = context.settings();
    let configuration = &settings.configuration.showing(args.name.as_deref())?;
    let output = context.output();
    let sandbox = if settings.sandbox { configuration.sandbox } else { Layer::Default };
    let is_sandbox = settings.sandbox.to_string();
    let mut rows = vec![profile(configuration), row("sandbox", Some(&is_sandbox), sandbox)];
    for key in Key::ALL {
        let of_api = matches!(key, Key::ApiUrl | Key::Token | Key::AuthHeader | Key::AuthScheme);
        rows.push(if of_api && settings.sandbox {
            row(key.name(), Some("the sandbox's"), sandbox)
        } else {
            setting(key, configuration, output)
        });
    }
    rows.extend(listener(configuration.project()));
    output.many(&rows, &SETTING)?;
    if let (Some(home), Some(url)) = (configuration.token_home(), url(configuration))
        && !settings.sandbox
        && let Err(error) = home.check(&url)
    {
        output.warn(error.message());
    }
    Ok(())
}

fn row(name: &str, value: Option<&str>, source: Layer) -> JsonObject {
    let mut row = JsonObject::new();
    row.set("setting", &name);
    row.set("value", &value);
    row.set("source", &source.name());
    row
}

fn profile(configuration: &Configuration) -> JsonObject {
    match configuration.chosen() {
        Some(chosen) => row("profile", Some(&chosen.name), chosen.layer),
        None => row("profile", None, Layer::Default),
    }
}

fn setting(key: Key, configuration: &Configuration, output: &Output) -> JsonObject {
    match configuration.in_force(key) {
        Ok((value, layer)) => {
            let value = value.map(|value| shown(key, value, layer));
            row(key.name(), value.as_deref(), layer)
        }
        Err(error) => {
            output.warn(error.message());
            row(key.name(), key.default(), Layer::Default)
        }
    }
}

fn shown(key: Key, value: String, layer: Layer) -> String {
    match key {
        // One that was given is masked already.
        Key::Token if layer == Layer::Profile => shown_token(&value),
        Key::ApiUrl | Key::Proxy => without_credentials(value),
        _ => value,
    }
}

/// A URL without its user name and password, even where it is no URL.
fn without_credentials(url: String) -> String {
    let (scheme, rest) =
        url.split_once("://").map_or(("", url.as_str()), |(scheme, rest)| (scheme, rest));
    match rest.rsplit_once('@') {
        None => url,
        Some((_, host)) if scheme.is_empty() => format!("***@{host}"),
        Some((_, host)) => format!("{scheme}://***@{host}"),
    }
}

fn url(configuration: &Configuration) -> Option<ApiUrl> {
    configuration.in_force(Key::ApiUrl).ok()?.0?.parse().ok()
}

/// What a project file decides on for `listen`.
fn listener(project: &ProjectFile) -> Vec<JsonObject> {
    let text = |name| project.listen_value(name).ok().flatten();
    let events = project.listen_events().unwrap_or_default().join(",");
    [
        ("listen.port", text("port"), Some("4400")),
        ("listen.path", text("path"), None),
        ("listen.events", Some(events).filter(|events| !events.is_empty()), None),
    ]
    .into_iter()
    .map(|(name, value, default)| match value {
        Some(value) => row(name, Some(&value), Layer::Project),
        None => row(name, default, Layer::Default),
    })
    .collect()
}
