//! A program in a process group of its own, which ends as a whole: what it started and left in the
//! group too. What left the group by itself (a daemon) is out of reach.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, ExitStatus};
use std::time::Duration;

use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, kill_process_group, test_kill_process_group, waitid,
};
use tokio::signal::unix::{Signal as Hearing, SignalKind, signal};
use tokio::time::{sleep, timeout};

/// How long a group that was asked to end may take, before it is killed.
const GRACE: Duration = Duration::from_secs(2);

/// How often a group that was asked to end is looked at: only its leader's end is told to us.
const LOOK: Duration = Duration::from_millis(10);

/// A group that is killed at the latest when this is dropped.
#[derive(Debug)]
pub(crate) struct Group {
    leader: Child,
    id: Pid,
    children: Hearing,
    is_gone: bool,
}

impl Group {
    /// Starts a program as the leader of a new group.
    ///
    /// # Errors
    /// When the system refuses.
    pub(crate) fn spawn(command: &mut Command) -> io::Result<Self> {
        let children = signal(SignalKind::child())?;
        let leader = command.process_group(0).spawn()?;
        let id = Pid::from_child(&leader);
        Ok(Self { leader, id, children, is_gone: false })
    }

    /// The leader's standard input, where it was asked for as a pipe and not taken yet.
    pub(crate) fn take_stdin(&mut self) -> Option<ChildStdin> {
        self.leader.stdin.take()
    }

    /// Waits for the leader's end, and says the exit code that a shell would: its own, or 128 and
    /// the number of the signal that ended it.
    ///
    /// The leader is only looked at. Until it is reaped by [`end`](Self::end) or
    /// [`cut`](Self::cut), the system gives its
    /// id, which is the group's, to nobody else.
    pub(crate) async fn ended(&mut self) -> u8 {
        let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        loop {
            let code = match waitid(WaitId::Pid(self.id), look) {
                Ok(None) => {
                    self.children.recv().await;
                    continue;
                }
                Ok(Some(status)) => {
                    let by_signal = status.terminating_signal().map(|number| 128 + number);
                    by_signal.or(status.exit_status())
                }
                // Nobody else reaps it, so that this is a riddle; but no success.
                Err(_) => None,
            };
            return code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1);
        }
    }

    /// Asks the group to end, and kills what has not in a moment.
    pub(crate) async fn end(mut self) {
        // A group that is stopped (Ctrl-Z in it) has to go on to hear that it is to end.
        let _ = kill_process_group(self.id, Signal::TERM);
        let _ = kill_process_group(self.id, Signal::CONT);
        let _ = timeout(GRACE, self.gone()).await;
    }

    /// Ends the group at once, and says how its leader ended.
    ///
    /// # Errors
    /// When the system can't tell.
    pub(crate) async fn cut(mut self) -> io::Result<ExitStatus> {
        let _ = kill_process_group(self.id, Signal::KILL);
        self.ended().await;
        self.is_gone = true;
        self.leader.wait()
    }

    async fn gone(&mut self) {
        loop {
            // A leader that has ended, and is not reaped, still counts as one of the group.
            let is_reaped = !matches!(self.leader.try_wait(), Ok(None));
            if is_reaped && test_kill_process_group(self.id).is_err() {
                self.is_gone = true;
                return;
            }
            sleep(LOOK).await;
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if !self.is_gone {
            let _ = kill_process_group(self.id, Signal::KILL);
            // Reaped or not, its id is not ours any more.
            let _ = self.leader.try_wait();
        }
    }
}
