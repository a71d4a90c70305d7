//! `hookctl events --verify-code`: each printed program, run by its own language against deliveries that
//! are valid, tampered with and malformed. A language that is not installed is skipped, and says so.

#![allow(clippy::unwrap_used, reason = "what a test can't go on without may end it")]
#![allow(clippy::print_stderr, reason = "a skipped language is told of")]

mod harness;

/// The printed Rust, compiled with this crate's own dependencies.
#[path = "../src/commands/events/snippets/verify.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it is a program"
)]
mod rust;

use std::ffi::OsStr;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Output, Stdio};

use harness::Home;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Sha256, Sha512};

const SECRET: &str = "whsec_abcdefghijklmnopqrstuvwxyz1234";
const PAYLOAD: &[u8] = br#"{"id":"evt_1","type":"user.created","data":{"name":"J\u00fcrgen"}}"#;

/// The languages whose programs run as processes: the name, the file, how it is compiled beside it,
/// where it is, and how it is run.
const PROGRAMS: [(&str, &str, &[&str], &[&str]); 7] = [
    ("node", "verify.js", &[], &["node", "verify.js"]),
    ("python", "verify.py", &[], &["python3", "verify.py"]),
    // `go run` has an exit code of its own.
    ("go", "verify.go", &["go", "build", "-o", "verify", "verify.go"], &["./verify"]),
    ("ruby", "verify.rb", &[], &["ruby", "verify.rb"]),
    ("php", "verify.php", &[], &["php", "verify.php"]),
    // Compiled once: `java Verify.java` would compile it at each delivery.
    ("java", "Verify.java", &["javac", "Verify.java"], &["java", "Verify"]),
    ("bash", "verify.sh", &[], &["bash", "verify.sh"]),
];

/// A printed program, in a file of the home.
struct Program<'a> {
    home: &'a Home,
    run: &'static [&'static str],
}

impl<'a> Program<'a> {
    /// What hookctl prints, ready to run; none where the language is not installed.
    fn printed(home: &'a Home, language: &str) -> Option<Self> {
        let (_, file, compile, run) =
            PROGRAMS.into_iter().find(|program| program.0 == language).unwrap();
        let tool = compile.first().unwrap_or(&run[0]);
        let version = if *tool == "go" { "version" } else { "--version" };
        let tried = Command::new(tool).arg(version).output();
        if !tried.is_ok_and(|output| output.status.success()) {
            eprintln!("skipped: {tool} is not installed");
            return None;
        }
        let code = home.hookctl(["events", "--verify-code", language]).run().succeeds();
        home.file(file, code.stderr_is("").stdout());
        if let [tool, arguments @ ..] = compile {
            let compiled = Command::new(tool).args(arguments).current_dir(home.path("")).status();
            assert!(compiled.unwrap().success());
        }
        Some(Self { home, run })
    }

    /// The exit code and standard output; nothing may have been thrown.
    fn says(&self, secret: &str, body: &[u8], signature: Option<&[u8]>) -> (i32, String) {
        let mut command = Command::new(self.run[0]);
        command.args(&self.run[1..]).current_dir(self.home.path(""));
        command.env("WEBHOOK_SECRET", secret).args(signature.map(OsStr::from_bytes));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A program may refuse a signature without reading the body.
        let _ = child.stdin.take().unwrap().write_all(body);
        said(&child.wait_with_output().unwrap())
    }

    /// The same, with its standard input closed.
    fn says_without_input(&self) -> (i32, String) {
        let mut command = Command::new("sh");
        command.args(["-c", r#"exec "$@" <&-"#, "sh"]).args(self.run);
        command.arg(sign(SECRET, PAYLOAD)).current_dir(self.home.path(""));
        said(&command.env("WEBHOOK_SECRET", SECRET).output().unwrap())
    }
}

/// The exit code and standard output of a program that throws nothing.
fn said(output: &Output) -> (i32, String) {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.lines().count() <= 1, "a message is a line: {errors}");
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stdout).into_owned())
}

fn sign(secret: &str, body: &[u8]) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    hex::encode(mac.chain_update(body).finalize().into_bytes())
}

/// Bodies that a careless handler would change: none, no text, no JSON, other ends of lines, NUL bytes.
fn bodies() -> Vec<Vec<u8>> {
    let every_byte = (0..=u8::MAX).collect();
    vec![
        vec![],
        PAYLOAD.to_vec(),
        b"{}\r\n".to_vec(),
        b"[1]\0\n\n".to_vec(),
        every_byte,
        vec![b'7'; 100_000],
    ]
}

/// Signature headers that are not the one of [`PAYLOAD`], each with what is wrong.
fn forgeries() -> Vec<(&'static str, Option<Vec<u8>>)> {
    let right = sign(SECRET, PAYLOAD);
    let sha512 = Hmac::<Sha512>::new_from_slice(SECRET.as_bytes()).unwrap();
    let sha512 = hex::encode(sha512.chain_update(PAYLOAD).finalize().into_bytes());
    let last = if right.ends_with('0') { "1" } else { "0" };
    let texts = [
        ("empty", String::new()),
        ("truncated", right[..63].to_owned()),
        ("a byte more", format!("{right}0")),
        ("with a newline", format!("{right}\n")),
        ("twice", format!("{right}, {right}")),
        ("with a prefix", format!("sha256={right}")),
        ("another last digit", format!("{}{last}", &right[..63])),
        ("in upper case", right.to_uppercase()),
        ("no hex", "z".repeat(64)),
        ("64 characters that are more bytes", "é".repeat(64)),
        ("64 bytes that are fewer characters", "é".repeat(32)),
        ("of the empty body", sign(SECRET, b"")),
        ("of another secret", sign("whsec_", PAYLOAD)),
        ("of SHA-512", sha512),
    ];
    let mut forged: Vec<_> =
        texts.into_iter().map(|(what, text)| (what, Some(text.into_bytes()))).collect();
    forged.push(("missing", None));
    forged.push(("64 bytes that are no text", Some(vec![0xff; 64])));
    forged
}

/// Runs a language's program over all deliveries.
fn judges_rightly(language: &str) {
    let home = Home::new();
    let Some(program) = Program::printed(&home, language) else { return };
    let (valid, invalid) = ((0, "valid\n".to_owned()), (1, "invalid\n".to_owned()));
    for body in bodies() {
        let signature = sign(SECRET, &body);
        assert_eq!(program.says(SECRET, &body, Some(signature.as_bytes())), valid, "{body:?}");
    }
    // A key longer than a block of the hash is hashed first (RFC 2104, section 2).
    for secret in ["k", &"k".repeat(64), &"k".repeat(65)] {
        let signature = sign(secret, PAYLOAD);
        assert_eq!(program.says(secret, PAYLOAD, Some(signature.as_bytes())), valid, "{secret}");
    }
    for (what, signature) in forgeries() {
        assert_eq!(program.says(SECRET, PAYLOAD, signature.as_deref()), invalid, "{what}");
    }
    let right = sign(SECRET, PAYLOAD);
    for tampered in [b"".as_slice(), &[PAYLOAD, b"\n"].concat(), &PAYLOAD[1..]] {
        assert_eq!(program.says(SECRET, tampered, Some(right.as_bytes())), invalid, "{tampered:?}");
    }
    let said = program.says_without_input();
    assert!([(2, String::new()), invalid].contains(&said), "{said:?}");
    assert_eq!(program.says("", PAYLOAD, Some(sign("", PAYLOAD).as_bytes())), (2, String::new()));
}

#[test]
fn node_judges_rightly() {
    judges_rightly("node");
}

#[test]
fn python_judges_rightly() {
    judges_rightly("python");
}

#[test]
fn go_judges_rightly() {
    judges_rightly("go");
}

#[test]
fn ruby_judges_rightly() {
    judges_rightly("ruby");
}

#[test]
fn php_judges_rightly() {
    judges_rightly("php");
}

#[test]
fn java_judges_rightly() {
    judges_rightly("java");
}

#[test]
fn bash_judges_rightly() {
    judges_rightly("bash");
}

#[test]
fn rust_judges_rightly() {
    let is_signed =
        |body: &[u8], signature: Option<&[u8]>| rust::is_signed(body, signature, SECRET.as_bytes());
    for body in bodies() {
        assert!(is_signed(&body, Some(sign(SECRET, &body).as_bytes())), "{body:?}");
    }
    for (what, signature) in forgeries() {
        assert!(!is_signed(PAYLOAD, signature.as_deref()), "{what}");
    }
    let right = sign(SECRET, PAYLOAD);
    assert!(!is_signed(&[PAYLOAD, b"\n"].concat(), Some(right.as_bytes())));
}

#[test]
fn the_code_is_printed_as_it_is() {
    let home = Home::new();
    let code = include_str!("../src/commands/events/snippets/verify.rs");
    home.hookctl(["events", "--verify-code", "rust"]).run().succeeds().stdout_is(code);
}

#[test]
fn code_has_no_other_form_and_goes_with_no_type() {
    let home = Home::new();
    for form in ["json", "ndjson", "yaml", "tsv", "ids"] {
        let ran = home.hookctl(["events", "--verify-code", "node", "-o", form]).run();
        ran.exits(2).stdout_is("").stderr_has("no output form");
    }
    home.hookctl(["events", "user.created", "--verify-code", "node"]).run().exits(2).stdout_is("");
    home.hookctl(["events", "--verify-code", "cobol"]).run().exits(2).stderr_has("python");
}
