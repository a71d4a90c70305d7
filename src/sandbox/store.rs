//! The sandbox's state in a database: its webhooks and its two tokens. Nobody else here knows SQL.
//!
//! Several processes may use one file: each statement or transaction is short, and waits its turn.

mod schema;

use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::types::{ToSql, Type};
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};
use tokio::task::spawn_blocking;

use crate::model::{EventType, Moment, MomentError, Status, WebhookId};
use crate::sandbox::error::Error;
use crate::secret::Secret;

const COLUMNS: &str =
    "id, url, events, status, description, secret, created_at, updated_at, last_triggered";

/// A webhook as the sandbox keeps it.
#[derive(Clone, Debug)]
pub(super) struct StoredWebhook {
    pub(super) id: WebhookId,
    pub(super) url: String,
    pub(super) events: Vec<EventType>,
    pub(super) status: Status,
    pub(super) description: Option<String>,
    pub(super) secret: Secret,
    pub(super) created_at: Moment,
    pub(super) updated_at: Option<Moment>,
    pub(super) last_triggered: Option<Moment>,
}

/// Which webhooks to list; both must hold.
#[derive(Debug, Default)]
pub(super) struct Filter {
    pub(super) status: Option<Status>,
    pub(super) event: Option<EventType>,
}

/// What an update sets; what is `None` stays. A description of `Some(None)` is taken away.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) url: Option<String>,
    pub(super) events: Option<Vec<EventType>>,
    pub(super) status: Option<Status>,
    #[expect(clippy::option_option, reason = "missing, null and text are three things")]
    pub(super) description: Option<Option<String>>,
}

/// An open state.
pub(super) struct Store {
    path: PathBuf,
    connection: Mutex<Connection>,
}

impl Store {
    /// Opens a state file, and makes it where there is none.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let connection = Mutex::new(schema::open(path)?);
        Ok(Self { path: path.to_owned(), connection })
    }

    /// A state that ends with the process.
    pub(super) fn in_memory() -> Result<Self, Error> {
        let path = PathBuf::from(":memory:");
        let connection = Mutex::new(schema::in_memory(&path)?);
        Ok(Self { path, connection })
    }

    /// What a failed query means for this state.
    pub(super) fn failure(&self, source: rusqlite::Error) -> Error {
        Error::of_database(&self.path, source)
    }

    /// Runs a query beside the async thread: a wait for another process's lock holds nobody else up.
    pub(super) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        query: impl FnOnce(&Self) -> rusqlite::Result<T> + Send + 'static,
    ) -> rusqlite::Result<T> {
        let store = Arc::clone(self);
        let outcome = spawn_blocking(move || query(&store)).await;
        // Nobody cancels the task, so only a panic can have ended it: it goes on to its request.
        outcome.unwrap_or_else(|error| resume_unwind(error.into_panic()))
    }

    /// The token for everything, and the one that only reads.
    pub(super) fn tokens(&self) -> rusqlite::Result<(Secret, Secret)> {
        self.connection().query_row("SELECT full, read_only FROM token", [], |row| {
            Ok((secret(row, 0)?, secret(row, 1)?))
        })
    }

    /// How many webhooks `filter` lets through, and those of one page in the order of their making.
    pub(super) fn page(
        &self,
        filter: &Filter,
        page: u64,
        limit: u32,
    ) -> rusqlite::Result<(u32, Vec<StoredWebhook>)> {
        let event = filter.event.as_ref().map(quoted);
        let status = filter.status.as_ref().map(Status::as_str);
        // A condition that holds for every row would keep SQLite from counting by the index alone.
        let (condition, mut values): (_, Vec<&dyn ToSql>) = match (&status, &event) {
            (None, None) => ("", vec![]),
            (Some(status), None) => ("WHERE status = ?", vec![status]),
            (None, Some(event)) => ("WHERE instr(events, ?)", vec![event]),
            (Some(status), Some(event)) => {
                ("WHERE status = ? AND instr(events, ?)", vec![status, event])
            }
        };
        // A page so far out that its offset overflows is as empty as any beyond the last.
        let offset = i64::try_from((page - 1).saturating_mul(limit.into())).unwrap_or(i64::MAX);
        let mut connection = self.connection();
        // One transaction, so that the count and the rows are of the same moment.
        let transaction = connection.transaction()?;
        let total = transaction
            .prepare_cached(&format!("SELECT count(*) FROM webhook {condition}"))?
            .query_row(values.as_slice(), |row| row.get(0))?;
        values.extend([&limit as &dyn ToSql, &offset]);
        let rows = transaction
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM webhook {condition} ORDER BY place LIMIT ? OFFSET ?"
            ))?
            .query_map(values.as_slice(), stored)?
            .collect::<rusqlite::Result<_>>()?;
        Ok((total, rows))
    }

    /// The active webhooks that subscribe to `event`.
    pub(super) fn subscribers(&self, event: &EventType) -> rusqlite::Result<Vec<StoredWebhook>> {
        self.connection()
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM webhook
                 WHERE status = 'active' AND instr(events, ?) ORDER BY place"
            ))?
            .query_map([quoted(event)], stored)?
            .collect()
    }

    /// One webhook.
    pub(super) fn find(&self, id: &WebhookId) -> rusqlite::Result<Option<StoredWebhook>> {
        self.connection()
            .prepare_cached(&format!("SELECT {COLUMNS} FROM webhook WHERE id = ?"))?
            .query_row([id.as_str()], stored)
            .optional()
    }

    /// Adds a webhook at the end of the list.
    pub(super) fn insert(&self, webhook: &StoredWebhook) -> rusqlite::Result<()> {
        self.connection()
            .prepare_cached(&format!(
                "INSERT INTO webhook ({COLUMNS})
                 VALUES (:id, :url, :events, :status, :description, :secret, :created_at, NULL, NULL)"
            ))?
            .execute(named_params! {
                ":id": webhook.id.as_str(),
                ":url": webhook.url,
                ":events": events_text(&webhook.events),
                ":status": webhook.status.as_str(),
                ":description": webhook.description,
                ":secret": webhook.secret.expose(),
                ":created_at": webhook.created_at.to_string(),
            })?;
        Ok(())
    }

    /// Merges a change into a webhook, in one statement so that two at a time both take effect.
    pub(super) fn change(
        &self,
        id: &WebhookId,
        change: &Change,
        now: Moment,
    ) -> rusqlite::Result<Option<StoredWebhook>> {
        self.connection()
            .prepare_cached(&format!(
                "UPDATE webhook SET
                     url = coalesce(:url, url),
                     events = coalesce(:events, events),
                     status = coalesce(:status, status),
                     description = iif(:describes, :description, description),
                     updated_at = :now
                 WHERE id = :id RETURNING {COLUMNS}"
            ))?
            .query_row(
                named_params! {
                    ":id": id.as_str(),
                    ":url": change.url,
                    ":events": change.events.as_deref().map(events_text),
                    ":status": change.status.as_ref().map(Status::as_str),
                    ":describes": change.description.is_some(),
                    ":description": change.description.as_ref().and_then(Option::as_ref),
                    ":now": now.to_string(),
                },
                stored,
            )
            .optional()
    }

    /// Takes a webhook away; whether it was there.
    pub(super) fn remove(&self, id: &WebhookId) -> rusqlite::Result<bool> {
        let removed = self
            .connection()
            .prepare_cached("DELETE FROM webhook WHERE id = ?")?
            .execute([id.as_str()])?;
        Ok(removed == 1)
    }

    /// Notes that a delivery was tried.
    pub(super) fn triggered(&self, id: &WebhookId, now: Moment) -> rusqlite::Result<()> {
        self.connection()
            .prepare_cached("UPDATE webhook SET last_triggered = ? WHERE id = ?")?
            .execute(params![now.to_string(), id.as_str()])?;
        Ok(())
    }

    /// A panic elsewhere leaves no half-done statement behind: the database rolls it back.
    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The types as one JSON array in one column: no query for each row, and a filter finds a name
/// between its quotation marks.
fn events_text(events: &[EventType]) -> String {
    serde_json::json!(events).to_string()
}

/// An event type as it stands in [`events_text`].
fn quoted(event: &EventType) -> String {
    serde_json::json!(event).to_string()
}

fn stored(row: &Row<'_>) -> rusqlite::Result<StoredWebhook> {
    Ok(StoredWebhook {
        id: parsed(row, 0)?,
        url: row.get(1)?,
        events: serde_json::from_str(row.get_ref(2)?.as_str()?).map_err(|e| invalid(2, e))?,
        status: row.get::<_, String>(3)?.into(),
        description: row.get(4)?,
        secret: secret(row, 5)?,
        created_at: parsed(row, 6)?,
        updated_at: optional_moment(row, 7)?,
        last_triggered: optional_moment(row, 8)?,
    })
}

fn parsed<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: FromStr<Err: Into<Box<dyn std::error::Error + Send + Sync>>>,
{
    row.get_ref(column)?.as_str()?.parse().map_err(|error| invalid(column, error))
}

fn optional_moment(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Moment>> {
    let text = row.get_ref(column)?.as_str_or_null()?;
    text.map(str::parse).transpose().map_err(|error: MomentError| invalid(column, error))
}

fn secret(row: &Row<'_>, column: usize) -> rusqlite::Result<Secret> {
    Secret::new(row.get::<_, Vec<u8>>(column)?).map_err(|error| invalid(column, error))
}

fn invalid(
    column: usize,
    error: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error.into())
}

#[cfg(test)]
mod tests;
