//! Tables on a terminal: through a pager where they are longer than the screen, and in its width
//! whatever they hold.

#![allow(clippy::unwrap_used, reason = "clippy takes only #[test] functions for tests")]

mod harness;

use std::io::Read;
use std::process::Stdio;
use std::thread;

use harness::{GUARD, Home, Hostile, Reply};
use pty_process::blocking::{Command, open};

/// Says that it is there, shows what it gets, and whether it knows a token.
const PAGER: &str = "sh -c 'echo \"paged: $LESS ${HOOKCTL_TOKEN:-no token}\"; cat; echo end'";

/// An API with so many webhooks on its one page.
fn api(count: usize, url: &str) -> Hostile {
    let row = |number| {
        format!(
            r#"{{"id":"wh_{number}","url":"{url}","events":["user.created"],"status":"active"}}"#
        )
    };
    let rows = (1..=count).map(row).collect::<Vec<_>>().join(",");
    let meta = format!(r#"{{"total":{count},"page":1,"limit":100,"pages":1}}"#);
    Hostile::always(Reply::json(200, &format!(r#"{{"data":[{rows}],"meta":{meta}}}"#)))
}

/// What a terminal of 24 lines and 80 columns gets from `hookctl list` and these arguments.
fn shown(server: &Hostile, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let home = Home::new();
    let mut hookctl = home.hookctl(["list"]).env("HOOKCTL_COLOR", "never");
    hookctl = hookctl.args(arguments.iter().copied());
    for (name, value) in variables {
        hookctl = hookctl.env(name, value);
    }
    let std = hookctl.against(server).command();
    let (mut pty, pts) = open().unwrap();
    pty.resize(pty_process::Size::new(24, 80)).unwrap();
    let set = std.get_envs().filter_map(|(name, value)| Some((name, value?)));
    let command = Command::new(std.get_program()).env_clear().env("TERM", "xterm").envs(set);
    let command = command.args(std.get_args()).stderr(Stdio::null());
    let mut child = command.spawn(pts).unwrap();
    let (sender, receiver) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let (mut text, mut buffer) = (Vec::new(), [0; 4096]);
        // The end of a terminal's other side is an error to read (EIO).
        while let Ok(count @ 1..) = pty.read(&mut buffer) {
            text.extend_from_slice(&buffer[..count]);
        }
        sender.send(text)
    });
    assert!(child.wait().unwrap().success());
    let text = receiver.recv_timeout(GUARD).unwrap();
    String::from_utf8(text).unwrap().replace("\r\n", "\n")
}

#[test]
fn a_table_longer_than_the_screen_is_paged_without_the_token() {
    let server = api(40, "https://a.invalid/");
    let text = shown(&server, &[], &[("PAGER", PAGER)]);
    assert!(text.starts_with("paged: FRX no token\n"), "{text}");
    assert!(text.contains("wh_40") && text.ends_with("end\n"), "{text}");
    let text = shown(&server, &[], &[("PAGER", "nope"), ("HOOKCTL_PAGER", PAGER), ("LESS", "R")]);
    assert!(text.starts_with("paged: R no token\n"), "{text}");
}

#[test]
fn a_variable_that_the_token_comes_from_is_hidden_as_well() {
    let pager = "sh -c 'echo \"${OTHER:-no token}\"; cat'";
    let variables = [("OTHER", "tok_other"), ("HOOKCTL_PAGER", pager)];
    let text = shown(&api(40, "https://a.invalid/"), &["--token", "env:OTHER"], &variables);
    assert!(text.starts_with("no token\n"), "{text}");
}

#[test]
fn what_fits_or_is_no_table_or_is_not_wanted_is_not_paged() {
    let server = api(40, "https://a.invalid/");
    let is_paged = |arguments: &[&str], variables: &[(&str, &str)]| {
        let variables = [&[("PAGER", PAGER)], variables].concat();
        let text = shown(&server, arguments, &variables);
        assert!(text.contains("wh_40"), "{text}");
        text.contains("paged: ")
    };
    assert!(is_paged(&[], &[]));
    assert!(!is_paged(&["--no-pager"], &[]));
    assert!(!is_paged(&["-o", "json"], &[]));
    assert!(!is_paged(&["-o", "ids"], &[]));
    for variable in [("HOOKCTL_NO_PAGER", "1"), ("CI", "1"), ("TERM", "dumb"), ("PAGER", "cat")] {
        assert!(!is_paged(&[], &[variable]), "{variable:?}");
    }
    assert!(!is_paged(&[], &[("HOOKCTL_PAGER", "")]));
    assert!(!shown(&api(5, "https://a.invalid/"), &[], &[("PAGER", PAGER)]).contains("paged: "));
}

#[test]
fn a_pager_that_ends_early_or_can_not_be_started_is_no_failure() {
    let server = api(100, "https://a.invalid/");
    assert_eq!(shown(&server, &[], &[("PAGER", "true")]), "");
    let text = shown(&server, &[], &[("PAGER", "/nonexistent/pager")]);
    assert!(text.contains("wh_100"), "{text}");
}

#[test]
fn a_pipe_is_not_paged() {
    let home = Home::new();
    let server = api(40, "https://a.invalid/");
    let ran = home.hookctl(["list"]).against(&server).env("PAGER", PAGER).run().succeeds();
    assert!(!ran.stdout().contains("paged: "));
}

#[test]
fn wide_characters_fit_the_width_and_keep_the_columns() {
    let url = "https://日本語.invalid/道路/👍🏽/👨‍👩‍👧/非常に長いパスが続いて折り返される";
    let text = shown(&api(3, url), &[], &[]);
    for line in text.lines() {
        assert!(console::measure_text_width(line) <= 80, "{line}");
    }
    let statuses: Vec<_> = text.lines().filter(|line| line.contains("active")).collect();
    let columns = statuses
        .iter()
        .map(|line| console::measure_text_width(&line[..line.find("active").unwrap()]));
    let columns: Vec<_> = columns.collect();
    assert_eq!(columns.len(), 3);
    assert!(columns.iter().all(|column| *column == columns[0]), "{text}");
}

#[test]
fn who_asks_for_colour_gets_it_whatever_the_environment_says() {
    let server = api(1, "https://a.invalid/");
    let text = shown(&server, &["--color", "always"], &[("NO_COLOR", "1")]);
    assert!(text.contains("\u{1b}[38;5;2mactive"), "{text:?}");
}
