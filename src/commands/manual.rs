//! A command's man page, made of its help: clap_mangen knows arguments, this knows the shape of the
//! texts around them. What all commands share is told once, in hookctl(1).

use std::io;

use clap_mangen::Man;

use crate::commands::help::topics::Topic;

/// The texts that end each help, and what a man page calls them.
const HEADINGS: [(&str, &str); 5] = [
    ("Examples:", "EXAMPLES"),
    ("Output:", "OUTPUT"),
    ("Files:", "FILES"),
    ("Exit codes:", "EXIT STATUS"),
    ("Topics:", "TOPICS"),
];

/// The page of a command of a tree that is built.
///
/// # Errors
/// None that memory would not meet too.
pub(super) fn page(command: &clap::Command, root: &clap::Command) -> io::Result<Vec<u8>> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name());
    let is_root = name == root.get_name();
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").to_owned();
    let own = command.clone().override_usage(usage).mut_args(|argument| {
        let is_shared = root.get_arguments().any(|shared| shared.get_id() == argument.get_id());
        argument.hide(is_shared && !is_root)
    });
    let help = command.get_after_long_help().or_else(|| command.get_after_help());
    let help = help.map(ToString::to_string).unwrap_or_default();
    let first_heading = HEADINGS.iter().filter_map(|(text, _)| help.find(text)).min();
    let (more, sections) = help.split_at(first_heading.unwrap_or(help.len()));

    // clap_mangen leaves an empty date out, and what follows would take its place.
    let (title, version) = (name.to_uppercase(), env!("CARGO_PKG_VERSION"));
    let title = format!(".TH \"{title}\" 1 \"\" \"hookctl {version}\" \"hookctl manual\"\n");
    let man = Man::new(own);
    let mut page = title.into_bytes();
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    if !more.is_empty() {
        page.extend(format!(".PP\n{}", roff(more.trim_end())).bytes());
    }
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    man.render_options_section(&mut page)?;
    if !is_root {
        page.extend(b".PP\nThe options that all commands take are in\n.BR hookctl (1).\n");
    }
    page.extend(roff(sections).bytes());
    if !is_root {
        page.extend(b".SH SEE ALSO\n.BR hookctl (1)\n");
    }
    Ok(page)
}

/// The page of a topic, in section 7.
pub(super) fn topic_page(topic: &Topic, root: &clap::Command) -> String {
    let (name, version) = (topic.name, env!("CARGO_PKG_VERSION"));
    let title = name.to_uppercase();
    format!(
        ".TH \"HOOKCTL-{title}\" 7 \"\" \"hookctl {version}\" \"hookctl manual\"\n\
         .SH \"NAME\"\nhookctl\\-{} \\- {}\n.SH \"DESCRIPTION\"\n{}\
         .SH SEE ALSO\n.BR hookctl (1)\n",
        name.replace('-', "\\-"),
        topic.about,
        roff(&topic.text(root))
    )
}

/// Help as roff: headings become sections, and lines that begin with blanks are kept as they are.
fn roff(help: &str) -> String {
    let mut page = String::new();
    let mut is_verbatim = false;
    for line in help.lines() {
        let found =
            HEADINGS.iter().find_map(|(text, title)| Some((line.strip_prefix(text)?, title)));
        let is_indented = line.starts_with("  ");
        if is_verbatim && !is_indented {
            page += ".EE\n";
        } else if is_indented && !is_verbatim {
            page += ".EX\n";
        }
        is_verbatim = is_indented;
        match found {
            Some((rest, title)) => {
                page.extend([".SH \"", title, "\"\n"]);
                page += &text_line(rest.trim_start());
            }
            None if line.is_empty() => page += ".PP\n",
            None => page += &text_line(line),
        }
    }
    page + if is_verbatim { ".EE\n" } else { "" }
}

/// A line that roff takes for text, whatever it begins with.
fn text_line(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let escaped = text.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq");
    let guard = if escaped.starts_with('.') { "\\&" } else { "" };
    format!("{guard}{escaped}\n")
}

#[cfg(test)]
mod tests {
    use super::roff;

    #[test]
    fn examples_keep_their_lines_and_prose_is_filled() {
        let help =
            "Why it's so.\n\nExamples:\n  a -b \\\n    .c\n\nOutput: a row.\nExit codes: 0 done.";
        assert_eq!(
            roff(help),
            "Why it\\(aqs so.\n.PP\n.SH \"EXAMPLES\"\n.EX\n  a \\-b \\e\n    .c\n.EE\n.PP\n\
             .SH \"OUTPUT\"\na row.\n.SH \"EXIT STATUS\"\n0 done.\n"
        );
    }
}
