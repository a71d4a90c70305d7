//! `hookctl api`: any call, with the same credentials, retries, errors and exit codes.

use std::path::PathBuf;
use std::str::FromStr;

use http::Method;
use http::header::HOST;
use serde_json::value::RawValue;

use crate::api::{Answer, Client, Request};
use crate::commands::Context;
use crate::commands::header::headers;
use crate::commands::views::REQUEST;
use crate::config::read_input;
use crate::error::{Error, Outcome, Result};
use crate::model::JsonObject;
use crate::output::{Form, safe};

/// Call any path of the API
#[derive(clap::Args, Debug)]
#[command(after_long_help = HELP)]
pub struct Args {
    /// The HTTP method
    #[arg(value_name = "METHOD", value_parser = method)]
    method: Method,

    /// The path, with or without /api/v1; it may have a query
    #[arg(value_name = "PATH")]
    path: String,

    /// Send this file as the body, or - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "field")]
    data: Option<PathBuf>,

    /// A string for the JSON body; of a GET, for the query. Repeat it
    #[arg(short, long, value_name = "KEY=VALUE")]
    field: Vec<Field>,

    /// A further header. Repeat it
    #[arg(short = 'H', long, value_name = "NAME: VALUE")]
    header: Vec<String>,

    /// Print the answer's status and headers too
    #[arg(short, long, conflicts_with = "paginate")]
    include: bool,

    /// Follow all pages of a list and print their rows as one array
    #[arg(long)]
    paginate: bool,

    /// Print the request instead of sending it
    #[arg(long)]
    dry_run: bool,
}

const HELP: &str = "\
Examples:
  hookctl api GET webhooks -f status=active
  hookctl api POST webhooks -i --data body.json
  hookctl api GET /api/v1/webhooks --paginate

Output: the answer's body as it came, or what --jq makes of it, also on an error status.
Exit codes: those of the other commands, by the status of the answer.";

#[derive(Clone, Debug)]
struct Field {
    key: String,
    value: String,
}

impl FromStr for Field {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (key, value) = text.split_once('=').ok_or("expected KEY=VALUE")?;
        Ok(Self { key: key.to_owned(), value: value.to_owned() })
    }
}

fn method(text: &str) -> Result<Method, String> {
    let known =
        [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    let method = known.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(text));
    method.ok_or_else(|| "expected GET, HEAD, POST, PUT, PATCH or DELETE".into())
}

/// Sends the request and prints the answer.
///
/// # Errors
/// As every call; the body of a refusal is printed all the same.
pub async fn run(args: &Args, context: &Context) -> Result<Outcome> {
    if args.paginate && args.method != Method::GET {
        return Err(Error::usage("--paginate follows the pages of a GET only"));
    }
    if context.output().has_fields() {
        return Err(Error::usage(
            "--fields picks of what other commands print; api prints the answer as it came",
        )
        .hinted("`hookctl get` and `hookctl list` take --fields"));
    }
    if context.output().has_jq() && args.include {
        return Err(Error::usage("--jq takes the body alone, without --include"));
    }
    let client = context.api().await?;
    let request = request(args, client, context).await?;
    if args.dry_run {
        context.output().one(&client.preview(&request), &REQUEST)?;
        return Ok(Outcome::Done);
    }
    if !args.method.is_safe() {
        context.tell_profile();
    }
    if args.paginate {
        return paginate(request, client, context).await;
    }
    let answer = {
        let _spinner = context.output().spinner("calling");
        client.call(&request).await?
    };
    if args.include {
        print_head(&answer, context)?;
    }
    // What --jq can't make of the body of a refusal is less than the refusal.
    let printed = print_body(&answer, context);
    answer.accepted()?;
    printed.map(|()| Outcome::Done)
}

async fn request(args: &Args, client: &Client, context: &Context) -> Result<Request> {
    let mut url = client.url().path(&args.path).map_err(|error| Error::usage(error.to_string()))?;
    let mut body = None;
    if let Some(path) = &args.data {
        body = Some(read_input(path, "body", context.stdin()).await?.into());
    } else if matches!(args.method, Method::GET | Method::HEAD) {
        for field in &args.field {
            url.query_pairs_mut().append_pair(&field.key, &field.value);
        }
    } else if !args.field.is_empty() {
        let mut object = JsonObject::new();
        args.field.iter().for_each(|field| object.set(&field.key, &field.value));
        body = Some(serde_json::to_vec(&object).unwrap_or_default().into());
    }
    let headers = headers("--header", &args.header)?;
    let credentials = client.credentials_header();
    if headers.contains_key(credentials) {
        return Err(Error::usage(format!("the token goes into {credentials}"))
            .hinted("give another token with --token"));
    }
    if headers.contains_key(HOST) {
        return Err(Error::usage("the host follows from the API's URL"));
    }
    Ok(Request { method: args.method.clone(), url, headers, body })
}

/// Reads page after page by the answers' own `meta`, and ends where the server's word ends, at an
/// empty page, or at one that came before.
async fn paginate(mut request: Request, client: &Client, context: &Context) -> Result<Outcome> {
    let output = context.output();
    let _spinner = output.spinner("reading pages");
    let base = request.url.clone();
    let mut rows: Vec<Box<RawValue>> = Vec::new();
    let mut previous = String::new();
    for number in 1.. {
        if number > 1 {
            request.url = with_page(&base, number);
        }
        let answer = client.call(&request).await?;
        if !answer.status.is_success() {
            print_body(&answer, context)?;
        }
        let (page, pages) = answer.accepted()?.rows()?;
        let text = page.iter().map(|row| row.get()).collect::<Vec<_>>().join(",");
        if page.is_empty() || text == previous {
            break;
        }
        previous = text;
        rows.extend(page);
        if number >= pages {
            break;
        }
    }
    match output.form() {
        Form::Ndjson => rows.iter().try_for_each(|row| output.json(row))?,
        _ => output.json(&rows)?,
    }
    output.check_rows()?;
    Ok(Outcome::Done)
}

fn with_page(base: &url::Url, number: u64) -> url::Url {
    let others: Vec<(String, String)> = base
        .query_pairs()
        .filter(|(key, _)| key != "page")
        .map(|(k, v)| (k.into(), v.into()))
        .collect();
    let mut url = base.clone();
    url.query_pairs_mut().clear().extend_pairs(others).append_pair("page", &number.to_string());
    url
}

fn print_head(answer: &Answer, context: &Context) -> Result<()> {
    let output = context.output();
    output.line(&format!("HTTP/1.1 {}", answer.status))?;
    for (name, value) in &answer.headers {
        output.line(&format!("{name}: {}", safe(&String::from_utf8_lossy(value.as_bytes()))))?;
    }
    output.line("")
}

/// In a pipe the exact bytes; on a terminal the same made safe, and readable where it is JSON.
fn print_body(answer: &Answer, context: &Context) -> Result<()> {
    let output = context.output();
    let json = serde_json::from_slice::<&RawValue>(&answer.body).ok();
    match (output.form(), json) {
        (_, Some(json)) if output.has_jq() => {
            output.json(&json)?;
            output.check_rows()
        }
        (_, None) if output.has_jq() && answer.body.is_empty() => Ok(()),
        (_, None) if output.has_jq() => Err(Error::failed("the answer is no JSON for --jq")),
        (Form::Ndjson | Form::Yaml, Some(json)) => output.json(&json),
        (_, Some(json)) if output.terminal().stdout_is_terminal => output.json(&json),
        (_, None) if output.terminal().stdout_is_terminal => String::from_utf8_lossy(&answer.body)
            .lines()
            .try_for_each(|line| output.line(&safe(line))),
        _ => output.raw(&answer.body),
    }
}
