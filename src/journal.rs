//! Recorded deliveries: one SQLite file that several listeners may write and anyone may read.
//!
//! What [`Writer::keep`] has taken is on disk. Nothing here prints or speaks HTTP.
#![expect(clippy::doc_markdown, reason = "SQLite is a name, not code")]

mod aside;
mod error;
mod examine;
mod filter;
mod job;
mod keep;
mod query;
mod schema;
mod writer;

pub use aside::set_damaged_aside;
pub use error::Error;
pub use examine::{Health, examine};
pub use filter::Filter;
pub use job::Kept;
pub use keep::Keep;
pub use query::{First, Journal, LAST, Pending};
pub use writer::Writer;
