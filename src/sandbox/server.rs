//! The API's paths, and what each does (API document, "Endpoints").

use std::any::Any;
use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path, RawQuery, State};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http::StatusCode;
use http::request::Parts;
use serde_json::Value;
use tower_http::catch_panic::CatchPanicLayer;

use crate::model::{PageMeta, Payload, WebhookId, now, sample_data, webhook_id, webhook_secret};
use crate::sandbox::answers::{self, Listed};
use crate::sandbox::body::ObjectBody;
use crate::sandbox::delivery::deliver;
use crate::sandbox::gate::{self, Gate};
use crate::sandbox::query::ListQuery;
use crate::sandbox::refusal::Refusal;
use crate::sandbox::store::{Change, Store, StoredWebhook};
use crate::secret::Secret;

type Answer = Result<Json<Value>, Refusal>;

/// The whole API over one state.
///
/// The layers run from the last to the first. A token is asked for on known paths only, so that a
/// mistyped path is told as such.
pub(super) fn router(store: Arc<Store>, gate: Gate) -> Router {
    let gate = Arc::new(gate);
    Router::new()
        .route("/api/v1/webhooks", get(list).post(create))
        .route("/api/v1/webhooks/{id}", get(show).put(update).delete(remove))
        .route("/api/v1/webhooks/{id}/test", post(test))
        .method_not_allowed_fallback(async || {
            Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "this path has no such method")
        })
        .route_layer(from_fn_with_state(Arc::clone(&gate), gate::admit))
        .fallback(async || Refusal::new(StatusCode::NOT_FOUND, "there is no such path"))
        .layer(from_fn(gate::only_loopback))
        .layer(CatchPanicLayer::custom(answer_panic))
        .layer(from_fn_with_state(gate, gate::take_time))
        .with_state(store)
}

fn answer_panic(_: Box<dyn Any + Send>) -> Response {
    Refusal::internal().into_response()
}

/// The id in a path. A text that can't be an id is of no webhook: 404, as for an unknown one.
struct Id(WebhookId);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let segment: Result<Path<String>, PathRejection> =
            Path::from_request_parts(parts, state).await;
        segment
            .ok()
            .and_then(|Path(text)| text.parse().ok())
            .map(Self)
            .ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "webhook not found"))
    }
}

async fn list(
    State(store): State<Arc<Store>>,
    RawQuery(query): RawQuery,
) -> Result<Json<Listed>, Refusal> {
    let ListQuery { page, limit, filter } = ListQuery::parse(&query.unwrap_or_default())?;
    let (total, webhooks) = store.run(move |store| store.page(&filter, page, limit)).await?;
    // A reading: where there is nothing, page 1 is there and empty.
    let pages = total.div_ceil(limit).max(1);
    let meta = PageMeta { total: total.into(), page, limit: limit.into(), pages: pages.into() };
    Ok(Json(answers::listed(webhooks, meta)))
}

async fn show(State(store): State<Arc<Store>>, Id(id): Id) -> Answer {
    Ok(Json(answers::shown(&find(&store, id).await?)))
}

/// 201 is a reading: the document names no status for success.
async fn create(
    State(store): State<Arc<Store>>,
    body: ObjectBody,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let creation = body.creation()?;
    let webhook = StoredWebhook {
        id: webhook_id(),
        url: creation.url,
        events: creation.events,
        status: creation.status,
        description: creation.description,
        secret: Secret::new(webhook_secret()).map_err(|_| Refusal::internal())?,
        created_at: now().whole_seconds(),
        updated_at: None,
        last_triggered: None,
    };
    let answer = answers::created(&webhook);
    store.run(move |store| store.insert(&webhook)).await?;
    Ok((StatusCode::CREATED, Json(answer)))
}

/// A reading: the body may be partial, as in the document's example, and one that names no field
/// is no update.
async fn update(State(store): State<Arc<Store>>, Id(id): Id, body: ObjectBody) -> Answer {
    let change = body.change()?;
    if change == Change::default() {
        return Ok(Json(answers::updated(&find(&store, id).await?)));
    }
    let now = now().whole_seconds();
    let asked = id.clone();
    let changed = store.run(move |store| store.change(&id, &change, now)).await?;
    let webhook = changed.ok_or_else(|| Refusal::no_webhook(&asked))?;
    Ok(Json(answers::updated(&webhook)))
}

async fn remove(State(store): State<Arc<Store>>, Id(id): Id) -> Answer {
    let asked = id.clone();
    if store.run(move |store| store.remove(&id)).await? {
        Ok(Json(answers::deleted()))
    } else {
        Err(Refusal::no_webhook(&asked))
    }
}

/// A reading: `event` is required, and an inactive webhook, or one that does not subscribe to the
/// event, can be tested too.
async fn test(State(store): State<Arc<Store>>, Id(id): Id, body: ObjectBody) -> Answer {
    let event = body.event()?;
    let webhook = find(&store, id).await?;
    let started = now().whole_seconds();
    let sample = sample_data(&event, started);
    let payload = Payload::new(event, started, sample);
    let attempt = deliver(&store, &webhook, &payload, started).await?;
    Ok(Json(answers::tested(&attempt, started)))
}

async fn find(store: &Arc<Store>, id: WebhookId) -> Result<StoredWebhook, Refusal> {
    let asked = id.clone();
    let found = store.run(move |store| store.find(&id)).await?;
    found.ok_or_else(|| Refusal::no_webhook(&asked))
}
