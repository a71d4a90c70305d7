//! `hookctl sandbox`: the API on this machine, and events from it.

use std::cell::RefCell;
use std::path::PathBuf;
use std::time::Duration;

use clap::Subcommand;

use crate::commands::Context;
use crate::commands::duration::{duration, positive_duration};
use crate::commands::signals::Signals;
use crate::commands::subscription::warn_of_unknown;
use crate::commands::views::ATTEMPT;
use crate::config::{Source, read_input};
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::{EventType, JsonObject, Rate};
use crate::output::{Form, Output};
use crate::sandbox::{self, DEFAULT_BACKOFF, Emission, Failures, Options, Sandbox, State};
use crate::secret::Secret;

/// Serve the whole Webhooks API on this machine, to try things out or to test against
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP, subcommand_help_heading = "Commands")]
#[command(disable_help_subcommand = true)]
pub struct Args {
    /// The port on 127.0.0.1 [default: a free one]
    #[arg(long, value_name = "N")]
    port: Option<u16>,

    /// Keep webhooks and tokens in this file [default: sandbox.db in the data folder]
    #[arg(long, value_name = "FILE", global = true)]
    state: Option<PathBuf>,

    /// Keep nothing
    #[arg(long, conflicts_with = "state")]
    ephemeral: bool,

    /// Expect this token instead of the state's own
    #[arg(long, value_name = "SOURCE")]
    server_token: Option<Source>,

    /// Answer 429 to what comes faster, such as 100/s or 30/m
    #[arg(long, value_name = "RATE")]
    rate_limit: Option<Rate>,

    /// Take at least this long for each answer, such as 20ms
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    latency: Option<Duration>,

    /// Fail this share of the requests, such as 429=0.1,503=0.05
    #[arg(long, value_name = "STATUS=SHARE")]
    fail: Option<Failures>,

    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Subcommand, Debug)]
enum Action {
    Emit(EmitArgs),
}

/// Deliver an event to every active subscriber, beside a running sandbox or without one
#[derive(clap::Args, Debug)]
#[command(after_long_help = EMIT_HELP)]
struct EmitArgs {
    /// The event's type
    #[arg(value_name = "TYPE")]
    event: EventType,

    /// The event's data as JSON, or - for standard input [default: a sample]
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,

    /// The pause after a first failed attempt; each further one is twice as long [default: 500ms]
    #[arg(long, value_name = "DURATION", value_parser = positive_duration)]
    backoff: Option<Duration>,
}

const HELP: &str = "\
Runs until a signal (Ctrl-C, SIGTERM). Its token is made once and kept with the state. --sandbox on
any command starts the same server for that one command.

Examples:
  hookctl sandbox
  hookctl sandbox --port 4500 --ephemeral -o ndjson
  hookctl sandbox --latency 20ms --fail 429=0.1,503=0.05 --rate-limit 100/s

Output: the URL and the tokens; -o ndjson: {\"type\":\"ready\",\"url\",\"token\",\"read_only_token\"}.
Exit codes: 0 ended by a signal, 1 the port can't be had, 2 the state can't be used.";

const EMIT_HELP: &str = "\
A target that does not answer 2xx is tried five times.

Examples:
  hookctl sandbox emit user.created
  hookctl sandbox --state my.db emit data.updated --data data.json -o ndjson

Output: a row an attempt.
Exit codes: 0 every subscriber was reached, 9 one was not.";

impl Args {
    /// Whether a server is started, that runs until stopped.
    pub fn serves(&self) -> bool {
        self.action.is_none()
    }

    /// Refuses what only a server has an ear for.
    fn check_emission(&self) -> Result<()> {
        let given = [
            ("--port", self.port.is_some()),
            ("--ephemeral", self.ephemeral),
            ("--server-token", self.server_token.is_some()),
            ("--rate-limit", self.rate_limit.is_some()),
            ("--latency", self.latency.is_some()),
            ("--fail", self.fail.is_some()),
        ];
        match given.into_iter().find(|(_, is_given)| *is_given) {
            Some((option, _)) => {
                Err(Error::usage(format!("{option} is for the server, and emit starts none")))
            }
            None => Ok(()),
        }
    }

    fn state(&self, context: &Context) -> Result<PathBuf> {
        let paths = &context.settings().paths;
        match &self.state {
            Some(path) => Ok(path.clone()),
            None => paths.ensure_data().map(|_| paths.sandbox()),
        }
    }
}

/// Serves until a signal comes, or delivers one event.
///
/// # Errors
/// A port or state that can't be used.
pub async fn run(args: &Args, context: &Context) -> Result<Outcome> {
    match &args.action {
        None => serve(args, context).await,
        Some(Action::Emit(emission)) => {
            args.check_emission()?;
            emit(args, emission, context).await
        }
    }
}

async fn serve(args: &Args, context: &Context) -> Result<Outcome> {
    let mut signals = Signals::listen()?;
    let state = if args.ephemeral { State::Ephemeral } else { State::File(args.state(context)?) };
    let server_token = match &args.server_token {
        Some(source) => tokio::select! {
            read = context.read_source(source, "token", true) => Some(read?),
            kind = signals.next() => return Err(Error::interrupted(kind)),
        },
        None => None,
    };
    let sandbox = sandbox::start(Options {
        port: args.port.unwrap_or(0),
        state,
        server_token,
        rate_limit: args.rate_limit,
        latency: args.latency.unwrap_or_default(),
        failures: args.fail.clone().unwrap_or_default(),
    })
    .await?;
    announce(&sandbox, context.output())?;
    signals.next().await;
    sandbox.stop().await;
    Ok(Outcome::Done)
}

/// The tokens are what the command is asked for, so it prints them: they open this sandbox only.
fn announce(sandbox: &Sandbox, output: &Output) -> Result<()> {
    let url = sandbox.url();
    let token = text(sandbox.token())?;
    let read_only = text(sandbox.read_only_token())?;
    if output.form() == Form::Table {
        output.line(&format!("url              {url}"))?;
        output.line(&format!("token            {token}"))?;
        output.line(&format!("read-only token  {read_only}"))?;
        output.footer("the sandbox is ready, Ctrl-C ends it; in another terminal:");
        output.footer(&format!("  export HOOKCTL_API_URL={url} HOOKCTL_TOKEN={token}"));
        return Ok(());
    }
    let mut ready = JsonObject::new();
    ready.set("type", &"ready");
    ready.set("url", &url);
    ready.set("token", &token);
    ready.set("read_only_token", &read_only);
    output.json(&ready)
}

fn text(token: &Secret) -> Result<&str> {
    token.expose_text().ok_or_else(|| Error::usage("the token is not text"))
}

async fn emit(args: &Args, emission: &EmitArgs, context: &Context) -> Result<Outcome> {
    if args.ephemeral {
        return Err(Error::usage("an event needs a state with subscribers: --ephemeral has none"));
    }
    let output = context.output();
    output.check_fields(&ATTEMPT)?;
    warn_of_unknown([&emission.event], context);
    let data = match &emission.data {
        None => None,
        Some(path) => {
            let bytes = read_input(path, "event's data", context.stdin()).await?;
            let data = serde_json::from_slice(&bytes);
            Some(data.map_err(|error| {
                Error::usage(format!("{} is not JSON: {error}", path.display()))
            })?)
        }
    };
    let emission = Emission {
        event: emission.event.clone(),
        data,
        backoff: emission.backoff.unwrap_or(DEFAULT_BACKOFF),
    };
    let rows = RefCell::new((output.rows(&ATTEMPT), Ok(())));
    let reached = sandbox::emit(&args.state(context)?, emission, |attempt| {
        let (rows, printed) = &mut *rows.borrow_mut();
        if printed.is_ok() {
            let row = JsonObject::from_serialize(&attempt)
                .map_err(|error| Error::failed(error.to_string()));
            *printed = row.and_then(|row| rows.push(&row)).and_then(|()| rows.flush());
        }
    })
    .await?;
    let (rows, printed) = rows.into_inner();
    printed?;
    rows.finish()?;
    let missed = reached.iter().filter(|subscriber| !subscriber.delivered).count();
    output.footer(&format!("{} of {} subscribers reached", reached.len() - missed, reached.len()));
    Ok(if missed == 0 { Outcome::Done } else { Outcome::Told(Kind::DeliveryFailed) })
}
