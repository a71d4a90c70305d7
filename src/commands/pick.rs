//! Picking a webhook from all that there are, for a command that was given no id.

use crate::api::ListQuery;
use crate::commands::Context;
use crate::commands::prompt::fitted;
use crate::error::{Error, Kind, Result};
use crate::model::{JsonObject, WebhookId};
use crate::output::safe;

/// More are not listed: who has so many knows the id, or finds it with `hookctl list`.
const MOST: usize = 1_000;

/// The most rows a page may have (API document, "Get All Webhooks").
const PAGE: u64 = 100;

/// Pages that are under way at once.
const CONCURRENCY: usize = 4;

/// Columns of a line that the list itself takes.
const MARGIN: usize = 3;

/// Asks for one of all webhooks, which `command` is to work on.
///
/// # Errors
/// Nobody to ask (usage), no webhook at all (not found), declined; those of every call.
pub(super) async fn pick(command: &str, context: &Context) -> Result<WebhookId> {
    let prompter = context.prompter();
    if !prompter.can_ask() {
        return Err(Error::usage("no webhook's ID is given, and nobody is there to ask for it")
            .hinted(format!("hookctl {command} ID; `hookctl list` shows the ids")));
    }
    let webhooks = listed(context).await?;
    if webhooks.is_empty() {
        return Err(Error::new(Kind::NotFound, "there is no webhook to choose")
            .hinted("`hookctl create` makes one"));
    }
    let width = prompter.width().saturating_sub(MARGIN);
    let lines: Vec<_> = webhooks.iter().map(|(id, row)| line(id, row, width)).collect();
    let question = format!("Which webhook to {command}? Type to search:");
    let index = prompter.pick(&question, &lines, 0).await?;
    let (id, _) = webhooks.into_iter().nth(index).ok_or_else(|| Error::failed("none is chosen"))?;
    Ok(id)
}

async fn listed(context: &Context) -> Result<Vec<(WebhookId, JsonObject)>> {
    let client = context.api().await?;
    let _spinner = context.output().spinner("listing webhooks");
    let query = ListQuery { page: 1, limit: Some(PAGE), status: None, event: None };
    let mut pages = client.pages(query, CONCURRENCY);
    let mut webhooks = Vec::new();
    while let Some(page) = pages.next().await? {
        // What has no id that can stand in a path can't be worked on either.
        let named = |row: JsonObject| Some((row.read("id").ok().flatten()?, row));
        webhooks.extend(page.into_iter().filter_map(named));
        if webhooks.len() > MOST {
            webhooks.truncate(MOST);
            context.output().note(&format!(
                "only the first {MOST} webhooks can be chosen; `hookctl list --all` shows all"
            ));
            break;
        }
    }
    Ok(webhooks)
}

/// A webhook in a line of at most `width` columns. Its id is always whole: no two lines are the
/// same.
pub(super) fn line(id: &WebhookId, webhook: &JsonObject, width: usize) -> String {
    let url: String = webhook.read("url").ok().flatten().unwrap_or_default();
    let events: Vec<String> = webhook.read("events").ok().flatten().unwrap_or_default();
    let status: String = webhook.read("status").ok().flatten().unwrap_or_default();
    let about = format!("  {url}  [{}]  {status}", events.join(", "));
    // Made safe first: what is shown instead of a control character is longer.
    let id = safe(id.as_str());
    format!("{id}{}", fitted(safe(about.trim_end()).as_ref(), width.saturating_sub(id.len())))
}

#[cfg(test)]
mod tests {
    use super::line;
    use crate::model::JsonObject;

    #[test]
    fn a_line_has_what_tells_webhooks_apart_and_fits() {
        let text = r#"{"url":"https://a.invalid/\u001b[2J","events":["user.created","x"],"status":"active"}"#;
        let webhook: JsonObject = serde_json::from_str(text).unwrap();
        let id = "wh_1".parse().unwrap();
        let whole = "wh_1  https://a.invalid/\\x1b[2J  [user.created, x]  active";
        assert_eq!(line(&id, &webhook, 80), whole);
        assert_eq!(line(&id, &webhook, 30), "wh_1  https://a.invalid/\\x1…");
        let bare = line(&id, &JsonObject::new(), 80);
        assert_eq!(bare, "wh_1    []");
    }
}
