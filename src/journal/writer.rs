//! The one who writes: a thread that commits deliveries in groups, as they come.
//!
//! A commit for each costs fifteen times the time of a bare server, grouped commits two or three
//! times: while one group is synced, the next one gathers.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;

use crate::journal::job::{Answer, Job, Kept, write};
use crate::journal::keep::{Keep, prune};
use crate::journal::{Error, Journal, Pending, schema};
use crate::liveness::Liveness;
use crate::model::{Delivery, Exec, Forward, Response};

/// The most deliveries in one commit: a bound on what a crash of the disk can make fail at once.
const GROUP: usize = 256;

/// After so many deliveries, or so many bytes, what is too old or too much is removed.
const PRUNE_RECORDS: usize = 1000;
const PRUNE_BYTES: usize = 64 * 1024 * 1024;

/// How long notes wait for a delivery to be written with: every commit syncs the disk, and a
/// delivery would have to wait for theirs.
const NOTE_WAIT: Duration = Duration::from_millis(10);

/// The way to the journal. Dropping it lets what is under way end first.
#[derive(Debug)]
pub struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    reader: Arc<Mutex<Journal>>,
    liveness: Liveness,
}

impl Writer {
    /// Opens the journal and starts its thread. Has to be called within a runtime.
    ///
    /// # Errors
    /// A file that can't be used.
    pub fn open(path: &Path, keep: Keep) -> Result<Self, Error> {
        let mut connection = schema::open(path)?;
        let failed = Error::of(path);
        prune(&mut connection, keep).map_err(failed)?;
        let liveness = Liveness::begin(path)
            .map_err(|source| Error::Undeclared { path: path.to_owned(), source })?;
        let (jobs, received) = channel();
        let run = liveness.id().to_owned();
        let (answers, answered) = unbounded_channel();
        tokio::spawn(hand_out(answered));
        let thread = thread::spawn(move || work(&mut connection, &received, &answers, keep, &run));
        let reader = Arc::new(Mutex::new(Journal::open(path)?));
        Ok(Self { jobs: Some(jobs), thread: Some(thread), reader, liveness })
    }

    /// Takes up what runs that are gone have left pending for these targets, where `is_wanted` says
    /// so of the delivery and the target. Oldest first.
    ///
    /// # Errors
    /// A file that can't be read or written.
    pub fn take_up(
        &self,
        urls: &[String],
        is_wanted: impl FnMut(&Delivery, &str) -> bool,
    ) -> Result<Vec<Pending>, Error> {
        lock(&self.reader).take_up(urls, self.liveness.id(), is_wanted)
    }

    /// How many forwards are pending, whoever's they are.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn pending(&self) -> Result<usize, Error> {
        lock(&self.reader).pending()
    }

    /// The delivery at a place; none where it has been removed.
    ///
    /// # Errors
    /// A file that can't be read.
    pub async fn at(&self, number: i64) -> Result<Option<Delivery>, Error> {
        let reader = Arc::clone(&self.reader);
        let read = tokio::task::spawn_blocking(move || lock(&reader).at(number));
        read.await.unwrap_or(Err(Error::Closed))
    }

    /// Keeps a delivery, and that it is to be forwarded to these targets; when this returns, both
    /// are on disk.
    ///
    /// # Errors
    /// The reason, when it could not be written; then it is not kept.
    pub async fn keep(&self, delivery: Box<Delivery>, to: Arc<[String]>) -> Result<Kept, String> {
        let (sender, kept) = oneshot::channel();
        self.send(Job::Keep(delivery, to, sender));
        kept.await.unwrap_or_else(|_| Err(Error::Closed.to_string()))
    }

    /// Notes what the sender was answered. A crash may lose this note, and nothing else.
    pub fn answered(&self, number: i64, response: Response) {
        self.send(Job::Answered(number, response));
    }

    /// Notes what explains that a signature is not valid. A crash may lose this note.
    pub fn diagnosed(&self, number: i64, cause: String) {
        self.send(Job::Diagnosed(number, cause));
    }

    /// Notes how forwarding a delivery to a target ended. A crash may lose this note, and then the
    /// delivery is forwarded once more.
    pub fn forwarded(&self, number: i64, forward: Forward) {
        self.send(Job::Forwarded(number, forward));
    }

    /// Notes how a program that was run with a delivery ended.
    pub fn executed(&self, number: i64, exec: Exec) {
        self.send(Job::Executed(number, exec));
    }

    fn send(&self, job: Job) {
        // Its receiver is there as long as the thread: a thread that is gone answers no job.
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send(job);
        }
    }
}

/// A panic while reading leaves nothing half done.
fn lock(reader: &Mutex<Journal>) -> MutexGuard<'_, Journal> {
    reader.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn work(
    connection: &mut Connection,
    jobs: &Receiver<Job>,
    answers: &UnboundedSender<Vec<Answer>>,
    keep: Keep,
    run: &str,
) {
    let (mut records, mut bytes) = (0, 0);
    while let Some(mut group) = next_group(jobs) {
        let written = write(connection, &mut group, run);
        let kept = group.into_iter().filter_map(|job| match job {
            Job::Keep(delivery, _, asker) => Some((delivery, asker)),
            _ => None,
        });
        let kept = kept.inspect(|(delivery, _)| {
            records += 1;
            bytes += delivery.body.0.len();
        });
        let group_answers = match written {
            Ok(numbers) => kept
                .zip(numbers)
                .map(|((delivery, asker), number)| (asker, Ok(Kept { number, delivery })))
                .collect(),
            Err(error) => kept.map(|(_, asker)| (asker, Err(error.to_string()))).collect(),
        };
        // A runtime that is gone has no askers either.
        let _ = answers.send(group_answers);
        if records >= PRUNE_RECORDS || bytes >= PRUNE_BYTES {
            (records, bytes) = (0, 0);
            if let Err(error) = prune(connection, keep) {
                tracing::warn!("old deliveries could not be removed from the journal: {error}");
            }
        }
    }
}

/// What is to be written together: what has come by now, with at least one delivery, or notes that
/// have waited for one long enough. None, once nothing more comes.
fn next_group(jobs: &Receiver<Job>) -> Option<Vec<Job>> {
    let mut group = vec![jobs.recv().ok()?];
    let deadline = Instant::now() + NOTE_WAIT;
    let mut is_urgent = matches!(group[0], Job::Keep(..));
    while group.len() < GROUP {
        let next = match jobs.try_recv() {
            Ok(job) => Some(job),
            Err(_) if is_urgent => None,
            Err(_) => jobs.recv_timeout(deadline.saturating_duration_since(Instant::now())).ok(),
        };
        let Some(job) = next else { break };
        is_urgent |= matches!(job, Job::Keep(..));
        group.push(job);
    }
    Some(group)
}

/// Tells the askers of a group, from within their own thread: to wake each from another thread takes
/// a call of the system.
async fn hand_out(mut answers: UnboundedReceiver<Vec<Answer>>) {
    while let Some(group) = answers.recv().await {
        for (asker, answer) in group {
            // Whoever asked may have gone.
            let _ = asker.send(answer);
        }
    }
}
