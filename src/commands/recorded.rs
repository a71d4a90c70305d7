//! Where recorded deliveries are, and how long they stay: for `listen`, which records them, and
//! `deliveries`.

use std::path::{Path, PathBuf};

use crate::commands::Context;
use crate::commands::duration::age;
use crate::error::Result;
use crate::journal::Keep;

/// How long or how many deliveries are kept: an age, or a count.
pub(super) fn keep(text: &str) -> Result<Keep, String> {
    match text.parse() {
        Ok(count) => Ok(Keep::Latest(count)),
        Err(_) => age(text).map(Keep::For),
    }
}

/// The journal in force.
///
/// # Errors
/// A data folder that can't be made.
pub(super) fn journal_path(given: Option<&Path>, context: &Context) -> Result<PathBuf> {
    let (paths, configured) = (&context.settings().paths, context.settings().journal.as_deref());
    match given.or(configured) {
        Some(path) => Ok(path.to_owned()),
        None => paths.ensure_data().map(|_| paths.journal()),
    }
}
