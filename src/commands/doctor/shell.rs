//! Whether the user's shell completes hookctl's arguments.

use std::fs;
use std::path::{Path, PathBuf};

use crate::commands::doctor::check::Check;
use crate::config::Environment;

const ROW: (&str, &str) = ("completion", "Shell completion");

/// Where a shell looks: for a script of ours, and in start-up files for a line that loads one.
struct Places {
    scripts: Vec<PathBuf>,
    start_up: Vec<PathBuf>,
    line: &'static str,
}

/// Looks where `$SHELL` does.
pub(super) fn completion(environment: &Environment) -> Check {
    let shell = environment.get("SHELL").and_then(|path| Path::new(path).file_name()?.to_str());
    let Some(shell) = shell else { return Check::skipped(ROW.0, ROW.1, "SHELL is not set") };
    let Some(home) = environment.get_os("HOME").map(PathBuf::from) else {
        return Check::skipped(ROW.0, ROW.1, "HOME is not set");
    };
    let Some(places) = places(shell, &home, environment) else {
        return Check::skipped(ROW.0, ROW.1, format!("there is none that {shell} loads by itself"));
    };
    let script = places.scripts.iter().find(|path| path.is_file());
    let start_up = || places.start_up.iter().find(|path| loads_ours(path));
    match script.or_else(start_up) {
        Some(path) => Check::passed(ROW.0, ROW.1, format!("{shell}: {}", path.display())),
        None => Check::warning(ROW.0, ROW.1, format!("{shell} does not complete hookctl"))
            .fix(places.line),
    }
}

fn places(shell: &str, home: &Path, environment: &Environment) -> Option<Places> {
    let folder = |variable: &str, usual: &str| {
        environment.get_os(variable).map_or_else(|| home.join(usual), PathBuf::from)
    };
    let shared = |rest: &str| ["/usr/share", "/usr/local/share"].map(|at| Path::new(at).join(rest));
    let (config, data) =
        (folder("XDG_CONFIG_HOME", ".config"), folder("XDG_DATA_HOME", ".local/share"));
    let all = |scripts: [PathBuf; 2], more: Vec<PathBuf>| scripts.into_iter().chain(more).collect();
    Some(match shell {
        "bash" => Places {
            scripts: all(
                shared("bash-completion/completions/hookctl"),
                vec![data.join("bash-completion/completions/hookctl")],
            ),
            start_up: [".bashrc", ".bash_profile", ".profile", ".bash_completion"]
                .map(|name| home.join(name))
                .into(),
            line: "echo 'source <(HOOKCTL_COMPLETE=bash hookctl)' >> ~/.bashrc",
        },
        "zsh" => Places {
            scripts: all(
                shared("zsh/site-functions/_hookctl"),
                vec![
                    "/usr/share/zsh/vendor-completions/_hookctl".into(),
                    home.join(".zfunc/_hookctl"),
                    home.join(".zsh/completions/_hookctl"),
                    data.join("zsh/site-functions/_hookctl"),
                ],
            ),
            start_up: vec![folder("ZDOTDIR", "").join(".zshrc"), home.join(".zprofile")],
            line: "echo 'source <(HOOKCTL_COMPLETE=zsh hookctl)' >> ~/.zshrc",
        },
        "fish" => Places {
            scripts: all(
                shared("fish/vendor_completions.d/hookctl.fish"),
                vec![config.join("fish/completions/hookctl.fish")],
            ),
            start_up: vec![config.join("fish/config.fish")],
            line: "echo 'HOOKCTL_COMPLETE=fish hookctl | source' >> ~/.config/fish/config.fish",
        },
        _ => return None,
    })
}

/// Whether a start-up file asks this program for a script.
fn loads_ours(path: &Path) -> bool {
    let Ok(bytes) = fs::read(path) else { return false };
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines
        .into_iter()
        .any(|line| line.contains("HOOKCTL_COMPLETE=") || line.contains("hookctl completions"))
}

#[cfg(test)]
mod tests {
    use super::loads_ours;

    #[test]
    fn a_line_that_is_commented_out_loads_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(".bashrc");
        assert!(!loads_ours(&file));
        std::fs::write(&file, "# source <(HOOKCTL_COMPLETE=bash hookctl)\n").unwrap();
        assert!(!loads_ours(&file));
        std::fs::write(&file, "source <(HOOKCTL_COMPLETE=bash hookctl)\n").unwrap();
        assert!(loads_ours(&file));
    }
}
