//! `hookctl events`: the catalogue and its samples, with no API and no token.

mod harness;

use harness::Home;
use serde_json::json;

#[test]
fn the_catalogue_has_the_documents_eight_types() {
    let home = Home::new();
    let names = "user.created\nuser.updated\nuser.deleted\ndata.created\ndata.updated\n\
                 data.deleted\nreport.generated\nsystem.alert\n";
    home.hookctl(["events", "-o", "ids"]).run().succeeds().stdout_is(names).stderr_is("");
    let rows = home.hookctl(["events", "-o", "json"]).run().succeeds().json();
    assert_eq!(rows.as_array().unwrap().len(), 8);
    assert_eq!(
        rows[0],
        json!({"type": "user.created", "description": "A new user has been created"})
    );
}

#[test]
fn a_type_shows_a_sample_payload_in_the_documents_shape() {
    let home = Home::new();
    let payload = home.hookctl(["events", "user.created"]).run().succeeds().json();
    let keys: Vec<_> = payload.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["id", "type", "created", "data"]);
    assert_eq!(payload["type"], "user.created");
    assert!(payload["id"].as_str().unwrap().starts_with("evt_"));
    let keys: Vec<_> = payload["data"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["id", "email", "name", "role", "status", "created_at"]);
}

#[test]
fn fields_pick_the_keys_of_a_sample_and_an_unknown_one_lists_the_known() {
    let home = Home::new();
    let events = |fields| home.hookctl(["events", "user.created", "--fields", fields]).run();
    assert_eq!(events("type").succeeds().json(), json!({"type": "user.created"}));
    events("nope").exits(2).stdout_is("").stderr_has("it can be one of id, type, created, data");
}

#[test]
fn an_unknown_type_is_not_found_and_a_near_one_is_named() {
    let home = Home::new();
    let ran = home.hookctl(["events", "user.craeted"]).run().exits(4);
    ran.stdout_is("").stderr_is(
        "error: there is no event type `user.craeted`\nhint: did you mean `user.created`?\n",
    );
    home.hookctl(["events", "zzz.zzz"]).run().exits(4).stderr_has("`hookctl events` lists them");
}

#[test]
fn nothing_is_made_on_disk() {
    let home = Home::new();
    home.hookctl(["events"]).run().succeeds().stdout_has("system.alert");
    assert!(!home.path("data").exists());
}

#[test]
fn a_sample_has_no_rows_and_no_ids() {
    let home = Home::new();
    for form in ["ids", "tsv"] {
        let sample = home.hookctl(["events", "user.created", "-o", form]).run();
        sample.exits(2).stdout_is("").stderr_has("no output form");
    }
}
