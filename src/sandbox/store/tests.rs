//! The state: what is kept, listed, merged, and shared between processes.

use std::path::Path;

use super::{Change, Filter, Store, StoredWebhook};
use crate::model::{EventType, Status, now, webhook_id, webhook_secret};
use crate::secret::Secret;

fn event(name: &str) -> EventType {
    name.parse().unwrap()
}

fn webhook(url: &str, events: &[&str], status: Status) -> StoredWebhook {
    StoredWebhook {
        id: webhook_id(),
        url: url.to_owned(),
        events: events.iter().map(|name| event(name)).collect(),
        status,
        description: Some("ünlauter ' \" zweck".to_owned()),
        secret: Secret::new(webhook_secret()).unwrap(),
        created_at: now().whole_seconds(),
        updated_at: None,
        last_triggered: None,
    }
}

fn with_three() -> Store {
    let store = Store::in_memory().unwrap();
    for (url, events, status) in [
        ("http://a", ["user.created", "user.deleted"], Status::Active),
        ("http://b", ["user.deleted", "system.alert"], Status::Inactive),
        ("http://c", ["user.created", "system.alert"], Status::Inactive),
    ] {
        store.insert(&webhook(url, &events, status)).unwrap();
    }
    store
}

fn urls(store: &Store, filter: &Filter, page: u64, limit: u32) -> (u32, Vec<String>) {
    let (total, rows) = store.page(filter, page, limit).unwrap();
    (total, rows.into_iter().map(|row| row.url).collect())
}

#[test]
fn what_is_inserted_is_found_whole() {
    let store = Store::in_memory().unwrap();
    let made = webhook("http://a/?q='", &["user.created"], Status::Inactive);
    store.insert(&made).unwrap();
    let found = store.find(&made.id).unwrap().unwrap();
    assert_eq!(found.secret.expose(), made.secret.expose());
    assert_eq!((&found.url, &found.events), (&made.url, &made.events));
    assert_eq!((found.status, found.description), (made.status, made.description));
    assert_eq!((found.created_at, found.updated_at), (made.created_at, None));
}

#[test]
fn pages_are_in_the_order_of_making_and_end() {
    let store = with_three();
    let all = Filter::default();
    assert_eq!(urls(&store, &all, 1, 2), (3, vec!["http://a".into(), "http://b".into()]));
    assert_eq!(urls(&store, &all, 2, 2), (3, vec!["http://c".into()]));
    assert_eq!(urls(&store, &all, 3, 2), (3, vec![]));
    assert_eq!(urls(&store, &all, u64::MAX, 100), (3, vec![]));
}

#[test]
fn both_filters_must_hold() {
    let store = with_three();
    let filtered = |status: Option<Status>, name: Option<&str>| {
        urls(&store, &Filter { status, event: name.map(event) }, 1, 100)
    };
    assert_eq!(filtered(Some(Status::Active), None), (1, vec!["http://a".into()]));
    let alerts = vec!["http://b".into(), "http://c".into()];
    assert_eq!(filtered(None, Some("system.alert")), (2, alerts));
    let both = filtered(Some(Status::Inactive), Some("user.created"));
    assert_eq!(both, (1, vec!["http://c".into()]));
    assert_eq!(filtered(None, Some("user")), (0, vec![]));
}

#[test]
fn only_active_subscribers_of_the_event_count() {
    let store = with_three();
    assert_eq!(store.subscribers(&event("user.created")).unwrap().len(), 1);
    assert_eq!(store.subscribers(&event("system.alert")).unwrap().len(), 0);
}

#[test]
fn a_change_merges_and_can_take_the_description_away() {
    let store = Store::in_memory().unwrap();
    let made = webhook("http://a", &["user.created"], Status::Active);
    store.insert(&made).unwrap();
    let change = Change { status: Some(Status::Inactive), ..Change::default() };
    let later = "2040-01-01T00:00:00Z".parse().unwrap();
    let changed = store.change(&made.id, &change, later).unwrap().unwrap();
    assert_eq!((changed.url, changed.status), (made.url, Status::Inactive));
    assert_eq!((changed.description, changed.updated_at), (made.description, Some(later)));
    let change = Change { description: Some(None), ..Change::default() };
    assert_eq!(store.change(&made.id, &change, later).unwrap().unwrap().description, None);
    assert!(store.change(&webhook_id(), &change, later).unwrap().is_none());
}

#[test]
fn a_webhook_is_removed_once() {
    let store = Store::in_memory().unwrap();
    let made = webhook("http://a", &["user.created"], Status::Active);
    store.insert(&made).unwrap();
    assert!(store.remove(&made.id).unwrap());
    assert!(!store.remove(&made.id).unwrap());
}

#[test]
fn two_that_write_one_file_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.db");
    let fill = |path: &Path| {
        let store = Store::open(path).unwrap();
        for _ in 0..50 {
            store.insert(&webhook("http://a", &["user.created"], Status::Active)).unwrap();
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| fill(&path));
        scope.spawn(|| fill(&path));
    });
    let (total, _) = Store::open(&path).unwrap().page(&Filter::default(), 1, 1).unwrap();
    assert_eq!(total, 100);
}
