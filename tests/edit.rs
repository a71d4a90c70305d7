//! `hookctl update --edit`: what the editor gets, what is sent of it, and that the user's text is
//! never lost.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::fs;
use std::path::PathBuf;

use harness::{Home, Hostile, Invocation, Reply, Terminal, mode};
use serde_json::json;

/// A server with one webhook, which takes every change but that to `no.invalid`.
fn api() -> Hostile {
    Hostile::answering(|request| {
        let mut webhook = json!({"id": "wh_1", "url": "https://a.invalid/", "status": "active",
            "events": ["user.created", "data.created"], "description": "no"});
        if request.method == "PUT" {
            let sent = request.json();
            if sent["url"] == "https://no.invalid/" {
                return Reply::json(422, r#"{"error":"not that one"}"#);
            }
            for field in ["url", "events", "status", "description"] {
                webhook[field] = sent[field].clone();
            }
        }
        Reply::json(200, &json!({"data": webhook}).to_string())
    })
}

/// A home whose folder for temporary files is `tmp`, and an editor that runs this shell script.
struct Edited {
    home: Home,
    server: Hostile,
}

impl Edited {
    fn new() -> Self {
        let home = Home::new();
        fs::create_dir(home.path("tmp")).unwrap();
        Self { home, server: api() }
    }

    fn update(&self, script: &str) -> Invocation<'_> {
        let script = self.home.file("editor.sh", script);
        let update = self.home.hookctl(["update", "wh_1", "--edit"]);
        update
            .against(&self.server)
            .env("EDITOR", format!("sh '{}'", script.display()))
            .env("TMPDIR", self.home.path("tmp"))
            .env("HOOKCTL_OUTPUT", "ids")
    }

    /// The files that are kept.
    fn kept(&self) -> Vec<PathBuf> {
        let files = fs::read_dir(self.home.path("tmp")).unwrap();
        files.map(|file| file.unwrap().path()).collect()
    }
}

const GET: &str = "GET /api/v1/webhooks/wh_1";

#[test]
fn what_differs_is_sent_and_the_file_is_gone() {
    let edited = Edited::new();
    let script = "sed -i 's/^status: active/status: inactive/; /data.created/d' \"$1\"";
    edited.update(script).run().succeeds().stdout_is("wh_1\n").stderr_is("");
    assert_eq!(edited.server.request_lines(), [GET, GET, "PUT /api/v1/webhooks/wh_1"]);
    assert_eq!(
        edited.server.requests()[2].json(),
        json!({"url": "https://a.invalid/", "events": ["user.created"], "status": "inactive",
            "description": "no"})
    );
    assert!(edited.kept().is_empty());
}

#[test]
fn what_others_change_meanwhile_stays() {
    let edited = Edited::new();
    let script = "sed -i 's/^status: active/status: inactive/' \"$1\"";
    let mut description = "first";
    let server = Hostile::answering(move |request| {
        let status = if request.method == "PUT" { "inactive" } else { "active" };
        let webhook = json!({"id": "wh_1", "url": "https://a.invalid/", "events": ["user.created"],
            "status": status, "description": description});
        description = "second";
        Reply::json(200, &json!({"data": webhook}).to_string())
    });
    edited.update(script).against(&server).run().succeeds();
    assert_eq!(server.requests()[2].json()["description"], "second");
}

#[test]
fn the_file_is_yaml_that_only_its_owner_reads() {
    let edited = Edited::new();
    let script = "cp -p \"$1\" seen; echo \"$1\" > name; echo printed";
    let ran = edited.update(script).run().succeeds().stdout_is("wh_1\n");
    ran.stderr_is("printed\nnote: webhook wh_1 is like this already: nothing is sent\n");
    let text = fs::read_to_string(edited.home.path("seen")).unwrap();
    let (comments, yaml): (Vec<_>, Vec<_>) = text.lines().partition(|line| line.starts_with('#'));
    assert_eq!(comments.len(), 3);
    assert_eq!(
        yaml.join("\n"),
        "url: https://a.invalid/\nevents:\n- user.created\n- data.created\nstatus: active\n\
         description: \"no\""
    );
    assert_eq!(mode(&edited.home.path("seen")), 0o600);
    assert!(fs::read_to_string(edited.home.path("name")).unwrap().ends_with(".yaml\n"));
    assert!(edited.kept().is_empty());
}

#[test]
fn text_that_is_refused_is_kept_and_named() {
    for (script, code, why) in [
        ("echo 'url: [' > \"$1\"", 2, "the text is not a webhook in YAML"),
        ("echo team: blue >> \"$1\"", 2, "team"),
        ("sed -i 's/^url: .*/url: nowhere/' \"$1\"", 2, "is not an absolute http or https URL"),
        ("sed -i '/^- /d' \"$1\"", 2, "the text is not a webhook in YAML"),
        ("sed -i 's/a.invalid/no.invalid/' \"$1\"", 5, "not that one"),
        ("echo '# mine' >> \"$1\"; exit 3", 1, "failed: exit status: 3"),
    ] {
        let edited = Edited::new();
        let ran = edited.update(script).run().exits(code).stdout_is("").stderr_has(why);
        let [kept] = &edited.kept()[..] else { panic!("{script}: nothing is kept") };
        ran.stderr_has(&format!("your text is kept in {}\n", kept.display()));
        assert_eq!(mode(kept), 0o600);
    }
}

#[test]
fn a_text_that_nobody_changed_is_not_kept() {
    let edited = Edited::new();
    edited.update("exit 1").run().exits(1).stderr_has("nothing is changed\n");
    let update = edited.update("").env("VISUAL", "/no/such/editor --wait");
    update.run().exits(2).stderr_has("hint: VISUAL or EDITOR names another\n");
    assert!(edited.kept().is_empty());
}

#[test]
fn an_editor_is_told_no_token() {
    let edited = Edited::new();
    let script = "env > seen";
    let update = edited.update(script).env("HOOKCTL_TOKEN", "env:MINE").env("MINE", "tok_mine");
    update.run().succeeds();
    let seen = fs::read_to_string(edited.home.path("seen")).unwrap();
    assert!(!seen.contains("tok_mine") && !seen.contains("HOOKCTL_TOKEN"), "{seen}");
}

#[test]
fn nobody_and_no_editor_is_refused_and_a_named_one_is_run() {
    let edited = Edited::new();
    let bare = edited.home.hookctl(["update", "wh_1", "--edit"]).against(&edited.server);
    bare.run().exits(2).stderr_has("error: neither VISUAL nor EDITOR is set, and nobody is there");
    assert!(edited.server.requests().is_empty());
    edited.update("").env("CI", "1").run().succeeds();
    let both = edited.home.hookctl(["update", "wh_1", "--edit", "--status", "active"]);
    both.run().exits(2).stderr_has("cannot be used with");
}

#[test]
fn a_dry_run_shows_the_request() {
    let edited = Edited::new();
    let update = edited.update("sed -i 's/^status: active/status: inactive/' \"$1\"");
    let ran = update.args(["--dry-run", "-o", "json"]).run().succeeds();
    assert_eq!(ran.json()["body"]["status"], "inactive");
    assert_eq!(edited.server.request_lines(), [GET; 2]);
}

#[test]
fn on_a_terminal_what_is_refused_can_be_edited_again() {
    let edited = Edited::new();
    let script = "if grep -q no.invalid \"$1\"; then sed -i 's/no.invalid/b.invalid/' \"$1\"
        else sed -i 's/a.invalid/no.invalid/' \"$1\"; fi";
    for (keys, code, kept) in [("n", 5, 1), ("\x03", 130, 2), ("\x1b", 130, 3), ("y", 0, 3)] {
        let terminal = Terminal::new();
        let mut child = terminal.run(edited.update(script), None);
        terminal.wait_for("your text is kept in");
        terminal.wait_for("Edit it again?");
        terminal.types(keys);
        assert_eq!(child.wait().unwrap().code(), Some(code), "{keys:?}");
        terminal.is_as_before();
        assert_eq!(edited.kept().len(), kept);
    }
    let sent = edited.server.requests().last().unwrap().json();
    assert_eq!(sent["url"], "https://b.invalid/");
}

#[test]
fn ctrl_c_in_the_editor_ends_hookctl_after_it_and_keeps_the_text() {
    let edited = Edited::new();
    let terminal = Terminal::new();
    let script =
        "trap 'echo \"# mine\" >> \"$1\"; exit 0' INT; echo ready; while :; do read -r line; done";
    let mut child = terminal.run(edited.update(script), None);
    terminal.wait_for("ready");
    terminal.types("\x03");
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let [kept] = &edited.kept()[..] else { panic!("nothing is kept") };
    terminal.wait_for(&kept.display().to_string());
    assert!(fs::read_to_string(kept).unwrap().ends_with("# mine\n"));
    terminal.is_as_before();
}
