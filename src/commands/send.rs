//! `hookctl send`: a signed delivery, or many, to any URL. No API is needed.

mod content;
mod curl;
mod in_order;
mod kept;
mod latency;
mod sending;

use std::path::PathBuf;
use std::pin::pin;

use bytes::Bytes;
use clap::value_parser;
use futures_util::stream::{self, StreamExt};
use tokio::sync::watch;

use crate::commands::pace::PaceArgs;
use crate::commands::views::{SENDABLE, SENT};
use crate::commands::{Context, Signals};
use crate::config::Source;
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::JsonObject;
use crate::output::{Form, Output, Rows};
use crate::sender::AttemptRecord;

use content::{Content, ContentArgs};
use in_order::InOrder;
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
Each of --count is a new event, unless --id or --raw says otherwise. --retries tries again what got
no answer, 429 or 5xx (default 0), with a growing pause, or after what a 429 or 503 asks for in
Retry-After, 60 s at most. --timeout bounds each attempt (default 10 s). Ctrl-C starts nothing more,
and what was answered until then is told and saved.

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
Exit codes: 0 each was answered 2xx, 9 one was not, 1 a record can't be saved, 2 unreadable input, a
secret that can't be used or records that can't be written from the start, 4 no secret is kept for
the webhook, 130 or 143 interrupted.";

/// Sends, and prints how each attempt ended.
///
/// # Errors
/// A target, secret, header or body that can't be used; a signal, once what was answered until then
/// is told. What the target answers is no error.
pub async fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let mut signals = Signals::listen()?;
    let output = context.output();
    output.check_fields(if args.dry_run { &SENDABLE } else { &SENT })?;
    let (bodies, sending, kept) = tokio::select! {
        prepared = prepare(args, context) => prepared?,
        kind = signals.next() => return Err(interrupted(kind, 0)),
    };
    if args.dry_run {
        return show(args, &bodies, &sending, output);
    }
    send_all(args, &bodies, &sending, kept, &mut signals, output).await
}

async fn prepare(args: &Args, context: &Context) -> Result<(Content, Sending, Option<Kept>)> {
    let bodies = args.content.read(context).await?;
    let sending = Sending::new(args, context).await?;
    let kept = match &args.save {
        Some(path) => Some(Kept::open(path.clone()).await?),
        None => None,
    };
    Ok((bodies, sending, kept))
}

/// Keeps each record as its answer comes, whatever the answers before it take, and prints the rows
/// in order. A signal ends all that is under way.
async fn send_all(
    args: &Args,
    bodies: &Content,
    sending: &Sending,
    mut kept: Option<Kept>,
    signals: &mut Signals,
    output: &Output,
) -> Result<Outcome> {
    let (stop, stopped) = watch::channel(false);
    let ended = args
        .pace
        .paced(stream::iter(0..args.count).map(|number| Ok((number, bodies.body()?))))
        .take_until(until(stopped.clone()))
        .map(|next| send_one(sending, next, until(stopped.clone())))
        .buffer_unordered(args.pace.concurrency());
    let mut ended = pin!(ended);
    let mut run = Run::new(output);
    let spinner = output.spinner("sending");
    let (mut signal, mut unanswered) = (None, 0);
    while !output.is_closed() {
        let next = tokio::select! {
            next = ended.next() => next,
            kind = signals.next(), if signal.is_none() => {
                signal = Some(kind);
                stop.send_replace(true);
                continue;
            }
        };
        let Some(next) = next else { break };
        match next? {
            (number, Some(sent)) => run.take(number, sent, kept.as_mut())?,
            (_, None) => unanswered += 1,
        }
        spinner.set(format!("sending: {} of {}", run.tally.sent(), args.count));
    }
    drop(spinner);
    let outcome = run.finish(args)?;
    signal.map_or(Ok(outcome), |kind| Err(interrupted(kind, unanswered)))
}

async fn send_one(
    sending: &Sending,
    next: Result<(u32, Bytes)>,
    stopped: impl Future<Output = ()>,
) -> Result<(u32, Option<Sent>)> {
    let (number, body) = next?;
    Ok((number, sending.send(body, stopped).await?))
}

/// Waits until there is nothing more to be sent.
async fn until(mut stopped: watch::Receiver<bool>) {
    // Whoever could stop it lives as long as what is sent.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Of what was under way nobody knows whether the target took it.
fn interrupted(kind: Kind, unanswered: usize) -> Error {
    let error = Error::interrupted(kind);
    match unanswered {
        0 => error,
        1 => error.and("1 delivery had no answer yet, and may have arrived"),
        many => error.and(&format!("{many} deliveries had no answer yet, and may have arrived")),
    }
}

/// What came of the deliveries so far, and what is printed of it.
struct Run<'a> {
    output: &'a Output,
    rows: Rows<'a>,
    waiting: InOrder<Vec<AttemptRecord>>,
    tally: Tally,
    outcome: Outcome,
    answer: String,
}

impl<'a> Run<'a> {
    fn new(output: &'a Output) -> Self {
        Self {
            output,
            rows: output.rows(&SENT),
            waiting: InOrder::default(),
            tally: Tally::default(),
            outcome: Outcome::Done,
            answer: String::new(),
        }
    }

    /// Keeps the record, and prints what is next in order.
    fn take(&mut self, number: u32, sent: Sent, kept: Option<&mut Kept>) -> Result<()> {
        if let Some(Err(error)) = kept.map(|kept| kept.keep(&sent.delivery)) {
            self.output.error(&error);
            self.outcome = self.outcome.or(Outcome::Told(error.kind()));
        }
        self.tally.add(&sent.attempts);
        self.answer = sent.answer;
        self.waiting.add(number, sent.attempts);
        while let Some(attempts) = self.waiting.next() {
            push(&attempts, &mut self.rows)?;
        }
        Ok(())
    }

    /// Prints what is still to be told; of those before it some may have had no answer.
    fn finish(mut self, args: &Args) -> Result<Outcome> {
        for attempts in self.waiting.rest() {
            push(&attempts, &mut self.rows)?;
        }
        let failed = self.tally.has_failed().then_some(Outcome::Told(Kind::DeliveryFailed));
        let outcome = self.outcome.or(failed.unwrap_or(Outcome::Done));
        conclude(args, self.rows, self.tally, &self.answer, self.output)?;
        Ok(outcome)
    }
}

fn push(attempts: &[AttemptRecord], rows: &mut Rows<'_>) -> Result<()> {
    for attempt in attempts {
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
