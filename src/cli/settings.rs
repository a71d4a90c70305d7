//! The settings in force: by flag, variable, project file, profile or default.

use std::ffi::OsStr;
use std::sync::Arc;

use clap::ArgMatches;
use clap::parser::ValueSource;

use crate::cli::Cli;
use crate::cli::dispatch::Command;
use crate::commands::configuration::Configuration;
use crate::commands::{Settings, values};
use crate::config::{Environment, HiddenVariables, Paths};
use crate::error::{Error, Result};
use crate::model::now;
use crate::output::{ColorChoice, Form, Options, Output, Terminal};

impl Cli {
    /// The settings in force.
    ///
    /// # Errors
    /// Those of [`context`](Self::context).
    pub(crate) fn settings(
        &self,
        matches: &ArgMatches,
        environment: Environment,
    ) -> Result<Settings> {
        let globals = &self.globals;
        let paths = Paths::find(&environment)?;
        let files = Configuration::load(self.command.reading(), matches, &environment, &paths)?;
        let is_flag = |name| matches.value_source(name) == Some(ValueSource::CommandLine);
        let kept = files.tokens();
        let values = raw_values(matches).into_iter().chain(kept.iter().map(OsStr::new));
        let hidden = HiddenVariables::named_by(values);
        let output = self.output(&files, &environment, &hidden, is_flag("output"))?;
        // A flag goes before the environment, so either flag decides which API is meant.
        if globals.sandbox && is_flag("sandbox") && is_flag("api_url") {
            return Err(Error::usage("--sandbox and --api-url name two APIs: give one of them"));
        }
        let sandbox = globals.sandbox && (is_flag("sandbox") || !is_flag("api_url"));
        if sandbox && !is_flag("sandbox") && is_flag("profile") {
            output.note("HOOKCTL_SANDBOX is set: the API is the sandbox, and not the profile's");
        }
        // Where a delivery is awaited or sent, the flag bounds that, and not the calls on the way.
        let is_wait = self.runs_until_stopped()
            || matches!(
                self.command,
                Command::Deliveries(_) | Command::Send(_) | Command::Audit(_)
            );
        let waits = is_flag("timeout") && is_wait;
        let timeout = globals.timeout.filter(|_| !waits);
        let timeout = timeout.or(files.read(&values::TIMEOUT)?);
        Ok(Settings {
            output: Arc::new(output),
            verbose: globals.verbose,
            paths,
            api_url: globals.api_url.clone().or(files.read(&values::API_URL)?),
            token: globals.token.clone().or(files.read(&values::TOKEN)?),
            token_is_argument: is_flag("token"),
            auth_header: files.read(&values::AUTH_HEADER)?,
            auth_scheme: files.read(&values::AUTH_SCHEME)?,
            sandbox,
            timeout: timeout.unwrap_or(self.command.usual_timeout()),
            wait: globals.timeout.filter(|_| waits),
            retries: globals.retries.or(files.read(&values::RETRIES)?).unwrap_or(3),
            send_retries: globals.retries.filter(|_| is_flag("retries")).unwrap_or(0),
            allow_http: globals.allow_http || files.read(&values::ALLOW_HTTP)?.unwrap_or(false),
            transport: globals.transport(&files)?,
            journal: files.read(&values::JOURNAL)?,
            configuration: files,
            yes: globals.yes,
            hidden,
            may_ask: !globals.no_input && environment.get("CI").is_none(),
            environment,
        })
    }

    fn output(
        &self,
        files: &Configuration,
        environment: &Environment,
        hidden: &HiddenVariables,
        form_is_flag: bool,
    ) -> Result<Output> {
        let globals = &self.globals;
        let form = globals.output.or(files.read(&values::OUTPUT)?);
        let is_json_asked = form.is_some_and(Form::is_json);
        let form = self.form(form.unwrap_or(Form::Table), form_is_flag)?;
        let choice = globals.color.or(files.read(&values::COLOR)?);
        let variable = |name: &str| environment.get(name).map(str::to_owned);
        Ok(Output::new(Options {
            form,
            fields: globals.fields.clone(),
            jq: globals.expression()?,
            pager: globals.pager(environment, hidden),
            headers: !globals.no_headers,
            quiet: globals.quiet,
            json_errors: form.is_json() && (globals.jq.is_none() || is_json_asked),
            terminal: Terminal::detect(choice.unwrap_or(ColorChoice::Auto), &variable),
            now: now(),
        }))
    }

    /// A form that the command lacks is refused when it was asked for here and now; from the
    /// environment or a file it is a wish.
    fn form(&self, mut wanted: Form, is_flag: bool) -> Result<Form> {
        let forms = self.command.forms();
        if self.globals.jq.is_some() {
            if forms == [Form::Table] {
                return Err(Error::usage("this command prints no JSON for --jq"));
            }
            if is_flag && !wanted.is_json() {
                return Err(Error::usage(format!("--jq prints no {}", wanted.name()))
                    .hinted("it takes -o json and -o ndjson"));
            }
            if !wanted.is_json() {
                wanted = Form::Json;
            }
        }
        if forms.contains(&wanted) {
            let is_stream = wanted == Form::Json && self.command.streams();
            return Ok(if is_stream { Form::Ndjson } else { wanted });
        }
        if !is_flag {
            return Ok(Form::Table);
        }
        let names: Vec<_> = forms.iter().map(|form| form.name()).collect();
        Err(Error::usage(format!("this command has no output form {}", wanted.name()))
            .hinted(format!("it has {}", names.join(", "))))
    }
}

/// The values of all arguments, as they were given or as their variables have them.
fn raw_values(matches: &ArgMatches) -> Vec<&OsStr> {
    let mut values = Vec::new();
    let mut level = Some(matches);
    while let Some(matches) = level {
        for id in matches.ids() {
            values.extend(matches.try_get_raw(id.as_str()).ok().flatten().into_iter().flatten());
        }
        level = matches.subcommand().map(|(_, matches)| matches);
    }
    values
}
