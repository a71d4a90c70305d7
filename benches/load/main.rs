//! `hookctl listen` under load, beside the least that any receiver must do: a bare hyper server
//! that checks signatures, and one that also keeps deliveries in `SQLite` before it answers.

#![allow(clippy::print_stdout, clippy::expect_used, reason = "a benchmark prints, and may fail")]

mod floor;
#[path = "../paired/mod.rs"]
mod paired;
mod sender;
mod server;

use std::collections::BTreeMap;
use std::time::Duration;

use paired::{median, time};
use sender::{Deliveries, Sender, at_rate, back_to_back};
use server::{Kind, Server};

const HOOKCTL: &str = env!("CARGO_BIN_EXE_hookctl");
const SECRET: &str = "whsec_benchmark";

const ROUNDS: usize = 5;
/// Deliveries of a round at full load, and of the warm-up before it.
const FULL: u32 = 100_000;
const WARM_UP: usize = 5000;
const CONNECTIONS: usize = 64;
/// At fixed load a delivery is due so often, and so many are.
const INTERVAL: Duration = Duration::from_micros(500);
const SCHEDULED: usize = 6000;
const OPEN: usize = 1000;

fn main() {
    let arguments: Vec<_> = std::env::args().collect();
    if let Some(place) = arguments.iter().position(|argument| argument == "--serve") {
        return floor::serve(&arguments[place + 1], arguments.get(place + 2).map(AsRef::as_ref));
    }
    let deliveries = Deliveries::signed_with(SECRET, WARM_UP + FULL as usize);

    println!(
        "full load: {FULL} deliveries on {CONNECTIONS} connections, medians of {ROUNDS} rounds"
    );
    let (rates, costs, peaks) = full_load(&deliveries);
    report("deliveries a second", &rates, 0, None);
    report("CPU a delivery, µs", &costs, 2, Some(1.3));
    report("peak memory, MiB", &peaks, 1, None);

    println!("fixed load: a delivery every {INTERVAL:?}, medians of {ROUNDS} rounds");
    let (halves, tails) = fixed_load(&deliveries);
    report("p50, µs", &halves, 0, None);
    report("p99, µs", &tails, 0, Some(2.0));

    println!("{OPEN} open connections, each of which had a delivery");
    report("memory, MiB (hookctl at most 30)", &idle(&deliveries), 1, None);
}

/// A figure of each kind of server, round by round.
type Figures = BTreeMap<Kind, Vec<f64>>;

/// Deliveries a second, microseconds of CPU a delivery, the peak of resident memory.
fn full_load(deliveries: &Deliveries) -> (Figures, Figures, Figures) {
    let (mut rates, mut costs, mut peaks) = <(Figures, Figures, Figures)>::default();
    for kind in (0..ROUNDS).flat_map(|_| Kind::ALL) {
        let server = Server::start(kind);
        let mut senders = connect(&server, CONNECTIONS, deliveries);
        back_to_back(&mut senders, deliveries.between(CONNECTIONS, WARM_UP));
        let before = server.cpu();
        let took = time(&mut || {
            back_to_back(&mut senders, deliveries.between(WARM_UP, WARM_UP + FULL as usize));
        });
        let cpu = server.cpu().saturating_sub(before);
        rates.entry(kind).or_default().push(f64::from(FULL) / took.as_secs_f64());
        costs.entry(kind).or_default().push(cpu.as_secs_f64() * 1e6 / f64::from(FULL));
        peaks.entry(kind).or_default().push(server.memory("VmHWM"));
    }
    (rates, costs, peaks)
}

/// The median of the latencies, and what only one in a hundred exceeds, in microseconds.
fn fixed_load(deliveries: &Deliveries) -> (Figures, Figures) {
    let (mut halves, mut tails) = <(Figures, Figures)>::default();
    for kind in (0..ROUNDS).flat_map(|_| Kind::ALL) {
        let server = Server::start(kind);
        let mut senders = connect(&server, CONNECTIONS, deliveries);
        back_to_back(&mut senders, deliveries.between(CONNECTIONS, WARM_UP));
        let due: Vec<_> = deliveries.between(WARM_UP, WARM_UP + SCHEDULED).collect();
        let mut latencies = at_rate(senders, &due, INTERVAL);
        latencies.sort_unstable();
        let quantile =
            |percent: usize| latencies[latencies.len() * percent / 100].as_secs_f64() * 1e6;
        halves.entry(kind).or_default().push(quantile(50));
        tails.entry(kind).or_default().push(quantile(99));
    }
    (halves, tails)
}

/// Resident memory with all connections open, in MiB.
fn idle(deliveries: &Deliveries) -> Figures {
    Kind::ALL
        .into_iter()
        .map(|kind| {
            let server = Server::start(kind);
            let _open = connect(&server, OPEN, deliveries);
            (kind, vec![server.memory("VmRSS")])
        })
        .collect()
}

fn connect(server: &Server, count: usize, deliveries: &Deliveries) -> Vec<Sender> {
    deliveries.between(0, count).map(|first| Sender::connect(server.address(), first)).collect()
}

/// Prints each kind's median, and beside that of hookctl its ratio to what it is measured by.
fn report(title: &str, figures: &Figures, decimals: usize, limit: Option<f64>) {
    println!("  {title}");
    for (kind, values) in figures {
        print!("    {:<27} {:>9.decimals$}", kind.name(), median(values.iter().copied()));
        if let Some(floor) = kind.floor() {
            let pairs = values.iter().zip(&figures[&floor]);
            print!("  ratio {:.2}", median(pairs.map(|(ours, floor)| ours / floor)));
            if let Some(limit) = limit {
                print!(" (at most {limit})");
            }
        }
        println!();
    }
}
