//! The servers that are compared, each a process of its own: its CPU and memory are its alone.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::SECRET;
use crate::paired::hookctl;

/// What serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Bare,
    Listen,
    Grouped,
    ListenWithJournal,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] =
        [Self::Bare, Self::Listen, Self::Grouped, Self::ListenWithJournal];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bare => "bare hyper",
            Self::Listen => "hookctl listen --no-journal",
            Self::Grouped => "hyper and grouped SQLite",
            Self::ListenWithJournal => "hookctl listen",
        }
    }

    /// What does the same with the least effort.
    pub(crate) fn floor(self) -> Option<Self> {
        match self {
            Self::Bare | Self::Grouped => None,
            Self::Listen => Some(Self::Bare),
            Self::ListenWithJournal => Some(Self::Grouped),
        }
    }
}

/// A server at work.
pub(crate) struct Server {
    process: Child,
    address: SocketAddr,
    _folder: TempDir,
}

impl Server {
    /// Starts it with a folder of its own, and waits until it can be reached.
    pub(crate) fn start(kind: Kind) -> Self {
        // The system's own folder may be in memory, where syncing costs nothing.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let address = free_address();
        let port = address.port().to_string();
        let mut command = match kind {
            Kind::Bare | Kind::Grouped => {
                Command::new(std::env::current_exe().expect("the benchmark has a path"))
            }
            Kind::Listen | Kind::ListenWithJournal => hookctl(&["listen", "-o", "ndjson", "-q"]),
        };
        match kind {
            Kind::Bare => command.args(["--serve", &port]),
            Kind::Grouped => command.args(["--serve", &port]).arg(folder.path().join("floor.db")),
            Kind::Listen => listen(&mut command, &port).arg("--no-journal"),
            Kind::ListenWithJournal => listen(&mut command, &port),
        };
        let process = command
            .env("HOOKCTL_DATA_DIR", folder.path())
            .stdout(Stdio::null())
            .spawn()
            .expect("the server starts");
        let mut server = Self { process, address, _folder: folder };
        server.wait_until_reached();
        server
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The CPU time of all its threads so far.
    pub(crate) fn cpu(&self) -> Duration {
        let tasks = format!("/proc/{}/task", self.process.id());
        let nanoseconds = std::fs::read_dir(tasks)
            .expect("Linux tells a process's threads")
            .map(|task| task.expect("a thread").path().join("schedstat"))
            .filter_map(|path| std::fs::read_to_string(path).ok())
            .map(|line| line.split(' ').next().and_then(|time| time.parse::<u64>().ok()))
            .map(|time| time.expect("a time in nanoseconds"))
            .sum();
        Duration::from_nanos(nanoseconds)
    }

    /// A field of its status that is an amount of memory, in MiB.
    pub(crate) fn memory(&self, field: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))
            .expect("Linux tells a process's status");
        let line = status.lines().find_map(|line| line.strip_prefix(field));
        let kibibytes = line.and_then(|line| line.split_whitespace().nth(1));
        kibibytes.and_then(|count| count.parse::<f64>().ok()).expect("a count of kB") / 1024.0
    }

    fn wait_until_reached(&mut self) {
        while let Err(error) = TcpStream::connect(self.address) {
            assert_eq!(error.kind(), ErrorKind::ConnectionRefused, "{error}");
            let ended = self.process.try_wait().expect("its state is known");
            assert!(ended.is_none(), "the server ended: {ended:?}");
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().expect("the server is stopped");
        self.process.wait().expect("the server ends");
    }
}

fn listen<'a>(command: &'a mut Command, port: &str) -> &'a mut Command {
    command.args(["--port", port, "--secret", "env:SECRET"]).env("SECRET", SECRET)
}

/// Free when the system was asked: the output that would tell a port is thrown away.
fn free_address() -> SocketAddr {
    let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    socket.local_addr().expect("a socket has an address")
}
