//! What the demo plays on: a temporary home, this program as a child, and a record of each step.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;
use url::Url;

use crate::config::Environment;
use crate::error::{Error, Result};
use crate::output::Output;
use crate::sender;
use crate::signature::Signature;
use crate::transport;

/// How long any one thing may take before the step counts as failed.
const PATIENCE: Duration = Duration::from_secs(15);

/// One step as the report shows it.
#[derive(Debug, Serialize)]
pub(super) struct Step {
    id: &'static str,
    title: &'static str,
    status: Status,
    commands: Vec<String>,
    detail: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Passed,
    Failed,
    Skipped,
}

impl Step {
    pub(super) fn is_passed(&self) -> bool {
        self.status == Status::Passed
    }

    pub(super) fn skipped(id: &'static str, title: &'static str) -> Self {
        Self { id, title, status: Status::Skipped, commands: Vec::new(), detail: None }
    }
}

/// A child that runs until the end, and the lines that it prints.
struct Running {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

/// The stage. The children and the folder end with it.
pub(super) struct Stage<'a> {
    output: &'a Output,
    environment: &'a Environment,
    home: TempDir,
    program: PathBuf,
    exported: Vec<(&'static str, String)>,
    running: Vec<Running>,
    steps: Vec<Step>,
}

impl<'a> Stage<'a> {
    /// Makes the temporary home.
    pub(super) fn set(output: &'a Output, environment: &'a Environment) -> Result<Self> {
        let failed = |what: &str, error| Error::failed(format!("{what}: {error}"));
        Ok(Self {
            output,
            environment,
            home: TempDir::with_prefix("hookctl-demo-")
                .map_err(|error| failed("no temporary folder can be made", error))?,
            program: std::env::current_exe()
                .map_err(|error| failed("this program's own file is not known", error))?,
            exported: Vec::new(),
            running: Vec::new(),
            steps: Vec::new(),
        })
    }

    /// Opens the next step.
    pub(super) fn begin(&mut self, id: &'static str, title: &'static str) {
        self.output.narrate(&format!("\n{}. {title}", self.steps.len() + 1));
        // It counts as failed until it has passed.
        let status = Status::Failed;
        self.steps.push(Step { id, title, status, commands: Vec::new(), detail: None });
    }

    /// Closes the step as done.
    pub(super) fn pass(&mut self, detail: impl Into<String>) {
        let detail = detail.into();
        self.output.narrate(&format!("   ok: {detail}"));
        if let Some(step) = self.steps.last_mut() {
            step.status = Status::Passed;
            step.detail = Some(detail);
        }
    }

    /// Ends the children, and hands the steps out; the last one tells what went wrong.
    pub(super) async fn strike(mut self, failure: Option<Error>) -> Vec<Step> {
        if let Some(error) = failure {
            self.output.narrate(&format!("   failed: {error}"));
            if let Some(step) = self.steps.last_mut() {
                step.status = Status::Failed;
                step.detail = Some(error.to_string());
            }
        }
        for mut running in self.running {
            let _ = running.child.kill().await;
        }
        self.steps
    }

    /// Sets a variable for the commands that follow.
    pub(super) fn export(&mut self, name: &'static str, value: &str) {
        let shown = if name == "HOOKCTL_TOKEN" { "…" } else { value };
        self.narrate(format!("export {name}={shown}"));
        self.exported.push((name, value.to_owned()));
    }

    /// Runs a command that must succeed, and reads its JSON.
    pub(super) async fn hookctl(&mut self, arguments: &[&str]) -> Result<Value> {
        self.narrate(typed(arguments));
        self.run(arguments, b"").await
    }

    /// The same with something on standard input.
    pub(super) async fn hookctl_with_input(
        &mut self,
        arguments: &[&str],
        input: &[u8],
    ) -> Result<Value> {
        let input_text = String::from_utf8_lossy(input);
        self.narrate(format!(
            "printf %s {} | {}",
            shell_words::quote(&input_text),
            typed(arguments)
        ));
        self.run(arguments, input).await
    }

    /// Starts a command that runs on, and reads its ready line.
    pub(super) async fn start(&mut self, arguments: &[&str]) -> Result<Value> {
        self.narrate(format!("{} &", typed(arguments)));
        let mut command = self.command(arguments);
        command.stdin(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| unstarted(&error))?;
        let stdout = child.stdout.take().ok_or_else(|| Error::failed("the child has no output"))?;
        self.running.push(Running { child, lines: BufReader::new(stdout).lines() });
        self.delivery().await
    }

    /// The next line that the command started last prints: after the ready line, a delivery.
    pub(super) async fn delivery(&mut self) -> Result<Value> {
        let running = self.running.last_mut().ok_or_else(|| Error::failed("nothing runs"))?;
        let line = timeout(PATIENCE, running.lines.next_line())
            .await
            .map_err(|_| Error::failed(format!("nothing came within {PATIENCE:?}")))?;
        let line = line.ok().flatten().ok_or_else(|| Error::failed("the command ended"))?;
        json(line.as_bytes())
    }

    /// Posts a body with a signature that was made for another, and tells the answer's status.
    pub(super) async fn post(
        &mut self,
        url: &str,
        signature: &str,
        body: Vec<u8>,
    ) -> Result<Option<u16>> {
        let body_text = String::from_utf8_lossy(&body);
        self.narrate(format!(
            "curl -H 'X-Webhook-Signature: {signature}' --data-binary {} {url}",
            shell_words::quote(&body_text)
        ));
        let target: Url = url.parse().map_err(|_| Error::failed("the listener's URL is none"))?;
        let signature =
            Signature::parse(signature).map_err(|why| Error::failed(why.to_string()))?;
        let client = transport::client(&target, &transport::Settings::default())?;
        let attempt = sender::send(&client, &target, &signature, body.into(), PATIENCE).await;
        Ok(attempt.status)
    }

    async fn run(&self, arguments: &[&str], input: &[u8]) -> Result<Value> {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .spawn()
            .map_err(|error| unstarted(&error))?;
        if let Some(mut stdin) = child.stdin.take() {
            // A command that reads none of it says so with its exit code.
            let _ = stdin.write_all(input).await;
        }
        let ended = timeout(PATIENCE, child.wait_with_output()).await;
        let ended =
            ended.map_err(|_| Error::failed(format!("it took longer than {PATIENCE:?}")))?;
        let ended = ended.map_err(|error| unstarted(&error))?;
        if ended.status.success() {
            return json(&ended.stdout);
        }
        let said = String::from_utf8_lossy(&ended.stderr);
        Err(Error::failed(format!(
            "`{}` ended with {}: {}",
            typed(arguments),
            ended.status,
            said.trim()
        )))
    }

    /// This program, in the temporary home and deaf to the user's own settings.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        for name in self.environment.names().filter(|name| is_ours(name)) {
            command.env_remove(name);
        }
        command
            .args(arguments)
            .env("HOOKCTL_DATA_DIR", self.home.path())
            .env("HOOKCTL_OUTPUT", "json")
            .envs(self.exported.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    fn narrate(&mut self, command: String) {
        self.output.narrate(&format!("   $ {command}"));
        if let Some(step) = self.steps.last_mut() {
            step.commands.push(command);
        }
    }
}

fn is_ours(variable: &OsStr) -> bool {
    variable.to_string_lossy().starts_with("HOOKCTL_")
}

fn typed(arguments: &[&str]) -> String {
    format!("hookctl {}", shell_words::join(arguments))
}

fn json(bytes: &[u8]) -> Result<Value> {
    serde_json::from_slice(bytes)
        .map_err(|error| Error::failed(format!("the command printed no JSON: {error}")))
}

fn unstarted(error: &std::io::Error) -> Error {
    Error::failed(format!("the command can't be run: {error}"))
}
