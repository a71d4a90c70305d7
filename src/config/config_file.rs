//! `config.toml`: the profiles, and which of them is meant when none is named. It is edited as
//! people left it, with its comments and its order.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, Table, TableLike, Value};
use zeroize::Zeroizing;

use crate::config::document::{parse, text};
use crate::config::files::{
    ensure_private, folder_of, lock_beside, make_private_folder, write_private,
};
use crate::config::{Key, Source};
use crate::error::{Error, Kind, Result};
use crate::model::did_you_mean;

/// The profiles of this user.
#[derive(Clone, Debug, Default)]
pub struct ConfigFile {
    path: PathBuf,
    document: DocumentMut,
}

impl ConfigFile {
    /// Reads the file; where there is none, there are no profiles.
    ///
    /// # Errors
    /// A file that can't be read, is no TOML, or has something else where profiles belong (usage).
    pub fn load(path: &Path) -> Result<Self> {
        let document = match fs::read(path) {
            Ok(bytes) => parse(path, bytes)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => DocumentMut::new(),
            Err(error) => {
                let message =
                    format!("the configuration {} can't be read: {error}", path.display());
                return Err(Error::usage(message).hinted("HOOKCTL_CONFIG names another file"));
            }
        };
        let file = Self { path: path.to_owned(), document };
        file.check_shape()?;
        Ok(file)
    }

    /// Changes the file as it is at this moment: two that do so at once lose nothing.
    ///
    /// # Errors
    /// Those of [`load`](Self::load) and of `change`; then the file is as it was. A file that can't
    /// be written.
    pub fn change<T>(path: &Path, change: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        // A file that is kept elsewhere, and linked to, stays there.
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let unwritable = |error: io::Error| {
            Error::failed(format!("the configuration {} can't be written: {error}", path.display()))
                .hinted("HOOKCTL_CONFIG names another file")
        };
        make_private_folder(folder_of(&real)).map_err(unwritable)?;
        let _lock = lock_beside(&real).map_err(unwritable)?;
        let mut file = Self::load(&real)?;
        let heading = file.take_heading();
        let changed = change(&mut file)?;
        let bytes = Zeroizing::new(heading + &file.document.to_string());
        write_private(&real, bytes.as_bytes()).map_err(unwritable)?;
        Ok(changed)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The profile that is meant when none is named.
    pub fn default_profile(&self) -> Option<&str> {
        self.document.get("default_profile").and_then(Item::as_str)
    }

    /// The profiles' names, in the file's order.
    pub fn profiles(&self) -> impl Iterator<Item = &str> {
        self.tables().into_iter().flat_map(|tables| tables.iter().map(|(name, _)| name))
    }

    /// Refuses a profile that there is not.
    ///
    /// # Errors
    /// No such profile (not found).
    pub fn ensure_profile(&self, name: &str) -> Result<()> {
        if self.profile(name).is_some() {
            return Ok(());
        }
        let error = Error::new(Kind::NotFound, format!("there is no profile `{name}`"));
        Err(match did_you_mean(name, self.profiles()) {
            Some(meant) => error.hinted(format!("did you mean `{meant}`?")),
            None => error.hinted(format!(
                "`hookctl profile list` lists them, and `hookctl profile set api-url URL --profile \
                 {name}` makes it"
            )),
        })
    }

    /// A profile's value of a key, its path taken from the file's folder.
    ///
    /// # Errors
    /// A value that is neither text, a whole number nor a truth value (usage).
    pub fn value(&self, profile: &str, key: Key) -> Result<Option<String>> {
        let item = self.profile(profile).and_then(|table| table.get(key.name()));
        let Some(item) = item else { return Ok(None) };
        let text = text(item).ok_or_else(|| {
            let path = self.path.display();
            Error::usage(format!("{path}: {} of profile `{profile}` is not text", key.name()))
        })?;
        // An empty value is an unset one, as an empty variable is, but a token may stand alone.
        if text.is_empty() && key != Key::AuthScheme {
            return Ok(None);
        }
        Ok(Some(key.anchored(&text, folder_of(&self.path))))
    }

    /// Refuses a profile's token that stands in a file open to others.
    ///
    /// # Errors
    /// Such a token (usage).
    pub fn check_privacy(&self, profile: &str) -> Result<()> {
        let token = self.profile(profile).and_then(|table| table.get("token")?.as_str());
        match token.map(str::parse) {
            Some(Ok(Source::Value(_))) => ensure_private(&self.path, "the configuration"),
            _ => Ok(()),
        }
    }

    /// What the file has that means nothing.
    pub fn warnings(&self) -> Vec<String> {
        let path = self.path.display();
        let unknown = |name: &str, place: &str, known: &[&str]| {
            let meant = did_you_mean(name, known.iter().copied());
            let meant = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
            format!("{path}: unknown key `{name}`{place}{meant}")
        };
        let known = ["default_profile", "profile"];
        let mut warnings: Vec<_> = self.document.iter().map(|(name, _)| name).collect();
        warnings.retain(|name| !known.contains(name));
        let mut warnings: Vec<_> =
            warnings.into_iter().map(|name| unknown(name, "", &known)).collect();
        for profile in self.profiles() {
            let keys = self.profile(profile).into_iter().flat_map(TableLike::iter);
            for (name, _) in keys.filter(|(name, _)| Key::named(name).is_none()) {
                let place = format!(" in profile `{profile}`");
                warnings.push(unknown(name, &place, &Key::ALL.map(Key::name)));
            }
        }
        warnings
    }

    /// Makes a profile the one that is meant when none is named.
    ///
    /// # Errors
    /// No such profile (not found).
    pub fn use_profile(&mut self, name: &str) -> Result<()> {
        self.ensure_profile(name)?;
        self.set_default(name);
        Ok(())
    }

    /// Sets a key of a profile, or takes it away where there is no value. A profile that there is
    /// not is made, and the first one is meant from then on.
    pub fn set(&mut self, profile: &str, key: Key, text: Option<&str>) {
        let is_first = self.profiles().next().is_none();
        let tables = self.document.entry("profile").or_insert_with(implicit_table);
        let Some(tables) = tables.as_table_like_mut() else { return };
        let table = tables.entry(profile).or_insert_with(|| Item::Table(Table::new()));
        let Some(table) = table.as_table_like_mut() else { return };
        match text {
            Some(text) => put(table, key.name(), toml_value(key, text)),
            None => drop(table.remove(key.name())),
        }
        if is_first && self.default_profile().is_none() {
            self.set_default(profile);
        }
    }

    /// Removes a profile; says whether it was the one that is meant when none is named.
    ///
    /// # Errors
    /// No such profile (not found).
    pub fn remove(&mut self, name: &str) -> Result<bool> {
        self.ensure_profile(name)?;
        if let Some(tables) = self.document.get_mut("profile").and_then(Item::as_table_like_mut) {
            tables.remove(name);
        }
        let was_default = self.default_profile() == Some(name);
        if was_default {
            self.document.remove("default_profile");
        }
        Ok(was_default)
    }

    /// The comments of a file that has nothing else: they are to stay above what is added.
    fn take_heading(&mut self) -> String {
        if !self.document.is_empty() {
            return String::new();
        }
        let heading = self.document.trailing().as_str().unwrap_or_default().to_owned();
        self.document.set_trailing("");
        heading
    }

    fn set_default(&mut self, name: &str) {
        put(self.document.as_table_mut(), "default_profile", name.into());
    }

    fn tables(&self) -> Option<&dyn TableLike> {
        self.document.get("profile").and_then(Item::as_table_like)
    }

    fn profile(&self, name: &str) -> Option<&dyn TableLike> {
        self.tables()?.get(name)?.as_table_like()
    }

    fn check_shape(&self) -> Result<()> {
        let path = self.path.display();
        let misshapen = |what: String| {
            Error::usage(format!("{path}: {what}"))
                .hinted("a profile looks like [profile.NAME], its keys below it")
        };
        if self.document.get("default_profile").is_some_and(|name| !name.is_str()) {
            return Err(misshapen("`default_profile` is not a text".into()));
        }
        if self.document.get("profile").is_some_and(|tables| !tables.is_table_like()) {
            return Err(misshapen("`profile` is not a table".into()));
        }
        let mut profiles = self.tables().into_iter().flat_map(TableLike::iter);
        match profiles.find(|(_, profile)| !profile.is_table_like()) {
            Some((name, _)) => Err(misshapen(format!("profile `{name}` is not a table"))),
            None => Ok(()),
        }
    }
}

/// `[profile.NAME]` needs no `[profile]` before it.
fn implicit_table() -> Item {
    let mut table = Table::new();
    table.set_implicit(true);
    Item::Table(table)
}

/// Numbers and truth values are written as such.
fn toml_value(key: Key, text: &str) -> Value {
    let number = || text.parse::<i64>().ok().filter(|_| key == Key::Retries).map(Value::from);
    let truth = || text.parse::<bool>().ok().filter(|_| key == Key::AllowHttp).map(Value::from);
    number().or_else(truth).unwrap_or_else(|| text.into())
}

/// Puts a value in the place of another with the comment behind it, or at the end.
fn put(table: &mut dyn TableLike, name: &str, mut new: Value) {
    if let Some(old) = table.get_mut(name).and_then(Item::as_value_mut) {
        *new.decor_mut() = old.decor().clone();
        *old = new;
    } else {
        table.insert(name, Item::Value(new));
    }
}

#[cfg(test)]
mod tests {
    use super::ConfigFile;
    use crate::config::Key;

    #[test]
    fn profiles_are_set_however_the_tables_are_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        for text in [
            "profile = { a = { retries = 1 } }\n",
            "profile.a.retries = 1\n",
            "[profile]\na = { retries = 1 }\n",
            "[profile.a]\nretries = 1\n",
        ] {
            std::fs::write(&path, text).unwrap();
            for (profile, key, value) in
                [("a", Key::Timeout, "2s"), ("b", Key::Timeout, "3s"), ("b", Key::Retries, "4")]
            {
                let set = |file: &mut ConfigFile| {
                    file.set(profile, key, Some(value));
                    Ok(())
                };
                ConfigFile::change(&path, set).unwrap();
            }
            let file = ConfigFile::load(&path).unwrap();
            let value = |profile, key| file.value(profile, key).unwrap();
            assert_eq!(value("a", Key::Retries).as_deref(), Some("1"), "{text}");
            assert_eq!(value("a", Key::Timeout).as_deref(), Some("2s"), "{text}");
            assert_eq!(value("b", Key::Timeout).as_deref(), Some("3s"), "{text}");
            assert_eq!(value("b", Key::Retries).as_deref(), Some("4"), "{text}");
        }
    }
}
