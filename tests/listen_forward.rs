//! `hookctl listen --forward`: what targets get, in which order, how often, and what stays pending.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::net::{SocketAddr, ToSocketAddrs, UdpSocket};
use std::sync::{Arc, Condvar, Mutex};

use harness::{Home, Hostile, Listener, Receiver, Reply, dead_url, post, send_raw};
use rustix::process::Signal;
use serde_json::{Value, json};

fn event(id: &str, event_type: &str) -> String {
    format!(r#"{{"id":"{id}","type":"{event_type}","created":"2023-06-21T09:15:30Z","data":{{}}}}"#)
}

fn sign(home: &Home, body: &[u8]) -> String {
    let command = home.hookctl(["sign", "--secret", "file:secret"]).stdin(body);
    command.run().succeeds().stdout().trim_end().to_owned()
}

fn listen(home: &Home, arguments: &[&str]) -> Listener {
    home.file("secret", "whsec_a");
    home.listen(["--secret", "file:secret"].iter().chain(arguments).copied())
}

fn deliver(home: &Home, listener: &Listener, body: &str) -> u16 {
    post(listener.url(), Some(&sign(home, body.as_bytes())), body.as_bytes())
}

fn next_of_type(listener: &mut Listener, wanted: &str) -> Value {
    loop {
        let record = listener.next_record();
        if record["type"] == wanted {
            return record;
        }
    }
}

fn pending(home: &Home) -> Vec<Value> {
    let list = ["deliveries", "list", "--pending", "-o", "json"];
    home.hookctl(list).run().succeeds().json().as_array().unwrap().clone()
}

#[test]
fn a_target_gets_the_same_method_headers_and_bytes() {
    let home = Home::new();
    let receiver = Receiver::answering([200]);
    let mut listener = listen(&home, &["--forward", &receiver.url()]);
    let body = b"\xff\x00 not text";
    let signature = sign(&home, body);
    let head = format!(
        "POST /in?x=1 HTTP/1.1\r\nHost: me\r\nX-Webhook-Signature: {signature}\r\n\
         X-Odd: a\r\nx-odd: b\r\nConnection: close, x-hop\r\nX-Hop: 1\r\nTE: trailers\r\n\
         User-Agent: sender/1\r\nAccept: text/plain\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let answer = send_raw(listener.url(), &[head.as_bytes(), body].concat());
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let delivery = listener.next_record();
    assert_eq!(delivery["forwards"], json!([]));

    let forwarded = &receiver.wait_for(1)[0];
    assert_eq!(forwarded.line(), "POST /hook");
    assert_eq!(forwarded.body, body);
    let mut headers: Vec<_> = forwarded.headers.clone();
    headers.retain(|(name, _)| name != "host");
    headers.sort();
    let mut expected = [
        ("accept", "text/plain"),
        ("content-length", "11"),
        ("user-agent", "sender/1"),
        ("x-odd", "a"),
        ("x-odd", "b"),
        ("x-webhook-signature", &signature),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    expected.sort();
    assert_eq!(headers, expected);
    assert!(receiver.url().contains(forwarded.header("host").unwrap()));

    let row = listener.next_record();
    assert_eq!((&row["type"], &row["delivery_id"]), (&json!("forward"), &delivery["id"]));
    assert_eq!((&row["status"], &row["attempts"]), (&json!(200), &json!(1)));
    assert_eq!((&row["error"], &row["pending"]), (&Value::Null, &json!(false)));
    assert_eq!((&row["url"], &row["answer"]), (&json!(receiver.url()), &json!("{}")));
    let summary = listener.stop().succeeds().ndjson().pop().unwrap();
    assert_eq!(summary["pending"], 0);
    let shown = home.hookctl(["deliveries", "show", "@last", "-o", "json"]).run().succeeds().json();
    assert_eq!(shown["forwards"][0]["status"], 200);
    assert_eq!(shown["forwards"].as_array().unwrap().len(), 1);
}

#[test]
fn a_pattern_picks_types_and_headers_are_added() {
    let home = Home::new();
    let (all, users) = (Receiver::answering([200]), Receiver::answering([404]));
    let by_type = format!("user.*={}", users.url());
    let forwards = ["--forward", &all.url(), "--forward", &by_type];
    let header = ["--forward-header", "X-Env: dev"];
    let mut listener = listen(&home, &[forwards.as_slice(), &header].concat());
    deliver(&home, &listener, &event("evt_1", "data.created"));
    deliver(&home, &listener, &event("evt_2", "user.created"));
    assert_eq!(post(listener.url(), None, b"{}"), 401);
    assert_eq!(all.wait_for(2)[0].header("x-env"), Some("dev"));
    assert_eq!(users.wait_for(1)[0].json()["id"], "evt_2");
    // A refusal is final: the target is there, and does not want it.
    let row = loop {
        let row = next_of_type(&mut listener, "forward");
        if row["url"] == json!(users.url()) {
            break row;
        }
    };
    assert_eq!((&row["status"], &row["pending"]), (&json!(404), &json!(false)));
    listener.stop().succeeds();
    assert_eq!((all.deliveries().len(), users.deliveries().len()), (2, 1));
    assert!(pending(&home).is_empty());
}

#[test]
fn a_target_of_several_patterns_gets_each_delivery_once_and_in_order() {
    let home = Home::new();
    let receiver = Receiver::answering([200]);
    let patterns = ["user.*", "data.*", "user.created"];
    let routes = patterns.map(|pattern| format!("{pattern}={}", receiver.url()));
    let forwards: Vec<_> = routes.iter().flat_map(|route| ["--forward", route]).collect();
    let mut listener = listen(&home, &forwards);
    for (id, event_type) in
        [("evt_1", "user.created"), ("evt_2", "data.created"), ("evt_3", "system.alert")]
    {
        deliver(&home, &listener, &event(id, event_type));
    }
    deliver(&home, &listener, &event("evt_4", "user.deleted"));
    let ids: Vec<_> =
        receiver.wait_for(3).iter().map(|request| request.json()["id"].clone()).collect();
    assert_eq!(ids, ["evt_1", "evt_2", "evt_4"]);
    next_of_type(&mut listener, "forward");
    listener.stop().succeeds();
    assert_eq!(receiver.deliveries().len(), 3);
}

#[test]
fn a_target_in_trouble_is_tried_again_and_others_wait_their_turn() {
    let home = Home::new();
    let receiver = Receiver::answering([503, 500, 200]);
    let mut listener = listen(&home, &["--forward", &receiver.url()]);
    deliver(&home, &listener, &event("evt_1", "user.created"));
    deliver(&home, &listener, &event("evt_2", "user.created"));
    let ids: Vec<_> =
        receiver.wait_for(4).iter().map(|request| request.json()["id"].clone()).collect();
    assert_eq!(ids, ["evt_1", "evt_1", "evt_1", "evt_2"]);
    let row = next_of_type(&mut listener, "forward");
    assert_eq!((&row["status"], &row["attempts"]), (&json!(200), &json!(3)));
    listener.stop().succeeds();
}

#[test]
fn a_target_that_is_busy_is_tried_again_when_it_asks_for_that() {
    let home = Home::new();
    let busy = Reply::with_headers(429, &[("retry-after", "0")], "{}");
    let target = Hostile::in_turn([busy.clone(), busy.clone(), busy, Reply::json(200, "{}")]);
    let url = target.url();
    let arguments = ["--forward", &url, "--forward-retries", "2"];
    let mut listener = listen(&home, &arguments);
    deliver(&home, &listener, &event("evt_1", "user.created"));
    let row = next_of_type(&mut listener, "forward");
    assert_eq!((&row["status"], &row["attempts"]), (&json!(429), &json!(3)));
    assert_eq!(row["pending"], true);
    listener.stop().succeeds();
    listen(&home, &arguments).stop().succeeds();
    assert!(pending(&home).is_empty());
    assert_eq!(target.requests().len(), 4);
}

#[test]
fn what_no_target_took_stays_pending_and_a_later_run_takes_it_up() {
    let home = Home::new();
    let dead = dead_url();
    let arguments = ["--forward", &dead, "--forward-retries", "0"];
    let mut listener = listen(&home, &arguments);
    deliver(&home, &listener, &event("evt_1", "user.created"));
    let row = next_of_type(&mut listener, "forward");
    assert_eq!((&row["status"], &row["pending"]), (&Value::Null, &json!(true)));
    assert_eq!(row["error"], "connection refused");
    let summary = listener.stop().succeeds().ndjson().pop().unwrap();
    assert_eq!(summary["pending"], 1);
    assert_eq!(pending(&home)[0]["event_id"], "evt_1");

    // Another target leaves it alone, and so does one that is told to.
    let receiver = Receiver::answering([200]);
    let other = listen(&home, &["--forward", &receiver.url()]);
    other.stop().succeeds().stderr_has("for other targets, listeners or options: 1;");
    listen(&home, &[arguments.as_slice(), &["--no-resume"]].concat()).stop().succeeds();
    assert_eq!(pending(&home).len(), 1);
    assert!(receiver.deliveries().is_empty());

    // The target is back, under the same URL.
    let address = dead.strip_prefix("http://").unwrap();
    let back = Hostile::at(address, |_| Reply::json(200, "{}"));
    let listener = listen(&home, &arguments);
    assert_eq!(back.wait_for(1)[0].json()["id"], "evt_1");
    listener.stop().succeeds().stderr_has("forwards of earlier runs, taken up now: 1");
    assert!(pending(&home).is_empty());
}

#[test]
fn what_a_run_would_not_forward_itself_it_does_not_take_up() {
    let home = Home::new();
    let dead = dead_url();
    let plain = ["--forward", &dead, "--forward-retries", "0"];
    let with_invalid = [&plain[..], &["--forward-invalid"]].concat();
    let mut listener = listen(&home, &with_invalid);
    let forged = event("evt_1", "user.created");
    assert_eq!(post(listener.url(), Some(&"0".repeat(64)), forged.as_bytes()), 401);
    assert_eq!(next_of_type(&mut listener, "forward")["pending"], true);
    listener.stop().succeeds();

    let leaves = |arguments: &[&str]| {
        let left = listen(&home, arguments).stop().succeeds();
        left.stderr_has("for other targets, listeners or options: 1;");
    };
    leaves(&plain);
    let by_type = format!("data.*={dead}");
    leaves(&["--forward", &by_type, "--forward-invalid"]);
    leaves(&[&with_invalid[..], &["--event", "data.*"]].concat());
    leaves(&[&with_invalid[..], &["--where", ".event_id == \"evt_2\""]].concat());
    assert_eq!(pending(&home)[0]["forwards"][0]["attempts"], 1);
    let both = [&with_invalid[..], &["--event", "user.*", "--where", ".response == null"]];
    let taken = listen(&home, &both.concat()).stop().succeeds();
    taken.stderr_has("forwards of earlier runs, taken up now: 1");
}

#[test]
fn what_a_killed_run_left_is_taken_up_and_what_a_living_one_has_is_not() {
    let home = Home::new();
    let hanging = Hostile::always(Reply::nothing().held());
    let arguments = ["--forward", &hanging.url()];
    let killed = listen(&home, &arguments);
    deliver(&home, &killed, &event("evt_killed", "user.created"));
    hanging.wait_for(1);
    killed.running.signal(Signal::KILL);
    killed.running.wait();
    let first = listen(&home, &arguments);
    hanging.wait_for(2);
    let second = listen(&home, &arguments);
    assert_eq!(deliver(&home, &second, &event("evt_2", "user.created")), 200);
    let ids: Vec<_> =
        hanging.wait_for(3).iter().map(|request| request.json()["id"].clone()).collect();
    assert_eq!(ids, ["evt_killed", "evt_killed", "evt_2"]);
    for listener in [first, second] {
        listener.running.signal(Signal::KILL);
        listener.running.wait();
    }
    assert_eq!(pending(&home).len(), 2);
}

#[test]
fn without_a_journal_nothing_is_pending_and_each_loss_has_a_row() {
    let home = Home::new();
    let hanging = Hostile::always(Reply::nothing().held());
    let options = ["--no-journal", "--drain", "0s", "--forward-retries", "0"];
    let urls = ["--forward", &dead_url(), "--forward", &hanging.url()];
    let mut listener = listen(&home, &[&options[..], &urls].concat());
    for id in ["evt_1", "evt_2"] {
        deliver(&home, &listener, &event(id, "user.created"));
        next_of_type(&mut listener, "forward");
    }
    hanging.wait_for(1);
    let rows = listener.stop().succeeds().ndjson();
    let lost = rows.iter().filter(|row| row["error"] == "the listener ended first");
    assert_eq!(lost.filter(|row| row["url"] == json!(hanging.url() + "/")).count(), 2, "{rows:?}");
    assert!(rows.iter().filter(|row| row["type"] == "forward").all(|row| row["pending"] == false));
    assert_eq!(rows.last().unwrap()["pending"], 0);
}

#[test]
fn dead_and_slow_targets_delay_no_acknowledgement() {
    let home = Home::new();
    let hanging = Hostile::always(Reply::nothing().held());
    let listener =
        listen(&home, &["--forward", &hanging.url(), "--forward", &dead_url(), "--drain", "0s"]);
    let body = event("evt_1", "user.created");
    let signature = sign(&home, body.as_bytes());
    for _ in 0..100 {
        assert_eq!(post(listener.url(), Some(&signature), body.as_bytes()), 200);
    }
    hanging.wait_for(1);
    let summary = listener.stop().succeeds().ndjson().pop().unwrap();
    assert_eq!((&summary["valid"], &summary["pending"]), (&json!(100), &json!(200)));
    assert_eq!(pending(&home).len(), 50, "as many as are listed");
}

#[test]
fn concurrency_is_bounded_and_above_one_targets_are_asked_together() {
    let home = Home::new();
    let gate = Arc::new((Mutex::new(0), Condvar::new()));
    let counted = Arc::clone(&gate);
    // Answers only once three requests are there at a time.
    let target = Hostile::together(move |_| {
        let (count, changed) = &*counted;
        let mut count = count.lock().unwrap();
        *count += 1;
        changed.notify_all();
        drop(changed.wait_while(count, |count| *count < 3).unwrap());
        Reply::json(200, "{}")
    });
    let listener = listen(&home, &["--forward", &target.url(), "--forward-concurrency", "3"]);
    for number in 0..3 {
        deliver(&home, &listener, &event(&format!("evt_{number}"), "user.created"));
    }
    target.wait_for(3);
    listener.stop().succeeds();
}

#[test]
fn pass_through_answers_with_what_the_target_answers() {
    let home = Home::new();
    let reply = Reply::with_headers(
        422,
        &[("x-from", "target"), ("content-type", "text/plain")],
        "no, thanks",
    );
    let target = Hostile::always(reply);
    let mut listener = listen(&home, &["--forward", &target.url(), "--pass-through"]);
    let body = event("evt_1", "user.created");
    let request = |signature: &str| {
        format!(
            "POST / HTTP/1.1\r\nHost: me\r\nX-Webhook-Signature: {signature}\r\n\
             Connection: close\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let answer = send_raw(listener.url(), request(&sign(&home, body.as_bytes())).as_bytes());
    assert!(answer.starts_with("HTTP/1.1 422 "), "{answer}");
    assert!(
        answer.contains("x-from: target\r\n") && answer.ends_with("\r\n\r\nno, thanks"),
        "{answer}"
    );
    let delivery = listener.next_record();
    assert_eq!(
        (&delivery["signature"], &delivery["response"]["status"]),
        (&json!("valid"), &json!(422))
    );
    assert_eq!(listener.next_record()["status"], 422);
    let forged = send_raw(listener.url(), request(&"0".repeat(64)).as_bytes());
    assert!(forged.starts_with("HTTP/1.1 401 "), "{forged}");
    assert_eq!(target.requests().len(), 1);
    listener.stop().succeeds();

    let listener = listen(&home, &["--forward", &dead_url(), "--pass-through"]);
    assert_eq!(deliver(&home, &listener, &body), 502);
    listener.stop().succeeds();
    assert!(pending(&home).is_empty());
}

#[test]
fn invalid_deliveries_are_forwarded_only_when_asked_for() {
    let home = Home::new();
    let receiver = Receiver::answering([200]);
    let listener = listen(&home, &["--forward", &receiver.url(), "--forward-invalid"]);
    assert_eq!(post(listener.url(), None, b"{}"), 401);
    assert_eq!(receiver.wait_for(1)[0].header("x-webhook-signature"), None);
    listener.stop().succeeds();
}

#[test]
fn localhost_is_found_on_ipv6_too() {
    let home = Home::new();
    let Ok(socket) = std::net::TcpListener::bind("[::1]:0") else {
        println!("skipped: there is no IPv6 here");
        return;
    };
    let url = format!("http://localhost:{}/", socket.local_addr().unwrap().port());
    let accepted = std::thread::spawn(move || socket.accept().is_ok());
    let listener = listen(&home, &["--forward", &url, "--drain", "0s"]);
    deliver(&home, &listener, &event("evt_1", "user.created"));
    assert!(accepted.join().unwrap());
    listener.stop().succeeds();
}

#[test]
fn options_that_make_no_sense_are_refused() {
    let home = Home::new();
    let listen = ["listen", "--no-verify", "--port", "0"];
    let refused = |arguments: &[&str], message: &str| {
        home.hookctl(listen.iter().chain(arguments).copied()).run().exits(2).stderr_has(message);
    };
    refused(&["--forward", "localhost:3000"], "expected a URL");
    refused(&["--forward", "http://a.invalid", "--forward", "http://a.invalid/"], "twice");
    let typed = "user.*=http://a.invalid";
    refused(&["--forward", typed, "--forward", typed], "twice");
    let other_password = ["--forward", "http://m:a@a.invalid", "--forward", "http://m:b@a.invalid"];
    refused(&other_password, "twice");
    refused(
        &["--forward", "http://a.invalid", "--forward-header", "x"],
        "is not of the form 'NAME: VALUE'",
    );
    refused(
        &["--forward", "http://a.invalid", "--forward-ca-file", "/no/such.pem"],
        "/no/such.pem",
    );
    refused(
        &["--pass-through", "--forward", "http://a.invalid", "--forward", "http://b.invalid"],
        "one target",
    );
    refused(&["--forward-invalid"], "--forward");
    let port = dead_url().rsplit(':').next().unwrap().to_owned();
    let own = format!("http://localhost:{port}/x");
    home.hookctl(["listen", "--no-verify", "--port", &port, "--forward", &own])
        .run()
        .exits(2)
        .stderr_has("is this listener itself");
    // So does any other name that leads here, as this machine's own mostly does.
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let is_own = |address: &SocketAddr| {
        address.ip().is_loopback() || UdpSocket::bind((address.ip(), 0)).is_ok()
    };
    let addresses = (name.trim(), 0).to_socket_addrs().map(Iterator::collect);
    let addresses: Vec<_> = addresses.unwrap_or_default();
    if addresses.iter().any(|address| address.is_ipv4() && is_own(address)) {
        let own = format!("http://{}:{port}/x", name.trim());
        let listen = ["listen", "--no-verify", "--host", "0.0.0.0", "--port", &port];
        let listen = home.hookctl(listen).args(["--forward", &own]);
        listen.run().exits(2).stderr_has("is this listener itself");
    }
    // Another address of this machine is another socket.
    let other = format!("http://127.0.0.2:{port}");
    let arguments = ["listen", "--no-verify", "--port", &port, "--forward", &other, "-o", "ndjson"];
    Listener::start(home.hookctl(arguments).command()).stop().succeeds();
}
