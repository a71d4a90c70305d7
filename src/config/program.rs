//! Programs that users name in one line: split into words as a shell does, run without one, and
//! without the variables that hold our secrets.

use std::ffi::OsStr;
use std::process::Command;

use crate::error::{Error, Result};

/// The variables of our environment that no program gets which we run by ourselves: `HOOKCTL_TOKEN`,
/// and those that secrets are taken from. Only `listen`'s COMMAND, which is the user's own, has all.
#[derive(Clone, Debug)]
pub struct HiddenVariables(Vec<String>);

impl HiddenVariables {
    /// Those that any of these values names as a source: `env:NAME`. Whatever has the form is
    /// taken for one, since one too many hides nothing that a program of ours needs.
    pub fn named_by<'a>(values: impl IntoIterator<Item = &'a OsStr>) -> Self {
        let named = values.into_iter().filter_map(|value| value.to_str()?.strip_prefix("env:"));
        // Removing a variable without a name, or with one that can't be, would panic.
        let possible = named.filter(|name| !name.is_empty() && !name.contains(['=', '\0']));
        Self(possible.map(str::to_owned).chain(["HOOKCTL_TOKEN".to_owned()]).collect())
    }

    /// Their names.
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// Gets a program ready to run that does not see them.
    ///
    /// # Errors
    /// Those of [`split_words`].
    pub fn command(&self, line: &str) -> Result<Command> {
        let (program, arguments) = split_words(line)?;
        let mut command = Command::new(program);
        command.args(arguments);
        for name in &self.0 {
            command.env_remove(name);
        }
        Ok(command)
    }
}

/// A program and its arguments.
///
/// # Errors
/// A quote that is not closed, or no word at all (usage).
pub fn split_words(line: &str) -> Result<(String, Vec<String>)> {
    let words = shell_words::split(line)
        .map_err(|error| Error::usage(format!("the command `{line}` can't be split: {error}")))?;
    let mut words = words.into_iter();
    let program = words.next().ok_or_else(|| Error::usage("the command is empty"))?;
    Ok((program, words.collect()))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::HiddenVariables;

    #[test]
    fn the_token_and_what_sources_name_is_hidden() {
        let values = ["env:A", "b", "env:", "env:B=C", "file:env:D"].map(OsStr::new);
        assert_eq!(HiddenVariables::named_by(values).names(), ["A", "HOOKCTL_TOKEN"]);
    }
}
