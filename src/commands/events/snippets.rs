//! What `hookctl events --verify-code LANGUAGE` prints: a program that checks a delivery's signature as
//! a handler should, with the check as one function to paste into the handler.

/// A language that there is a check in.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Node,
    Python,
    Go,
    Ruby,
    Php,
    Java,
    Rust,
    Bash,
}

impl Language {
    /// The program's source. It reads the body on standard input, takes the signature as its argument
    /// and the secret from `WEBHOOK_SECRET`, and says `valid` (exit 0) or `invalid` (exit 1).
    pub(super) const fn source(self) -> &'static str {
        match self {
            Self::Node => include_str!("snippets/verify.js"),
            Self::Python => include_str!("snippets/verify.py"),
            Self::Go => include_str!("snippets/verify.go"),
            Self::Ruby => include_str!("snippets/verify.rb"),
            Self::Php => include_str!("snippets/verify.php"),
            Self::Java => include_str!("snippets/Verify.java"),
            Self::Rust => include_str!("snippets/verify.rs"),
            Self::Bash => include_str!("snippets/verify.sh"),
        }
    }
}
