//! The one place that asks a question: on the terminal, never on stdout, and only where someone is
//! there to answer. What is shown with a question is made safe here.

mod hidden;
mod list;
mod restored;
mod text;

use std::io::ErrorKind;

use console::Term;
use dialoguer::Confirm;
use tokio::task::spawn_blocking;

use crate::error::{Error, Kind, Result};
use crate::output::{Terminal, safe};
use crate::secret::Secret;

pub(super) use list::fitted;

use hidden::read_line;
use restored::Restored;

/// Asks, or says that it can't.
#[derive(Debug)]
pub struct Prompter {
    may_ask: bool,
    has_color: bool,
    term: Term,
}

impl Prompter {
    pub(super) fn new(terminal: &Terminal, may_ask: bool) -> Self {
        // dialoguer reads the terminal itself, so standard input must be one: what is piped in is
        // an answer to something else.
        let someone_is_there = terminal.stdin_is_terminal && terminal.stderr_is_terminal;
        Self {
            may_ask: may_ask && someone_is_there,
            has_color: terminal.color_stderr,
            term: Term::stderr(),
        }
    }

    /// Whether a question would be asked.
    pub fn can_ask(&self) -> bool {
        self.may_ask
    }

    /// Columns of the terminal that shows the questions.
    pub fn width(&self) -> usize {
        self.term.size().1.into()
    }

    /// Shows lines that a question is about.
    ///
    /// # Errors
    /// A terminal that can't be written.
    pub fn show(&self, lines: &[String]) -> Result<()> {
        let write = |line: &String| self.term.write_line(&safe(line));
        lines.iter().try_for_each(write).map_err(|error| unasked(&error))
    }

    /// Asks for a secret, which is not shown while it is typed.
    ///
    /// # Errors
    /// Where nothing can be asked, or what is typed can't be used (usage, with `instead` as the
    /// hint).
    pub async fn secret(&self, question: &str, instead: &str) -> Result<Secret> {
        if !self.may_ask {
            return Err(Error::usage(format!("nobody is there to ask: {question}")).hinted(instead));
        }
        // Ctrl-C stays a signal, which ends the command: the kernel collects the line.
        let mut restored = Restored::after_hiding_keys();
        let terminal = Term::stderr();
        terminal.write_str(&format!("{}: ", safe(question))).map_err(|error| unasked(&error))?;
        let typed = spawn_blocking(read_line).await.map_err(|error| unasked(&error))?;
        // The Enter that ended it was not shown either.
        let _ = terminal.write_line("");
        restored.is_answered();
        Secret::new(typed.map_err(|error| unasked(&error))?.as_slice()).map_err(|unusable| {
            Error::usage(format!("what was typed can't be used: {unusable}")).hinted(instead)
        })
    }

    /// Asks for a yes; anything else is a refusal that ends the command with exit 130.
    ///
    /// # Errors
    /// Where nothing can be asked (usage, with `instead` as the hint), or when it was declined.
    pub async fn confirm(&self, question: &str, instead: &str) -> Result<()> {
        let agreed = self.agrees(question).await;
        let refusal = |error: Error| if self.may_ask { error } else { error.hinted(instead) };
        if agreed.map_err(refusal)? { Ok(()) } else { Err(declined()) }
    }

    /// Asks for a yes or a no.
    ///
    /// # Errors
    /// Where nothing can be asked (usage); Ctrl-C and Esc (interrupted).
    pub async fn agrees(&self, question: &str) -> Result<bool> {
        self.ask(question, |question, term| {
            Confirm::new().with_prompt(question).default(false).interact_on_opt(term)
        })
        .await
    }

    /// Asks on a thread of its own, so that signals are heard meanwhile. No answer is a refusal.
    async fn ask<T: Send + 'static>(
        &self,
        question: &str,
        show: impl FnOnce(String, &Term) -> dialoguer::Result<Option<T>> + Send + 'static,
    ) -> Result<T> {
        if !self.may_ask {
            return Err(Error::usage(format!("nobody is there to ask: {question}")));
        }
        let mut restored = Restored::after_asking();
        let (question, term) = (safe(question).into_owned(), self.term.clone());
        let asked = spawn_blocking(move || show(question, &term));
        match asked.await.map_err(|error| unasked(&error))? {
            Ok(answer) => {
                restored.is_answered();
                answer.ok_or_else(declined)
            }
            Err(dialoguer::Error::IO(error)) if error.kind() == ErrorKind::Interrupted => {
                Err(Error::new(Kind::Interrupted, "interrupted: nothing is changed"))
            }
            Err(error) => Err(unasked(&error)),
        }
    }
}

fn declined() -> Error {
    Error::new(Kind::Interrupted, "declined: nothing is changed")
}

fn unasked(error: &dyn std::error::Error) -> Error {
    Error::failed(format!("the terminal can't be asked: {error}"))
}
