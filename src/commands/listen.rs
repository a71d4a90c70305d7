//! `hookctl listen`

mod announced;
mod awaited;
mod child;
mod clean_up;
mod condition;
mod created;
mod descriptors;
mod executable;
mod explaining;
mod onward;
pub(super) mod own_webhook;
mod printer;
mod receiving;
mod report;
mod respond;
mod tls;
mod tunnel;

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::commands::Context;
use crate::commands::duration::{duration, positive_duration};
use crate::commands::listen::awaited::Awaited;
use crate::commands::listen::child::ChildArgs;
use crate::commands::listen::condition::Condition;
use crate::commands::listen::created::CreateArgs;
use crate::commands::listen::onward::OnwardArgs;
use crate::commands::listen::receiving::{Receiving, Told};
use crate::commands::listen::respond::RespondArgs;
use crate::commands::listen::tls::TlsArgs;
use crate::commands::signals::Signals;
use crate::commands::size::size;
use crate::commands::subscription::warn_of_unknown;
use crate::commands::views::DELIVERY;
use crate::config::{ProjectFile, Source};
use crate::error::{Error, Outcome, Result};
use crate::journal::{Keep, Writer, set_damaged_aside};
use crate::listener::{self, Identity, Responder};
use crate::model::{DeliveryFilter, EventFilter, EventPattern, EventType, WebhookId};
use crate::secret::Secret;

/// Receive deliveries and check their signatures
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub struct Args {
    /// The address to listen at
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,

    /// The port to listen at; 0 takes a free one [default: 4400]
    #[arg(long, value_name = "N")]
    port: Option<u16>,

    #[command(flatten)]
    tls: TlsArgs,

    /// Take deliveries on this path only [default: any]
    #[arg(long, value_name = "PATH", value_parser = path)]
    path: Option<String>,

    /// A secret that deliveries may be signed with, as env:NAME, file:PATH, - (standard input),
    /// cmd:COMMAND, webhook:ID, or the secret itself; repeat it while secrets are rotated
    #[arg(long, value_name = "SOURCE")]
    secret: Vec<Source>,

    /// The same as --secret webhook:ID
    #[arg(long, value_name = "ID")]
    webhook: Vec<WebhookId>,

    /// Take every delivery unchecked, and answer it 200
    #[arg(long, conflicts_with_all = ["secret", "webhook"])]
    no_verify: bool,

    #[command(flatten)]
    respond: RespondArgs,

    /// The longest body that is taken; a longer one is answered 413
    #[arg(long, value_name = "SIZE", default_value = "10MiB", value_parser = size)]
    max_body: usize,

    /// How long a request may take to come; a later body is answered 408
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = positive_duration)]
    read_timeout: Duration,

    /// How long requests in flight may take to end after the first Ctrl-C; a second ends at once
    #[arg(long, value_name = "DURATION", default_value = "5s", value_parser = duration)]
    drain: Duration,

    /// Keep deliveries in this file [default: the profile's, or journal.db in
    /// the data folder]
    #[arg(long, value_name = "FILE", conflicts_with = "no_journal")]
    journal: Option<PathBuf>,

    /// Keep nothing on disk
    #[arg(long)]
    no_journal: bool,

    /// Move a damaged journal aside, and begin a new one
    #[arg(long, conflicts_with = "no_journal")]
    reset_journal: bool,

    /// How long deliveries are kept, such as 30d, or how many, such as 1000; what is still to be
    /// forwarded stays
    #[arg(long, value_name = "AGE|COUNT", default_value = "30d", value_parser = super::recorded::keep)]
    keep: Keep,

    /// Print and count only deliveries of this event type, or of all below a name (user.*); repeat
    /// it, or separate several with commas. All are answered as without it
    #[arg(long, value_name = "TYPE", value_delimiter = ',')]
    event: Vec<EventPattern>,

    /// Print, count and pass on only deliveries for which this jq expression over their record is
    /// neither null nor false; where it fails, it does not hold. All are answered as without it
    #[arg(long = "where", value_name = "EXPR")]
    condition: Option<String>,

    /// End well as soon as so many deliveries were accepted; --timeout bounds the wait
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,

    /// End well as soon as a delivery of this event type was accepted; repeat it for more, twice
    /// for two of a type
    #[arg(long, value_name = "TYPE")]
    expect: Vec<EventType>,

    /// End well as soon as a delivery was accepted for which this jq expression over its record
    /// holds, as for --where; repeat it for more
    #[arg(long, value_name = "EXPR")]
    expect_where: Vec<String>,

    /// End as soon as a delivery comes whose signature is invalid or missing
    #[arg(long, conflicts_with = "no_verify")]
    fail_on_invalid: bool,

    #[command(flatten)]
    onward: OnwardArgs,

    #[command(flatten)]
    create: CreateArgs,

    #[command(flatten)]
    child: ChildArgs,
}

const PORT: u16 = 4400;

const HELP: &str = "\
A delivery with a valid signature is answered 200, any other 401; with --no-verify all are answered
200. The --respond options put another answer in the place of that 200, to see what a sender makes
of it. Each is on disk before it is answered, and `hookctl deliveries` shows it; what can't be kept
is answered 503. Runs until a signal (Ctrl-C, SIGTERM, the terminal is closed), and then answers
what is in flight.

What is passed on follows its answer, so no target makes a sender wait, and goes to each target in
the order in which it came. Valid deliveries are passed on, and unchecked ones under --no-verify.
What a target did not take stays pending in the journal: the next listen that sends such deliveries
there takes it up.

Why a signature does not match is looked for after the answer, and told as `cause`. In a flood of
such deliveries some are told without: that search gets a tenth of the time.

With -- COMMAND it ends when COMMAND has ended and what was awaited has come, which may take
--timeout, or 10s, after COMMAND's end; --timeout also bounds COMMAND, from its start. COMMAND is run
without a shell and without an input, what it prints goes to stderr, and what is left of its process
group ends with the listener. When it fails, nothing more is waited for.

With --create the webhook is deleted at the end. What a run that was killed (kill -9) leaves is
deleted by the next --create, or by --clean-up, and nothing else is, nor what belongs to a listener
that still runs. A --tunnel is started again when it dies, and the webhook follows its URL; it can't
ask anything, and -v shows what it prints.

Examples:
  hookctl listen --webhook wh_123456
  hookctl listen --no-verify --where '.path == \"/hook\"' --forward http://localhost:3000/hook
  hookctl listen --webhook wh_123456 --expect user.created --timeout 30s --fail-on-invalid
  hookctl listen --webhook wh_123456 --count 1 --timeout 1m -- hookctl test wh_123456
  hookctl listen --create --event 'user.*' --tunnel 'ngrok http {port} --log stdout'

Output: a line a delivery; -o ndjson: {\"type\":\"ready\",\"url\",\"pid\"}, a record a delivery, and
{\"type\":\"summary\"} at the end; {\"type\":\"forward\"} and {\"type\":\"exec\"} tell what became of a
delivery. --fields picks keys of the records. On a terminal -v shows headers, bodies and targets'
answers. With --create, ready has webhook_id and public_url too. With --count, --expect or
--expect-where, outstanding in the summary is what did not come. --clean-up prints the API's
answers, as delete does with several ids.
Exit codes: 0 all that was awaited came, or a signal ended it and nothing was awaited, 1 the port
can't be had or output not written, 2 no secret, no such COMMAND, program or tunnel, a certificate
or key that can't be used, 4 no secret kept, 7 the webhook could not be created or deleted, or the
tunnel prints no URL, 8 an invalid delivery under --fail-on-invalid, 124 what was awaited did not
come in --timeout, 129, 130, 131 and 143 a signal while something was awaited, or a second one;
COMMAND's own when it fails (128+N when signal N ended it).";

fn path(text: &str) -> Result<String, String> {
    if !text.starts_with('/') {
        return Err("expected a path that begins with /".into());
    }
    if text.contains(['?', '#']) {
        return Err("expected a path alone: on it, deliveries with any query are taken".into());
    }
    Ok(text.to_owned())
}

impl Args {
    /// Takes from the project's file what no flag gives.
    ///
    /// # Errors
    /// A value there that can't be used (usage).
    pub fn take_from_project(&mut self, project: &ProjectFile) -> Result<()> {
        let refused = |name, reason: String| {
            Error::usage(format!("{}: listen.{name}: {reason}", project.path().display()))
        };
        if self.port.is_none()
            && let Some(port) = project.listen_value("port")?
        {
            let port = port.parse().map_err(|_| refused("port", "expected a port".into()))?;
            self.port = Some(port);
        }
        if self.path.is_none()
            && let Some(text) = project.listen_value("path")?
        {
            self.path = Some(path(&text).map_err(|reason| refused("path", reason))?);
        }
        if self.event.is_empty() {
            let events = project.listen_events()?;
            let events: Result<_, _> =
                events.iter().map(|event| event.parse::<EventPattern>()).collect();
            self.event = events.map_err(|reason| refused("events", reason.to_string()))?;
        }
        Ok(())
    }

    /// Which deliveries matter.
    ///
    /// # Errors
    /// An expression that is none (usage).
    fn wanted(&self) -> Result<DeliveryFilter> {
        let condition = self.condition.as_ref().map(|text| Condition::parse(text, "--where"));
        Ok(DeliveryFilter {
            events: EventFilter(self.event.clone()),
            condition: condition.transpose()?.map(Condition::into_model),
        })
    }

    /// What the listener is to be, with what was read for it.
    ///
    /// # Errors
    /// A target, a program or a journal that can't be used.
    fn options(
        &self,
        (secrets, responder): (Vec<(Option<WebhookId>, Secret)>, Responder),
        wanted: DeliveryFilter,
        journal: Option<Arc<Writer>>,
        tls: Option<Identity>,
        context: &Context,
    ) -> Result<listener::Options> {
        Ok(listener::Options {
            host: self.host,
            port: self.port.unwrap_or(PORT),
            tls,
            responder,
            path: self.path.clone(),
            relay: self.onward.options(&wanted, journal.as_deref(), context)?,
            journal,
            wanted,
            unchecked: self.no_verify,
            max_body: self.max_body,
            read_timeout: self.read_timeout,
            drain: self.drain,
            ..listener::Options::new(secrets)
        })
    }

    fn warn_of_unchecked(&self, context: &Context) {
        if self.no_verify && !self.host.is_loopback() {
            context.output().warn(&format!(
                "whoever can reach {} can deliver anything: no signature is checked",
                self.host
            ));
        }
    }

    /// Each type that is awaited, once, but for those that --create's webhook is warned of.
    fn expected(&self) -> BTreeSet<&EventType> {
        let is_told = |event: &EventType| {
            self.create.create && self.event.contains(&EventPattern::Exact(event.clone()))
        };
        self.expect.iter().filter(|event| !is_told(event)).collect()
    }

    /// Whether a COMMAND is run beside the listener.
    pub fn has_command(&self) -> bool {
        self.child.is_given()
    }

    /// Whether the command listens, and so runs until it is stopped.
    pub fn listens(&self) -> bool {
        !self.create.clean_up
    }
}

/// Listens until what is awaited has come, or a signal.
///
/// # Errors
/// No secret, an option that makes no sense with the others, an address that can't be listened at, a
/// COMMAND or tunnel that can't be started, no webhook where one is to be created.
pub async fn run(args: &Args, context: &Context) -> Result<Outcome> {
    if args.create.clean_up {
        return clean_up::run(context).await;
    }
    context.output().check_fields(&DELIVERY)?;
    let mut told = Told { once: Signals::listen()?, again: Signals::listen()? };
    let wanted = args.wanted()?;
    let awaited = Awaited::new(args, wanted.clone())?;
    let limit = time_limit(&awaited, context)?;
    warn_of_unknown(args.expected(), context);
    let reading = async {
        let secrets = secrets(args, context).await?;
        Ok::<_, Error>((secrets, args.respond.responder(context).await?))
    };
    let read = tokio::select! {
        read = reading => read?,
        kind = told.once.next() => return Err(Error::interrupted(kind)),
    };
    let journal = journal(args, context)?;
    let tls = args.tls.tls(args.host)?;
    let options = args.options(read, wanted, journal.clone(), tls.identity.clone(), context)?;
    descriptors::raise();
    let mut listener = listener::bind(options).await?;
    args.onward.check_loop(listener.address()).await?;
    tls.publish(context)?;
    args.warn_of_unchecked(context);
    let (port, path) = (listener.port(), args.path.as_deref());
    let own = args.create.open(port, path, &args.event, context, &mut told).await?;
    let receiving = Receiving { args, context, journal, awaited, limit, told };
    let Some(mut own) = own else {
        return receiving.run(listener, None).await;
    };
    if !args.no_verify {
        listener.trust(own.id().clone(), own.secret().clone());
    }
    let received = receiving.run(listener, Some(&mut own)).await;
    own.close(received, context.output()).await
}

fn journal(args: &Args, context: &Context) -> Result<Option<Arc<Writer>>> {
    if args.no_journal {
        return Ok(None);
    }
    let path = super::recorded::journal_path(args.journal.as_deref(), context)?;
    if args.reset_journal
        && let Some(aside) = set_damaged_aside(&path)?
    {
        context
            .output()
            .warn(&format!("the damaged journal is now {}, and a new one begins", aside.display()));
    }
    Ok(Some(Arc::new(Writer::open(&path, args.keep)?)))
}

/// How long to wait for what is awaited: by flag only, since a variable's is meant for API calls.
fn time_limit(awaited: &Awaited, context: &Context) -> Result<Option<Duration>> {
    let limit = context.settings().wait;
    if limit.is_some() && !awaited.is_something() {
        return Err(Error::usage("--timeout bounds what is awaited, and nothing is").hinted(
            "--count N, --expect TYPE, --expect-where EXPR or a COMMAND says what to wait for",
        ));
    }
    Ok(limit)
}

async fn secrets(args: &Args, context: &Context) -> Result<Vec<(Option<WebhookId>, Secret)>> {
    let by_id = args.webhook.iter().map(|id| Source::Webhook(id.to_string()));
    let mut secrets = Vec::new();
    for source in args.secret.iter().cloned().chain(by_id) {
        secrets.push((source.webhook()?, context.secret(&source).await?));
    }
    if secrets.is_empty() && !args.no_verify && !args.create.create {
        return Err(Error::usage("no secret is given to check signatures with").hinted(
            "--webhook ID takes the secret that create kept, --secret env:NAME any other, \
             --no-verify checks nothing",
        ));
    }
    Ok(secrets)
}
