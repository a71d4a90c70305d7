//! The one place that asks a question: on the terminal, never on stdout, and only where someone is
//! there to answer.

use std::io::{ErrorKind, stdin};

use console::Term;
use dialoguer::Confirm;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use tokio::task::spawn_blocking;

use crate::error::{Error, Kind, Result};
use crate::output::{Terminal, safe};

/// Asks, or says that it can't.
#[derive(Debug)]
pub struct Prompter {
    may_ask: bool,
}

impl Prompter {
    pub(super) fn new(terminal: &Terminal, may_ask: bool) -> Self {
        // dialoguer reads the terminal itself, so standard input must be one: what is piped in is
        // an answer to something else.
        let someone_is_there = terminal.stdin_is_terminal && terminal.stderr_is_terminal;
        Self { may_ask: may_ask && someone_is_there }
    }

    /// Asks for a yes; anything else is a refusal that ends the command with exit 130.
    ///
    /// # Errors
    /// Where nothing can be asked (usage, with `instead` as the hint), or when it was declined.
    pub async fn confirm(&self, question: &str, instead: &str) -> Result<()> {
        if !self.may_ask {
            return Err(Error::usage(format!("nobody is there to ask: {question}")).hinted(instead));
        }
        let _restored = Restored::after_asking();
        let question = safe(question).into_owned();
        // On a thread of its own, so that signals are heard meanwhile.
        let asked = spawn_blocking(move || {
            Confirm::new().with_prompt(question).default(false).interact_on_opt(&Term::stderr())
        });
        match asked.await.map_err(|error| unasked(&error))? {
            Ok(Some(true)) => Ok(()),
            Ok(Some(false) | None) => {
                Err(Error::new(Kind::Interrupted, "declined: nothing is changed"))
            }
            Err(dialoguer::Error::IO(error)) if error.kind() == ErrorKind::Interrupted => {
                Err(Error::new(Kind::Interrupted, "interrupted: nothing is changed"))
            }
            Err(error) => Err(unasked(&error)),
        }
    }
}

fn unasked(error: &dyn std::error::Error) -> Error {
    Error::failed(format!("the terminal can't be asked: {error}"))
}

/// Puts the terminal back as it was, however the question ends: Ctrl-C leaves the cursor hidden,
/// and a signal leaves dialoguer's modes too.
struct Restored(Option<Termios>);

impl Restored {
    /// From here on Ctrl-C is a key, as it is for dialoguer a moment later: typed in between it
    /// would be a signal, and what dialoguer changes after that would stay.
    fn after_asking() -> Self {
        let before = tcgetattr(stdin()).ok();
        if let Some(mut modes) = before.clone() {
            modes.local_modes.remove(LocalModes::ISIG | LocalModes::ECHO);
            // Where that fails there is only the moment.
            let _ = tcsetattr(stdin(), OptionalActions::Now, &modes);
        }
        Self(before)
    }
}

impl Drop for Restored {
    fn drop(&mut self) {
        if let Some(before) = &self.0 {
            let _ = tcsetattr(stdin(), OptionalActions::Now, before);
        }
        let _ = Term::stderr().show_cursor();
    }
}
