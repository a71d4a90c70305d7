//! A temporary home, and hookctl run in it: with no variable of the developer's own, so that a test
//! means the same everywhere.

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

use super::{GUARD, Hostile, Listener, Sandbox};

/// A folder that is HOME and hookctl's data folder, gone with the test.
pub struct Home {
    folder: TempDir,
}

impl Home {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// hookctl's data folder; hookctl makes it when it needs it.
    pub fn data(&self, name: &str) -> PathBuf {
        self.path("data").join(name)
    }

    /// Writes a file into the home, for its owner only: it may be a secret.
    pub fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;

        let path = self.path(name);
        std::fs::write(&path, contents).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        path
    }

    /// Writes a file that only its owner can open.
    pub fn private_file(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;

        let path = self.file(name, contents);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        path
    }

    /// The secrets that hookctl has kept, or `null` without any.
    pub fn kept_secrets(&self) -> Value {
        let contents = std::fs::read(self.data("secrets.json"));
        contents.map_or(Value::Null, |bytes| serde_json::from_slice(&bytes).unwrap())
    }

    /// `hookctl` with these arguments, in this home.
    pub fn hookctl<S: Into<OsString>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> Invocation<'_> {
        Invocation::new(self, arguments.into_iter().map(Into::into).collect())
    }

    /// Creates a webhook in this home's `--sandbox`, and says its id.
    pub fn webhook(&self, url: &str, events: &str) -> String {
        let create = ["create", "--url", url, "--events", events, "-o", "ids"];
        let ran = self.hookctl(create).sandbox().run().succeeds();
        ran.stdout().trim().to_owned()
    }

    /// A running `hookctl sandbox` with this home's state.
    pub fn sandbox<S: Into<OsString>>(&self, arguments: impl IntoIterator<Item = S>) -> Sandbox {
        let command = self.hookctl(["sandbox", "-o", "ndjson"]).args(arguments).command();
        Sandbox::start(command)
    }

    /// A running `hookctl listen` on a free port.
    pub fn listen<S: Into<OsString>>(&self, arguments: impl IntoIterator<Item = S>) -> Listener {
        let fixed = ["listen", "--port", "0", "-o", "ndjson"];
        Listener::start(self.hookctl(fixed).args(arguments).command())
    }
}

/// hookctl about to be run.
pub struct Invocation<'a> {
    home: &'a Home,
    arguments: Vec<OsString>,
    variables: Vec<(String, OsString)>,
    stdin: Vec<u8>,
    stdout: Stdio,
}

impl<'a> Invocation<'a> {
    fn new(home: &'a Home, arguments: Vec<OsString>) -> Self {
        let (variables, stdin) = (Vec::new(), Vec::new());
        Self { home, arguments, variables, stdin, stdout: Stdio::piped() }
    }

    pub fn args<S: Into<OsString>>(mut self, arguments: impl IntoIterator<Item = S>) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    /// With `--sandbox`, whose state stays in the home from one command to the next.
    pub fn sandbox(mut self) -> Self {
        self.arguments.insert(0, "--sandbox".into());
        self
    }

    /// With the URL and the token of a running sandbox.
    pub fn with(self, sandbox: &Sandbox) -> Self {
        let (url, token) = (sandbox.url().to_owned(), sandbox.token().to_owned());
        self.env("HOOKCTL_API_URL", url).env("HOOKCTL_TOKEN", token)
    }

    /// With a server that misbehaves as the API.
    pub fn against(self, server: &Hostile) -> Self {
        self.at(&server.url())
    }

    /// With any URL as the API, and the token `tok_test`.
    pub fn at(self, url: &str) -> Self {
        self.env("HOOKCTL_API_URL", url).env("HOOKCTL_TOKEN", "tok_test")
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.variables.push((name.to_owned(), value.as_ref().to_owned()));
        self
    }

    pub fn stdin(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.stdin = bytes.as_ref().to_vec();
        self
    }

    /// Standard output goes there; [`Ran::stdout`] is then empty.
    pub fn stdout_to(mut self, stdout: impl Into<Stdio>) -> Self {
        self.stdout = stdout.into();
        self
    }

    /// The command, for a test that has to run it by itself. It does not have the standard input.
    pub fn command(self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hookctl"));
        command.args(&self.arguments).current_dir(self.home.folder.path()).env_clear();
        // A measurement of coverage is told where to write by this one.
        for name in ["PATH", "LLVM_PROFILE_FILE"] {
            command.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        command.env("HOME", self.home.folder.path());
        command.env("HOOKCTL_DATA_DIR", self.home.path("data"));
        command.envs(self.variables);
        command.stdin(Stdio::null()).stdout(self.stdout).stderr(Stdio::piped());
        command
    }

    /// Runs it to its end.
    #[track_caller]
    pub fn run(mut self) -> Ran {
        let shown = format!("hookctl {}", self.arguments.join(OsStr::new(" ")).display());
        let stdin = std::mem::take(&mut self.stdin);
        let mut child = self.command().stdin(Stdio::piped()).spawn().unwrap();
        let mut pipe = child.stdin.take().unwrap();
        // hookctl may end without having read it all.
        thread::spawn(move || drop(pipe.write_all(&stdin)));
        let pid = Pid::from_child(&child);
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || sender.send(child.wait_with_output()));
        let Ok(output) = receiver.recv_timeout(GUARD) else {
            kill_process(pid, Signal::KILL).unwrap();
            panic!("{shown} does not end");
        };
        let output = output.unwrap();
        Ran {
            command: shown,
            code: output.status.code(),
            stdout: output.stdout,
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// What hookctl did. Each assertion hands it on, so that a test reads as a sentence.
#[derive(Clone, Debug)]
pub struct Ran {
    pub command: String,
    /// The exit code; none when a signal killed it.
    pub code: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

impl Ran {
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.tell());
        self
    }

    #[track_caller]
    pub fn succeeds(self) -> Self {
        self.exits(0)
    }

    #[track_caller]
    pub fn stdout_is(self, expected: &str) -> Self {
        assert_eq!(self.stdout(), expected, "{}", self.tell());
        self
    }

    #[track_caller]
    pub fn stdout_has(self, part: &str) -> Self {
        assert!(self.stdout().contains(part), "no {part:?} in the stdout of {}", self.tell());
        self
    }

    #[track_caller]
    pub fn stderr_is(self, expected: &str) -> Self {
        assert_eq!(self.stderr, expected, "{}", self.tell());
        self
    }

    #[track_caller]
    pub fn stderr_has(self, part: &str) -> Self {
        assert!(self.stderr.contains(part), "no {part:?} in the stderr of {}", self.tell());
        self
    }

    /// Neither stream shows this text.
    #[track_caller]
    pub fn shows_nowhere(self, text: &str) -> Self {
        let is_shown = self.stdout().contains(text) || self.stderr.contains(text);
        assert!(!is_shown, "{text:?} is shown by {}", self.tell());
        self
    }

    #[track_caller]
    pub fn stdout(&self) -> &str {
        std::str::from_utf8(&self.stdout).expect("UTF-8 on stdout")
    }

    /// Standard output as one JSON document.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.stdout)
            .unwrap_or_else(|error| panic!("{error} on the stdout of {}", self.tell()))
    }

    /// Standard output as a JSON document a line.
    #[track_caller]
    pub fn ndjson(&self) -> Vec<Value> {
        self.stdout().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The `error` objects of standard error, one a line, with notes and warnings left out.
    #[track_caller]
    pub fn json_errors(&self) -> Vec<Value> {
        let lines = self.stderr.lines().filter(|line| line.starts_with('{'));
        lines.map(|line| serde_json::from_str::<Value>(line).unwrap()["error"].clone()).collect()
    }

    fn tell(&self) -> String {
        let stdout = String::from_utf8_lossy(&self.stdout);
        let Self { command, code, stderr, .. } = self;
        format!("{command}\nexit: {code:?}\nstdout: {stdout}\nstderr: {stderr}")
    }
}

/// The mode of a file, without its type.
pub fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o7777
}
