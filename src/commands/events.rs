//! `hookctl events`

mod snippets;

use crate::commands::Context;
use crate::commands::views::{EVENT, PAYLOAD};
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::{CATALOGUE, EventType, JsonObject, Payload, now, sample_data};

use self::snippets::Language;

/// List the event types, show a sample payload, or print a signature check
#[derive(clap::Args, Debug, Default)]
#[command(after_long_help = HELP)]
pub struct Args {
    /// Show a sample payload of this type
    #[arg(value_name = "TYPE")]
    event: Option<EventType>,

    /// Print a program that checks signatures, with the check as a function for a handler
    #[arg(long, value_name = "LANGUAGE", conflicts_with = "event")]
    verify_code: Option<Language>,
}

const HELP: &str = "\
Examples:
  hookctl events
  hookctl events -o ids
  hookctl events user.created
  hookctl events --verify-code python > verify.py

The code of --verify-code runs as it is: it reads the body on standard input, takes the signature as its
argument and the secret from WEBHOOK_SECRET, and says valid or invalid (exit 0 or 1). It takes hex in
lower case, as the API sends it, and no other.

Output: a row a type, the payload as JSON, or the code. Nothing is sent.
Exit codes: 0 done, 4 no such event type.";

impl Args {
    /// Whether one payload is shown: it has neither rows nor an id to print.
    pub fn shows_a_sample(&self) -> bool {
        self.event.is_some()
    }

    /// Whether source code is printed, which has one form only.
    pub fn prints_code(&self) -> bool {
        self.verify_code.is_some()
    }
}

/// Prints the catalogue, a sample or a signature check.
///
/// # Errors
/// A type that the API document does not name (not found).
pub fn run(args: &Args, context: &Context) -> Result<Outcome> {
    if let Some(language) = args.verify_code {
        context.output().raw(language.source().as_bytes())?;
        return Ok(Outcome::Done);
    }
    let Some(event) = &args.event else {
        let row = |(name, description): &(&str, &str)| {
            let mut row = JsonObject::new();
            row.set("type", name);
            row.set("description", description);
            row
        };
        let rows: Vec<_> = CATALOGUE.iter().map(row).collect();
        context.output().many(&rows, &EVENT)?;
        return Ok(Outcome::Done);
    };
    if !event.is_documented() {
        let error = Error::new(Kind::NotFound, format!("there is no event type `{event}`"));
        return Err(match event.did_you_mean() {
            Some(name) => error.hinted(format!("did you mean `{name}`?")),
            None => error.hinted("`hookctl events` lists them"),
        });
    }
    let created = now().whole_seconds();
    let payload = Payload::new(event.clone(), created, sample_data(event, created));
    let payload =
        JsonObject::from_serialize(&payload).map_err(|error| Error::failed(error.to_string()))?;
    context.output().picked_json(&payload, &PAYLOAD)?;
    Ok(Outcome::Done)
}
