//! `hookctl get`: one object for one id, an array for several, and a failure that hides no other.

mod harness;

use harness::{Home, dead_url};
use serde_json::json;

const MASKED: &str = "whsec_••••••••••••••••••••••••••••••";

#[test]
fn one_id_is_one_object_with_its_secret_masked() {
    let home = Home::new();
    let id = home.webhook("https://a.invalid/", "user.created");
    let webhook = home.hookctl(["get", &id, "-o", "json"]).sandbox().run().succeeds().json();
    assert_eq!(
        webhook,
        json!({"id": id, "url": "https://a.invalid/", "events": ["user.created"],
            "status": "active", "created_at": webhook["created_at"], "updated_at": null,
            "last_triggered": null, "secret": MASKED, "description": null})
    );
    let secret = home.kept_secrets()["secrets"][0]["secret"].as_str().unwrap().to_owned();
    home.hookctl(["get", &id]).sandbox().run().succeeds().shows_nowhere(&secret);
}

#[test]
fn the_shape_depends_on_what_was_asked_not_on_what_came() {
    let home = Home::new();
    let one = home.webhook("https://a.invalid/", "user.created");
    let two = home.webhook("https://b.invalid/", "user.created");
    let get = |ids: &[&str], stdin: &str| {
        let get = home.hookctl(["get", "-o", "json", "--fields", "id"]).args(ids.iter().copied());
        get.sandbox().stdin(stdin).run()
    };
    assert_eq!(get(&[&one], "").succeeds().json(), json!({"id": one}));
    assert_eq!(get(&[&two, &one], "").succeeds().json(), json!([{"id": two}, {"id": one}]));
    assert_eq!(get(&["-"], &one).succeeds().json(), json!([{"id": one}]));
    assert_eq!(
        get(&[&one, "-"], &format!("\n  {two}\r\n\n")).succeeds().json(),
        json!([{"id": one}, {"id": two}])
    );
    get(&["-"], "").succeeds().stdout_is("[]\n");
    get(&["wh_none", &one], "")
        .exits(4)
        .stdout_is(&format!("[\n  {{\n    \"id\": \"{one}\"\n  }}\n]\n"));
    get(&["wh_none", "wh_gone"], "").exits(4).stdout_is("[]\n");
    get(&["wh_none"], "").exits(4).stdout_is("");
}

#[test]
fn each_failed_call_is_reported() {
    let home = Home::new();
    let ran = home.hookctl(["get", "wh_x", "wh_y"]).sandbox().run().exits(4).stdout_is("");
    let hint = "hint: `hookctl list --all -o ids` shows the ids there are\n";
    ran.stderr_is(&format!(
        "error: webhook wh_x not found\n{hint}error: webhook wh_y not found\n{hint}"
    ));
}

#[test]
fn what_is_no_id_is_refused_before_any_call() {
    let home = Home::new();
    let refused = |ids: &[&str], stdin: &str| {
        let get = home.hookctl(["get"]).args(ids.iter().copied()).at(&dead_url());
        get.stdin(stdin).run().exits(2).stdout_is("")
    };
    refused(&["../users"], "");
    refused(&["wh_1/test"], "");
    refused(&[""], "");
    refused(&[], "");
    refused(&["-"], "wh_1\nno id\n").stderr_has("standard input, line 2");
    refused(&["-"], "wh_1\n../x\n").stderr_has("line 2");
    refused(&["-", "-"], "wh_1\n").stderr_has("standard input");
    // The token is asked of standard input already.
    let twice = home.hookctl(["get", "-", "--token", "-"]).at(&dead_url()).stdin("wh_1").run();
    twice.exits(2).stdout_is("").stderr_has("standard input");
}

#[test]
fn a_table_of_one_is_a_line_a_field() {
    let home = Home::new();
    let id = home.webhook("https://a.invalid/", "user.created,user.deleted");
    let get = home.hookctl(["get", &id, "--fields", "id,events,description"]).sandbox().run();
    get.succeeds().stdout_is(&format!(
        "id           {id}\nevents       user.created, user.deleted\ndescription\n"
    ));
}
