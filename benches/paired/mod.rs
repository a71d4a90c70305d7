//! Two things measured in turn, A B A B …, so that whatever slows the machine slows both.

#![allow(dead_code, reason = "no benchmark uses all of it")]

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::HOOKCTL;

/// How long each of two things takes, pair by pair.
pub(crate) struct Paired {
    pairs: Vec<(Duration, Duration)>,
}

impl Paired {
    /// Runs both in turn, `count` times after a first pair that only warms caches up.
    pub(crate) fn run(count: usize, mut ours: impl FnMut(), mut theirs: impl FnMut()) -> Self {
        let mut pair = || (time(&mut ours), time(&mut theirs));
        pair();
        Self { pairs: (0..count).map(|_| pair()).collect() }
    }

    /// Prints both medians, the median of the ratios within the pairs, and what it may be at most.
    pub(crate) fn report(&self, title: &str, theirs: &str, limit: Option<f64>) {
        let ours = median(self.pairs.iter().map(|(ours, _)| ours.as_secs_f64()));
        let other = median(self.pairs.iter().map(|(_, theirs)| theirs.as_secs_f64()));
        let ratio = median(self.pairs.iter().map(|(a, b)| a.as_secs_f64() / b.as_secs_f64()));
        let limit = limit.map(|limit| format!(" (at most {limit})")).unwrap_or_default();
        println!(
            "{title}: {:.2} ms, {theirs} {:.2} ms, ratio {ratio:.2}{limit}",
            ours * 1e3,
            other * 1e3,
        );
    }
}

/// How long one run takes.
pub(crate) fn time(run: &mut impl FnMut()) -> Duration {
    let started = Instant::now();
    run();
    started.elapsed()
}

/// The value in the middle; of an even number, the upper one of the two.
pub(crate) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// hookctl as built for release, without settings of whoever runs the benchmark.
pub(crate) fn hookctl(arguments: &[&str]) -> Command {
    let mut command = Command::new(HOOKCTL);
    command.args(arguments).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("HOOKCTL_") {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a command to its end; it must succeed.
pub(crate) fn succeed(command: &mut Command) {
    let status = command.status().expect("the command starts");
    assert!(status.success(), "{command:?} ended with {status}");
}
