//! The global options: what every command takes, and what it is without a flag, by variable.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::ArgAction;
use clap::builder::{BoolishValueParser, PossibleValuesParser, TypedValueParser};

use crate::api::ApiUrl;
use crate::commands::configuration::Configuration;
use crate::commands::duration::positive_duration;
use crate::commands::values;
use crate::config::{Environment, HiddenVariables, Source};
use crate::error::Result;
use crate::expression::Expression;
use crate::output::{ColorChoice, Form, Pager};
use crate::transport;

/// What every subcommand takes.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Global options")]
pub(super) struct Globals {
    /// Use the settings of this profile [default: the project's, or the one of `profile use`]
    #[arg(
        long,
        global = true,
        env = "HOOKCTL_PROFILE",
        hide_env_values = true,
        value_name = "NAME"
    )]
    pub(super) profile: Option<String>,

    /// Where the API is: its origin, with or without a prefix path and /api/v1
    #[arg(
        long,
        global = true,
        env = "HOOKCTL_API_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub(super) api_url: Option<ApiUrl>,

    /// The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or
    /// the token itself
    #[arg(
        long,
        global = true,
        env = "HOOKCTL_TOKEN",
        hide_env_values = true,
        value_name = "SOURCE"
    )]
    pub(super) token: Option<Source>,

    /// Use the sandbox: the whole API on this machine, started for this one command
    #[arg(long, global = true, env = "HOOKCTL_SANDBOX", hide_env_values = true, value_parser = BoolishValueParser::new())]
    pub(super) sandbox: bool,

    /// Let the token travel over plain http to another machine
    #[arg(long, global = true, env = "HOOKCTL_ALLOW_HTTP", hide_env_values = true, value_parser = BoolishValueParser::new())]
    pub(super) allow_http: bool,

    /// A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)
    #[arg(long, global = true, env = "HOOKCTL_PROXY", hide_env_values = true, value_name = "URL")]
    pub(super) proxy: Option<String>,

    /// Trust the certificates in this PEM file instead of the system's
    #[arg(
        long,
        global = true,
        env = "HOOKCTL_CA_FILE",
        hide_env_values = true,
        value_name = "FILE"
    )]
    pub(super) ca_file: Option<PathBuf>,

    /// Present this client certificate (PEM)
    #[arg(
        long,
        global = true,
        env = "HOOKCTL_CLIENT_CERT",
        hide_env_values = true,
        value_name = "FILE"
    )]
    pub(super) client_cert: Option<PathBuf>,

    /// The client certificate's private key (PEM), unless its file has it too
    #[arg(
        long,
        global = true,
        env = "HOOKCTL_CLIENT_KEY",
        hide_env_values = true,
        value_name = "FILE"
    )]
    pub(super) client_key: Option<PathBuf>,

    /// How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s];
    /// as a flag of listen, how long to wait for what it awaits [default: for ever]; of send,
    /// deliveries replay and audit, for each answer [default: 10s]
    #[arg(long, global = true, env = "HOOKCTL_TIMEOUT", hide_env_values = true, value_name = "DURATION", value_parser = positive_duration)]
    pub(super) timeout: Option<Duration>,

    /// How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is
    /// [default: 0]
    #[arg(long, global = true, env = "HOOKCTL_RETRIES", hide_env_values = true, value_name = "N")]
    pub(super) retries: Option<u32>,

    /// The form of the output [default: table]
    #[arg(short, long, global = true, env = "HOOKCTL_OUTPUT", hide_env_values = true, value_name = "FORM", value_parser = form_parser())]
    pub(super) output: Option<Form>,

    /// Only these columns or keys, in this order
    #[arg(long, global = true, value_name = "NAMES", value_delimiter = ',')]
    pub(super) fields: Option<Vec<String>>,

    /// Print what this jq expression makes of the JSON: a line a result, strings without quotes; of
    /// each row with ndjson and in streams [it implies -o json; no jq is needed]
    #[arg(long, global = true, value_name = "EXPR")]
    pub(super) jq: Option<String>,

    /// No header line in tables and tsv
    #[arg(long, global = true, env = "HOOKCTL_NO_HEADERS", hide_env_values = true, value_parser = BoolishValueParser::new())]
    pub(super) no_headers: bool,

    /// Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or
    /// less
    #[arg(long, global = true, env = "HOOKCTL_NO_PAGER", hide_env_values = true, value_parser = BoolishValueParser::new())]
    pub(super) no_pager: bool,

    /// When to colour the output [default: auto]
    #[arg(long, global = true, env = "HOOKCTL_COLOR", hide_env_values = true, value_name = "WHEN", value_parser = color_parser())]
    pub(super) color: Option<ColorChoice>,

    /// No notes on stderr
    #[arg(short, long, global = true, env = "HOOKCTL_QUIET", hide_env_values = true, value_parser = BoolishValueParser::new())]
    pub(super) quiet: bool,

    /// A line on stderr for each request; twice for headers too
    #[arg(short, long, global = true, env = "HOOKCTL_VERBOSE", hide_env_values = true, action = ArgAction::Count, value_parser = verbosity)]
    pub(super) verbose: u8,

    /// Write the log to this file instead of stderr
    #[arg(
        long,
        global = true,
        env = "HOOKCTL_LOG_FILE",
        hide_env_values = true,
        value_name = "FILE"
    )]
    pub(super) log_file: Option<PathBuf>,

    /// Never ask; CI in the environment does the same
    #[arg(long, global = true, env = "HOOKCTL_NO_INPUT", hide_env_values = true, value_parser = BoolishValueParser::new())]
    pub(super) no_input: bool,

    /// Answer yes to every question
    #[arg(short, long, global = true)]
    pub(super) yes: bool,
}

impl Globals {
    /// Compiled only where it is given: that takes longer than starting does.
    pub(super) fn expression(&self) -> Result<Option<Arc<Expression>>> {
        let parse = |text: &String| Expression::parse(text, "--jq").map(Arc::new);
        self.jq.as_ref().map(parse).transpose()
    }

    /// Proxy and certificates, by flag, variable or file.
    pub(super) fn transport(&self, files: &Configuration) -> Result<transport::Settings> {
        Ok(transport::Settings {
            proxy: self.proxy.clone().or(files.read(&values::PROXY)?),
            ca_file: self.ca_file.clone().or(files.read(&values::CA_FILE)?),
            client_cert: self.client_cert.clone().or(files.read(&values::CLIENT_CERT)?),
            client_key: self.client_key.clone().or(files.read(&values::CLIENT_KEY)?),
            ..Default::default()
        })
    }

    /// The pager sees no token.
    pub(super) fn pager(
        &self,
        environment: &Environment,
        hidden: &HiddenVariables,
    ) -> Option<Pager> {
        if self.no_pager {
            return None;
        }
        // An empty PAGER is the usual word for none.
        let value =
            |name: &str| Some(environment.raw(name)?.to_str().unwrap_or_default().to_owned());
        Pager::of(&value, hidden.names().to_vec())
    }
}

/// A count, or a switch's word for one or none.
fn verbosity(text: &str) -> Result<u8, String> {
    let switch = |_| values::truth(text).map(u8::from);
    text.parse().or_else(switch).map_err(|_| "expected 0, 1 or 2".to_owned())
}

fn form_parser() -> impl TypedValueParser<Value = Form> {
    PossibleValuesParser::new(Form::ALL.map(Form::name))
        .try_map(|name| name.parse::<Form>().map_err(|_| "no such form"))
}

fn color_parser() -> impl TypedValueParser<Value = ColorChoice> {
    PossibleValuesParser::new(["auto", "always", "never"])
        .try_map(|name| name.parse::<ColorChoice>().map_err(|_| "no such choice"))
}
