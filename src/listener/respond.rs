//! What accepted deliveries are answered: 200, or whatever a user wants to see senders cope with.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http::header::{CONTENT_TYPE, Entry};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Bytes;
use tokio::time::sleep;

use crate::listener::answer::Answer;

/// The answers to accepted deliveries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// The first status is for the first delivery, and so on; the last one stays. Without any, each
    /// is 200.
    pub statuses: Vec<StatusCode>,
    /// The body; without one, a success says `{"received":true}` and a failure nothing.
    pub body: Option<Bytes>,
    /// Further headers. A `content-type` replaces `application/json`.
    pub headers: HeaderMap,
    /// How long each answer is held back.
    pub after: Duration,
}

/// [`Answers`], and how many were given.
#[derive(Debug, Default)]
pub struct Responder {
    answers: Answers,
    given: AtomicUsize,
}

impl From<Answers> for Responder {
    fn from(answers: Answers) -> Self {
        Self { answers, given: AtomicUsize::new(0) }
    }
}

impl Responder {
    /// The answer to the delivery that came next, when it is time for it.
    pub(super) async fn answer(&self) -> Answer {
        // Its place is taken before the wait: deliveries are answered as they came.
        let answer = self.answers.at(self.given.fetch_add(1, Ordering::Relaxed));
        if !self.answers.after.is_zero() {
            sleep(self.answers.after).await;
        }
        answer
    }
}

impl Answers {
    fn at(&self, place: usize) -> Answer {
        let status = self.statuses.get(place).or(self.statuses.last());
        let status = status.copied().unwrap_or(StatusCode::OK);
        let body = self.body_of(status);
        let mut headers = self.headers.clone();
        if body.is_empty() {
            headers.remove(CONTENT_TYPE);
        } else if let Entry::Vacant(content_type) = headers.entry(CONTENT_TYPE) {
            content_type.insert(HeaderValue::from_static("application/json"));
        }
        let mut answer = Response::new(Full::new(body));
        (*answer.status_mut(), *answer.headers_mut()) = (status, headers);
        answer
    }

    fn body_of(&self, status: StatusCode) -> Bytes {
        // These have none (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5).
        let bodiless =
            [StatusCode::NO_CONTENT, StatusCode::RESET_CONTENT, StatusCode::NOT_MODIFIED];
        match &self.body {
            _ if bodiless.contains(&status) => Bytes::new(),
            Some(body) => body.clone(),
            None if status.is_success() => Bytes::from_static(br#"{"received":true}"#),
            None => Bytes::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use http::header::CONTENT_TYPE;
    use http::{HeaderMap, HeaderValue, StatusCode};
    use http_body_util::BodyExt;
    use hyper::body::Bytes;

    use super::{Answers, Responder};

    fn status(code: u16) -> StatusCode {
        StatusCode::from_u16(code).unwrap()
    }

    /// The next answer's status, content type and body.
    async fn next(responder: &Responder) -> (u16, Option<String>, Bytes) {
        let (head, body) = responder.answer().await.into_parts();
        let content_type = head.headers.get(CONTENT_TYPE);
        let content_type = content_type.map(|value| value.to_str().unwrap().to_owned());
        (head.status.as_u16(), content_type, body.collect().await.unwrap().to_bytes())
    }

    fn json(text: &'static str) -> (Option<String>, Bytes) {
        (Some("application/json".to_owned()), text.into())
    }

    #[tokio::test]
    async fn without_wishes_each_is_200() {
        let responder = Responder::default();
        for _ in 0..2 {
            let (content_type, body) = json(r#"{"received":true}"#);
            assert_eq!(next(&responder).await, (200, content_type, body));
        }
    }

    #[tokio::test]
    async fn the_last_status_of_a_sequence_stays() {
        let statuses = [500, 503, 202].map(status).to_vec();
        let responder = Responder::from(Answers { statuses, ..Answers::default() });
        let mut given = Vec::new();
        for _ in 0..5 {
            given.push(next(&responder).await.0);
        }
        assert_eq!(given, [500, 503, 202, 202, 202]);
    }

    #[tokio::test]
    async fn a_failure_has_the_body_that_is_wished_or_none() {
        let answers = Answers { statuses: vec![status(500)], ..Answers::default() };
        let responder = Responder::from(answers.clone());
        assert_eq!(next(&responder).await, (500, None, Bytes::new()));
        let responder = Responder::from(Answers { body: Some("{}".into()), ..answers });
        let (content_type, body) = json("{}");
        assert_eq!(next(&responder).await, (500, content_type, body));
    }

    #[tokio::test]
    async fn what_has_no_body_has_no_content_type() {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
        let statuses = [204, 205, 304, 200].map(status).to_vec();
        let answers = Answers { statuses, headers, body: Some("x".into()), ..Answers::default() };
        let responder = Responder::from(answers);
        for code in [204, 205, 304] {
            assert_eq!(next(&responder).await, (code, None, Bytes::new()));
        }
        assert_eq!(next(&responder).await, (200, Some("text/plain".to_owned()), "x".into()));
    }
}
