//! `hookctl demo`: the whole story works, is told on stderr, and leaves nothing behind.

mod harness;

use harness::Home;
use serde_json::json;

#[test]
fn every_step_is_passed_and_reported() {
    let home = Home::new();
    let ran = home.hookctl(["demo", "-o", "json"]).run().succeeds();
    let report = ran.json();
    assert_eq!(report["ok"], true);
    let steps = report["steps"].as_array().unwrap();
    let ids: Vec<_> = steps.iter().map(|step| step["id"].clone()).collect();
    assert_eq!(
        json!(ids),
        json!([
            "sandbox", "create", "list", "get", "listen", "update", "test", "emit", "verify",
            "tamper", "delete"
        ])
    );
    for step in steps {
        assert_eq!(step["status"], "passed", "{step}");
        assert!(step["title"].is_string() && !step["commands"].as_array().unwrap().is_empty());
    }
    assert!(!home.data("").exists(), "it happens in a folder of its own");
}

#[test]
fn the_story_goes_to_stderr_and_quiet_tells_none() {
    let home = Home::new();
    let told = home.hookctl(["demo"]).run().succeeds().stdout_is("");
    told.stderr_has("hookctl create").stderr_has("All of it worked.");
    home.hookctl(["demo", "-q"]).run().succeeds().stdout_is("").stderr_is("");
}

#[test]
fn the_users_own_settings_do_not_reach_it() {
    let home = Home::new();
    let demo = home.hookctl(["demo", "-q"]).at("http://127.0.0.1:1");
    demo.env("HOOKCTL_OUTPUT", "tsv").env("HOOKCTL_SANDBOX", "1").run().succeeds();
}
