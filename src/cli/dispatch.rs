//! The commands: what each is run with, and what it needs before that.

use std::time::Duration;

use clap::Subcommand;

use crate::cli::tree;
use crate::commands::configuration::Reading;
use crate::commands::{
    Context, api, audit, completions, create, delete, deliveries, demo, doctor, events, generate,
    get, help, list, listen, login, logout, profile, sandbox, secret, send, sign, test, update,
    verify,
};
use crate::error::{Outcome, Result};
use crate::output::Form;

#[derive(Subcommand, Debug)]
pub(super) enum Command {
    List(list::Args),
    Get(get::Args),
    Create(create::Args),
    Update(update::Args),
    Delete(delete::Args),
    Test(test::Args),
    Events(events::Args),
    Api(api::Args),
    Listen(Box<listen::Args>),
    Deliveries(deliveries::Args),
    Verify(verify::Args),
    Sign(sign::Args),
    Send(send::Args),
    Audit(audit::Args),
    Profile(profile::Args),
    Login(login::Args),
    Logout(logout::Args),
    Secret(secret::Args),
    Sandbox(sandbox::Args),
    Doctor(doctor::Args),
    Demo(demo::Args),
    Completions(completions::Args),
    Help(help::Args),
    Generate(generate::Args),
}

impl Command {
    /// Runs the command.
    ///
    /// # Errors
    /// What the command ends with.
    pub(super) async fn run(self, context: &Context) -> Result<Outcome> {
        match self {
            Self::List(args) => list::run(&args, context).await,
            Self::Get(args) => get::run(&args, context).await,
            Self::Create(args) => create::run(&args, context).await,
            Self::Update(args) => update::run(&args, context).await,
            Self::Delete(args) => delete::run(&args, context).await,
            Self::Test(args) => test::run(&args, context).await,
            Self::Events(args) => events::run(&args, context),
            Self::Api(args) => api::run(&args, context).await,
            Self::Listen(mut args) => {
                args.take_from_project(context.settings().configuration.project())?;
                listen::run(&args, context).await
            }
            Self::Deliveries(args) => deliveries::run(&args, context).await,
            Self::Verify(args) => verify::run(&args, context).await,
            Self::Sign(args) => sign::run(&args, context).await,
            Self::Send(args) => send::run(&args, context).await,
            Self::Audit(args) => audit::run(&args, context).await,
            Self::Profile(args) => profile::run(&args, context),
            Self::Login(args) => login::run(&args, context).await,
            Self::Logout(args) => logout::run(&args, context).await,
            Self::Secret(args) => secret::run(&args, context).await,
            Self::Sandbox(args) => sandbox::run(&args, context).await,
            Self::Doctor(args) => doctor::run(&args, context).await,
            Self::Demo(args) => demo::run(&args, context).await,
            Self::Completions(args) => completions::run(&args, context, &tree::command()),
            Self::Help(args) => help::run(&args, context, tree::command()),
            Self::Generate(args) => generate::run(&args, tree::command()),
        }
    }

    /// What the command needs of the configuration.
    pub(super) fn reading(&self) -> Reading {
        match self {
            Self::Completions(_) | Self::Generate(_) => Reading::Nothing,
            // They may make the profile.
            Self::Login(_) | Self::Logout(_) => Reading::Files,
            Self::Profile(args) => args.reading(),
            Self::Doctor(_) => Reading::Tolerant,
            _ => Reading::Strict,
        }
    }

    /// How long an API call may take, unless the user says.
    pub(super) fn usual_timeout(&self) -> Duration {
        match self {
            // Somebody waits for it, because something is wrong.
            Self::Doctor(_) => Duration::from_secs(10),
            _ => Duration::from_secs(30),
        }
    }

    /// Whether it prints rows for as long as it likes: there is no end to close an array at.
    pub(super) fn streams(&self) -> bool {
        match self {
            Self::Listen(args) => args.listens(),
            Self::Sandbox(args) => args.serves(),
            Self::Deliveries(args) => args.exports(),
            _ => false,
        }
    }

    /// The output forms that the command takes.
    pub(super) fn forms(&self) -> &'static [Form] {
        match self {
            Self::Verify(args) if args.is_batch() => {
                &[Form::Table, Form::Json, Form::Ndjson, Form::Tsv, Form::Summary]
            }
            Self::Verify(_) | Self::Sign(_) | Self::Api(_) | Self::Demo(_) | Self::Doctor(_) => {
                &Form::DOCUMENTS
            }
            Self::Events(args) if args.prints_code() => &[Form::Table],
            Self::Events(args) if args.shows_a_sample() => &Form::DOCUMENTS,
            Self::Deliveries(args) if args.prunes() => &Form::DOCUMENTS,
            Self::Deliveries(args) if args.exports() => &[Form::Json, Form::Ndjson],
            Self::Secret(args) if args.prints_a_secret() => &Form::DOCUMENTS,
            Self::Audit(args) if args.only_lists() => &Form::DOCUMENTS,
            Self::Audit(_) => &[Form::Table, Form::Json, Form::Ndjson, Form::Yaml, Form::Junit],
            Self::Listen(_) | Self::Sandbox(_) if self.streams() => {
                &[Form::Table, Form::Json, Form::Ndjson]
            }
            Self::Completions(_) | Self::Generate(_) | Self::Help(_) => &[Form::Table],
            _ => &Form::USUAL,
        }
    }
}
