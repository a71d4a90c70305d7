//! `hookctl list`: pages, filters, every form of output, and `--all` from a server whose list moves
//! while it is read.

mod harness;

use harness::{Home, Hostile, Reply, Request};
use serde_json::{Value, json};

/// A home with three webhooks in its sandbox, and their ids.
fn three_webhooks() -> (Home, [String; 3]) {
    let home = Home::new();
    let ids = [
        home.webhook("https://one.invalid/", "user.created"),
        home.webhook("https://two.invalid/", "user.created,data.created"),
        home.webhook("https://three.invalid/", "data.created"),
    ];
    home.hookctl(["update", &ids[2], "--status", "inactive"]).sandbox().run().succeeds();
    (home, ids)
}

/// A server with this many webhooks, `wh_1` the first.
fn with_webhooks(total: u64) -> Hostile {
    Hostile::answering(move |request| Reply::json(200, &page(request, total).to_string()))
}

fn page(request: &Request, total: u64) -> Value {
    let (page, limit) =
        (query(request, "page").unwrap_or(1), query(request, "limit").unwrap_or(20));
    let first = (page - 1) * limit + 1;
    let rows: Vec<_> = (first..=total.min(first + limit - 1)).map(row).collect();
    let pages = total.div_ceil(limit);
    json!({"data": rows, "meta": {"total": total, "page": page, "limit": limit, "pages": pages}})
}

fn row(number: u64) -> Value {
    json!({"id": format!("wh_{number}"), "url": "https://a.invalid/", "events": ["user.created"]})
}

fn query(request: &Request, key: &str) -> Option<u64> {
    let (_, query) = request.target.split_once('?')?;
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(name, _)| *name == key)?.1.parse().ok()
}

fn ids(range: impl Iterator<Item = u64>) -> String {
    range.map(|number| format!("wh_{number}\n")).collect::<Vec<_>>().concat()
}

#[test]
fn an_empty_list_has_a_form_too() {
    let home = Home::new();
    let list = |form| home.hookctl(["list", "-o", form]).sandbox().run().succeeds();
    list("table").stdout_is("").stderr_is("no webhooks\n");
    list("json").stdout_is("[]\n");
    list("yaml").stdout_is("[]\n");
    list("ndjson").stdout_is("");
    list("ids").stdout_is("");
    list("tsv").stdout_is("id\turl\tevents\tstatus\tcreated_at\tlast_triggered\n");
    home.hookctl(["list", "--all", "-o", "json"]).sandbox().run().succeeds().stdout_is("[]\n");
}

#[test]
fn json_is_one_array_with_the_apis_own_fields() {
    let (home, ids) = three_webhooks();
    let rows = home.hookctl(["list", "-o", "json"]).sandbox().run().succeeds().json();
    assert_eq!(rows.as_array().unwrap().len(), 3);
    assert_eq!(
        rows[1],
        json!({"id": ids[1], "url": "https://two.invalid/",
            "events": ["user.created", "data.created"], "status": "active",
            "created_at": rows[1]["created_at"], "last_triggered": null})
    );
    let lines = home.hookctl(["list", "-o", "ndjson"]).sandbox().run().succeeds().ndjson();
    assert_eq!(Value::Array(lines), rows);
    let all = home.hookctl(["list", "--all", "-o", "json"]).sandbox().run().succeeds().json();
    assert_eq!(all, rows);
}

#[test]
fn a_piped_table_is_aligned_and_its_footer_is_on_stderr() {
    let (home, [one, two, three]) = three_webhooks();
    let fields = "id,url,events,status";
    let ran = home.hookctl(["list", "--fields", fields]).sandbox().run().succeeds();
    let width = one.len();
    ran.stdout_is(&format!(
        "{:width$}  URL                     EVENTS                      STATUS\n\
         {one}  https://one.invalid/    user.created                active\n\
         {two}  https://two.invalid/    user.created, data.created  active\n\
         {three}  https://three.invalid/  data.created                inactive\n",
        "ID"
    ))
    .stderr_is("page 1 of 1, 3 webhooks in all\n");
    let bare = home.hookctl(["list", "--no-headers", "--fields", "status", "-q"]);
    bare.sandbox().run().succeeds().stdout_is("active\nactive\ninactive\n").stderr_is("");
}

#[test]
fn pages_and_filters_are_the_apis() {
    let (home, [one, two, three]) = three_webhooks();
    let list = |options: &str| {
        let form = if options.contains("-o ") { "" } else { "-o ids" };
        let list = format!("list {form} {options}");
        home.hookctl(list.split_whitespace()).sandbox().run().succeeds()
    };
    list("--limit 2").stdout_is(&format!("{one}\n{two}\n"));
    list("--limit 2 --page 2").stdout_is(&format!("{three}\n")).stderr_is("");
    list("--limit 2 --page 2 -o table").stderr_is("page 2 of 2, 3 webhooks in all\n");
    list("--page 7").stdout_is("").stderr_is("");
    list("--page 7 -o table")
        .stdout_is("")
        .stderr_is("page 7 is empty: 3 webhooks on 1 page in all\n");
    list("--status inactive").stdout_is(&format!("{three}\n"));
    list("--event data.created").stdout_is(&format!("{two}\n{three}\n"));
    list("--event data.created --status active").stdout_is(&format!("{two}\n"));
    list("--all --limit 1 --concurrency 2").stdout_is(&format!("{one}\n{two}\n{three}\n"));
    let alias = home.hookctl(["ls", "-o", "ids", "--limit", "1"]).sandbox().run();
    alias.succeeds().stdout_is(&format!("{one}\n"));
}

#[test]
fn the_query_says_what_was_asked_and_no_more() {
    let (home, server) = (Home::new(), with_webhooks(3));
    home.hookctl(["list"]).against(&server).run().succeeds();
    let asked = "list --page 2 --limit 7 --status active --event user.created";
    home.hookctl(asked.split(' ')).against(&server).run().succeeds();
    assert_eq!(
        server.request_lines(),
        [
            "GET /api/v1/webhooks?page=1",
            "GET /api/v1/webhooks?page=2&limit=7&status=active&event=user.created"
        ]
    );
    assert_eq!(server.requests()[0].header("authorization"), Some("Bearer tok_test"));
}

#[test]
fn numbers_out_of_range_are_refused_before_any_call() {
    let (home, server) = (Home::new(), with_webhooks(3));
    for options in [
        &["--page", "0"][..],
        &["--limit", "0"],
        &["--limit", "101"],
        &["--limit", "many"],
        &["--all", "--page", "2"],
        &["--concurrency", "2"],
        &["--all", "--concurrency", "0"],
    ] {
        let list = home.hookctl(["list"]).args(options.iter().copied());
        list.against(&server).run().exits(2).stdout_is("").stderr_has("error: ");
    }
    assert!(server.requests().is_empty());
}

#[test]
fn all_reads_every_page_in_order() {
    let (home, server) = (Home::new(), with_webhooks(1234));
    let all = home.hookctl(["list", "--all", "-o", "ids"]).against(&server).run().succeeds();
    all.stdout_is(&ids(1..=1234)).stderr_is("");
    let mut asked = server.request_lines();
    asked.sort_by_key(|line| (line.len(), line.clone()));
    let expected: Vec<_> =
        (1..=13).map(|page| format!("GET /api/v1/webhooks?page={page}&limit=100")).collect();
    assert_eq!(asked, expected);
}

#[test]
fn all_leaves_out_what_came_before_and_warns_when_the_list_moved() {
    let home = Home::new();
    let server = Hostile::answering(|request| {
        // Something was deleted in front, and everything moved up by one.
        let (numbers, total) = match query(request, "page").unwrap() {
            1 => ([1, 2], 4),
            _ => ([2, 3], 3),
        };
        let rows = numbers.map(row);
        let body =
            json!({"data": rows, "meta": {"total": total, "page": 1, "limit": 2, "pages": 2}});
        Reply::json(200, &body.to_string())
    });
    let list = home.hookctl(["list", "--all", "--limit", "2", "-o", "ids"]);
    let ran = list.against(&server).run().succeeds().stdout_is(&ids(1..=3));
    ran.stderr_has("warning: webhooks were created or deleted");
}

#[test]
fn a_server_that_lies_about_its_length_is_left() {
    let home = Home::new();
    let body = json!({"data": [row(1)],
        "meta": {"total": 1, "page": 1, "limit": 1, "pages": 1_000_000_000}});
    let server = Hostile::always(Reply::json(200, &body.to_string()));
    let list = ["list", "--all", "--concurrency", "1", "-o", "ids"];
    home.hookctl(list).against(&server).run().succeeds().stdout_is("wh_1\n");
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_page_that_fails_ends_the_list_with_its_exit_code() {
    let home = Home::new();
    let server = Hostile::answering(|request| match query(request, "page") {
        Some(2) => Reply::json(400, r#"{"error":"no such page"}"#),
        _ => Reply::json(200, &page(request, 6).to_string()),
    });
    let list = home.hookctl(["list", "--all", "--limit", "2", "-o", "ids"]).against(&server).run();
    list.exits(5).stdout_is("wh_1\nwh_2\n").stderr_has("no such page");
}

#[test]
fn fields_pick_and_order_and_an_unknown_one_lists_the_known() {
    let (home, [one, ..]) = three_webhooks();
    let list = |fields, form| {
        home.hookctl(["list", "--limit", "1", "--fields", fields, "-o", form]).sandbox().run()
    };
    list("status,id", "ndjson")
        .succeeds()
        .stdout_is(&format!("{{\"status\":\"active\",\"id\":\"{one}\"}}\n"));
    list("status,id", "tsv").succeeds().stdout_is(&format!("status\tid\nactive\t{one}\n"));
    list("status", "yaml").succeeds().stdout_is("- status: active\n");
    let refused = list("id,nope", "table").exits(2).stdout_is("");
    refused.stderr_has("error: unknown field `nope`\n").stderr_has("it can be one of id, url, ");
}

#[test]
fn a_field_that_the_api_grew_can_be_asked_for() {
    let home = Home::new();
    let body = r#"{"data":[{"id":"wh_1","team":"blue"}],
        "meta":{"total":1,"page":1,"limit":20,"pages":1}}"#;
    let server = Hostile::always(Reply::json(200, body));
    let list = home.hookctl(["list", "--fields", "team,id", "-o", "tsv"]).against(&server).run();
    list.succeeds().stdout_is("team\tid\nblue\twh_1\n");
}

#[test]
fn tsv_keeps_each_value_in_its_cell() {
    let home = Home::new();
    let body = json!({"data": [{"id": "wh_1", "description": "a\tb\nc\\d", "events": ["x", "y"]}],
        "meta": {"total": 1, "page": 1, "limit": 20, "pages": 1}});
    let server = Hostile::always(Reply::json(200, &body.to_string()));
    let fields = "id,description,events,secret";
    let list = home.hookctl(["list", "--no-headers", "-o", "tsv", "--fields", fields]);
    list.against(&server).run().succeeds().stdout_is("wh_1\ta\\tb\\nc\\\\d\tx,y\t\n");
}
