//! What is in force, and where it came from: a flag goes before a variable, that before the project
//! file, that before the profile, and that before the default.
//!
//! clap has read flags and variables already, so they are only noted here; files are read here.

mod given;
mod layer;
mod token_home;

use std::cell::RefCell;
use std::env::current_dir;

use clap::ArgMatches;

use crate::api::ApiUrl;
use crate::commands::values::Setting;
use crate::config::{ConfigFile, Environment, Key, Paths, ProjectFile};
use crate::error::{Error, Result};

pub(super) use given::shown_token;
pub(crate) use layer::Layer;
pub(crate) use token_home::TokenHome;

use given::{Given, given};

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
    pub(crate) fn read<T>(&self, setting: &Setting<T>) -> Result<Option<T>> {
        let key = setting.key;
        let Some((value, layer)) = self.usable(self.found(key))?.flatten() else {
            return Ok(None);
        };
        if key.option().is_some() && matches!(layer, Layer::Flag | Layer::Environment) {
            return Ok(None);
        }
        let parsed = setting
            .read(&value)
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

    /// What gives the token of each profile, in force or not.
    pub fn tokens(&self) -> Vec<String> {
        let token = |profile| self.file.value(profile, Key::Token).ok().flatten();
        self.file.profiles().filter_map(token).collect()
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
