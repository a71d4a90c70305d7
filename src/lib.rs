//! hookctl: the command line for the Webhooks API.
//!
//! The rooms, top to bottom; each may use only those below it (see ARCHITECTURE.md).

pub mod api;
pub mod config;
pub mod error;
pub mod listener;
pub mod model;
pub mod output;
pub mod sandbox;
pub mod secret;
pub mod sender;
pub mod signature;
pub mod transport;
