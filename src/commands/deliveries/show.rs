//! `hookctl deliveries show`

use crate::commands::Context;
use crate::commands::deliveries::record;
use crate::commands::views::DELIVERY;
use crate::error::{Error, Result};
use crate::journal::Journal;
use crate::model::Delivery;
use crate::output::safe;

/// Show one recorded delivery
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub(super) struct ShowArgs {
    /// The delivery's id or a part from its beginning, or @last
    id: String,

    /// Only the body, its exact bytes
    #[arg(long, conflicts_with_all = ["headers", "curl"])]
    body: bool,

    /// Only the headers
    #[arg(long, conflicts_with = "curl")]
    headers: bool,

    /// A curl command that sends it again
    #[arg(long)]
    curl: bool,
}

const HELP: &str = "\
Examples:
  hookctl deliveries show @last
  hookctl deliveries show @last --body > body.bin
  hookctl deliveries show @last --curl

Output: the record, or the part of it that is asked for.
Exit codes: 0 done, 2 several such deliveries, or bytes that are no text for a terminal, 4 none.";

/// Prints the record, or the part of it that is asked for.
pub(super) fn run(args: &ShowArgs, journal: &Journal, context: &Context) -> Result<()> {
    let output = context.output();
    if output.has_jq() && (args.body || args.headers || args.curl) {
        return Err(Error::usage("--jq takes the record, so no part of it can be asked for"));
    }
    let delivery = journal.find(&args.id)?;
    if args.body {
        return body(&delivery, context);
    }
    if args.curl {
        return output.line(&curl(&delivery));
    }
    if args.headers {
        let mut headers = delivery.headers.pairs().into_iter();
        return headers
            .try_for_each(|(name, value)| output.line(&format!("{name}: {}", safe(&value))));
    }
    output.one(&record(&delivery)?, &DELIVERY)
}

/// In a pipe the exact bytes, on a terminal only text, and that made safe.
fn body(delivery: &Delivery, context: &Context) -> Result<()> {
    let (output, bytes) = (context.output(), &delivery.body.0);
    if !output.terminal().stdout_is_terminal {
        return output.raw(bytes);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| {
        Error::usage(format!("the body of {} is not text", delivery.id))
            .hinted("send it to a file or a pipe")
    })?;
    text.lines().try_for_each(|line| output.line(&safe(line)))
}

fn curl(delivery: &Delivery) -> String {
    // curl sets these itself; the body's own length is what it sends.
    let own = ["host", "content-length", "transfer-encoding", "connection", "expect"];
    let mut words = vec!["curl".to_owned(), "-X".to_owned(), delivery.method.to_string()];
    let headers = delivery.headers.pairs();
    for (name, value) in headers.iter().filter(|(name, _)| !own.contains(&name.as_str())) {
        words.extend(["-H".to_owned(), format!("{name}: {value}")]);
    }
    let host = delivery.headers.first("host").unwrap_or_else(|| "127.0.0.1:4400".to_owned());
    words.extend(["--data-binary".to_owned(), "@-".to_owned()]);
    words.push(format!("http://{host}{}", delivery.path));
    let id = &delivery.id;
    safe(&format!("hookctl deliveries show {id} --body | {}", shell_words::join(&words)))
        .into_owned()
}
