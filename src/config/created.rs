//! The webhooks that runs of `listen --create` have made for themselves, or are about to make: each
//! is noted before it is made, so that what a killed run leaves is found, and nothing else is.

use std::fs;
use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::config::files::{lock_beside, write_private};
use crate::error::{Error, Result};
use crate::liveness::{Liveness, is_alive};
use crate::model::WebhookId;

const VERSION: u32 = 1;

/// One webhook of one run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreatedNote {
    run: String,
    origin: String,
    /// Where it was to point when it was made.
    pub url: String,
    /// Its id, once the API has said it.
    pub webhook_id: Option<WebhookId>,
}

impl CreatedNote {
    /// The description that marks the webhook: no other has the same.
    pub fn description(&self) -> String {
        format!("hookctl listen {}", self.run)
    }
}

#[derive(Serialize, Deserialize)]
struct Contents {
    version: u32,
    webhooks: Vec<CreatedNote>,
}

/// The file of notes.
#[derive(Clone, Debug)]
pub struct CreatedNotes {
    path: PathBuf,
}

/// A note of this run. While it is there, nobody takes the webhook for one that was left.
#[derive(Debug)]
pub struct OwnNote {
    notes: CreatedNotes,
    note: CreatedNote,
    _alive: Liveness,
}

impl CreatedNotes {
    /// The notes at `path`; nothing is read or made yet.
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Notes a webhook that is to be made at the API of that origin. When this returns, it is on
    /// disk.
    ///
    /// # Errors
    /// When it can't be noted.
    pub fn begin(&self, origin: &str, url: &str) -> Result<OwnNote> {
        let alive = Liveness::begin(&self.path).map_err(|error| self.unwritable(&error))?;
        let note = CreatedNote {
            run: alive.id().to_owned(),
            origin: origin.to_owned(),
            url: url.to_owned(),
            webhook_id: None,
        };
        self.change(|webhooks| webhooks.push(note.clone()))?;
        Ok(OwnNote { notes: self.clone(), note, _alive: alive })
    }

    /// What runs that are no longer alive have left at the API of that origin.
    ///
    /// # Errors
    /// Notes that can't be read.
    pub fn left(&self, origin: &str) -> Result<Vec<CreatedNote>> {
        let mut webhooks = self.load()?.webhooks;
        webhooks.retain(|note| note.origin == origin && !is_alive(&self.path, &note.run));
        Ok(webhooks)
    }

    /// Strikes out a note whose webhook is gone.
    ///
    /// # Errors
    /// When the notes can't be written.
    pub fn forget(&self, gone: &CreatedNote) -> Result<()> {
        self.change(|webhooks| webhooks.retain(|note| note.run != gone.run))
    }

    fn change(&self, change: impl FnOnce(&mut Vec<CreatedNote>)) -> Result<()> {
        let _lock = lock_beside(&self.path).map_err(|error| self.unwritable(&error))?;
        let mut contents = self.load()?;
        change(&mut contents.webhooks);
        let bytes = serde_json::to_vec_pretty(&contents).unwrap_or_default();
        write_private(&self.path, &bytes).map_err(|error| self.unwritable(&error))
    }

    fn load(&self) -> Result<Contents> {
        let path = self.path.display();
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Contents { version: VERSION, webhooks: Vec::new() });
            }
            Err(error) => return Err(Error::failed(format!("{path} can't be read: {error}"))),
        };
        let contents: Contents = serde_json::from_slice(&bytes).map_err(|error| {
            Error::failed(format!("{path}, the notes of `listen --create`, is damaged: {error}"))
                .hinted("mend it or move it away: hookctl does not overwrite it")
        })?;
        if contents.version == VERSION {
            return Ok(contents);
        }
        let version = contents.version;
        Err(Error::failed(format!("{path} has version {version}, not {VERSION}"))
            .hinted("a newer hookctl wrote it: use that one"))
    }

    fn unwritable(&self, error: &io::Error) -> Error {
        let path = self.path.display();
        Error::failed(format!("the webhook can't be noted in {path}: {error}"))
            .hinted("make its folder writable, or name another with HOOKCTL_DATA_DIR")
    }
}

impl OwnNote {
    /// The description that the webhook is to have.
    pub fn description(&self) -> String {
        self.note.description()
    }

    /// Adds the id that the API gave the webhook.
    ///
    /// # Errors
    /// When it can't be noted; the webhook is still found by its description.
    pub fn identify(&mut self, id: &WebhookId) -> Result<()> {
        self.note.webhook_id = Some(id.clone());
        self.notes.change(|webhooks| {
            for note in webhooks.iter_mut().filter(|note| note.run == self.note.run) {
                note.webhook_id = Some(id.clone());
            }
        })
    }

    /// Strikes the note out: there is no such webhook.
    ///
    /// # Errors
    /// When the notes can't be written.
    pub fn forget(self) -> Result<()> {
        self.notes.forget(&self.note)
    }
}

#[cfg(test)]
mod tests {
    use super::CreatedNotes;

    #[test]
    fn only_what_an_ended_run_left_at_this_api_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let notes = CreatedNotes::at(folder.path().join("created.json"));
        let alive = notes.begin("https://a", "https://x/1").unwrap();
        let mut ended = notes.begin("https://a", "https://x/2").unwrap();
        ended.identify(&"wh_2".parse().unwrap()).unwrap();
        drop(ended);
        drop(notes.begin("https://b", "https://x/3").unwrap());
        let left = notes.left("https://a").unwrap();
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].webhook_id.as_ref().unwrap().as_str(), "wh_2");
        assert_ne!(left[0].description(), alive.description());
        notes.forget(&left[0]).unwrap();
        assert!(notes.left("https://a").unwrap().is_empty());
        assert_eq!(notes.left("https://b").unwrap().len(), 1);
        alive.forget().unwrap();
        assert!(notes.left("https://a").unwrap().is_empty());
    }

    #[test]
    fn two_that_note_at_once_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let notes = CreatedNotes::at(folder.path().join("created.json"));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| drop(notes.begin("https://a", "https://x").unwrap()));
            }
        });
        assert_eq!(notes.left("https://a").unwrap().len(), 8);
    }
}
