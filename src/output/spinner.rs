//! A sign of life on the terminal for work that takes long.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::safe;

/// Shorter work shows nothing: a spinner that flashes up only disturbs.
const PATIENCE: Duration = Duration::from_millis(500);

const TICK: Duration = Duration::from_millis(100);

/// Shown from half a second after its start until it is dropped; then its line is gone again.
pub struct Spinner {
    bar: ProgressBar,
    shower: Option<Shower>,
}

/// The thread that waits for the half second. It ends when `running` is dropped.
struct Shower {
    running: Sender<()>,
    thread: JoinHandle<()>,
}

impl Spinner {
    /// One that is never shown.
    pub(super) fn hidden() -> Self {
        Self { bar: ProgressBar::hidden(), shower: None }
    }

    pub(super) fn start(label: &str) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
            bar.set_style(style);
        }
        bar.set_message(safe(label).into_owned());
        let (running, ended) = mpsc::channel::<()>();
        let shown = bar.clone();
        let show = move || {
            if ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(TICK);
            }
        };
        // Without a thread there is no spinner, and nothing else is lost.
        let thread = thread::Builder::new().name("spinner".into()).spawn(show);
        Self { bar, shower: thread.ok().map(|thread| Shower { running, thread }) }
    }

    /// Says what is being done now.
    pub fn set(&self, label: impl Into<String>) {
        self.bar.set_message(safe(&label.into()).into_owned());
    }

    /// What is printed meanwhile has to go around.
    pub(super) fn bar(&self) -> &ProgressBar {
        &self.bar
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        if let Some(Shower { running, thread }) = self.shower.take() {
            drop(running);
            // Only then can it not show the spinner after all.
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::Spinner;

    #[test]
    fn a_short_one_ends_at_once() {
        let spinner = Spinner::start("listing");
        spinner.set("page 2\n");
        assert_eq!(spinner.bar().message(), "page 2\\n");
        let bar = spinner.bar().clone();
        drop(spinner);
        assert!(bar.is_finished() && bar.is_hidden());
    }
}
