//! Reading what is recorded, and removing what is not wanted any more.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{
    Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params, params_from_iter,
};

use crate::journal::keep::delete_among;
use crate::journal::{Error, Filter, Keep, schema};
use crate::liveness::is_alive;
use crate::model::{Body, Checked, Delivery, Exec, Forward, Headers, Moment, Response};

/// The latest delivery's name.
pub const LAST: &str = "@last";

/// Which delivery comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// The one that came first.
    Oldest,
    /// The one that came last.
    Latest,
}

/// A journal to read.
#[derive(Debug)]
pub struct Journal {
    connection: Connection,
    path: PathBuf,
}

const COLUMNS: &str =
    "SELECT delivery.number, id, received_at, method, path, headers, body, signature, reason, secret,
     event_id, event_type, duplicate, status, ms, cause FROM delivery
     LEFT JOIN response USING (number) LEFT JOIN diagnosis USING (number)";

impl Journal {
    /// Opens a journal; one that is not there yet is empty.
    ///
    /// # Errors
    /// A file that can't be used.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Ok(Self { connection: schema::open(path)?, path: path.to_owned() })
    }

    /// Opens a journal of this version as it is: it is neither made nor migrated. None where there
    /// is none, or an older one.
    ///
    /// # Errors
    /// A file that can't be used, or not within `patience`.
    pub fn open_as_is(path: &Path, patience: Duration) -> Result<Option<Self>, Error> {
        let found = schema::open_as_is(path, patience)?;
        let found = found.filter(|(_, version)| *version == schema::newest());
        Ok(found.map(|(connection, _)| Self { connection, path: path.to_owned() }))
    }

    /// Hands out what the filter lets through, in this order, until `take` says false.
    ///
    /// # Errors
    /// A file that can't be read, or what `take` fails with.
    pub fn read<E: From<Error>>(
        &self,
        filter: &Filter,
        first: First,
        mut take: impl FnMut(Delivery) -> Result<bool, E>,
    ) -> Result<(), E> {
        let failed = Error::of(&self.path);
        let (conditions, values) = filter.conditions();
        let order = match first {
            First::Oldest => "ASC",
            First::Latest => "DESC",
        };
        let sql = format!("{COLUMNS} WHERE {conditions} ORDER BY delivery.number {order}");
        let mut statement = self.connection.prepare(&sql).map_err(&failed)?;
        let mut rows = statement.query(params_from_iter(values)).map_err(&failed)?;
        while let Some(row) = rows.next().map_err(&failed)? {
            let mut delivery = delivery(row).map_err(&failed)?;
            if !filter.passes(delivery.event_type.as_deref(), &delivery.path) {
                continue;
            }
            self.complete(row, &mut delivery).map_err(&failed)?;
            if !take(delivery)? {
                break;
            }
        }
        Ok(())
    }

    /// The one delivery whose id begins with `id`; [`LAST`] is the latest.
    ///
    /// # Errors
    /// None or several.
    pub fn find(&self, id: &str) -> Result<Delivery, Error> {
        let failed = Error::of(&self.path);
        let sql = if id == LAST {
            format!("{COLUMNS} WHERE ?1 = ?1 ORDER BY delivery.number DESC LIMIT 1")
        } else {
            format!(
                "{COLUMNS} WHERE id >= ?1 AND substr(id, 1, length(?1)) = ?1 ORDER BY id LIMIT 2"
            )
        };
        let mut statement = self.connection.prepare(&sql).map_err(&failed)?;
        let whole = |row: &Row<'_>| self.whole(row);
        let found = statement.query_map([id], whole).map_err(&failed)?;
        let mut found = found.collect::<Result<Vec<_>, _>>().map_err(&failed)?;
        match found.len() {
            1 => Ok(found.remove(0)),
            count => Err(Error::not_one(id, count)),
        }
    }

    /// The delivery at a place that [`Writer::keep`](crate::journal::Writer::keep) told; none where
    /// it has been removed since.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn at(&self, number: i64) -> Result<Option<Delivery>, Error> {
        let sql = format!("{COLUMNS} WHERE delivery.number = ?");
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement.query_row([number], |row| self.whole(row)).optional()
            })
            .map_err(Error::of(&self.path))
    }

    /// Hands what is pending for these targets over to a run of a listener, where the run that it
    /// belonged to is gone, and `is_wanted` says so of the delivery and the target. Oldest first.
    ///
    /// # Errors
    /// A file that can't be read or written.
    pub fn take_up(
        &self,
        urls: &[String],
        run: &str,
        mut is_wanted: impl FnMut(&Delivery, &str) -> bool,
    ) -> Result<Vec<Pending>, Error> {
        let failed = Error::of(&self.path);
        let mut taken = Vec::new();
        // One delivery at a time, and before anybody has to wait for us: there may be many.
        for (pending, owner) in self.left_for(urls)? {
            if self.at(pending.number)?.is_some_and(|delivery| is_wanted(&delivery, &pending.url)) {
                taken.push((pending, owner));
            }
        }
        let transaction =
            Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)
                .map_err(&failed)?;
        let taken = take_over(&transaction, taken, run).map_err(&failed)?;
        transaction.commit().map_err(failed)?;
        Ok(taken)
    }

    /// What is pending for these targets and belongs to runs that are gone, each with its run.
    fn left_for(&self, urls: &[String]) -> Result<Vec<(Pending, String)>, Error> {
        let failed = Error::of(&self.path);
        let sql = "SELECT DISTINCT listener FROM forward WHERE listener IS NOT NULL";
        let owners = self
            .connection
            .prepare(sql)
            .and_then(|mut statement| {
                statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()
            })
            .map_err(&failed)?;
        let mut left = Vec::new();
        for owner in owners.into_iter().filter(|owner| !is_alive(&self.path, owner)) {
            left.extend(self.pending_of(&owner, urls).map_err(&failed)?);
        }
        left.sort_by_key(|(pending, _)| pending.number);
        Ok(left)
    }

    fn pending_of(&self, owner: &str, urls: &[String]) -> rusqlite::Result<Vec<(Pending, String)>> {
        let sql = "SELECT number, url FROM forward WHERE listener = ?";
        let mut statement = self.connection.prepare_cached(sql)?;
        let pending = |row: &Row<'_>| Ok(Pending { number: row.get(0)?, url: row.get(1)? });
        statement
            .query_map([owner], pending)?
            .filter(|found| found.as_ref().map_or(true, |pending| urls.contains(&pending.url)))
            .map(|found| Ok((found?, owner.to_owned())))
            .collect()
    }

    /// How many forwards are pending, whoever's they are.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn pending(&self) -> Result<usize, Error> {
        let sql = "SELECT count(*) FROM forward WHERE listener IS NOT NULL";
        let count: i64 =
            self.connection.query_row(sql, [], |row| row.get(0)).map_err(Error::of(&self.path))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Removes what came before what is to be kept, where the filter lets it through, and tells
    /// how many.
    ///
    /// # Errors
    /// A file that can't be written.
    pub fn prune(&self, keep: Keep, filter: &Filter, is_dry: bool) -> Result<usize, Error> {
        let failed = Error::of(&self.path);
        // Begun by reading, it might not be let write after a listener has.
        let transaction =
            Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)
                .map_err(&failed)?;
        let removed = delete_among(&transaction, keep, filter).map_err(&failed)?;
        if is_dry { transaction.rollback() } else { transaction.commit() }.map_err(failed)?;
        Ok(removed)
    }

    fn whole(&self, row: &Row<'_>) -> rusqlite::Result<Delivery> {
        let mut delivery = delivery(row)?;
        self.complete(row, &mut delivery)?;
        Ok(delivery)
    }

    /// Adds where a delivery went.
    fn complete(&self, row: &Row<'_>, delivery: &mut Delivery) -> rusqlite::Result<()> {
        let number: i64 = row.get("number")?;
        let forwards = "SELECT url, status, ms, attempts, error, answer, listener IS NOT NULL
             FROM forward WHERE number = ? ORDER BY url";
        delivery.forwards = self
            .connection
            .prepare_cached(forwards)?
            .query_map([number], forward)?
            .collect::<Result<_, _>>()?;
        let exec = "SELECT status, ms, error FROM exec WHERE number = ? ORDER BY rowid";
        delivery.exec = self
            .connection
            .prepare_cached(exec)?
            .query_map([number], program)?
            .collect::<Result<_, _>>()?;
        Ok(())
    }
}

/// A forward that is still to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The delivery's place in the journal.
    pub number: i64,
    /// The target.
    pub url: String,
}

/// Two runs that start together must not both take the same: what has another owner by now is left.
fn take_over(
    transaction: &Transaction<'_>,
    wanted: Vec<(Pending, String)>,
    run: &str,
) -> rusqlite::Result<Vec<Pending>> {
    let sql = "UPDATE forward SET listener = ? WHERE number = ? AND url = ? AND listener = ?";
    let mut statement = transaction.prepare_cached(sql)?;
    let mut taken = Vec::with_capacity(wanted.len());
    for (pending, owner) in wanted {
        if statement.execute(params![run, pending.number, pending.url, owner])? == 1 {
            taken.push(pending);
        }
    }
    Ok(taken)
}

fn forward(row: &Row<'_>) -> rusqlite::Result<Forward> {
    Ok(Forward {
        url: row.get(0)?,
        status: row.get(1)?,
        ms: row.get(2)?,
        attempts: row.get(3)?,
        error: row.get(4)?,
        answer: row.get(5)?,
        pending: row.get(6)?,
    })
}

fn program(row: &Row<'_>) -> rusqlite::Result<Exec> {
    Ok(Exec { status: row.get(0)?, ms: row.get(1)?, error: row.get(2)? })
}

fn delivery(row: &Row<'_>) -> rusqlite::Result<Delivery> {
    let body: Vec<u8> = row.get("body")?;
    let (word, reason): (String, Option<String>) = (row.get("signature")?, row.get("reason")?);
    let secret: Option<String> = row.get("secret")?;
    let status: Option<u16> = row.get("status")?;
    Ok(Delivery {
        id: row.get("id")?,
        received_at: Moment::from_unix_milliseconds(row.get("received_at")?),
        method: row.get::<_, String>("method")?.into(),
        path: row.get("path")?,
        headers: Headers::from_json(row.get("headers")?),
        body: Body(body.into()),
        checked: Checked::recorded(&word, reason.as_deref(), secret.as_deref()),
        cause: row.get("cause")?,
        event_id: row.get("event_id")?,
        event_type: row.get("event_type")?,
        duplicate: row.get("duplicate")?,
        response: match status {
            Some(status) => Some(Response { status, ms: row.get("ms")? }),
            None => None,
        },
        forwards: Vec::new(),
        exec: Vec::new(),
    })
}
