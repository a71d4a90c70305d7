//! Webhook ids as arguments: several, or `-` for one a line on standard input, or none and a
//! question.

use std::fmt::Display;
use std::str::FromStr;

use crate::commands::Context;
use crate::commands::pick::pick;
use crate::error::{Error, Outcome, Result};
use crate::model::{JsonObject, WebhookId};
use crate::output::View;

/// The ids that a command is to work on.
#[derive(clap::Args, Debug)]
pub(super) struct Ids {
    /// Ids of webhooks, or - to read them from standard input, one a line [default: asks for one]
    #[arg(value_name = "ID")]
    ids: Vec<IdArgument>,
}

#[derive(Clone, Debug)]
enum IdArgument {
    Id(WebhookId),
    Stdin,
}

impl FromStr for IdArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "-" { Ok(Self::Stdin) } else { text.parse().map(Self::Id) }
    }
}

impl Ids {
    /// All ids, in the order given; without any, the one that is picked for `command`. Standard
    /// input is read whole first, so that a bad line in it stops everything before anything is done.
    ///
    /// # Errors
    /// A line that is not an id (usage); those of [`pick`].
    pub(super) async fn resolve(&self, command: &str, context: &Context) -> Result<Vec<WebhookId>> {
        if self.ids.is_empty() {
            return Ok(vec![pick(command, context).await?]);
        }
        self.given(context).await
    }

    /// As [`Self::resolve`], for a command that does not know what could be picked.
    ///
    /// # Errors
    /// No id, or a line that is not one (usage).
    pub(super) async fn given(&self, context: &Context) -> Result<Vec<WebhookId>> {
        if self.ids.is_empty() {
            return Err(Error::usage("no webhook id is given"));
        }
        let mut ids = Vec::new();
        for argument in &self.ids {
            match argument {
                IdArgument::Id(id) => ids.push(id.clone()),
                IdArgument::Stdin => ids.extend(read_lines(context).await?),
            }
        }
        Ok(ids)
    }

    /// Whether the answer is one object: the output's shape depends on what was asked, not on how
    /// many rows came.
    pub(super) fn is_one(&self) -> bool {
        matches!(self.ids.as_slice(), [] | [IdArgument::Id(_)])
    }

    /// Prints the rows in the shape that was asked for.
    ///
    /// # Errors
    /// Standard output that can't be written.
    pub(super) fn print(&self, rows: &[JsonObject], view: &View, context: &Context) -> Result<()> {
        match rows {
            [] if self.is_one() => Ok(()),
            [row] if self.is_one() => context.output().one(row, view),
            rows => context.output().many(rows, view),
        }
    }
}

/// The ids on standard input, one a line.
///
/// # Errors
/// A line that is not an id (usage).
pub(super) async fn read_lines<T: FromStr<Err: Display>>(context: &Context) -> Result<Vec<T>> {
    let bytes = context.stdin().read("list of ids").await?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Error::usage("the ids on standard input are not UTF-8 text"))?;
    let lines = text.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty());
    lines
        .map(|(index, line)| {
            let place = index + 1;
            line.parse().map_err(|why| Error::usage(format!("standard input, line {place}: {why}")))
        })
        .collect()
}

/// Tries every id: a failed call is reported and left out of the rows, and the first one decides
/// the exit code.
pub(super) async fn try_each(
    ids: &[WebhookId],
    context: &Context,
    call: impl AsyncFn(&WebhookId) -> Result<(JsonObject, Outcome)>,
) -> (Vec<JsonObject>, Outcome) {
    let (mut rows, mut outcome) = (Vec::new(), Outcome::Done);
    for id in ids {
        match call(id).await {
            Ok((row, verdict)) => {
                rows.push(row);
                outcome = outcome.or(verdict);
            }
            Err(error) => {
                context.output().error(&error);
                outcome = outcome.or(Outcome::Told(error.kind()));
            }
        }
    }
    (rows, outcome)
}

/// The API's answer to a call on one webhook does not say which one it was.
pub(super) fn with_id(mut answer: JsonObject, id: &WebhookId) -> JsonObject {
    answer.set_first("id", id);
    answer
}
