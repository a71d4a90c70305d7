//! `hookctl audit` of a handler, and what became of its rows.

use serde_json::Value;

use super::{Home, Ran};

/// The secret that the handlers know.
pub const SECRET: &str = "whsec_auditauditauditauditaudit12";

pub fn audit(home: &Home, url: &str) -> Ran {
    let audit = home.hookctl(["audit", url, "--secret", "env:SECRET", "-o", "json"]);
    audit.env("SECRET", SECRET).run().shows_nowhere(SECRET)
}

/// The ids of the rows that have this status.
pub fn ids(report: &Value, status: &str) -> Vec<String> {
    let rows = report["checks"].as_array().unwrap().iter();
    let rows = rows.filter(|row| row["status"] == status);
    rows.map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}
