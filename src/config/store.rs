//! The secrets of created webhooks: one file, for its owner only, replaced atomically.
//!
//! The API shows a secret once, so a secret is on disk before anything of it is printed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;
use zeroize::Zeroizing;

use crate::config::files::{check_private, folder_of, lock_beside, write_private};
use crate::error::{Error, Kind, Result};
use crate::model::{Moment, WebhookId};
use crate::secret::Secret;

/// The sandbox's origin in the store: its port changes, it stays the same API.
pub const SANDBOX_ORIGIN: &str = "sandbox";

const VERSION: u32 = 1;

/// One secret and where it belongs.
#[derive(Clone, Serialize, Deserialize)]
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
        let probe = NamedTempFile::with_prefix_in(".hookctl-", folder_of(&self.path))
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
        let text = secret.expose_text().ok_or_else(|| Error::failed("the secret is not text"))?;
        let kept = KeptSecret {
            webhook_id: id.clone(),
            origin: origin.to_owned(),
            kept_at: now,
            secret: Zeroizing::new(text.to_owned()),
        };
        let _lock = self.lock().map_err(|error| self.unwritable(&error))?;
        let mut contents = self.load()?;
        contents.secrets.retain(|old| (&old.webhook_id, old.origin.as_str()) != (id, origin));
        contents.secrets.push(kept);
        let bytes = Zeroizing::new(serde_json::to_vec_pretty(&contents).unwrap_or_default());
        write_private(&self.path, &bytes).map_err(|error| self.unwritable(&error))
    }

    /// The secret kept for a webhook. The origin in force decides only where two APIs have made
    /// the same id.
    ///
    /// # Errors
    /// No secret kept (not found), an unreadable store, or two secrets of which neither is of the
    /// origin in force (usage).
    pub fn find(&self, id: &WebhookId, origin: Option<&str>) -> Result<Secret> {
        let mut secrets = self.load()?.secrets;
        secrets.retain(|kept| kept.webhook_id == *id);
        let chosen = match secrets.as_slice() {
            [] => {
                let message = format!("no secret is kept for webhook {id}");
                return Err(Error::new(Kind::NotFound, message).hinted(
                    "hookctl keeps the secrets of webhooks that it creates; \
                     env:NAME or file:PATH give another's",
                ));
            }
            [only] => only,
            several => several
                .iter()
                .find(|kept| Some(kept.origin.as_str()) == origin)
                .ok_or_else(|| {
                    let origins: Vec<_> = several.iter().map(|kept| kept.origin.as_str()).collect();
                    Error::usage(format!(
                        "secrets for webhook {id} are kept of {}",
                        origins.join(" and ")
                    ))
                    .hinted("name the one that is meant with --api-url or --sandbox")
                })?,
        };
        let secret = Secret::new(chosen.secret.as_bytes());
        secret.map_err(|unusable| {
            Error::usage(format!("the secret kept for webhook {id} can't be used: {unusable}"))
        })
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
        check_private(&self.path, "the secret store")?;
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
        Error::failed(format!("the secret store {path} can't be written: {error}")).hinted(
            "make its folder writable, name another with HOOKCTL_DATA_DIR, or do without it: \
             --no-keep-secret",
        )
    }
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

    #[cfg(unix)]
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
