//! `hookctl secret set`

use crate::commands::Context;
use crate::commands::secret::row;
use crate::commands::views::KEPT_SECRET;
use crate::config::Source;
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::{WebhookId, now};

/// Keep the secret of a webhook that was created elsewhere, or another in its place
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub(super) struct SetArgs {
    /// The webhook's id
    #[arg(value_name = "ID")]
    id: WebhookId,

    /// The secret, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, or the secret itself
    #[arg(long, value_name = "SOURCE")]
    secret: Source,
}

const HELP: &str = "\
It belongs to the API in force (--api-url, --sandbox); with none, to the one whose secret of that
webhook is kept already. A secret that is replaced is gone.

Examples:
  hookctl secret set wh_123456 --secret env:SECRET --api-url https://api.example.com
  hookctl secret set wh_123456 --secret file:secret.txt

Output: the webhook's id, the API that it belongs to, and when it was kept.
Exit codes: 0 done, 1 the store can't be used, 2 no API in force, or a secret that can't be used.";

pub(super) async fn run(args: &SetArgs, context: &Context) -> Result<Outcome> {
    let output = context.output();
    output.check_fields(&KEPT_SECRET)?;
    let store = context.secrets();
    let origin = match context.origin() {
        Some(origin) => origin,
        None => kept_origin(&args.id, context)?,
    };
    let secret = context.secret(&args.secret).await?;
    context.settings().paths.ensure_data()?;
    let replaces = store.all()?.iter().any(|kept| kept.is_of(&args.id, &origin));
    store.keep(&args.id, &origin, &secret, now())?;
    if replaces {
        output.note(&format!("the secret that was kept for webhook {} is replaced", args.id));
    }
    let kept = store.find_kept(&args.id, Some(&origin))?;
    output.one(&row(&kept), &KEPT_SECRET)?;
    Ok(Outcome::Done)
}

fn kept_origin(id: &WebhookId, context: &Context) -> Result<String> {
    match context.secrets().find_kept(id, None) {
        Ok(kept) => Ok(kept.origin),
        Err(error) if error.kind() == Kind::NotFound => {
            Err(Error::usage(format!("it is not known to which API webhook {id} belongs"))
                .hinted("give --api-url or --sandbox"))
        }
        Err(error) => Err(error),
    }
}
