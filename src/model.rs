//! Plain data: webhooks, events, deliveries, as the API and the delivery record spell them. No
//! I/O, but for the system's clock and its random bytes.

mod delivery;
mod event;
mod filter;
mod object;
mod random;
mod rate;
mod spelling;
mod time;
mod wanted;
mod webhook;

pub(crate) use delivery::recorded_bytes;
pub use delivery::{
    Body, Checked, Delivery, Exec, Forward, Found, Headers, MatchedSecret, Response, SignedRecord,
    record_text,
};
pub use event::{CATALOGUE, EventType, EventTypeError, Payload, sample_data};
pub use filter::{EventFilter, EventPattern, EventPatternError};
pub use object::JsonObject;
pub(crate) use random::run_id;
pub use random::{delivery_id, event_id, token, webhook_id, webhook_secret};
pub use rate::Rate;
pub use spelling::did_you_mean;
pub use time::{Moment, MomentError, now};
pub use wanted::{Condition, DeliveryFilter};
pub use webhook::{
    Draft, ID_RULE, PageMeta, Status, Webhook, WebhookId, is_absolute_http_url, url_refusal,
};
