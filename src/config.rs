//! What hookctl keeps between runs and where settings and secrets come from.

mod created;
mod files;
mod paths;
mod source;
mod store;

pub use created::{CreatedNote, CreatedNotes, OwnNote};
pub use files::{read_input, write_private};
pub use paths::Paths;
pub use source::{Environment, Source, Stdin, split_command};
pub use store::{KeptSecret, SANDBOX_ORIGIN, SecretStore};
