//! Where `listen` passes deliveries on to: its options, and what earlier runs have left.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::path::PathBuf;
use std::time::Duration;

use tokio::time::timeout;
use url::{Host, Url};

use crate::commands::Context;
use crate::commands::header::headers;
use crate::commands::listen::executable::is_executable;
use crate::error::{Error, Result};
use crate::journal::Writer;
use crate::listener::{Program, RelayOptions, Retries, Route, Target};
use crate::model::DeliveryFilter;
use crate::transport;

/// How long a target's name is looked up, to see whether it is the listener's own.
const LOOKUP: Duration = Duration::from_secs(2);

#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Passing deliveries on")]
pub(super) struct OnwardArgs {
    /// Send each delivery on to this URL once it is answered, its bytes, method and headers as
    /// they came; with user.*= before it those of some types only; repeat it for more targets, or
    /// more types of one
    #[arg(long, value_name = "[TYPE=]URL")]
    forward: Vec<Route>,

    /// Try a target that fails, or answers 429 or 5xx, so many times again, after a growing
    /// pause or as its Retry-After asks; then the delivery stays pending in the journal, for a
    /// later run
    #[arg(long, value_name = "N", default_value_t = 5, requires = "forward")]
    forward_retries: u32,

    /// Send so many at a time to a target; more than 1 gives up their order
    #[arg(long, value_name = "N", default_value_t = 1, requires = "forward", value_parser = clap::value_parser!(u16).range(1..=256))]
    forward_concurrency: u16,

    /// Add a header to what is forwarded, or replace it; repeat it for more
    #[arg(long, value_name = "NAME: VALUE", requires = "forward")]
    forward_header: Vec<String>,

    /// Certificates (PEM) to check targets with, instead of the system's
    #[arg(long, value_name = "FILE", requires = "forward")]
    forward_ca_file: Option<PathBuf>,

    /// Don't check the certificates of targets
    #[arg(long, requires = "forward")]
    forward_insecure: bool,

    /// Forward deliveries with an invalid or missing signature too
    #[arg(long, requires = "forward")]
    forward_invalid: bool,

    /// Answer the sender with what the target answers, which is tried once
    #[arg(long, requires = "forward", conflicts_with_all = ["forward_retries", "forward_concurrency"])]
    pass_through: bool,

    /// Leave what earlier runs could not forward
    #[arg(long, requires = "forward")]
    no_resume: bool,

    /// Run this program with each delivery, without a shell: the body on its standard input,
    /// HOOKCTL_EVENT_TYPE, HOOKCTL_EVENT_ID, HOOKCTL_DELIVERY_ID and HOOKCTL_SIGNATURE (valid or
    /// unchecked) in its environment; 4 at a time, 30 s at most
    #[arg(long, value_name = "COMMAND", value_parser = words)]
    exec: Option<Words>,
}

/// A program and its arguments.
#[derive(Clone, Debug)]
struct Words(Vec<String>);

fn words(text: &str) -> Result<Words, String> {
    match shell_words::split(text) {
        Ok(words) if words.is_empty() => Err("expected a program".to_owned()),
        Ok(words) => Ok(Words(words)),
        Err(error) => Err(format!("its words can't be told apart: {error}")),
    }
}

impl OnwardArgs {
    /// Prepares the way to each target, and takes up what is pending for them.
    ///
    /// # Errors
    /// A target given twice, two to pass through to, a program that can't be run, certificates or a
    /// journal that can't be used.
    pub(super) fn options(
        &self,
        wanted: &DeliveryFilter,
        journal: Option<&Writer>,
        context: &Context,
    ) -> Result<RelayOptions> {
        let routes = self.routes()?;
        let transport = transport::Settings {
            ca_file: self.forward_ca_file.clone(),
            insecure: self.forward_insecure,
            no_user_agent: true,
            proxy: context.settings().transport.proxy.clone(),
            ..transport::Settings::default()
        };
        let headers = headers("--forward-header", &self.forward_header)?;
        let targets = routes
            .into_iter()
            .map(|route| Target::new(route, headers.clone(), &transport))
            .collect::<Result<_>>()?;
        let program = self.program(context)?;
        let mut options = RelayOptions {
            targets,
            retries: Retries(self.forward_retries),
            concurrency: self.forward_concurrency.into(),
            program,
            forwards_invalid: self.forward_invalid,
            passes_through: self.pass_through,
            resumed: Vec::new(),
        };
        if let Some(journal) = journal {
            self.resume(&mut options, wanted, journal, context)?;
        }
        Ok(options)
    }

    /// Refuses what can't be run before anything comes: later nobody may look.
    fn program(&self, context: &Context) -> Result<Option<Program>> {
        let Some(Words(words)) = &self.exec else { return Ok(None) };
        let name = words.first().map_or("", String::as_str);
        let settings = context.settings();
        if !is_executable(name, settings.environment.get_os("PATH")) {
            return Err(Error::usage(format!(
                "the program `{name}` of --exec is not there, or can't be run"
            ))
            .hinted("it is a path, or a name that is looked for in PATH; `sh -c '…'` is a shell"));
        }
        let hidden_variables = settings.hidden.names().to_vec();
        Ok(Some(Program { words: words.clone(), hidden_variables }))
    }

    /// One route to each target, in the order in which they were first named.
    fn routes(&self) -> Result<Vec<Route>> {
        let mut routes: Vec<Route> = Vec::new();
        for (place, route) in self.forward.iter().enumerate() {
            let same = routes.iter_mut().find(|known| known.name() == route.name());
            let is_repeat = self.forward[..place].contains(route);
            match same {
                None => routes.push(route.clone()),
                // A name stands for one URL in the journal, whatever credentials it hides.
                Some(known) if !is_repeat && known.url() == route.url() => {
                    known.join(route.clone());
                }
                Some(_) => {
                    return Err(Error::usage(format!("--forward names {} twice", route.name())));
                }
            }
        }
        if self.pass_through && routes.len() > 1 {
            return Err(Error::usage(
                "--pass-through needs one target, since a sender gets one answer",
            ));
        }
        Ok(routes)
    }

    fn resume(
        &self,
        options: &mut RelayOptions,
        wanted: &DeliveryFilter,
        journal: &Writer,
        context: &Context,
    ) -> Result<()> {
        if !self.no_resume && !self.pass_through {
            let names: Vec<_> = self.forward.iter().map(Route::name).collect();
            options.resumed = journal.take_up(&names, |delivery, name| {
                options.forwards(delivery, name) && wanted.passes(delivery)
            })?;
        }
        let taken = options.resumed.len();
        let left = journal.pending()?.saturating_sub(taken);
        if taken > 0 {
            context.output().note(&format!("forwards of earlier runs, taken up now: {taken}"));
        }
        if left > 0 && !self.forward.is_empty() {
            context.output().note(&format!(
                "forwards that stay pending, for other targets, listeners or options: {left}; \
                 `hookctl deliveries list --pending` shows them"
            ));
        }
        Ok(())
    }

    /// Refuses to forward to the listener itself: that would never end.
    ///
    /// # Errors
    /// Such a target (usage).
    pub(super) async fn check_loop(&self, own: SocketAddr) -> Result<()> {
        for route in &self.forward {
            if leads_to(route.url(), own).await {
                return Err(Error::usage(format!("{} is this listener itself", route.name())));
            }
        }
        Ok(())
    }
}

/// Whether what is sent to a URL comes to the socket that is bound there.
async fn leads_to(url: &Url, own: SocketAddr) -> bool {
    url.port_or_known_default() == Some(own.port())
        && addresses(url).await.into_iter().any(|target| reaches(target, own.ip()))
}

/// Where connections to a URL's host go; none where its name has no address yet.
async fn addresses(url: &Url) -> Vec<IpAddr> {
    if matches!(url.host(), Some(Host::Domain(name)) if name.eq_ignore_ascii_case("localhost")) {
        // As clients made by `transport` take it.
        return vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    }
    let found = timeout(LOOKUP, transport::resolve(url)).await;
    let found = found.ok().and_then(Result::ok).unwrap_or_default();
    found.into_iter().map(|address| address.ip()).collect()
}

/// Whether connections to an address come to a socket that is bound to another, apart from the port.
fn reaches(target: IpAddr, bound: IpAddr) -> bool {
    let target = match target.to_canonical() {
        // Who connects to no address in particular gets this machine.
        IpAddr::V4(address) if address.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(address) if address.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        target => target,
    };
    match bound {
        IpAddr::V4(address) if address.is_unspecified() => target.is_ipv4() && is_local(target),
        // It takes connections over IPv4 too.
        IpAddr::V6(address) if address.is_unspecified() => is_local(target),
        bound => target == bound.to_canonical(),
    }
}

/// Whether it is an address of this machine: only such a one can be bound.
fn is_local(address: IpAddr) -> bool {
    address.is_loopback() || UdpSocket::bind((address, 0)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::leads_to;

    #[tokio::test]
    async fn a_target_is_the_listener_itself_by_address_and_port() {
        let leads_to = async |url: &str, own: &str| {
            leads_to(&url.parse().unwrap(), own.parse().unwrap()).await
        };
        for (url, own) in [
            ("http://192.0.2.1:4400/hook", "192.0.2.1:4400"),
            ("http://192.0.2.1", "192.0.2.1:80"),
            ("https://[::ffff:192.0.2.1]", "192.0.2.1:443"),
            ("http://LocalHost:4400", "127.0.0.1:4400"),
            ("http://localhost:4400", "[::1]:4400"),
            ("http://0.0.0.0:4400", "127.0.0.1:4400"),
            ("http://127.0.0.9:4400", "0.0.0.0:4400"),
            ("http://127.0.0.1:4400", "[::]:4400"),
        ] {
            assert!(leads_to(url, own).await, "{url} at {own}");
        }
        for (url, own) in [
            ("http://127.0.0.1:4401", "127.0.0.1:4400"),
            ("http://127.0.0.1:4400", "127.0.0.2:4400"),
            ("http://localhost:4400", "192.0.2.1:4400"),
            ("http://[::1]:4400", "0.0.0.0:4400"),
            // An address of nobody's (RFC 5737).
            ("http://192.0.2.1:4400", "0.0.0.0:4400"),
            ("http://name.invalid:4400", "127.0.0.1:4400"),
        ] {
            assert!(!leads_to(url, own).await, "{url} at {own}");
        }
    }
}
