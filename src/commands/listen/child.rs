//! The COMMAND that `listen` runs beside the listener: what it is told, and its end.

use std::cell::RefCell;
use std::ffi::OsString;
use std::future::pending;
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use tempfile::{NamedTempFile, TempPath};
use tokio::time::sleep;

use crate::commands::listen::awaited::{Awaited, Ending};
use crate::error::{Error, Result};
use crate::group::Group;
use crate::model::WebhookId;
use crate::output::Output;
use crate::secret::Secret;

/// How long what is awaited may take after COMMAND's end, where `--timeout` does not say it.
const WAIT_AFTER: Duration = Duration::from_secs(10);

/// The command to run.
#[derive(clap::Args, Debug)]
pub(super) struct ChildArgs {
    /// Run this program once the port is bound, and end with it and what is awaited. It finds the
    /// URL in HOOKCTL_LISTEN_URL, the first secret in the file HOOKCTL_LISTEN_SECRET_FILE, and the id
    /// of --create's webhook in HOOKCTL_LISTEN_WEBHOOK
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

impl ChildArgs {
    /// Whether there is one.
    pub(super) fn is_given(&self) -> bool {
        !self.command.is_empty()
    }

    /// Starts it, where there is one.
    ///
    /// # Errors
    /// A program that can't be started (usage), a secret that can't be written.
    pub(super) fn start(
        &self,
        url: &str,
        secret: Option<&Secret>,
        webhook: Option<&WebhookId>,
    ) -> Result<Option<Running>> {
        let Some((program, arguments)) = self.command.split_first() else { return Ok(None) };
        let name = program.display().to_string();
        let secret = secret.map(write_secret).transpose().map_err(|error| {
            Error::failed(format!("the secret can't be written for `{name}`: {error}"))
        })?;
        let mut command = Command::new(program);
        command
            .args(arguments)
            .env("HOOKCTL_LISTEN_URL", url)
            // In a group of its own it would be stopped for reading the terminal.
            .stdin(Stdio::null())
            // What it prints is not our data: stdout stays ours alone.
            .stdout(io::stderr());
        // A listener may run in another's COMMAND: what is not ours must not seem to be.
        command.env_remove("HOOKCTL_LISTEN_SECRET_FILE").env_remove("HOOKCTL_LISTEN_WEBHOOK");
        command.envs(secret.iter().map(|path| ("HOOKCTL_LISTEN_SECRET_FILE", path)));
        command.envs(webhook.map(|id| ("HOOKCTL_LISTEN_WEBHOOK", id.as_str())));
        let group = Group::spawn(&mut command).map_err(|error| {
            Error::usage(format!("the command `{name}` can't be run: {error}"))
                .hinted("after -- comes a program and its arguments; `sh -c '…'` is a shell")
        })?;
        Ok(Some(Running { name, group, has_ended: false, _secret: secret }))
    }
}

/// A file that only its owner may read, and that goes with what it returns.
fn write_secret(secret: &Secret) -> io::Result<TempPath> {
    let mut file = NamedTempFile::with_prefix("hookctl-secret-")?;
    file.write_all(secret.expose())?;
    Ok(file.into_temp_path())
}

/// COMMAND, started. It ends, with all of its group, when this does.
#[derive(Debug)]
pub(super) struct Running {
    name: String,
    group: Group,
    has_ended: bool,
    _secret: Option<TempPath>,
}

impl Running {
    /// Waits for its end, and says its exit code.
    async fn ended(&mut self, output: &Output) -> u8 {
        let code = self.group.ended().await;
        self.has_ended = true;
        if code != 0 {
            output.note(&format!("`{}` ended with {code}", self.name));
        }
        code
    }

    /// Ends what still runs of it.
    pub(super) async fn end(self, output: &Output) {
        if !self.has_ended {
            output.note(&format!("`{}` still ran, and was ended", self.name));
        }
        self.group.end().await;
    }
}

/// Ends the run when its time is up, or COMMAND's end is the end of it.
pub(super) async fn follow(
    command: Option<&mut Running>,
    limit: Option<Duration>,
    awaited: &RefCell<Awaited>,
    output: &Output,
) {
    let mut limit = limit;
    if let Some(command) = command {
        tokio::select! {
            code = command.ended(output) => awaited.borrow_mut().command_ended(code),
            () = elapsed(limit) => awaited.borrow_mut().end(Ending::TimedOut),
        }
        if awaited.borrow().is_over() {
            return;
        }
        // What COMMAND set going has as long again to come.
        limit = limit.or(Some(WAIT_AFTER));
    }
    elapsed(limit).await;
    awaited.borrow_mut().end(Ending::TimedOut);
}

async fn elapsed(limit: Option<Duration>) {
    match limit {
        Some(limit) => sleep(limit).await,
        None => pending().await,
    }
}
