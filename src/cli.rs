//! The command tree and the global options.

#![expect(clippy::doc_markdown, reason = "a doc comment here is help, shown without markup")]

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use clap::builder::{BoolishValueParser, PossibleValuesParser, TypedValueParser};
use clap::parser::ValueSource;
use clap::{ArgAction, ArgMatches, Args as _, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::api::ApiUrl;
use crate::commands::configuration::{Configuration, Reading};
use crate::commands::duration::positive_duration;
use crate::commands::{
    Context, Settings, api, audit, completions, create, delete, deliveries, demo, doctor, events,
    generate, get, help, list, listen, login, logout, profile, sandbox, secret, send, sign, test,
    update, values, verify,
};
use crate::config::{Environment, HiddenVariables, Key, Paths, Source};
use crate::error::{Error, Outcome, Result};
use crate::expression::Expression;
use crate::model::now;
use crate::output::{ColorChoice, Form, Options, Output, Pager, Terminal};
use crate::transport;

/// The command line for the Webhooks API: manage webhooks, receive, verify and sign deliveries.
#[derive(Parser, Debug)]
#[command(name = "hookctl", version, max_term_width = 100, arg_required_else_help = true)]
#[command(disable_help_subcommand = true)]
#[command(after_help = AFTER_HELP)]
pub struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Files: HOOKCTL_DATA_DIR names the folder of secrets.json (the kept secrets), token-PROFILE (what
login keeps where there is no keyring), journal.db (received deliveries) and sandbox.db [default: the
platform's folder for data, such as ~/.local/share/hookctl]. HOOKCTL_CONFIG names the file of
profiles [default: config.toml in the platform's folder for configuration, such as
~/.config/hookctl]. A project's .hookctl.toml is found upwards from the working directory.

Exit codes:
  0 done   1 failed   2 usage   3 unauthorized   4 not found   5 rejected   6 rate limited
  7 unavailable   8 signature invalid   9 delivery failed   124 timed out
  130 interrupted   143 terminated

Topics: `hookctl help exit-codes`, `hookctl help environment` and `hookctl help output` tell more.";

/// What every subcommand takes.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Global options")]
struct Globals {
    /// Use the settings of this profile [default: the project's, or the one of `profile use`]
    #[arg(
        long,
        global = true,
        env = "HOOKCTL_PROFILE",
        hide_env_values = true,
        value_name = "NAME"
    )]
    profile: Option<String>,

    /// Where the API is: its origin, with or without a prefix path and /api/v1
    #[arg(
        long,
        global = true,
        env = "HOOKCTL_API_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    api_url: Option<ApiUrl>,

    /// The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or
    /// the token itself
    #[arg(
        long,
        global = true,
        env = "HOOKCTL_TOKEN",
        hide_env_values = true,
        value_name = "SOURCE"
    )]
    token: Option<Source>,

    /// Use the sandbox: the whole API on this machine, started for this one command
    #[arg(long, global = true, env = "HOOKCTL_SANDBOX", hide_env_values = true, value_parser = BoolishValueParser::new())]
    sandbox: bool,

    /// Let the token travel over plain http to another machine
    #[arg(long, global = true, env = "HOOKCTL_ALLOW_HTTP", hide_env_values = true, value_parser = BoolishValueParser::new())]
    allow_http: bool,

    /// A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)
    #[arg(long, global = true, env = "HOOKCTL_PROXY", hide_env_values = true, value_name = "URL")]
    proxy: Option<String>,

    /// Trust the certificates in this PEM file instead of the system's
    #[arg(
        long,
        global = true,
        env = "HOOKCTL_CA_FILE",
        hide_env_values = true,
        value_name = "FILE"
    )]
    ca_file: Option<PathBuf>,

    /// Present this client certificate (PEM)
    #[arg(
        long,
        global = true,
        env = "HOOKCTL_CLIENT_CERT",
        hide_env_values = true,
        value_name = "FILE"
    )]
    client_cert: Option<PathBuf>,

    /// The client certificate's private key (PEM), unless its file has it too
    #[arg(
        long,
        global = true,
        env = "HOOKCTL_CLIENT_KEY",
        hide_env_values = true,
        value_name = "FILE"
    )]
    client_key: Option<PathBuf>,

    /// How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s];
    /// as a flag of listen, how long to wait for what it awaits [default: for ever]; of send and
    /// deliveries replay, for each answer [default: 10s]
    #[arg(long, global = true, env = "HOOKCTL_TIMEOUT", hide_env_values = true, value_name = "DURATION", value_parser = positive_duration)]
    timeout: Option<Duration>,

    /// How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is
    /// [default: 0]
    #[arg(long, global = true, env = "HOOKCTL_RETRIES", hide_env_values = true, value_name = "N")]
    retries: Option<u32>,

    /// The form of the output [default: table]
    #[arg(short, long, global = true, env = "HOOKCTL_OUTPUT", hide_env_values = true, value_name = "FORM", value_parser = form_parser())]
    output: Option<Form>,

    /// Only these columns or keys, in this order
    #[arg(long, global = true, value_name = "NAMES", value_delimiter = ',')]
    fields: Option<Vec<String>>,

    /// Print what this jq expression makes of the JSON: a line a result, strings without quotes; of
    /// each row with ndjson and in streams [it implies -o json; no jq is needed]
    #[arg(long, global = true, value_name = "EXPR")]
    jq: Option<String>,

    /// No header line in tables and tsv
    #[arg(long, global = true, env = "HOOKCTL_NO_HEADERS", hide_env_values = true, value_parser = BoolishValueParser::new())]
    no_headers: bool,

    /// Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or
    /// less
    #[arg(long, global = true, env = "HOOKCTL_NO_PAGER", hide_env_values = true, value_parser = BoolishValueParser::new())]
    no_pager: bool,

    /// When to colour the output [default: auto]
    #[arg(long, global = true, env = "HOOKCTL_COLOR", hide_env_values = true, value_name = "WHEN", value_parser = color_parser())]
    color: Option<ColorChoice>,

    /// No notes on stderr
    #[arg(short, long, global = true, env = "HOOKCTL_QUIET", hide_env_values = true, value_parser = BoolishValueParser::new())]
    quiet: bool,

    /// A line on stderr for each request; twice for headers too
    #[arg(short, long, global = true, env = "HOOKCTL_VERBOSE", hide_env_values = true, action = ArgAction::Count, value_parser = verbosity)]
    verbose: u8,

    /// Write the log to this file instead of stderr
    #[arg(
        long,
        global = true,
        env = "HOOKCTL_LOG_FILE",
        hide_env_values = true,
        value_name = "FILE"
    )]
    log_file: Option<PathBuf>,

    /// Never ask; CI in the environment does the same
    #[arg(long, global = true, env = "HOOKCTL_NO_INPUT", hide_env_values = true, value_parser = BoolishValueParser::new())]
    no_input: bool,

    /// Answer yes to every question
    #[arg(short, long, global = true)]
    yes: bool,
}

impl Globals {
    /// Compiled only where it is given: that takes longer than starting does.
    fn expression(&self) -> Result<Option<Arc<Expression>>> {
        let parse = |text: &String| Expression::parse(text, "--jq").map(Arc::new);
        self.jq.as_ref().map(parse).transpose()
    }

    /// Proxy and certificates, by flag, variable or file.
    fn transport(&self, files: &Configuration) -> Result<transport::Settings> {
        Ok(transport::Settings {
            proxy: self.proxy.clone().or(files.read(Key::Proxy, values::any)?),
            ca_file: self.ca_file.clone().or(files.read(Key::CaFile, values::any)?),
            client_cert: self.client_cert.clone().or(files.read(Key::ClientCert, values::any)?),
            client_key: self.client_key.clone().or(files.read(Key::ClientKey, values::any)?),
            ..Default::default()
        })
    }

    /// The pager sees no token.
    fn pager(&self, environment: &Environment, hidden: &HiddenVariables) -> Option<Pager> {
        if self.no_pager {
            return None;
        }
        // An empty PAGER is the usual word for none.
        let is_there = |name: &str| environment.names().any(|other| other == name);
        let value = |name: &str| environment.get(name).map(str::to_owned);
        Pager::of(
            &|name| value(name).or_else(|| is_there(name).then(String::new)),
            hidden.names().to_vec(),
        )
    }
}

#[derive(Subcommand, Debug)]
enum Command {
    List(list::Args),
    Get(get::Args),
    Create(create::Args),
    Update(update::Args),
    Delete(delete::Args),
    Test(test::Args),
    Events(events::Args),
    Api(api::Args),
    Listen(Box<listen::Args>),
    Deliveries(deliveries::Args),
    Verify(verify::Args),
    Sign(sign::Args),
    Send(send::Args),
    Audit(audit::Args),
    Profile(profile::Args),
    Login(login::Args),
    Logout(logout::Args),
    Secret(secret::Args),
    Sandbox(sandbox::Args),
    Doctor(doctor::Args),
    Demo(demo::Args),
    Completions(completions::Args),
    Help(help::Args),
    Generate(generate::Args),
}

/// The headings of the help, and what stands under each.
const GROUPS: [(&str, &[&str]); 4] = [
    ("Manage", &["list", "get", "create", "update", "delete", "test", "events", "api"]),
    ("Receive", &["listen", "verify", "deliveries"]),
    ("Send", &["sign", "send", "audit"]),
    (
        "Set up",
        &["login", "logout", "profile", "secret", "sandbox", "doctor", "demo", "completions"],
    ),
];

/// The whole tree, as the parser, the completions and the man pages use it.
pub fn command() -> clap::Command {
    let command = Cli::command();
    let commands = grouped(&command);
    finished(command).help_template(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n{commands}\n{{options}}{{after-help}}"
    ))
}

/// The tree with one command: building that of all takes longer than most commands do. None for a
/// name that needs the whole tree.
fn narrow(name: &str) -> Option<clap::Command> {
    macro_rules! one_of {
        ($($module:ident)*) => {
            match name {
                $(stringify!($module) => {
                    $module::Args::augment_args(clap::Command::new(stringify!($module)))
                })*
                _ => return None,
            }
        };
    }
    let command = one_of!(
        list get create update delete test events api listen deliveries verify sign send audit
        profile login logout secret sandbox doctor demo
    );
    let top = clap::Command::new("hookctl").max_term_width(100).subcommand_required(true);
    Some(finished(Globals::augment_args(top).subcommand(command)))
}

fn finished(command: clap::Command) -> clap::Command {
    command
        .override_usage("hookctl [OPTIONS] <COMMAND>")
        // An empty variable is an unset one.
        .mut_args(|argument| {
            let is_empty = argument
                .get_env()
                .is_some_and(|name| std::env::var_os(name).is_some_and(|value| value.is_empty()));
            if is_empty { argument.env(None::<&str>) } else { argument }
        })
}

fn grouped(command: &clap::Command) -> String {
    let mut text = String::new();
    for (heading, names) in GROUPS {
        let _ = writeln!(text, "\n{heading}:");
        for name in names {
            let about = command.find_subcommand(name).and_then(clap::Command::get_about);
            let about = about.map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(text, "  {name:<12} {about}");
        }
    }
    text
}

impl Cli {
    /// Reads the command line and prepares what the command is to run in.
    ///
    /// # Errors
    /// clap's own for the command line; usage errors for what only makes sense together.
    pub fn parse_from(
        arguments: impl IntoIterator<Item = OsString>,
    ) -> Result<(Self, ArgMatches), clap::Error> {
        let arguments: Vec<_> = arguments.into_iter().collect();
        let first = arguments.get(1).and_then(|first| first.to_str());
        let tree = first.and_then(narrow).unwrap_or_else(command);
        let matches = tree.try_get_matches_from(arguments)?;
        Self::from_arg_matches(&matches).map(|cli| (cli, matches))
    }

    /// Whether the command runs until a signal ends it, and so handles signals itself.
    pub fn runs_until_stopped(&self) -> bool {
        match &self.command {
            Command::Listen(args) => args.listens(),
            Command::Sandbox(args) => args.serves(),
            _ => false,
        }
    }

    /// Whether the command has to put something in order before a signal may end it.
    pub fn handles_signals(&self) -> bool {
        self.runs_until_stopped()
            || matches!(&self.command, Command::Doctor(args) if args.goes_all_the_way())
    }

    /// How much the log tells, and where.
    pub fn log<'a>(&'a self, environment: &'a Environment) -> crate::log::Options<'a> {
        crate::log::Options {
            verbose: self.globals.verbose,
            quiet: self.globals.quiet,
            file: self.globals.log_file.as_deref(),
            filter: environment.get("HOOKCTL_LOG"),
        }
    }

    /// The global options of a command line that may not be whole yet, as of a command that needs
    /// nothing else.
    ///
    /// # Errors
    /// Variables that can't be read.
    pub(crate) fn of_globals(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let globals = Globals::from_arg_matches(matches)?;
        Ok(Self { globals, command: Command::Events(events::Args::default()) })
    }

    /// What the world outside is to this command.
    ///
    /// # Errors
    /// An output form that the command lacks, or no place for data (usage).
    pub fn context(&self, matches: &ArgMatches, environment: Environment) -> Result<Context> {
        let context = Context::new(self.settings(matches, environment)?);
        let settings = context.settings();
        settings.configuration.take_warnings().iter().for_each(|told| settings.output.warn(told));
        Ok(context)
    }

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
        let hidden = HiddenVariables::named_by(raw_values(matches));
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
        let timeout = timeout.or(files.read(Key::Timeout, positive_duration)?);
        Ok(Settings {
            output: Arc::new(output),
            verbose: globals.verbose,
            paths,
            api_url: globals.api_url.clone().or(files.read(Key::ApiUrl, ApiUrl::from_str)?),
            token: globals.token.clone().or(files.read(Key::Token, values::token)?),
            token_is_argument: is_flag("token"),
            auth_header: files.read(Key::AuthHeader, values::header_name)?,
            auth_scheme: files.read(Key::AuthScheme, values::scheme)?,
            sandbox,
            timeout: timeout.unwrap_or(self.command.usual_timeout()),
            wait: globals.timeout.filter(|_| waits),
            retries: globals.retries.or(files.read(Key::Retries, values::count)?).unwrap_or(3),
            send_retries: globals.retries.filter(|_| is_flag("retries")).unwrap_or(0),
            allow_http: globals.allow_http
                || files.read(Key::AllowHttp, values::truth)?.unwrap_or(false),
            transport: globals.transport(&files)?,
            journal: files.read(Key::Journal, values::any)?,
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
        let form = globals.output.or(files.read(Key::Output, Form::from_str)?);
        let is_json_asked = form.is_some_and(Form::is_json);
        let form = self.form(form.unwrap_or(Form::Table), form_is_flag)?;
        let choice = globals.color.or(files.read(Key::Color, ColorChoice::from_str)?);
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
        if self.globals.jq.is_some() && !wanted.is_json() {
            if is_flag {
                return Err(Error::usage(format!("--jq prints no {}", wanted.name()))
                    .hinted("it takes -o json and -o ndjson"));
            }
            if self.command.forms() == [Form::Table] {
                return Err(Error::usage("this command prints no JSON for --jq"));
            }
            wanted = Form::Json;
        }
        let forms = self.command.forms();
        if forms.contains(&wanted) {
            // A stream has no end to close an array at.
            let is_stream = wanted == Form::Json && self.runs_until_stopped();
            return Ok(if is_stream { Form::Ndjson } else { wanted });
        }
        if !is_flag {
            return Ok(Form::Table);
        }
        let names: Vec<_> = forms.iter().map(|form| form.name()).collect();
        Err(Error::usage(format!("this command has no output form {}", wanted.name()))
            .hinted(format!("it has {}", names.join(", "))))
    }

    /// Runs the command.
    ///
    /// # Errors
    /// What the command ends with.
    pub async fn run(self, context: &Context) -> Result<Outcome> {
        match self.command {
            Command::List(args) => list::run(&args, context).await,
            Command::Get(args) => get::run(&args, context).await,
            Command::Create(args) => create::run(&args, context).await,
            Command::Update(args) => update::run(&args, context).await,
            Command::Delete(args) => delete::run(&args, context).await,
            Command::Test(args) => test::run(&args, context).await,
            Command::Events(args) => events::run(&args, context),
            Command::Api(args) => api::run(&args, context).await,
            Command::Listen(mut args) => {
                args.take_from_project(context.settings().configuration.project())?;
                listen::run(&args, context).await
            }
            Command::Deliveries(args) => deliveries::run(&args, context).await,
            Command::Verify(args) => verify::run(&args, context).await,
            Command::Sign(args) => sign::run(&args, context).await,
            Command::Send(args) => send::run(&args, context).await,
            Command::Audit(args) => audit::run(&args, context).await,
            Command::Profile(args) => profile::run(&args, context),
            Command::Login(args) => login::run(&args, context).await,
            Command::Logout(args) => logout::run(&args, context).await,
            Command::Secret(args) => secret::run(&args, context).await,
            Command::Sandbox(args) => sandbox::run(&args, context).await,
            Command::Doctor(args) => doctor::run(&args, context).await,
            Command::Demo(args) => demo::run(&args, context).await,
            Command::Completions(args) => completions::run(&args, context, &command()),
            Command::Help(args) => help::run(&args, context, command()),
            Command::Generate(args) => generate::run(&args, command()),
        }
    }
}

impl Command {
    /// What the command needs of the configuration.
    fn reading(&self) -> Reading {
        match self {
            Self::Completions(_) | Self::Generate(_) => Reading::Nothing,
            // They may make the profile.
            Self::Login(_) | Self::Logout(_) => Reading::Files,
            Self::Profile(args) => args.reading(),
            Self::Doctor(_) => Reading::Tolerant,
            _ => Reading::Strict,
        }
    }

    /// How long an API call may take, unless the user says.
    fn usual_timeout(&self) -> Duration {
        match self {
            // Somebody waits for it, because something is wrong.
            Self::Doctor(_) => Duration::from_secs(10),
            _ => Duration::from_secs(30),
        }
    }

    /// The output forms that the command has beside the table.
    fn forms(&self) -> &'static [Form] {
        match self {
            Self::Verify(args) if args.is_batch() => {
                &[Form::Table, Form::Json, Form::Ndjson, Form::Tsv, Form::Summary]
            }
            Self::Verify(_) | Self::Sign(_) | Self::Api(_) | Self::Demo(_) | Self::Doctor(_) => {
                &[Form::Table, Form::Json, Form::Ndjson, Form::Yaml]
            }
            Self::Events(args) if args.prints_code() => &[Form::Table],
            Self::Events(args) if args.shows_a_sample() => {
                &[Form::Table, Form::Json, Form::Ndjson, Form::Yaml]
            }
            Self::Secret(args) if args.prints_a_secret() => {
                &[Form::Table, Form::Json, Form::Ndjson, Form::Yaml]
            }
            Self::Audit(_) => &[Form::Table, Form::Json, Form::Ndjson, Form::Yaml, Form::Junit],
            Self::Listen(args) if args.listens() => &[Form::Table, Form::Json, Form::Ndjson],
            Self::Sandbox(args) if args.serves() => &[Form::Table, Form::Json, Form::Ndjson],
            Self::Completions(_) | Self::Generate(_) | Self::Help(_) => &[Form::Table],
            _ => &Form::USUAL,
        }
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

/// Whether usage errors are to be JSON, told from arguments that may not parse at all.
pub fn wants_json_errors(arguments: &[OsString], environment: &Environment) -> bool {
    let is_json = |form: &str| matches!(form, "json" | "ndjson");
    let mut by_flag = None;
    let mut words = arguments.iter().map(|word| word.to_string_lossy());
    while let Some(word) = words.next() {
        let form = match word.as_ref() {
            "--" => break,
            "--output" => words.next().map(Cow::into_owned),
            word => match (word.strip_prefix("--output="), short_output(word)) {
                (None, Some("")) => words.next().map(Cow::into_owned),
                (long, short) => long.or(short).map(str::to_owned),
            },
        };
        by_flag = form.or(by_flag);
    }
    by_flag.as_deref().or(environment.get("HOOKCTL_OUTPUT")).is_some_and(is_json)
}

/// What follows `-o` in a word of short options, where only switches stand before it: `-qojson`.
fn short_output(word: &str) -> Option<&str> {
    let options = word.strip_prefix('-')?.trim_start_matches(['i', 'q', 'v', 'y']);
    options.strip_prefix('o').map(|form| form.trim_start_matches('='))
}

/// A count, or a switch's word for one or none.
fn verbosity(text: &str) -> Result<u8, String> {
    let switch = || match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some(1),
        "false" | "no" | "off" => Some(0),
        _ => None,
    };
    text.parse().ok().or_else(switch).ok_or_else(|| "expected 0, 1 or 2".to_owned())
}

fn form_parser() -> impl TypedValueParser<Value = Form> {
    PossibleValuesParser::new(Form::ALL.map(Form::name))
        .try_map(|name| name.parse::<Form>().map_err(|_| "no such form"))
}

fn color_parser() -> impl TypedValueParser<Value = ColorChoice> {
    PossibleValuesParser::new(["auto", "always", "never"])
        .try_map(|name| name.parse::<ColorChoice>().map_err(|_| "no such choice"))
}

#[cfg(test)]
mod tests {
    use super::{command, narrow};

    #[test]
    fn a_command_alone_has_the_same_help_as_in_the_whole_tree() {
        let mut whole = command();
        whole.build();
        let rest = ["completions", "help", "generate"];
        let all: Vec<_> = whole.get_subcommands().map(|one| one.get_name().to_owned()).collect();
        for name in all.iter().filter(|name| !rest.contains(&name.as_str())) {
            let mut alone = narrow(name).unwrap();
            alone.build();
            let help = |tree: &mut clap::Command| {
                tree.find_subcommand_mut(name).unwrap().render_long_help().to_string()
            };
            assert_eq!(help(&mut alone), help(&mut whole), "{name}");
        }
    }
}
