//! `hookctl deliveries show`

use std::fmt::Write as _;

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
    let mut words = vec!["curl -X".to_owned(), quoted(delivery.method.as_ref())];
    let headers = delivery.headers.pairs();
    for (name, value) in headers.iter().filter(|(name, _)| !own.contains(&name.as_str())) {
        // With nothing behind its colon, curl would take the header out.
        let line = if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
        words.extend(["-H".to_owned(), quoted(&line)]);
    }
    let host = delivery.headers.first("host").unwrap_or_else(|| "127.0.0.1:4400".to_owned());
    words.push("--data-binary @-".to_owned());
    words.push(quoted(&format!("http://{host}{}", delivery.path)));
    let id = &delivery.id;
    safe(&format!("hookctl deliveries show {id} --body | {}", words.join(" "))).into_owned()
}

/// A word that a POSIX shell makes the recorded bytes of: each character stands for one. What is no
/// plain text is left to printf, since the terminal and the shell would have it as UTF-8.
fn quoted(text: &str) -> String {
    if text.chars().all(|c| c == ' ' || c.is_ascii_graphic()) {
        return shell_words::quote(text).into_owned();
    }
    let mut format = String::new();
    for c in text.chars() {
        match c {
            '%' => format.push_str("%%"),
            '\'' | '\\' => push_octal(&mut format, c),
            ' ' => format.push(c),
            _ if c.is_ascii_graphic() => format.push(c),
            _ => push_octal(&mut format, c),
        }
    }
    format!("\"$(printf '{format}')\"")
}

/// What is no byte can't have been recorded, and stays the text that it is.
fn push_octal(format: &mut String, c: char) {
    if let Ok(byte) = u8::try_from(c) {
        let _ = write!(format, "\\{byte:03o}");
    } else {
        format.push(c);
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::quoted;

    #[test]
    fn a_shell_makes_the_recorded_bytes_of_a_word() {
        for text in
            ["x-a: plain", "it's", "", "caf\u{e9}: 100% 'a' \\1 \"$HOME\"\t`id`", "\u{c3}\u{a9}"]
        {
            let script = format!("printf %s {}", quoted(text));
            let ran = Command::new("sh").args(["-c", &script]).output().unwrap();
            let bytes: Vec<_> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
            assert_eq!(ran.stdout, bytes, "{script}");
        }
    }
}
