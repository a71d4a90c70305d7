//! How `listen` is told to answer what it accepts.

use std::path::PathBuf;
use std::time::Duration;

use http::StatusCode;

use crate::commands::Context;
use crate::commands::duration::duration;
use crate::commands::header::headers;
use crate::config::read_input;
use crate::error::Result;
use crate::listener::{Answers, Responder};

/// What accepted deliveries are answered.
#[derive(clap::Args, Debug)]
pub(super) struct RespondArgs {
    /// Answer accepted deliveries with this status [default: 200]
    #[arg(long, value_name = "STATUS", value_parser = status)]
    respond: Option<StatusCode>,

    /// Answer them with these statuses, in the order in which they come, such as 500,500,200; the
    /// last one stays
    #[arg(long, value_name = "STATUSES", value_delimiter = ',', value_parser = status, conflicts_with = "respond")]
    respond_sequence: Vec<StatusCode>,

    /// Hold their answers back for so long
    #[arg(long, value_name = "DURATION", default_value = "0s", value_parser = duration, hide_default_value = true)]
    respond_after: Duration,

    /// The file that has their answers' body; - is standard input
    #[arg(long, value_name = "FILE")]
    respond_body: Option<PathBuf>,

    /// A header of their answers; repeat it for more
    #[arg(long, value_name = "NAME: VALUE")]
    respond_header: Vec<String>,
}

impl RespondArgs {
    /// Reads the body.
    ///
    /// # Errors
    /// When it can't be read (usage).
    pub(super) async fn responder(&self, context: &Context) -> Result<Responder> {
        let body = match &self.respond_body {
            Some(path) => Some(read_input(path, "answers' body", context.stdin()).await?.into()),
            None => None,
        };
        let headers = headers("--respond-header", &self.respond_header)?;
        let statuses = self.respond.iter().chain(&self.respond_sequence).copied().collect();
        Ok(Answers { statuses, body, headers, after: self.respond_after }.into())
    }
}

fn status(text: &str) -> Result<StatusCode, String> {
    let status = StatusCode::from_bytes(text.as_bytes()).ok();
    status
        .filter(|status| (200..=599).contains(&status.as_u16()))
        .ok_or_else(|| "expected a status from 200 to 599".to_owned())
}

#[cfg(test)]
mod tests {
    use super::status;

    #[test]
    fn a_status_is_a_final_one() {
        assert_eq!(status("200").map(|status| status.as_u16()), Ok(200));
        assert_eq!(status("599").map(|status| status.as_u16()), Ok(599));
        for text in ["", "100", "199", "600", "20", "0200", "200 ", "ok"] {
            assert!(status(text).is_err(), "{text}");
        }
    }
}
