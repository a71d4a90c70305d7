//! The one place that asks a question: on the terminal, never on stdout, and only where someone is
//! there to answer.

use std::io::ErrorKind;

use console::Term;
use dialoguer::Confirm;

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
    pub fn confirm(&self, question: &str, instead: &str) -> Result<()> {
        if !self.may_ask {
            return Err(Error::usage(format!("nobody is there to ask: {question}")).hinted(instead));
        }
        let asked = Confirm::new()
            .with_prompt(safe(question))
            .default(false)
            .interact_on_opt(&Term::stderr());
        match asked {
            Ok(Some(true)) => Ok(()),
            Ok(Some(false) | None) => {
                Err(Error::new(Kind::Interrupted, "declined: nothing is changed"))
            }
            Err(dialoguer::Error::IO(error)) => {
                // Ctrl-C leaves the cursor hidden.
                let _ = Term::stderr().show_cursor();
                if error.kind() == ErrorKind::Interrupted {
                    Err(Error::new(Kind::Interrupted, "interrupted: nothing is changed"))
                } else {
                    Err(Error::failed(format!("the terminal can't be asked: {error}")))
                }
            }
        }
    }
}
