//! `hookctl events`

use crate::commands::Context;
use crate::commands::views::{EVENT, PAYLOAD};
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::{CATALOGUE, EventType, JsonObject, Payload, now, sample_data};

/// List the event types, or show a sample payload of one
#[derive(clap::Args, Debug, Default)]
#[command(after_long_help = HELP)]
pub struct Args {
    /// Show a sample payload of this type
    #[arg(value_name = "TYPE")]
    event: Option<EventType>,
}

const HELP: &str = "\
Examples:
  hookctl events
  hookctl events -o ids
  hookctl events user.created

Output: a row a type, or the payload as JSON. Nothing is sent.
Exit codes: 0 done, 4 no such event type.";

impl Args {
    /// Whether one payload is shown: it has neither rows nor an id to print.
    pub fn shows_a_sample(&self) -> bool {
        self.event.is_some()
    }
}

/// Prints the catalogue or a sample.
///
/// # Errors
/// A type that the API document does not name (not found).
pub fn run(args: &Args, context: &Context) -> Result<Outcome> {
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
