//! Conditions over deliveries: `--where` and `--expect-where`.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::error::Result;
use crate::expression::Expression;
use crate::model::{self, Delivery};

/// An expression over the record of a delivery. It serialises as its text.
#[derive(Clone, Debug)]
pub(super) struct Condition(Arc<Expression>);

impl Condition {
    /// Compiles the expression that was given to this `option`.
    ///
    /// # Errors
    /// What is wrong with it (usage).
    pub(super) fn parse(text: &str, option: &str) -> Result<Self> {
        Expression::parse(text, option).map(|expression| Self(Arc::new(expression)))
    }

    /// As it was given.
    pub(super) fn text(&self) -> &str {
        self.0.text()
    }

    /// Whether it holds for a delivery as it came. A delivery is weighed more than once, so what
    /// became of it meanwhile must not change the answer.
    pub(super) fn holds_for(&self, delivery: &Delivery) -> bool {
        let as_it_came = Delivery {
            cause: None,
            duplicate: false,
            response: None,
            forwards: Vec::new(),
            exec: Vec::new(),
            ..delivery.clone()
        };
        serde_json::to_string(&as_it_came).is_ok_and(|record| self.0.holds_for(&record))
    }

    /// The same for the listener, which knows of no expressions.
    pub(super) fn into_model(self) -> model::Condition {
        Arc::new(move |delivery| self.holds_for(delivery))
    }
}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text())
    }
}
