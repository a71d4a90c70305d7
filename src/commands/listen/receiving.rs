//! `listen` from its ready line to its summary: what comes is weighed and printed until one of the
//! endings has come.

use std::cell::RefCell;
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, mpsc};

use crate::commands::Context;
use crate::commands::listen::Args;
use crate::commands::listen::awaited::{Awaited, Ending};
use crate::commands::listen::child::follow;
use crate::commands::listen::explaining::Explainer;
use crate::commands::listen::own_webhook::OwnWebhook;
use crate::commands::listen::printer::Printer;
use crate::commands::listen::report::{Report, announce, conclude};
use crate::commands::signals::Signals;
use crate::error::{Outcome, Result};
use crate::journal::Writer;
use crate::listener::{Listener, Notice, Received};
use crate::output::Output;

/// How long, at least, nobody may read any of the last rows before they are given up.
const LAST_ROWS: Duration = Duration::from_secs(1);

/// Being told to end: once, and by another signal after that.
pub(super) struct Told {
    pub(super) once: Signals,
    pub(super) again: Signals,
}

/// What decides on the run.
pub(super) struct Receiving<'a> {
    pub(super) args: &'a Args,
    pub(super) context: &'a Context,
    pub(super) journal: Option<Arc<Writer>>,
    pub(super) awaited: Awaited,
    pub(super) limit: Option<Duration>,
    pub(super) told: Told,
}

impl Receiving<'_> {
    /// Receives until an ending has come, with COMMAND and the run's own webhook where there are
    /// such.
    ///
    /// # Errors
    /// A COMMAND that can't be started, output that can't be written.
    pub(super) async fn run(
        self,
        listener: Listener,
        own: Option<&mut OwnWebhook<'_>>,
    ) -> Result<Outcome> {
        let Self { args, context, journal, awaited, limit, told } = self;
        let Told { mut once, mut again } = told;
        let output = context.output();
        let awaited = RefCell::new(awaited);
        let webhook = own.as_ref().map(|own| own.id());
        let mut command = args.child.start(&listener.url(), listener.secret(), webhook)?;
        announce(&listener.url(), own.as_deref(), output)?;
        let over = Notify::new();
        let stop = async {
            tokio::select! {
                () = over.notified() => {}
                () = follow(command.as_mut(), limit, &awaited, output) => {}
                kind = once.next() => awaited.borrow_mut().end(Ending::Told(kind)),
            }
            if let Some(command) = command.take() {
                command.end(output).await;
            }
        };
        let keep = async {
            match own {
                Some(own) => own.keep(output).await,
                None => pending().await,
            }
        };
        let explainer = Explainer::new(listener.secrets(), context, journal.clone());
        let receive = async {
            let stream = context.shared_output();
            let report = Report::new(Arc::clone(&stream), context.settings().verbose > 0);
            let printer = Printer::start(Arc::clone(&stream), report, explainer, journal);
            let (sender, notices) = mpsc::unbounded_channel();
            let watch = watch(notices, &printer, &awaited, &over);
            let (mut summary, ()) = tokio::join!(listener.run(sender, stop), watch);
            if let Some(checked) = awaited.borrow().beside() {
                summary.count(checked);
            }
            let outstanding = awaited.borrow().outstanding().cloned();
            let conclude = move |dropped| conclude(&summary, dropped, outstanding, &stream);
            let finished = printer.finish(args.drain.max(LAST_ROWS), conclude).await;
            weigh(finished, awaited.borrow().outcome(), output)
        };
        tokio::select! {
            kind = again.twice() => Ok(Outcome::Told(kind)),
            never = keep => match never {},
            outcome = receive => outcome,
        }
    }
}

/// What the run has found out goes before the loss of its last rows.
fn weigh(printed: Result<()>, outcome: Outcome, output: &Output) -> Result<Outcome> {
    match printed {
        Err(error) if outcome != Outcome::Done => {
            output.warn(error.message());
            Ok(outcome)
        }
        printed => printed.map(|()| outcome),
    }
}

async fn watch(
    mut notices: mpsc::UnboundedReceiver<Notice>,
    printer: &Printer,
    awaited: &RefCell<Awaited>,
    over: &Notify,
) {
    while let Some(notice) = notices.recv().await {
        // What became of a delivery follows one that passes the filter.
        let is_shown = match &notice {
            Notice::Received(Received::Whole(delivery, _)) => awaited.borrow_mut().take(delivery),
            _ => true,
        };
        printer.push(notice, is_shown);
        if awaited.borrow().is_over() {
            over.notify_one();
        }
    }
}
