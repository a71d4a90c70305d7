//! How much is kept, and the removal of the rest.

use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior, params, params_from_iter};

use crate::journal::Filter;
use crate::model::now;

/// Of deliveries that are not valid at most so many are kept, so that a stranger who knows the URL
/// can't fill the disk.
const REFUSED_RECORDS: i64 = 10_000;
const REFUSED_BYTES: i64 = 256 * 1024 * 1024;

/// How long, or how many, deliveries are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Those that came within this time.
    For(Duration),
    /// The latest ones.
    Latest(u64),
}

/// The oldest have the lowest numbers: what follows the first that is young enough need not be looked
/// at. One of a clock that was ahead comes from the future, and says nothing of those that follow.
const TOO_OLD: &str = "received_at < ?1 AND number < coalesce((SELECT number FROM delivery
    WHERE received_at BETWEEN ?1 AND ?2 ORDER BY number LIMIT 1), 1 << 62)";

/// What is still to be forwarded. Those are few, and an index has them.
const PENDING: &str = "SELECT number FROM forward WHERE listener IS NOT NULL";

/// Removes what is older or more than is to be kept, and is not to be forwarded any more. The bound on
/// what is not valid spares nothing.
pub(super) fn prune(connection: &mut Connection, keep: Keep) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let (exactly, limit) = beyond(keep);
    let delete =
        |too_far| format!("DELETE FROM delivery WHERE {too_far} AND number NOT IN ({PENDING})");
    match keep {
        Keep::For(_) => {
            transaction.execute(&delete(TOO_OLD), [limit, now().unix_milliseconds()])?
        }
        Keep::Latest(_) => transaction.execute(&delete(exactly), [limit])?,
    };
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
fn beyond(keep: Keep) -> (&'static str, i64) {
    match keep {
        Keep::For(time) => ("received_at < ?", now().before(time).unix_milliseconds()),
        Keep::Latest(count) => (
            "number <= (SELECT number FROM delivery ORDER BY number DESC LIMIT 1 OFFSET ?)",
            i64::try_from(count).unwrap_or(i64::MAX),
        ),
    }
}

/// Removes what came before what is to be kept, where the filter lets it through, and tells how many.
pub(super) fn delete_among(
    transaction: &Transaction<'_>,
    keep: Keep,
    filter: &Filter,
) -> rusqlite::Result<usize> {
    let (too_far, limit) = beyond(keep);
    let (conditions, mut values) = filter.conditions();
    values.push(limit.into());
    let sql = format!(
        "SELECT number, event_type, path FROM delivery WHERE {conditions} AND {too_far}
         ORDER BY number"
    );
    let mut found = transaction.prepare(&sql)?;
    let mut delete = transaction.prepare("DELETE FROM delivery WHERE number = ?")?;
    let mut rows = found.query(params_from_iter(values))?;
    let mut removed = 0;
    // A row that was read may be deleted while the next ones are still to be read.
    while let Some(row) = rows.next()? {
        let event_type: Option<String> = row.get("event_type")?;
        let path: String = row.get("path")?;
        if filter.passes(event_type.as_deref(), &path) {
            removed += delete.execute([row.get::<_, i64>("number")?])?;
        }
    }
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rusqlite::{Connection, params};

    use super::{Keep, REFUSED_RECORDS, prune};
    use crate::journal::schema;
    use crate::model::now;

    /// A journal of old deliveries with these verdicts, of which the first is still to be forwarded.
    fn journal(verdicts: &[&str]) -> (tempfile::TempDir, Connection) {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = schema::open(&folder.path().join("journal.db")).unwrap();
        let transaction = connection.transaction().unwrap();
        let sql = "INSERT INTO delivery
            (id, received_at, method, path, headers, body, signature, duplicate)
            VALUES ('dlv_1', 1, 'POST', '/', '[]', x'', ?, 0)";
        for verdict in verdicts {
            transaction.execute(sql, [verdict]).unwrap();
        }
        let sql = "INSERT INTO forward (number, url, listener) VALUES (1, 'http://a/', ?), (2, 'http://a/', ?)";
        transaction.execute(sql, params!["run_1", None::<String>]).unwrap();
        transaction.commit().unwrap();
        (folder, connection)
    }

    fn numbers(connection: &Connection) -> Vec<i64> {
        let mut statement = connection.prepare("SELECT number FROM delivery").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn what_is_still_to_be_forwarded_is_spared() {
        for (keep, left) in
            [(Keep::For(Duration::from_secs(60)), vec![1]), (Keep::Latest(1), vec![1, 3])]
        {
            let (_folder, mut connection) = journal(&["valid", "valid", "invalid"]);
            prune(&mut connection, keep).unwrap();
            assert_eq!(numbers(&connection), left, "{keep:?}");
        }
    }

    #[test]
    fn one_of_a_clock_that_was_ahead_keeps_nothing_but_itself() {
        let (_folder, mut connection) = journal(&["valid"; 5]);
        let now = now().unix_milliseconds();
        for (number, received_at) in [(3, now + 3_600_000), (5, now - 1000)] {
            let sql = "UPDATE delivery SET received_at = ?2 WHERE number = ?1";
            connection.execute(sql, [number, received_at]).unwrap();
        }
        prune(&mut connection, Keep::For(Duration::from_secs(60))).unwrap();
        // The first is still to be forwarded.
        assert_eq!(numbers(&connection), [1, 3, 5]);
    }

    #[test]
    fn the_bound_on_what_is_not_valid_spares_nothing() {
        let verdicts = vec!["invalid"; usize::try_from(REFUSED_RECORDS).unwrap() + 1];
        let (_folder, mut connection) = journal(&verdicts);
        prune(&mut connection, Keep::Latest(u64::MAX)).unwrap();
        assert_eq!(numbers(&connection).first(), Some(&2));
    }
}
