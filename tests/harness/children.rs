//! Programs that run beside a test: they are waited for by what they print, never by the clock, and
//! end with the test at the latest.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command};
use std::sync::mpsc::{self, Receiver};
use std::thread::{self, JoinHandle};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use super::{GUARD, Ran};

/// A child whose output is read while it runs.
pub struct Running {
    child: Child,
    lines: Receiver<String>,
    stderr: Option<JoinHandle<String>>,
}

impl Running {
    pub fn spawn(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let (sender, lines) = mpsc::channel();
        if let Some(stdout) = child.stdout.take() {
            thread::spawn(move || {
                let lines = BufReader::new(stdout).lines().map_while(Result::ok);
                lines.into_iter().try_for_each(|line| sender.send(line))
            });
        }
        let mut pipe = child.stderr.take().unwrap();
        let stderr = thread::spawn(move || {
            let mut text = String::new();
            pipe.read_to_string(&mut text).unwrap();
            text
        });
        Self { child, lines, stderr: Some(stderr) }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The next line that it prints, as JSON; waits for it.
    #[track_caller]
    pub fn next_record(&mut self) -> Value {
        let Ok(line) = self.lines.recv_timeout(GUARD) else {
            // Dead, its stderr has ended; stuck, it has to be dead first.
            let _ = self.child.kill();
            panic!("no line on stdout; stderr: {}", self.stderr())
        };
        serde_json::from_str(&line).unwrap()
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Ends it by SIGTERM.
    pub fn stop(self) -> Ran {
        self.signal(Signal::TERM);
        self.wait()
    }

    /// Waits for its end. The stdout is what no [`Self::next_record`] has taken.
    pub fn wait(mut self) -> Ran {
        let code = self.child.wait().unwrap().code();
        let stdout: String = self.lines.iter().map(|line| line + "\n").collect();
        Ran {
            command: "a running hookctl".into(),
            code,
            stdout: stdout.into_bytes(),
            stderr: self.stderr(),
        }
    }

    fn stderr(&mut self) -> String {
        self.stderr.take().map_or_else(String::new, |thread| thread.join().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A running `hookctl sandbox`.
pub struct Sandbox {
    running: Running,
    ready: Value,
}

impl Sandbox {
    #[track_caller]
    pub(super) fn start(command: Command) -> Self {
        let mut running = Running::spawn(command);
        let ready = running.next_record();
        Self { running, ready }
    }

    pub fn url(&self) -> &str {
        self.ready["url"].as_str().unwrap()
    }

    pub fn token(&self) -> &str {
        self.ready["token"].as_str().unwrap()
    }

    pub fn read_only_token(&self) -> &str {
        self.ready["read_only_token"].as_str().unwrap()
    }

    pub fn stop(self) -> Ran {
        self.running.stop()
    }
}

/// A running `hookctl listen`.
pub struct Listener {
    pub running: Running,
    ready: Value,
}

impl Listener {
    #[track_caller]
    pub fn start(command: Command) -> Self {
        let mut running = Running::spawn(command);
        let ready = running.next_record();
        Self { running, ready }
    }

    pub fn url(&self) -> &str {
        self.ready["url"].as_str().unwrap()
    }

    /// The next record after the `ready` line; waits for it.
    #[track_caller]
    pub fn next_record(&mut self) -> Value {
        self.running.next_record()
    }

    pub fn stop(self) -> Ran {
        self.running.stop()
    }
}
