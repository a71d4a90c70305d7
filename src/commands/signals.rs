//! Being told to end: Ctrl-C, SIGTERM, a terminal that is closed, Ctrl-\.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::error::{Error, Kind, Result};

/// Listens from the moment it is made, so that no signal is lost while things are set up.
#[derive(Debug)]
pub struct Signals {
    interrupt: Signal,
    terminate: Signal,
    /// Not heard where it is ignored: `nohup` promises that the program goes on.
    hang_up: Option<Signal>,
    /// Not heard where it is ignored, as in the background of a script.
    quit: Option<Signal>,
}

impl Signals {
    /// Takes the signals over from their defaults.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn listen() -> Result<Self> {
        let failed = |error: io::Error| Error::failed(format!("signals can't be heard: {error}"));
        Ok(Self {
            interrupt: signal(SignalKind::interrupt()).map_err(failed)?,
            terminate: signal(SignalKind::terminate()).map_err(failed)?,
            hang_up: unless_ignored(SignalKind::hangup()).map_err(failed)?,
            quit: unless_ignored(SignalKind::quit()).map_err(failed)?,
        })
    }

    /// Waits for the next one.
    pub async fn next(&mut self) -> Kind {
        tokio::select! {
            () = recv(self.hang_up.as_mut()) => Kind::HungUp,
            kind = insisted(&mut self.interrupt, &mut self.terminate, self.quit.as_mut()) => kind,
        }
    }

    /// Waits for the next one, and for another by which somebody insists.
    pub async fn twice(&mut self) -> Kind {
        self.next().await;
        self.insisted().await
    }

    /// Waits for the next one by which somebody means that it is to end at once. SIGHUP is none: a
    /// terminal that is closed sends it once, and its shell once more.
    pub async fn insisted(&mut self) -> Kind {
        insisted(&mut self.interrupt, &mut self.terminate, self.quit.as_mut()).await
    }
}

async fn insisted(
    interrupt: &mut Signal,
    terminate: &mut Signal,
    quit: Option<&mut Signal>,
) -> Kind {
    tokio::select! {
        _ = interrupt.recv() => Kind::Interrupted,
        _ = terminate.recv() => Kind::Terminated,
        () = recv(quit) => Kind::Quit,
    }
}

async fn recv(signal: Option<&mut Signal>) {
    match signal {
        Some(signal) => drop(signal.recv().await),
        None => std::future::pending().await,
    }
}

fn unless_ignored(kind: SignalKind) -> io::Result<Option<Signal>> {
    if is_ignored(kind) { Ok(None) } else { signal(kind).map(Some) }
}

/// Whether whoever started us had the signal ignored. What we have taken over once is not.
#[cfg(target_os = "linux")]
fn is_ignored(kind: SignalKind) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    ignored(&status).is_some_and(|mask| mask & (1 << (kind.as_raw_value() - 1)) != 0)
}

/// The mask of ignored signals in the status of a process.
#[cfg(target_os = "linux")]
fn ignored(status: &str) -> Option<u64> {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    u64::from_str_radix(mask.trim(), 16).ok()
}

/// Elsewhere the system tells it to unsafe code alone. What `nohup` starts writes to no terminal.
#[cfg(not(target_os = "linux"))]
fn is_ignored(kind: SignalKind) -> bool {
    use std::io::IsTerminal;

    kind == SignalKind::hangup() && !io::stdout().is_terminal() && !io::stderr().is_terminal()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::ignored;

    #[test]
    fn the_mask_is_read_from_a_process_status() {
        let status = "Name:\thookctl\nSigBlk:\t0000000000000000\nSigIgn:\t0000000000001001\n";
        assert_eq!(ignored(status), Some(0x1001));
        assert_eq!(ignored("Name:\thookctl\n"), None);
    }
}
