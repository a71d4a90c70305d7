//! What the command line and the environment give: it goes before all files.

use clap::ArgMatches;

use crate::commands::configuration::Layer;
use crate::config::{Environment, Key, Source};

/// A value, masked where it is a token, that goes before the files.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub(super) key: Key,
    pub(super) value: String,
    pub(super) layer: Layer,
}

/// What flags and variables give.
pub(super) fn given(matches: &ArgMatches, environment: &Environment) -> Vec<Given> {
    let mut given = Vec::new();
    for key in Key::ALL {
        let found = match key.option() {
            Some(option) => {
                let layer = Layer::of(matches, &option);
                let raw = matches.get_raw(&option).and_then(|mut values| values.next());
                // A switch on the command line has no text.
                let text = raw.map_or_else(|| "true".into(), |raw| raw.to_string_lossy());
                (layer != Layer::Default).then(|| (text.into_owned(), layer))
            }
            None => {
                environment.get(&key.variable()).map(|value| (value.to_owned(), Layer::Environment))
            }
        };
        // https://no-color.org is a wish of the environment.
        let no_color = || {
            let is_set = key == Key::Color && environment.get_os("NO_COLOR").is_some();
            is_set.then(|| ("never".to_owned(), Layer::Environment))
        };
        let Some((value, layer)) = found.or_else(no_color) else { continue };
        let value = if key == Key::Token { shown_token(&value) } else { value };
        given.push(Given { key, value, layer });
    }
    given
}

/// A token's source as it may be shown.
pub(in crate::commands) fn shown_token(source: &str) -> String {
    match source.parse() {
        Ok(Source::Value(_)) | Err(_) => "***".into(),
        Ok(source) => source.name(),
    }
}
