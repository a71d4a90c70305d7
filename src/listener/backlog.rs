//! What waits for somebody slower than the network: the reader of our output, a target, a program.
//!
//! It takes a bounded amount of memory. Beyond it, what the journal has is fetched from there when
//! its turn comes, or dropped and counted where that is not worth it; without a journal the oldest is
//! dropped, and counted.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// The bytes of one backlog that are held in memory.
const LIMIT: usize = 64 * 1024 * 1024;

/// What can wait.
pub trait Waiting: Sized {
    /// About what it takes in memory.
    fn bytes(&self) -> usize;

    /// Whether the journal has it.
    fn is_kept(&self) -> bool;

    /// What is left to remember where the journal has the rest; nothing, where that is not worth
    /// fetching.
    fn spill(self) -> Option<Self>;
}

/// A first-in, first-out queue for many on both sides.
#[derive(Debug)]
pub struct Backlog<T> {
    state: Mutex<State<T>>,
    came: Notify,
}

#[derive(Debug)]
struct State<T> {
    items: VecDeque<T>,
    bytes: usize,
    dropped: u64,
    is_closed: bool,
}

impl<T> Default for Backlog<T> {
    fn default() -> Self {
        let state = State { items: VecDeque::new(), bytes: 0, dropped: 0, is_closed: false };
        Self { state: Mutex::new(state), came: Notify::new() }
    }
}

impl<T: Waiting> Backlog<T> {
    /// Adds one; never waits.
    pub fn push(&self, item: T) {
        self.state().push(item, LIMIT);
        self.came.notify_one();
    }

    /// Takes the oldest; waits for one. Nothing, once it is closed and empty.
    pub async fn next(&self) -> Option<T> {
        self.wait(State::pop).await
    }

    /// Takes the oldest ones, at most so many; waits for the first. Empty, once it is closed and
    /// empty.
    pub async fn next_few(&self, most: usize) -> Vec<T> {
        let few = |state: &mut State<T>| {
            let few: Vec<_> = (0..most).map_while(|_| state.pop()).collect();
            (!few.is_empty()).then_some(few)
        };
        self.wait(few).await.unwrap_or_default()
    }

    /// Says that nothing more comes.
    pub fn close(&self) {
        self.state().is_closed = true;
        self.came.notify_one();
    }

    /// How many were dropped.
    pub fn dropped(&self) -> u64 {
        self.state().dropped
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.state().items.len()
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    async fn wait<U>(&self, mut take: impl FnMut(&mut State<T>) -> Option<U>) -> Option<U> {
        loop {
            let (taken, is_over) = {
                let mut state = self.state();
                let taken = take(&mut state);
                (taken, state.items.is_empty() && state.is_closed)
            };
            // A permit is for one: what is left, and the end, are for the next who waits.
            if taken.is_some() || is_over {
                self.came.notify_one();
                return taken;
            }
            self.came.notified().await;
        }
    }

    /// A panic elsewhere leaves the queue as it was.
    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Waiting> State<T> {
    fn push(&mut self, item: T, limit: usize) {
        let bytes = item.bytes();
        if self.bytes + bytes > limit {
            if item.is_kept() {
                match item.spill() {
                    Some(spilled) => self.items.push_back(spilled),
                    None => self.dropped += 1,
                }
                return;
            }
            while self.bytes + bytes > limit && self.pop().is_some() {
                self.dropped += 1;
            }
        }
        self.bytes += bytes;
        self.items.push_back(item);
    }

    fn pop(&mut self) -> Option<T> {
        let item = self.items.pop_front()?;
        self.bytes -= item.bytes();
        Some(item)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Backlog, State, Waiting};

    #[derive(Debug, PartialEq)]
    struct Item {
        name: u32,
        bytes: usize,
        is_kept: bool,
    }

    impl Waiting for Item {
        fn bytes(&self) -> usize {
            self.bytes
        }

        fn is_kept(&self) -> bool {
            self.is_kept
        }

        fn spill(self) -> Option<Self> {
            Some(Self { bytes: 0, ..self })
        }
    }

    fn item(name: u32, is_kept: bool) -> Item {
        Item { name, bytes: 4, is_kept }
    }

    fn state() -> State<Item> {
        Backlog::default().state.into_inner().unwrap()
    }

    #[test]
    fn beyond_the_limit_the_oldest_is_dropped_without_a_journal() {
        let mut state = state();
        (1..=4).for_each(|name| state.push(item(name, false), 10));
        let left: Vec<_> = std::iter::from_fn(|| state.pop()).map(|item| item.name).collect();
        assert_eq!((left, state.dropped, state.bytes), (vec![3, 4], 2, 0));
    }

    #[test]
    fn beyond_the_limit_nothing_is_dropped_with_a_journal() {
        let mut state = state();
        (1..=4).for_each(|name| state.push(item(name, true), 10));
        let left: Vec<_> = std::iter::from_fn(|| state.pop()).collect();
        let sizes: Vec<_> = left.iter().map(|item| (item.name, item.bytes)).collect();
        assert_eq!((sizes, state.dropped), (vec![(1, 4), (2, 4), (3, 0), (4, 0)], 0));
    }

    #[tokio::test]
    async fn all_who_wait_get_theirs_and_hear_of_the_end() {
        let backlog = Arc::new(Backlog::default());
        let takers: Vec<_> = (0..3)
            .map(|_| {
                let backlog = Arc::clone(&backlog);
                tokio::spawn(async move {
                    let mut count = 0;
                    while backlog.next().await.is_some() {
                        count += 1;
                    }
                    count
                })
            })
            .collect();
        (0..100).for_each(|name| backlog.push(item(name, false)));
        backlog.close();
        let mut total = 0;
        for taker in takers {
            total += taker.await.unwrap();
        }
        assert_eq!(total, 100);
        assert!(backlog.next_few(8).await.is_empty());
    }
}
