//! The calls that the API document describes, one method each.

use http::{Method, StatusCode};
use serde::Serialize;

use crate::api::{Answer, Client, Page, Pages, Request};
use crate::error::{Error, Result};
use crate::model::{Draft, EventType, JsonObject, Status, Webhook, WebhookId};
use crate::secret::Secret;

/// The query of a list, as the API document names it.
#[derive(Clone, Debug)]
pub struct ListQuery {
    /// From 1.
    pub page: u64,
    /// Rows a page, 1 to 100.
    pub limit: Option<u64>,
    /// Only webhooks of this status.
    pub status: Option<Status>,
    /// Only webhooks that subscribe to this event type.
    pub event: Option<EventType>,
}

/// A created webhook. Its id is all that is asked of the answer: nothing that came with it is lost
/// because something else is missing.
#[derive(Debug)]
pub struct Created {
    /// The new webhook's id.
    pub id: WebhookId,
    /// The secret, shown whole this once.
    pub secret: Option<Secret>,
    /// The webhook as it came.
    pub object: JsonObject,
}

/// Why no created webhook is known.
#[derive(Debug)]
pub struct Uncreated {
    /// What the user gets to see.
    pub error: Error,
    /// Whether there may be one all the same: the request was sent, and no answer excludes it.
    pub in_doubt: bool,
}

impl From<Uncreated> for Error {
    fn from(uncreated: Uncreated) -> Self {
        uncreated.error
    }
}

/// What became of a webhook to delete.
#[derive(Debug)]
pub struct Deleted {
    /// The API's answer.
    pub answer: JsonObject,
    /// It was gone already when a lost call was repeated.
    pub was_gone: bool,
}

/// What became of a test event.
#[derive(Debug)]
pub struct TestResult {
    /// `success` is true and `status_code` is 2xx: anything less is not a delivery.
    pub is_delivered: bool,
    /// The API's answer.
    pub answer: JsonObject,
}

impl Client {
    /// `GET /webhooks`: one page.
    ///
    /// # Errors
    /// As every call: a refusal of the API's by its status, or no usable answer.
    pub async fn list(&self, query: &ListQuery) -> Result<Page> {
        read_page(self.call(&self.list_request(query)).await?)
    }

    pub(super) fn list_request(&self, query: &ListQuery) -> Request {
        let mut url = self.url().webhooks();
        {
            let mut pairs = url.query_pairs_mut();
            pairs.append_pair("page", &query.page.to_string());
            if let Some(limit) = query.limit {
                pairs.append_pair("limit", &limit.to_string());
            }
            if let Some(status) = &query.status {
                pairs.append_pair("status", status.as_str());
            }
            if let Some(event) = &query.event {
                pairs.append_pair("event", event.as_str());
            }
        }
        Request::without_body(Method::GET, url)
    }

    /// Every page from the first, several under way at once.
    pub fn pages(&self, query: ListQuery, concurrency: usize) -> Pages<'_> {
        Pages::new(self, query, concurrency)
    }

    /// `GET /webhooks/{id}`.
    ///
    /// # Errors
    /// As every call.
    pub async fn get(&self, id: &WebhookId) -> Result<Webhook> {
        let request = Request::without_body(Method::GET, self.url().webhook(id));
        let answer = self.call(&request).await?.accepted_for(Some(id))?;
        Webhook::try_from(answer.data::<JsonObject>()?).map_err(|why| answer.not_the_apis(&why))
    }

    /// `POST /webhooks`. The answer is the only one that shows the secret whole.
    ///
    /// # Errors
    /// As every call; after an unknown outcome the hint names the call that finds out.
    pub async fn create(&self, request: &Request) -> Result<Created, Uncreated> {
        let doubted = |error: Error| Uncreated {
            error: error.and("it is not known whether the webhook was created").hinted(
                "look before you create it again: \
                 `hookctl list --all --fields id,url,created_at` shows whether it is there",
            ),
            in_doubt: true,
        };
        let excluded = |error| Uncreated { error, in_doubt: false };
        let answer = match self.try_call(request).await {
            Ok(called) => called.answer,
            Err(failed) if failed.in_doubt => return Err(doubted(failed.error)),
            Err(failed) => return Err(excluded(failed.error)),
        };
        let is_server_error = answer.status.is_server_error();
        let answer = answer
            .accepted()
            .map_err(|error| if is_server_error { doubted(error) } else { excluded(error) })?;
        let object: JsonObject = answer.data().map_err(doubted)?;
        let id = object.read("id").and_then(|id| id.ok_or_else(|| "`id` is missing".to_owned()));
        let id = id.map_err(|why| doubted(answer.not_the_apis(&why)))?;
        let secret = object.read::<String>("secret").ok().flatten();
        let secret = secret.and_then(|text| Secret::new(text).ok());
        answer.wipe();
        Ok(Created { id, secret, object })
    }

    /// The request of [`create`](Self::create).
    pub fn create_request(&self, body: &impl Serialize) -> Request {
        Request::with_json(Method::POST, self.url().webhooks(), body)
    }

    /// `PUT /webhooks/{id}`.
    ///
    /// # Errors
    /// As every call.
    pub async fn update(&self, id: &WebhookId, draft: &Draft) -> Result<Webhook> {
        let answer = self.call(&self.update_request(id, draft)).await?.accepted_for(Some(id))?;
        Webhook::try_from(answer.data::<JsonObject>()?).map_err(|why| answer.not_the_apis(&why))
    }

    /// The request of [`update`](Self::update).
    pub fn update_request(&self, id: &WebhookId, draft: &Draft) -> Request {
        Request::with_json(Method::PUT, self.url().webhook(id), draft)
    }

    /// `DELETE /webhooks/{id}`. A 404 after an attempt whose outcome is unknown means that this
    /// attempt did it.
    ///
    /// # Errors
    /// As every call.
    pub async fn delete(&self, id: &WebhookId) -> Result<Deleted> {
        let called =
            self.try_call(&self.delete_request(id)).await.map_err(|failed| failed.error)?;
        if called.was_in_doubt && called.answer.status == StatusCode::NOT_FOUND {
            return Ok(Deleted {
                answer: succeeded("Webhook was deleted already"),
                was_gone: true,
            });
        }
        let answer = called.answer.accepted_for(Some(id))?;
        if answer.status == StatusCode::NO_CONTENT {
            return Ok(Deleted { answer: succeeded("Webhook deleted"), was_gone: false });
        }
        let object: JsonObject = answer.json()?;
        if object.read("success") == Ok(Some(true)) {
            return Ok(Deleted { answer: object, was_gone: false });
        }
        let said = answer.words().unwrap_or_else(|| "it does not say why".into());
        Err(Error::failed(format!("webhook {id} was not deleted: {said}"))
            .with_status(answer.status.as_u16()))
    }

    /// The request of [`delete`](Self::delete).
    pub fn delete_request(&self, id: &WebhookId) -> Request {
        Request::without_body(Method::DELETE, self.url().webhook(id))
    }

    /// `POST /webhooks/{id}/test`.
    ///
    /// # Errors
    /// As every call. A target that refuses is no error: the result says so.
    pub async fn test(&self, id: &WebhookId, event: &EventType) -> Result<TestResult> {
        let answer = self.call(&self.test_request(id, event)).await?.accepted_for(Some(id))?;
        let object: JsonObject = answer.json()?;
        let success: Option<bool> =
            object.read("success").map_err(|why| answer.not_the_apis(&why))?;
        let Some(success) = success else {
            return Err(answer.not_the_apis("`success` is missing"));
        };
        let details = object.read::<JsonObject>("details").ok().flatten().unwrap_or_default();
        let status_code: Option<u16> = details.read("status_code").ok().flatten();
        let is_delivered = success && status_code.is_some_and(|code| (200..300).contains(&code));
        Ok(TestResult { is_delivered, answer: object })
    }

    /// The request of [`test`](Self::test).
    pub fn test_request(&self, id: &WebhookId, event: &EventType) -> Request {
        let body = serde_json::json!({ "event": event });
        Request::with_json(Method::POST, self.url().webhook_test(id), &body)
    }
}

/// The page in an answer to [`Client::list_request`]. Each of its rows has an id.
pub(super) fn read_page(answer: Answer) -> Result<Page> {
    let answer = answer.accepted()?;
    let page: Page = answer.json()?;
    for row in &page.rows {
        match row.read::<String>("id") {
            Ok(Some(_)) => {}
            Ok(None) => return Err(answer.not_the_apis("a webhook has no `id`")),
            Err(why) => return Err(answer.not_the_apis(&why)),
        }
    }
    Ok(page)
}

fn succeeded(message: &str) -> JsonObject {
    let mut answer = JsonObject::new();
    answer.set("success", &true);
    answer.set("message", &message);
    answer
}
