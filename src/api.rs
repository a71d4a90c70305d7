//! The client of the Webhooks API: the only room that knows its paths, headers and envelopes.
//!
//! It returns values and never prints; what it has to tell beside them goes to `tracing`.

mod answer;
mod calls;
mod client;
mod credentials;
mod pages;
mod retry;
mod url;

pub use answer::{Answer, Page};
pub use calls::{Created, Deleted, ListQuery, TestResult, Uncreated};
pub use client::{Client, Connection, Request};
pub use credentials::Credentials;
pub use pages::Pages;
pub use url::{ApiUrl, ApiUrlError};
