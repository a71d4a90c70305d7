//! Help: every command has examples and exit codes, names its variables, and never their values.

mod harness;

use harness::Home;

const COMMANDS: [&str; 37] = [
    "list",
    "get",
    "create",
    "update",
    "delete",
    "test",
    "events",
    "api",
    "listen",
    "deliveries",
    "deliveries list",
    "deliveries show",
    "deliveries replay",
    "deliveries export",
    "deliveries prune",
    "verify",
    "sign",
    "send",
    "audit",
    "profile",
    "profile list",
    "profile show",
    "profile use",
    "profile set",
    "profile remove",
    "login",
    "logout",
    "secret",
    "secret list",
    "secret get",
    "secret set",
    "secret remove",
    "sandbox",
    "sandbox emit",
    "doctor",
    "demo",
    "completions",
];

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or(text)
}

/// The text of `hookctl COMMAND --help`.
fn help(home: &Home, command: &str) -> String {
    let help = home.hookctl(command.split(' ')).args(["--help"]).run().succeeds().stderr_is("");
    help.stdout().to_owned()
}

#[test]
fn every_command_has_examples_and_exit_codes() {
    let home = Home::new();
    for command in COMMANDS {
        let text = help(&home, command);
        assert!(text.contains("\nExit codes: "), "{command}: {text}");
        let (_, examples) = text.split_once("\nExamples:\n").unwrap();
        let examples: Vec<_> = examples.lines().take_while(|line| line.starts_with("  ")).collect();
        assert!((1..=5).contains(&examples.len()), "{command}: {examples:?}");
        // One that is wrapped does not work as typed.
        let works = |line: &&str| line.contains(&format!("hookctl {}", first_word(command)));
        assert!(examples.iter().all(works), "{command}: {examples:?}");
    }
}

#[test]
fn the_main_help_lists_every_command_under_its_heading() {
    let home = Home::new();
    let ran = home.hookctl(["--help"]).run().succeeds().stderr_is("");
    for heading in ["\nManage:\n", "\nReceive:\n", "\nSend:\n", "\nSet up:\n", "\nExit codes:\n"] {
        assert!(ran.stdout().contains(heading), "{heading}");
    }
    for command in COMMANDS.iter().filter(|command| !command.contains(' ')) {
        assert!(ran.stdout().contains(&format!("\n  {command} ")), "{command}");
    }
}

#[test]
fn variables_are_named_and_their_values_are_not_shown() {
    let home = Home::new();
    let variables =
        ["API_URL", "TOKEN", "PROXY", "CA_FILE", "CLIENT_CERT", "CLIENT_KEY", "LOG_FILE"];
    for command in ["--help", "-h", "list --help", "list -h", "sandbox emit --help"] {
        let hookctl = home.hookctl(command.split(' '));
        let hookctl = variables.iter().fold(hookctl, |hookctl, name| {
            hookctl.env(&format!("HOOKCTL_{name}"), "https://hidden.invalid/tok_hidden")
        });
        let ran = hookctl.run().succeeds().shows_nowhere("hidden");
        // A short help wraps its lines.
        let text = ran.stdout().split_whitespace().collect::<Vec<_>>().join(" ");
        for name in variables {
            assert!(text.contains(&format!("[env: HOOKCTL_{name}]")), "{command}: {name}");
        }
    }
}

#[test]
fn a_value_that_is_refused_is_no_token() {
    let home = Home::new();
    let token = "tok_hidden\u{1}";
    let list = home.hookctl(["list"]).at("http://127.0.0.1:9").env("HOOKCTL_TOKEN", token);
    list.run().exits(2).stdout_is("").shows_nowhere("tok_hidden");
    let list = home.hookctl(["list", "--token", token]).at("http://127.0.0.1:9");
    list.run().exits(2).stdout_is("").shows_nowhere("tok_hidden");
}

#[test]
fn the_version_is_one_line() {
    let home = Home::new();
    let version = format!("hookctl {}\n", env!("CARGO_PKG_VERSION"));
    home.hookctl(["--version"]).run().succeeds().stdout_is(&version).stderr_is("");
}

#[test]
fn topics_are_listed_and_told() {
    let home = Home::new();
    let listed = home.hookctl(["--help"]).run().succeeds();
    for topic in ["exit-codes", "environment", "output"] {
        assert!(listed.stdout().contains(&format!("`hookctl help {topic}`")), "{topic}");
        home.hookctl(["help", topic]).run().succeeds().stderr_is("");
    }
    let codes = home.hookctl(["help", "exit-codes"]).run().succeeds();
    for kind in hookctl::error::Kind::ALL {
        let (code, name) = (kind.exit_code(), kind.name());
        let line = format!("{code:>3}  {name}");
        let codes = codes.stdout();
        assert!(codes.contains(&line), "{line}: {codes}");
        let brief = listed.stdout().contains(&format!(" {code} "));
        assert!(brief, "{code} in the main help");
    }
    let environment = home.hookctl(["help", "environment"]).run().succeeds();
    let environment = environment.stdout_has("HOOKCTL_API_URL (--api-url)");
    environment.stdout_has("HOOKCTL_DATA_DIR").stdout_has("NO_PROXY");
}

#[test]
fn help_of_a_command_is_its_help() {
    let home = Home::new();
    for command in ["list", "deliveries replay", "rm"] {
        let expected = help(&home, command);
        home.hookctl(["help"]).args(command.split(' ')).run().succeeds().stdout_is(&expected);
    }
    let main = home.hookctl(["--help"]).run().succeeds();
    home.hookctl(["help"]).run().succeeds().stdout_is(main.stdout());
    let ran = home.hookctl(["help", "exit-code"]).run().exits(2).stdout_is("");
    ran.stderr_has("did you mean `exit-codes`?");
}
