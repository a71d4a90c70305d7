//! What the API answers: at all, to this token, and at what time.

use std::time::SystemTime;

use http::header::DATE;
use http::{HeaderMap, Method};
use url::Url;

use crate::api::{Client, Request};
use crate::commands::Context;
use crate::commands::doctor::check::{Check, Report};
use crate::error::{Error, Result};

const REACHABLE: (&str, &str) = ("api", "API reachable");
const TOKEN: (&str, &str) = ("token", "Token accepted");
const CLOCK: (&str, &str) = ("clock", "Clock");

/// The rows that come from the API's answer.
pub(super) const ROWS: [(&str, &str); 3] = [REACHABLE, TOKEN, CLOCK];

/// Seconds from which on a clock that differs is told, and from which on it does harm: tokens and
/// signatures with a time in them are refused about there.
const DOUBTFUL: u64 = 30;
const HARMFUL: u64 = 5 * 60;

/// Asks for one webhook, which is the cheapest call there is.
pub(super) async fn check(
    client: Option<&Client>,
    url: &Url,
    is_reached: bool,
    context: &Context,
    report: &mut Report<'_>,
) -> Result<()> {
    let (Some(client), true) = (client, is_reached) else {
        let why = if is_reached { "there are no credentials" } else { "there is no connection" };
        return skip(&ROWS, why, report);
    };
    let mut request = Request {
        method: Method::GET,
        url: client.url().webhooks(),
        headers: HeaderMap::new(),
        body: None,
    };
    request.url.set_query(Some("limit=1"));
    let answer = {
        let _spinner = context.output().spinner("asking the API");
        client.call(&request).await
    };
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => {
            report.add(Check::of(REACHABLE.0, REACHABLE.1, &error))?;
            return skip(&ROWS[1..], "the API does not answer", report);
        }
    };
    let clock = clock(&answer.headers, SystemTime::now());
    if answer.status.is_server_error() {
        let error = answer.accepted().err().unwrap_or_else(|| Error::failed("it failed"));
        report.add(Check::of(REACHABLE.0, REACHABLE.1, &error))?;
        report.add(Check::skipped(TOKEN.0, TOKEN.1, "the API does not work"))?;
        return report.add(clock).map(drop);
    }
    report.add(Check::passed(REACHABLE.0, REACHABLE.1, format!("{url} answers")))?;
    report.add(match answer.accepted().and_then(|answer| answer.rows()) {
        Ok(_) => Check::passed(TOKEN.0, TOKEN.1, "it may list webhooks"),
        Err(error) => Check::of(TOKEN.0, TOKEN.1, &error),
    })?;
    report.add(clock).map(drop)
}

fn skip(rows: &[(&'static str, &'static str)], why: &str, report: &mut Report<'_>) -> Result<()> {
    rows.iter().try_for_each(|(id, title)| report.add(Check::skipped(id, title, why)).map(drop))
}

fn clock(headers: &HeaderMap, now: SystemTime) -> Check {
    let date = headers.get(DATE).and_then(|value| value.to_str().ok());
    let Some(date) = date.and_then(|text| httpdate::parse_http_date(text).ok()) else {
        return Check::skipped(CLOCK.0, CLOCK.1, "the answer has no Date");
    };
    let (ahead, word) = match now.duration_since(date) {
        Ok(ahead) => (ahead, "ahead of"),
        Err(behind) => (behind.duration(), "behind"),
    };
    let seconds = ahead.as_secs();
    let detail = format!("this clock is {seconds} s {word} the API's");
    if seconds <= DOUBTFUL {
        return Check::passed(CLOCK.0, CLOCK.1, detail);
    }
    let judge = if seconds <= HARMFUL { Check::warning } else { Check::failed };
    judge(CLOCK.0, CLOCK.1, detail)
        .fix("have the clock set from the network, as with `timedatectl set-ntp true`")
}
