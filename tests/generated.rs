//! The completions and man pages in the repository are those that the binary writes.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::collections::BTreeMap;
use std::path::Path;

use harness::Home;

/// The files of a folder by name.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let files = entries.map(|entry| {
        let entry = entry.unwrap();
        let text = std::fs::read_to_string(entry.path()).unwrap();
        (entry.file_name().into_string().unwrap(), text)
    });
    files.collect()
}

#[test]
fn completions_and_man_pages_are_up_to_date() {
    let home = Home::new();
    home.hookctl(["generate", "out"]).run().succeeds().stdout_is("").stderr_is("");
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["completions", "man"] {
        let written = files(&home.path("out").join(folder));
        let committed = files(&repository.join(folder));
        assert_eq!(
            committed.keys().collect::<Vec<_>>(),
            written.keys().collect::<Vec<_>>(),
            "the files in {folder}: `hookctl generate` writes them"
        );
        for (name, text) in &written {
            assert!(committed[name] == *text, "{folder}/{name}: `hookctl generate` writes it");
        }
    }
}
