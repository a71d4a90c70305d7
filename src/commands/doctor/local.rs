//! What can be looked at without a network: hookctl's files, the journal, the secret store.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tokio::time::timeout;

use crate::commands::doctor::check::Check;
use crate::commands::{Context, Settings};
use crate::config::{ConfigFile, Paths};
use crate::journal::{self, Health};

/// `config.toml`: whether it can be read, and has the profile in force.
pub(super) fn configuration(settings: &Settings) -> Check {
    const ROW: (&str, &str) = ("configuration", "Configuration");
    let Some(path) = settings.paths.config() else {
        return Check::skipped(ROW.0, ROW.1, "there is no home directory to keep one in");
    };
    let file = match ConfigFile::load(path) {
        Ok(file) => file,
        Err(error) => return Check::of(ROW.0, ROW.1, &error),
    };
    let warnings = file.warnings();
    if !warnings.is_empty() {
        return Check::warning(ROW.0, ROW.1, warnings.join("; "));
    }
    let Some(chosen) = settings.configuration.chosen() else {
        return Check::passed(ROW.0, ROW.1, "no profile is in force");
    };
    match file.ensure_profile(&chosen.name) {
        Ok(()) => Check::passed(ROW.0, ROW.1, format!("the profile {} is in force", chosen.name)),
        Err(error) => Check::of(ROW.0, ROW.1, &error),
    }
}

/// The data folder and its files: who but their owner gets at them.
pub(super) fn modes(paths: &Paths) -> Check {
    const ROW: (&str, &str) = ("modes", "File modes");
    let files = [paths.secrets(), paths.created(), paths.journal(), paths.sandbox()];
    let mode = |path: &Path| Some(path.metadata().ok()?.permissions().mode() & 0o777);
    let Some(folder) = mode(paths.data()) else {
        return Check::passed(ROW.0, ROW.1, format!("{} is not made yet", shown(paths.data())));
    };
    let files = files.iter().filter_map(|path| Some((path.as_path(), mode(path)?, 0o600)));
    let open: Vec<_> = std::iter::once((paths.data(), folder, 0o700))
        .chain(files)
        .filter(|(_, mode, _)| mode & 0o077 != 0)
        .collect();
    if open.is_empty() {
        return Check::passed(ROW.0, ROW.1, format!("{} is its owner's only", shown(paths.data())));
    }
    let detail = open.iter().map(|(path, mode, _)| format!("{} has {mode:o}", shown(path)));
    let detail = detail.collect::<Vec<_>>().join(", ");
    let fix = open.iter().map(|(path, _, wanted)| {
        let name = shown(path);
        format!("chmod {wanted:o} {}", shell_words::quote(&name))
    });
    let fix = fix.collect::<Vec<_>>().join(" && ");
    let secrets = paths.secrets();
    // Whoever can write the folder can put another file in the place of any.
    let is_failure = |(path, mode, _): &(&Path, u32, u32)| mode & 0o022 != 0 || *path == secrets;
    if open.iter().any(is_failure) {
        Check::failed(ROW.0, ROW.1, detail).fix(fix)
    } else {
        Check::warning(ROW.0, ROW.1, detail).fix(fix)
    }
}

/// The kept secrets.
pub(super) fn secrets(context: &Context) -> Check {
    const ROW: (&str, &str) = ("secrets", "Secret store");
    let store = context.secrets();
    match store.count() {
        Ok(0) => Check::passed(ROW.0, ROW.1, "no secret is kept yet"),
        Ok(count) => {
            Check::passed(ROW.0, ROW.1, format!("{count} kept in {}", shown(store.path())))
        }
        Err(error) => Check::of(ROW.0, ROW.1, &error),
    }
}

/// The journal: every page is read, which may take long.
pub(super) async fn journal(context: &Context) -> Check {
    const ROW: (&str, &str) = ("journal", "Journal");
    let path = context.settings().paths.journal();
    let name = shown(&path);
    let limit = context.settings().timeout;
    let examining = tokio::task::spawn_blocking(move || journal::examine(&path));
    match timeout(limit, examining).await {
        Err(_) => Check::warning(ROW.0, ROW.1, format!("{name} is not read within {limit:?}"))
            .fix("--timeout allows more time"),
        Ok(Err(panicked)) => Check::failed(ROW.0, ROW.1, panicked.to_string()),
        Ok(Ok(Err(error))) => Check::of(ROW.0, ROW.1, &error.into()),
        Ok(Ok(Ok(None))) => Check::passed(ROW.0, ROW.1, "nothing is recorded yet"),
        Ok(Ok(Ok(Some(health)))) => healthy(ROW, &health, &name),
    }
}

fn healthy(row: (&'static str, &'static str), health: &Health, name: &str) -> Check {
    let Health { deliveries, version, newest } = health;
    if version == newest {
        return Check::passed(row.0, row.1, format!("{name} is sound; deliveries: {deliveries}"));
    }
    Check::warning(row.0, row.1, format!("{name} has version {version}, this hookctl {newest}"))
        .fix("the next `hookctl listen` or `hookctl deliveries list` brings it up to date")
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
