//! Every command is run with known tokens and secrets, as talkative as it can be, and none of them
//! is found where it has no business: on the streams, in logs and files, with the programs that are
//! run. `secret get` and the answer to create are the ones whose business it is.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what a test can't go on without may end it")]

mod harness;

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};

use harness::{Home, Hostile, Invocation, Ran, Reply, post};
use serde_json::Value;

const TOKEN: &str = "tok_swept_0123456789";
const SECRET: &str = "whsec_swept_0123456789";

/// The stores, and what the test or `--secret-to` wrote on purpose.
const MAY_HOLD: [&str; 5] = ["token.txt", "secret.txt", "secrets.json", "sandbox.db", "token-"];

/// A home with a token and a secret, from all the places that they can come from.
struct Sweep {
    home: Home,
    url: String,
    runs: Cell<usize>,
}

impl Sweep {
    fn new(url: &str) -> Self {
        let home = Home::new();
        home.file("token.txt", TOKEN);
        home.file("secret.txt", SECRET);
        home.file("body.json", r#"{"id":"evt_1","type":"user.created"}"#);
        Self { home, url: url.to_owned(), runs: Cell::new(0) }
    }

    /// The command with the token from each place in turn, and with a log.
    fn prepared(&self, command: &str) -> Invocation<'_> {
        let run = self.runs.replace(self.runs.get() + 1);
        let words = shell_words::split(command).unwrap();
        let hookctl = self.home.hookctl(["-vv"]).env("HOOKCTL_API_URL", &self.url);
        let hookctl = hookctl.env("HOOKCTL_RETRIES", "0");
        // A variable that the command does not name is the user's, and all that is run has it.
        let names_it = command.contains("env:SECRET");
        let hookctl = if names_it { hookctl.env("SECRET", SECRET) } else { hookctl };
        let hookctl = match run % 4 {
            0 => hookctl.env("HOOKCTL_TOKEN", TOKEN),
            1 => hookctl.env("TOKEN", TOKEN).args(["--token", "env:TOKEN"]),
            2 => hookctl.args(["--token", "file:token.txt"]),
            _ => hookctl.env("HOOKCTL_TOKEN", "cmd:cat token.txt"),
        };
        let hookctl =
            if run.is_multiple_of(3) { hookctl.args(["--log-file", "log.txt"]) } else { hookctl };
        hookctl.args(words)
    }

    #[track_caller]
    fn run(&self, command: &str) -> Ran {
        let ran = self.prepared(command).run();
        self.check(&ran);
        ran
    }

    #[track_caller]
    fn check(&self, ran: &Ran) {
        for needle in self.needles() {
            ran.clone().shows_nowhere(&needle);
        }
    }

    /// All that is secret by now.
    fn needles(&self) -> Vec<String> {
        let kept = self.home.kept_secrets();
        let kept = kept["secrets"].as_array().into_iter().flatten();
        let kept = kept.filter_map(|kept| kept["secret"].as_str().map(str::to_owned));
        kept.chain([TOKEN.to_owned(), SECRET.to_owned()]).collect()
    }

    #[track_caller]
    fn check_files(&self) {
        let needles = self.needles();
        for path in files_below(&self.home.path("")) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if MAY_HOLD.iter().any(|may| name.starts_with(may)) {
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            for needle in &needles {
                let is_in = bytes.windows(needle.len()).any(|part| part == needle.as_bytes());
                assert!(!is_in, "{needle} is in {}", path.display());
            }
        }
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}

#[test]
fn with_the_sandbox_nothing_is_found() {
    let server = Home::new();
    server.file("token.txt", TOKEN);
    let sandbox = server.sandbox(["--server-token", "file:token.txt"]);
    let sweep = Sweep::new(sandbox.url());
    let create = "create --url https://a.invalid/ --event user.created";
    sweep.run(&format!("{create} --secret-to file:secret.txt -o json")).succeeds();
    sweep.run(&format!("{create} --secret-to 'cmd:sh -c \"cat > /dev/null; env\"'")).succeeds();
    let id = sweep.run("list --all -o ids").succeeds().stdout().lines().next().unwrap().to_owned();
    for command in [
        "list",
        "list -o json",
        "get ID",
        "get ID -o yaml",
        "update ID --description x",
        "update ID --description y --dry-run",
        "create --url https://a.invalid/ --event user.created --dry-run -o json",
        "test ID",
        "api GET webhooks -i",
        "api GET webhooks/ID --dry-run",
        "events",
        "events user.created",
        "sign --secret env:SECRET body.json",
        "sign --secret file:secret.txt body.json -o json",
        "sign --secret 'cmd:cat secret.txt' body.json",
        "sign --secret webhook:ID body.json",
        "send http://127.0.0.1:1/ --event user.created --secret env:SECRET --save sent.ndjson",
        "send http://127.0.0.1:1/ --raw body.json --secret webhook:ID --dry-run -o json",
        "verify --secret env:SECRET --secret webhook:ID --signature 00 body.json -o json",
        "secret list",
        "secret set wh_other --secret env:SECRET -o json",
        "secret list -o yaml",
        "secret remove wh_other",
        "profile set api-url https://api.invalid",
        "profile set token env:TOKEN",
        "profile show",
        "profile list -o json",
        "deliveries list",
        "sandbox emit user.created --retries 0",
        "completions bash",
        "listen --clean-up",
        "delete ID --dry-run",
        "delete ID --yes",
        "delete ID --yes",
        "--help",
        "no-such-command",
    ] {
        sweep.run(&command.replace("ID", &id));
    }
    let login = ["login", "--api-url", sandbox.url(), "-vv", "--log-file", "log.txt"];
    let ran = sweep.home.hookctl(login).stdin(TOKEN).run().succeeds();
    sweep.check(&ran);
    for command in ["list -vv", "profile show -vv", "logout -vv"] {
        sweep.check(&sweep.home.hookctl(command.split(' ')).run().succeeds());
    }
    sweep.check_files();
}

#[test]
fn with_a_listener_and_what_it_runs_nothing_is_found() {
    let server = Home::new();
    server.file("token.txt", TOKEN);
    let sandbox = server.sandbox(["--server-token", "file:token.txt"]);
    let sweep = Sweep::new(sandbox.url());
    // What the system shows of a program that is run for each delivery.
    let tell = "sh -c 'cat /proc/$$/cmdline /proc/$$/environ > seen-exec.txt; cat > /dev/null'";
    let tunnel = "sh -c 'cat /proc/$$/cmdline /proc/$$/environ > seen-tunnel.txt; \
                  echo https://a.invalid; exec sleep 1000'";
    let quoted = |text: &str| shell_words::quote(text).into_owned();
    let listen = format!(
        "listen --port 0 -o ndjson --secret env:SECRET --create --event user.created \
         --exec {} --tunnel {}",
        quoted(tell),
        quoted(tunnel)
    );
    let mut listener = harness::Listener::start(sweep.prepared(&listen).command());
    let body = fs::read(sweep.home.path("body.json")).unwrap();
    let signed = sweep.run("sign --secret env:SECRET body.json").succeeds();
    assert_eq!(post(listener.url(), Some(signed.stdout().trim()), &body), 200);
    let (mut told, mut is_run) = (String::new(), false);
    while !is_run {
        let record: Value = listener.next_record();
        is_run = record["type"] == "exec";
        told += &record.to_string();
    }
    let id = sweep.run("deliveries list -o ids").succeeds().stdout().trim().to_owned();
    for command in ["deliveries show ID --body", "deliveries export", "deliveries show ID -o yaml"]
    {
        sweep.run(&command.replace("ID", &id)).succeeds();
    }
    let resent = format!("deliveries replay {id} --to {} --resign env:SECRET", listener.url());
    sweep.run(&resent).succeeds();
    let ran = listener.stop();
    sweep.check(&ran);
    for needle in sweep.needles() {
        assert!(!told.contains(&needle), "{needle} in {told}");
    }
    for seen in ["seen-exec.txt", "seen-tunnel.txt"] {
        assert!(fs::read_to_string(sweep.home.path(seen)).unwrap().contains("PATH="), "{seen}");
    }
    sweep.check_files();
}

/// A server that says all that it was sent, in every way in which servers say something.
fn echo() -> Hostile {
    let turn = std::sync::atomic::AtomicUsize::new(0);
    Hostile::together(move |request| {
        let sent = request.header("authorization").unwrap_or_default().to_owned();
        let error = serde_json::json!({"error": {"message": sent, "details": {"sent": sent}}});
        let problem = serde_json::json!({"title": sent, "detail": sent});
        match turn.fetch_add(1, std::sync::atomic::Ordering::Relaxed) % 6 {
            0 => Reply::json(401, &error.to_string()),
            1 => Reply::json(422, &problem.to_string()),
            2 => Reply::with_headers(200, &[("x-echo", sent.as_str())], &sent),
            3 => Reply::with_headers(302, &[("location", sent.as_str())], ""),
            4 => Reply::json(500, &sent),
            _ => Reply::json(200, &serde_json::json!({"data": sent}).to_string()),
        }
    })
}

#[test]
fn with_a_server_that_echoes_nothing_is_found() {
    let server = echo();
    let sweep = Sweep::new(&server.url());
    for command in [
        "list",
        "list --all",
        "get wh_1",
        "create --url https://a.invalid/ --event user.created",
        "update wh_1 --description x",
        "delete wh_1 --yes",
        "test wh_1",
        "listen --clean-up",
    ] {
        // Each meets each answer.
        for form in ["table", "json", "ndjson", "yaml", "table", "json"] {
            sweep.run(&format!("{command} -o {form}"));
        }
    }
    for _ in 0..6 {
        let ran =
            sweep.home.hookctl(["login", "--api-url", &server.url(), "-vv"]).stdin(TOKEN).run();
        sweep.check(&ran);
        assert_ne!(ran.code, Some(0));
    }
    sweep.check_files();
}

/// Whatever the system does with core dumps, it tells whether it has made one.
#[cfg(target_os = "linux")]
#[test]
fn a_crash_leaves_no_core_dump() {
    use std::io::{BufRead, BufReader};
    use std::os::unix::process::ExitStatusExt;

    let home = Home::new();
    let std = home.hookctl(["listen", "--no-verify", "--port", "0", "-o", "ndjson"]).command();
    let variables = std.get_envs().filter_map(|(name, value)| Some((name, value?)));
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", "ulimit -c unlimited; exec \"$0\" \"$@\""]).arg(std.get_program());
    shell.args(std.get_args()).env_clear().envs(variables).current_dir(home.path(""));
    let mut child = shell.stdout(std::process::Stdio::piped()).spawn().unwrap();
    // It runs, once it has said where.
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::ABORT).unwrap();
    let status = child.wait().unwrap();
    assert_eq!((status.signal(), status.core_dumped()), (Some(6), false));
}
