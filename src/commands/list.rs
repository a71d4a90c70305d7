//! `hookctl list`

use crate::api::ListQuery;
use crate::commands::Context;
use crate::commands::views::WEBHOOK;
use crate::error::{Outcome, Result};
use crate::model::{EventType, Status};
use crate::output::Order;

/// The most rows a page may have (API document, "Get All Webhooks").
const LARGEST_PAGE: u64 = 100;

/// List webhooks, a page at a time or all of them
#[derive(clap::Args, Debug)]
#[command(visible_alias = "ls", after_long_help = HELP)]
pub struct Args {
    /// Which page to show, from 1
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    page: u64,

    /// Webhooks a page, 1 to 100 [default: 20, with --all 100]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=LARGEST_PAGE))]
    limit: Option<u64>,

    /// Only webhooks of this status
    #[arg(long, value_name = "STATUS", value_parser = super::status_parser())]
    status: Option<Status>,

    /// Only webhooks that subscribe to this event type
    #[arg(long, value_name = "TYPE")]
    event: Option<EventType>,

    /// All pages
    #[arg(long, conflicts_with = "page")]
    all: bool,

    /// How many pages are fetched at once with --all
    #[arg(long, value_name = "N", default_value_t = 8, requires = "all", value_parser = clap::value_parser!(u16).range(1..=64))]
    concurrency: u16,

    /// Sort the rows by this field, or with a - before it from the largest down; the page's rows,
    /// or with --all all of them
    #[arg(long, value_name = "[-]FIELD", allow_hyphen_values = true)]
    sort: Option<Order>,
}

const HELP: &str = "\
Examples:
  hookctl list
  hookctl list --all --status active -o ndjson
  hookctl list --all --sort -created_at
  hookctl list --event user.created --fields id,url -o tsv

Output: a row a webhook; -o json is one array, [] when there is none, also with --all.
Exit codes: 0 done, 3 unauthorized, 5 rejected, 6 rate limited, 7 unavailable.";

/// Prints one page, or every page in order.
///
/// # Errors
/// As every call of the API.
pub async fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let query = ListQuery {
        page: args.page,
        limit: args.limit.or(args.all.then_some(LARGEST_PAGE)),
        status: args.status.clone(),
        event: args.event.clone(),
    };
    if args.all {
        print_all(args, query, context).await
    } else {
        print_page(args, &query, context).await
    }
}

async fn print_page(args: &Args, query: &ListQuery, context: &Context) -> Result<Outcome> {
    let client = context.api().await?;
    let mut page = {
        let _spinner = context.output().spinner("listing webhooks");
        client.list(query).await?
    };
    if let Some(order) = &args.sort {
        order.sort(&mut page.rows, &WEBHOOK)?;
    }
    context.output().many(&page.rows, &WEBHOOK)?;
    let meta = page.meta;
    context.output().footer(&match (page.rows.len(), meta.total) {
        (0, 0) => "no webhooks".to_owned(),
        (0, total) => {
            format!(
                "page {} is empty: {} on {} in all",
                meta.page,
                counted(total, "webhook"),
                counted(meta.pages, "page")
            )
        }
        (_, total) => {
            format!("page {} of {}, {} in all", meta.page, meta.pages, counted(total, "webhook"))
        }
    });
    Ok(Outcome::Done)
}

async fn print_all(args: &Args, query: ListQuery, context: &Context) -> Result<Outcome> {
    let client = context.api().await?;
    let output = context.output();
    let spinner = output.spinner("listing webhooks");
    let mut pages = client.pages(query, args.concurrency.into());
    let mut rows = output.rows(&WEBHOOK);
    let mut unsorted = Vec::new();
    let mut count: u64 = 0;
    while let Some(page) = pages.next().await? {
        count += page.len() as u64;
        if args.sort.is_some() {
            unsorted.extend(page);
        } else {
            page.iter().try_for_each(|row| rows.push(row))?;
            rows.flush()?;
        }
        spinner.set(format!("listing webhooks: {count}"));
        if output.is_closed() {
            return Ok(Outcome::Done);
        }
    }
    drop(spinner);
    if let Some(order) = &args.sort {
        order.sort(&mut unsorted, &WEBHOOK)?;
        unsorted.iter().try_for_each(|row| rows.push(row))?;
    }
    rows.finish()?;
    output.footer(&format!("{} in all", counted(count, "webhook")));
    if pages.total_changed() {
        output.warn(
            "webhooks were created or deleted while the pages were read: \
             one may be missing, list again to be sure",
        );
    }
    Ok(Outcome::Done)
}

fn counted(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
