//! Room for many connections: each takes a file descriptor, and systems grant few at first.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Takes all the file descriptors that may be had without asking anyone.
pub(super) fn raise() {
    let limit = getrlimit(Resource::Nofile);
    // Some systems refuse a limit as high as they say is the highest. The old one does, too.
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit }) {
        tracing::debug!(%error, "the limit of open files stays as it is");
    }
}
