//! How long the diagnosis of a signature takes for which there is no cause to find.

#![allow(clippy::print_stdout, clippy::expect_used, reason = "a benchmark prints, and may fail")]

use std::time::{Duration, Instant};

use hookctl::diagnosis::{Evidence, diagnose};
use hookctl::secret::Secret;

const ROUNDS: u32 = 11;

fn main() {
    let secrets = [Secret::new("whsec_abcdefghijklmnopqrstuvwxyz1234").expect("it is usable")];
    let signature = "ab".repeat(32);
    let evidence = Evidence { signature: &signature, headers: &[], secrets: &secrets, kept: &[] };
    for bytes in [500, 10_000, 100_000, 1024 * 1024, 4_000_000] {
        let body = payload(bytes);
        let mut times: Vec<Duration> = Vec::new();
        let mut tried = 0;
        for _ in 0..ROUNDS {
            let begin = Instant::now();
            tried = diagnose(&evidence, body.as_bytes()).tried;
            times.push(begin.elapsed());
        }
        times.sort();
        println!("{bytes} bytes: {:?} (best of {ROUNDS}), {tried} tried", times[0]);
    }
}

/// JSON with all that serializers differ in.
fn payload(bytes: usize) -> String {
    let mut items = Vec::new();
    let mut length = 0;
    for place in 0.. {
        let item = format!(
            r#"{{"id":"usr_{place}","name":"Jürgen","url":"https://example.com/{place}","score":{place}.50}}"#
        );
        length += item.len() + 1;
        items.push(item);
        if length > bytes {
            break;
        }
    }
    let items = items.join(",");
    format!(r#"{{"id":"evt_1","type":"user.created","data":[{items}]}}"#)
}
