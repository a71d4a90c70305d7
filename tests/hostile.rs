//! Answers that are not the API's: whatever a server sends, hookctl ends, says so in one safe line
//! with exit 7, and neither grows without bound nor lets the server's text act.

#![allow(clippy::unwrap_used, reason = "clippy takes only #[test] functions for tests")]

mod harness;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread::{self, JoinHandle};

use harness::{Home, Hostile, Ran, Reply, Request};
use serde_json::{Value, json};

const CREATE: [&str; 5] = ["create", "--url", "https://a.example/", "--event", "user.created"];
const NO_RETRY: [&str; 2] = ["--retries", "0"];

/// What any answer that is not the API's leads to.
#[track_caller]
fn is_refused(ran: Ran) -> Ran {
    let ran = ran.exits(7).stdout_is("");
    let is_safe = |c: char| c == '\n' || !c.is_control();
    assert!(ran.stderr.chars().all(is_safe), "{:?}", ran.stderr);
    assert!(ran.stderr.starts_with("error: "), "{}", ran.stderr);
    assert!(ran.stderr.lines().count() <= 2 && ran.stderr.len() < 4000, "{}", ran.stderr);
    ran
}

fn webhook() -> Value {
    json!({"id": "wh_1", "url": "https://a.example/", "events": ["user.created"], "status": "active",
        "description": "d", "secret": "whsec_leak", "created_at": "2026-01-01T00:00:00Z"})
}

fn page(ids: &[&str], total: u64, pages: u64) -> Reply {
    let rows: Vec<_> = ids.iter().map(|id| json!({"id": id})).collect();
    let meta = json!({"total": total, "page": 1, "limit": 100, "pages": pages});
    Reply::json(200, &json!({"data": rows, "meta": meta}).to_string())
}

fn asked_page(request: &Request) -> u64 {
    let (_, query) = request.target.split_once("page=").unwrap();
    query.split('&').next().unwrap().parse().unwrap()
}

#[test]
fn a_body_that_is_not_the_apis_is_quoted() {
    let home = Home::new();
    for (body, quoted) in [
        ("<html>\n<b>\x1b[31mhi\x07</b>", r": <html> <b>\x1b[31mhi\x07</b>"),
        (r#"{"data":{"id":"wh_1","#, r#": {"data":{"id":"wh_1","#),
        ("", "EOF while parsing a value at line 1 column 0"),
        ("[]", "[]"),
        ("null", "null"),
        ("\u{feff}{}", "{}"),
        ("\u{202e}\u{9b}2J", r"\u{202e}\x9b2J"),
    ] {
        let server = Hostile::always(Reply::json(200, body));
        for command in [&["list"][..], &["get", "wh_1"], &["test", "wh_1"], &CREATE] {
            let ran = home.hookctl(command.iter().copied()).against(&server).run();
            is_refused(ran).stderr_has("the answer is not the API's: ").stderr_has(quoted);
        }
        assert_eq!(server.requests().len(), 4, "an answer that came is not asked for again");
    }
}

#[test]
fn bytes_that_are_not_text_and_json_of_any_depth_are_refused() {
    let home = Home::new();
    let not_text = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n\xff\xfe\x00\x80";
    let nested = "[".repeat(200_000);
    let deep = format!(r#"{{"data":[{{"id":"wh_1","x":{nested}"#);
    for reply in [Reply::raw(not_text), Reply::json(200, &nested), Reply::json(200, &deep)] {
        let server = Hostile::always(reply);
        for command in [&["list"][..], &["get", "wh_1"]] {
            is_refused(home.hookctl(command.iter().copied()).against(&server).run());
        }
    }
}

#[test]
fn each_field_that_decisions_are_made_on_has_its_type() {
    let home = Home::new();
    for (field, wrong) in [
        ("id", json!(5)),
        ("id", json!("../x")),
        ("id", json!("")),
        ("url", json!(["x"])),
        ("events", json!("user.created")),
        ("events", json!([1])),
        ("status", json!(true)),
        ("description", json!({})),
    ] {
        let mut webhook = webhook();
        webhook[field] = wrong.clone();
        let server = Hostile::always(Reply::json(200, &json!({"data": webhook}).to_string()));
        let ran = home.hookctl(["get", "wh_1"]).against(&server).run();
        is_refused(ran).stderr_has(&format!("`{field}`")).shows_nowhere("whsec_leak");
    }
    for data in [json!([]), json!(null), json!("x"), json!({})] {
        let server = Hostile::always(Reply::json(200, &json!({"data": data}).to_string()));
        is_refused(home.hookctl(["get", "wh_1"]).against(&server).run());
    }
}

#[test]
fn a_page_has_rows_with_ids_and_a_meta() {
    let home = Home::new();
    let meta = json!({"total": 1, "page": 1, "limit": 20, "pages": 1});
    let rows = json!([{"id": "wh_1"}]);
    let with_meta = |field: &str, wrong: Value| {
        let mut meta = meta.clone();
        meta[field] = wrong;
        json!({"data": rows, "meta": meta})
    };
    for body in [
        json!({"data": rows}),
        json!({"meta": meta}),
        json!({"data": null, "meta": meta}),
        json!({"data": {"id": "wh_1"}, "meta": meta}),
        json!({"data": [1], "meta": meta}),
        json!({"data": [{"url": "x"}], "meta": meta}),
        json!({"data": [{"id": 7}], "meta": meta}),
        with_meta("pages", json!("1")),
        with_meta("pages", json!(-1)),
        with_meta("pages", json!(1e300)),
        with_meta("total", json!(null)),
        with_meta("total", json!(1.5)),
    ] {
        let server = Hostile::always(Reply::json(200, &body.to_string()));
        for command in [&["list"][..], &["list", "--all"]] {
            is_refused(home.hookctl(command.iter().copied()).against(&server).run());
        }
    }
}

#[test]
fn what_is_no_http_is_unavailable() {
    let home = Home::new();
    for bytes in [
        &b""[..],
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 999999 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}",
        b"HTTP/1.1 302 Found\r\nlocation: http://a/\x1b[31m\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
    ] {
        let server = Hostile::always(Reply::raw(bytes));
        let ran = home.hookctl(["list"]).args(NO_RETRY).against(&server).run();
        is_refused(ran).stderr_has("no usable answer from 127.0.0.1: ");
    }
}

#[test]
fn a_connection_that_stalls_is_given_up() {
    let home = Home::new();
    for begun in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"] {
        let server = Hostile::always(Reply::raw(begun).held());
        let ran = home.hookctl(["list", "--timeout", "300ms"]).against(&server).run();
        is_refused(ran).stderr_is(
            "error: no answer from 127.0.0.1 within 300ms\nhint: --timeout allows more time\n",
        );
        let create = home.hookctl(CREATE).args(["--timeout", "300ms"]).against(&server).run();
        is_refused(create).stderr_has("it is not known whether the webhook was created");
        assert_eq!(server.requests().len(), 2);
    }
}

/// A server that sends `head` and then `chunk` until the client has had enough. It tells how many
/// bytes it got rid of.
fn endless(head: &'static [u8], chunk: Vec<u8>) -> (String, JoinHandle<usize>) {
    const TOO_MANY: usize = 1 << 30;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let sending = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]).unwrap();
        stream.write_all(head).unwrap();
        let mut sent = 0;
        while sent < TOO_MANY && stream.write_all(&chunk).is_ok() {
            sent += chunk.len();
        }
        sent
    });
    (url, sending)
}

#[test]
fn no_more_than_64_mebibytes_of_an_answer_are_read() {
    let home = Home::new();
    let (url, sending) = endless(b"HTTP/1.1 200 OK\r\n\r\n", vec![b' '; 1 << 20]);
    let ran = home.hookctl(["list"]).args(NO_RETRY).at(&url).run();
    is_refused(ran).stderr_is("error: the answer is larger than 64 MiB\n");
    let sent = sending.join().unwrap();
    // Beyond what was read, only the system's buffers can have taken some.
    assert!(((64 << 20)..(96 << 20)).contains(&sent), "{sent} bytes were sent");
}

#[test]
fn endless_headers_and_interim_answers_are_given_up() {
    let home = Home::new();
    let header = format!("x-a: {}\r\n", "b".repeat(1000)).into_bytes();
    let (url, sending) = endless(b"HTTP/1.1 200 OK\r\n", header);
    let ran = home.hookctl(["list"]).args(NO_RETRY).at(&url).run();
    is_refused(ran).stderr_has("no usable answer from 127.0.0.1: ");
    assert!(sending.join().unwrap() < 32 << 20);

    let interim = b"HTTP/1.1 100 Continue\r\n\r\n".repeat(40);
    let (url, sending) = endless(b"", interim);
    let ran = home.hookctl(["list", "--timeout", "300ms"]).args(NO_RETRY).at(&url).run();
    is_refused(ran);
    sending.join().unwrap();
}

#[test]
fn a_lying_number_of_pages_holds_list_for_no_longer_than_there_is_news() {
    let home = Home::new();
    let list = |server: &Hostile| {
        let ran = home.hookctl(["list", "--all", "-o", "ids"]).against(server).run().succeeds();
        ran.stdout().lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let endless = 1_000_000_000_000_000;
    // The same page for ever.
    let server = Hostile::always(page(&["wh_1", "wh_2"], 2, endless));
    assert_eq!(list(&server), ["wh_1", "wh_2"]);
    assert!(server.requests().len() < 20);
    // Empty pages for ever, from the first or after it.
    let server = Hostile::always(page(&[], 2, endless));
    assert!(list(&server).is_empty());
    let server = Hostile::answering(move |request| match asked_page(request) {
        1 => page(&["wh_1"], 2, endless),
        _ => page(&[], 2, endless),
    });
    assert_eq!(list(&server), ["wh_1"]);
    // None at all, with a row on the first page.
    let server = Hostile::always(page(&["wh_1"], 1, 0));
    assert_eq!(list(&server), ["wh_1"]);
    assert_eq!(server.requests().len(), 1);
    // Fewer than were promised: what is under way still counts, nothing more is asked for.
    let server = Hostile::answering(|request| match asked_page(request) {
        1 => page(&["wh_1"], 2, 1000),
        number => page(&[&format!("wh_{number}")], 2, 2),
    });
    assert_eq!(list(&server)[..2], ["wh_1", "wh_2"]);
    assert!(server.requests().len() < 30);
}

#[test]
fn rows_that_shift_between_pages_are_listed_once_and_a_changed_total_is_told() {
    let home = Home::new();
    let server = Hostile::answering(|request| match asked_page(request) {
        1 => page(&["wh_1", "wh_2"], 4, 2),
        _ => page(&["wh_2", "wh_3"], 3, 2),
    });
    home.hookctl(["list", "--all", "-o", "ids"])
        .against(&server)
        .run()
        .succeeds()
        .stdout_is("wh_1\nwh_2\nwh_3\n")
        .stderr_has("warning: webhooks were created or deleted while the pages were read");
    let steady = Hostile::always(page(&["wh_1"], 1, 1));
    let ran = home.hookctl(["list", "--all", "-o", "json"]).against(&steady).run().succeeds();
    assert!(!ran.stderr.contains("warning"), "{}", ran.stderr);
}

#[test]
fn a_later_page_that_fails_is_a_failure_and_not_a_short_list() {
    let home = Home::new();
    let server = Hostile::answering(|request| match asked_page(request) {
        1 => page(&["wh_1"], 2, 2),
        _ => Reply::json(500, ""),
    });
    home.hookctl(["list", "--all", "-o", "ids"]).against(&server).run().exits(7);
    let ran = home.hookctl(["list", "--all", "-o", "json"]).against(&server).run().exits(7);
    assert!(serde_json::from_slice::<Value>(&ran.stdout).is_err(), "{}", ran.stdout());
}

#[test]
fn text_of_the_servers_is_made_safe_in_what_people_read() {
    let home = Home::new();
    let evil = "\x1b]0;owned\x07\x1b[2J\r\u{9b}31m\u{202e}";
    let row = json!({"id": format!("wh_{evil}"), "url": evil, "events": [evil], "status": evil,
        "description": evil, "created_at": evil, "last_triggered": evil, evil: evil});
    let meta = json!({"total": 1, "page": 1, "limit": 20, "pages": 1});
    let list = Hostile::always(Reply::json(200, &json!({"data": [row], "meta": meta}).to_string()));
    let mut one = row;
    one["id"] = json!("wh_1");
    let get = Hostile::always(Reply::json(200, &json!({"data": one}).to_string()));
    let verdict = json!({"success": true, "message": evil, "details": {"status_code": 200}});
    let verdict = Hostile::always(Reply::json(200, &verdict.to_string()));
    let refused = Hostile::always(Reply::json(422, &json!({"error": evil}).to_string()));
    for form in ["table", "ids"] {
        for (server, command) in [
            (&list, &["list"][..]),
            (&get, &["get", "wh_1"]),
            (&verdict, &["test", "wh_1"]),
            (&verdict, &["delete", "--yes", "wh_1"]),
            (&refused, &["list"]),
        ] {
            let arguments = command.iter().copied().chain(["-o", form]);
            let ran = home.hookctl(arguments).against(server).run();
            let shown = ran.stdout().to_owned() + &ran.stderr;
            let acts = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
            assert!(!shown.contains(acts), "{} prints {shown:?}", ran.command);
        }
    }
}

#[test]
fn an_id_of_the_servers_that_climbs_leads_nowhere() {
    let home = Home::new();
    for id in ["../x", "-rf", "a/b", "..", "%2e%2e", "a?b"] {
        let server = Hostile::always(page(&[id], 1, 1));
        let ids = home.hookctl(["list", "-o", "ids"]).against(&server).run().succeeds();
        home.hookctl(["delete", "--yes", "-"]).stdin(ids.stdout).against(&server).run().exits(2);
        assert_eq!(server.request_lines(), ["GET /api/v1/webhooks?page=1"], "{id}");
    }
}

#[test]
fn a_secret_in_an_answer_that_cannot_be_used_is_not_repeated() {
    let home = Home::new();
    for body in [
        r#"{"data":{"id":"../x","secret":"whsec_leak"}}"#,
        r#"{"data":{"id":5,"secret":"plain-leak"}}"#,
        r#"{"data":{"id":"wh_1","secret":"whsec_leak"#,
        r#"{"data":{"secret":"plain-leak","id":"wh_1""#,
        "{\"data\":{\"id\":\"\",\n\"secret\" : \"plain-leak\"}}",
        "<p>your secret is whsec_leak</p>",
    ] {
        let server = Hostile::always(Reply::json(201, body));
        for form in ["table", "json"] {
            let ran = home.hookctl(CREATE).args(["-vv", "-o", form]).against(&server).run();
            ran.exits(7)
                .shows_nowhere("leak")
                .stderr_has("it is not known whether the webhook was created");
        }
        assert_eq!(home.kept_secrets(), Value::Null);
    }
}
