//! `--edit`: a webhook as YAML in an editor, and what the user changed of it.

use serde::{Deserialize, Deserializer};

use crate::commands::Context;
use crate::commands::subscription::{check_url, warn_of_unknown};
use crate::commands::update::changes::Changes;
use crate::commands::update::editor::{Editor, KeptText};
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::{Draft, EventType, EventTypeError, Status, Webhook, WebhookId};

/// Has the webhook edited until what it became is taken, and applies what differs.
///
/// # Errors
/// No editor, or one that fails; text that is refused; those of every call.
pub(super) async fn run(id: &WebhookId, dry_run: bool, context: &Context) -> Result<Outcome> {
    let prompter = context.prompter();
    let editor = Editor::find(context.settings(), prompter.can_ask())?;
    let webhook = {
        let _spinner = context.output().spinner("reading");
        context.api().await?.get(id).await?
    };
    let mut text = KeptText::new(&document(&webhook)?, context.output())?;
    loop {
        editor.edit(text.path()).map_err(|error| text.named_in(error))?;
        let changed = match text.read().and_then(|edited| changes(&edited, &webhook)) {
            Ok(changes) => {
                warn_of_unknown(changes.events.iter().flatten(), context);
                changes.apply(id, dry_run, context).await
            }
            Err(error) => Err(error),
        };
        let refusal = match changed {
            Ok(outcome) => {
                text.discard();
                return Ok(outcome);
            }
            Err(error) => text.named_in(error),
        };
        let is_refused = matches!(refusal.kind(), Kind::Usage | Kind::Rejected);
        if !is_refused || !prompter.can_ask() {
            return Err(refusal);
        }
        context.output().error(&refusal);
        if !prompter.agrees("Edit it again?").await? {
            return Ok(Outcome::Told(refusal.kind()));
        }
    }
}

/// The YAML that is edited.
fn document(webhook: &Webhook) -> Result<String> {
    let draft = Draft {
        url: webhook.url.clone(),
        events: webhook.events.clone(),
        status: webhook.status.clone(),
        description: webhook.description.clone(),
    };
    let options = serde_saphyr::ser_options! { prefer_block_scalars: false };
    let yaml = serde_saphyr::to_string_with_options(&draft, options)
        .map_err(|error| Error::failed(format!("the webhook can't be written as YAML: {error}")))?;
    Ok(format!(
        "# Webhook {}: change it, save, and end the editor.\n\
         # What is left as it is changes nothing. The status is active or inactive;\n\
         # `hookctl events` lists the events.\n\
         {yaml}",
        webhook.id
    ))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edited {
    url: String,
    events: Vec<String>,
    status: Option<Status>,
    #[serde(default, deserialize_with = "maybe_emptied")]
    description: Option<String>,
}

/// A description that is there without text is to be emptied; a line that was taken out is not.
fn maybe_emptied<'de, D: Deserializer<'de>>(field: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(field).map(|text: Option<String>| Some(text.unwrap_or_default()))
}

/// What differs in the text from the webhook.
fn changes(text: &str, webhook: &Webhook) -> Result<Changes> {
    let options = serde_saphyr::options! { strict_booleans: true, with_snippet: false };
    let edited: Edited = serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        // The library's advice on a repeated key is for programmers.
        let advice = ", set DuplicateKeyPolicy in Options if acceptable";
        let reason = error.to_string().replace(advice, "");
        Error::usage(format!("the text is not a webhook in YAML: {reason}"))
    })?;
    let url = (edited.url != webhook.url).then_some(edited.url);
    url.as_deref().map_or(Ok(()), check_url)?;
    let events = event_types(&edited.events, webhook)?;
    let status = edited.status.filter(|status| webhook.status.as_ref() != Some(status));
    if let Some(Status::Other(status)) = &status {
        return Err(Error::usage(format!("the status {status:?} is neither active nor inactive")));
    }
    let described = webhook.description.as_deref().unwrap_or_default();
    Ok(Changes {
        url,
        events: (events != webhook.events).then_some(events),
        status,
        description: edited.description.filter(|text| text != described),
        ..Changes::default()
    })
}

/// A type that the webhook has already is taken as it is.
fn event_types(names: &[String], webhook: &Webhook) -> Result<Vec<EventType>> {
    let event = |name: &String| {
        let old = webhook.events.iter().find(|event| event.as_str() == name);
        old.cloned().map_or_else(|| name.parse(), Ok)
    };
    let events: Result<_, EventTypeError> = names.iter().map(event).collect();
    events.map_err(|error| Error::usage(error.to_string()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, proptest};

    use super::{changes, document};
    use crate::commands::update::changes::Changes;
    use crate::model::{JsonObject, Status, Webhook};

    fn webhook(url: &str, event: &str, status: &str, description: &str) -> Webhook {
        let mut object = JsonObject::new();
        object.set("id", &"wh_1");
        object.set("url", &url);
        object.set("events", &[event, "data.created"]);
        object.set("status", &status);
        object.set("description", &description);
        Webhook::try_from(object).unwrap()
    }

    fn known() -> Webhook {
        webhook("https://a.invalid/", "user.created", "active", "yes")
    }

    #[track_caller]
    fn edited(text: &str) -> Changes {
        changes(text, &known()).unwrap()
    }

    #[test]
    fn only_what_differs_is_a_change() {
        let text = document(&known()).unwrap();
        let inactive = text.replace("status: active", "status: inactive");
        let status = Some(Status::Inactive);
        assert_eq!(edited(&inactive), Changes { status, ..Changes::default() });
        let fewer = text.replace("- data.created\n", "");
        let events = Some(vec!["user.created".parse().unwrap()]);
        assert_eq!(edited(&fewer), Changes { events, ..Changes::default() });
    }

    #[test]
    fn a_description_is_emptied_or_left_out() {
        let text = "url: https://a.invalid/\nevents: [user.created, data.created]\n";
        assert!(edited(text).is_empty());
        let emptied = edited(&format!("{text}description:\n"));
        assert_eq!(emptied.description.as_deref(), Some(""));
        assert!(edited(&format!("{text}description: yes\nstatus:\n")).is_empty());
    }

    #[test]
    fn what_is_no_webhook_is_refused_in_one_line() {
        let rest = "events: [user.created]\n";
        for text in [
            "",
            "url: [",
            "url: https://a.invalid/\n",
            "events: [user.created]\n",
            "url: nowhere\nevents: [user.created]\n",
            "url: https://a.invalid/\nevents: [a b]\n",
            &format!("url: https://a.invalid/\n{rest}status: paused\n"),
            &format!("url: https://a.invalid/\n{rest}team: blue\n"),
        ] {
            let error = changes(text, &known()).unwrap_err();
            assert!(!error.message().contains('\n'), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn any_webhook_left_as_it_is_is_no_change(
            url in any::<String>(), event in any::<String>(), status in any::<String>(),
            description in any::<String>(),
        ) {
            let webhook = webhook(&url, &event, &status, &description);
            let text = document(&webhook).unwrap();
            let changes = changes(&text, &webhook);
            prop_assert!(changes.as_ref().is_ok_and(Changes::is_empty), "{text}{changes:?}");
        }
    }
}
