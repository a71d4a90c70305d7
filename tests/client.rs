//! The API client through the built binary: retries, redirects, proxies, refusals, and that the
//! token goes where it belongs and nowhere else.

mod harness;

use std::time::{Duration, SystemTime};

use harness::{Home, Hostile, Invocation, Reply, dead_url};

const PAGE: &str = r#"{"data":[],"meta":{"total":0,"page":1,"limit":20,"pages":1}}"#;
const CREATED: &str = r#"{"data":{"id":"wh_1","url":"https://a.example/","events":["user.created"],"status":"active","created_at":"2026-01-01T00:00:00Z","secret":"whsec_kept"}}"#;
const CREATE: [&str; 5] = ["create", "--url", "https://a.example/", "--event", "user.created"];

fn status(status: u16) -> Reply {
    Reply::json(status, "")
}

fn wait(status: u16, retry_after: &str) -> Reply {
    Reply::with_headers(status, &[("retry-after", retry_after)], "")
}

#[test]
fn a_read_is_repeated_until_it_is_answered() {
    let home = Home::new();
    let server = Hostile::in_turn([status(503), status(503), Reply::json(200, PAGE)]);
    home.hookctl(["list", "-o", "json"]).against(&server).run().succeeds().stdout_is("[]\n");
    assert_eq!(server.request_lines(), ["GET /api/v1/webhooks?page=1"; 3]);
}

#[test]
fn a_dropped_connection_is_tried_again_for_what_may_be_repeated() {
    let home = Home::new();
    let server = Hostile::in_turn([Reply::nothing(), Reply::json(200, PAGE)]);
    home.hookctl(["list"]).against(&server).run().succeeds();
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn the_number_of_retries_is_a_flag_or_a_variable() {
    let home = Home::new();
    let asked = |invocation: Invocation<'_>| {
        let server = Hostile::always(wait(503, "0"));
        invocation.against(&server).run().exits(7);
        server.requests().len()
    };
    assert_eq!(asked(home.hookctl(["list"])), 4);
    assert_eq!(asked(home.hookctl(["list", "--retries", "0"])), 1);
    assert_eq!(asked(home.hookctl(["list"]).env("HOOKCTL_RETRIES", "1")), 2);
    assert_eq!(asked(home.hookctl(["list", "--retries", "2"]).env("HOOKCTL_RETRIES", "9")), 3);
}

#[test]
fn retry_after_is_understood_in_both_forms() {
    let home = Home::new();
    let past = httpdate::fmt_http_date(SystemTime::UNIX_EPOCH);
    let soon = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(1));
    for retry_after in ["0", "1", &past, &soon] {
        let server = Hostile::in_turn([wait(429, retry_after), Reply::json(200, PAGE)]);
        home.hookctl(["list"]).against(&server).run().succeeds();
        assert_eq!(server.requests().len(), 2, "{retry_after}");
    }
}

#[test]
fn a_retry_after_beyond_the_budget_ends_at_once_with_its_status() {
    let home = Home::new();
    let later = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(3600));
    for retry_after in ["31", "18446744073709551615", "99999999999999999999", &later] {
        for (status, code) in [(429, 6), (503, 7)] {
            let server = Hostile::always(wait(status, retry_after));
            home.hookctl(["list"]).against(&server).run().exits(code);
            assert_eq!(server.requests().len(), 1, "{status} {retry_after}");
        }
    }
}

#[test]
fn a_create_of_unknown_outcome_is_not_repeated_and_says_how_to_find_out() {
    for reply in [status(500), status(502), status(503), status(504), Reply::nothing()] {
        let home = Home::new();
        let server = Hostile::always(reply);
        home.hookctl(CREATE)
            .against(&server)
            .run()
            .exits(7)
            .stdout_is("")
            .stderr_has("it is not known whether the webhook was created")
            .stderr_has("hookctl list --all --fields id,url,created_at");
        assert_eq!(server.request_lines(), ["POST /api/v1/webhooks"]);
    }
}

#[test]
fn a_create_that_was_refused_for_now_is_repeated() {
    let home = Home::new();
    let server = Hostile::in_turn([wait(429, "0"), Reply::json(201, CREATED)]);
    home.hookctl(CREATE).args(["-o", "ids"]).against(&server).run().succeeds().stdout_is("wh_1\n");
    let bodies: Vec<_> = server.requests().into_iter().map(|request| request.body).collect();
    assert_eq!(bodies.len(), 2);
    assert_eq!(bodies[0], bodies[1]);
}

#[test]
fn a_delete_that_is_gone_at_its_second_try_is_done() {
    let home = Home::new();
    let delete = ["delete", "--yes", "wh_1", "-o", "json"];
    let server = Hostile::in_turn([Reply::nothing(), status(404)]);
    let ran = home.hookctl(delete).against(&server).run().succeeds();
    assert_eq!(ran.json()["id"], "wh_1");
    assert_eq!(ran.json()["success"], true);
    ran.stderr_has("note: webhook wh_1 was gone when the call was repeated");
    // After a refusal there is no doubt: somebody else deleted it.
    let server = Hostile::in_turn([wait(429, "0"), status(404)]);
    home.hookctl(delete).against(&server).run().exits(4).stdout_is("");
}

#[test]
fn a_refused_connection_is_unavailable_and_doubts_nothing() {
    let home = Home::new();
    let refused = |arguments: &[&str]| {
        home.hookctl(arguments.iter().copied()).args(["--retries", "1"]).at(&dead_url()).run()
    };
    refused(&["list"]).exits(7).stderr_has("error: no connection to 127.0.0.1: ");
    let ran = refused(&CREATE).exits(7);
    assert!(!ran.stderr.contains("not known"), "{}", ran.stderr);
}

#[test]
fn no_redirect_is_followed_and_the_token_stays() {
    let home = Home::new();
    let elsewhere = Hostile::always(Reply::json(200, PAGE));
    let target = format!("{}/api/v1/webhooks", elsewhere.url());
    for code in [301, 302, 303, 307, 308] {
        let server = Hostile::always(Reply::with_headers(code, &[("location", &target)], ""));
        for arguments in [&["list"][..], &["api", "GET", "webhooks"], &CREATE] {
            home.hookctl(arguments.iter().copied())
                .against(&server)
                .run()
                .exits(7)
                .stdout_is("")
                .stderr_has(&target)
                .stderr_has("not followed");
        }
        assert_eq!(server.requests().len(), 3);
    }
    assert!(elsewhere.requests().is_empty());
}

#[test]
fn plain_http_to_another_machine_is_refused_before_any_lookup() {
    let home = Home::new();
    let invocation = || home.hookctl(["list", "--retries", "0"]).at("http://something.invalid");
    let proxy = Hostile::always(status(502));
    invocation().env("HTTP_PROXY", proxy.url()).run().exits(2).stderr_is(
        "error: http://something.invalid/api/v1 would send the token readable by others\n\
         hint: use https, or --allow-http if every machine on the way may read it\n",
    );
    assert!(proxy.requests().is_empty());
    invocation()
        .args(["--allow-http"])
        .run()
        .exits(7)
        .stderr_has("no connection to something.invalid");
}

#[test]
fn loopback_is_never_proxied() {
    let home = Home::new();
    let server = Hostile::always(Reply::json(200, PAGE));
    let proxy = Hostile::always(status(502));
    let by_name = server.url().replace("127.0.0.1", "localhost");
    for url in [server.url(), by_name] {
        let mut invocation = home.hookctl(["list"]).at(&url).env("HOOKCTL_PROXY", proxy.url());
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
            invocation = invocation.env(name, proxy.url());
            invocation = invocation.env(&name.to_lowercase(), proxy.url());
        }
        invocation.run().succeeds();
    }
    assert_eq!(server.requests().len(), 2);
    assert!(proxy.requests().is_empty());
}

#[test]
fn another_machine_is_reached_through_the_proxy() {
    let home = Home::new();
    let proxy = Hostile::always(Reply::json(200, PAGE));
    home.hookctl(["list", "--allow-http", "--proxy", &proxy.url()])
        .at("http://example.invalid")
        .run()
        .succeeds();
    assert_eq!(proxy.request_lines(), ["GET http://example.invalid/api/v1/webhooks?page=1"]);
    // An https target is a tunnel: the proxy sees its name and no token.
    let proxy = Hostile::always(status(403));
    home.hookctl(["list", "--retries", "0", "--proxy", &proxy.url()])
        .at("https://example.invalid")
        .run()
        .exits(7);
    let [connect] = proxy.requests().try_into().unwrap();
    assert_eq!(connect.line(), "CONNECT example.invalid:443");
    assert_eq!(connect.header("authorization"), None);
}

#[test]
fn each_status_has_its_exit_code() {
    let home = Home::new();
    for (status, code, kind) in [
        (400, 5, "rejected"),
        (401, 3, "unauthorized"),
        (403, 3, "unauthorized"),
        (404, 4, "not_found"),
        (409, 5, "rejected"),
        (418, 5, "rejected"),
        (422, 5, "rejected"),
        (429, 6, "rate_limited"),
        (500, 7, "unavailable"),
        (501, 7, "unavailable"),
        (502, 7, "unavailable"),
        (503, 7, "unavailable"),
        (504, 7, "unavailable"),
    ] {
        let server = Hostile::always(Reply::json(status, r#"{"error":"no"}"#));
        let ran = home
            .hookctl(["list", "--retries", "0", "-o", "json"])
            .against(&server)
            .run()
            .exits(code)
            .stdout_is("");
        let [error] = ran.json_errors().try_into().unwrap();
        assert_eq!(error["kind"], kind);
        assert_eq!(error["status"], status);
        assert_eq!(error["exit_code"], code);
        assert!(error["message"].as_str().unwrap().ends_with(": no"), "{error}");
    }
}

#[test]
fn the_servers_own_words_are_found_in_each_shape_of_error() {
    let home = Home::new();
    for (body, words) in [
        (r#"{"error":"bad url"}"#, "bad url"),
        (r#"{"error":{"code":"x","message":"bad url","details":["a"]}}"#, r#"bad url (["a"])"#),
        (r#"{"error":{"code":"bad_url"}}"#, "bad_url"),
        (r#"{"message":"bad url"}"#, "bad url"),
        (
            r#"{"errors":["bad url",{"field":"events","message":"empty"}]}"#,
            "bad url; events: empty",
        ),
        (r#"{"type":"about:blank","title":"Invalid","detail":"bad url"}"#, "Invalid: bad url"),
        ("<h1>\n\tBad\x1b[31m</h1>", r"<h1> Bad\x1b[31m</h1>"),
    ] {
        let server = Hostile::always(Reply::json(422, body));
        let expected = format!("error: the API answered 422 Unprocessable Entity: {words}\n");
        home.hookctl(["list"]).against(&server).run().exits(5).stderr_is(&expected);
    }
}

#[test]
fn the_log_tells_of_each_request_and_never_of_the_token() {
    let home = Home::new();
    let list = |arguments: &[&str]| {
        let server = Hostile::in_turn([wait(503, "0"), Reply::json(200, PAGE)]);
        let ran = home.hookctl(["list"]).args(arguments.iter().copied()).against(&server).run();
        let [first, _] = server.requests().try_into().unwrap();
        assert_eq!(first.header("authorization"), Some("Bearer tok_test"));
        ran.succeeds().shows_nowhere("tok_test")
    };
    let once = list(&["-v"]).stderr_has("trying again in 0 ms");
    let requests: Vec<_> = once.stderr.lines().filter(|line| line.starts_with("GET ")).collect();
    assert!(requests[0].contains("/api/v1/webhooks?page=1: 503 in "), "{requests:?}");
    assert!(requests[1].contains(": 200 in ") && requests[1].ends_with("(attempt 2)"));
    assert!(!once.stderr.contains("retry-after"));
    list(&["-vv"]).stderr_has("retry-after: 0");

    let file = home.path("hookctl.log");
    let ran = list(&["-vv", "--log-file", file.to_str().unwrap()]);
    assert!(!ran.stderr.contains("GET "), "{}", ran.stderr);
    let log = std::fs::read_to_string(file).unwrap();
    assert!(log.contains(": 503 in ") && !log.contains("tok_test"), "{log}");
}

#[test]
fn a_token_that_the_server_repeats_is_not_printed() {
    let home = Home::new();
    let headers = [("x-request", "Bearer tok_test")];
    let body = r#"{"error":"no such token: tok_test"}"#;
    let server = Hostile::always(Reply::with_headers(401, &headers, body));
    home.hookctl(["list", "-vv"]).against(&server).run().exits(3).shows_nowhere("tok_test");
}

#[test]
fn the_longest_time_out_is_one() {
    let home = Home::new();
    let server = Hostile::always(Reply::json(200, PAGE));
    home.hookctl(["list", "--timeout", "2562047788015215h"]).against(&server).run().succeeds();
}
