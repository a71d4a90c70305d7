//! A program that is run with a delivery: the body on its standard input, nothing from the network
//! in its arguments.

use std::convert::Infallible;
use std::future::pending;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt;
use tokio::process::ChildStdin;
use tokio::time::sleep;

use crate::group::Group;
use crate::listener::milliseconds;
use crate::model::{Delivery, Exec};

/// How long a program may run.
const LIMIT: Duration = Duration::from_secs(30);

/// The longest text from the network that a variable of a program gets. The system has a limit on all
/// of them together, beyond which it starts nothing.
const LONGEST_VARIABLE: usize = 4096;

/// A program, its arguments, and what it must not see.
#[derive(Clone, Debug)]
pub struct Program {
    /// The program and its arguments; at least the program.
    pub words: Vec<String>,
    /// The variables of our own environment that hold secrets.
    pub hidden_variables: Vec<String>,
}

impl Program {
    /// Runs it with a delivery, and waits for its end, or ends it when the listener is `over`.
    pub(super) async fn run(&self, delivery: &Delivery, over: impl Future<Output = ()>) -> Exec {
        let start = Instant::now();
        let outcome = tokio::select! {
            biased;
            () = over => Err("it was ended: the listener ended first".to_owned()),
            outcome = self.outcome(delivery) => outcome,
        };
        let ms = milliseconds(start.elapsed());
        match outcome {
            Ok(status) => Exec { status: Some(status), ms, error: None },
            Err(error) => Exec { status: None, ms, error: Some(error) },
        }
    }

    async fn outcome(&self, delivery: &Delivery) -> Result<i32, String> {
        // A Ctrl-C at the terminal is for the listener, which lets programs end.
        let mut group = Group::spawn(&mut self.command(delivery))
            .map_err(|error| format!("{} can't be started: {error}", self.name()))?;
        let stdin = group.take_stdin().map(ChildStdin::from_std).transpose();
        let stdin = stdin.map_err(|error| format!("its input can't be written: {error}"))?;
        let feed = async {
            if let Some(mut stdin) = stdin {
                // A program may end, or close its input, without having read it all.
                let _ = stdin.write_all(&delivery.body.0).await;
            }
            pending::<Infallible>().await
        };
        // Its end counts, even where something that it started has the input and reads nothing.
        let is_in_time = tokio::select! {
            biased;
            _ = group.ended() => true,
            () = sleep(LIMIT) => false,
            never = feed => match never {},
        };
        let status =
            group.cut().await.map_err(|error| format!("its end can't be awaited: {error}"))?;
        if !is_in_time {
            return Err(format!("it was ended, since it ran for {} s", LIMIT.as_secs()));
        }
        status.code().ok_or_else(|| format!("it was ended: {status}"))
    }

    fn command(&self, delivery: &Delivery) -> Command {
        let mut command = Command::new(self.name());
        command.args(self.words.iter().skip(1)).stdin(Stdio::piped());
        // Standard output is for records.
        command.stdout(std::io::stderr());
        for name in &self.hidden_variables {
            command.env_remove(name);
        }
        let given = [
            ("HOOKCTL_DELIVERY_ID", Some(delivery.id.as_str())),
            ("HOOKCTL_EVENT_ID", delivery.event_id.as_deref()),
            ("HOOKCTL_EVENT_TYPE", delivery.event_type.as_deref()),
            ("HOOKCTL_SIGNATURE", Some(delivery.checked.word())),
        ];
        for (name, value) in given {
            match value.filter(|value| fits_a_variable(value)) {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command
    }

    fn name(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }
}

fn fits_a_variable(value: &str) -> bool {
    value.len() <= LONGEST_VARIABLE && !value.contains('\0')
}
