//! The user's own tunnel program: started, listened to for the URL that it prints, started again
//! when it dies, ended with the listener.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use regex_lite::Regex;
use tokio::io::{AsyncBufReadExt, BufReader, Split};
use tokio::net::unix::pipe::Receiver;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::commands::listen::announced::announced;
use crate::config::HiddenVariables;
use crate::error::{Error, Kind, Result};
use crate::group::Group;
use crate::model::is_absolute_http_url;
use crate::output::{Output, safe};

/// How long the program may take to print its URL.
const PATIENCE: Duration = Duration::from_secs(30);

/// The pauses before it is started again: each is twice as long as the one before.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// So many of its last lines tell why it failed.
const LAST_LINES: usize = 5;

/// A tunnel, and the program that is it just now.
pub(super) struct Tunnel {
    line: String,
    /// What finds the URL in a line; nothing where it is known already.
    finder: Option<Finder>,
    hidden: HiddenVariables,
    /// None after a start that failed.
    program: Option<Program>,
}

struct Program {
    group: Group,
    lines: Split<BufReader<Receiver>>,
    began: Instant,
}

/// What finds the URL in a line that the program prints.
#[derive(Debug)]
pub(super) enum Finder {
    /// What tunnels print.
    Usual,
    /// The user's pattern: its first group where it has one, else all that it matches.
    Pattern(Regex),
}

impl Tunnel {
    /// Starts the program of that command line, and waits for its URL where it is to be found.
    ///
    /// # Errors
    /// A program that can't be started (usage), one that prints no URL (unavailable).
    pub(super) async fn open(
        line: String,
        finder: Option<Finder>,
        hidden: &HiddenVariables,
    ) -> Result<(Self, Option<String>)> {
        let mut tunnel = Self { line, finder, hidden: hidden.clone(), program: None };
        let url = tunnel.start().await?;
        Ok((tunnel, url))
    }

    /// Keeps it running, and tells each URL that it comes back with.
    pub(super) async fn keep(
        &mut self,
        found: watch::Sender<String>,
        output: &Output,
    ) -> Infallible {
        let mut pause = FIRST_PAUSE;
        loop {
            if let Some(program) = &mut self.program {
                let code = program.ended().await;
                if program.began.elapsed() > LONGEST_PAUSE {
                    pause = FIRST_PAUSE;
                }
                output.warn(&format!("the tunnel ended with {code}, and is started again"));
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
            match self.start().await {
                Ok(Some(url)) => {
                    found.send_replace(url);
                }
                Ok(None) => {}
                Err(error) => {
                    output.warn(&format!("{}, and is started again", error.message()));
                }
            }
        }
    }

    /// Ends the program.
    pub(super) async fn end(self) {
        if let Some(program) = self.program {
            program.group.end().await;
        }
    }

    async fn start(&mut self) -> Result<Option<String>> {
        // What the last one has left in its group could hold the port at the far end: it ends first.
        self.program = None;
        let mut program = Program::start(&self.line, &self.hidden)?;
        // One that runs and leads nowhere known is of no use, and ends here.
        let url = self.url(&mut program).await?;
        self.program = Some(program);
        Ok(url)
    }

    async fn url(&self, program: &mut Program) -> Result<Option<String>> {
        let Some(finder) = &self.finder else { return Ok(None) };
        let mut last = VecDeque::new();
        let search = async {
            while let Some(line) = program.next_line().await {
                if let Some(url) = finder.url_in(&line) {
                    return Some(url);
                }
                last.truncate(LAST_LINES - 1);
                last.push_front(safe(&line).into_owned());
            }
            None
        };
        if let Ok(Some(url)) = timeout(PATIENCE, search).await {
            return Ok(Some(url));
        }
        let message = format!("the tunnel `{}` printed no URL", self.line);
        let error = Error::new(Kind::Unavailable, message);
        let said: Vec<_> = last.into_iter().rev().collect();
        Err(if said.is_empty() {
            error.hinted("it printed nothing at all: does it print more with an option of its own?")
        } else {
            error.hinted(format!(
                "its last lines: {}; --tunnel-url-pattern says what finds the URL in them",
                said.join(" / ")
            ))
        })
    }
}

impl Program {
    fn start(line: &str, hidden: &HiddenVariables) -> Result<Self> {
        let refused = |error: io::Error| {
            Error::usage(format!("the tunnel `{line}` can't be started: {error}"))
        };
        let mut command: Command = hidden.command(line)?;
        // Some print the URL to stdout, some to stderr: one pipe keeps the lines in order.
        let (reader, writer) = io::pipe().map_err(refused)?;
        let lines = Receiver::from_owned_fd(reader.into()).map_err(refused)?;
        command.stdin(Stdio::null()).stdout(writer.try_clone().map_err(refused)?).stderr(writer);
        let group = Group::spawn(&mut command).map_err(refused)?;
        let lines = BufReader::new(lines).split(b'\n');
        Ok(Self { group, lines, began: Instant::now() })
    }

    async fn next_line(&mut self) -> Option<String> {
        next_line(&mut self.lines).await
    }

    /// Waits for its end, and reads on meanwhile: a full pipe would stop it.
    async fn ended(&mut self) -> u8 {
        let mut is_open = true;
        loop {
            tokio::select! {
                code = self.group.ended() => return code,
                line = next_line(&mut self.lines), if is_open => is_open = line.is_some(),
            }
        }
    }
}

async fn next_line(lines: &mut Split<BufReader<Receiver>>) -> Option<String> {
    let line = lines.next_segment().await.ok().flatten()?;
    let line = String::from_utf8_lossy(&line).trim_end().to_owned();
    tracing::info!("tunnel: {}", safe(&line));
    Some(line)
}

impl Finder {
    fn url_in(&self, line: &str) -> Option<String> {
        let url = match self {
            Self::Usual => announced(line)?,
            Self::Pattern(pattern) => {
                let found = pattern.captures(line)?;
                found.get(1).or(found.get(0))?.as_str()
            }
        };
        is_absolute_http_url(url).then(|| url.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use regex_lite::Regex;

    use super::Finder;

    #[test]
    fn a_pattern_of_the_users_may_have_a_group_or_none() {
        let url = |pattern| {
            Finder::Pattern(Regex::new(pattern).unwrap()).url_in("at http://a.test/x now")
        };
        assert_eq!(url("at (.*) now").as_deref(), Some("http://a.test/x"));
        assert_eq!(url(r"http://\S+").as_deref(), Some("http://a.test/x"));
        assert_eq!(url("(at)"), None);
    }
}
