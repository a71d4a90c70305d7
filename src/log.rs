//! The log: what `tracing` collects from every room, as plain lines on stderr or in a file.

use std::fs::File;
use std::io::{self, stderr};
use std::path::Path;
use std::sync::Mutex;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::{FilterExt, FilterFn, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{Layer, fmt, registry};

use crate::error::{Error, Result};

/// How much the log tells, and where.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// 0 warnings, 1 a line a request, 2 headers too.
    pub verbose: u8,
    /// Not even warnings.
    pub quiet: bool,
    /// A file instead of stderr.
    pub file: Option<&'a Path>,
    /// Which rooms tell how much, instead of all that `verbose` says: `info`, `hookctl::api=debug`.
    pub filter: Option<&'a str>,
}

/// Starts the log for this process.
///
/// # Errors
/// A log file that can't be opened, or a filter that can't be read (usage).
pub fn start(options: Options<'_>) -> Result<()> {
    let level = match (options.verbose, options.quiet) {
        (0, true) => LevelFilter::ERROR,
        (0, false) => LevelFilter::WARN,
        (1, _) => LevelFilter::INFO,
        _ => LevelFilter::DEBUG,
    };
    let wanted = options.filter.map(filter).transpose()?;
    // A terminal that was closed must not end what still has to be put in order: the layer would
    // tell of what it can't write by a macro that panics.
    let lines =
        fmt::layer().with_target(wanted.is_some()).with_ansi(false).log_internal_errors(false);
    let (layer, level) = match options.file {
        None => (lines.with_level(false).without_time().with_writer(stderr).boxed(), level),
        Some(path) => {
            let file = open(path).map_err(|error| {
                Error::usage(format!("the log file {} can't be opened: {error}", path.display()))
            })?;
            // Who names a file wants something in it.
            (lines.with_writer(Mutex::new(file)).boxed(), level.max(LevelFilter::INFO))
        }
    };
    let wanted = wanted.unwrap_or_else(|| Targets::new().with_target("hookctl", level));
    // What others log of a request is not masked.
    let ours_only = FilterFn::new(|about| about.target().starts_with("hookctl"))
        .with_max_level_hint(LevelFilter::TRACE);
    let layer = layer.with_filter(wanted.and(ours_only));
    tracing::subscriber::set_global_default(registry().with(layer))
        .map_err(|error| Error::failed(format!("the log can't be started: {error}")))
}

fn filter(text: &str) -> Result<Targets> {
    text.parse().map_err(|error| {
        Error::usage(format!("HOOKCTL_LOG can't be read: {error}"))
            .hinted("it is a level, or targets with levels: info, hookctl::api=debug")
    })
}

/// URLs and headers are nobody else's business.
fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
