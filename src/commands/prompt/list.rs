//! Asking for one of a list that can be searched, or for several of a list.

use std::io;

use dialoguer::{FuzzySelect, MultiSelect};

use crate::commands::prompt::Prompter;
use crate::error::Result;
use crate::output::safe;

/// Lines of a list that are shown at once: on a terminal that is made smaller meanwhile they still
/// have room.
const VISIBLE: usize = 12;

/// dialoguer panics where a list of several has less.
const LEAST: u16 = 3;

impl Prompter {
    /// Asks for one of these lines, of which no two are the same, and says its index. What is typed
    /// searches; `first` is where the list begins.
    ///
    /// # Errors
    /// Where nothing can be asked (usage); Ctrl-C and Esc (interrupted).
    pub async fn pick(&self, question: &str, lines: &[String], first: usize) -> Result<usize> {
        let lines = shown(lines);
        let has_color = self.has_color;
        self.ask(question, move |question, term| {
            FuzzySelect::new()
                .with_prompt(question)
                .items(lines)
                .default(first)
                .max_length(VISIBLE)
                .highlight_matches(has_color)
                .interact_on_opt(term)
        })
        .await
    }

    /// Asks which of these lines are wanted, with those of `chosen` marked already, and says the
    /// indices in order.
    ///
    /// # Errors
    /// Where nothing can be asked (usage); Ctrl-C and Esc (interrupted).
    pub async fn choose(
        &self,
        question: &str,
        lines: &[String],
        chosen: &[bool],
    ) -> Result<Vec<usize>> {
        let (lines, chosen) = (shown(lines), chosen.to_vec());
        self.ask(question, move |question, term| {
            if term.size().0 < LEAST {
                let too_small = io::Error::other(format!("it has fewer than {LEAST} lines"));
                return Err(too_small.into());
            }
            MultiSelect::new()
                .with_prompt(question)
                .items(lines)
                .defaults(&chosen)
                .max_length(VISIBLE)
                .report(false)
                .interact_on_opt(term)
        })
        .await
    }
}

fn shown(lines: &[String]) -> Vec<String> {
    lines.iter().map(|line| safe(line).into_owned()).collect()
}

/// Text of at most `columns` bytes, with `…` where something was cut off. dialoguer takes bytes for
/// columns when it clears a list, and no character is wider than it has bytes.
pub(in crate::commands) fn fitted(text: &str, columns: usize) -> String {
    if text.len() <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub('…'.len_utf8());
    let fits = |(start, c): &(usize, char)| start + c.len_utf8() <= room;
    let kept: String = text.char_indices().take_while(fits).map(|(_, c)| c).collect();
    kept + "…"
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::fitted;

    #[test]
    fn what_is_cut_off_is_told() {
        assert_eq!(fitted("https://a.invalid", 17), "https://a.invalid");
        assert_eq!(fitted("https://a.invalid", 16), "https://a.inv…");
        assert_eq!(fitted("日本語", 8), "日…");
    }

    proptest! {
        #[test]
        fn nothing_is_longer_than_its_columns(text in "\\PC{0,40}", columns in 3usize..60) {
            let fitted = fitted(&text, columns);
            prop_assert!(fitted.len() <= columns, "{fitted:?}");
        }
    }
}
