//! The system's keyring, where tokens are kept that `login` stores: on Linux the Secret Service over
//! D-Bus. The kernel's keys would not do, since it forgets them.

use std::collections::HashMap;
use std::path::Path;
use std::thread;
use std::time::Duration;

use dbus_secret_service::{EncryptionType, Error as ServiceError, Item, SecretService};
use tokio::sync::oneshot::{self, Receiver};
use tokio::time::timeout;

use crate::config::Environment;
use crate::secret::{Secret, Unusable};

/// How long a bus and a service may take that are well. A dead one would take for ever.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long the service may ask its user for a password.
const ASKING: Duration = Duration::from_secs(60);

/// Why the keyring was of no use.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// No session bus, or nobody on it who keeps secrets.
    #[error("there is no keyring here")]
    Absent,
    /// It was given up.
    #[error("the keyring does not answer, and was given up after 3 s")]
    Hung,
    /// It has nothing of that name.
    #[error("the keyring has no {0}")]
    NotFound(String),
    /// What it has is no secret.
    #[error("what the keyring has can't be used: {0}")]
    Unusable(#[from] Unusable),
    /// Anything else, such as a password that was not given.
    #[error("the keyring refuses: {0}")]
    Refused(String),
}

/// The keyring, as far as there is one.
#[derive(Clone, Copy, Debug)]
pub struct Keyring {
    is_likely: bool,
    asking: Duration,
}

impl Keyring {
    /// Looks for a bus, and asks nobody yet. Without `may_ask` the service may not ask its user for
    /// a password either.
    pub fn find(environment: &Environment, may_ask: bool) -> Self {
        let asking = if may_ask { ASKING } else { Duration::ZERO };
        Self { is_likely: has_bus(environment), asking }
    }

    /// The token of that name.
    ///
    /// # Errors
    /// [`KeyringError`], also when it has none.
    pub async fn read(self, name: &str) -> Result<Secret, KeyringError> {
        let own = name.to_owned();
        let found = self.ask(move |service| {
            let Some(item) = find(service, &own)?.pop() else { return Ok(None) };
            item.get_secret().map(Some)
        });
        let bytes = found.await?.ok_or_else(|| KeyringError::NotFound(name.to_owned()))?;
        Ok(Secret::new(bytes)?)
    }

    /// Keeps a token under that name; one that is there is replaced.
    ///
    /// # Errors
    /// [`KeyringError`].
    pub async fn store(self, name: &str, token: &Secret) -> Result<(), KeyringError> {
        let (name, token) = (name.to_owned(), token.clone());
        self.ask(move |service| {
            let collection = service.get_default_collection()?;
            collection.unlock()?;
            let label = format!("hookctl: {name}");
            let attributes = attributes(&name);
            collection.create_item(&label, attributes, token.expose(), true, "text/plain")?;
            Ok(())
        })
        .await
    }

    /// Forgets the token of that name, and says whether there was one.
    ///
    /// # Errors
    /// [`KeyringError`].
    pub async fn remove(self, name: &str) -> Result<bool, KeyringError> {
        let name = name.to_owned();
        self.ask(move |service| {
            let items = find(service, &name)?;
            items.iter().try_for_each(Item::delete)?;
            Ok(!items.is_empty())
        })
        .await
    }

    /// On a thread of its own, which may never end: it goes with the process.
    async fn ask<T: Send + 'static>(
        self,
        work: impl FnOnce(&SecretService) -> Result<T, ServiceError> + Send + 'static,
    ) -> Result<T, KeyringError> {
        if !self.is_likely {
            return Err(KeyringError::Absent);
        }
        let (greet, greeting) = oneshot::channel();
        let (answer, answered) = oneshot::channel();
        let asking = self.asking.as_secs();
        thread::spawn(move || {
            let plain = EncryptionType::Plain;
            let connected = SecretService::connect_with_max_prompt_timeout(plain, asking);
            match connected {
                // Whoever has given us up does not hear it.
                Err(error) => drop(greet.send(Err(error))),
                Ok(service) => {
                    let _ = greet.send(Ok(()));
                    let _ = answer.send(work(&service));
                }
            }
        });
        heard(greeting, PATIENCE).await?;
        heard(answered, PATIENCE + self.asking).await
    }
}

async fn heard<T>(
    answer: Receiver<Result<T, ServiceError>>,
    patience: Duration,
) -> Result<T, KeyringError> {
    let answer = timeout(patience, answer).await.map_err(|_| KeyringError::Hung)?;
    let answer = answer.map_err(|_| KeyringError::Refused("it broke off".to_owned()))?;
    answer.map_err(|error| match error {
        ServiceError::Unavailable | ServiceError::NoResult => KeyringError::Absent,
        // No such bus, or nobody on it who offers the service.
        ServiceError::Dbus(error) if is_absence(error.name().unwrap_or_default()) => {
            KeyringError::Absent
        }
        ServiceError::Dbus(error) => {
            KeyringError::Refused(error.message().unwrap_or("no reason given").to_owned())
        }
        ServiceError::Locked | ServiceError::Prompt => {
            KeyringError::Refused("it is locked, and nobody has unlocked it".to_owned())
        }
        error => KeyringError::Refused(error.to_string()),
    })
}

/// What D-Bus calls it when the other end is not there, in the names of its specification.
fn is_absence(name: &str) -> bool {
    let absences = [
        "ServiceUnknown",
        "NameHasNoOwner",
        "NoServer",
        "FileNotFound",
        "NotSupported",
        "Disconnected",
    ];
    name.strip_prefix("org.freedesktop.DBus.Error.")
        .is_some_and(|name| absences.contains(&name) || name.starts_with("Spawn."))
}

fn attributes(name: &str) -> HashMap<&str, &str> {
    HashMap::from([("application", "hookctl"), ("name", name)])
}

/// The items of that name, unlocked.
fn find<'a>(service: &'a SecretService, name: &str) -> Result<Vec<Item<'a>>, ServiceError> {
    let mut found = service.search_items(attributes(name))?;
    service.unlock_all(&found.locked.iter().collect::<Vec<_>>())?;
    found.unlocked.append(&mut found.locked);
    Ok(found.unlocked)
}

/// libdbus would start a bus where there is none (`autolaunch:`): that is not what is asked here.
fn has_bus(environment: &Environment) -> bool {
    match environment.get("DBUS_SESSION_BUS_ADDRESS") {
        Some(address) => !address.starts_with("autolaunch:"),
        None => environment
            .get("XDG_RUNTIME_DIR")
            .is_some_and(|folder| Path::new(folder).join("bus").exists()),
    }
}
