//! `hookctl verify`

mod batch;
mod event;
mod request;

use std::path::PathBuf;
use std::str::FromStr;

use crate::commands::Context;
use crate::commands::body::BodyFile;
use crate::commands::verify::batch::Judge;
use crate::commands::verify::event::{EventArgs, Refusal};
use crate::commands::verify::request::Request;
use crate::commands::views::{COUNTED, JUDGED, VERDICT};
use crate::config::{Source, is_stdin};
use crate::diagnosis::{Diagnosis, Evidence, LARGEST_BODY, Shape, Stream, diagnose};
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::{Checked, JsonObject, WebhookId, now};
use crate::output::{Form, View, safe};
use crate::secret::Secret;
use crate::signature::{self, HEADER, Key, Reason, Signature, Verdict, from_headers, judge};

/// The largest payload in bytes whose fields are looked at.
const LARGEST_EVENT: usize = 64 * 1024 * 1024;

/// The largest body in bytes that is kept to be explained where it can't be read again. To compute all
/// guesses along with the verdict would cost valid ones ten times the work.
const LARGEST_PIPED: usize = 8 * 1024 * 1024;

/// Check a payload's signature over its exact bytes
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
#[command(group = clap::ArgGroup::new("given").required(true).args(
    ["signature", "header", "request", "batch"]
))]
pub struct Args {
    #[command(flatten)]
    body: BodyFile,

    /// The secret, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, webhook:ID (the one
    /// kept for it), or the secret itself; repeat it while secrets are rotated
    #[arg(long, value_name = "SOURCE", required = true)]
    secret: Vec<Source>,

    /// The signature: 64 hex digits, in lower case as the API sends them, or in upper case
    #[arg(long, value_name = "HEX", allow_hyphen_values = true)]
    signature: Option<String>,

    /// A header of the delivery, such as 'X-Webhook-Signature: HEX'; others may be given too
    #[arg(long, value_name = "HEADER")]
    header: Vec<Header>,

    /// A whole HTTP request, headers and body, or - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    request: Option<PathBuf>,

    /// Delivery records, one a line, or - for standard input: a verdict each
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "max_age", "strict"])]
    batch: Option<PathBuf>,

    #[command(flatten)]
    event: EventArgs,
}

const HELP: &str = "\
Examples:
  hookctl verify --secret env:SECRET --signature \"$SIG\" payload.json
  hookctl verify --secret webhook:wh_123456 --header \"X-Webhook-Signature: $SIG\" < payload.json
  hookctl verify --secret file:new.txt --secret file:old.txt --signature \"$SIG\" payload.json -o json
  hookctl verify --secret env:SECRET --request captured.http --max-age 5m --strict
  hookctl verify --secret env:SECRET --batch records.ndjson -o summary

A no is followed by its cause, where computing the signature anew over likely accidents proves
one: in the body (up to 4 MiB), the secret or the signature, or in two of them. What is lost can't
be tried: the rest of a body that was cut, the order of keys that were sorted (but for the
documented one), the zeros of single amounts where 100.00 became 100. A body over 8 MiB should be
a file: in a pipe it passes by once, and only what is seen to be wrong beforehand is tried, such
as a signature of another form, or a secret in quotes.

--batch reads what `hookctl deliveries export` or `hookctl listen -o ndjson` wrote, on all cores. A
line that is no record is told on stderr, with its number, and the rest is checked.

Output: lines with the verdict, the cause and the fix; -o json: {\"valid\",\"reason\",\"secret\",\"bytes\",
\"cause\",\"detail\",\"fix\",\"tried\",\"hint\"}, where secret says which one matched: its place from 0, or
the webhook's id. With --batch a row a record, in their order: {\"delivery_id\",\"valid\",\"reason\",
\"secret\",\"event_type\",\"bytes\"}; -o summary counts them by event type and verdict.
Exit codes: 0 valid, 8 not valid, or one of a batch is not, 2 unreadable input, no record or one
that can't be read, or a secret that can't be used.";

#[derive(Clone, Debug)]
struct Header {
    name: String,
    value: String,
}

impl FromStr for Header {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once(':').ok_or("expected NAME: VALUE")?;
        Ok(Self { name: name.trim().to_owned(), value: value.to_owned() })
    }
}

/// A delivery whose signature was checked.
struct Examined {
    verdict: Verdict,
    headers: Vec<(String, String)>,
    bytes: u64,
    /// The body itself, unless it is too large to be kept.
    body: Option<Vec<u8>>,
    /// What was guessed while a body passed by that can't be read again.
    along: Option<Stream>,
}

impl Args {
    /// Whether many records are checked.
    pub fn is_batch(&self) -> bool {
        self.batch.is_some()
    }

    fn view(&self, form: Form) -> &'static View {
        match (&self.batch, form) {
            (None, _) => &VERDICT,
            (Some(_), Form::Summary) => &COUNTED,
            (Some(_), _) => &JUDGED,
        }
    }

    /// Takes standard input for what is checked, before a secret can be read from it.
    fn claim(&self, context: &Context) -> Result<()> {
        match (&self.request, &self.batch) {
            (None, None) => self.body.claim(context),
            (Some(path), _) if is_stdin(path) => context.stdin().claim("request"),
            (_, Some(path)) if is_stdin(path) => context.stdin().claim("batch"),
            _ => Ok(()),
        }
    }

    async fn examine(
        &self,
        keys: &[Key],
        secrets: &[Secret],
        context: &Context,
    ) -> Result<Examined> {
        if let Some(path) = &self.request {
            let request = Request::read(path).await?;
            if let Some(oddity) = &request.oddity {
                context.output().note(oddity);
            }
            return Ok(Examined {
                verdict: signature::verify(keys, request.signature(), &request.body),
                headers: request.headers(),
                bytes: request.body.len() as u64,
                body: Some(request.body),
                along: None,
            });
        }
        let headers = self.header.iter();
        let headers: Vec<_> =
            headers.map(|header| (header.name.clone(), header.value.clone())).collect();
        let is_lasting = self.body.is_lasting();
        let keep = match self.event.asks_anything() {
            true => LARGEST_EVENT,
            false if is_lasting => LARGEST_BODY,
            false => LARGEST_PIPED,
        };
        let signature = given_signature(self);
        let along = (!is_lasting).then(|| {
            let kept = if signature.is_ok() { Vec::new() } else { kept(context) };
            Stream::beforehand(&self.evidence(&headers, secrets, &kept))
        });
        let hashed = self.body.hash(keys, keep, along).await?;
        Ok(Examined {
            verdict: judge(hashed.hashers, signature),
            headers,
            bytes: hashed.bytes,
            body: hashed.kept,
            along: hashed.along,
        })
    }

    fn evidence<'a>(
        &'a self,
        headers: &'a [(String, String)],
        secrets: &'a [Secret],
        kept: &'a [(WebhookId, Secret)],
    ) -> Evidence<'a> {
        let of_headers = Evidence::new(headers, secrets, kept);
        let signature = self.signature.as_deref().unwrap_or(of_headers.signature);
        Evidence { signature, ..of_headers }
    }

    /// Why a rightly signed payload is refused nevertheless.
    fn refusal(&self, examined: &Examined) -> Result<Option<Refusal>> {
        if !self.event.asks_anything() || matches!(examined.verdict, Verdict::Invalid(_)) {
            return Ok(None);
        }
        match &examined.body {
            Some(body) => Ok(self.event.refusal(body, now())),
            None => Err(Error::usage(format!(
                "the body is larger than {} MiB, so its fields can't be looked at",
                LARGEST_EVENT / 1024 / 1024
            ))),
        }
    }
}

/// Prints the verdict.
///
/// # Errors
/// A secret or body that can't be read. A signature that is not valid is no error but a verdict.
pub async fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let output = context.output();
    output.check_fields(args.view(output.form()))?;
    args.claim(context)?;
    let (mut secrets, mut owners) = (Vec::new(), Vec::new());
    for source in &args.secret {
        secrets.push(context.secret(source).await?);
        owners.push(source.webhook()?);
    }
    let keys: Vec<_> = secrets.iter().map(Key::new).collect();
    if let Some(path) = &args.batch {
        return batch::run(path, Judge { keys, owners }, context).await;
    }
    let examined = args.examine(&keys, &secrets, context).await?;
    if let Some(refusal) = args.refusal(&examined)? {
        return print_refusal(&refusal, examined.bytes, context);
    }
    let (verdict, bytes) = (examined.verdict, examined.bytes);
    let checked = Checked::new(verdict, &owners);
    let diagnosis = match verdict {
        Verdict::Valid(_) => None,
        Verdict::Invalid(_) => Some(find_cause(args, context, &secrets, examined).await?),
    };
    if output.form() == Form::Table && !output.has_fields() {
        output.line(&sentence(&checked, keys.len()))?;
        for line in diagnosis.iter().flat_map(lines) {
            output.line(&line)?;
        }
    } else {
        output.one(&answer(&checked, bytes, diagnosis.as_ref()), &VERDICT)?;
    }
    Ok(if checked.is_valid() { Outcome::Done } else { Outcome::Told(Kind::SignatureInvalid) })
}

fn print_refusal(refusal: &Refusal, bytes: u64, context: &Context) -> Result<Outcome> {
    let output = context.output();
    if output.form() == Form::Table && !output.has_fields() {
        output.line(&format!("invalid: {}", refusal.reason))?;
        output.line(&format!("detail: {}", safe(&refusal.detail)))?;
    } else {
        let mut answer = answer(&Checked::Invalid(refusal.reason), bytes, None);
        answer.set("detail", &refusal.detail);
        output.one(&answer, &VERDICT)?;
    }
    Ok(Outcome::Told(Kind::SignatureInvalid))
}

fn given_signature(args: &Args) -> Result<Signature, Reason> {
    match args.signature.as_deref() {
        Some("") => Err(Reason::Missing),
        Some(text) => Signature::parse(text),
        None => from_headers(
            args.header
                .iter()
                .filter(|header| header.name.eq_ignore_ascii_case(HEADER))
                .map(|header| header.value.as_bytes()),
        ),
    }
}

fn sentence(checked: &Checked, secrets: usize) -> String {
    match checked {
        Checked::Invalid(reason) => format!("invalid: {reason}"),
        Checked::ByWebhook(webhook) => {
            format!("valid: signed with the secret kept for webhook {webhook}")
        }
        Checked::ByPlace(place) if secrets > 1 => {
            format!("valid: signed with secret {} of {secrets}", place + 1)
        }
        Checked::ByPlace(_) | Checked::Unchecked => "valid: signed with this secret".to_owned(),
    }
}

/// Looks for what makes the signature match.
async fn find_cause(
    args: &Args,
    context: &Context,
    secrets: &[Secret],
    examined: Examined,
) -> Result<Diagnosis> {
    if let Some(stream) = examined.along {
        return Ok(stream.finish());
    }
    let kept = kept(context);
    let evidence = args.evidence(&examined.headers, secrets, &kept);
    match examined.body {
        Some(body) => Ok(diagnose(&evidence, &body)),
        None => args.body.read_again(Stream::new(&evidence)).await.map(Stream::finish),
    }
}

/// The verdict stands without the store, so one that can't be read is no error here.
fn kept(context: &Context) -> Vec<(WebhookId, Secret)> {
    context.secrets().usable().unwrap_or_default()
}

/// The diagnosis in words.
fn lines(diagnosis: &Diagnosis) -> Vec<String> {
    let mut lines = Vec::new();
    for cause in &diagnosis.causes {
        lines.push(format!("cause: {}", cause.detail));
        lines.push(format!("fix: {}", cause.fix));
    }
    if lines.is_empty() {
        lines.push(format!("no cause found: {}", diagnosis.summary()));
    }
    lines.extend(diagnosis.hint.map(|shape| format!("hint: {}", shape.hint())));
    lines
}

fn answer(checked: &Checked, bytes: u64, diagnosis: Option<&Diagnosis>) -> JsonObject {
    let mut answer = JsonObject::new();
    answer.set("valid", &checked.is_valid());
    answer.set("reason", &checked.reason());
    answer.set("secret", &checked.secret());
    answer.set("bytes", &bytes);
    answer.set("cause", &diagnosis.and_then(Diagnosis::code));
    let detail =
        diagnosis.map(|diagnosis| diagnosis.detail().unwrap_or_else(|| diagnosis.summary()));
    answer.set("detail", &detail);
    answer.set("fix", &diagnosis.and_then(Diagnosis::fix));
    answer.set("tried", &diagnosis.map(|diagnosis| diagnosis.tried));
    answer.set("hint", &diagnosis.and_then(|diagnosis| diagnosis.hint).map(Shape::hint));
    answer
}
