//! What ends in any order, handed out in the order in which it began. No I/O: values alone.

use std::collections::BTreeMap;

/// Items by their numbers, from 0. Those that came before their turn wait for it.
#[derive(Debug)]
pub(super) struct InOrder<T> {
    turn: u32,
    waiting: BTreeMap<u32, T>,
}

impl<T> Default for InOrder<T> {
    fn default() -> Self {
        Self { turn: 0, waiting: BTreeMap::new() }
    }
}

impl<T> InOrder<T> {
    /// Adds the item of this number.
    pub(super) fn add(&mut self, number: u32, item: T) {
        self.waiting.insert(number, item);
    }

    /// The item whose turn it is, if it has come.
    pub(super) fn next(&mut self) -> Option<T> {
        let item = self.waiting.remove(&self.turn)?;
        self.turn += 1;
        Some(item)
    }

    /// All that wait, in order, once those before them will not come.
    pub(super) fn rest(self) -> impl Iterator<Item = T> {
        self.waiting.into_values()
    }
}

#[cfg(test)]
mod tests {
    use super::InOrder;

    #[test]
    fn what_came_early_waits_for_its_turn() {
        let mut items = InOrder::default();
        items.add(1, "b");
        assert_eq!(items.next(), None);
        items.add(0, "a");
        assert_eq!((items.next(), items.next(), items.next()), (Some("a"), Some("b"), None));
        items.add(4, "e");
        items.add(3, "d");
        assert_eq!(items.rest().collect::<Vec<_>>(), ["d", "e"]);
    }
}
