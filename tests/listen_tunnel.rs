//! `hookctl listen --create --tunnel`: the URL that a tunnel prints, its death and its return; and a
//! real `ssh -R` to an sshd on this machine.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]

mod harness;

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use harness::{GUARD, Home, Hostile, Invocation, Reply, Running, Sandbox};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;

/// Any http URL: the tunnels here lead to loopback.
const PATTERN: &str = "http://[^ ]+";

fn listen<'a>(home: &'a Home, tunnel: &str) -> Invocation<'a> {
    let fixed = ["listen", "--port", "0", "-o", "ndjson", "--create", "--event", "user.created"];
    home.hookctl(fixed).args(["--tunnel", tunnel])
}

/// A tunnel program: a shell script in the home.
fn script(home: &Home, text: &str) -> String {
    format!("sh {} {{port}}", home.file("tunnel.sh", text).display())
}

#[test]
fn the_webhook_points_to_what_the_tunnel_prints() {
    let home = Home::new();
    let sandbox = home.sandbox([""; 0]);
    let tunnel = script(&home, "echo Welcome; echo \"at http://127.0.0.1:$1 .\" >&2; sleep 1000");
    let listen = listen(&home, &tunnel).args(["--tunnel-url-pattern", PATTERN, "--count", "1"]);
    let mut running = Running::spawn(listen.args(["--path", "/hook"]).with(&sandbox).command());
    let ready = running.next_record();
    assert_eq!(ready["public_url"], ready["url"]);
    let id = ready["webhook_id"].as_str().unwrap();
    home.hookctl(["test", id]).with(&sandbox).run().succeeds();
    running.wait().succeeds().stderr_is("");
}

#[test]
fn a_tunnel_that_dies_is_started_again_and_the_webhook_follows_it() {
    let home = Home::new();
    let created = json!({"data": {"id": "wh_1", "secret": "whsec_a"}}).to_string();
    let webhook = json!({"data": {
        "id": "wh_1", "url": "http://a.invalid/1", "events": ["user.created"], "status": "active",
        "description": "hookctl listen x",
    }});
    let webhook = webhook.to_string();
    let replies = [
        Reply::json(201, &created),
        Reply::json(200, &webhook),
        Reply::json(500, "{}"),
        Reply::json(200, &webhook),
    ];
    let api = Hostile::in_turn(replies.into_iter().chain([Reply::json(200, &webhook)]));
    let text = "test -e second && { echo http://a.invalid/2; exec sleep 1000; }
        touch second; echo http://a.invalid/1; exit 3";
    let tunnel = script(&home, text);
    let listen = listen(&home, &tunnel).args(["--tunnel-url-pattern", PATTERN, "--retries", "0"]);
    let mut running = Running::spawn(listen.against(&api).command());
    assert_eq!(running.next_record()["public_url"], "http://a.invalid/1");
    // Create, and an update that fails, and is tried again.
    let requests = api.wait_for(5);
    let lines: Vec<_> = requests.iter().map(harness::Request::line).collect();
    let (get, put) = ("GET /api/v1/webhooks/wh_1", "PUT /api/v1/webhooks/wh_1");
    assert_eq!(lines, ["POST /api/v1/webhooks", get, put, get, put]);
    let expected = json!({
        "url": "http://a.invalid/2", "events": ["user.created"], "status": "active",
        "description": "hookctl listen x",
    });
    assert_eq!(requests[4].json(), expected);
    let ended = running.stop();
    ended.stderr_has("the tunnel ended with 3").stderr_has("webhook wh_1 can't be updated");
}

#[test]
fn a_start_that_fails_is_told_once_and_is_no_end_of_the_tunnel() {
    let home = Home::new();
    let created = json!({"data": {"id": "wh_1", "secret": "whsec_a"}}).to_string();
    let webhook = json!({"data": {
        "id": "wh_1", "url": "http://a.invalid/1", "events": ["user.created"], "status": "active",
        "description": "hookctl listen x",
    }});
    let api =
        Hostile::in_turn([Reply::json(201, &created), Reply::json(200, &webhook.to_string())]);
    let text = "echo >> starts
        case $(($(wc -l < starts))) in
            1) echo http://a.invalid/1; exit 3;;
            2) exit 4;;
            *) echo http://a.invalid/3; exec sleep 1000;;
        esac";
    let listen = listen(&home, &script(&home, text)).args(["--tunnel-url-pattern", PATTERN]);
    let running = Running::spawn(listen.against(&api).command());
    // Create, and an update.
    assert_eq!(api.wait_for(3)[2].json()["url"], "http://a.invalid/3");
    let ended = running.stop();
    assert_eq!(ended.stderr.matches("the tunnel ended with").count(), 1, "{}", ended.stderr);
    ended.stderr_has("the tunnel ended with 3").stderr_has("printed no URL, and is started again");
}

#[test]
fn a_tunnel_that_prints_no_url_is_told_with_its_last_lines() {
    let home = Home::new();
    let tunnel = script(&home, "echo http://wrong.test; echo no token >&2; exit 1");
    let ran = listen(&home, &tunnel).sandbox().run().exits(7).stdout_is("");
    ran.stderr_has("printed no URL").stderr_has("http://wrong.test / no token");
    listen(&home, "./no-such-tunnel").sandbox().run().exits(2).stderr_has("./no-such-tunnel");
}

/// An sshd on a free port of loopback, with keys of its own. It ends with the test.
struct Sshd {
    child: Child,
    port: u16,
    key: PathBuf,
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
        let _ = self.child.wait();
    }
}

fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    // sshd is where a user's PATH does not lead.
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/sbin".into()]);
    folders.map(|folder| folder.join(name)).find(|path| path.exists())
}

/// As root, sshd leaves its privileges in a folder that its service makes. Where that does not run,
/// sshd gets it in a view of the file system that is its own.
fn launcher(sshd: &Path) -> Option<Command> {
    if !rustix::process::geteuid().is_root() || Path::new("/run/sshd").exists() {
        return Some(Command::new(sshd));
    }
    let own_view = |program: &Path| {
        let mut command = Command::new("unshare");
        let script = "mount -t tmpfs tmpfs /run && mkdir /run/sshd && exec \"$@\"";
        command.args(["-m", "sh", "-c", script, "sh"]).arg(program).stderr(Stdio::null());
        command
    };
    let is_possible = own_view(Path::new("true")).status().is_ok_and(|status| status.success());
    is_possible.then(|| own_view(sshd))
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn key(path: &Path) {
    let mut keygen = Command::new("ssh-keygen");
    let made = keygen.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(path).status();
    assert!(made.unwrap().success());
}

impl Sshd {
    fn start(home: &Home, mut program: Command) -> Self {
        let (host_key, key_path) = (home.path("host_key"), home.path("key"));
        key(&host_key);
        key(&key_path);
        let port = free_port();
        let config = format!(
            "ListenAddress 127.0.0.1:{port}\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\n\
             StrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\n",
            host_key.display(),
            home.path("key.pub").display()
        );
        let config = home.file("sshd_config", config);
        let mut child =
            program.args(["-D", "-e", "-f"]).arg(config).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let mut said = String::new();
        while !said.contains("Server listening") {
            let line = lines.next();
            assert!(line.is_some(), "sshd ended: {said}");
            said.extend(line);
        }
        // What is not read would stop it.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, port, key: key_path }
    }
}

#[test]
fn a_real_ssh_tunnel_leads_here_and_comes_back() {
    let (Some(sshd), Some(ssh)) = (program("sshd"), program("ssh")) else {
        println!("skipped: there is no sshd or no ssh");
        return;
    };
    let Some(launcher) = launcher(&sshd) else {
        println!("skipped: as root, sshd needs /run/sshd, and there is none");
        return;
    };
    let home = Home::new();
    let sandbox = home.sandbox([""; 0]);
    let sshd = Sshd::start(&home, launcher);
    let far = free_port();
    let pids = home.path("pids");
    let script = home.file("ssh.sh", format!("echo $$ >> {}; exec \"$@\"", pids.display()));
    let tunnel = format!(
        "sh {} {} -F none -i {} -p {} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
         -o ExitOnForwardFailure=yes -o BatchMode=yes -N -R 127.0.0.1:{far}:127.0.0.1:{{port}} \
         127.0.0.1",
        script.display(),
        ssh.display(),
        sshd.key.display(),
        sshd.port
    );
    let url = format!("http://127.0.0.1:{far}/");
    let listen = listen(&home, &tunnel).args(["--public-url", &url]).with(&sandbox);
    let mut running = Running::spawn(listen.command());
    let ready = running.next_record();
    let id = ready["webhook_id"].as_str().unwrap();

    until_delivered(&home, &sandbox, id);
    assert_eq!(running.next_record()["signature"], "valid");
    let runs = || std::fs::read_to_string(&pids).unwrap();
    let first: i32 = runs().lines().next().unwrap().parse().unwrap();
    kill_process(Pid::from_raw(first).unwrap(), Signal::KILL).unwrap();
    // The deliveries that come before it is dead come too.
    while runs().lines().count() < 2 {
        home.hookctl(["test", id]).with(&sandbox).run();
    }
    until_delivered(&home, &sandbox, id);
    assert_eq!(running.next_record()["signature"], "valid");
    running.stop().succeeds().stderr_has("the tunnel ended with 137");
}

/// ssh says nothing when the tunnel is there, so it is tried until it is.
fn until_delivered(home: &Home, sandbox: &Sandbox, id: &str) {
    let began = std::time::Instant::now();
    while home.hookctl(["test", id]).with(sandbox).run().code != Some(0) {
        assert!(began.elapsed() < GUARD, "the tunnel leads nowhere");
    }
}
