//! Whether there is a program to run, looked for as the system does when it runs it.

use std::env::split_paths;
use std::ffi::OsStr;
use std::path::Path;

use rustix::fs::{Access, access};

/// Where the system looks without a PATH.
const USUAL: &str = "/bin:/usr/bin";

/// Whether this program can be run: a path, or a name that is looked for in `folders`, the value of
/// PATH.
pub(super) fn is_executable(program: &str, folders: Option<&OsStr>) -> bool {
    if program.contains('/') {
        return can_be_run(Path::new(program));
    }
    let folders = folders.unwrap_or_else(|| OsStr::new(USUAL));
    !program.is_empty() && split_paths(folders).any(|folder| can_be_run(&folder.join(program)))
}

fn can_be_run(file: &Path) -> bool {
    file.is_file() && access(file, Access::EXEC_OK).is_ok()
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::fs::{Permissions, create_dir, set_permissions, write};
    use std::os::unix::fs::PermissionsExt;

    use super::is_executable;

    #[test]
    fn a_name_is_looked_for_and_a_path_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        write(path("runs"), "").unwrap();
        set_permissions(path("runs"), Permissions::from_mode(0o755)).unwrap();
        write(path("text"), "").unwrap();
        create_dir(path("folder")).unwrap();
        let list = format!("/no/such:{}", folder.path().display());
        let is_found = |program: &str| is_executable(program, Some(OsStr::new(&list)));
        assert!(is_found("runs") && is_found(&path("runs")));
        for program in ["", "text", "folder", "absent", "./runs", &path("text"), &path("absent")] {
            assert!(!is_found(program), "{program}");
        }
        assert!(is_executable("sh", None));
    }
}
