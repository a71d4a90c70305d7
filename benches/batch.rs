//! `hookctl verify --batch` of 300,000 records of 1 KiB: on one core against loops over `serde_json` and
//! HMAC and nothing else, one that reads whole records and one that reads two fields of them, and on
//! two cores against one.

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
use serde_json::Value;

const HOOKCTL: &str = env!("CARGO_BIN_EXE_hookctl");
const SECRET: &str = "whsec_benchmark";
const SIGNATURE: &str = "x-webhook-signature";
const RECORDS: usize = 300_000;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("records.ndjson");
    let key = Key::new(&Secret::new(SECRET).expect("it is usable"));
    write_records(&path, &key);
    let file = path.to_str().expect("the path is text");

    for form in ["summary", "ndjson"] {
        let title = format!("verify --batch -o {form}, on one core");
        let ours = || succeed(&mut batch("0", form, file));
        Paired::run(5, ours, || bare(&path, &key)).report(&title, "a bare loop", Some(1.1));
        Paired::run(5, ours, || sparing(&path, &key)).report(&title, "a sparing loop", None);
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
                [SIGNATURE, key.sign(body.as_bytes()).to_string()],
            ],
            "body": body, "bytes": body.len(), "signature": "valid", "reason": null, "cause": null,
            "secret": 0, "event_id": format!("evt_{number}"), "event_type": "user.created",
            "duplicate": false, "response": {"status": 200, "ms": 0.4}, "forwards": [], "exec": [],
        });
        writeln!(file, "{record}").expect("there is room for the records");
    }
    file.flush().expect("there is room for the records");
}

/// Reads records as JSON that may be anything.
fn bare(path: &Path, key: &Key) {
    count_valid(path, |line| {
        let record: Value = serde_json::from_slice(line).expect("it is JSON");
        let headers = record["headers"].as_array().expect("it has headers");
        let signature = headers.iter().find(|header| header[0] == SIGNATURE).expect("it is signed");
        let signature = Signature::parse(signature[1].as_str().expect("it is text"));
        Ok(key.sign(record["body"].as_str().expect("it has a body").as_bytes())) == signature
    });
}

/// Reads what matters of them, and passes over the rest.
fn sparing(path: &Path, key: &Key) {
    #[derive(Deserialize)]
    struct Record {
        headers: Vec<(String, String)>,
        body: String,
    }

    count_valid(path, |line| {
        let record: Record = serde_json::from_slice(line).expect("it is a record");
        let signature = record.headers.iter().find(|(name, _)| name == SIGNATURE);
        let signature = signature.map(|(_, value)| Signature::parse(value)).expect("it is signed");
        Ok(key.sign(record.body.as_bytes())) == signature
    });
}

fn count_valid(path: &Path, is_valid: impl Fn(&[u8]) -> bool) {
    let mut file = BufReader::new(File::open(path).expect("it was written"));
    let (mut line, mut valid) = (Vec::new(), 0);
    while file.read_until(b'\n', &mut line).expect("it can be read") > 0 {
        valid += usize::from(is_valid(&line));
        line.clear();
    }
    assert_eq!(black_box(valid), RECORDS);
}
