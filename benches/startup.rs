//! `hookctl --version` against a program that does nothing, both started by `posix_spawn`.

#![allow(clippy::print_stdout, clippy::expect_used, reason = "a benchmark prints, and may fail")]

mod paired;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use paired::{Paired, hookctl, succeed};

const HOOKCTL: &str = env!("CARGO_BIN_EXE_hookctl");

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let empty = empty_program(folder.path());
    let mut theirs = Command::new(empty);
    theirs.stdin(Stdio::null()).stdout(Stdio::null());
    let mut race = |title, arguments: &[&str], limit| {
        let mut ours = hookctl(arguments);
        ours.stdout(Stdio::null());
        let pairs = Paired::run(200, || succeed(&mut ours), || succeed(&mut theirs));
        pairs.report(title, "an empty program", limit);
    };
    race("hookctl --version", &["--version"], Some(1.6));
    // What every command costs before its own work: the tree of commands, and the runtime.
    race("hookctl events", &["events"], None);
}

/// The least that a Rust program costs.
fn empty_program(folder: &Path) -> PathBuf {
    let (source, program) = (folder.join("empty.rs"), folder.join("empty"));
    fs::write(&source, "fn main() {}\n").expect("the source is written");
    succeed(Command::new("rustc").arg("-O").arg("-o").arg(&program).arg(&source));
    program
}
