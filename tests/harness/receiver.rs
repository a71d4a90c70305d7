//! A receiver of deliveries: answers with the statuses that it is told, and remembers what came.

use super::{Hostile, Reply, Request};

pub struct Receiver {
    server: Hostile,
}

impl Receiver {
    /// Answers the first delivery with the first status, and so on; the last one stays.
    pub fn answering(statuses: impl IntoIterator<Item = u16>) -> Self {
        let replies = statuses.into_iter().map(|status| Reply::json(status, "{}"));
        Self { server: Hostile::in_turn(replies) }
    }

    /// Where deliveries go.
    pub fn url(&self) -> String {
        format!("{}/hook", self.server.url())
    }

    /// The deliveries so far.
    pub fn deliveries(&self) -> Vec<Request> {
        self.server.requests()
    }

    /// Waits until this many deliveries have come, and shows them.
    #[track_caller]
    pub fn wait_for(&self, count: usize) -> Vec<Request> {
        self.server.wait_for(count)
    }
}
