//! `hookctl doctor`: looks at everything that can keep hookctl from working, and says what to do.

mod api;
mod certificate;
mod check;
mod local;
mod network;
mod round_trip;
mod shell;

use crate::commands::Context;
use crate::commands::doctor::check::Report;
use crate::commands::doctor::round_trip::RoundTripArgs;
use crate::commands::signals::Signals;
use crate::error::{Error, Kind, Outcome, Result};

/// Check the setup: files, network, credentials, clock
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub struct Args {
    #[command(flatten)]
    round_trip: RoundTripArgs,
}

const HELP: &str = "\
Nothing is changed, and what is not there is not made; the sandbox alone is started for --sandbox.
--timeout bounds each look at the network [default: 10s]. A certificate with fewer than 14 days left
and a clock that is 30 s off are warnings; an expired one, and 5 minutes, are failures.

With --e2e the webhook is deleted whatever fails, also on Ctrl-C; only kill -9 leaves it, and then
`hookctl listen --clean-up` deletes it.

Examples:
  hookctl doctor
  hookctl doctor --sandbox --e2e
  hookctl doctor --e2e --public-url https://hooks.example.com/dev
  hookctl doctor -o json

Output: a row a check; -o json: {\"ok\",\"checks\":[{\"id\",\"title\",\"status\",\"detail\",\"fix\"}]}, status
passed, warning, failed or skipped.
Exit codes: 0 nothing failed, 1 a check failed, 2 --e2e without a URL that the API reaches.";

impl Args {
    /// Whether something is created that has to be deleted again.
    pub fn goes_all_the_way(&self) -> bool {
        self.round_trip.e2e
    }
}

/// Prints a row a check.
///
/// # Errors
/// Standard output that can't be written, a signal. A check that fails is part of the report.
pub async fn run(args: &Args, context: &Context) -> Result<Outcome> {
    args.round_trip.check(context)?;
    let mut report = Report::new(context.output())?;
    let mut signals = Signals::listen()?;
    tokio::select! {
        looked = look(context, &mut report) => looked?,
        kind = signals.next() => return Err(Error::interrupted(kind)),
    }
    let mut went = Ok(());
    if args.round_trip.e2e {
        went = args.round_trip.go(context, &mut signals, &mut report).await;
    }
    let is_well = report.finish()?;
    went?;
    Ok(if is_well { Outcome::Done } else { Outcome::Told(Kind::Failed) })
}

async fn look(context: &Context, report: &mut Report<'_>) -> Result<()> {
    let settings = context.settings();
    report.add(local::configuration(settings))?;
    report.add(local::modes(&settings.paths))?;
    report.add(local::secrets(context))?;
    report.add(local::journal(context).await)?;
    report.add(shell::completion(&settings.environment))?;
    network::check(context, report).await
}
