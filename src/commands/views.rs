//! Which columns a table shows of what the API and hookctl answer, and which keys are known.

use crate::output::{Column, ColumnKind, View};

const fn column(key: &'static str, title: &'static str, kind: ColumnKind) -> Column {
    Column { key, title, kind }
}

/// What `--fields` may name with a command (`list`, `deliveries list`); nothing where it takes none.
pub(crate) fn known_fields(command: &str) -> &'static [&'static str] {
    match command {
        "list" | "get" | "create" | "update" => WEBHOOK.known,
        "delete" => DELETED.known,
        "test" => TESTED.known,
        "events" => EVENT.known,
        "listen" | "deliveries list" | "deliveries show" | "deliveries export" => DELIVERY.known,
        "deliveries replay" => RESENT.known,
        "deliveries prune" => REMOVED.known,
        "sandbox emit" => ATTEMPT.known,
        "audit" | "doctor" => REPORT.known,
        "sign" => SIGNED.known,
        "send" => SENT.known,
        "verify" => VERDICT.known,
        _ => &[],
    }
}

/// A webhook in a list, read, created or updated.
pub(super) const WEBHOOK: View = View {
    columns: &[
        column("id", "ID", ColumnKind::Text),
        column("url", "URL", ColumnKind::Text),
        column("events", "EVENTS", ColumnKind::Text),
        column("status", "STATUS", ColumnKind::Status),
        column("created_at", "CREATED", ColumnKind::Time),
        column("last_triggered", "LAST TRIGGERED", ColumnKind::Time),
    ],
    known: &[
        "id",
        "url",
        "events",
        "status",
        "created_at",
        "updated_at",
        "last_triggered",
        "secret",
        "description",
    ],
    ids: "id",
};

/// The API's answer to a delete.
pub(super) const DELETED: View = View {
    columns: &[
        column("id", "ID", ColumnKind::Text),
        column("success", "SUCCESS", ColumnKind::Text),
        column("message", "MESSAGE", ColumnKind::Text),
    ],
    known: &["id", "success", "message"],
    ids: "id",
};

/// The API's answer to a test; in tables the fields of `details` stand beside the others.
pub(super) const TESTED: View = View {
    columns: &[
        column("id", "ID", ColumnKind::Text),
        column("success", "SUCCESS", ColumnKind::Text),
        column("status_code", "STATUS CODE", ColumnKind::Number),
        column("response_time", "RESPONSE TIME (MS)", ColumnKind::Number),
        column("timestamp", "TIMESTAMP", ColumnKind::Time),
        column("message", "MESSAGE", ColumnKind::Text),
    ],
    known: &["id", "success", "message", "details", "status_code", "response_time", "timestamp"],
    ids: "id",
};

/// A request that `--dry-run` shows.
pub(super) const REQUEST: View = View {
    columns: &[
        column("method", "METHOD", ColumnKind::Text),
        column("url", "URL", ColumnKind::Text),
        column("body", "BODY", ColumnKind::Text),
    ],
    known: &["method", "url", "headers", "body", "body_base64"],
    ids: "url",
};

/// A kept secret, without the secret.
pub(super) const KEPT_SECRET: View = View {
    columns: &[
        column("webhook_id", "WEBHOOK", ColumnKind::Text),
        column("origin", "API", ColumnKind::Text),
        column("kept_at", "KEPT", ColumnKind::Time),
    ],
    known: &["webhook_id", "origin", "kept_at"],
    ids: "webhook_id",
};

/// A kept secret with the secret.
pub(super) const REVEALED: View =
    View { columns: &[], known: &["webhook_id", "origin", "kept_at", "secret"], ids: "webhook_id" };

/// A documented event type.
pub(super) const EVENT: View = View {
    columns: &[
        column("type", "TYPE", ColumnKind::Text),
        column("description", "DESCRIPTION", ColumnKind::Text),
    ],
    known: &["type", "description"],
    ids: "type",
};

/// A recorded delivery.
pub(super) const DELIVERY: View = View {
    columns: &[
        column("id", "ID", ColumnKind::Text),
        column("received_at", "RECEIVED", ColumnKind::Time),
        column("signature", "SIGNATURE", ColumnKind::Status),
        column("event_type", "EVENT TYPE", ColumnKind::Text),
        column("event_id", "EVENT", ColumnKind::Text),
        column("bytes", "BYTES", ColumnKind::Number),
        column("path", "PATH", ColumnKind::Text),
    ],
    known: &[
        "type",
        "id",
        "received_at",
        "method",
        "path",
        "headers",
        "body",
        "body_base64",
        "bytes",
        "signature",
        "reason",
        "cause",
        "secret",
        "event_id",
        "event_type",
        "duplicate",
        "response",
        "forwards",
        "exec",
    ],
    ids: "id",
};

/// How many recorded deliveries are removed.
pub(super) const REMOVED: View = View { columns: &[], known: &["removed"], ids: "removed" };

/// A report of checks.
pub(super) const REPORT: View = View { columns: &[], known: &["ok", "checks"], ids: "ok" };

/// One attempt at a delivery.
pub(super) const ATTEMPT: View = View {
    columns: &[
        column("webhook_id", "WEBHOOK", ColumnKind::Text),
        column("url", "URL", ColumnKind::Text),
        column("event_id", "EVENT", ColumnKind::Text),
        column("attempt", "ATTEMPT", ColumnKind::Number),
        column("status", "STATUS", ColumnKind::Number),
        column("ms", "MS", ColumnKind::Number),
        column("error", "ERROR", ColumnKind::Text),
    ],
    known: &["webhook_id", "delivery_id", "url", "event_id", "attempt", "status", "ms", "error"],
    ids: "event_id",
};

/// One attempt at sending a recorded delivery again.
pub(super) const RESENT: View = View {
    columns: &[
        column("delivery_id", "DELIVERY", ColumnKind::Text),
        column("event_id", "EVENT", ColumnKind::Text),
        column("url", "URL", ColumnKind::Text),
        column("status", "STATUS", ColumnKind::Number),
        column("ms", "MS", ColumnKind::Number),
        column("error", "ERROR", ColumnKind::Text),
    ],
    known: ATTEMPT.known,
    ids: "delivery_id",
};

/// One attempt at a delivery of `send`.
pub(super) const SENT: View = View {
    columns: &[
        column("event_id", "EVENT", ColumnKind::Text),
        column("url", "URL", ColumnKind::Text),
        column("attempt", "ATTEMPT", ColumnKind::Number),
        column("status", "STATUS", ColumnKind::Number),
        column("ms", "MS", ColumnKind::Number),
        column("error", "ERROR", ColumnKind::Text),
    ],
    known: ATTEMPT.known,
    ids: "event_id",
};

/// A request that `send --dry-run` shows.
pub(super) const SENDABLE: View = View {
    columns: &[
        column("method", "METHOD", ColumnKind::Text),
        column("url", "URL", ColumnKind::Text),
        column("body", "BODY", ColumnKind::Text),
        column("curl", "CURL", ColumnKind::Text),
    ],
    known: &["method", "url", "headers", "body", "body_base64", "curl"],
    ids: "url",
};

/// A profile.
pub(super) const PROFILE: View = View {
    columns: &[
        column("name", "NAME", ColumnKind::Text),
        column("api_url", "API URL", ColumnKind::Text),
        column("default", "DEFAULT", ColumnKind::Text),
    ],
    known: &["name", "api_url", "default"],
    ids: "name",
};

/// A setting in force.
pub(super) const SETTING: View = View {
    columns: &[
        column("setting", "SETTING", ColumnKind::Text),
        column("value", "VALUE", ColumnKind::Text),
        column("source", "SOURCE", ColumnKind::Text),
    ],
    known: &["setting", "value", "source"],
    ids: "setting",
};

/// A signature made.
pub(super) const SIGNED: View =
    View { columns: &[], known: &["signature", "algorithm", "bytes"], ids: "signature" };

/// What is said of a signature.
pub(super) const VERDICT: View = View {
    columns: &[],
    known: &["valid", "reason", "secret", "bytes", "cause", "detail", "fix", "tried", "hint"],
    ids: "secret",
};

/// What is said of the signature of one record among many.
pub(super) const JUDGED: View = View {
    columns: &[
        column("delivery_id", "DELIVERY", ColumnKind::Text),
        column("valid", "VALID", ColumnKind::Text),
        column("reason", "REASON", ColumnKind::Text),
        column("secret", "SECRET", ColumnKind::Text),
        column("event_type", "EVENT TYPE", ColumnKind::Text),
        column("bytes", "BYTES", ColumnKind::Number),
    ],
    known: &["delivery_id", "valid", "reason", "secret", "event_type", "bytes"],
    ids: "delivery_id",
};

/// How many records of an event type have one verdict.
pub(super) const COUNTED: View = View {
    columns: &[
        column("event_type", "EVENT TYPE", ColumnKind::Text),
        column("verdict", "VERDICT", ColumnKind::Text),
        column("count", "COUNT", ColumnKind::Number),
    ],
    known: &["event_type", "verdict", "count"],
    ids: "event_type",
};

/// A sample payload.
pub(super) const PAYLOAD: View =
    View { columns: &[], known: &["id", "type", "created", "data"], ids: "id" };
