//! Where hookctl's own files are.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::config::Environment;
use crate::error::{Error, Result};

/// The data folder and the files in it.
#[derive(Clone, Debug)]
pub struct Paths {
    data: PathBuf,
}

impl Paths {
    /// `HOOKCTL_DATA_DIR`, or the platform's folder for data (XDG on Linux).
    ///
    /// # Errors
    /// When there is no home directory to put it in (usage).
    pub fn find(environment: &Environment) -> Result<Self> {
        if let Some(data) = environment.get_os("HOOKCTL_DATA_DIR") {
            return Ok(Self { data: data.into() });
        }
        let dirs = ProjectDirs::from("", "", "hookctl").ok_or_else(|| {
            Error::usage("there is no home directory to keep data in")
                .hinted("set HOOKCTL_DATA_DIR to a folder")
        })?;
        Ok(Self { data: dirs.data_dir().to_owned() })
    }

    /// The kept secrets of created webhooks.
    pub fn secrets(&self) -> PathBuf {
        self.data.join("secrets.json")
    }

    /// The notes of webhooks that `listen --create` makes for one run.
    pub fn created(&self) -> PathBuf {
        self.data.join("created.json")
    }

    /// The recorded deliveries.
    pub fn journal(&self) -> PathBuf {
        self.data.join("journal.db")
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
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.data).map_err(|error| {
            Error::failed(format!("the data folder {} can't be made: {error}", self.data.display()))
                .hinted("HOOKCTL_DATA_DIR names another folder")
        })?;
        Ok(&self.data)
    }
}
