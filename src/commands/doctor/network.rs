//! The way to the API, step by step: a step whose premise failed is skipped.

use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

use tokio::time::timeout;
use url::Url;

use crate::commands::Context;
use crate::commands::configuration::Layer;
use crate::commands::doctor::certificate::{Validity, validity};
use crate::commands::doctor::check::{Check, Report};
use crate::config::Key;
use crate::error::{Error, Kind, Result};
use crate::transport;

const API: (&str, &str) = ("api_url", "API set");
const CREDENTIALS: (&str, &str) = ("credentials", "Credentials");
const PROXY: (&str, &str) = ("proxy", "Proxy");
const DNS: (&str, &str) = ("dns", "DNS");
const TCP: (&str, &str) = ("tcp", "TCP");
const TLS: (&str, &str) = ("tls", "TLS");

/// Checks that say how far a request gets. Without an API only the first of them says something.
pub(super) async fn check(context: &Context, report: &mut Report<'_>) -> Result<()> {
    let settings = context.settings();
    if !settings.sandbox && settings.api_url.is_none() {
        report.add(
            Check::warning(API.0, API.1, "no API is set; sign, verify and listen work without")
                .fix("set HOOKCTL_API_URL and HOOKCTL_TOKEN, or try the sandbox: --sandbox"),
        )?;
        return skip_rest("no API is set", report);
    }
    let client = context.api().await;
    let url = match (&client, &settings.api_url) {
        (Ok(client), _) => client.url().as_url().clone(),
        (Err(_), Some(url)) if !settings.sandbox => url.as_url().clone(),
        (Err(error), _) => {
            report.add(Check::of(API.0, API.1, error))?;
            return skip_rest("there is no API", report);
        }
    };
    let which = if settings.sandbox { "the sandbox, at " } else { "" };
    report.add(Check::passed(API.0, API.1, format!("{which}{url}")))?;
    report.add(match &client {
        Ok(_) => Check::passed(CREDENTIALS.0, CREDENTIALS.1, credentials(context)),
        Err(error) => Check::of(CREDENTIALS.0, CREDENTIALS.1, error),
    })?;
    let is_reached = reach(&url, context, report).await?;
    super::api::check(client.ok(), &url, is_reached, context, report).await
}

fn skip_rest(why: &str, report: &mut Report<'_>) -> Result<()> {
    let rows = [CREDENTIALS, PROXY, DNS, TCP, TLS];
    let mut rows = rows.iter().chain(&super::api::ROWS);
    rows.try_for_each(|(id, title)| report.add(Check::skipped(id, title, why)).map(drop))
}

/// Where the token is from: never what it is.
fn credentials(context: &Context) -> String {
    let settings = context.settings();
    match &settings.token {
        _ if settings.sandbox => "the sandbox's own token".to_owned(),
        Some(source) => {
            let layer = settings.configuration.in_force(Key::Token).map(|(_, layer)| layer);
            format!("{}, by {}", source.name(), layer.unwrap_or(Layer::Default).name())
        }
        None => "found".to_owned(),
    }
}

/// Whether a connection to the API, or to the proxy before it, can be had.
async fn reach(url: &Url, context: &Context, report: &mut Report<'_>) -> Result<bool> {
    let settings = context.settings();
    let proxy = transport::proxy_for(url, &settings.transport);
    report.add(match &proxy {
        Some(proxy) => Check::passed(PROXY.0, PROXY.1, format!("requests go through {proxy}")),
        None => Check::passed(PROXY.0, PROXY.1, "none"),
    })?;
    let next = proxy.as_ref().unwrap_or(url);
    let Some(addresses) = look_up(next, settings.timeout, report).await? else {
        report.add(Check::skipped(TCP.0, TCP.1, "no address is known"))?;
        report.add(Check::skipped(TLS.0, TLS.1, "no address is known"))?;
        return Ok(false);
    };
    if !connect(&addresses, settings.timeout, report).await? {
        report.add(Check::skipped(TLS.0, TLS.1, "there is no connection"))?;
        return Ok(false);
    }
    report.add(match (url.scheme(), proxy) {
        ("http", _) => without_tls(url),
        (_, Some(_)) => Check::skipped(TLS.0, TLS.1, "a proxy is between: the API's answer tells"),
        _ => tls(url, &addresses, context).await,
    })
}

async fn look_up(
    url: &Url,
    limit: Duration,
    report: &mut Report<'_>,
) -> Result<Option<Vec<SocketAddr>>> {
    const FIX: &str = "check the name in --api-url, and this machine's network and DNS";
    let found = timeout(limit, transport::resolve(url)).await;
    let found = found.unwrap_or_else(|_| Err(late("no answer from DNS", limit)));
    match found {
        Ok(addresses) => {
            let shown: Vec<_> = addresses.iter().map(|at| at.ip().to_string()).collect();
            let detail = match url.domain() {
                Some(name) => format!("{name} is {}", shown.join(", ")),
                None => "the host is an address, not a name".into(),
            };
            report.add(Check::passed(DNS.0, DNS.1, detail))?;
            Ok(Some(addresses))
        }
        Err(error) => report.add(Check::of(DNS.0, DNS.1, &error).fix(FIX)).map(|_| None),
    }
}

async fn connect(
    addresses: &[SocketAddr],
    limit: Duration,
    report: &mut Report<'_>,
) -> Result<bool> {
    let port = addresses.first().map_or(0, SocketAddr::port);
    let refused = match timeout(limit, transport::connect(addresses)).await {
        Ok(Ok(stream)) => {
            let at = stream.peer_addr().map(|at| at.to_string()).unwrap_or_default();
            return report.add(Check::passed(TCP.0, TCP.1, format!("connected to {at}")));
        }
        Ok(Err(error)) => format!("no connection to port {port}: {error}"),
        Err(_) => format!("no connection to port {port} within {limit:?}"),
    };
    report.add(
        Check::failed(TCP.0, TCP.1, refused)
            .fix("check that the server runs and no firewall is between"),
    )
}

fn without_tls(url: &Url) -> Check {
    if transport::is_loopback(url) {
        return Check::skipped(TLS.0, TLS.1, "plain http, which stays on this machine");
    }
    Check::warning(TLS.0, TLS.1, "plain http: everyone on the way can read the token")
        .fix("give the API's https URL")
}

async fn tls(url: &Url, addresses: &[SocketAddr], context: &Context) -> Check {
    const TRUST: &str = "if the server is meant, --ca-file FILE names what signed its certificate";
    let settings = context.settings();
    let limit = settings.timeout;
    let shown = transport::certificate(url, addresses, &settings.transport);
    let Ok(shown) = timeout(limit, shown).await else {
        return Check::of(TLS.0, TLS.1, &late("no TLS handshake", limit));
    };
    let (der, error) = match shown {
        Ok(der) => (Some(der), None),
        Err(untrusted) => (untrusted.certificate, Some(untrusted.error)),
    };
    match (der.and_then(|der| validity(&der, SystemTime::now())), error) {
        (Some(Validity::Expired(days)), _) => {
            Check::failed(TLS.0, TLS.1, format!("the certificate has expired; days since: {days}"))
                .fix("the server needs a new certificate, unless this machine's clock is wrong")
        }
        (_, Some(error)) => Check::of(TLS.0, TLS.1, &error).fix(TRUST),
        (Some(Validity::Short(days)), None) => {
            Check::warning(TLS.0, TLS.1, format!("the certificate expires soon; days left: {days}"))
                .fix("the server needs a new certificate")
        }
        (Some(Validity::Long(days)), None) => {
            Check::passed(TLS.0, TLS.1, format!("the certificate is trusted; days left: {days}"))
        }
        (None, None) => Check::passed(TLS.0, TLS.1, "the certificate is trusted"),
    }
}

fn late(what: &str, limit: Duration) -> Error {
    Error::new(Kind::Unavailable, format!("{what} within {limit:?}"))
        .hinted("--timeout allows more time")
}
