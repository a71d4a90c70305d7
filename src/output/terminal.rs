//! What is known of the terminal: which streams are one, how wide it is, whether colour is wanted.
//!
//! Decided once, here. Every library that would detect it anew is told the result.

use std::io::{self, IsTerminal};
use std::str::FromStr;

use console::Term;

/// `--color`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorChoice {
    /// On a terminal, unless the environment says otherwise.
    #[default]
    Auto,
    /// Whatever the stream and the environment are.
    Always,
    /// Not at all.
    Never,
}

impl FromStr for ColorChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "auto" => Ok(Self::Auto),
            "always" => Ok(Self::Always),
            "never" => Ok(Self::Never),
            _ => Err(format!("{text:?} is not one of auto, always, never")),
        }
    }
}

/// The three standard streams, as far as printing depends on them.
#[derive(Clone, Debug, Default)]
pub struct Terminal {
    /// Data goes to a terminal.
    pub stdout_is_terminal: bool,
    /// Messages go to a terminal.
    pub stderr_is_terminal: bool,
    /// Somebody can type.
    pub stdin_is_terminal: bool,
    /// Columns of the terminal that data goes to, where it is one and tells.
    pub width: Option<u16>,
    /// Its lines.
    pub height: Option<u16>,
    /// Data may have colour.
    pub color_stdout: bool,
    /// Messages may have colour.
    pub color_stderr: bool,
}

impl Terminal {
    /// Looks at this process's streams and, through `env`, at the variables that govern colour.
    pub fn detect(choice: ColorChoice, env: &dyn Fn(&str) -> Option<String>) -> Self {
        let stdout_is_terminal = io::stdout().is_terminal();
        let stderr_is_terminal = io::stderr().is_terminal();
        let size = || Term::stdout().size_checked();
        let (height, width) = stdout_is_terminal.then(size).flatten().unzip();
        let is_known = |count: &u16| *count > 0;
        Self {
            stdout_is_terminal,
            stderr_is_terminal,
            stdin_is_terminal: io::stdin().is_terminal(),
            width: width.filter(is_known),
            height: height.filter(is_known),
            color_stdout: wants_color(choice, stdout_is_terminal, env),
            color_stderr: wants_color(choice, stderr_is_terminal, env),
        }
    }
}

/// The order of <https://no-color.org> and <https://bixense.com/clicolors>: the flag, `NO_COLOR`,
/// `CLICOLOR_FORCE`, and then only a terminal, unless it is dumb or `CLICOLOR` is 0.
fn wants_color(
    choice: ColorChoice,
    is_terminal: bool,
    env: &dyn Fn(&str) -> Option<String>,
) -> bool {
    let value = |name| env(name).filter(|value| !value.is_empty());
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if value("NO_COLOR").is_some() => false,
        ColorChoice::Auto if value("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        ColorChoice::Auto => {
            is_terminal
                && value("TERM").as_deref() != Some("dumb")
                && value("CLICOLOR").as_deref() != Some("0")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ColorChoice, wants_color};

    fn auto(is_terminal: bool, variables: &[(&str, &str)]) -> bool {
        choose(ColorChoice::Auto, is_terminal, variables)
    }

    fn choose(choice: ColorChoice, is_terminal: bool, variables: &[(&str, &str)]) -> bool {
        wants_color(choice, is_terminal, &|name| {
            let found = variables.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_flag_beats_the_environment() {
        assert!(choose(ColorChoice::Always, false, &[("NO_COLOR", "1"), ("TERM", "dumb")]));
        assert!(!choose(ColorChoice::Never, true, &[("CLICOLOR_FORCE", "1")]));
    }

    #[test]
    fn a_terminal_has_colour_unless_the_environment_forbids_it() {
        assert!(auto(true, &[("TERM", "xterm")]));
        assert!(!auto(false, &[]));
        assert!(!auto(true, &[("NO_COLOR", "1")]));
        assert!(!auto(true, &[("TERM", "dumb")]));
        assert!(!auto(true, &[("CLICOLOR", "0")]));
    }

    #[test]
    fn force_is_for_pipes_and_no_color_beats_it() {
        assert!(auto(false, &[("CLICOLOR_FORCE", "1")]));
        assert!(!auto(false, &[("CLICOLOR_FORCE", "0")]));
        assert!(!auto(false, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    }

    #[test]
    fn an_empty_variable_is_an_unset_one() {
        assert!(auto(true, &[("NO_COLOR", ""), ("CLICOLOR", "")]));
    }
}
