//! Passing deliveries on, after they are acknowledged: to targets, and to a program.
//!
//! Nobody here makes a sender wait, except for pass-through, where that is the point.

mod program;
mod route;
mod target;

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

pub use program::Program;
pub use route::Route;
pub use target::{Retries, Target};

pub(super) use target::Relayed;

use crate::journal::{Pending, Writer};
use crate::listener::backlog::Backlog;
use crate::listener::notice::{Executed, Forwarded, Notice, Received};
use crate::model::{Delivery, Exec, Forward};

/// Programs that run at a time.
const PROGRAMS: usize = 4;

/// Where deliveries go.
#[derive(Debug, Default)]
pub struct Options {
    /// The targets.
    pub targets: Vec<Target>,
    /// How often a target that fails is tried again.
    pub retries: Retries,
    /// How many deliveries are on their way to one target at a time, at least 1; more give up
    /// their order.
    pub concurrency: usize,
    /// A program that is run with each delivery.
    pub program: Option<Program>,
    /// Whether targets get deliveries with an invalid or missing signature too.
    pub forwards_invalid: bool,
    /// Whether the sender is answered with what the one target answers.
    pub passes_through: bool,
    /// What an earlier run of a listener has left to be forwarded.
    pub resumed: Vec<Pending>,
}

impl Options {
    /// Whether the target of this name gets such a delivery.
    pub fn forwards(&self, delivery: &Delivery, name: &str) -> bool {
        self.places(delivery).any(|place| self.targets[place].name() == name)
    }

    /// The places of the targets that get such a delivery.
    fn places(&self, delivery: &Delivery) -> impl Iterator<Item = usize> {
        let is_forwarded = delivery.checked.is_accepted() || self.forwards_invalid;
        let takes = move |place: &usize| is_forwarded && self.targets[*place].takes(delivery);
        (0..self.targets.len()).filter(takes)
    }
}

/// All ways on from a listener.
pub(super) struct Relay {
    /// What was resumed has been taken out of them.
    options: Options,
    to_program: Backlog<Received>,
    journal: Option<Arc<Writer>>,
    notices: mpsc::UnboundedSender<Notice>,
    /// Forwards that the journal has as pending.
    open: AtomicUsize,
    /// Whether the time to pass anything on is over.
    over: watch::Sender<bool>,
}

/// Where one delivery is to go.
#[derive(Default)]
pub(super) struct Plan {
    targets: Vec<usize>,
    is_for_program: bool,
}

impl Relay {
    /// Takes up what is to be resumed; [`Self::start`] begins with it.
    pub(super) fn new(
        mut options: Options,
        journal: Option<Arc<Writer>>,
        notices: mpsc::UnboundedSender<Notice>,
    ) -> Self {
        let resumed = std::mem::take(&mut options.resumed);
        let relay = Self {
            options,
            to_program: Backlog::default(),
            journal,
            notices,
            open: AtomicUsize::new(resumed.len()),
            over: watch::Sender::default(),
        };
        for pending in resumed {
            let target = relay.options.targets.iter().find(|target| target.name() == pending.url);
            if let Some(target) = target {
                target.waiting.push(Received::Kept(pending.number));
            }
        }
        relay
    }

    /// Where this delivery is to go, which is wanted.
    pub(super) fn plan(&self, delivery: &Delivery) -> Plan {
        Plan {
            targets: self.options.places(delivery).collect(),
            is_for_program: delivery.checked.is_accepted() && self.options.program.is_some(),
        }
    }

    /// The names of the targets that the journal is to remember until they have it.
    pub(super) fn names(&self, plan: &Plan) -> Arc<[String]> {
        if self.options.passes_through || plan.targets.is_empty() {
            return Arc::default();
        }
        plan.targets.iter().map(|&place| self.options.targets[place].name().to_owned()).collect()
    }

    /// Hands a delivery on; never waits.
    pub(super) fn pass(&self, received: &Received, plan: &Plan) {
        if !self.options.passes_through {
            if received.number().is_some() {
                self.open.fetch_add(plan.targets.len(), Ordering::Relaxed);
            }
            for &place in &plan.targets {
                self.options.targets[place].waiting.push(received.clone());
            }
        }
        if plan.is_for_program {
            self.to_program.push(received.clone());
        }
    }

    /// Forwards at once, where the sender waits for the target's answer; nothing where it doesn't.
    pub(super) async fn pass_through(
        &self,
        delivery: &Delivery,
        plan: &Plan,
        max_answer: usize,
    ) -> Option<(Forward, Option<Relayed>)> {
        let &place = plan.targets.first().filter(|_| self.options.passes_through)?;
        Some(self.options.targets[place].pass_through(delivery, max_answer).await)
    }

    /// Starts those who forward and run programs.
    pub(super) fn start(self: &Arc<Self>, stopping: &watch::Receiver<bool>) -> JoinSet<()> {
        let mut workers = JoinSet::new();
        for place in 0..self.options.targets.len() {
            for _ in 0..self.options.concurrency {
                let (relay, stopping) = (Arc::clone(self), stopping.clone());
                workers.spawn(async move { relay.forward_to(place, stopping).await });
            }
        }
        for _ in 0..self.options.program.iter().len() * PROGRAMS {
            let relay = Arc::clone(self);
            workers.spawn(async move { relay.run_program().await });
        }
        workers
    }

    /// Waits until all is passed on, or the deadline, and tells how many forwards stay pending.
    pub(super) async fn finish(&self, mut workers: JoinSet<()>, deadline: Instant) -> usize {
        self.options.targets.iter().for_each(|target| target.waiting.close());
        self.to_program.close();
        let mut all = pin!(async { while workers.join_next().await.is_some() {} });
        if timeout_at(deadline, &mut all).await.is_err() {
            self.over.send_replace(true);
            all.await;
        }
        self.open.load(Ordering::Relaxed)
    }

    async fn forward_to(&self, place: usize, mut stopping: watch::Receiver<bool>) {
        let target = &self.options.targets[place];
        let mut over = self.over.subscribe();
        while let Some(received) = target.waiting.next().await {
            let number = received.number();
            if number.is_some() && *over.borrow() {
                continue;
            }
            let delivery = match received.fetch(self.journal.as_deref()).await {
                Ok(Some(delivery)) => delivery,
                Ok(None) => {
                    self.open.fetch_sub(1, Ordering::Relaxed);
                    continue;
                }
                // It stays pending.
                Err(_) => continue,
            };
            let forwarding = target.forward(&delivery, self.options.retries, &mut stopping);
            let forward = tokio::select! {
                biased;
                () = until(&mut over) => None,
                forward = forwarding => Some(forward),
            };
            match (forward, number) {
                (Some(forward), Some(_)) => {
                    if !forward.pending {
                        self.open.fetch_sub(1, Ordering::Relaxed);
                    }
                    self.tell_forwarded(&delivery, number, forward);
                }
                // It stays pending.
                (None, Some(_)) => {}
                (forward, None) => {
                    let forward = forward.unwrap_or_else(|| target.given_up());
                    // Without a journal there is nowhere to wait.
                    let forward = Forward { pending: false, ..forward };
                    self.tell_forwarded(&delivery, number, forward);
                }
            }
        }
    }

    /// Notes how a forward ended, in the journal and to whoever watches.
    pub(super) fn tell_forwarded(
        &self,
        delivery: &Delivery,
        number: Option<i64>,
        forward: Forward,
    ) {
        if let (Some(journal), Some(number)) = (&self.journal, number) {
            journal.forwarded(number, forward.clone());
        }
        let forwarded = Forwarded { delivery_id: delivery.id.clone(), forward, number };
        // Whoever watched may be gone.
        let _ = self.notices.send(Notice::Forwarded(forwarded.into()));
    }

    async fn run_program(&self) {
        let Some(program) = &self.options.program else { return };
        let mut over = self.over.subscribe();
        while let Some(received) = self.to_program.next().await {
            let number = received.number();
            let fetched = received.fetch(self.journal.as_deref()).await;
            let Ok(Some(delivery)) = fetched else { continue };
            let exec = if *over.borrow() {
                let error = "not started: the listener ended first".to_owned();
                Exec { status: None, ms: 0.0, error: Some(error) }
            } else {
                program.run(&delivery, until(&mut over)).await
            };
            self.tell_executed(&delivery, number, exec);
        }
    }

    fn tell_executed(&self, delivery: &Delivery, number: Option<i64>, exec: Exec) {
        if let (Some(journal), Some(number)) = (&self.journal, number) {
            journal.executed(number, exec.clone());
        }
        let executed = Executed { delivery_id: delivery.id.clone(), exec, number };
        let _ = self.notices.send(Notice::Executed(executed.into()));
    }
}

async fn until(over: &mut watch::Receiver<bool>) {
    // Its sender is there as long as the relay.
    let _ = over.wait_for(|is_over| *is_over).await;
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use http::HeaderMap;
    use rusqlite::Connection;
    use tokio::sync::{mpsc, watch};
    use tokio::time::Instant;

    use super::{Options, Relay, Target};
    use crate::journal::{Keep, Pending, Writer};
    use crate::transport::Settings;

    const URL: &str = "http://a.invalid/";

    /// How many forwards stay pending of one that is at a place of the journal where nothing is.
    async fn left(journal: Writer) -> usize {
        let route = URL.parse().unwrap();
        let target = Target::new(route, HeaderMap::new(), &Settings::default()).unwrap();
        let options = Options {
            targets: vec![target],
            concurrency: 1,
            resumed: vec![Pending { number: 1, url: URL.to_owned() }],
            ..Options::default()
        };
        let (notices, _told) = mpsc::unbounded_channel();
        let relay = Arc::new(Relay::new(options, Some(Arc::new(journal)), notices));
        let (_is_stopping, stopping) = watch::channel(false);
        let workers = relay.start(&stopping);
        relay.finish(workers, Instant::now() + crate::sender::DEFAULT_LIMIT).await
    }

    #[tokio::test]
    async fn what_is_removed_is_not_pending_and_what_can_not_be_read_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let open = || Writer::open(&path, Keep::Latest(1)).unwrap();
        assert_eq!(left(open()).await, 0);
        let journal = open();
        let broken = "ALTER TABLE delivery RENAME TO gone";
        Connection::open(&path).unwrap().execute_batch(broken).unwrap();
        assert_eq!(left(journal).await, 1);
    }
}
