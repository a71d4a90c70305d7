//! Standard input: for one taker, and without holding up the end.

use std::cell::Cell;
use std::io::{self, Read};

use zeroize::Zeroizing;

use crate::config::bounded::read_secret;
use crate::config::files::unblocked;
use crate::error::{Error, Result};

/// Standard input, which can be read only once.
#[derive(Debug, Default)]
pub struct Stdin {
    taken_for: Cell<Option<&'static str>>,
}

impl Stdin {
    /// Claims it for `what` without reading yet.
    ///
    /// # Errors
    /// When something else has it already (usage).
    pub fn claim(&self, what: &'static str) -> Result<()> {
        match self.taken_for.replace(Some(what)) {
            None => Ok(()),
            Some(first) => Err(Error::usage(format!(
                "the {first} and the {what} can't both be read from standard input"
            ))
            .hinted("give one of them as a file")),
        }
    }

    /// All of it.
    ///
    /// # Errors
    /// As [`claim`](Self::claim), or when it can't be read (usage).
    pub async fn read(&self, what: &'static str) -> Result<Vec<u8>> {
        self.take(what, || {
            let mut bytes = Vec::new();
            io::stdin().read_to_end(&mut bytes).map(|_| bytes)
        })
        .await
    }

    /// All of it as a secret.
    ///
    /// # Errors
    /// As [`read`](Self::read), or when it has more than 1 MiB (usage).
    pub async fn read_secret(&self, what: &'static str) -> Result<Zeroizing<Vec<u8>>> {
        self.take(what, || read_secret(io::stdin())).await
    }

    async fn take<T: Send + 'static>(
        &self,
        what: &'static str,
        read: impl FnOnce() -> io::Result<T> + Send + 'static,
    ) -> Result<T> {
        self.claim(what)?;
        unblocked(read)
            .await
            .map_err(|error| Error::usage(format!("standard input can't be read: {error}")))
    }
}

#[cfg(test)]
mod tests {
    use super::Stdin;

    #[test]
    fn standard_input_is_given_once() {
        let stdin = Stdin::default();
        stdin.claim("secret").unwrap();
        let error = stdin.claim("body").unwrap_err();
        assert_eq!(
            error.message(),
            "the secret and the body can't both be read from standard input"
        );
    }
}
