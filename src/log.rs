//! The log: what `tracing` collects from every room, as plain lines on stderr or in a file.

use std::fs::File;
use std::io::stderr;
use std::path::Path;
use std::sync::Mutex;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
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
}

/// Starts the log for this process.
///
/// # Errors
/// A log file that can't be opened (usage).
pub fn start(options: Options<'_>) -> Result<()> {
    let level = match (options.verbose, options.quiet) {
        (0, true) => LevelFilter::ERROR,
        (0, false) => LevelFilter::WARN,
        (1, _) => LevelFilter::INFO,
        _ => LevelFilter::DEBUG,
    };
    let lines = fmt::layer().with_target(false).with_ansi(false);
    let (layer, level) = match options.file {
        None => (lines.with_level(false).without_time().with_writer(stderr).boxed(), level),
        Some(path) => {
            let file = File::options().create(true).append(true).open(path).map_err(|error| {
                Error::usage(format!("the log file {} can't be opened: {error}", path.display()))
            })?;
            // Who names a file wants something in it.
            (lines.with_writer(Mutex::new(file)).boxed(), level.max(LevelFilter::INFO))
        }
    };
    let ours_only = Targets::new().with_target("hookctl", level);
    tracing::subscriber::set_global_default(registry().with(layer.with_filter(ours_only)))
        .map_err(|error| Error::failed(format!("the log can't be started: {error}")))
}
