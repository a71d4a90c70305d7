//! The sandbox over real HTTP, in this process: what a client of the API sees.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::routing::post;
use http::HeaderMap;
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

use super::{Emission, Options, Sandbox, State, emit, start};
use crate::error::{self, Kind};
use crate::secret::Secret;
use crate::signature::{self, Key, Verdict};
use crate::transport;

const WEBHOOKS: &str = "/api/v1/webhooks";

/// A sandbox and a client with one of its tokens.
struct Api {
    sandbox: Sandbox,
    client: Client,
}

impl Api {
    async fn start(options: Options) -> Self {
        let sandbox = start(options).await.unwrap();
        let target = sandbox.url().parse().unwrap();
        let client = transport::client(&target, &transport::Settings::default()).unwrap();
        Self { sandbox, client }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let bearer = format!("bearer {}", self.sandbox.token().expose_text().unwrap());
        self.bare(method, path).header("authorization", bearer)
    }

    fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.sandbox.url()))
    }

    async fn call(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        let request = self.request(method, path).body(body.to_string());
        read(request.send().await.unwrap()).await
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        read(self.request(Method::GET, path).send().await.unwrap()).await
    }

    async fn create(&self, url: &str, event: &str) -> (String, String) {
        let body = json!({ "url": url, "events": [event] });
        let (status, answer) = self.call(Method::POST, WEBHOOKS, &body).await;
        assert_eq!(status, 201, "{answer}");
        let text = |key: &str| answer["data"][key].as_str().unwrap().to_owned();
        (text("id"), text("secret"))
    }
}

async fn read(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    (status, serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or(Value::Null))
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

/// A target that answers with the statuses in turn, the last for ever, and keeps what it got.
async fn target(statuses: &'static [u16]) -> (String, Arc<Mutex<Vec<(HeaderMap, Bytes)>>>) {
    let received = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&received);
    let answer = async move |headers: HeaderMap, body: Bytes| {
        let mut kept = kept.lock().unwrap();
        kept.push((headers, body));
        let status = statuses.get(kept.len() - 1).or(statuses.last()).copied().unwrap();
        axum::http::StatusCode::from_u16(status).unwrap()
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let router = Router::new().route("/hook", post(answer));
    tokio::spawn(async { axum::serve(listener, router).await });
    (url, received)
}

fn assert_signed(headers: &HeaderMap, body: &Bytes, secret: &str) {
    let values = headers.get_all(signature::HEADER).iter().map(http::HeaderValue::as_bytes);
    let key = Key::new(&Secret::new(secret).unwrap());
    let verdict = signature::verify(&[key], signature::from_headers(values), body);
    assert_eq!(verdict, Verdict::Valid(0));
}

#[tokio::test]
async fn every_answer_has_exactly_the_documented_fields() {
    let api = Api::start(Options::default()).await;
    let body = json!({ "url": "http://a.invalid/", "events": ["user.created"], "x": 1 });
    let (status, created) = api.call(Method::POST, WEBHOOKS, &body).await;
    assert_eq!(status, 201);
    let created = &created["data"];
    let made = ["id", "url", "events", "status", "created_at", "secret", "description"];
    assert_eq!(keys(created), made);
    assert_eq!((&created["status"], &created["description"]), (&json!("active"), &Value::Null));
    assert_eq!(created["secret"].as_str().unwrap().len(), "whsec_".len() + 30);

    let path = format!("{WEBHOOKS}/{}", created["id"].as_str().unwrap());
    let (_, shown) = api.get(&path).await;
    assert_eq!(
        keys(&shown["data"]),
        [
            "id",
            "url",
            "events",
            "status",
            "created_at",
            "updated_at",
            "last_triggered",
            "secret",
            "description"
        ]
    );
    assert_eq!(shown["data"]["secret"], format!("whsec_{}", "•".repeat(30)));
    assert_eq!(shown["data"]["updated_at"], Value::Null);

    let change = json!({ "status": "inactive", "description": "paused" });
    let (status, updated) = api.call(Method::PUT, &path, &change).await;
    assert_eq!(status, 200);
    let updated = &updated["data"];
    assert_eq!(
        keys(updated),
        ["id", "url", "events", "status", "created_at", "updated_at", "description"]
    );
    assert_eq!((&updated["status"], &updated["events"]), (&"inactive".into(), &created["events"]));
    assert!(updated["updated_at"].is_string());

    let (_, list) = api.get(WEBHOOKS).await;
    assert_eq!(
        keys(&list["data"][0]),
        ["id", "url", "events", "status", "created_at", "last_triggered"]
    );
    assert_eq!(list["meta"], json!({ "total": 1, "page": 1, "limit": 20, "pages": 1 }));

    let deleted = api.call(Method::DELETE, &path, &Value::Null).await;
    let expected = json!({ "success": true, "message": "Webhook deleted successfully" });
    assert_eq!(deleted, (200, expected));
    assert_eq!(api.get(&path).await.0, 404);
    let (_, list) = api.get(WEBHOOKS).await;
    assert_eq!(list["meta"], json!({ "total": 0, "page": 1, "limit": 20, "pages": 1 }));
}

#[tokio::test]
async fn an_update_without_fields_is_none() {
    let api = Api::start(Options::default()).await;
    let (id, _) = api.create("http://a.invalid", "user.created").await;
    let (status, answer) =
        api.call(Method::PUT, &format!("{WEBHOOKS}/{id}"), &json!({ "x": 1 })).await;
    assert_eq!((status, &answer["data"]["updated_at"]), (200, &Value::Null));
}

#[tokio::test]
async fn refusals_are_json_with_a_code() {
    let api = Api::start(Options::default()).await;
    let (id, _) = api.create("http://a.invalid", "user.created").await;
    let one = format!("{WEBHOOKS}/{id}");
    let test = format!("{one}/test");
    let long = "x".repeat(1024 * 1024);
    for (method, path, body, status, code) in [
        (Method::GET, "/", "", 404, "not_found"),
        (Method::GET, "/api/v1/webhooks/", "", 404, "not_found"),
        (Method::GET, "/api/v1/webhooks/wh_none", "", 404, "not_found"),
        (Method::GET, "/api/v1/webhooks/%FF", "", 404, "not_found"),
        (Method::GET, "/api/v1/webhooks/a%2Fb", "", 404, "not_found"),
        (Method::PUT, "/api/v1/webhooks/wh_none", r#"{"status":"active"}"#, 404, "not_found"),
        (Method::PUT, "/api/v1/webhooks/wh_none", "{}", 404, "not_found"),
        (Method::DELETE, "/api/v1/webhooks/wh_none", "", 404, "not_found"),
        (
            Method::POST,
            "/api/v1/webhooks/wh_none/test",
            r#"{"event":"user.created"}"#,
            404,
            "not_found",
        ),
        (Method::PATCH, one.as_str(), "", 405, "method_not_allowed"),
        (Method::GET, "/api/v1/webhooks?limit=101", "", 400, "bad_request"),
        (Method::POST, WEBHOOKS, "{", 400, "bad_request"),
        (Method::POST, WEBHOOKS, "[]", 400, "bad_request"),
        (Method::POST, WEBHOOKS, "", 400, "bad_request"),
        (Method::PUT, one.as_str(), r#"{"url":"ftp://a"}"#, 422, "unprocessable_entity"),
        (Method::POST, test.as_str(), "{}", 400, "bad_request"),
        (Method::POST, test.as_str(), r#"{"event":"user.made"}"#, 400, "bad_request"),
        (Method::POST, WEBHOOKS, long.as_str(), 400, "bad_request"),
        (Method::POST, WEBHOOKS, &format!("{long}x"), 413, "payload_too_large"),
    ] {
        let request = api.request(method.clone(), path).body(body.to_owned());
        let (got, answer) = read(request.send().await.unwrap()).await;
        assert_eq!((got, &answer["error"]["code"]), (status, &code.into()), "{method} {path}");
        assert!(answer["error"]["message"].is_string());
    }
}

#[tokio::test]
async fn a_wrong_method_names_the_right_ones() {
    let api = Api::start(Options::default()).await;
    let response = api.request(Method::DELETE, WEBHOOKS).send().await.unwrap();
    let allowed = response.headers()["allow"].to_str().unwrap();
    assert!(allowed.contains("GET") && allowed.contains("POST"), "{allowed}");
}

#[tokio::test]
async fn each_token_opens_what_it_may() {
    let api = Api::start(Options::default()).await;
    let with = async |credentials: &str, method: Method| {
        let request = api.bare(method, WEBHOOKS).header("authorization", credentials);
        request.send().await.unwrap()
    };
    let full = api.sandbox.token().expose_text().unwrap().to_owned();
    let read_only = api.sandbox.read_only_token().expose_text().unwrap().to_owned();
    assert!(full.starts_with("sbx_") && read_only.starts_with("sbx_ro_"));
    assert_eq!(with(&format!("BEARER  {full}"), Method::GET).await.status(), 200);
    assert_eq!(with(&format!("Bearer {read_only}"), Method::GET).await.status(), 200);
    assert_eq!(with(&format!("Bearer {read_only}"), Method::POST).await.status(), 403);
    for wrong in ["Bearer sbx_wrong", "Bearer", "Bearer ", &full, &format!("Basic {full}")] {
        let refused = with(wrong, Method::GET).await;
        assert_eq!(
            (refused.status().as_u16(), &refused.headers()["www-authenticate"]),
            (401, &"Bearer".parse().unwrap())
        );
    }
    assert_eq!(api.bare(Method::GET, WEBHOOKS).send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn a_name_that_was_rebound_to_loopback_is_refused() {
    let api = Api::start(Options::default()).await;
    let status = async |host: &str| {
        let request = api.request(Method::GET, WEBHOOKS).header("host", host);
        request.send().await.unwrap().status().as_u16()
    };
    for host in ["evil.invalid", "127.0.0.1.evil.invalid:80", "10.0.0.1", "localhost.evil", ""] {
        assert_eq!(status(host).await, 403, "{host:?}");
    }
    for host in ["localhost", "LOCALHOST:1", "127.0.0.1:8080", "127.1.2.3", "[::1]:9"] {
        assert_eq!(status(host).await, 200, "{host:?}");
    }
}

#[tokio::test]
async fn a_test_delivers_a_signed_event() {
    let (url, received) = target(&[200]).await;
    let api = Api::start(Options::default()).await;
    let (id, secret) = api.create(&url, "user.created").await;
    let body = json!({ "event": "user.created" });
    let (status, answer) = api.call(Method::POST, &format!("{WEBHOOKS}/{id}/test"), &body).await;
    assert_eq!((status, &answer["success"]), (200, &true.into()));
    assert_eq!(answer["message"], "Test event sent successfully");
    assert_eq!(answer["details"]["status_code"], 200);
    assert!(answer["details"]["response_time"].is_u64());
    let (headers, body) = received.lock().unwrap().remove(0);
    assert_signed(&headers, &body, &secret);
    let payload: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(keys(&payload), ["id", "type", "created", "data"]);
    let (_, shown) = api.get(&format!("{WEBHOOKS}/{id}")).await;
    assert_eq!(shown["data"]["last_triggered"], answer["details"]["timestamp"]);
}

#[tokio::test]
async fn a_test_without_an_answer_says_why() {
    let api = Api::start(Options::default()).await;
    let (id, _) = api.create("http://127.0.0.1:1/", "user.created").await;
    let body = json!({ "event": "user.created" });
    let (status, answer) = api.call(Method::POST, &format!("{WEBHOOKS}/{id}/test"), &body).await;
    assert_eq!((status, &answer["success"]), (200, &false.into()));
    assert_eq!(answer["details"]["status_code"], Value::Null);
    assert_eq!(answer["message"], "Test event not delivered: connection refused");
}

#[tokio::test]
async fn the_rate_limit_says_when_to_come_back() {
    let rate_limit = Some("1/m".parse().unwrap());
    let api = Api::start(Options { rate_limit, ..Options::default() }).await;
    assert_eq!(api.get(WEBHOOKS).await.0, 200);
    let refused = api.request(Method::GET, WEBHOOKS).send().await.unwrap();
    let wait: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert_eq!(refused.status(), 429);
    assert!((1..=60).contains(&wait));
    assert_eq!(api.bare(Method::GET, WEBHOOKS).send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn an_injected_failure_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let state = State::File(folder.path().join("sandbox.db"));
    let failures = "429=1".parse().unwrap();
    let api = Api::start(Options { state: state.clone(), failures, ..Options::default() }).await;
    let body = json!({ "url": "http://a.invalid", "events": ["user.created"] }).to_string();
    let refused = api.request(Method::POST, WEBHOOKS).body(body).send().await.unwrap();
    assert_eq!(
        (refused.status().as_u16(), &refused.headers()["retry-after"]),
        (429, &"1".parse().unwrap())
    );
    api.sandbox.stop().await;
    let api = Api::start(Options { state, ..Options::default() }).await;
    assert_eq!(api.get(WEBHOOKS).await.1["meta"]["total"], 0);
}

#[tokio::test]
async fn tokens_and_webhooks_outlive_a_restart_and_a_given_token_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let state = State::File(folder.path().join("sandbox.db"));
    let first = Api::start(Options { state: state.clone(), ..Options::default() }).await;
    let own = first.sandbox.token().clone();
    first.create("http://a.invalid", "user.created").await;
    first.sandbox.stop().await;
    let server_token = Some(Secret::new("given").unwrap());
    let given = Api::start(Options { state: state.clone(), server_token, ..Options::default() });
    let given = given.await;
    assert_eq!(given.get(WEBHOOKS).await.0, 200);
    given.sandbox.stop().await;
    let last = Api::start(Options { state, ..Options::default() }).await;
    assert!(*last.sandbox.token() == own);
    assert_eq!(last.get(WEBHOOKS).await.1["meta"]["total"], 1);
}

#[tokio::test]
async fn a_port_in_use_is_named_with_the_way_out() {
    let api = Api::start(Options::default()).await;
    let port: u16 = api.sandbox.url().rsplit(':').next().unwrap().parse().unwrap();
    let refused = start(Options { port, ..Options::default() }).await.unwrap_err();
    let error = error::Error::from(refused);
    assert_eq!((error.kind(), error.message()), (Kind::Failed, &*format!("port {port} is in use")));
    assert!(error.hint().unwrap().contains("--port"));
}

#[tokio::test]
async fn a_request_in_flight_is_answered_while_the_sandbox_stops() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let api = Api::start(Options::default()).await;
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (id, _) = api.create(&url, "user.created").await;
    let body = json!({ "event": "user.created" }).to_string();
    let request = api.request(Method::POST, &format!("{WEBHOOKS}/{id}/test")).body(body);
    let answer = tokio::spawn(request.send());
    // Until the delivery has arrived here, and from then on as long as it is not answered, the
    // request is in flight.
    let (mut delivery, _) = listener.accept().await.unwrap();
    let stopping = tokio::spawn(api.sandbox.stop());
    delivery.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.unwrap();
    let (status, answer) = read(answer.await.unwrap().unwrap()).await;
    assert_eq!((status, &answer["success"]), (200, &true.into()));
    stopping.await.unwrap();
}

#[tokio::test]
async fn an_event_reaches_every_active_subscriber_beside_the_running_sandbox() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.db");
    let api = Api::start(Options { state: State::File(path.clone()), ..Options::default() }).await;
    let (good, received) = target(&[200]).await;
    let (slow_to_learn, _) = target(&[503, 500, 204]).await;
    let (bad, refused) = target(&[302]).await;
    let (id, secret) = api.create(&good, "user.created").await;
    api.create(&slow_to_learn, "user.created").await;
    api.create(&bad, "user.created").await;
    api.create(&good, "user.deleted").await;

    let records = Mutex::new(Vec::new());
    let backoff = Duration::from_millis(1);
    let data = Some(json!({ "id": "usr_1" }));
    let emission = Emission { event: "user.created".parse().unwrap(), data, backoff };
    let reached = emit(&path, emission, |record| records.lock().unwrap().push(record)).await;
    let reached: Vec<_> = reached.unwrap().into_iter().map(|one| one.delivered).collect();
    assert_eq!(reached, [true, true, false]);

    let records = records.into_inner().unwrap();
    let of = |url: &str| -> Vec<_> {
        let records = records.iter().filter(|record| record.url == url);
        records.map(|record| (record.attempt, record.status.unwrap())).collect()
    };
    assert_eq!(of(&good), [(1, 200)]);
    assert_eq!(of(&slow_to_learn), [(1, 503), (2, 500), (3, 204)]);
    assert_eq!(of(&bad), [(1, 302), (2, 302), (3, 302), (4, 302), (5, 302)]);
    assert!(records.iter().all(|record| record.event_id == records[0].event_id));
    assert_eq!(refused.lock().unwrap().len(), 5);

    let (headers, body) = received.lock().unwrap().remove(0);
    assert_signed(&headers, &body, &secret);
    let payload: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(payload["data"], json!({ "id": "usr_1" }));
    let (_, shown) = api.get(&format!("{WEBHOOKS}/{id}")).await;
    assert!(shown["data"]["last_triggered"].is_string());
    let shape = serde_json::to_value(&records[0]).unwrap();
    assert_eq!(
        keys(&shape),
        ["webhook_id", "delivery_id", "url", "event_id", "attempt", "status", "ms", "error"]
    );
}

#[tokio::test]
async fn a_state_that_does_not_exist_has_no_subscribers_and_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.db");
    let event = "user.created".parse().unwrap();
    let emission = Emission { event, data: None, backoff: Duration::ZERO };
    assert_eq!(emit(&path, emission, |_| ()).await.unwrap(), []);
    assert!(!path.exists());
}
