//! How a request becomes an answer: credentials, retries, time, and what the log says of it.

use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use tokio::time::{sleep, timeout};
use url::Url;

use crate::api::answer::{Unread, without_token};
use crate::api::retry::{Failure, wait_before_next};
use crate::api::{Answer, ApiUrl, Credentials};
use crate::error::{Error, Kind, Result};
use crate::model::JsonObject;
use crate::transport::{self, shown_headers, shown_value};

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Where the API is and how to deal with it.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The API's base URL.
    pub url: ApiUrl,
    /// What the API knows its caller by.
    pub credentials: Credentials,
    /// How long one call may take, its retries included.
    pub timeout: Duration,
    /// How often a call is tried again.
    pub retries: u32,
    /// Whether the token may travel over plain `http` to another machine.
    pub allow_http: bool,
    /// Proxy, certificates.
    pub transport: transport::Settings,
}

/// A request as it will be sent, credentials apart.
#[derive(Clone, Debug)]
pub struct Request {
    /// The HTTP method.
    pub method: Method,
    /// The whole URL, at the API's origin.
    pub url: Url,
    /// Headers beside `Accept` and the credentials.
    pub headers: HeaderMap,
    /// The body, if the request has one.
    pub body: Option<Bytes>,
}

/// A call that ended, and whether it was doubted on the way.
pub(super) struct Called {
    pub(super) answer: Answer,
    /// An earlier attempt may have been carried out.
    pub(super) was_in_doubt: bool,
}

/// A call that ended without an answer.
pub(super) struct Unanswered {
    pub(super) error: Error,
    /// It may have been carried out all the same.
    pub(super) in_doubt: bool,
}

/// The client for one API.
#[derive(Debug)]
pub struct Client {
    http: reqwest::Client,
    connection: Connection,
    authorization: HeaderValue,
}

impl Client {
    /// Gets ready to call; nothing is sent or looked up yet.
    ///
    /// # Errors
    /// Plain `http` to another machine, or settings that can't be used (usage).
    pub fn new(connection: Connection) -> Result<Self> {
        if connection.url.is_exposed() && !connection.allow_http {
            let message = format!("{} would send the token readable by others", connection.url);
            return Err(Error::usage(message)
                .hinted("use https, or --allow-http if every machine on the way may read it"));
        }
        let authorization = connection.credentials.to_header()?;
        let http = transport::client(connection.url.as_url(), &connection.transport)?;
        Ok(Self { http, connection, authorization })
    }

    /// The API's base URL.
    pub fn url(&self) -> &ApiUrl {
        &self.connection.url
    }

    /// The header that carries the token.
    pub fn credentials_header(&self) -> &HeaderName {
        &self.connection.credentials.header
    }

    /// Any request, with the client's credentials, retries and bounds. An answer of any status is
    /// an answer, but for a redirection, which is never followed.
    ///
    /// # Errors
    /// No answer, or one that redirects.
    pub async fn call(&self, request: &Request) -> Result<Answer> {
        let answer = self.try_call(request).await.map_err(|failed| failed.error)?.answer;
        if answer.status.is_redirection() { answer.accepted() } else { Ok(answer) }
    }

    /// What a request would send, for `--dry-run`: the token masked, the body as JSON where it is.
    pub fn preview(&self, request: &Request) -> JsonObject {
        let mut headers = Map::new();
        for (name, value) in &self.headers(request) {
            headers.insert(name.to_string(), Value::String(shown_value(value)));
        }
        let mut preview = JsonObject::new();
        preview.set("method", &request.method.as_str());
        preview.set("url", &request.url.as_str());
        preview.set("headers", &headers);
        match request.body.as_deref() {
            None => preview.set("body", &()),
            Some(body) => match serde_json::from_slice::<Box<RawValue>>(body) {
                Ok(json) => preview.set("body", &json),
                Err(_) => preview.set("body", &String::from_utf8_lossy(body)),
            },
        }
        preview
    }

    pub(super) async fn try_call(&self, request: &Request) -> Result<Called, Unanswered> {
        let began = Instant::now();
        let left = || self.connection.timeout.saturating_sub(began.elapsed());
        let mut was_in_doubt = false;
        let mut tried = 0;
        loop {
            tried += 1;
            let started = Instant::now();
            let ended = timeout(left(), self.attempt(request)).await;
            let outcome = ended.unwrap_or_else(|_| Err(self.too_late(request)));
            self.log(request, tried, started.elapsed(), &outcome);
            let failure = match &outcome {
                Ok(answer) if answer.status.is_success() => {
                    return Ok(Called { answer: outcome?, was_in_doubt });
                }
                Ok(answer) => {
                    let wait = transport::retry_after(&answer.headers, SystemTime::now());
                    Failure::Answered(answer.status, wait)
                }
                Err(Unanswered { in_doubt: false, .. }) => Failure::NotConnected,
                Err(_) => Failure::Lost,
            };
            let retries = self.connection.retries;
            let chance = fastrand::f64();
            match wait_before_next(&request.method, failure, tried, retries, left(), chance) {
                Some(wait) => {
                    tracing::info!("trying again in {} ms", wait.as_millis());
                    sleep(wait).await;
                }
                None => return outcome.map(|answer| Called { answer, was_in_doubt }),
            }
            was_in_doubt |= !failure.excludes_success();
        }
    }

    async fn attempt(&self, request: &Request) -> Result<Answer, Unanswered> {
        let headers = self.headers(request);
        tracing::debug!("{} {}: {}", request.method, request.url, shown_headers(&headers));
        let http = &self.http;
        let mut builder =
            http.request(request.method.clone(), request.url.clone()).headers(headers);
        if let Some(body) = &request.body {
            builder = builder.body(body.clone());
        }
        let broken = |error: &reqwest::Error| Unanswered {
            error: transport::no_answer(error, &request.url),
            in_doubt: !error.is_connect(),
        };
        let response = builder.send().await.map_err(|error| broken(&error))?;
        let token = self.connection.credentials.token.clone();
        Answer::read(response, token).await.map_err(|unread| match unread {
            Unread::Broken(error) => broken(&error),
            Unread::TooLarge => Unanswered {
                error: Error::new(Kind::Unavailable, "the answer is larger than 64 MiB"),
                in_doubt: true,
            },
        })
    }

    fn too_late(&self, request: &Request) -> Unanswered {
        let host = request.url.host_str().unwrap_or_default();
        let limit = self.connection.timeout;
        let error =
            Error::new(Kind::Unavailable, format!("no answer from {host} within {limit:?}"))
                .hinted("--timeout allows more time");
        Unanswered { error, in_doubt: true }
    }

    fn log(
        &self,
        request: &Request,
        tried: u32,
        took: Duration,
        outcome: &Result<Answer, Unanswered>,
    ) {
        let (method, url, ms) = (&request.method, &request.url, took.as_millis());
        match outcome {
            Ok(answer) => {
                let status = answer.status.as_u16();
                tracing::info!("{method} {url}: {status} in {ms} ms (attempt {tried})");
                let token = &self.connection.credentials.token;
                tracing::debug!("answer {}", without_token(&shown_headers(&answer.headers), token));
            }
            Err(failed) => tracing::info!("{method} {url}: {} (attempt {tried})", failed.error),
        }
    }

    fn headers(&self, request: &Request) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, JSON);
        if request.body.is_some() {
            headers.insert(CONTENT_TYPE, JSON);
        }
        for name in request.headers.keys() {
            headers.remove(name);
        }
        for (name, value) in &request.headers {
            headers.append(name, value.clone());
        }
        headers.insert(self.connection.credentials.header.clone(), self.authorization.clone());
        headers
    }
}

impl Request {
    pub(super) fn without_body(method: Method, url: Url) -> Self {
        Self { method, url, headers: HeaderMap::new(), body: None }
    }

    pub(super) fn with_json(method: Method, url: Url, body: &impl Serialize) -> Self {
        // Drafts are text and lists of text, which always serialise.
        let body = serde_json::to_vec(body).unwrap_or_default();
        Self { body: Some(body.into()), ..Self::without_body(method, url) }
    }
}
