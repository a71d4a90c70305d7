//! hookctl: the command line for the Webhooks API.
//!
//! The rooms, top to bottom; each may use only those below it (see ARCHITECTURE.md).

pub mod cli;
pub mod commands;
pub mod complete;

pub mod audit;
pub mod listener;
pub mod sandbox;
pub mod sender;

pub mod api;

pub mod config;
pub mod expression;
mod group;
pub mod journal;
pub mod liveness;
pub mod log;
pub mod output;
mod pem;
pub mod transport;

pub mod diagnosis;

pub mod model;

pub mod error;
pub mod secret;
pub mod signature;
