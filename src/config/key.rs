//! The settings that a file can hold: their names, and where else each can be given. What their
//! values mean is for those who use them.

use std::path::Path;

/// A setting that a profile can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Where the API is.
    ApiUrl,
    /// What gives the token: a SOURCE.
    Token,
    /// The header that carries the token.
    AuthHeader,
    /// What stands before the token in that header.
    AuthScheme,
    /// The form of the output.
    Output,
    /// How long an API call may take.
    Timeout,
    /// How often an API call is tried again.
    Retries,
    /// A proxy for all but loopback.
    Proxy,
    /// Trusted certificates.
    CaFile,
    /// The client's certificate.
    ClientCert,
    /// Its private key.
    ClientKey,
    /// Whether the token may travel over plain http.
    AllowHttp,
    /// When to colour the output.
    Color,
    /// The file of received deliveries.
    Journal,
}

impl Key {
    /// Every key, in the order in which `profile show` lists them.
    pub const ALL: [Self; 14] = [
        Self::ApiUrl,
        Self::Token,
        Self::AuthHeader,
        Self::AuthScheme,
        Self::Output,
        Self::Timeout,
        Self::Retries,
        Self::Proxy,
        Self::CaFile,
        Self::ClientCert,
        Self::ClientKey,
        Self::AllowHttp,
        Self::Color,
        Self::Journal,
    ];

    /// The name in a file, and of the flag where there is one.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ApiUrl => "api-url",
            Self::Token => "token",
            Self::AuthHeader => "auth-header",
            Self::AuthScheme => "auth-scheme",
            Self::Output => "output",
            Self::Timeout => "timeout",
            Self::Retries => "retries",
            Self::Proxy => "proxy",
            Self::CaFile => "ca-file",
            Self::ClientCert => "client-cert",
            Self::ClientKey => "client-key",
            Self::AllowHttp => "allow-http",
            Self::Color => "color",
            Self::Journal => "journal",
        }
    }

    /// The key of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name() == name)
    }

    /// The environment variable that gives the same: `HOOKCTL_API_URL`.
    pub fn variable(self) -> String {
        format!("HOOKCTL_{}", self.name().to_uppercase().replace('-', "_"))
    }

    /// The name of the global option that gives the same, as clap knows it.
    pub fn option(self) -> Option<String> {
        match self {
            Self::AuthHeader | Self::AuthScheme | Self::Journal => None,
            _ => Some(self.name().replace('-', "_")),
        }
    }

    /// Whether a project file may hold it. Whoever writes to a repository writes that file, so it
    /// must decide on nothing that a token or a delivery goes to.
    pub const fn is_for_projects(self) -> bool {
        matches!(self, Self::Output | Self::Color | Self::Timeout | Self::Retries)
    }

    /// What is in force where nobody gives another value.
    pub const fn default(self) -> Option<&'static str> {
        match self {
            Self::AuthHeader => Some("authorization"),
            Self::AuthScheme => Some("Bearer"),
            Self::Output => Some("table"),
            Self::Timeout => Some("30s"),
            Self::Retries => Some("3"),
            Self::AllowHttp => Some("false"),
            Self::Color => Some("auto"),
            _ => None,
        }
    }

    /// A value whose relative path is taken from `folder`, so that it means the same file wherever
    /// hookctl is run.
    pub fn anchored(self, value: &str, folder: &Path) -> String {
        let anchored = |path: &str| folder.join(path).to_string_lossy().into_owned();
        match self {
            _ if value.is_empty() => String::new(),
            Self::CaFile | Self::ClientCert | Self::ClientKey | Self::Journal => anchored(value),
            Self::Token => match value.strip_prefix("file:") {
                Some(path) if !path.is_empty() => format!("file:{}", anchored(path)),
                _ => value.to_owned(),
            },
            _ => value.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Key;
    use crate::model::did_you_mean;

    #[test]
    fn a_key_is_known_by_its_name_alone() {
        for key in Key::ALL {
            assert_eq!(Key::named(key.name()), Some(key));
        }
        assert_eq!(Key::named("api_url"), None);
        assert_eq!(did_you_mean("api_url", Key::ALL.map(Key::name)), Some("api-url"));
        assert_eq!(did_you_mean("editor", Key::ALL.map(Key::name)), None);
    }

    #[test]
    fn only_paths_are_anchored() {
        let folder = Path::new("/etc/hookctl");
        assert_eq!(Key::CaFile.anchored("ca.pem", folder), "/etc/hookctl/ca.pem");
        assert_eq!(Key::CaFile.anchored("/ca.pem", folder), "/ca.pem");
        assert_eq!(Key::Token.anchored("file:token", folder), "file:/etc/hookctl/token");
        assert_eq!(Key::Token.anchored("env:TOKEN", folder), "env:TOKEN");
        assert_eq!(Key::Proxy.anchored("proxy", folder), "proxy");
    }
}
