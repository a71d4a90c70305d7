//! Attacks on a handler of one's own: each sends what a sound handler has an answer to, and judges
//! the answer that came.
//!
//! It knows HTTP on the wire, signatures and payloads; of commands and of what is printed it knows
//! nothing.

mod case;
mod checks;
mod crowd;
mod expected;
mod forgery;
mod request;
mod target;
mod timing;
mod wire;

use std::time::{Duration, Instant};

use tokio::time::{sleep, timeout};

use crate::model::EventType;
use crate::secret::Secret;
use crate::transport::shown;

pub use checks::{Check, all};
pub use expected::Expected;
pub use target::{Target, is_near};
pub use timing::Timing;

use case::Case;
use checks::Attack;
use wire::Answer;

/// How long a handler may take to be started anew.
const RESTART: Duration = Duration::from_secs(3);

/// How often it is looked whether it is.
const RETRY: Duration = Duration::from_millis(50);

/// How a handler's answer is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As a sound handler answers.
    Sound,
    /// Nothing is proved, and it is to be looked at.
    Doubtful,
    /// Not as a sound handler answers.
    Unsound,
    /// Not as a sound handler answers: the connection ended, and the handler's process perhaps with it.
    Broken,
    /// The target takes no connection: of the handler nothing is known.
    Unreachable,
}

/// What the handler did.
#[derive(Clone, Debug)]
pub struct Finding {
    /// How it is judged.
    pub verdict: Verdict,
    /// What came, in words. Of the target's text nothing is in it.
    pub got: String,
    /// What was measured, by the one check that measures.
    pub timing: Option<Timing>,
}

impl Finding {
    fn new(verdict: Verdict, got: impl Into<String>) -> Self {
        Self { verdict, got: got.into(), timing: None }
    }
}

/// One handler under attack.
pub struct Audit {
    target: Target,
    case: Case,
    limit: Duration,
}

impl Audit {
    /// Deliveries of `event`, signed with `secret`; each exchange may take `limit`.
    pub fn new(target: Target, secret: &Secret, event: EventType, limit: Duration) -> Self {
        Self { target, case: Case::new(secret.clone(), event), limit }
    }

    /// Runs one check.
    pub async fn run(&self, check: &Check) -> Finding {
        match check.attack {
            Attack::One(make) => {
                let answer = self.send(&make(&self.case)).await;
                Finding::new(check.expected.judge(&answer), answer.to_string())
            }
            Attack::Key(key) => self.with_key(check, key).await,
            Attack::Replay => self.replay(check).await,
            Attack::Crowd => crowd::run(self, check).await,
            Attack::Timing => timing::run(self, check).await,
        }
    }

    /// Waits for the target to take connections again, as one does that is started anew after it has
    /// crashed. Says whether it does.
    pub async fn comes_back(&self) -> bool {
        let connected = async {
            while self.target.connect().await.is_err() {
                sleep(RETRY).await;
            }
        };
        timeout(RESTART, connected).await.is_ok()
    }

    async fn send(&self, request: &request::Request) -> Answer {
        let line = format!("{} {}", request.method, shown(self.target.url()));
        tracing::debug!("{line}: {}", request.shown_headers(self.target.url()));
        let start = Instant::now();
        let answer = wire::exchange(&self.target, request, self.limit).await;
        tracing::info!("{line}: {answer} in {} ms", start.elapsed().as_millis());
        answer
    }

    /// A delivery that is signed with a key which anyone can guess. Where it is the secret itself,
    /// that is no forgery, and the secret is to blame, not the handler.
    async fn with_key(&self, check: &Check, key: &str) -> Finding {
        if self.case.is_signed_with(key) {
            let told = "not sent, as it is no forgery: the secret is this key, which anyone can \
                        guess; use another secret";
            return Finding::new(Verdict::Doubtful, told);
        }
        let answer = self.send(&self.case.forged(|body, _| forgery::under(key, body))).await;
        Finding::new(check.expected.judge(&answer), answer.to_string())
    }

    /// The same delivery twice; only what the second is answered counts, once the first is taken.
    async fn replay(&self, check: &Check) -> Finding {
        let request = self.case.delivery();
        let first = self.send(&request).await;
        if !first.is_accepted() {
            let doubt = if first.is_of_rate() { Verdict::Doubtful } else { Verdict::Unsound };
            let verdict = first.failure_or(doubt);
            return Finding::new(verdict, format!("the first was not taken: {first}"));
        }
        let second = self.send(&request).await;
        let word = if second.is_accepted() { "acknowledged again" } else { "not acknowledged" };
        Finding::new(check.expected.judge(&second), format!("{word}: {second}"))
    }
}
