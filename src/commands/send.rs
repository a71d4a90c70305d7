//! `hookctl send`: a signed delivery, or many, to any URL. No API is needed.

mod content;
mod curl;
mod kept;
mod latency;
mod sending;

use std::path::PathBuf;
use std::pin::pin;

use clap::value_parser;
use futures_util::stream::{self, StreamExt};

use crate::commands::Context;
use crate::commands::pace::PaceArgs;
use crate::commands::views::{SENDABLE, SENT};
use crate::config::Source;
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::JsonObject;
use crate::output::{Form, Output, Rows};

use content::{Content, ContentArgs};
use kept::Kept;
use latency::Tally;
use sending::{Sending, Sent};

/// What stands before each line of an answer.
const INDENT: &str = "    ";

/// Send an event to any URL, signed as the API does
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub struct Args {
    /// Where to send it: an absolute http or https URL, used as it is
    #[arg(value_name = "URL")]
    url: String,

    #[command(flatten)]
    content: ContentArgs,

    /// Sign with this secret, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, webhook:ID
    /// (the one kept for it), or the secret itself
    #[arg(
        long,
        value_name = "SOURCE",
        required_unless_present = "no_sign",
        conflicts_with = "no_sign"
    )]
    secret: Option<Source>,

    /// Do not sign
    #[arg(long)]
    no_sign: bool,

    /// A header to send, 'NAME: VALUE'; repeat it
    #[arg(long, value_name = "HEADER")]
    header: Vec<String>,

    /// Send so many
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = value_parser!(u32).range(1..))]
    count: u32,

    #[command(flatten)]
    pace: PaceArgs,

    /// Append the record of each delivery to this file, as `deliveries replay --from` reads it
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    save: Option<PathBuf>,

    /// Show the request, its signature and a curl command that makes it, and send nothing
    #[arg(long)]
    dry_run: bool,
}

const HELP: &str = "\
Each of --count is a new event, unless --id or --raw says otherwise. --retries tries again, with a
growing pause, what got no answer, 429 or 5xx (default 0). --timeout bounds each attempt (default
10 s).

Examples:
  hookctl send http://127.0.0.1:3000/hook --event user.created --secret env:SECRET
  hookctl send http://127.0.0.1:3000 --event user.updated --set name=Ada --secret webhook:wh_123456
  hookctl send http://127.0.0.1:3000 --raw body.json --secret env:SECRET --dry-run --jq .curl
  hookctl send http://127.0.0.1:3000 --event user.created --no-sign --count 500 --rate 50/s

Output: a row an attempt, in order; in JSON an array of {\"webhook_id\",\"delivery_id\",\"url\",
\"event_id\",\"attempt\",\"status\",\"ms\",\"error\"}; below a single one, a table has the start of the
answer. The last row of -o ndjson is {\"type\":\"summary\",\"sent\",\"delivered\",\"failed\",\"attempts\",
\"ms\":{\"p50\",\"p95\",\"p99\"}}. --dry-run: {\"method\",\"url\",\"headers\",\"body\" or \"body_base64\",
\"curl\"}.
Exit codes: 0 each was answered 2xx, 9 one was not, 2 unreadable input or a secret that can't be
used.";

/// Sends, and prints how each attempt ended.
///
/// # Errors
/// A target, secret, header or body that can't be used. What the target answers is no error.
pub async fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let output = context.output();
    output.check_fields(if args.dry_run { &SENDABLE } else { &SENT })?;
    let bodies = args.content.read(context).await?;
    let sending = Sending::new(args, context).await?;
    if args.dry_run {
        return show(args, &bodies, &sending, output);
    }
    let mut kept = args.save.clone().map(Kept::open).transpose()?;
    let sent = args
        .pace
        .paced(stream::iter(0..args.count).map(|_| bodies.body()))
        .map(async |body| sending.send(body?).await)
        .buffered(args.pace.concurrency());
    let mut sent = pin!(sent);
    let (mut rows, mut tally) = (output.rows(&SENT), Tally::default());
    let mut outcome = Outcome::Done;
    let mut answer = String::new();
    let spinner = output.spinner("sending");
    while !output.is_closed()
        && let Some(sent) = sent.next().await
    {
        let sent = sent?;
        if let Some(Err(error)) = kept.as_mut().map(|kept| kept.keep(&sent.delivery)) {
            output.error(&error);
            outcome = outcome.or(Outcome::Told(error.kind()));
        }
        tally.add(&sent.attempts);
        push(&sent, &mut rows)?;
        spinner.set(format!("sending: {} of {}", tally.sent(), args.count));
        answer = sent.answer;
    }
    drop(spinner);
    if tally.has_failed() {
        outcome = outcome.or(Outcome::Told(Kind::DeliveryFailed));
    }
    conclude(args, rows, tally, &answer, output)?;
    Ok(outcome)
}

fn push(sent: &Sent, rows: &mut Rows<'_>) -> Result<()> {
    for attempt in &sent.attempts {
        let row = JsonObject::from_serialize(attempt);
        rows.push(&row.map_err(|error| Error::failed(error.to_string()))?)?;
    }
    rows.flush()
}

/// One is told by its row and what was answered, several by a summary; a stream ends with one.
fn conclude(
    args: &Args,
    rows: Rows<'_>,
    tally: Tally,
    answer: &str,
    output: &Output,
) -> Result<()> {
    let summary = tally.summary();
    if output.form() == Form::Ndjson {
        output.row(&summary)?;
        return rows.finish();
    }
    rows.finish()?;
    if args.count > 1 {
        output.narrate(&summary.line());
    } else if output.form() == Form::Table && !output.has_fields() {
        output.pretty(answer, INDENT)?;
    }
    Ok(())
}

fn show(args: &Args, bodies: &Content, sending: &Sending, output: &Output) -> Result<Outcome> {
    if args.count == 1 {
        output.one(&sending.preview(&bodies.body()?), &SENDABLE)?;
        return Ok(Outcome::Done);
    }
    let mut rows = output.rows(&SENDABLE);
    for _ in 0..args.count {
        rows.push(&sending.preview(&bodies.body()?))?;
    }
    rows.finish()?;
    Ok(Outcome::Done)
}
