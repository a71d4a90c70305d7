//! What concerns all commands, each told in one place: the codes from the kinds of errors, the
//! variables from the tree of commands.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::error::Kind;
use crate::output::Form;

/// A text that belongs to no command.
pub(crate) struct Topic {
    pub(crate) name: &'static str,
    /// What a list of topics says of it.
    pub(crate) about: &'static str,
    write: fn(&clap::Command) -> String,
}

/// All topics.
pub(crate) const TOPICS: [Topic; 3] = [
    Topic { name: "exit-codes", about: "what hookctl's exit codes mean", write: exit_codes },
    Topic { name: "environment", about: "the variables that hookctl reads", write: environment },
    Topic { name: "output", about: "the forms of hookctl's output", write: output },
];

/// What is read beside the variables of options.
const OTHER_VARIABLES: [(&str, &str); 9] = [
    ("HOOKCTL_DATA_DIR", "The folder of hookctl's own files, instead of the platform's"),
    (
        "HOOKCTL_LOG",
        "What the log tells, instead of -v: a level, or targets with levels (hookctl::api=debug)",
    ),
    ("HOOKCTL_COMPLETE", "Names the shell to complete for; set by the shell's own set-up"),
    ("CI", "Set to anything, nothing is asked"),
    (
        "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY",
        "The proxy, unless --proxy names one; never for loopback",
    ),
    ("NO_PROXY", "The hosts that no proxy is for"),
    (
        "SSL_CERT_FILE, SSL_CERT_DIR",
        "The trusted certificates instead of the system's, unless --ca-file names some",
    ),
    ("NO_COLOR, CLICOLOR, CLICOLOR_FORCE", "Whether there is colour, unless --color says"),
    ("XDG_DATA_HOME", "Where the platform's folder for data is (Linux)"),
];

const OUTPUT: &str = "\
Data goes to standard output, all else to standard error: notes, progress, questions, errors.

-o, --output FORM chooses the form of data:
";

const OUTPUT_RULES: &str = "
--fields a,b picks columns or keys, in that order; --no-headers leaves the header line out.

JSON has the API's own names and values, unknown fields and the exact text of numbers included. Its
shape does not depend on how many rows there are: a list is one array, also with --all. Times are
RFC 3339 in UTC. A form that a command lacks is an error as a flag, and the usual form from
HOOKCTL_OUTPUT.

Text from the network is made safe before a terminal gets it. A table on a terminal fits its width; in
a pipe nothing is cut, and there is no colour. A closed pipe ends quietly.

With -o json or ndjson an error is one line on standard error:
  {\"error\":{\"kind\",\"message\",\"hint\",\"status\",\"exit_code\"}}
";

/// The topic of that name.
pub(crate) fn find(name: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.name == name)
}

impl Topic {
    /// The text for the tree of all commands.
    pub(crate) fn text(&self, command: &clap::Command) -> String {
        (self.write)(command)
    }
}

fn exit_codes(_command: &clap::Command) -> String {
    let mut text =
        "The exit code says why a command ended; JSON errors name it too.\n\n".to_owned();
    let done = "done; the signature is valid; the target answered 2xx";
    let _ = writeln!(text, "  {:>3}  {:<18} {done}", 0, "");
    for kind in Kind::ALL {
        let _ = writeln!(text, "  {:>3}  {:<18} {}", kind.exit_code(), kind.name(), kind.meaning());
    }
    text + "
With several ids every one is tried, and the first failure decides. A signature that is not valid and a
target that refused are data: they are printed, and only the code tells that they are not well.
`listen -- COMMAND` ends with COMMAND's own code when that is not 0. Codes are added, never changed.
"
}

fn environment(command: &clap::Command) -> String {
    let mut variables = BTreeMap::new();
    gather(command, &mut variables);
    let mut text = "A flag goes before its variable. An empty variable is an unset one; switches take 1, true, yes, on
and 0, false, no, off.
"
    .to_owned();
    let others = OTHER_VARIABLES.map(|(name, help)| (name.to_owned(), help.to_owned()));
    for (name, help) in variables.into_iter().chain(others) {
        let _ = write!(text, "\n  {name}");
        // Where a line is full, the next begins.
        let mut length = usize::MAX;
        for word in help.split_whitespace() {
            let is_full = length.saturating_add(word.len()) > 90;
            text += if is_full { "\n      " } else { " " };
            text += word;
            length = if is_full { 6 } else { length + 1 } + word.len();
        }
        text.push('\n');
    }
    text
}

/// The variables of a command's options, and of its commands'.
fn gather(command: &clap::Command, variables: &mut BTreeMap<String, String>) {
    for argument in command.get_arguments() {
        let Some(name) = argument.get_env() else { continue };
        let flag = argument.get_long().map(|long| format!(" (--{long})")).unwrap_or_default();
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        variables.insert(format!("{}{flag}", name.display()), help);
    }
    command.get_subcommands().for_each(|command| gather(command, variables));
}

fn output(_command: &clap::Command) -> String {
    let mut text = OUTPUT.to_owned();
    for form in Form::ALL {
        let meaning = match form {
            Form::Table => "for people",
            Form::Json => "one JSON document; for streams the same as ndjson",
            Form::Ndjson => "one JSON value a line, as it comes",
            Form::Yaml => "one YAML document",
            Form::Tsv => "a line of keys, then rows; tab, newline and backslash are \\t, \\n, \\\\",
            Form::Ids => "only the ids, one a line",
            Form::Junit => "one JUnit XML document, of audit alone",
            Form::Summary => "counts of verdicts, for `verify --batch` alone",
        };
        let _ = writeln!(text, "  {:<7} {meaning}", form.name());
    }
    text + OUTPUT_RULES
}
