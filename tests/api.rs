//! `hookctl api`: any call with hookctl's credentials and exit codes, and the body as it came.

mod harness;

use harness::{Home, Hostile, Reply, dead_url};
use serde_json::json;

/// The first line of the one request that these arguments send.
#[track_caller]
fn asked(arguments: &[&str]) -> String {
    let (home, server) = (Home::new(), Hostile::always(Reply::json(200, "{}")));
    home.hookctl(["api"]).args(arguments.iter().copied()).against(&server).run().succeeds();
    assert_eq!(server.requests().len(), 1);
    server.requests()[0].line()
}

#[track_caller]
fn refused(arguments: &[&str], words: &str) {
    let home = Home::new();
    let api = home.hookctl(["api"]).args(arguments.iter().copied()).at(&dead_url());
    api.run().exits(2).stdout_is("").stderr_has(words);
}

#[test]
fn a_path_is_taken_in_every_way_it_is_written() {
    for path in ["webhooks", "/webhooks", "api/v1/webhooks", "/api/v1/webhooks"] {
        assert_eq!(asked(&["GET", path]), "GET /api/v1/webhooks", "{path}");
    }
    assert_eq!(asked(&["get", "/webhooks?page=2"]), "GET /api/v1/webhooks?page=2");
    assert_eq!(asked(&["patch", "users/7"]), "PATCH /api/v1/users/7");
}

#[test]
fn a_whole_url_or_a_path_that_leads_away_is_refused() {
    refused(&["GET", "https://a.invalid/webhooks"], "is a whole URL");
    refused(&["GET", "//a.invalid/webhooks"], "is a whole URL");
    for path in ["../users", "/../../etc", "webhooks/%2e%2e/%2e%2e/x", "/api/v1/../v2"] {
        refused(&["GET", path], "does not stay below the API's /api/v1");
    }
    refused(&["STEAL", "webhooks"], "expected GET, HEAD, POST, PUT, PATCH or DELETE");
}

#[test]
fn fields_are_the_query_of_a_get_and_the_body_of_the_rest() {
    let fields = ["-f", "status=active", "-f", "event=a&b =c"];
    let line = asked(&[&["GET", "webhooks?page=2"][..], &fields].concat());
    assert_eq!(line, "GET /api/v1/webhooks?page=2&status=active&event=a%26b+%3Dc");
    let (home, server) = (Home::new(), Hostile::always(Reply::json(200, "{}")));
    let api = home.hookctl(["api", "POST", "webhooks"]).args(fields);
    api.against(&server).run().succeeds();
    assert_eq!(server.requests()[0].body, br#"{"status":"active","event":"a&b =c"}"#);
    refused(&["GET", "webhooks", "-f", "status"], "expected KEY=VALUE");
    refused(&["POST", "webhooks", "-f", "a=b", "--data", "x"], "cannot be used with");
}

#[test]
fn data_is_sent_byte_for_byte() {
    let home = Home::new();
    let bytes = b" {\"rate\": 1.50,\r\n\xff}\n";
    home.file("body", bytes);
    for data in ["body", "-"] {
        let server = Hostile::always(Reply::json(200, "{}"));
        let api = home.hookctl(["api", "PUT", "webhooks/wh_1", "--data", data]).against(&server);
        api.stdin(bytes).run().succeeds();
        assert_eq!(server.requests()[0].body, bytes);
        assert_eq!(server.requests()[0].header("content-type"), Some("application/json"));
    }
    refused(&["PUT", "webhooks", "--data", "absent"], "absent can't be read");
}

#[test]
fn headers_are_added_but_not_the_token() {
    let (home, server) = (Home::new(), Hostile::always(Reply::json(200, "{}")));
    let headers = ["-H", "X-Trace: a b", "-H", "accept: text/csv", "-H", "x-trace:c"];
    let api = home.hookctl(["api", "GET", "reports"]).args(headers).against(&server);
    api.run().succeeds();
    let request = &server.requests()[0];
    let values = |name: &str| -> Vec<&str> {
        let found = request.headers.iter().filter(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).collect()
    };
    assert_eq!(values("x-trace"), ["a b", "c"]);
    assert_eq!(values("accept"), ["text/csv"]);
    assert_eq!(values("authorization"), ["Bearer tok_test"]);
    let token = "Authorization: Bearer other";
    refused(&["GET", "webhooks", "-H", token], "the token goes into authorization");
    refused(&["GET", "webhooks", "-H", "Host: a.invalid"], "the host follows from the API's URL");
    refused(&["GET", "webhooks", "-H", "Content-Length: 1"], "follows from the message itself");
    refused(&["GET", "webhooks", "-H", "no colon"], "is not of the form 'NAME: VALUE'");
    refused(&["GET", "webhooks", "-H", "a: b\nc: d"], "header");
}

#[test]
fn the_body_comes_out_as_it_came() {
    let home = Home::new();
    let body = "{\"rate\":1.50,  \"big\":123456789012345678901234567890}\r\n\n";
    let server = Hostile::always(Reply::json(200, body));
    let api = || home.hookctl(["api", "GET", "webhooks"]).against(&server);
    api().run().succeeds().stdout_is(body).stderr_is("");
    let compact = "{\"rate\":1.50,\"big\":123456789012345678901234567890}\n";
    api().args(["-o", "ndjson"]).run().succeeds().stdout_is(compact);
}

#[test]
fn include_prints_the_head_first() {
    let home = Home::new();
    let server = Hostile::always(Reply::with_headers(201, &[("x-a", "b")], "{}"));
    let api = home.hookctl(["api", "POST", "webhooks", "-i"]).against(&server).run().succeeds();
    api.stdout_is("HTTP/1.1 201 Created\nconnection: close\nx-a: b\ncontent-length: 2\n\n{}");
}

#[test]
fn an_error_has_its_body_on_stdout_and_its_exit_code() {
    let home = Home::new();
    for (status, code) in [(400, 5), (401, 3), (403, 3), (404, 4), (409, 5), (422, 5), (500, 7)] {
        let body = r#"{"error":"no, because"}"#;
        let server = Hostile::always(Reply::json(status, body));
        let api = home.hookctl(["api", "GET", "webhooks"]).against(&server).run().exits(code);
        api.stdout_is(body).stderr_has(&format!("error: the API answered {status} "));
    }
    let api = home.hookctl(["api", "GET", "webhooks/wh_none", "-o", "json"]).sandbox().run();
    let ran = api.exits(4);
    assert!(ran.json()["error"].is_object() || ran.json()["error"].is_string());
    assert_eq!(ran.json_errors()[0]["status"], 404);
}

#[test]
fn a_redirection_is_not_followed() {
    let home = Home::new();
    let other = Hostile::always(Reply::json(200, "{}"));
    let there = format!("{}/api/v1/webhooks", other.url());
    let server = Hostile::always(Reply::with_headers(302, &[("location", &there)], ""));
    let api = home.hookctl(["api", "GET", "webhooks"]).against(&server).run().exits(7);
    api.stdout_is("").stderr_has(&there);
    assert!(other.requests().is_empty());
}

#[test]
fn paginate_makes_one_array_of_all_pages() {
    let home = Home::new();
    let ids: Vec<_> = (0..3).map(|_| home.webhook("https://a.invalid/", "user.created")).collect();
    let api = |form| {
        let api = ["api", "GET", "webhooks?limit=2", "--paginate", "-o", form];
        home.hookctl(api).sandbox().run().succeeds()
    };
    let rows = api("json").json();
    let found: Vec<_> = rows.as_array().unwrap().iter().map(|row| row["id"].clone()).collect();
    assert_eq!(found, ids);
    assert_eq!(api("ndjson").ndjson(), *rows.as_array().unwrap());
    assert_eq!(api("table").json(), rows);
}

#[test]
fn paginate_ends_where_the_servers_word_ends() {
    let home = Home::new();
    let body = r#"{"data":[1.50],"meta":{"total":9,"page":1,"limit":1,"pages":1000000}}"#;
    let server = Hostile::always(Reply::json(200, body));
    let api = home.hookctl(["api", "GET", "webhooks?page=5", "--paginate", "-o", "ndjson"]);
    api.against(&server).run().succeeds().stdout_is("1.50\n");
    assert_eq!(server.requests().len(), 2);
    refused(&["POST", "webhooks", "--paginate"], "--paginate follows the pages of a GET only");
    refused(&["GET", "webhooks", "--paginate", "-i"], "cannot be used with");
}

#[test]
fn a_dry_run_sends_nothing() {
    let (home, url) = (Home::new(), dead_url());
    let api = "api DELETE webhooks/wh_1 -H X-A:b --dry-run -o json";
    let ran = home.hookctl(api.split(' ')).at(&url).run().succeeds().shows_nowhere("tok_test");
    assert_eq!(
        ran.json(),
        json!({"method": "DELETE", "url": format!("{url}/api/v1/webhooks/wh_1"), "body": null,
            "headers": {"accept": "application/json", "x-a": "b", "authorization": "Bearer ***"}})
    );
}

#[test]
fn fields_are_refused_since_the_answer_is_printed_as_it_came() {
    let home = Home::new();
    let call = home.hookctl(["api", "GET", "webhooks", "--fields", "id"]).sandbox().run();
    call.exits(2).stdout_is("").stderr_has("--fields");
}
