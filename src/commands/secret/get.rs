//! `hookctl secret get`

use crate::commands::Context;
use crate::commands::ids::{Ids, try_each};
use crate::commands::secret::row;
use crate::commands::views::REVEALED;
use crate::error::{Error, Outcome, Result};
use crate::model::{JsonObject, WebhookId};
use crate::output::Form;
use crate::secret::Secret;

/// Print kept secrets, to a pipe or a file
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub(super) struct GetArgs {
    #[command(flatten)]
    ids: Ids,

    /// Print to a terminal too
    #[arg(long)]
    reveal: bool,
}

const HELP: &str = "\
Examples:
  hookctl secret get wh_123456 | hookctl sign --secret - payload.json
  hookctl secret get wh_123456 --reveal
  hookctl secret get wh_123456 -o json

Output: the secret's bytes and nothing else, on a terminal with a newline; of several ids or -, one
secret a line. -o json: the row of secret list with the secret; of several, an array.
Exit codes: 0 done, 2 a terminal without --reveal, 4 no secret kept for that webhook. Every id is
tried; the first failure decides.";

pub(super) async fn run(args: &GetArgs, context: &Context) -> Result<Outcome> {
    let output = context.output();
    output.check_fields(&REVEALED)?;
    let is_terminal = output.terminal().stdout_is_terminal;
    if is_terminal && !args.reveal {
        return Err(Error::usage("a secret is not shown on a terminal unasked")
            .hinted("--reveal shows it; a pipe or a file gets it without"));
    }
    let ids = args.ids.given(context).await?;
    if output.form() != Form::Table {
        let (rows, outcome) = try_each(&ids, context, async |id| revealed(id, context)).await;
        args.ids.print(&rows, &REVEALED, context)?;
        return Ok(outcome);
    }
    // A newline at its end could become a part of the secret where it is stored.
    let is_line = is_terminal || !args.ids.is_one();
    let print = async |id: &WebhookId| {
        let secret = context.secrets().find(id, context.origin().as_deref())?;
        write(&secret, is_line, context)?;
        Ok((JsonObject::new(), Outcome::Done))
    };
    Ok(try_each(&ids, context, print).await.1)
}

fn revealed(id: &WebhookId, context: &Context) -> Result<(JsonObject, Outcome)> {
    let kept = context.secrets().find_kept(id, context.origin().as_deref())?;
    let mut row = row(&kept);
    row.set("secret", &kept.secret()?.expose_text());
    Ok((row, Outcome::Done))
}

fn write(secret: &Secret, is_line: bool, context: &Context) -> Result<()> {
    context.output().raw(secret.expose())?;
    if is_line { context.output().raw(b"\n") } else { Ok(()) }
}
