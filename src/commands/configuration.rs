//! What is in force, and where it came from: a flag goes before a variable, that before the project
//! file, that before the profile, and that before the default.
//!
//! clap has read flags and variables already, so they are only noted here; files are read here.

use std::cell::RefCell;
use std::env::current_dir;
use std::fmt::Display;

use clap::ArgMatches;
use clap::parser::ValueSource;

use crate::api::ApiUrl;
use crate::config::{ConfigFile, Environment, Key, Paths, ProjectFile, Source};
use crate::error::{Error, Kind, Result};

/// Where a value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// The command line.
    Flag,
    /// A variable.
    Environment,
    /// `.hookctl.toml`.
    Project,
    /// A profile in `config.toml`.
    Profile,
    /// Nobody gave one.
    Default,
}

impl Layer {
    /// The name in `profile show`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Environment => "environment",
            Self::Project => "project file",
            Self::Profile => "profile",
            Self::Default => "default",
        }
    }

    /// Where clap has the value of a global option from.
    fn of(matches: &ArgMatches, option: &str) -> Self {
        match matches.value_source(option) {
            Some(ValueSource::CommandLine) => Self::Flag,
            Some(ValueSource::EnvVariable) => Self::Environment,
            _ => Self::Default,
        }
    }
}

/// What a command needs of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Nothing: they are not opened.
    Nothing,
    /// What can be had of them: what is wrong is a warning.
    Tolerant,
    /// The files themselves, to change them, whatever their values are good for.
    Files,
    /// Settings that can be used.
    Strict,
}

/// A profile, and who chose it.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Its name.
    pub name: String,
    /// Who chose it; the default is the file's own.
    pub layer: Layer,
}

/// A value, masked where it is a token, that goes before the files.
#[derive(Clone, Debug)]
struct Given {
    key: Key,
    value: String,
    layer: Layer,
}

/// The files, and what goes before them.
#[derive(Clone, Debug)]
pub struct Configuration {
    reading: Reading,
    given: Vec<Given>,
    project: ProjectFile,
    file: ConfigFile,
    is_broken: bool,
    chosen: Option<Chosen>,
    /// Where the wish for the sandbox came from.
    pub sandbox: Layer,
    warnings: RefCell<Vec<String>>,
}

/// The API that a profile's token is for.
#[derive(Clone, Debug)]
pub struct TokenHome {
    profile: String,
    origin: Option<String>,
}

impl Configuration {
    /// Reads the files as far as the command needs them.
    ///
    /// # Errors
    /// Files that can't be read or parsed (usage), a profile that there is not (not found).
    pub fn load(
        reading: Reading,
        matches: &ArgMatches,
        environment: &Environment,
        paths: &Paths,
    ) -> Result<Self> {
        let mut configuration = Self {
            reading,
            given: given(matches, environment),
            project: ProjectFile::default(),
            file: ConfigFile::default(),
            is_broken: false,
            chosen: None,
            sandbox: Layer::of(matches, "sandbox"),
            warnings: RefCell::default(),
        };
        if reading == Reading::Nothing {
            return Ok(configuration);
        }
        let file = paths.config().map_or_else(|| Ok(ConfigFile::default()), ConfigFile::load);
        let file = configuration.readable(file)?;
        configuration.is_broken = file.is_none();
        configuration.file = file.unwrap_or_default();
        // Where there is no working directory any more, nothing lies above it.
        let project = current_dir().map_or(Ok(None), |folder| ProjectFile::find(&folder));
        configuration.project = configuration.readable(project)?.flatten().unwrap_or_default();
        let warnings = configuration.file.warnings();
        let warnings = warnings.into_iter().chain(configuration.project.warnings().to_vec());
        configuration.warnings.borrow_mut().extend(warnings);
        configuration.chosen = configuration.choose(matches)?;
        if let (Reading::Strict, Some(chosen)) = (reading, &configuration.chosen) {
            configuration.file.ensure_profile(&chosen.name).map_err(|error| {
                if chosen.layer == Layer::Project {
                    error.and(&format!("{} names it", configuration.project.path().display()))
                } else {
                    error
                }
            })?;
        }
        Ok(configuration)
    }

    fn choose(&self, matches: &ArgMatches) -> Result<Option<Chosen>> {
        if let Some(name) = matches.get_one::<String>("profile") {
            let layer = Layer::of(matches, "profile");
            return Ok(Some(Chosen { name: name.clone(), layer }));
        }
        if let Some(name) = self.usable(self.project.profile())?.flatten() {
            return Ok(Some(Chosen { name, layer: Layer::Project }));
        }
        let name = self.file.default_profile();
        Ok(name.map(|name| Chosen { name: name.to_owned(), layer: Layer::Default }))
    }

    /// The same with the profile that is to be shown, as if `--profile` had named it.
    ///
    /// # Errors
    /// No such profile (not found).
    pub fn showing(&self, name: Option<&str>) -> Result<Self> {
        let mut shown = self.clone();
        if let Some(name) = name {
            shown.chosen = Some(Chosen { name: name.to_owned(), layer: Layer::Flag });
        }
        match &shown.chosen {
            // A broken file was told of already, and has no profiles.
            Some(chosen) if !shown.is_broken => shown.file.ensure_profile(&chosen.name)?,
            _ => {}
        }
        Ok(shown)
    }

    /// The profile in force.
    pub fn chosen(&self) -> Option<&Chosen> {
        self.chosen.as_ref()
    }

    /// `config.toml`.
    pub fn file(&self) -> &ConfigFile {
        &self.file
    }

    /// `.hookctl.toml`; one without a value where there is none.
    pub fn project(&self) -> &ProjectFile {
        &self.project
    }

    /// What is to be told once there is an output.
    pub fn take_warnings(&self) -> Vec<String> {
        self.warnings.take()
    }

    /// A key's value in a file, or in the variable of a key that clap does not know; `None` where
    /// clap has read one, and where nobody gives one.
    ///
    /// # Errors
    /// A value that can't be used (usage), unless the command does without it.
    pub fn read<T, E: Display>(
        &self,
        key: Key,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>> {
        let Some((value, layer)) = self.usable(self.found(key))?.flatten() else {
            return Ok(None);
        };
        if key.option().is_some() && matches!(layer, Layer::Flag | Layer::Environment) {
            return Ok(None);
        }
        let parsed = parse(&value)
            .map_err(|error| Error::usage(format!("{}: {error}", self.place(key, layer))));
        self.usable(parsed)
    }

    /// A key's value that is in force, and where it came from; a given token is masked.
    ///
    /// # Errors
    /// A value in a file that is no text (usage).
    pub fn in_force(&self, key: Key) -> Result<(Option<String>, Layer)> {
        Ok(match self.found(key)? {
            Some((value, layer)) => (Some(value), layer),
            None => (key.default().map(str::to_owned), Layer::Default),
        })
    }

    /// Refuses a token that others could have read, or have put, into our file.
    ///
    /// # Errors
    /// Permissions for others, where the profile's token itself stands in the file (usage).
    pub fn check_privacy(&self) -> Result<()> {
        match (self.found(Key::Token)?, &self.chosen) {
            (Some((_, Layer::Profile)), Some(chosen)) => self.file.check_privacy(&chosen.name),
            _ => Ok(()),
        }
    }

    /// The API that the token is for, where a profile gives it.
    pub fn token_home(&self) -> Option<TokenHome> {
        let (_, Layer::Profile) = self.found(Key::Token).ok()?? else { return None };
        let profile = self.chosen.as_ref()?.name.clone();
        let url = self.file.value(&profile, Key::ApiUrl).ok().flatten();
        let origin = url.and_then(|url| url.parse::<ApiUrl>().ok()).map(|url| url.origin());
        Some(TokenHome { profile, origin })
    }

    fn found(&self, key: Key) -> Result<Option<(String, Layer)>> {
        if let Some(given) = self.given.iter().find(|given| given.key == key) {
            return Ok(Some((given.value.clone(), given.layer)));
        }
        if let Some(value) = self.project.value(key)? {
            return Ok(Some((value, Layer::Project)));
        }
        let Some(chosen) = &self.chosen else { return Ok(None) };
        let value = self.file.value(&chosen.name, key)?;
        Ok(value.map(|value| (value, Layer::Profile)))
    }

    /// Where a value stands, for a message.
    fn place(&self, key: Key, layer: Layer) -> String {
        match (layer, &self.chosen) {
            (Layer::Project, _) => format!("{}: {}", self.project.path().display(), key.name()),
            (Layer::Profile, Some(chosen)) => {
                let path = self.file.path().display();
                format!("{path}: {} of profile `{}`", key.name(), chosen.name)
            }
            _ => key.variable(),
        }
    }

    /// What a file has, or a warning where the command does without it.
    fn readable<T>(&self, result: Result<T>) -> Result<Option<T>> {
        match self.reading {
            Reading::Tolerant => Ok(self.or_warning(result)),
            _ => result.map(Some),
        }
    }

    /// A value, or none where the command does without it.
    fn usable<T>(&self, result: Result<T>) -> Result<Option<T>> {
        match self.reading {
            Reading::Strict => result.map(Some),
            Reading::Tolerant => Ok(self.or_warning(result)),
            Reading::Files | Reading::Nothing => Ok(result.ok()),
        }
    }

    fn or_warning<T>(&self, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.warnings.borrow_mut().push(error.message().to_owned())).ok()
    }
}

impl TokenHome {
    /// Refuses to send the token elsewhere.
    ///
    /// # Errors
    /// Another API (unauthorized).
    pub fn check(&self, url: &ApiUrl) -> Result<()> {
        let Self { profile, origin } = self;
        let elsewhere = url.origin();
        let message = match origin {
            Some(origin) if *origin == elsewhere => return Ok(()),
            Some(origin) => format!(
                "the token of profile `{profile}` belongs to {origin} and is not sent to {elsewhere}"
            ),
            None => format!(
                "profile `{profile}` has a token, but no api-url that it belongs to: it is not \
                 sent to {elsewhere}"
            ),
        };
        Err(Error::new(Kind::Unauthorized, message).hinted(format!(
            "give the token for {elsewhere} with --token or HOOKCTL_TOKEN, or make a profile for \
             it: `hookctl profile set api-url {elsewhere} --profile NEW`"
        )))
    }
}

/// What flags and variables give.
fn given(matches: &ArgMatches, environment: &Environment) -> Vec<Given> {
    let mut given = Vec::new();
    for key in Key::ALL {
        let found = match key.option() {
            Some(option) => {
                let layer = Layer::of(matches, &option);
                let raw = matches.get_raw(&option).and_then(|mut values| values.next());
                // A switch on the command line has no text.
                let text = raw.map_or_else(|| "true".into(), |raw| raw.to_string_lossy());
                (layer != Layer::Default).then(|| (text.into_owned(), layer))
            }
            None => {
                environment.get(&key.variable()).map(|value| (value.to_owned(), Layer::Environment))
            }
        };
        // https://no-color.org is a wish of the environment.
        let no_color = || {
            let is_set = key == Key::Color && environment.get_os("NO_COLOR").is_some();
            is_set.then(|| ("never".to_owned(), Layer::Environment))
        };
        let Some((value, layer)) = found.or_else(no_color) else { continue };
        let value = if key == Key::Token { shown_token(&value) } else { value };
        given.push(Given { key, value, layer });
    }
    given
}

/// A token's source as it may be shown.
pub(super) fn shown_token(source: &str) -> String {
    match source.parse() {
        Ok(Source::Value(_)) | Err(_) => "***".into(),
        Ok(source) => source.name(),
    }
}
