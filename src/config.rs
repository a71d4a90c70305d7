//! What hookctl keeps between runs and where settings and secrets come from.

mod bounded;
mod config_file;
mod created;
mod document;
mod environment;
mod files;
mod key;
#[cfg_attr(not(target_os = "linux"), path = "config/keyring_absent.rs")]
mod keyring;
mod paths;
mod program;
mod project_file;
mod source;
mod stdin;
mod store;

pub use config_file::ConfigFile;
pub use created::{CreatedNote, CreatedNotes, OwnNote};
pub use environment::Environment;
pub use files::{ensure_private, input_name, is_stdin, read_input, write_private};
pub use key::Key;
pub use keyring::{Keyring, KeyringError};
pub use paths::Paths;
pub use program::{HiddenVariables, split_words};
pub use project_file::ProjectFile;
pub use source::{Reader, Source};
pub use stdin::Stdin;
pub use store::{KeptSecret, SANDBOX_ORIGIN, SecretStore};
