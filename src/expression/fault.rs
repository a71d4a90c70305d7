//! What is wrong with an expression, with a caret under the place; and why one failed, in few words.

use std::borrow::Cow;

use console::measure_text_width;
use jaq_core::load::{self, lex, parse};
use jaq_core::{compile, load::Errors};

use crate::error::Error;
use crate::expression::library;

/// How much of a long line is shown before the place, and after it.
const BEFORE: usize = 48;
const AFTER: usize = 24;

/// Strings that are longer are not shown: they may be secrets, or whole bodies.
const SHOWN_STRING: usize = 16;

/// The longest message of a failure.
const LONGEST: usize = 200;

/// What is wrong, and where.
pub(super) struct Fault {
    what: String,
    /// In bytes from the start of the expression.
    place: usize,
    hint: Option<String>,
}

impl Fault {
    /// The first thing that does not parse.
    pub(super) fn of_load(text: &str, errors: Errors<&str, ()>) -> Self {
        let first = errors.into_iter().next().map(|(_, error)| error);
        let (what, part) = match first {
            Some(load::Error::Lex(errors)) => of_lex(errors),
            Some(load::Error::Parse(errors)) => of_parse(errors),
            Some(load::Error::Io(errors)) => {
                let path = errors.first().map_or("", |(path, _)| path);
                ("modules are not offered".to_owned(), path)
            }
            None => ("it can't be read".to_owned(), ""),
        };
        Self { what, place: place(text, part), hint: None }
    }

    /// The first name that means nothing.
    pub(super) fn of_compile(text: &str, errors: compile::Errors<&str, ()>) -> Self {
        let first = errors.into_iter().flat_map(|(_, errors)| errors).next();
        let Some((name, undefined)) = first else {
            return Self { what: "it can't be compiled".to_owned(), place: 0, hint: None };
        };
        let what = match undefined {
            compile::Undefined::Filter(arguments) if arguments > 0 => {
                format!("there is no filter `{name}/{arguments}`")
            }
            other => format!("there is no {} `{name}`", other.as_str()),
        };
        let hint = library::is_withheld(name).then(|| {
            format!(
                "`{name}` is not offered: an expression sees the value that it is run over, and \
                 nothing else"
            )
        });
        Self { what, place: place(text, name), hint }
    }

    /// The error that the user gets to see.
    pub(super) fn shown(self, text: &str, option: &str) -> Error {
        let before = text.get(..self.place).unwrap_or(text);
        let column = before.chars().count() + 1;
        let error = Error::usage(format!(
            "the expression of {option} is not valid: {} at character {column}",
            self.what
        ))
        .showing(excerpt(text, before));
        match self.hint {
            Some(hint) => error.hinted(hint),
            None => error,
        }
    }
}

fn of_lex(errors: Vec<lex::Error<&str>>) -> (String, &str) {
    match errors.into_iter().next() {
        Some((lex::Expect::Token, rest)) => {
            (format!("unexpected `{}`", rest.chars().next().unwrap_or_default()), rest)
        }
        Some((expected, rest)) => (format!("expected {}", expected.as_str()), rest),
        None => ("it can't be read".to_owned(), ""),
    }
}

fn of_parse(errors: Vec<parse::Error<&str>>) -> (String, &str) {
    match errors.into_iter().next() {
        Some((expected, "")) => (format!("expected {}, and it ends", expected.as_str()), ""),
        Some((parse::Expect::Nothing, found)) => {
            (format!("unexpected `{}`", first_word(found)), found)
        }
        Some((expected, found)) => {
            (format!("expected {}, found `{}`", expected.as_str(), first_word(found)), found)
        }
        None => ("it can't be read".to_owned(), ""),
    }
}

fn first_word(found: &str) -> &str {
    found.split_whitespace().next().unwrap_or(found)
}

/// Where a part of the text begins; one that is no part of it counts as its end.
fn place(text: &str, part: &str) -> usize {
    let start = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    start
        .filter(|start| *start <= text.len() && text.is_char_boundary(*start))
        .unwrap_or(text.len())
}

/// The line of the place, no more of it than a terminal shows, and a caret under the place.
fn excerpt(text: &str, before: &str) -> String {
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let (left, right) = line.split_at(before.len().min(start + line.len()) - start);
    let left_length = left.chars().count();
    let cut: String = left.chars().skip(left_length.saturating_sub(BEFORE)).collect();
    let left = if left_length > BEFORE { format!("…{cut}") } else { cut };
    let right: String = right.chars().take(AFTER).collect();
    let left = left.replace('\t', " ");
    format!("{left}{right}\n{}^", " ".repeat(measure_text_width(&left)))
}

/// A failure's message without its long strings, and no longer than a few lines.
pub(super) fn brief(message: &str) -> String {
    let own = serde_json::from_str::<String>(message);
    let brief = match &own {
        // The expression's own word: `error("…")`.
        Ok(word) => Cow::Borrowed(word.as_str()),
        Err(_) => Cow::Owned(without_long_strings(message)),
    };
    match brief.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &brief[..end]),
        None => brief.into_owned(),
    }
}

fn without_long_strings(message: &str) -> String {
    let mut brief = String::new();
    let mut rest = message;
    while let Some(start) = rest.find('"') {
        let (before, string) = rest.split_at(start);
        let mut is_escaped = false;
        let end = string.char_indices().skip(1).find_map(|(place, c)| {
            let is_end = c == '"' && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            is_end.then_some(place + 1)
        });
        let (string, after) = string.split_at(end.unwrap_or(string.len()));
        brief.push_str(before);
        brief.push_str(if string.len() > SHOWN_STRING + 2 { "\"…\"" } else { string });
        rest = after;
    }
    brief + rest
}

#[cfg(test)]
mod tests {
    use crate::expression::Expression;

    fn shown(text: &str) -> (String, String) {
        let error = Expression::parse(text, "--jq").unwrap_err();
        (error.message().to_owned(), error.excerpt().unwrap().to_owned())
    }

    #[test]
    fn a_caret_stands_under_the_place() {
        let (message, excerpt) = shown(".[] | )");
        assert!(message.ends_with("at character 7"), "{message}");
        assert_eq!(excerpt, ".[] | )\n      ^");
        let (message, excerpt) = shown(".[] |");
        assert!(message.contains("and it ends at character 6"), "{message}");
        assert_eq!(excerpt, ".[] |\n     ^");
        assert_eq!(shown("\"日本\" | nope").1, "\"日本\" | nope\n         ^");
        assert_eq!(shown(".a |\n  nope").1, "  nope\n  ^");
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let (_, excerpt) =
            shown(&format!("{} nope | {}", ".a |".repeat(50), ".b | ".repeat(50) + "."));
        let caret = excerpt.lines().nth(1).unwrap();
        assert!(excerpt.lines().all(|line| line.chars().count() < 80), "{excerpt}");
        assert_eq!(excerpt.chars().nth(caret.chars().count() - 1), Some('n'));
    }

    #[test]
    fn any_malformed_expression_has_a_message() {
        for text in [
            "",
            "(",
            "[",
            "{",
            "\"",
            "\"\\x\"",
            ".[",
            "@",
            "$",
            "$a",
            "if",
            "1 as x | .",
            "§",
            "0.",
            "f(1)",
            "\"\\(\"",
            "\"\\(nope)\"",
        ] {
            let (message, excerpt) = shown(text);
            assert!(message.starts_with("the expression of --jq is not valid: "), "{message}");
            assert!(excerpt.ends_with('^'), "{excerpt}");
        }
    }
}
