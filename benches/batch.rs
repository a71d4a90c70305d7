//! `hookctl verify --batch` of 300,000 records of 1 KiB: on one core against a loop over `serde_json`
//! and HMAC and nothing else, and on two cores against one.

#![allow(clippy::print_stdout, clippy::expect_used, reason = "a benchmark prints, and may fail")]

mod paired;

use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use hookctl::secret::Secret;
use hookctl::signature::{Key, Signature};
use paired::{Paired, succeed};
use serde::Deserialize;

const HOOKCTL: &str = env!("CARGO_BIN_EXE_hookctl");
const SECRET: &str = "whsec_benchmark";
const RECORDS: usize = 300_000;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("records.ndjson");
    let key = Key::new(&Secret::new(SECRET).expect("it is usable"));
    write_records(&path, &key);
    let file = path.to_str().expect("the path is text");

    for form in ["summary", "ndjson"] {
        Paired::run(5, || succeed(&mut batch("0", form, file)), || bare(&path, &key)).report(
            &format!("verify --batch -o {form}, on one core"),
            "a bare loop",
            Some(1.1),
        );
        let (one, two) = ("0", "0,1");
        let run = |cores| move || succeed(&mut batch(cores, form, file));
        Paired::run(5, run(two), run(one)).report(
            &format!("verify --batch -o {form}, on two cores"),
            "on one",
            Some(1.0 / 1.7),
        );
    }
}

fn batch(cores: &str, form: &str, file: &str) -> Command {
    let mut command = Command::new("taskset");
    command.args(["-c", cores, HOOKCTL, "verify", "--secret", SECRET, "--quiet"]);
    command.args(["--batch", file, "-o", form]).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn write_records(path: &Path, key: &Key) {
    let mut file = BufWriter::new(File::create(path).expect("the file is created"));
    let filler = "x".repeat(480);
    for number in 0..RECORDS {
        let body = format!(
            r#"{{"id":"evt_{number}","type":"user.created","created":"2023-06-21T09:15:30Z","data":{{"name":"{filler}"}}}}"#
        );
        let record = serde_json::json!({
            "type": "delivery", "id": format!("dlv_{number}"),
            "received_at": "2023-06-21T09:15:30.250Z", "method": "POST", "path": "/hook",
            "headers": [
                ["content-type", "application/json"],
                ["x-webhook-signature", key.sign(body.as_bytes()).to_string()],
            ],
            "body": body, "bytes": body.len(), "signature": "valid", "reason": null, "cause": null,
            "secret": 0, "event_id": format!("evt_{number}"), "event_type": "user.created",
            "duplicate": false, "response": {"status": 200, "ms": 0.4}, "forwards": [], "exec": [],
        });
        writeln!(file, "{record}").expect("there is room for the records");
    }
    file.flush().expect("there is room for the records");
}

/// A record as it may be read by who thinks of nothing else.
#[derive(Deserialize)]
struct Record {
    headers: Vec<(String, String)>,
    body: String,
}

fn bare(path: &Path, key: &Key) {
    let mut file = BufReader::new(File::open(path).expect("it was written"));
    let (mut line, mut valid) = (Vec::new(), 0);
    while file.read_until(b'\n', &mut line).expect("it can be read") > 0 {
        let record: Record = serde_json::from_slice(&line).expect("it is a record");
        let signature = &record.headers.iter().find(|(name, _)| name == "x-webhook-signature");
        let signature = signature.map(|(_, value)| Signature::parse(value)).expect("it is signed");
        valid += usize::from(Ok(key.sign(record.body.as_bytes())) == signature);
        line.clear();
    }
    assert_eq!(black_box(valid), RECORDS);
}
