//! What the world outside is to a command: settings, the API, kept secrets, output, questions.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderName;
use tokio::sync::OnceCell;

use crate::api::{ApiUrl, Client, Connection, Credentials};
use crate::commands::configuration::{Configuration, Layer};
use crate::commands::prompt::Prompter;
use crate::config::{
    Environment, HiddenVariables, Keyring, Paths, Reader, SANDBOX_ORIGIN, SecretStore, Source,
    Stdin,
};
use crate::error::{Error, Kind, Result};
use crate::output::Output;
use crate::sandbox::{self, Sandbox, State};
use crate::secret::Secret;
use crate::transport;

/// The settings in force, from flags, environment and files.
pub struct Settings {
    /// Where data and notes go.
    pub output: Arc<Output>,
    /// How much more than usual is told.
    pub verbose: u8,
    /// Where our own files are.
    pub paths: Paths,
    /// The process's variables.
    pub environment: Environment,
    /// Those that no program gets which we run by ourselves.
    pub hidden: HiddenVariables,
    /// Where the API is.
    pub api_url: Option<ApiUrl>,
    /// What gives the token.
    pub token: Option<Source>,
    /// The token's source stands on the command line, where others can see it.
    pub token_is_argument: bool,
    /// The header that carries the token.
    pub auth_header: Option<HeaderName>,
    /// What stands before the token, where it is not `Bearer`; nothing where that is empty.
    pub auth_scheme: Option<Option<String>>,
    /// The API is the sandbox, started for this command.
    pub sandbox: bool,
    /// How long an API call may take.
    pub timeout: Duration,
    /// How long a listener may wait for what it awaits, or a target may take to answer.
    pub wait: Option<Duration>,
    /// How often an API call is tried again.
    pub retries: u32,
    /// How often a delivery that is sent is tried again.
    pub send_retries: u32,
    /// Whether the token may travel over plain http.
    pub allow_http: bool,
    /// Proxy and certificates.
    pub transport: transport::Settings,
    /// The file of received deliveries.
    pub journal: Option<PathBuf>,
    /// The files that settings came from, and which came from where.
    pub configuration: Configuration,
    /// Every question is answered with yes.
    pub yes: bool,
    /// Whether questions may be asked at all.
    pub may_ask: bool,
}

/// What a command runs in.
pub struct Context {
    settings: Settings,
    stdin: Stdin,
    api: OnceCell<Api>,
}

struct Api {
    client: Client,
    sandbox: Option<Sandbox>,
}

impl Context {
    /// Nothing is opened or started yet.
    pub fn new(settings: Settings) -> Self {
        Self { settings, stdin: Stdin::default(), api: OnceCell::new() }
    }

    /// Where data and notes go.
    pub fn output(&self) -> &Output {
        &self.settings.output
    }

    /// The same, for one who prints beside the command.
    pub fn shared_output(&self) -> Arc<Output> {
        Arc::clone(&self.settings.output)
    }

    /// The settings in force.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Standard input, for one taker.
    pub fn stdin(&self) -> &Stdin {
        &self.stdin
    }

    /// The kept secrets.
    pub fn secrets(&self) -> SecretStore {
        SecretStore::at(self.settings.paths.secrets())
    }

    /// The one who asks.
    pub fn prompter(&self) -> Prompter {
        Prompter::new(self.output().terminal(), self.settings.may_ask)
    }

    /// The API that kept secrets belong to, where one is in force.
    pub fn origin(&self) -> Option<String> {
        if self.settings.sandbox {
            return Some(SANDBOX_ORIGIN.to_owned());
        }
        self.settings.api_url.as_ref().map(ApiUrl::origin)
    }

    /// The client of the API, made when it is first needed; with `--sandbox` its server is started.
    ///
    /// # Errors
    /// No URL or no token (unauthorized), settings that can't be used, a sandbox that can't start.
    pub async fn api(&self) -> Result<&Client> {
        self.api.get_or_try_init(|| self.connect()).await.map(|api| &api.client)
    }

    /// The keyring, as far as there is one. It asks in a window of its own, so standard input need
    /// not be a terminal.
    pub fn keyring(&self) -> Keyring {
        let may_ask = self.settings.may_ask && self.output().terminal().stderr_is_terminal;
        Keyring::find(&self.settings.environment, may_ask)
    }

    /// The profile in force, or the one that is made where there is none.
    pub fn profile(&self) -> &str {
        self.settings.configuration.chosen().map_or("default", |chosen| &chosen.name)
    }

    async fn connect(&self) -> Result<Api> {
        let sandbox = if self.settings.sandbox { Some(self.start_sandbox().await?) } else { None };
        let (url, credentials) = if let Some(sandbox) = &sandbox {
            let url = sandbox.url().parse();
            let url = url.map_err(|error| Error::failed(format!("the sandbox's URL: {error}")))?;
            (url, Credentials::bearer(sandbox.token().clone()))
        } else {
            let url = self.settings.api_url.clone().ok_or_else(|| without("URL"))?;
            let credentials = self.credentials(&url).await?;
            (url, credentials)
        };
        Ok(Api { client: self.client(url, credentials)?, sandbox })
    }

    /// A client of any API, with the settings in force.
    ///
    /// # Errors
    /// Settings that can't be used.
    pub(super) fn client(&self, url: ApiUrl, credentials: Credentials) -> Result<Client> {
        Client::new(Connection {
            url,
            credentials,
            timeout: self.settings.timeout,
            retries: self.settings.retries,
            allow_http: self.settings.allow_http,
            transport: self.settings.transport.clone(),
        })
    }

    async fn start_sandbox(&self) -> Result<Sandbox> {
        self.settings.paths.ensure_data()?;
        let state = State::File(self.settings.paths.sandbox());
        Ok(sandbox::start(sandbox::Options { state, ..Default::default() }).await?)
    }

    async fn credentials(&self, url: &ApiUrl) -> Result<Credentials> {
        let settings = &self.settings;
        let source = settings.token.as_ref().ok_or_else(|| without("token"))?;
        if let Some(home) = settings.configuration.token_home() {
            home.check(url)?;
            settings.configuration.check_privacy()?;
        }
        let token = self.read_source(source, "token", settings.token_is_argument).await?;
        Ok(self.credentials_of(token))
    }

    /// What carries a token, by the settings in force.
    pub(super) fn credentials_of(&self, token: Secret) -> Credentials {
        let bearer = Credentials::bearer(token);
        Credentials {
            header: self.settings.auth_header.clone().unwrap_or(bearer.header),
            scheme: self.settings.auth_scheme.clone().unwrap_or(bearer.scheme),
            token: bearer.token,
        }
    }

    /// Tells before a call that writes which API it goes to, where a repository chose it.
    pub(super) fn tell_profile(&self) {
        let configuration = &self.settings.configuration;
        let Some(chosen) = configuration.chosen() else { return };
        if chosen.layer != Layer::Project || self.settings.sandbox {
            return;
        }
        let (name, path) = (&chosen.name, configuration.project().path().display());
        self.output().note(&format!("profile `{name}` is used, as {path} says"));
    }

    /// A signing secret given as an argument.
    ///
    /// # Errors
    /// Those of [`Source::read`].
    pub async fn secret(&self, source: &Source) -> Result<Secret> {
        self.read_source(source, "secret", true).await
    }

    /// A secret or token; with a note where others can see it.
    ///
    /// # Errors
    /// Those of [`Source::read`].
    pub(super) async fn read_source(
        &self,
        source: &Source,
        what: &'static str,
        is_argument: bool,
    ) -> Result<Secret> {
        let reader = Reader {
            what,
            environment: &self.settings.environment,
            stdin: &self.stdin,
            hidden: &self.settings.hidden,
            keyring: self.keyring(),
            own_folder: self.settings.paths.data(),
            kept: &|id| self.secrets().find(id, self.origin().as_deref()),
            warn: &|text| self.output().warn(text),
        };
        let secret = source.read(&reader).await?;
        if is_argument && matches!(source, Source::Value(_)) {
            self.output().note(&format!(
                "other users of this machine can see a {what} on the command line: \
                 env:NAME, file:PATH or - keep it out of sight"
            ));
        }
        Ok(secret)
    }

    /// Ends what was started for this command.
    pub async fn close(self) {
        if let Some(Api { sandbox: Some(sandbox), client }) = self.api.into_inner() {
            drop(client);
            sandbox.stop().await;
        }
    }
}

fn without(what: &str) -> Error {
    Error::new(Kind::Unauthorized, format!("no API {what} is given")).hinted(
        "give --api-url and --token, or set HOOKCTL_API_URL and HOOKCTL_TOKEN, or keep both with \
         `hookctl login --api-url URL`, or try the API that hookctl carries with --sandbox",
    )
}
