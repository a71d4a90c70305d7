//! Which value is in force: each pair of places, for every setting.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use harness::Home;
use serde_json::{Value, json};

/// A setting with a value for each place, the strongest first: flag, environment, project file,
/// profile. An empty one has no such place.
type Setting = (&'static str, [&'static str; 4], Option<&'static str>);

const SETTINGS: [Setting; 14] = [
    ("api-url", ["https://f.invalid", "https://e.invalid", "", "https://p.invalid"], None),
    ("token", ["env:F", "env:E", "", "env:P"], None),
    ("auth-header", ["", "x-e", "", "x-p"], Some("authorization")),
    ("auth-scheme", ["", "E", "", "P"], Some("Bearer")),
    ("output", ["json", "tsv", "json", "tsv"], Some("table")),
    ("timeout", ["1s", "2s", "3s", "4s"], Some("30s")),
    ("retries", ["5", "6", "7", "8"], Some("3")),
    ("proxy", ["http://f.invalid", "http://e.invalid", "", "http://p.invalid"], None),
    ("ca-file", ["/f.pem", "/e.pem", "", "/p.pem"], None),
    ("client-cert", ["/f.pem", "/e.pem", "", "/p.pem"], None),
    ("client-key", ["/f.pem", "/e.pem", "", "/p.pem"], None),
    ("allow-http", ["true", "false", "", "true"], Some("false")),
    ("color", ["always", "never", "always", "never"], Some("auto")),
    ("journal", ["", "/e.db", "", "/p.db"], None),
];

const PLACES: [&str; 4] = ["flag", "environment", "project file", "profile"];

/// The value and source that `profile show` tells, with the setting given in these places.
fn in_force(setting: &Setting, places: &[usize]) -> (Value, String) {
    let (name, values, _) = setting;
    let home = Home::new();
    let mut show = home.hookctl(["profile", "show", "--profile", "p"]);
    let mut profile = String::new();
    for place in places {
        let value = values[*place];
        match place {
            0 if *name == "allow-http" => show = show.args(["--allow-http"]),
            0 => show = show.args([format!("--{name}"), value.to_owned()]),
            1 => {
                let variable = name.to_uppercase().replace('-', "_");
                show = show.env(&format!("HOOKCTL_{variable}"), value);
            }
            2 => drop(home.file(".hookctl.toml", format!("{name} = \"{value}\"\n"))),
            _ => profile = format!("{name} = \"{value}\"\n"),
        }
    }
    let config = home.file("config.toml", format!("[profile.p]\n{profile}"));
    let shown = show.env("HOOKCTL_CONFIG", config).run().succeeds();
    found(shown.stdout(), name)
}

/// A setting's row, whatever the form: `output` is what is tested with it.
fn found(shown: &str, name: &str) -> (Value, String) {
    if let Ok(Value::Array(rows)) = serde_json::from_str(shown) {
        let row = rows.iter().find(|row| row["setting"] == name).unwrap();
        return (row["value"].clone(), row["source"].as_str().unwrap().to_owned());
    }
    let line = shown.lines().find(|line| line.split_whitespace().next() == Some(name)).unwrap();
    let mut cells = line[name.len()..].trim().splitn(2, char::is_whitespace);
    let first = cells.next().unwrap().to_owned();
    match cells.next() {
        Some(source) => (json!(first), source.trim().to_owned()),
        None => (Value::Null, first),
    }
}

#[test]
fn of_each_pair_of_places_the_stronger_is_in_force() {
    for setting in &SETTINGS {
        let (name, values, default) = setting;
        assert_eq!(in_force(setting, &[]), (json!(default), "default".into()), "{name}");
        let places: Vec<_> = (0..4).filter(|place| !values[*place].is_empty()).collect();
        for (at, strong) in places.iter().enumerate() {
            let expected = (json!(values[*strong]), PLACES[*strong].to_owned());
            assert_eq!(in_force(setting, &[*strong]), expected, "{name}");
            for weak in &places[at + 1..] {
                assert_eq!(in_force(setting, &[*strong, *weak]), expected, "{name}: {weak}");
            }
        }
    }
}

#[test]
fn the_profile_is_named_by_flag_variable_project_and_default() {
    let home = Home::new();
    let config = "default_profile = 'd'\n[profile.d]\n[profile.f]\n[profile.e]\n[profile.p]\n";
    let config = home.file("config.toml", config);
    let profile = |arguments: &[&str], variable: &str| {
        let show = home.hookctl(["profile", "show", "-o", "json"]).args(arguments);
        let show = show.env("HOOKCTL_CONFIG", &config).env("HOOKCTL_PROFILE", variable);
        let row = show.run().succeeds().json()[0].clone();
        (row["value"].as_str().unwrap().to_owned(), row["source"].as_str().unwrap().to_owned())
    };
    assert_eq!(profile(&[], ""), ("d".into(), "default".into()));
    home.file(".hookctl.toml", "profile = 'p'\n");
    assert_eq!(profile(&[], ""), ("p".into(), "project file".into()));
    assert_eq!(profile(&[], "e"), ("e".into(), "environment".into()));
    assert_eq!(profile(&["--profile", "f"], "e"), ("f".into(), "flag".into()));
    assert_eq!(profile(&["d", "--profile", "f"], "e"), ("d".into(), "flag".into()));
}
