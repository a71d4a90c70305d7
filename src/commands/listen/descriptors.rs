//! Room for many connections: each takes a file descriptor, and systems grant few at first.

/// Takes all the file descriptors that may be had without asking anyone.
#[cfg(unix)]
pub(super) fn raise() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let limit = getrlimit(Resource::Nofile);
    // Some systems refuse a limit as high as they say is the highest. The old one does, too.
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit }) {
        tracing::debug!(%error, "the limit of open files stays as it is");
    }
}

/// Other systems have no such limit.
#[cfg(not(unix))]
pub(super) fn raise() {}
