//! `hookctl listen`

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::{Notify, mpsc};

use crate::commands::Context;
use crate::commands::duration::{duration, positive_duration};
use crate::commands::signals::Signals;
use crate::commands::size::size;
use crate::config::Source;
use crate::error::{Error, Outcome, Result};
use crate::journal::{Keep, Writer};
use crate::listener::{self, Summary};
use crate::model::{Delivery, JsonObject, WebhookId};
use crate::output::{Form, Output, safe};
use crate::secret::Secret;

/// Records that wait for a slow consumer of our output before senders are slowed down.
const WAITING: usize = 1024;

/// Receive deliveries and check their signatures
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub struct Args {
    /// The address to listen at
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,

    /// The port to listen at; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 4400)]
    port: u16,

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

    /// The longest body that is taken; a longer one is answered 413
    #[arg(long, value_name = "SIZE", default_value = "10MiB", value_parser = size)]
    max_body: usize,

    /// How long a request may take to come; a later body is answered 408
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = positive_duration)]
    read_timeout: Duration,

    /// How long requests in flight may take to end after the first Ctrl-C; a second ends at once
    #[arg(long, value_name = "DURATION", default_value = "5s", value_parser = duration)]
    drain: Duration,

    /// Keep deliveries in this file [default: journal.db in the data folder]
    #[arg(long, value_name = "FILE", conflicts_with = "no_journal")]
    journal: Option<PathBuf>,

    /// Keep nothing on disk
    #[arg(long)]
    no_journal: bool,

    /// How long deliveries are kept, such as 30d, or how many, such as 1000
    #[arg(long, value_name = "AGE|COUNT", default_value = "30d", value_parser = super::deliveries::keep)]
    keep: Keep,
}

const HELP: &str = "\
A delivery with a valid signature is answered 200, any other 401; with --no-verify all are answered
200. Each is on disk before it is answered, and `hookctl deliveries` shows it; what can't be kept is
answered 503. Runs until Ctrl-C or SIGTERM, and then answers what is in flight.

Examples:
  hookctl listen --webhook wh_123456
  hookctl listen --port 0 --secret env:SECRET -o ndjson
  hookctl listen --path /hook --secret file:new.txt --secret file:old.txt
  hookctl listen --no-verify --max-body 64KiB

Output: a line a delivery; -o ndjson: {\"type\":\"ready\",\"url\",\"pid\"}, a record a delivery, and
{\"type\":\"summary\"} at the end.
Exit codes: 0 ended by a signal, 1 the port can't be had, 2 no secret, 4 no secret kept, 130 ended by
a second Ctrl-C.";

fn path(text: &str) -> Result<String, String> {
    if text.starts_with('/') {
        Ok(text.to_owned())
    } else {
        Err("expected a path that begins with /".into())
    }
}

/// Listens until a signal comes.
///
/// # Errors
/// No secret, or an address that can't be listened at.
pub async fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let mut signals = Signals::listen()?;
    let options = listener::Options {
        host: args.host,
        port: args.port,
        path: args.path.clone(),
        journal: journal(args, context)?,
        unchecked: args.no_verify,
        max_body: args.max_body,
        read_timeout: args.read_timeout,
        drain: args.drain,
        ..listener::Options::new(secrets(args, context).await?)
    };
    let listener = listener::bind(options).await?;
    let output = context.output();
    if args.no_verify && !args.host.is_loopback() {
        output.warn(&format!(
            "whoever can reach {} can deliver anything: no signature is checked",
            args.host
        ));
    }
    announce(&listener.url(), output)?;
    let (sender, mut deliveries) = mpsc::channel(WAITING);
    let stop = Notify::new();
    let told_twice = async {
        signals.next().await;
        stop.notify_one();
        signals.next().await
    };
    let print = async {
        let mut printed = Ok(());
        while let Some(delivery) = deliveries.recv().await {
            if printed.is_ok() {
                printed = show(&delivery, output);
            }
        }
        printed
    };
    let receive = async { tokio::join!(listener.run(sender, stop.notified()), print) };
    tokio::select! {
        kind = told_twice => Ok(Outcome::Told(kind)),
        (summary, printed) = receive => {
            printed?;
            conclude(&summary, output)?;
            Ok(Outcome::Done)
        }
    }
}

fn journal(args: &Args, context: &Context) -> Result<Option<Writer>> {
    if args.no_journal {
        return Ok(None);
    }
    let path = super::deliveries::journal_path(args.journal.as_deref(), context)?;
    Ok(Some(Writer::open(&path, args.keep)?))
}

async fn secrets(args: &Args, context: &Context) -> Result<Vec<(Option<WebhookId>, Secret)>> {
    let by_id = args.webhook.iter().map(|id| Source::Webhook(id.to_string()));
    let mut secrets = Vec::new();
    for source in args.secret.iter().cloned().chain(by_id) {
        secrets.push((source.webhook()?, context.secret(&source).await?));
    }
    if secrets.is_empty() && !args.no_verify {
        return Err(Error::usage("no secret is given to check signatures with").hinted(
            "--webhook ID takes the secret that create kept, --secret env:NAME any other, \
             --no-verify checks nothing",
        ));
    }
    Ok(secrets)
}

fn announce(url: &str, output: &Output) -> Result<()> {
    if output.form() == Form::Table {
        output.footer(&format!("listening at {url}, Ctrl-C ends it"));
        return Ok(());
    }
    let mut ready = JsonObject::new();
    ready.set("type", &"ready");
    ready.set("url", &url);
    ready.set("pid", &std::process::id());
    output.json(&ready)
}

fn show(delivery: &Delivery, output: &Output) -> Result<()> {
    if output.form() != Form::Table {
        return output.json(delivery);
    }
    let status = delivery.response.map(|response| response.status.to_string());
    output.line(&format!(
        "{:<24}  {:<7}  {:<16}  {:<20}  {:>8}  {}{}",
        // A time is written with as many decimals as it has.
        delivery.received_at.to_string(),
        delivery.checked.word(),
        safe(delivery.event_type.as_deref().unwrap_or("-")),
        safe(delivery.event_id.as_deref().unwrap_or("-")),
        format!("{} B", delivery.body.0.len()),
        status.as_deref().unwrap_or("-"),
        if delivery.duplicate { "  duplicate" } else { "" },
    ))
}

fn conclude(summary: &Summary, output: &Output) -> Result<()> {
    if output.form() != Form::Table {
        return output.json(summary);
    }
    let Summary { received, valid, invalid, missing, unchecked, refused } = summary;
    output.footer(&format!(
        "{received} received: {valid} valid, {invalid} invalid, {missing} unsigned, \
         {unchecked} unchecked; {refused} refused"
    ));
    Ok(())
}
