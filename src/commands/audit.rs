//! `hookctl audit`: attacks a handler of one's own, and says what a sound one would have answered.

mod chosen;
mod junit;
mod row;

use std::time::Duration;

use tokio::time::sleep;

use crate::audit::{self, Audit, Check, Finding, Target, Verdict};
use crate::commands::Context;
use crate::commands::audit::chosen::Chosen;
use crate::commands::audit::row::{Listed, Row};
use crate::commands::outgoing::target;
use crate::commands::report::Report;
use crate::commands::signals::Signals;
use crate::commands::subscription::warn_of_unknown;
use crate::config::Source;
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::EventType;
use crate::output::{Form, Output};
use crate::sender::DEFAULT_LIMIT;

/// How long a process that has broken off may take to end.
const DYING: Duration = Duration::from_millis(100);

/// What breaks off without its own fault.
const ENDED_BEFORE: &str = "; a check before may have ended the handler";

/// Attack a handler of your own, and find what it takes that it must not
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub struct Args {
    /// The handler: an absolute http or https URL, used as it is
    #[arg(value_name = "URL", required_unless_present = "list")]
    url: Option<String>,

    /// The secret that the handler knows, as env:NAME, file:PATH, - (standard input), cmd:COMMAND,
    /// webhook:ID (the one kept for it), or the secret itself
    #[arg(long, value_name = "SOURCE", required_unless_present = "list")]
    secret: Option<Source>,

    /// The type of the events that are sent
    #[arg(long, value_name = "TYPE", default_value = "user.created")]
    event: EventType,

    #[command(flatten)]
    chosen: Chosen,

    /// List the checks, and send nothing
    #[arg(long)]
    list: bool,

    /// Attack a host that is neither loopback nor private: say that it is yours
    #[arg(long)]
    i_own_this_target: bool,
}

impl Args {
    /// Whether nothing is attacked.
    pub fn only_lists(&self) -> bool {
        self.list
    }
}

const HELP: &str = "\
Sends the handler what it must take, what it must refuse and what it must survive, each as an event
of its own. It really gets them: use a test set-up. Redirects are not followed, and no proxy is
used. --timeout bounds each exchange, without the pauses that hookctl makes [default: 10s].

Every address of the host has to be loopback or private, unless --i-own-this-target is given. The
check `timing` measures; it warns of a difference, and never fails because of one.

Examples:
  hookctl audit http://127.0.0.1:3000/hook --secret env:SECRET
  hookctl audit http://127.0.0.1:3000/hook --secret webhook:wh_123456 --skip slow_body,timing
  hookctl audit http://127.0.0.1:3000/hook --secret env:SECRET -o junit > audit.xml
  hookctl audit --list

Output: a row a check; -o json: {\"ok\",\"checks\":[{\"id\",\"title\",\"status\",\"sent\",\"expected\",\"got\",
\"why\",\"timing\"}]}, status passed, warning, failed or skipped; -o junit: JUnit XML.
Exit codes: 0 no check failed, 9 one failed, 2 a target that is not allowed, 7 a name without address.";

/// Prints a row a check.
///
/// # Errors
/// A target or secret that can't be used; standard output that can't be written.
pub async fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let output = context.output();
    let checks = args.chosen.checks()?;
    if args.list {
        return list(&checks, output);
    }
    let (mut report, mut signals) = (Report::new(output)?, Signals::listen()?);
    let audit = tokio::select! {
        audit = prepare(args, context) => audit?,
        kind = signals.next() => return Err(Error::interrupted(kind)),
    };
    let stopped = tokio::select! {
        attacked = attack(&audit, &checks, &mut report) => {
            attacked?;
            None
        }
        kind = signals.next() => Some(kind),
    };
    if stopped.is_some() && output.form() != Form::Table {
        // A document tells of every check, and what was found so far is not lost.
        for check in &checks[report.rows().len()..] {
            report.add(Row::skipped(check, "interrupted"))?;
        }
    }
    let is_well = if output.form() == Form::Junit {
        output.raw(junit::document(report.rows()).as_bytes())?;
        report.is_well()
    } else {
        report.finish()?
    };
    match stopped {
        Some(kind) => Err(Error::interrupted(kind)),
        None if is_well => Ok(Outcome::Done),
        None => Ok(Outcome::Told(Kind::DeliveryFailed)),
    }
}

async fn prepare(args: &Args, context: &Context) -> Result<Audit> {
    let (Some(url), Some(secret)) = (&args.url, &args.secret) else {
        return Err(Error::usage("which handler, and with which secret, is not said"));
    };
    let settings = context.settings();
    let target = Target::find(target("the target", url)?, &settings.transport).await?;
    if !args.i_own_this_target {
        check_nearness(&target)?;
    }
    let secret = context.secret(secret).await?;
    warn_of_unknown([&args.event], context);
    let limit = settings.wait.unwrap_or(DEFAULT_LIMIT);
    Ok(Audit::new(target, &secret, args.event.clone(), limit))
}

/// One check after the other, as long as somebody reads what comes of them. Once the target takes no
/// connection, the rest makes no sense.
async fn attack(
    audit: &Audit,
    checks: &[&'static Check],
    report: &mut Report<'_, Row>,
) -> Result<()> {
    let mut before = None;
    for &check in checks {
        if report.output().is_closed() {
            return Ok(());
        }
        if before == Some(Verdict::Unreachable) {
            report.add(Row::skipped(check, "the target takes no connection"))?;
            continue;
        }
        let spinner = report.output().spinner(check.title);
        let (finding, is_there) = run_check(audit, check, before).await;
        drop(spinner);
        before = Some(if is_there { finding.verdict } else { Verdict::Unreachable });
        let is_untried = finding.verdict == Verdict::Unreachable;
        report.add(if is_untried && !report.is_well() {
            // The one that ended the handler has failed itself.
            Row::skipped(check, &finding.got)
        } else {
            Row::new(check, finding)
        })?;
    }
    Ok(())
}

/// Runs a check, and says whether the handler is there afterwards. That one which has ended breaks
/// off, or takes no connection, says nothing of this check: the one before may have ended it, and
/// been answered nevertheless.
async fn run_check(audit: &Audit, check: &Check, before: Option<Verdict>) -> (Finding, bool) {
    let mut finding = audit.run(check).await;
    let is_gone = matches!(finding.verdict, Verdict::Broken | Verdict::Unreachable);
    let Some(before) = before.filter(|_| is_gone) else {
        let is_there = finding.verdict != Verdict::Unreachable;
        return (finding, is_there);
    };
    if finding.verdict == Verdict::Broken {
        // A process that is about to end may still take a connection.
        sleep(DYING).await;
    }
    if !audit.comes_back().await {
        if before == Verdict::Broken {
            finding.verdict = Verdict::Unreachable;
        }
        finding.got += ENDED_BEFORE;
        return (finding, false);
    }
    let again = audit.run(check).await;
    let is_of_before = finding.verdict == Verdict::Unreachable || before == Verdict::Broken;
    if is_of_before || again.verdict == Verdict::Broken {
        return (again, true);
    }
    (Finding { got: format!("{}; then {}{ENDED_BEFORE}", finding.got, again.got), ..finding }, true)
}

/// An attack on somebody else's server is one. All addresses count: which of them is connected to
/// is the network's choice.
fn check_nearness(target: &Target) -> Result<()> {
    let far = target.addresses().iter().find(|address| !audit::is_near(address.ip()));
    match far {
        Some(address) => Err(Error::usage(format!(
            "the target is at {}, which is neither loopback nor private",
            address.ip()
        ))
        .hinted("if it is yours, --i-own-this-target says so")),
        None => Ok(()),
    }
}

fn list(checks: &[&'static Check], output: &Output) -> Result<Outcome> {
    match output.form() {
        Form::Table => checks.iter().try_for_each(|check| {
            output.line(&format!("{:<22} {}; sound: {}", check.id, check.sent, check.expected))
        })?,
        _ => output.json(&checks.iter().map(|check| Listed::from(*check)).collect::<Vec<_>>())?,
    }
    Ok(Outcome::Done)
}
