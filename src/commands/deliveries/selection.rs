//! Recorded deliveries as they are asked for, from the journal or from records in a file: read on a
//! thread of its own and handed out one by one, so that any number of them fits into the memory.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use tokio::sync::mpsc::{self, Receiver, Sender};

use crate::config::{input_name, is_stdin};
use crate::error::{Error, Result};
use crate::journal::{self, Filter, First, Journal, LAST};
use crate::model::{Delivery, record_text};

/// How many deliveries are read ahead of those that are sent.
const AHEAD: usize = 2;

/// Which deliveries are meant.
pub(super) struct Selection {
    /// Those with these ids, in this order; without ids, all.
    pub(super) ids: Option<Vec<String>>,
    /// And of them, these.
    pub(super) filter: Filter,
}

impl Selection {
    /// Those that the journal has, the oldest first where no ids are asked for. What comes to the
    /// journal meanwhile is not among them: a replay to its own listener has an end.
    pub(super) fn read_journal(self, journal: Journal) -> Receiver<Result<Delivery>> {
        read_apart(move |sender| match &self.ids {
            None => journal.read(&self.filter, First::Oldest, |delivery| {
                Ok::<_, Error>(sender.blocking_send(Ok(delivery)).is_ok())
            }),
            Some(ids) => {
                let found = ids.iter().map(|id| journal.find(id).map_err(Error::from));
                self.hand_out(found, sender);
                Ok(())
            }
        })
    }

    /// Those among the records of a file, in its order where no ids are asked for. A line that is
    /// no record is an error of its own, and the rest is read on.
    pub(super) fn read_records(self, path: PathBuf) -> Receiver<Result<Delivery>> {
        read_apart(move |sender| {
            let unreadable = |error: io::Error| {
                Error::usage(format!(
                    "the records can't be read from {}: {error}",
                    input_name(&path)
                ))
            };
            if is_stdin(&path) {
                self.choose(io::stdin().lock(), &path, sender).map_err(unreadable)
            } else {
                let file = File::open(&path).map_err(unreadable)?;
                self.choose(BufReader::new(file), &path, sender).map_err(unreadable)
            }
        })
    }

    fn choose(
        &self,
        mut input: impl BufRead,
        path: &Path,
        sender: &Sender<Result<Delivery>>,
    ) -> io::Result<()> {
        let mut wanted = self.ids.as_deref().map(Wanted::new);
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            if input.read_until(b'\n', &mut line)? == 0 {
                break;
            }
            let record = record_text(&line);
            if record.is_empty() {
                continue;
            }
            let read = match (Delivery::from_line(record), &mut wanted) {
                (Ok(None), _) => continue,
                (Ok(Some(delivery)), Some(wanted)) => {
                    wanted.offer(&delivery);
                    continue;
                }
                (Ok(Some(delivery)), None) if !self.filter.admits(&delivery) => continue,
                (Ok(Some(delivery)), None) => Ok(delivery),
                (Err(why), _) => {
                    Err(Error::usage(format!("{}, line {number}: {why}", input_name(path))))
                }
            };
            if sender.blocking_send(read).is_err() {
                return Ok(());
            }
        }
        if let Some(wanted) = wanted {
            self.hand_out(wanted.0.into_iter().map(Candidates::resolve), sender);
        }
        Ok(())
    }

    fn hand_out(
        &self,
        found: impl Iterator<Item = Result<Delivery>>,
        sender: &Sender<Result<Delivery>>,
    ) {
        let admitted =
            |found: &Result<Delivery>| found.as_ref().is_ok_and(|it| self.filter.admits(it));
        for found in found.filter(|found| found.is_err() || admitted(found)) {
            if sender.blocking_send(found).is_err() {
                return;
            }
        }
    }
}

/// Reads on a thread that may wait; what it fails with comes last.
fn read_apart(
    read: impl FnOnce(&Sender<Result<Delivery>>) -> Result<()> + Send + 'static,
) -> Receiver<Result<Delivery>> {
    let (sender, receiver) = mpsc::channel(AHEAD);
    tokio::task::spawn_blocking(move || {
        if let Err(error) = read(&sender) {
            // Whoever does not wait for it any more does not need it.
            let _ = sender.blocking_send(Err(error));
        }
    });
    receiver
}

/// The ids that are asked for, and what was found for each. Only at the end is it known which
/// record is the last, and that no second one begins alike.
struct Wanted(Vec<Candidates>);

struct Candidates {
    id: String,
    /// At most two: they are too many already.
    found: Vec<Delivery>,
}

impl Wanted {
    fn new(ids: &[String]) -> Self {
        Self(ids.iter().map(|id| Candidates { id: id.clone(), found: Vec::new() }).collect())
    }

    fn offer(&mut self, delivery: &Delivery) {
        for Candidates { id, found } in &mut self.0 {
            if id == LAST {
                *found = vec![delivery.clone()];
            } else if found.len() < 2 && delivery.id.starts_with(id.as_str()) {
                found.push(delivery.clone());
            }
        }
    }
}

impl Candidates {
    fn resolve(mut self) -> Result<Delivery> {
        match self.found.len() {
            1 => Ok(self.found.remove(0)),
            found => Err(journal::Error::not_one(&self.id, found).into()),
        }
    }
}
