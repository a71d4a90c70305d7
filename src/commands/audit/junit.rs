//! The report as JUnit XML, which CI systems show as results of tests.
//!
//! Of the format, which has no standard, only what all readers know: suites, cases, failures,
//! skips and what a case printed.

use std::fmt::Write as _;

use crate::commands::audit::row::Row;
use crate::commands::report::Status;

/// The whole document.
pub(super) fn document(rows: &[Row]) -> String {
    let count = |status| rows.iter().filter(|row| row.status == status).count();
    let (failures, skipped) = (count(Status::Failed), count(Status::Skipped));
    let totals = format!(
        "name=\"hookctl audit\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\"",
        rows.len()
    );
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite {totals}>\n"
    );
    for row in rows {
        let (id, told) = (escaped(row.id), escaped(&row.got));
        let _ = writeln!(text, "    <testcase classname=\"hookctl.audit\" name=\"{id}\">");
        let _ = match row.status {
            Status::Failed => writeln!(
                text,
                "      <failure message=\"{}: {told}\">{}</failure>",
                escaped(row.title),
                escaped(&details(row))
            ),
            Status::Skipped => writeln!(text, "      <skipped message=\"{told}\"/>"),
            Status::Passed | Status::Warning => {
                writeln!(text, "      <system-out>{}</system-out>", escaped(&details(row)))
            }
        };
        text += "    </testcase>\n";
    }
    text + "  </testsuite>\n</testsuites>\n"
}

fn details(row: &Row) -> String {
    let Row { sent, expected, got, why, .. } = row;
    let warning = if row.status == Status::Warning { "warning\n" } else { "" };
    format!("{warning}sent: {sent}\nexpected: {expected}\ngot: {got}\nwhy: {why}")
}

/// Text for content and attributes. What XML 1.0 (section 2.2) has no place for is replaced.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\n' | '\t' => escaped.push(letter),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            letter if letter.is_control() => escaped.push('\u{fffd}'),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn markup_and_control_characters_are_escaped() {
        assert_eq!(
            escaped("<a b=\"c\">&\u{1b}[0m\n"),
            "&lt;a b=&quot;c&quot;&gt;&amp;\u{fffd}[0m\n"
        );
    }
}
