//! Where a profile's token may go: to that profile's API alone, whatever else is in force.

use crate::api::ApiUrl;
use crate::error::{Error, Kind, Result};

/// The API that a profile's token is for.
#[derive(Clone, Debug)]
pub struct TokenHome {
    pub(super) profile: String,
    pub(super) origin: Option<String>,
}

impl TokenHome {
    /// Refuses to send the token elsewhere.
    ///
    /// # Errors
    /// Another API (unauthorized).
    pub fn check(&self, url: &ApiUrl) -> Result<()> {
        let Self { profile, origin } = self;
        let elsewhere = url.origin();
        let message = match origin {
            Some(origin) if *origin == elsewhere => return Ok(()),
            Some(origin) => format!(
                "the token of profile `{profile}` belongs to {origin} and is not sent to {elsewhere}"
            ),
            None => format!(
                "profile `{profile}` has a token, but no api-url that it belongs to: it is not \
                 sent to {elsewhere}"
            ),
        };
        Err(Error::new(Kind::Unauthorized, message).hinted(format!(
            "give the token for {elsewhere} with --token or HOOKCTL_TOKEN, or make a profile for \
             it: `hookctl profile set api-url {elsewhere} --profile NEW`"
        )))
    }
}
