//! The answers that are not the one asked for, all in one shape.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::json;

use crate::model::WebhookId;

/// An error answer. The API document names statuses and shows no body; the sandbox's reading is
/// `{"error": {"code": "not_found", "message": "…"}}`.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    message: String,
    header: Option<(HeaderName, HeaderValue)>,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), header: None }
    }

    /// A parameter or field that is not as documented.
    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    pub(super) fn unauthorized() -> Self {
        // A 401 must name a scheme (RFC 9110, section 11.6.1).
        Self::new(StatusCode::UNAUTHORIZED, "a valid token is required")
            .with(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
    }

    pub(super) fn no_webhook(id: &WebhookId) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("webhook {id} not found"))
    }

    pub(super) fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "the sandbox failed")
    }

    /// A failure that was ordered. A 429 says when to come back, as a real one does.
    pub(super) fn injected(status: StatusCode) -> Self {
        let refusal = Self::new(status, "failed on purpose");
        if status == StatusCode::TOO_MANY_REQUESTS { refusal.retry_after(1) } else { refusal }
    }

    pub(super) fn rate_limited(seconds: u64) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "rate limit exceeded").retry_after(seconds)
    }

    fn retry_after(self, seconds: u64) -> Self {
        self.with(RETRY_AFTER, seconds.into())
    }

    fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.header = Some((name, value));
        self
    }

    /// The status's name: `not_found` for 404 Not Found.
    fn code(&self) -> String {
        let name = self.status.canonical_reason().unwrap_or("error");
        name.to_lowercase().replace(' ', "_")
    }
}

/// What went wrong inside is for the log; who asked learns only that it did.
impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        tracing::error!("the sandbox state: {error}");
        Self::internal()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({ "error": { "code": self.code(), "message": self.message } });
        let mut response = (self.status, Json(body)).into_response();
        response.headers_mut().extend(self.header);
        response
    }
}
