//! What goes to standard error: `error:`, `hint:`, `warning:`, `note:`, and errors as JSON.

use std::io::{self, Write};

use console::Style;
use serde::Serialize;

use crate::error::Error;
use crate::output::safe;
use crate::output::safe::safe_json;

/// What kind of message a line is.
#[derive(Clone, Copy)]
pub(super) enum Label {
    Error,
    Hint,
    Warning,
    Note,
}

impl Label {
    /// The line for a message: whatever the message holds, it is one line.
    pub(super) fn line(self, message: &str, color: bool) -> String {
        let style = Style::new().bold().force_styling(color);
        let label = match self {
            Self::Error => style.red().apply_to("error:"),
            Self::Hint => style.cyan().apply_to("hint:"),
            Self::Warning => style.yellow().apply_to("warning:"),
            Self::Note => style.blue().apply_to("note:"),
        };
        format!("{label} {}\n", safe(message))
    }
}

/// An error for people: what happened, where, and what to do when there is something to do.
pub(super) fn error_lines(error: &Error, color: bool) -> String {
    let mut lines = Label::Error.line(error.message(), color);
    for line in error.excerpt().unwrap_or_default().lines() {
        lines.push_str("    ");
        lines.push_str(&safe(line));
        lines.push('\n');
    }
    lines + &error.hint().map(|hint| Label::Hint.line(hint, color)).unwrap_or_default()
}

/// An error for programs: one line of JSON.
pub(super) fn error_json(error: &Error) -> String {
    #[derive(Serialize)]
    struct Line<'a> {
        error: Fields<'a>,
    }
    #[derive(Serialize)]
    struct Fields<'a> {
        kind: &'static str,
        message: &'a str,
        hint: Option<&'a str>,
        status: Option<u16>,
        exit_code: u8,
    }
    let fields = Fields {
        kind: error.kind().name(),
        message: error.message(),
        hint: error.hint(),
        status: error.status(),
        exit_code: error.kind().exit_code(),
    };
    // Strings and numbers always serialise.
    let json = serde_json::to_string(&Line { error: fields }).unwrap_or_default();
    safe_json(&json).into_owned() + "\n"
}

/// Prints an error to standard error before there is an [`Output`](crate::output::Output): without
/// colour, in lines for people or as a line of JSON.
pub fn report_error(error: &Error, json: bool) {
    let text = if json { error_json(error) } else { error_lines(error, false) };
    // There is nobody left to tell.
    let _ = io::stderr().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::{Label, error_json, error_lines};
    use crate::error::{Error, Kind};

    #[test]
    fn an_error_names_what_to_do_when_there_is_something() {
        let error = Error::usage("no such file");
        assert_eq!(error_lines(&error, false), "error: no such file\n");
        let error = error.hinted("name another");
        assert_eq!(error_lines(&error, false), "error: no such file\nhint: name another\n");
    }

    #[test]
    fn only_the_label_has_colour_and_a_message_is_one_line() {
        let line = Label::Warning.line("a\n\x1b[31mb", true);
        assert!(line.starts_with("\x1b["), "{line:?}");
        assert!(line.ends_with("\x1b[0m a\\n\\x1b[31mb\n"), "{line:?}");
    }

    #[test]
    fn a_json_error_has_its_documented_shape() {
        let error = Error::new(Kind::NotFound, "webhook \"wh_1\" not found\u{9b}").with_status(404);
        let expected = r#"{"error":{"kind":"not_found","message":"webhook \"wh_1\" not found\u009b","hint":null,"status":404,"exit_code":4}}"#;
        assert_eq!(error_json(&error), format!("{expected}\n"));
    }
}
