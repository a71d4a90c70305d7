//! What the writer is asked for, and the statements that write it.

use std::sync::Arc;

use rusqlite::{Connection, Statement, Transaction, TransactionBehavior, params};
use tokio::sync::oneshot;

use crate::model::{Delivery, Exec, Forward, Response};
use crate::signature::Reason;

/// Who waits to hear that a delivery is on disk.
pub(super) type Asker = oneshot::Sender<Result<Kept, String>>;

/// What they are told.
pub(super) type Answer = (Asker, Result<Kept, String>);

/// One thing to write: a delivery, and that it is to be forwarded to these targets; or a note on the
/// delivery at a place.
pub(super) enum Job {
    Keep(Box<Delivery>, Arc<[String]>, Asker),
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

const IS_REPEAT: &str = "SELECT EXISTS (SELECT 1 FROM delivery
    WHERE event_id = ?1 AND signature = ?2 AND signature IN ('valid', 'unchecked'))";

const INSERT: &str = "INSERT INTO delivery (id, received_at, method, path, headers, body,
    signature, reason, secret, event_id, event_type, duplicate)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

const ANSWER: &str = "INSERT OR REPLACE INTO response (number, status, ms)
    SELECT number, ?2, ?3 FROM delivery WHERE number = ?1";

/// Writes all of these or nothing, and tells the places of the deliveries, in their order. Of one
/// that is gone by now nothing is noted.
pub(super) fn write(
    connection: &mut Connection,
    group: &mut [Job],
    run: &str,
) -> rusqlite::Result<Vec<i64>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut numbers = Vec::new();
    // What nearly every job needs is looked up once for all.
    let mut is_repeat = transaction.prepare_cached(IS_REPEAT)?;
    let mut insert = transaction.prepare_cached(INSERT)?;
    let mut answer = transaction.prepare_cached(ANSWER)?;
    for job in group {
        match job {
            Job::Keep(delivery, targets, _) => {
                delivery.duplicate = is_duplicate(delivery, &mut is_repeat)?;
                let number = keep_one(delivery, &mut insert)?;
                for url in targets.iter() {
                    let sql = "INSERT OR REPLACE INTO forward (number, url, listener)
                         VALUES (?, ?, ?)";
                    transaction.prepare_cached(sql)?.execute(params![number, url, run])?;
                }
                numbers.push(number);
            }
            Job::Answered(number, response) => {
                answer.execute(params![*number, response.status, response.ms])?;
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
    drop((is_repeat, insert, answer));
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

/// A forger can't make a true delivery a duplicate: valid ones are compared among themselves.
fn is_duplicate(delivery: &Delivery, is_repeat: &mut Statement<'_>) -> rusqlite::Result<bool> {
    match &delivery.event_id {
        Some(event) if delivery.checked.is_accepted() => {
            is_repeat.query_row(params![event, delivery.checked.word()], |row| row.get(0))
        }
        _ => Ok(false),
    }
}

/// Tells its place.
fn keep_one(delivery: &Delivery, insert: &mut Statement<'_>) -> rusqlite::Result<i64> {
    insert.insert(params![
        delivery.id,
        delivery.received_at.unix_milliseconds(),
        delivery.method,
        delivery.path,
        delivery.headers.json(),
        &delivery.body.0[..],
        delivery.checked.word(),
        delivery.checked.reason().map(Reason::name),
        delivery.checked.secret_json(),
        delivery.event_id,
        delivery.event_type,
        delivery.duplicate,
    ])
}
