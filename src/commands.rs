//! One file per verb: its arguments, and what it does with them.
//!
//! Each has `Args`, whose doc comment is its help, and `run`, which hands values to `output`.

#![expect(clippy::doc_markdown, reason = "a doc comment here is help, shown without markup")]

pub mod api;
pub mod audit;
pub mod completions;
pub mod create;
pub mod delete;
pub mod deliveries;
pub mod demo;
pub mod doctor;
pub mod events;
pub mod generate;
pub mod get;
pub mod help;
pub mod list;
pub mod listen;
pub mod login;
pub mod logout;
pub mod profile;
pub mod sandbox;
pub mod secret;
pub mod send;
pub mod sign;
pub mod test;
pub mod update;
pub mod verify;

pub(crate) mod configuration;
pub(crate) mod duration;
pub(crate) mod values;

mod body;
mod context;
mod handover;
mod header;
mod ids;
mod manual;
mod outgoing;
mod pace;
mod pick;
mod prompt;
mod questions;
mod recorded;
mod report;
mod signals;
mod size;
mod subscription;
pub(crate) mod views;

pub use configuration::Configuration;
pub use context::{Context, Settings};
pub use signals::Signals;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::model::Status;

/// The statuses that the API document names; the API may show others, but takes only these.
fn status_parser() -> impl TypedValueParser<Value = Status> {
    PossibleValuesParser::new(["active", "inactive"]).map(Status::from)
}
