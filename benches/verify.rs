//! `hookctl verify` of 1 GiB against `openssl dgst -sha256 -hmac`, from a file and from a pipe.

#![allow(clippy::print_stdout, clippy::expect_used, reason = "a benchmark prints, and may fail")]

mod paired;

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use paired::{Paired, hookctl, succeed};

const HOOKCTL: &str = env!("CARGO_BIN_EXE_hookctl");
const SECRET: &str = "whsec_benchmark";
const MEBIBYTES: usize = 1024;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("body");
    write_body(&path);
    let signature = signature(&path);
    let file = path.to_str().expect("the path is text");

    Paired::run(
        5,
        || succeed(verify(&signature).arg(file).stdout(Stdio::null())),
        || succeed(openssl().arg(file).stdout(Stdio::null())),
    )
    .report("hookctl verify, 1 GiB from a file", "openssl", Some(0.95));
    Paired::run(
        5,
        || piped(file, verify(&signature).arg("-").stdout(Stdio::null())),
        || piped(file, openssl().stdout(Stdio::null())),
    )
    .report("hookctl verify, 1 GiB from a pipe", "openssl", Some(0.8));
}

/// Written out: the holes of a sparse file are read faster than data.
fn write_body(path: &Path) {
    let mut file = File::create(path).expect("the body is created");
    let mebibyte: Vec<u8> = (0..=u8::MAX).cycle().take(1024 * 1024).collect();
    for _ in 0..MEBIBYTES {
        file.write_all(&mebibyte).expect("there is room for 1 GiB");
    }
}

/// Openssl's own word, so that the race is between two that agree.
fn signature(path: &Path) -> String {
    let output = openssl().arg(path).output().expect("openssl runs");
    let line = String::from_utf8(output.stdout).expect("openssl writes text");
    line.rsplit(' ').next().unwrap_or_default().trim().to_owned()
}

fn openssl() -> Command {
    let mut command = Command::new("openssl");
    command.args(["dgst", "-sha256", "-hmac", SECRET]);
    command
}

fn verify(signature: &str) -> Command {
    hookctl(&["verify", "--quiet", "--secret", SECRET, "--signature", signature])
}

fn piped(file: &str, command: &mut Command) {
    let mut feeder: Child =
        Command::new("cat").arg(file).stdout(Stdio::piped()).spawn().expect("cat starts");
    let pipe = feeder.stdout.take().expect("cat has an output");
    succeed(command.stdin(pipe));
    feeder.wait().expect("cat ends");
}
