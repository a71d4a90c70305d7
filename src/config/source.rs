//! Where a secret or token is taken from: a variable, a file, standard input, a command, a kept
//! webhook secret, or the value itself.

use std::convert::Infallible;
use std::fmt;
use std::io;
use std::path::{Path, absolute};
use std::process::Stdio;
use std::str::FromStr;

use zeroize::Zeroizing;

use crate::config::bounded::{read_secret, read_secret_file};
use crate::config::files::{ensure_private, unblocked};
use crate::config::{Environment, HiddenVariables, Keyring, Stdin};
use crate::error::{Error, Kind, Result};
use crate::model::WebhookId;
use crate::secret::{Secret, Unusable};

/// A SOURCE argument. Reading the argument itself never fails, so that no refusal of the command
/// line repeats a secret.
#[derive(Clone)]
pub enum Source {
    /// `env:NAME`.
    Variable(String),
    /// `file:PATH`.
    File(String),
    /// `-`.
    Stdin,
    /// `cmd:COMMAND`: its standard output.
    Command(String),
    /// `keyring:NAME`: what `login` keeps in the system's keyring.
    Keyring(String),
    /// `webhook:ID`: the secret kept for that webhook.
    Webhook(String),
    /// The value itself.
    Value(Zeroizing<String>),
}

impl FromStr for Source {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match text.split_once(':') {
            _ if text == "-" => Self::Stdin,
            Some(("env", name)) => Self::Variable(name.to_owned()),
            Some(("file", path)) => Self::File(path.to_owned()),
            Some(("cmd", command)) => Self::Command(command.to_owned()),
            Some(("keyring", name)) => Self::Keyring(name.to_owned()),
            Some(("webhook", id)) => Self::Webhook(id.to_owned()),
            _ => Self::Value(Zeroizing::new(text.to_owned())),
        })
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(_) => f.write_str("Value(…)"),
            other => f.write_str(&other.name()),
        }
    }
}

impl Source {
    /// The source as it may be shown: never the value itself.
    pub fn name(&self) -> String {
        match self {
            Self::Variable(name) => format!("env:{name}"),
            Self::File(path) => format!("file:{path}"),
            Self::Stdin => "standard input".into(),
            Self::Command(command) => format!("cmd:{command}"),
            Self::Keyring(name) => format!("keyring:{name}"),
            Self::Webhook(id) => format!("webhook:{id}"),
            Self::Value(_) => "the value itself".into(),
        }
    }

    /// Whether it is there at once and asks nobody: a helper program may open a prompt.
    pub fn is_at_hand(&self) -> bool {
        matches!(self, Self::Variable(_) | Self::File(_) | Self::Value(_))
    }

    /// The webhook that the secret belongs to, where the source says so.
    ///
    /// # Errors
    /// When it is not a webhook id (usage).
    pub fn webhook(&self) -> Result<Option<WebhookId>> {
        let Self::Webhook(id) = self else { return Ok(None) };
        id.parse().map(Some).map_err(Error::usage)
    }

    /// Takes the secret.
    ///
    /// # Errors
    /// What can't be read, is empty, is masked or could be written by others (usage); no kept secret
    /// (not found).
    pub async fn read(&self, reader: &Reader<'_>) -> Result<Secret> {
        let what = reader.what;
        let bytes = match self {
            Self::Variable(name) if name.is_empty() => return Err(nameless(what, "env:NAME")),
            Self::File(path) if path.is_empty() => return Err(nameless(what, "file:PATH")),
            Self::Variable(name) => {
                let value = reader.environment.get_os(name).ok_or_else(|| {
                    Error::usage(format!("the {what}'s variable {name} is not set, or empty"))
                })?;
                Zeroizing::new(value.as_encoded_bytes().to_vec())
            }
            Self::File(path) => without_newline(reader.file(path).await?),
            Self::Stdin => without_newline(reader.stdin.read_secret(what).await?),
            Self::Command(command) => without_newline(reader.output_of(command).await?),
            Self::Keyring(name) if name.is_empty() => {
                return Err(nameless(what, "keyring:NAME"));
            }
            Self::Keyring(name) => return reader.kept_in_keyring(name).await,
            Self::Webhook(id) => return (reader.kept)(&id.parse().map_err(Error::usage)?),
            Self::Value(value) => Zeroizing::new(value.as_bytes().to_vec()),
        };
        Secret::new(bytes.as_slice()).map_err(|unusable| refused(what, &self.name(), unusable))
    }
}

/// What a source is read with.
pub struct Reader<'a> {
    /// What the secret is called in refusals: "secret", "token".
    pub what: &'static str,
    /// Where `env:` looks.
    pub environment: &'a Environment,
    /// What `-` reads.
    pub stdin: &'a Stdin,
    /// What `cmd:` does not see.
    pub hidden: &'a HiddenVariables,
    /// Where `keyring:` looks.
    pub keyring: Keyring,
    /// Files in it are our own: nobody else may open them.
    pub own_folder: &'a Path,
    /// Finds what `webhook:` names.
    pub kept: &'a dyn Fn(&WebhookId) -> Result<Secret>,
    /// Told of a file that others can read.
    pub warn: &'a dyn Fn(&str),
}

impl Reader<'_> {
    /// A secret that others can read is used, since mounted ones are 0444. One that others can write
    /// is not: they could have us trust what they sign.
    async fn file(&self, path: &str) -> Result<Zeroizing<Vec<u8>>> {
        let what = self.what;
        let opened = path.to_owned();
        let read = unblocked(move || read_secret_file(Path::new(&opened))).await;
        let (bytes, mode) = read.map_err(|error| {
            Error::usage(format!("the {what}'s file {path} can't be read: {error}"))
        })?;
        if is_within(path, self.own_folder) {
            ensure_private(Path::new(path), &format!("the {what}'s file"))?;
        }
        let mode = mode.unwrap_or(0);
        if mode & 0o022 != 0 {
            return Err(Error::usage(format!(
                "others than you can write the {what}'s file {path}"
            ))
            .hinted(format!("chmod 600 '{path}'")));
        }
        if mode & 0o044 != 0 {
            (self.warn)(&format!(
                "others than you can read the {what}'s file {path}: `chmod 600 '{path}'` helps"
            ));
        }
        Ok(bytes)
    }

    async fn kept_in_keyring(&self, name: &str) -> Result<Secret> {
        self.keyring.read(name).await.map_err(|error| {
            let message = format!("the {} (keyring:{name}) can't be had: {error}", self.what);
            Error::new(Kind::Unauthorized, message)
                .hinted("`hookctl login` keeps a token anew; env:NAME or file:PATH give another")
        })
    }

    async fn output_of(&self, line: &str) -> Result<Zeroizing<Vec<u8>>> {
        let refused = |error: io::Error| {
            Error::usage(format!("the {}'s command `{line}` can't be run: {error}", self.what))
        };
        let (reader, writer) = io::pipe().map_err(refused)?;
        let mut command = tokio::process::Command::from(self.hidden.command(line)?);
        let spawned = command
            .stdin(Stdio::null())
            .stdout(writer)
            .stderr(Stdio::inherit())
            // Interrupted while it runs, we don't leave it behind.
            .kill_on_drop(true)
            .spawn();
        // It has our end for writing too, and while that is open there is no end to read.
        drop(command);
        let mut child = spawned.map_err(refused)?;
        let output = unblocked(move || read_secret(reader)).await.map_err(|error| {
            Error::usage(format!("the {}'s command `{line}`: {error}", self.what))
        })?;
        let status = child.wait().await.map_err(refused)?;
        if status.success() {
            return Ok(output);
        }
        Err(Error::usage(format!("the {}'s command `{line}` failed: {status}", self.what)))
    }
}

fn is_within(path: &str, folder: &Path) -> bool {
    let absolute = |path| absolute(path).unwrap_or_default();
    absolute(Path::new(path)).starts_with(absolute(folder))
}

fn nameless(what: &str, form: &str) -> Error {
    Error::usage(format!("the {what}'s source names nothing: expected {form}"))
}

fn refused(what: &str, name: &str, unusable: Unusable) -> Error {
    let error = Error::usage(format!("the {what} ({name}) can't be used: {unusable}"));
    match unusable {
        Unusable::Empty => error.hinted("nothing must ever be valid under an empty secret"),
        Unusable::Masked => error.hinted(
            "only the answer to create shows it whole; webhook:ID takes the one that hookctl kept",
        ),
    }
}

/// Files, pipes and commands end in a newline that is not meant; exactly one is cut.
fn without_newline(mut bytes: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
    if bytes.ends_with(b"\n") {
        bytes.pop();
        if bytes.ends_with(b"\r") {
            bytes.pop();
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use zeroize::Zeroizing;

    use super::{Reader, Source, without_newline};
    use crate::config::{Environment, HiddenVariables, Keyring, Stdin};
    use crate::error::{Error, Kind, Result};
    use crate::secret::Secret;

    #[tokio::main(flavor = "current_thread")]
    async fn read(text: &str) -> Result<Secret> {
        let environment: Environment =
            [("FULL".into(), "whsec_x".into()), ("EMPTY".into(), "".into())].into_iter().collect();
        let source: Source = text.parse().unwrap();
        let reader = Reader {
            what: "secret",
            environment: &environment,
            stdin: &Stdin::default(),
            hidden: &HiddenVariables::named_by([]),
            keyring: Keyring::find(&environment, false),
            own_folder: Path::new("/nowhere"),
            kept: &|_| Err(Error::failed("kept")),
            warn: &|_| {},
        };
        source.read(&reader).await
    }

    #[test]
    fn each_form_is_read() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "from file\n\n").unwrap();
        let from_file = read(&format!("file:{}", file.path().display())).unwrap();
        assert_eq!(from_file.expose(), b"from file\n");
        assert_eq!(read("env:FULL").unwrap().expose(), b"whsec_x");
        assert_eq!(read("cmd:printf '%s\\n' 'a b'").unwrap().expose(), b"a b");
        assert_eq!(read("a:b").unwrap().expose(), b"a:b");
        assert_eq!(read("webhook:wh_1").unwrap_err().message(), "kept");
        assert_eq!(read("keyring:x").unwrap_err().kind(), Kind::Unauthorized);
    }

    #[test]
    fn what_cannot_be_used_is_a_usage_error_that_shows_no_value() {
        for text in [
            "env:EMPTY",
            "env:UNSET",
            "file:/no/such",
            "cmd:",
            "cmd:false",
            "keyring:",
            "cmd:cat /dev/zero",
            "file:/dev/zero",
            "cmd:'",
            "webhook:../x",
        ] {
            assert_eq!(read(text).unwrap_err().kind(), Kind::Usage, "{text}");
        }
        assert!(read("").unwrap_err().message().contains("it is empty"));
        let masked = read("whsec_•••").unwrap_err();
        assert!(masked.message().contains("masked") && !masked.message().contains("whsec_"));
    }

    #[test]
    fn one_newline_is_cut() {
        for (bytes, left) in
            [("a\n", "a"), ("a\n\n", "a\n"), ("a\r\n", "a"), ("a", "a"), ("\n", "")]
        {
            assert_eq!(without_newline(Zeroizing::new(bytes.into())).as_slice(), left.as_bytes());
        }
    }
}
