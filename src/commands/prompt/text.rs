//! Asking for a line of text.

use dialoguer::Input;

use crate::commands::prompt::Prompter;
use crate::error::Result;
use crate::output::safe;

impl Prompter {
    /// Asks for a line, with `current` there to be edited, until `check` takes it. `None`: it was
    /// left as it was.
    ///
    /// # Errors
    /// Where nothing can be asked (usage); Ctrl-C (interrupted).
    pub async fn text(
        &self,
        question: &str,
        current: &str,
        check: impl Fn(&str) -> Result<()> + Send + 'static,
    ) -> Result<Option<String>> {
        // What a terminal would obey can't be edited on it: then an empty line leaves it.
        let offered = if safe(current) == current { current.to_owned() } else { String::new() };
        let (first, kept) = (offered.clone(), !current.is_empty());
        let answer = self.ask(question, move |question, term| {
            let is_kept = first.clone();
            Input::<String>::new()
                .with_prompt(question)
                .with_initial_text(first)
                .allow_empty(true)
                .validate_with(move |text: &String| {
                    if kept && *text == is_kept {
                        return Ok(());
                    }
                    check(text).map_err(|error| safe(error.message()).into_owned())
                })
                .interact_text_on(term)
                .map(Some)
        });
        let answer = answer.await?;
        Ok((answer != offered).then_some(answer))
    }
}
