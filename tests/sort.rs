//! `--sort` on lists: of a page, of all pages, of recorded deliveries.

mod harness;

use harness::{Home, Hostile, Ran, Reply, post};

/// An API with three webhooks on one page.
fn api() -> Hostile {
    let rows = r#"[
      {"id":"wh_b","url":"https://b.invalid/","n":10,"created_at":"2023-06-21T09:15:30.5Z"},
      {"id":"wh_c","url":"https://a.invalid/","n":9,"created_at":"2023-06-21T09:15:30Z"},
      {"id":"wh_a","url":"https://c.invalid/","n":null,"created_at":"2023-06-20T09:15:30Z"}
    ]"#;
    let meta = r#"{"total":3,"page":1,"limit":20,"pages":1}"#;
    Hostile::always(Reply::json(200, &format!(r#"{{"data":{rows},"meta":{meta}}}"#)))
}

fn list(arguments: &str) -> Ran {
    let home = Home::new();
    let server = api();
    home.hookctl(["list"]).args(arguments.split(' ')).against(&server).run()
}

#[test]
fn a_page_and_all_pages_are_sorted_in_every_form() {
    for rest in ["-o ids", "-o ids --all", "-o ndjson --jq .id", "--all --jq .[].id"] {
        let sorted = |field: &str| list(&format!("--sort {field} {rest}")).succeeds();
        sorted("id").stdout_is("wh_a\nwh_b\nwh_c\n");
        sorted("-url").stdout_is("wh_a\nwh_b\nwh_c\n");
        sorted("created_at").stdout_is("wh_a\nwh_c\nwh_b\n");
        sorted("n").stdout_is("wh_c\nwh_b\nwh_a\n");
        sorted("-n").stdout_is("wh_b\nwh_c\nwh_a\n");
    }
    list("--sort=-id --fields url -o tsv --no-headers")
        .succeeds()
        .stdout_is("https://a.invalid/\nhttps://b.invalid/\nhttps://c.invalid/\n");
}

#[test]
fn an_unknown_field_is_refused_with_the_known_ones() {
    for all in ["", " --all"] {
        list(&format!("--sort nope{all}")).exits(2).stdout_is("").stderr_has("id, url, events");
    }
}

#[test]
fn recorded_deliveries_are_sorted_too() {
    let home = Home::new();
    let listener = home.listen(["--no-verify", "--count", "3"]);
    for body in ["{\"type\":\"b.b\"}", "{\"type\":\"a.a\"}", "none"] {
        post(listener.url(), None, body.as_bytes());
    }
    listener.running.wait().succeeds();
    let run = |line: &str| home.hookctl(line.split(' ')).run();
    let types = "--jq .[].event_type";
    run(&format!("deliveries list --sort event_type {types}"))
        .succeeds()
        .stdout_is("a.a\nb.b\nnull\n");
    run(&format!("deliveries list --sort -bytes {types} --limit 2"))
        .succeeds()
        .stdout_is("a.a\nnull\n");
    run("deliveries list --sort nope").exits(2).stdout_is("");
}
