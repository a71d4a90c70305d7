//! The terminal's modes while a question is asked, and how they are put back.

use std::io::stdin;

use console::Term;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

/// Puts the terminal back as it was, however the question ends: Ctrl-C leaves the cursor hidden,
/// and a signal leaves dialoguer's modes too.
pub(super) struct Restored {
    before: Option<Termios>,
    is_answered: bool,
}

impl Restored {
    /// From here on every key is one, as it is for dialoguer a moment later and between two keys.
    /// Otherwise Ctrl-C in between would be a signal, and what is pasted would be edited as a line.
    pub(super) fn after_asking() -> Self {
        Self::with(|modes| {
            let output_modes = modes.output_modes;
            modes.make_raw();
            // Lines that are printed still end at the left edge.
            modes.output_modes = output_modes;
        })
    }

    /// From here on what is typed is not shown. Ctrl-C stays a signal, which ends the command: the
    /// kernel collects the line.
    pub(super) fn after_hiding_keys() -> Self {
        Self::with(|modes| modes.local_modes.remove(LocalModes::ECHO))
    }

    fn with(change: impl FnOnce(&mut Termios)) -> Self {
        let before = tcgetattr(stdin()).ok();
        if let Some(mut modes) = before.clone() {
            change(&mut modes);
            // Where that fails there is only the moment.
            let _ = tcsetattr(stdin(), OptionalActions::Now, &modes);
        }
        Self { before, is_answered: false }
    }

    /// The question has ended its own line.
    pub(super) fn is_answered(&mut self) {
        self.is_answered = true;
    }
}

impl Drop for Restored {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            let _ = tcsetattr(stdin(), OptionalActions::Now, before);
        }
        let term = Term::stderr();
        let _ = term.show_cursor();
        if !self.is_answered {
            // What is said of it begins a line.
            let _ = term.write_line("");
        }
    }
}
