//! Reading every page of a list while it may change, from a server that may lie about its length.

use std::collections::{BTreeMap, HashSet};
use std::future::Future;
use std::pin::Pin;

use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use tokio::task::yield_now;

use crate::api::calls::read_page;
use crate::api::{Answer, Client, ListQuery};
use crate::error::Result;
use crate::model::JsonObject;

type Arriving<'a> = Pin<Box<dyn Future<Output = (u64, Result<Answer>)> + 'a>>;

/// All pages in order. The first one tells the count; then several are under way at once.
///
/// Pages shift while they are read, so rows that came before are left out. It ends at the latest
/// `meta.pages`, at an empty page, or at one with nothing new, whichever comes first.
pub struct Pages<'a> {
    client: &'a Client,
    query: ListQuery,
    concurrency: usize,
    under_way: FuturesUnordered<Arriving<'a>>,
    /// Answers that came before their turn, by page.
    early: BTreeMap<u64, Result<Answer>>,
    /// The page to hand out next.
    turn: u64,
    /// The page to ask for next.
    next: u64,
    last: u64,
    /// The JSON text of each id that came.
    seen: HashSet<String>,
    first_total: Option<u64>,
    total_changed: bool,
}

impl<'a> Pages<'a> {
    pub(super) fn new(client: &'a Client, query: ListQuery, concurrency: usize) -> Self {
        Self {
            client,
            query,
            concurrency: concurrency.max(1),
            under_way: FuturesUnordered::new(),
            early: BTreeMap::new(),
            turn: 1,
            next: 1,
            last: 1,
            seen: HashSet::new(),
            first_total: None,
            total_changed: false,
        }
    }

    /// The rows of the next page that no earlier page had; `None` after the last.
    ///
    /// # Errors
    /// Those of [`Client::list`].
    pub async fn next(&mut self) -> Result<Option<Vec<JsonObject>>> {
        let Some(answer) = self.answer_in_turn().await else { return Ok(None) };
        let page = read_page(answer?)?;
        self.last = page.meta.pages;
        let first_total = *self.first_total.get_or_insert(page.meta.total);
        self.total_changed |= page.meta.total != first_total;
        let fresh = self.only_new(page.rows);
        if fresh.is_empty() {
            self.under_way.clear();
            self.early.clear();
            self.last = 0;
            return Ok(None);
        }
        Ok(Some(fresh))
    }

    async fn answer_in_turn(&mut self) -> Option<Result<Answer>> {
        self.ask();
        let answer = loop {
            if let Some(answer) = self.early.remove(&self.turn) {
                break answer;
            }
            let (page, answer) = self.under_way.next().await?;
            self.early.insert(page, answer);
        };
        self.turn += 1;
        // The next requests go out before this answer is read and printed. Otherwise answers that
        // came together are all printed first, and no request is under way meanwhile: measured,
        // that is an eighth of the time.
        self.ask();
        while let Some(Some((page, answer))) = self.under_way.next().now_or_never() {
            self.early.insert(page, answer);
        }
        yield_now().await;
        Some(answer)
    }

    /// Answers that wait for an earlier one count too, so that memory is bounded. (Not counting them
    /// was measured: the answers then come in bursts, and it takes no less time.)
    fn ask(&mut self) {
        while self.under_way.len() + self.early.len() < self.concurrency && self.next <= self.last {
            let (client, page) = (self.client, self.next);
            let request = client.list_request(&ListQuery { page, ..self.query.clone() });
            let call = async move { (page, client.call(&request).await) };
            self.under_way.push(Box::pin(call));
            self.next += 1;
        }
    }

    /// Whether webhooks came or went meanwhile, so that one may have slipped between two pages.
    pub fn total_changed(&self) -> bool {
        self.total_changed
    }

    fn only_new(&mut self, mut rows: Vec<JsonObject>) -> Vec<JsonObject> {
        // `read_page` has made sure that each row has an id.
        rows.retain(|row| row.get("id").is_some_and(|id| self.seen.insert(id.get().to_owned())));
        rows
    }
}
