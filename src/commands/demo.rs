//! `hookctl demo`: the whole story in one command.
//!
//! Each step runs this very program as a user would, in a temporary folder, against a real sandbox
//! and a real listener, and then checks what it printed. Nothing is staged but the order.

mod stage;

use serde_json::{Value, json};

use crate::commands::Context;
use crate::commands::demo::stage::{Stage, Step};
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::{EventType, JsonObject, Payload, now, sample_data};
use crate::output::Form;

/// Watch the whole job run: sandbox, webhook, signed deliveries, a forgery refused
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub struct Args {}

const HELP: &str = "\
Everything happens in a temporary folder, on this machine, over real HTTP; no account is needed.

Examples:
  hookctl demo
  hookctl demo -q -o json

Output: the story on stderr; -o json: {\"ok\",\"steps\":[{\"id\",\"title\",\"status\",\"commands\",\"detail\"}]}.
Exit codes: 0 each step did what it says, 1 one did not.";

/// The steps, in their order.
const STEPS: [(&str, &str); 11] = [
    ("sandbox", "Start the sandbox: the whole API, on this machine"),
    ("create", "Create a webhook; its secret is shown once, and kept"),
    ("list", "List the webhooks"),
    ("get", "Read it: the secret is masked from now on"),
    ("listen", "Start a listener that knows the kept secret"),
    ("update", "Point the webhook at the listener, and add an event type"),
    ("test", "Have the API send a test event: signed, delivered, verified"),
    ("emit", "Let an event happen: every subscriber gets it"),
    ("verify", "Check a signature by hand"),
    ("tamper", "Change one byte of a signed delivery: the listener refuses it"),
    ("delete", "Delete the webhook"),
];

/// Where the webhook points before there is a listener.
const FIRST_URL: &str = "http://127.0.0.1:4400/hook";

/// Plays the story and reports it.
///
/// # Errors
/// No temporary folder, or standard output that can't be written. A step that fails is part of the
/// report.
pub async fn run(_args: &Args, context: &Context) -> Result<Outcome> {
    let output = context.output();
    let mut stage = Stage::set(output, &context.settings().environment)?;
    let played = play(&mut stage).await;
    let steps = stage.strike(played.err()).await;
    let is_ok = steps.len() == STEPS.len() && steps.iter().all(Step::is_passed);
    if output.form() != Form::Table {
        let mut report = JsonObject::new();
        report.set("ok", &is_ok);
        report.set("steps", &with_skipped(steps));
        output.json(&report)?;
    }
    output.narrate(if is_ok { "\nAll of it worked." } else { "\nA step failed: see above." });
    Ok(if is_ok { Outcome::Done } else { Outcome::Told(Kind::Failed) })
}

fn with_skipped(mut steps: Vec<Step>) -> Vec<Step> {
    let skipped = STEPS[steps.len().min(STEPS.len())..].iter();
    steps.extend(skipped.map(|(id, title)| Step::skipped(id, title)));
    steps
}

async fn play(stage: &mut Stage<'_>) -> Result<()> {
    let mut steps = STEPS.into_iter();
    let mut begin = |stage: &mut Stage<'_>| {
        if let Some((id, title)) = steps.next() {
            stage.begin(id, title);
        }
    };
    begin(stage);
    start_sandbox(stage).await?;
    begin(stage);
    let id = create(stage).await?;
    begin(stage);
    list(stage, &id).await?;
    begin(stage);
    get(stage, &id).await?;
    begin(stage);
    let url = listen(stage, &id).await?;
    begin(stage);
    update(stage, &id, &url).await?;
    begin(stage);
    test(stage, &id).await?;
    begin(stage);
    emit(stage).await?;
    begin(stage);
    verify(stage, &id).await?;
    begin(stage);
    tamper(stage, &id, &url).await?;
    begin(stage);
    delete(stage, &id).await
}

async fn start_sandbox(stage: &mut Stage<'_>) -> Result<()> {
    let ready = stage.start(&["sandbox"]).await?;
    stage.export("HOOKCTL_API_URL", text(&ready, "/url")?);
    stage.export("HOOKCTL_TOKEN", text(&ready, "/token")?);
    stage.pass(format!("it serves at {}", text(&ready, "/url")?));
    Ok(())
}

async fn create(stage: &mut Stage<'_>) -> Result<String> {
    let webhook = stage
        .hookctl(&[
            "create",
            "--url",
            FIRST_URL,
            "--event",
            "user.created",
            "--description",
            "Demo",
        ])
        .await?;
    let id = text(&webhook, "/id")?.to_owned();
    let secret = text(&webhook, "/secret")?;
    expect(secret.starts_with("whsec_") && !secret.contains('•'), "the secret is not shown whole")?;
    stage.pass(format!("{id} is created; its secret is in hookctl's store"));
    Ok(id)
}

async fn list(stage: &mut Stage<'_>, id: &str) -> Result<()> {
    let webhooks = stage.hookctl(&["list"]).await?;
    expect(webhooks.as_array().is_some_and(|rows| rows.len() == 1), "the list has not one row")?;
    expect(text(&webhooks, "/0/id")? == id, "the list shows another webhook")?;
    stage.pass("it is the one there is");
    Ok(())
}

async fn get(stage: &mut Stage<'_>, id: &str) -> Result<()> {
    let webhook = stage.hookctl(&["get", id]).await?;
    expect(text(&webhook, "/secret")?.contains('•'), "the secret is not masked")?;
    stage.pass(format!("status {}", text(&webhook, "/status")?));
    Ok(())
}

async fn listen(stage: &mut Stage<'_>, id: &str) -> Result<String> {
    let ready = stage.start(&["listen", "--port", "0", "--webhook", id]).await?;
    let url = text(&ready, "/url")?.trim_end_matches('/').to_owned();
    stage.pass(format!("it listens at {url}"));
    Ok(url)
}

async fn update(stage: &mut Stage<'_>, id: &str, url: &str) -> Result<()> {
    let target = format!("{url}/hook");
    let webhook =
        stage.hookctl(&["update", id, "--url", &target, "--add-event", "user.updated"]).await?;
    expect(text(&webhook, "/url")? == target, "the URL is another")?;
    expect(webhook["events"] == json!(["user.created", "user.updated"]), "the events are others")?;
    stage.pass("both are changed, the rest is as it was");
    Ok(())
}

async fn test(stage: &mut Stage<'_>, id: &str) -> Result<()> {
    let answer = stage.hookctl(&["test", id]).await?;
    expect(answer["success"] == true, "the test failed")?;
    let delivery = stage.delivery().await?;
    expect(delivery["signature"] == "valid", "the delivery is not valid")?;
    expect(delivery["event_type"] == "user.created", "the delivery is of another type")?;
    stage.pass(format!(
        "{} arrived, its signature is valid, answered {}",
        text(&delivery, "/event_id")?,
        delivery["response"]["status"]
    ));
    Ok(())
}

async fn emit(stage: &mut Stage<'_>) -> Result<()> {
    let attempts = stage.hookctl(&["sandbox", "emit", "user.updated"]).await?;
    let event = text(&attempts, "/0/event_id")?;
    let delivery = stage.delivery().await?;
    expect(delivery["event_id"] == event, "another event arrived")?;
    expect(delivery["signature"] == "valid", "the delivery is not valid")?;
    stage.pass(format!("{event} arrived, its signature is valid"));
    Ok(())
}

async fn verify(stage: &mut Stage<'_>, id: &str) -> Result<()> {
    let body = sample_body()?;
    let secret = format!("webhook:{id}");
    let signed = stage.hookctl_with_input(&["sign", "--secret", &secret], &body).await?;
    let signature = text(&signed, "/signature")?;
    let verdict = stage
        .hookctl_with_input(&["verify", "--secret", &secret, "--signature", signature], &body)
        .await?;
    expect(verdict["valid"] == true, "what was signed is not valid")?;
    stage.pass("valid over the exact bytes");
    Ok(())
}

async fn tamper(stage: &mut Stage<'_>, id: &str, url: &str) -> Result<()> {
    let mut body = sample_body()?;
    let secret = format!("webhook:{id}");
    let signed = stage.hookctl_with_input(&["sign", "--secret", &secret], &body).await?;
    let signature = text(&signed, "/signature")?;
    let changed = body.iter().position(|byte| *byte == b'e').unwrap_or_default();
    body[changed] = b'E';
    let status = stage.post(&format!("{url}/hook"), signature, body).await?;
    expect(status == Some(401), "the forgery was not answered 401")?;
    let delivery = stage.delivery().await?;
    expect(delivery["signature"] == "invalid", "the forgery was not found out")?;
    stage.pass(format!("answered 401: {}", text(&delivery, "/reason")?));
    Ok(())
}

async fn delete(stage: &mut Stage<'_>, id: &str) -> Result<()> {
    let answer = stage.hookctl(&["delete", "--yes", id]).await?;
    expect(answer["success"] == true, "the webhook was not deleted")?;
    let left = stage.hookctl(&["list"]).await?;
    expect(left == json!([]), "a webhook is left")?;
    stage.pass("no webhook is left");
    Ok(())
}

fn sample_body() -> Result<Vec<u8>> {
    let event: EventType = "user.created".parse().map_err(|_| Error::failed("no event type"))?;
    let created = now().whole_seconds();
    let sample = sample_data(&event, created);
    Ok(Payload::new(event, created, sample).to_bytes())
}

fn text<'a>(value: &'a Value, pointer: &str) -> Result<&'a str> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.ok_or_else(|| Error::failed(format!("the output has no text at {pointer}")))
}

fn expect(is_so: bool, otherwise: &str) -> Result<()> {
    if is_so { Ok(()) } else { Err(Error::failed(otherwise)) }
}
