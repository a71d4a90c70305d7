//! Where hookctl's own files are.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::config::Environment;
use crate::config::files::make_private_folder;
use crate::error::{Error, Result};

/// The data folder and the files in it, and the configuration.
#[derive(Clone, Debug)]
pub struct Paths {
    data: PathBuf,
    config: Option<PathBuf>,
}

impl Paths {
    /// `HOOKCTL_DATA_DIR` and `HOOKCTL_CONFIG`, or the platform's folders for data and
    /// configuration (XDG on Linux).
    ///
    /// # Errors
    /// When there is no home directory to keep data in (usage).
    pub fn find(environment: &Environment) -> Result<Self> {
        let named = |name| environment.get_os(name).map(PathBuf::from);
        let dirs = ProjectDirs::from("", "", "hookctl");
        let data_dir = || dirs.as_ref().map(|dirs| dirs.data_dir().to_owned());
        let data = named("HOOKCTL_DATA_DIR").or_else(data_dir).ok_or_else(|| {
            Error::usage("there is no home directory to keep data in")
                .hinted("set HOOKCTL_DATA_DIR to a folder")
        })?;
        let config_file = || dirs.as_ref().map(|dirs| dirs.config_dir().join("config.toml"));
        Ok(Self { data, config: named("HOOKCTL_CONFIG").or_else(config_file) })
    }

    /// The profiles; `None` where there is no home directory to keep them in.
    pub fn config(&self) -> Option<&Path> {
        self.config.as_deref()
    }

    /// The data folder; it may not be there yet.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The kept secrets of created webhooks.
    pub fn secrets(&self) -> PathBuf {
        self.data.join("secrets.json")
    }

    /// The notes of webhooks that `listen --create` makes for one run.
    pub fn created(&self) -> PathBuf {
        self.data.join("created.json")
    }

    /// The webhooks that completion has offered last.
    pub fn offered(&self) -> PathBuf {
        self.data.join("completion.json")
    }

    /// The recorded deliveries.
    pub fn journal(&self) -> PathBuf {
        self.data.join("journal.db")
    }

    /// The token that `login` keeps for a profile where there is no keyring.
    pub fn token(&self, profile: &str) -> PathBuf {
        // A profile keeps the path, wherever hookctl is run.
        let data = std::path::absolute(&self.data).unwrap_or_else(|_| self.data.clone());
        data.join(format!("token-{profile}"))
    }

    /// The state of the sandbox.
    pub fn sandbox(&self) -> PathBuf {
        self.data.join("sandbox.db")
    }

    /// The certificate that a listener made for itself last.
    pub fn listen_certificate(&self) -> PathBuf {
        self.data.join("listen-cert.pem")
    }

    /// Makes the data folder, for its owner only.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn ensure_data(&self) -> Result<&Path> {
        make_private_folder(&self.data).map_err(|error| {
            Error::failed(format!("the data folder {} can't be made: {error}", self.data.display()))
                .hinted("HOOKCTL_DATA_DIR names another folder")
        })?;
        Ok(&self.data)
    }
}
