//! Tables that are longer than the screen, shown through the user's pager.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::error::Result;
use crate::output::Output;

/// The pager where the user names none, where it is there.
const USUAL: &str = "less";

/// less ends at once when all fits, passes colours on, and leaves what it showed on the screen;
/// unless the user has told it otherwise.
const LESS: (&str, &str) = ("LESS", "FRX");

/// A program that shows text a screen at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pager {
    words: Vec<String>,
    /// Variables that it does not need to know: those of tokens.
    hidden: Vec<String>,
    is_named: bool,
    has_less: bool,
}

impl Pager {
    /// The pager that the environment asks for, run without a shell: `HOOKCTL_PAGER`, `PAGER`, else
    /// less. None in CI, on a dumb terminal, and where it is `cat`, or named by an empty word.
    pub fn of(env: &dyn Fn(&str) -> Option<String>, hidden: Vec<String>) -> Option<Self> {
        let is_set = |name| env(name).is_some_and(|value| !value.is_empty());
        if is_set("CI") || env("TERM").as_deref() == Some("dumb") {
            return None;
        }
        let named = env("HOOKCTL_PAGER").or_else(|| env("PAGER"));
        let is_named = named.is_some();
        let words = shell_words::split(named.as_deref().unwrap_or(USUAL)).ok()?;
        let is_useful = words.first().is_some_and(|program| program != "cat");
        is_useful.then(|| Self { words, hidden, is_named, has_less: is_set(LESS.0) })
    }

    /// Shows a text, and waits until the reader has seen enough of it.
    fn show(&self, text: &str) -> std::io::Result<()> {
        let Some((program, arguments)) = self.words.split_first() else { return Ok(()) };
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped());
        for name in &self.hidden {
            command.env_remove(name);
        }
        if !self.has_less {
            command.env(LESS.0, LESS.1);
        }
        let mut child = command.spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            // A reader who has seen enough is no failure. Dropped here: that is the text's end.
            let _ = stdin.write_all(text.as_bytes());
        }
        let _ = child.wait();
        Ok(())
    }
}

impl Output {
    /// Prints a table: through the pager where somebody sits before a screen that it is longer
    /// than.
    pub(super) fn write_table(&self, table: &str) -> Result<()> {
        let terminal = self.terminal();
        let is_seen = terminal.stdout_is_terminal && terminal.stdin_is_terminal;
        let is_long =
            terminal.height.is_some_and(|height| table.lines().count() >= usize::from(height));
        let Some(pager) = self.options.pager.as_ref().filter(|_| is_seen && is_long) else {
            return self.write(table);
        };
        self.flush()?;
        let Err(error) = pager.show(table) else { return Ok(()) };
        if pager.is_named {
            self.note(&format!("the pager {} can't be started: {error}", pager.words.join(" ")));
        }
        self.write(table)
    }
}

#[cfg(test)]
mod tests {
    use super::Pager;

    fn words(variables: &[(&str, &str)]) -> Option<Vec<String>> {
        let env = |name: &str| {
            let found = variables.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        Pager::of(&env, Vec::new()).map(|pager| pager.words)
    }

    #[test]
    fn our_own_variable_goes_before_the_general_one() {
        assert_eq!(words(&[]).unwrap(), ["less"]);
        assert_eq!(words(&[("PAGER", "more -d")]).unwrap(), ["more", "-d"]);
        assert_eq!(words(&[("PAGER", "more"), ("HOOKCTL_PAGER", "most")]).unwrap(), ["most"]);
    }

    #[test]
    fn there_is_none_where_nobody_wants_one() {
        for variables in [
            [("PAGER", "")],
            [("PAGER", "cat")],
            [("HOOKCTL_PAGER", "")],
            [("CI", "true")],
            [("TERM", "dumb")],
            [("PAGER", "a 'b")],
        ] {
            assert_eq!(words(&variables), None, "{variables:?}");
        }
    }
}
