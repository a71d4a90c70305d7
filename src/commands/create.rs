//! `hookctl create`
//!
//! The API shows a webhook's secret once, in the answer to this call. The order here is what keeps
//! it: make sure that it can be kept, call, keep, hand on, and only then print.

use std::path::PathBuf;

use crate::api::Created;
use crate::commands::handover::Handover;
use crate::commands::subscription::{EventTypes, check_url, warn_of_unknown};
use crate::commands::views::{REQUEST, WEBHOOK};
use crate::commands::{Context, questions};
use crate::config::read_input;
use crate::error::{Error, Outcome, Result};
use crate::model::{EventType, JsonObject, WebhookId, now};
use crate::output::Output;
use crate::secret::{MASK, Secret};

/// Create a webhook, and keep the secret that the API shows only now
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub struct Args {
    /// Where deliveries go: an absolute http or https URL
    #[arg(long)]
    url: Option<String>,

    #[command(flatten)]
    events: EventTypes,

    /// What the webhook is for
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,

    /// Take the body from a JSON file, or - for standard input; the other flags override it
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,

    /// Hand the secret on to file:PATH or cmd:COMMAND (on its standard input), and print it masked
    #[arg(long, value_name = "TARGET")]
    secret_to: Option<Handover>,

    /// Do not keep the secret in hookctl's own store
    #[arg(long)]
    no_keep_secret: bool,

    /// Print the request instead of sending it
    #[arg(long)]
    dry_run: bool,
}

const HELP: &str = "\
Asks on a terminal for what is missing; elsewhere --url and --event, or --from, must be there.
The secret is in hookctl's store before anything is printed: --secret webhook:ID uses it.

Examples:
  hookctl create --url https://example.com/hook --event user.created
  hookctl create --from webhook.json --description Staging -o json
  hookctl create --url https://example.com/hook --event user.created --secret-to file:secret.txt

Output: the webhook with its secret.
Exit codes: 0 done, 1 the secret could not be kept, handed on or printed, 2 usage, 3 unauthorized,
5 rejected, 7 unavailable (look before you create again), 130 declined.";

/// Creates a webhook.
///
/// # Errors
/// What is missing or invalid (usage), a store that can't be written (then nothing is sent), those
/// of every call, and a secret that could not be kept or handed on (then it is printed).
pub async fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let output = context.output();
    output.check_fields(if args.dry_run { &REQUEST } else { &WEBHOOK })?;
    let body = body(args, context).await?;
    if args.dry_run {
        let client = context.api().await?;
        output.one(&client.preview(&client.create_request(&body)), &REQUEST)?;
        return Ok(Outcome::Done);
    }
    let client = context.api().await?;
    context.tell_profile();
    if !args.no_keep_secret {
        let data = context.settings().paths.ensure_data();
        data.and_then(|_| context.secrets().ensure_writable()).map_err(avoidable)?;
    }
    if let Some(target) = &args.secret_to {
        target.ensure_possible()?;
    }
    let created = {
        let _spinner = output.spinner("creating");
        client.create(&client.create_request(&body)).await?
    };
    keep_and_print(args, context, created)
}

/// Adds that there is a way without the store.
fn avoidable(error: Error) -> Error {
    let without = "--no-keep-secret does without the secret store";
    let hint = error.hint().map_or_else(|| without.to_owned(), |hint| format!("{hint}; {without}"));
    error.hinted(hint)
}

fn keep_and_print(args: &Args, context: &Context, created: Created) -> Result<Outcome> {
    let Created { id, secret, mut object } = created;
    let output = context.output();
    let Some(secret) = secret else {
        output.one(&object, &WEBHOOK).map_err(|error| error.and(&is_created(&id)))?;
        output.warn(&format!("the answer shows no secret of webhook {id}: nothing is kept"));
        return Ok(Outcome::Done);
    };
    let kept = keep(args, context, &id, &secret);
    // Nothing is lost: a secret that is safe nowhere else is shown whole.
    if args.secret_to.is_some() && kept.is_safe {
        object.set("secret", &masked(&secret));
    }
    let printed = print(&object, &kept, output);
    verdict(&id, &kept, printed, context)
}

/// What became of the secret before it is printed.
struct Kept {
    /// It is in hookctl's own store.
    in_store: bool,
    /// It is somewhere that lasts.
    is_safe: bool,
    failures: Vec<Error>,
}

/// Keeps the secret, and hands it on.
fn keep(args: &Args, context: &Context, id: &WebhookId, secret: &Secret) -> Kept {
    let mut kept = Kept { in_store: false, is_safe: false, failures: Vec::new() };
    if !args.no_keep_secret {
        let origin = context.origin().unwrap_or_default();
        match context.secrets().keep(id, &origin, secret, now()) {
            Ok(()) => (kept.in_store, kept.is_safe) = (true, true),
            Err(error) => kept.failures.push(error),
        }
    }
    if let Some(target) = &args.secret_to {
        match target.hand_on(secret, &context.settings().hidden) {
            Ok(()) => kept.is_safe = true,
            Err(error) => kept.failures.push(error),
        }
    }
    kept
}

/// Prints the webhook. A secret that is safe nowhere else is shown in any case: whole where the form
/// or the fields would leave it out, or the expression fails, and on standard error where standard
/// output takes nothing.
///
/// # Errors
/// What kept it from being printed as it was asked for.
fn print(object: &JsonObject, kept: &Kept, output: &Output) -> Result<()> {
    if kept.is_safe {
        return output.one(object, &WEBHOOK);
    }
    // Who keeps nothing and gives an expression has asked for what that makes.
    let is_asked = output.has_jq() && kept.failures.is_empty();
    let printed = if is_asked || output.shows("secret") {
        output.one(object, &WEBHOOK)
    } else {
        output.whole(object)
    };
    let is_out = |printed: &Result<()>| printed.is_ok() && !output.is_closed();
    let is_out = is_out(&printed) || (output.has_jq() && is_out(&output.whole(object)));
    if !is_out {
        output.whole_aside(object)?;
    }
    if output.is_closed() {
        return Err(Error::failed("nobody reads standard output"));
    }
    printed
}

/// What all that comes to, with everything that failed.
fn verdict(id: &WebhookId, kept: &Kept, printed: Result<()>, context: &Context) -> Result<Outcome> {
    let failure = match (kept.failures.as_slice(), printed) {
        ([], Ok(())) => {
            if kept.in_store {
                let store = context.secrets();
                let store = store.path().display();
                context
                    .output()
                    .note(&format!("the secret is kept in {store}; --secret webhook:{id} uses it"));
            }
            return Ok(Outcome::Done);
        }
        ([], Err(error)) => error.and(&is_created(id)),
        (failures, printed) => {
            let all = failures.iter().chain(printed.as_ref().err());
            let all: Vec<_> = all.map(ToString::to_string).collect();
            Error::failed(format!("{}, but {}", is_created(id), all.join("; ")))
        }
    };
    Err(if kept.in_store {
        failure.hinted(format!("the secret is kept: --secret webhook:{id} uses it"))
    } else if kept.is_safe {
        failure
    } else {
        failure.hinted("keep the secret printed above: it is shown only now")
    })
}

/// Who sees only an error must still learn what there is now.
fn is_created(id: &WebhookId) -> String {
    format!("webhook {id} is created")
}

/// What a masked secret looks like in the API's own answers.
fn masked(secret: &Secret) -> String {
    let prefix =
        secret.expose_text().filter(|text| text.starts_with("whsec_")).map_or("", |_| "whsec_");
    format!("{prefix}{}", MASK.to_string().repeat(30))
}

/// The body to send: the file's, with the flags over it, and what is asked for on a terminal.
async fn body(args: &Args, context: &Context) -> Result<JsonObject> {
    let mut body = match &args.from {
        None => JsonObject::new(),
        Some(path) => {
            let bytes = read_input(path, "body", context.stdin()).await?;
            serde_json::from_slice(&bytes).map_err(|error| {
                Error::usage(format!("{} is not a JSON object: {error}", path.display()))
            })?
        }
    };
    if let Some(url) = &args.url {
        body.set("url", url);
    }
    if let Some(events) = args.events.get() {
        body.set("events", &events);
    }
    if let Some(description) = &args.description {
        body.set("description", description);
    }
    if context.prompter().can_ask() {
        ask_for_missing(&mut body, context).await?;
    }
    check(&body, context)?;
    Ok(body)
}

/// Asks for what a webhook must have and this one lacks; then also what it is for. What was given
/// is not asked again.
async fn ask_for_missing(body: &mut JsonObject, context: &Context) -> Result<()> {
    let (url, events) = required(body)?;
    if url.is_some() && !events.is_empty() {
        return Ok(());
    }
    // Without an API the answers would be lost.
    context.api().await?;
    let prompter = context.prompter();
    if url.is_none()
        && let Some(url) = questions::url(&prompter, "").await?
    {
        body.set("url", &url);
    }
    if events.is_empty()
        && let Some(events) = questions::events(&prompter, &[]).await?
    {
        body.set("events", &events);
    }
    if body.get("description").is_none()
        && let Some(description) = questions::description(&prompter, "").await?
    {
        body.set("description", &description);
    }
    Ok(())
}

fn required(body: &JsonObject) -> Result<(Option<String>, Vec<EventType>)> {
    let url = body.read("url").map_err(Error::usage)?;
    let events: Option<Vec<EventType>> = body.read("events").map_err(Error::usage)?;
    Ok((url, events.unwrap_or_default()))
}

fn check(body: &JsonObject, context: &Context) -> Result<()> {
    let (url, events) = required(body)?;
    let missing: Vec<_> = [("--url", url.is_none()), ("--event", events.is_empty())]
        .into_iter()
        .filter_map(|(flag, is_missing)| is_missing.then_some(flag))
        .collect();
    if !missing.is_empty() {
        return Err(Error::usage(format!("a webhook needs {}", missing.join(" and ")))
            .hinted("hookctl create --url https://example.com/hook --event user.created"));
    }
    check_url(&url.unwrap_or_default())?;
    warn_of_unknown(&events, context);
    Ok(())
}
