//! The secrets of created webhooks: one file, for its owner only, replaced atomically.
//!
//! The API shows a secret once, so a secret is on disk before anything of it is printed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;
use zeroize::Zeroizing;

use crate::config::files::{
    clear_leftovers, ensure_private, folder_of, lock_beside, prefix_of, write_private,
};
use crate::error::{Error, Kind, Result};
use crate::model::{Moment, WebhookId};
use crate::secret::Secret;

/// The sandbox's origin in the store: its port changes, it stays the same API.
pub const SANDBOX_ORIGIN: &str = "sandbox";

const VERSION: u32 = 1;

/// One secret and where it belongs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptSecret {
    /// The webhook that it signs for.
    pub webhook_id: WebhookId,
    /// The API that made it: scheme, host and port, or [`SANDBOX_ORIGIN`].
    pub origin: String,
    /// When it was kept.
    pub kept_at: Moment,
    secret: Zeroizing<String>,
}

#[derive(Serialize, Deserialize)]
struct Contents {
    version: u32,
    secrets: Vec<KeptSecret>,
}

/// The file of kept secrets.
#[derive(Clone, Debug)]
pub struct SecretStore {
    path: PathBuf,
}

impl SecretStore {
    /// The store at `path`; nothing is read or made yet.
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Where the store is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes sure that a secret could be kept now: the file can be read and its folder written.
    ///
    /// # Errors
    /// When it could not.
    pub fn ensure_writable(&self) -> Result<()> {
        let _lock = self.lock().map_err(|error| self.unwritable(&error))?;
        self.load()?;
        let probe = NamedTempFile::with_prefix_in(prefix_of(&self.path), folder_of(&self.path))
            // Written, because a file that is only made longer takes no room on a full disk.
            .and_then(|mut file| file.write_all(&vec![0; 64 * 1024]).and_then(|()| file.flush()));
        probe.map_err(|error| self.unwritable(&error))
    }

    /// Keeps a secret; when this returns, it is on disk. One of the same webhook and origin is
    /// replaced.
    ///
    /// # Errors
    /// When it can't be kept.
    pub fn keep(&self, id: &WebhookId, origin: &str, secret: &Secret, now: Moment) -> Result<()> {
        let text = secret.expose_text().ok_or_else(|| Error::usage("the secret is not text"))?;
        let kept = KeptSecret {
            webhook_id: id.clone(),
            origin: origin.to_owned(),
            kept_at: now,
            secret: Zeroizing::new(text.to_owned()),
        };
        let _lock = self.lock().map_err(|error| self.unwritable(&error))?;
        let mut contents = self.load()?;
        contents.secrets.retain(|old| !old.is_of(id, origin));
        contents.secrets.push(kept);
        self.save(&contents)
    }

    /// All that is kept, in the order of keeping.
    ///
    /// # Errors
    /// An unreadable store.
    pub fn all(&self) -> Result<Vec<KeptSecret>> {
        self.load().map(|contents| contents.secrets)
    }

    /// Forgets the secret that [`find`](Self::find) finds. When this returns, no file of the store
    /// has its bytes any more.
    ///
    /// # Errors
    /// Those of [`find`](Self::find), or when the store can't be written.
    pub fn remove(&self, id: &WebhookId, origin: Option<&str>) -> Result<KeptSecret> {
        if !self.path.exists() {
            return Err(none_kept(id));
        }
        let _lock = self.lock().map_err(|error| self.unwritable(&error))?;
        let mut contents = self.load()?;
        let place = place(&contents.secrets, id, origin)?;
        let removed = contents.secrets.remove(place);
        self.save(&contents)?;
        Ok(removed)
    }

    /// The secret kept for a webhook. The origin in force decides only where two APIs have made
    /// the same id.
    ///
    /// # Errors
    /// No secret kept (not found), an unreadable store, or two secrets of which neither is of the
    /// origin in force (usage).
    pub fn find(&self, id: &WebhookId, origin: Option<&str>) -> Result<Secret> {
        self.find_kept(id, origin)?.secret()
    }

    /// The same, with where it belongs.
    ///
    /// # Errors
    /// Those of [`find`](Self::find).
    pub fn find_kept(&self, id: &WebhookId, origin: Option<&str>) -> Result<KeptSecret> {
        let mut secrets = self.load()?.secrets;
        let place = place(&secrets, id, origin)?;
        Ok(secrets.swap_remove(place))
    }

    /// The lock must be held: whoever is killed while writing leaves a file, which is cleared away.
    fn save(&self, contents: &Contents) -> Result<()> {
        let bytes = Zeroizing::new(serde_json::to_vec_pretty(contents).unwrap_or_default());
        clear_leftovers(&self.path)
            .and_then(|()| write_private(&self.path, &bytes))
            .map_err(|error| self.unwritable(&error))
    }

    /// How many secrets are kept, in a store that can be used.
    ///
    /// # Errors
    /// One that is damaged, that others can open, or that a newer hookctl wrote.
    pub fn count(&self) -> Result<usize> {
        self.load().map(|contents| contents.secrets.len())
    }

    /// All kept secrets that can be used, and the webhooks that they sign for.
    ///
    /// # Errors
    /// An unreadable store.
    pub fn usable(&self) -> Result<Vec<(WebhookId, Secret)>> {
        let usable = |kept: KeptSecret| {
            Secret::new(kept.secret.as_bytes()).ok().map(|secret| (kept.webhook_id, secret))
        };
        Ok(self.load()?.secrets.into_iter().filter_map(usable).collect())
    }

    fn load(&self) -> Result<Contents> {
        let path = self.path.display();
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Contents { version: VERSION, secrets: Vec::new() });
            }
            Err(error) => {
                return Err(Error::failed(format!(
                    "the secret store {path} can't be read: {error}"
                )));
            }
        };
        ensure_private(&self.path, "the secret store")?;
        let contents: Contents = serde_json::from_slice(&bytes).map_err(|error| {
            // Only the place: serde's message may quote what it met.
            let (line, column) = (error.line(), error.column());
            Error::failed(format!(
                "the secret store {path} is damaged at line {line}, column {column}"
            ))
            .hinted("mend it or move it away: hookctl does not overwrite it")
        })?;
        if contents.version == VERSION {
            return Ok(contents);
        }
        let version = contents.version;
        Err(Error::failed(format!("the secret store {path} has version {version}, not {VERSION}"))
            .hinted("a newer hookctl wrote it: use that one"))
    }

    /// Two commands that keep a secret at once must not lose one.
    fn lock(&self) -> io::Result<File> {
        lock_beside(&self.path)
    }

    fn unwritable(&self, error: &io::Error) -> Error {
        let path = self.path.display();
        Error::failed(format!("the secret store {path} can't be written: {error}"))
            .hinted("make its folder writable, or name another with HOOKCTL_DATA_DIR")
    }
}

impl KeptSecret {
    /// Whether it is of this webhook of that API.
    pub fn is_of(&self, id: &WebhookId, origin: &str) -> bool {
        self.webhook_id == *id && self.origin == origin
    }

    /// The secret itself.
    ///
    /// # Errors
    /// One that somebody has made unusable in the file (usage).
    pub fn secret(&self) -> Result<Secret> {
        Secret::new(self.secret.as_bytes()).map_err(|unusable| {
            let id = &self.webhook_id;
            Error::usage(format!("the secret kept for webhook {id} can't be used: {unusable}"))
        })
    }
}

/// Where the secret of a webhook is among those kept.
fn place(secrets: &[KeptSecret], id: &WebhookId, origin: Option<&str>) -> Result<usize> {
    let of_webhook = || secrets.iter().enumerate().filter(|(_, kept)| kept.webhook_id == *id);
    match of_webhook().map(|(place, _)| place).collect::<Vec<_>>().as_slice() {
        [] => Err(none_kept(id)),
        [only] => Ok(*only),
        _ => of_webhook()
            .find(|(_, kept)| Some(kept.origin.as_str()) == origin)
            .map(|(place, _)| place)
            .ok_or_else(|| {
                let origins: Vec<_> = of_webhook().map(|(_, kept)| kept.origin.as_str()).collect();
                let origins = origins.join(" and ");
                Error::usage(format!("secrets for webhook {id} are kept of {origins}"))
                    .hinted("name the one that is meant with --api-url or --sandbox")
            }),
    }
}

fn none_kept(id: &WebhookId) -> Error {
    Error::new(Kind::NotFound, format!("no secret is kept for webhook {id}")).hinted(
        "hookctl keeps the secrets of webhooks that it creates; env:NAME or file:PATH give another's",
    )
}

#[cfg(test)]
mod tests {
    use super::SecretStore;
    use crate::error::Kind;
    use crate::model::{WebhookId, now};
    use crate::secret::Secret;

    fn secret(text: &str) -> Secret {
        Secret::new(text).unwrap()
    }

    fn id() -> WebhookId {
        "wh_1".parse().unwrap()
    }

    #[test]
    fn the_origin_decides_only_between_two() {
        let folder = tempfile::tempdir().unwrap();
        let store = SecretStore::at(folder.path().join("secrets.json"));
        assert_eq!(store.find(&id(), None).unwrap_err().kind(), Kind::NotFound);
        store.keep(&id(), "https://a", &secret("whsec_a"), now()).unwrap();
        assert_eq!(store.find(&id(), Some("https://other")).unwrap(), secret("whsec_a"));
        store.keep(&id(), "https://b", &secret("whsec_b"), now()).unwrap();
        assert_eq!(store.find(&id(), Some("https://b")).unwrap(), secret("whsec_b"));
        assert_eq!(store.find(&id(), None).unwrap_err().kind(), Kind::Usage);
    }

    #[test]
    fn what_is_removed_is_in_no_file_any_more() {
        let folder = tempfile::tempdir().unwrap();
        let store = SecretStore::at(folder.path().join("secrets.json"));
        assert_eq!(store.remove(&id(), None).err().unwrap().kind(), Kind::NotFound);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        store.keep(&id(), "https://a", &secret("whsec_a"), now()).unwrap();
        store.keep(&id(), "https://b", &secret("whsec_b"), now()).unwrap();
        // What one that was killed while it wrote has left.
        std::fs::copy(store.path(), folder.path().join(".secrets.json-x1y2z3")).unwrap();
        assert_eq!(store.remove(&id(), None).err().unwrap().kind(), Kind::Usage);
        assert_eq!(store.remove(&id(), Some("https://a")).unwrap().origin, "https://a");
        assert_eq!(store.find(&id(), None).unwrap(), secret("whsec_b"));
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let path = file.unwrap().path();
            assert!(!std::fs::read_to_string(&path).unwrap().contains("whsec_a"), "{path:?}");
        }
        assert_eq!(store.remove(&id(), None).unwrap().origin, "https://b");
        assert_eq!(store.all().unwrap().len(), 0);
    }

    #[test]
    fn two_that_keep_at_once_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = SecretStore::at(folder.path().join("secrets.json"));
        std::thread::scope(|scope| {
            for n in 0..8 {
                let store = &store;
                scope.spawn(move || {
                    let id: WebhookId = format!("wh_{n}").parse().unwrap();
                    store.keep(&id, "https://a", &secret("whsec_a"), now()).unwrap();
                });
            }
        });
        assert_eq!(store.load().unwrap().secrets.len(), 8);
    }

    #[test]
    fn the_file_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let store = SecretStore::at(folder.path().join("secrets.json"));
        store.keep(&id(), "https://a", &secret("whsec_a"), now()).unwrap();
        let mode = |mode| {
            std::fs::set_permissions(store.path(), std::fs::Permissions::from_mode(mode)).unwrap();
        };
        assert_eq!(std::fs::metadata(store.path()).unwrap().permissions().mode() & 0o777, 0o600);
        mode(0o644);
        let error = store.find(&id(), None).unwrap_err();
        assert_eq!(error.kind(), Kind::Usage);
        assert!(error.hint().unwrap().starts_with("chmod 600"));
    }

    #[test]
    fn a_damaged_store_is_reported_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = SecretStore::at(folder.path().join("secrets.json"));
        super::write_private(store.path(), b"{\"version\":1,\"secrets\":[\"whsec_x\"]}").unwrap();
        let error = store.keep(&id(), "https://a", &secret("whsec_a"), now()).unwrap_err();
        assert!(error.message().contains("damaged") && !error.message().contains("whsec_x"));
        assert!(std::fs::read_to_string(store.path()).unwrap().contains("whsec_x"));
    }
}
