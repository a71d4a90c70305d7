//! Choosing deliveries by all that a user may say of them.

use std::fmt;
use std::sync::Arc;

use crate::model::{Delivery, EventFilter};

/// Decides on a delivery as it came, before anything became of it.
pub type Condition = Arc<dyn Fn(&Delivery) -> bool + Send + Sync>;

/// The deliveries that are wanted: of these types, and for which the condition holds.
#[derive(Clone, Default)]
pub struct DeliveryFilter {
    /// The types; where there are none, any will do.
    pub events: EventFilter,
    /// What has to hold besides, if anything has to.
    pub condition: Option<Condition>,
}

impl DeliveryFilter {
    /// Whether a delivery is wanted.
    pub fn passes(&self, delivery: &Delivery) -> bool {
        self.events.passes(delivery.event_type.as_deref())
            && self.condition.as_ref().is_none_or(|holds_for| holds_for(delivery))
    }
}

impl fmt::Debug for DeliveryFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeliveryFilter").field("events", &self.events).finish_non_exhaustive()
    }
}
