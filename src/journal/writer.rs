//! The one who writes: a thread that commits deliveries in groups, as they come.
//!
//! A commit for each costs fifteen times the time of a bare server, grouped commits two or three
//! times: while one group is synced, the next one gathers.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use tokio::sync::oneshot;

use crate::journal::{Error, Journal, Pending, schema};
use crate::liveness::Liveness;
use crate::model::{Delivery, Exec, Forward, Response, now};

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
    Keep(Box<Delivery>, Arc<[String]>, oneshot::Sender<Result<Kept, String>>),
    Answered(i64, Response),
    Diagnosed(i64, String),
    Forwarded(i64, Forward),
    Executed(i64, Exec),
}

/// What became of a delivery that is on disk.
#[derive(Debug)]
pub struct Kept {
    /// Its place in the journal.
    pub number: i64,
    /// The delivery, told by now whether it is a duplicate.
    pub delivery: Box<Delivery>,
}

/// The way to the journal. Dropping it lets what is under way end first.
#[derive(Debug)]
pub struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    reader: Arc<Mutex<Journal>>,
    liveness: Liveness,
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
        let liveness = Liveness::begin(path)
            .map_err(|source| Error::Undeclared { path: path.to_owned(), source })?;
        let (jobs, received) = channel();
        let run = liveness.id().to_owned();
        let thread = thread::spawn(move || work(&mut connection, &received, keep, &run));
        let reader = Arc::new(Mutex::new(Journal::open(path)?));
        Ok(Self { jobs: Some(jobs), thread: Some(thread), reader, liveness })
    }

    /// Takes up what runs that are gone have left pending for these targets. Oldest first.
    ///
    /// # Errors
    /// A file that can't be written.
    pub fn take_up(&self, urls: &[String]) -> Result<Vec<Pending>, Error> {
        lock(&self.reader).take_up(urls, self.liveness.id())
    }

    /// How many forwards are pending, whoever's they are.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn pending(&self) -> Result<usize, Error> {
        lock(&self.reader).pending()
    }

    /// The delivery at a place; none where it has been removed.
    ///
    /// # Errors
    /// A file that can't be read.
    pub async fn at(&self, number: i64) -> Result<Option<Delivery>, Error> {
        let reader = Arc::clone(&self.reader);
        let read = tokio::task::spawn_blocking(move || lock(&reader).at(number));
        read.await.unwrap_or(Err(Error::Closed))
    }

    /// Keeps a delivery, and that it is to be forwarded to these targets; when this returns, both
    /// are on disk.
    ///
    /// # Errors
    /// The reason, when it could not be written; then it is not kept.
    pub async fn keep(&self, delivery: Box<Delivery>, to: Arc<[String]>) -> Result<Kept, String> {
        let (sender, kept) = oneshot::channel();
        self.send(Job::Keep(delivery, to, sender));
        kept.await.unwrap_or_else(|_| Err(Error::Closed.to_string()))
    }

    /// Notes what the sender was answered. A crash may lose this note, and nothing else.
    pub fn answered(&self, number: i64, response: Response) {
        self.send(Job::Answered(number, response));
    }

    /// Notes what explains that a signature is not valid. A crash may lose this note.
    pub fn diagnosed(&self, number: i64, cause: String) {
        self.send(Job::Diagnosed(number, cause));
    }

    /// Notes how forwarding a delivery to a target ended. A crash may lose this note, and then the
    /// delivery is forwarded once more.
    pub fn forwarded(&self, number: i64, forward: Forward) {
        self.send(Job::Forwarded(number, forward));
    }

    /// Notes how a program that was run with a delivery ended.
    pub fn executed(&self, number: i64, exec: Exec) {
        self.send(Job::Executed(number, exec));
    }

    fn send(&self, job: Job) {
        // Its receiver is there as long as the thread: a thread that is gone answers no job.
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send(job);
        }
    }
}

/// A panic while reading leaves nothing half done.
fn lock(reader: &Mutex<Journal>) -> MutexGuard<'_, Journal> {
    reader.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn work(connection: &mut Connection, jobs: &Receiver<Job>, keep: Keep, run: &str) {
    let (mut records, mut bytes) = (0, 0);
    while let Ok(first) = jobs.recv() {
        let mut group = vec![first];
        while group.len() < GROUP
            && let Ok(job) = jobs.try_recv()
        {
            group.push(job);
        }
        let written = write(connection, &mut group, run).map_err(|error| error.to_string());
        let mut numbers = written.as_ref().map(|numbers| numbers.iter()).ok();
        for job in group {
            let Job::Keep(delivery, _, sender) = job else { continue };
            records += 1;
            bytes += delivery.body.0.len();
            let answer = match (&mut numbers, &written) {
                (Some(numbers), _) => numbers
                    .next()
                    .map(|&number| Kept { number, delivery })
                    .ok_or_else(|| Error::Closed.to_string()),
                (None, Err(error)) => Err(error.clone()),
                (None, Ok(_)) => Err(Error::Closed.to_string()),
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

/// Tells the places of the deliveries, in their order. Of one that is gone by now nothing is noted.
fn write(connection: &mut Connection, group: &mut [Job], run: &str) -> rusqlite::Result<Vec<i64>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut numbers = Vec::new();
    for job in group {
        match job {
            Job::Keep(delivery, targets, _) => {
                let number = insert(&transaction, delivery)?;
                for url in targets.iter() {
                    let sql = "INSERT OR REPLACE INTO forward (number, url, listener)
                         VALUES (?, ?, ?)";
                    transaction.prepare_cached(sql)?.execute(params![number, url, run])?;
                }
                numbers.push(number);
            }
            Job::Answered(number, response) => {
                let sql = "INSERT OR REPLACE INTO response (number, status, ms)
                     SELECT number, ?2, ?3 FROM delivery WHERE number = ?1";
                let mut statement = transaction.prepare_cached(sql)?;
                statement.execute(params![*number, response.status, response.ms])?;
            }
            Job::Diagnosed(number, cause) => {
                let sql = "INSERT OR REPLACE INTO diagnosis (number, cause)
                     SELECT number, ?2 FROM delivery WHERE number = ?1";
                transaction.prepare_cached(sql)?.execute(params![*number, &*cause])?;
            }
            Job::Forwarded(number, forward) => note_forward(&transaction, *number, forward, run)?,
            Job::Executed(number, exec) => {
                let sql = "INSERT INTO exec (number, status, ms, error)
                     SELECT number, ?2, ?3, ?4 FROM delivery WHERE number = ?1";
                let values = params![*number, exec.status, exec.ms, exec.error];
                transaction.prepare_cached(sql)?.execute(values)?;
            }
        }
    }
    transaction.commit()?;
    Ok(numbers)
}

fn note_forward(
    transaction: &Transaction<'_>,
    number: i64,
    forward: &Forward,
    run: &str,
) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO forward
             (number, url, listener, status, ms, attempts, error, answer)
         SELECT number, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM delivery WHERE number = ?1";
    transaction.prepare_cached(sql)?.execute(params![
        number,
        forward.url,
        forward.pending.then_some(run),
        forward.status,
        forward.ms,
        forward.attempts,
        forward.error,
        forward.answer,
    ])?;
    Ok(())
}

/// Tells the delivery whether it is a duplicate, keeps it, and tells its place.
fn insert(transaction: &Transaction<'_>, delivery: &mut Delivery) -> rusqlite::Result<i64> {
    let word = delivery.checked.word();
    // A forger can't make a true delivery a duplicate: valid ones are compared among themselves.
    delivery.duplicate = match &delivery.event_id {
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
            delivery.duplicate,
        ])?;
    Ok(transaction.last_insert_rowid())
}

/// The oldest have the lowest numbers: those that are young enough need not be looked at.
const TOO_OLD: &str = "number < coalesce(
    (SELECT number FROM delivery WHERE received_at >= ? ORDER BY number LIMIT 1), 1 << 62)";

/// Removes what is older or more than is to be kept.
fn prune(connection: &mut Connection, keep: Keep) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let (exactly, limit) = beyond(keep);
    let too_far = if matches!(keep, Keep::For(_)) { TOO_OLD } else { exactly };
    transaction.execute(&format!("DELETE FROM delivery WHERE {too_far}"), [limit])?;
    transaction.execute(
        "DELETE FROM delivery WHERE signature IN ('invalid', 'missing') AND number <= (
             SELECT max(number) FROM (
                 SELECT number, row_number() OVER latest AS records, sum(length(body)) OVER latest AS bytes
                 FROM delivery WHERE signature IN ('invalid', 'missing')
                 WINDOW latest AS (ORDER BY number DESC)
             ) WHERE records > ?1 OR bytes > ?2)",
        params![REFUSED_RECORDS, REFUSED_BYTES],
    )?;
    transaction.commit()
}

/// The condition on a delivery that came before what is to be kept, and its one value.
pub(super) fn beyond(keep: Keep) -> (&'static str, i64) {
    match keep {
        Keep::For(time) => ("received_at < ?", now().before(time).unix_milliseconds()),
        Keep::Latest(count) => (
            "number <= (SELECT number FROM delivery ORDER BY number DESC LIMIT 1 OFFSET ?)",
            i64::try_from(count).unwrap_or(i64::MAX),
        ),
    }
}
