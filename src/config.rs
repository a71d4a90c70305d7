//! What hookctl keeps between runs and where settings and secrets come from.

mod files;
mod paths;
mod source;
mod store;

pub use files::{read_input, write_private};
pub use paths::Paths;
pub use source::{Environment, Source, Stdin, split_command};
pub use store::{KeptSecret, SANDBOX_ORIGIN, SecretStore};
