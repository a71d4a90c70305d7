//! Deleting what runs of `listen --create` have left when they were killed.

use crate::api::{Client, ListQuery};
use crate::commands::Context;
use crate::commands::ids::with_id;
use crate::commands::views::DELETED;
use crate::config::{CreatedNote, CreatedNotes};
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::{JsonObject, WebhookId};
use crate::output::Form;

/// `listen --clean-up`: deletes what was left at the API in force, and says what.
///
/// # Errors
/// No API, notes that can't be read or written; a webhook's own failure is reported and counted.
pub(super) async fn run(context: &Context) -> Result<Outcome> {
    let output = context.output();
    output.check_fields(&DELETED)?;
    let client = context.api().await?;
    context.tell_profile();
    let notes = CreatedNotes::at(context.settings().paths.created());
    let origin = context.origin().unwrap_or_default();
    let (rows, failures) = delete_left(client, &notes, &origin).await?;
    output.many(&rows, &DELETED)?;
    if rows.is_empty() && failures.is_empty() && output.form() == Form::Table {
        output.footer("nothing was left");
    }
    for error in &failures {
        output.error(error);
    }
    Ok(failures.first().map_or(Outcome::Done, |error| Outcome::Told(error.kind())))
}

/// Deletes the webhooks that are noted, belong to no run that is alive, and are marked as noted.
/// Hands out the API's answers, and the failed calls: their notes stay, and the others are tried.
///
/// # Errors
/// Notes that can't be read or written.
pub(super) async fn delete_left(
    client: &Client,
    notes: &CreatedNotes,
    origin: &str,
) -> Result<(Vec<JsonObject>, Vec<Error>)> {
    let (mut rows, mut failures) = (Vec::new(), Vec::new());
    for note in notes.left(origin)? {
        match delete_noted(client, &note).await {
            Ok(deleted) => {
                rows.extend(deleted);
                notes.forget(&note)?;
            }
            Err(error) => failures.push(error),
        }
    }
    Ok((rows, failures))
}

async fn delete_noted(client: &Client, note: &CreatedNote) -> Result<Vec<JsonObject>> {
    let candidates = match &note.webhook_id {
        Some(id) => vec![id.clone()],
        None => pointing_to(client, &note.url).await?,
    };
    let mut rows = Vec::new();
    for id in candidates {
        // Another clean-up may be at work: what is gone is gone.
        let deleted = match unless_gone(client.get(&id).await)? {
            Some(webhook) if webhook.description == Some(note.description()) => {
                unless_gone(client.delete(&id).await)?
            }
            _ => None,
        };
        rows.extend(deleted.map(|deleted| with_id(deleted.answer, &id)));
    }
    Ok(rows)
}

/// The kill came before the id was noted. A list shows where webhooks point, and no description.
async fn pointing_to(client: &Client, url: &str) -> Result<Vec<WebhookId>> {
    let query = ListQuery { page: 1, limit: Some(100), status: None, event: None };
    let mut pages = client.pages(query, 4);
    let mut ids = Vec::new();
    while let Some(rows) = pages.next().await? {
        let there =
            |row: &&JsonObject| row.read::<String>("url").ok().flatten().as_deref() == Some(url);
        for row in rows.iter().filter(there) {
            ids.extend(row.read::<WebhookId>("id").map_err(Error::failed)?);
        }
    }
    Ok(ids)
}

fn unless_gone<T>(called: Result<T>) -> Result<Option<T>> {
    match called {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == Kind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
