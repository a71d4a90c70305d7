//! Reading every page of a list while it may change, from a server that may lie about its length.

use std::collections::HashSet;
use std::future::Future;
use std::pin::Pin;

use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;

use crate::api::{Client, ListQuery, Page};
use crate::error::Result;
use crate::model::JsonObject;

type Fetch<'a> = Pin<Box<dyn Future<Output = Result<Page>> + 'a>>;

/// All pages in order. The first one tells the count; then several are under way at once.
///
/// Pages shift while they are read, so rows that came before are left out. It ends at the latest
/// `meta.pages`, at an empty page, or at one with nothing new, whichever comes first.
pub struct Pages<'a> {
    client: &'a Client,
    query: ListQuery,
    concurrency: usize,
    under_way: FuturesOrdered<Fetch<'a>>,
    next: u64,
    last: u64,
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
            under_way: FuturesOrdered::new(),
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
        while self.under_way.len() < self.concurrency && self.next <= self.last {
            let (client, query) =
                (self.client, ListQuery { page: self.next, ..self.query.clone() });
            self.under_way.push_back(Box::pin(async move { client.list(&query).await }));
            self.next += 1;
        }
        let Some(page) = self.under_way.next().await else { return Ok(None) };
        let page = page?;
        self.last = page.meta.pages;
        let first_total = *self.first_total.get_or_insert(page.meta.total);
        self.total_changed |= page.meta.total != first_total;
        let fresh = self.only_new(page.rows);
        if fresh.is_empty() {
            self.under_way = FuturesOrdered::new();
            self.last = 0;
            return Ok(None);
        }
        Ok(Some(fresh))
    }

    /// Whether webhooks came or went meanwhile, so that one may have slipped between two pages.
    pub fn total_changed(&self) -> bool {
        self.total_changed
    }

    fn only_new(&mut self, rows: Vec<JsonObject>) -> Vec<JsonObject> {
        // `Client::list` has made sure that each row has an id.
        let is_new =
            |row: &JsonObject| self.seen.insert(row.read("id").ok().flatten().unwrap_or_default());
        let mut rows = rows;
        rows.retain(is_new);
        rows
    }
}
