//! The one who writes: a thread that commits deliveries in groups, as they come.
//!
//! A commit for each costs fifteen times the time of a bare server, grouped commits two or three
//! times: while one group is synced, the next one gathers.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use tokio::sync::oneshot;

use crate::journal::{Error, schema};
use crate::model::{Delivery, Response, now};

/// The most deliveries in one commit: a bound on what a crash of the disk can make fail at once.
const GROUP: usize = 256;

/// Of deliveries that are not valid at most so many are kept, so that a stranger who knows the URL
/// can't fill the disk.
const REFUSED_RECORDS: i64 = 10_000;
const REFUSED_BYTES: i64 = 256 * 1024 * 1024;

/// After so many deliveries, or so many bytes, what is too old or too much is removed.
const PRUNE_RECORDS: usize = 1000;
const PRUNE_BYTES: usize = 64 * 1024 * 1024;

/// How long, or how many, deliveries are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Those that came within this time.
    For(Duration),
    /// The latest ones.
    Latest(u64),
}

enum Job {
    Keep(Box<Delivery>, oneshot::Sender<Result<Kept, String>>),
    Answered(i64, Response),
}

/// What became of a delivery that is on disk.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// Its place in the journal.
    pub(crate) number: i64,
    /// Whether an earlier one, checked with the same result, had the same event id.
    pub duplicate: bool,
}

/// The way to the journal. Dropping it lets what is under way end first.
#[derive(Debug)]
pub struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Opens the journal and starts its thread.
    ///
    /// # Errors
    /// A file that can't be used.
    pub fn open(path: &Path, keep: Keep) -> Result<Self, Error> {
        let mut connection = schema::open(path)?;
        let failed = Error::of(path);
        prune(&mut connection, keep).map_err(failed)?;
        let (jobs, received) = channel();
        let thread = thread::spawn(move || work(&mut connection, &received, keep));
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Keeps a delivery; when this returns, it is on disk.
    ///
    /// # Errors
    /// The reason, when it could not be written; then it is not kept.
    pub async fn keep(&self, delivery: Delivery) -> Result<Kept, String> {
        let (sender, kept) = oneshot::channel();
        self.send(Job::Keep(Box::new(delivery), sender));
        kept.await.unwrap_or_else(|_| Err(Error::Closed.to_string()))
    }

    /// Notes what the sender was answered. A crash may lose this note, and nothing else.
    pub fn answered(&self, kept: Kept, response: Response) {
        self.send(Job::Answered(kept.number, response));
    }

    fn send(&self, job: Job) {
        // Its receiver is there as long as the thread: a thread that is gone answers no job.
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send(job);
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn work(connection: &mut Connection, jobs: &Receiver<Job>, keep: Keep) {
    let (mut records, mut bytes) = (0, 0);
    while let Ok(first) = jobs.recv() {
        let mut group = vec![first];
        while group.len() < GROUP
            && let Ok(job) = jobs.try_recv()
        {
            group.push(job);
        }
        let written = write(connection, &group).map_err(|error| error.to_string());
        let mut kept = written.as_ref().map(|kept| kept.iter()).ok();
        for job in group {
            let Job::Keep(delivery, sender) = job else { continue };
            records += 1;
            bytes += delivery.body.0.len();
            let answer = match (&mut kept, &written) {
                (Some(kept), _) => kept.next().copied().ok_or_else(String::new),
                (None, Err(error)) => Err(error.clone()),
                (None, Ok(_)) => Err(String::new()),
            };
            // Whoever asked may have gone.
            let _ = sender.send(answer);
        }
        if records >= PRUNE_RECORDS || bytes >= PRUNE_BYTES {
            (records, bytes) = (0, 0);
            if let Err(error) = prune(connection, keep) {
                tracing::warn!("old deliveries could not be removed from the journal: {error}");
            }
        }
    }
}

fn write(connection: &mut Connection, group: &[Job]) -> rusqlite::Result<Vec<Kept>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut kept = Vec::new();
    for job in group {
        match job {
            Job::Keep(delivery, _) => kept.push(insert(&transaction, delivery)?),
            Job::Answered(number, response) => {
                let sql = "INSERT OR REPLACE INTO response (number, status, ms) VALUES (?, ?, ?)";
                let mut statement = transaction.prepare_cached(sql)?;
                statement.execute(params![number, response.status, response.ms])?;
            }
        }
    }
    transaction.commit()?;
    Ok(kept)
}

fn insert(transaction: &Transaction<'_>, delivery: &Delivery) -> rusqlite::Result<Kept> {
    let word = delivery.checked.word();
    // A forger can't make a true delivery a duplicate: valid ones are compared among themselves.
    let duplicate = match &delivery.event_id {
        Some(event) if matches!(word, "valid" | "unchecked") => transaction
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM delivery WHERE event_id = ?1 AND signature = ?2
                 AND signature IN ('valid', 'unchecked'))",
            )?
            .query_row(params![event, word], |row| row.get(0))?,
        _ => false,
    };
    transaction
        .prepare_cached(
            "INSERT INTO delivery (id, received_at, method, path, headers, body, signature, reason,
                 secret, event_id, event_type, duplicate)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            delivery.id,
            delivery.received_at.unix_milliseconds(),
            delivery.method,
            delivery.path,
            serde_json::to_string(&delivery.headers).unwrap_or_default(),
            &delivery.body.0[..],
            word,
            delivery.checked.reason().map(crate::signature::Reason::name),
            delivery.checked.secret_json(),
            delivery.event_id,
            delivery.event_type,
            duplicate,
        ])?;
    Ok(Kept { number: transaction.last_insert_rowid(), duplicate })
}

/// Removes what is older or more than is to be kept.
fn prune(connection: &mut Connection, keep: Keep) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    delete_beyond(&transaction, keep)?;
    transaction.execute(
        "DELETE FROM delivery WHERE signature IN ('invalid', 'missing') AND number <= (
             SELECT max(number) FROM (
                 SELECT number, row_number() OVER latest AS records, sum(length(body)) OVER latest AS bytes
                 FROM delivery WHERE signature IN ('invalid', 'missing')
                 WINDOW latest AS (ORDER BY number DESC)
             ) WHERE records > ?1 OR bytes > ?2)",
        params![REFUSED_RECORDS, REFUSED_BYTES],
    )?;
    transaction
        .execute("DELETE FROM response WHERE number NOT IN (SELECT number FROM delivery)", [])?;
    transaction.commit()
}

/// Deletes deliveries that came before what is to be kept, and tells how many.
pub(super) fn delete_beyond(connection: &Connection, keep: Keep) -> rusqlite::Result<usize> {
    match keep {
        Keep::For(time) => {
            let oldest = now().before(time).unix_milliseconds();
            connection.execute("DELETE FROM delivery WHERE received_at < ?", [oldest])
        }
        Keep::Latest(count) => connection.execute(
            "DELETE FROM delivery WHERE number <= (
                 SELECT number FROM delivery ORDER BY number DESC LIMIT 1 OFFSET ?)",
            [i64::try_from(count).unwrap_or(i64::MAX)],
        ),
    }
}
