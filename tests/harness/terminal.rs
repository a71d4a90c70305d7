//! A terminal of 24 lines and 80 columns that hookctl runs on, and a reader of what it shows.

use std::io::{Read, Write};
use std::process::{Child, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use pty_process::blocking::{Command, Pts, Pty, open};
use rustix::termios::{Termios, tcgetattr};

use super::{GUARD, Invocation};

/// A terminal that shows and never answers: not even where its cursor is (`ESC[6n`).
pub struct Terminal {
    pty: Arc<Pty>,
    pts: Pts,
    shown: Arc<Shown>,
    before: Termios,
}

#[derive(Default)]
struct Shown {
    bytes: Mutex<Vec<u8>>,
    came: Condvar,
}

impl Terminal {
    pub fn new() -> Self {
        let (pty, pts) = open().unwrap();
        pty.resize(pty_process::Size::new(24, 80)).unwrap();
        let before = tcgetattr(&pty).unwrap();
        let (pty, shown) = (Arc::new(pty), Arc::<Shown>::default());
        let (reading, showing) = (Arc::clone(&pty), Arc::clone(&shown));
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = (&*reading).read(&mut buffer) {
                showing.bytes.lock().unwrap().extend_from_slice(&buffer[..count]);
                showing.came.notify_all();
            }
        });
        Self { pty, pts, shown, before }
    }

    /// Runs it here; standard output goes to a pipe where that is wanted.
    pub fn run(&self, invocation: Invocation<'_>, stdout: Option<Stdio>) -> Child {
        let std = invocation.command();
        let variables = std.get_envs().filter_map(|(name, value)| Some((name, value?)));
        let mut command = Command::new(std.get_program()).env_clear().envs(variables);
        command = command.args(std.get_args()).env("TERM", "xterm");
        if let Some(stdout) = stdout {
            command = command.stdout(stdout);
        }
        command.spawn_borrowed(&self.pts).unwrap()
    }

    pub fn types(&self, keys: &str) {
        (&*self.pty).write_all(keys.as_bytes()).unwrap();
    }

    pub fn screen(&self) -> String {
        screen(&self.shown.bytes.lock().unwrap()).screen().contents()
    }

    #[track_caller]
    pub fn wait_for(&self, text: &str) {
        self.wait_until(|bytes| String::from_utf8_lossy(bytes).contains(text), text);
    }

    #[track_caller]
    pub fn wait_until(&self, is_shown: impl Fn(&[u8]) -> bool, what: &str) {
        let bytes = self.shown.bytes.lock().unwrap();
        let waited =
            self.shown.came.wait_timeout_while(bytes, GUARD, |bytes| !is_shown(bytes)).unwrap();
        let (bytes, timeout) = waited;
        assert!(!timeout.timed_out(), "no {what:?} in {:?}", String::from_utf8_lossy(&bytes));
    }

    /// All that came, as it came.
    pub fn bytes(&self) -> Vec<u8> {
        self.shown.bytes.lock().unwrap().clone()
    }

    /// Another size: hookctl gets SIGWINCH.
    pub fn resize(&self, rows: u16, columns: u16) {
        self.pty.resize(pty_process::Size::new(rows, columns)).unwrap();
    }

    /// The cursor is to be seen and the keys come as they did.
    #[track_caller]
    pub fn is_as_before(&self) {
        let now = tcgetattr(&*self.pty).unwrap();
        assert_eq!(now.local_modes, self.before.local_modes);
        assert_eq!(now.input_modes, self.before.input_modes);
        assert_eq!(now.output_modes, self.before.output_modes);
        self.wait_until(|bytes| !screen(bytes).screen().hide_cursor(), "cursor");
    }
}

/// What these bytes make a terminal show.
pub fn screen(bytes: &[u8]) -> vt100::Parser {
    let mut parser = vt100::Parser::default();
    parser.process(bytes);
    parser
}
