//! `hookctl sign`

use crate::commands::Context;
use crate::commands::body::BodyFile;
use crate::commands::views::SIGNED;
use crate::config::Source;
use crate::error::{Outcome, Result};
use crate::model::JsonObject;
use crate::output::Form;
use crate::signature::{ALGORITHM, HEADER, Key};

/// Sign a payload as the API does: HMAC-SHA256 over its exact bytes
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub struct Args {
    #[command(flatten)]
    body: BodyFile,

    /// The secret, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, webhook:ID (the one
    /// kept for it), or the secret itself
    #[arg(long, value_name = "SOURCE")]
    secret: Source,

    /// Print the whole header, ready for curl -H
    #[arg(long)]
    header: bool,
}

const HELP: &str = "\
Examples:
  printf '{}' | hookctl sign --secret env:SECRET
  hookctl sign --secret webhook:wh_123456 payload.json -o json
  curl -H \"$(hookctl sign --secret env:SECRET --header p.json)\" --data-binary @p.json 127.0.0.1:4400

Output: 64 lower-case hex digits; -o json adds the algorithm and the number of bytes.
Exit codes: 0 done, 2 unreadable input or a secret that can't be used, 4 no secret kept.";

/// Prints the signature.
///
/// # Errors
/// A secret or body that can't be read.
pub async fn run(args: &Args, context: &Context) -> Result<Outcome> {
    context.output().check_fields(&SIGNED)?;
    args.body.claim(context)?;
    let key = Key::new(&context.secret(&args.secret).await?);
    let hashed = args.body.hash(&[key], 0, None).await?;
    let output = context.output();
    for hasher in hashed.hashers {
        let signature = hasher.finish();
        match output.form() {
            Form::Table if args.header => output.line(&format!("{HEADER}: {signature}"))?,
            Form::Table => output.line(&signature.to_string())?,
            _ => {
                let mut answer = JsonObject::new();
                answer.set("signature", &signature);
                answer.set("algorithm", &ALGORITHM);
                answer.set("bytes", &hashed.bytes);
                output.one(&answer, &SIGNED)?;
            }
        }
    }
    Ok(Outcome::Done)
}
