//! Which of the URLs that a tunnel program prints leads here. Providers print pages of their own
//! beside it: where to log in, where to pay, what to read. Plain text in, a URL out.

/// The first labels of hosts that are pages for people.
const PAGES: [&str; 19] = [
    "account",
    "accounts",
    "admin",
    "api",
    "app",
    "blog",
    "community",
    "console",
    "dashboard",
    "developers",
    "doc",
    "docs",
    "help",
    "login",
    "portal",
    "signup",
    "status",
    "support",
    "www",
];

/// The sites of those who offer tunnels; what is below may be a tunnel.
const PROVIDERS: [&str; 19] = [
    "bore.pub",
    "cloudflare.com",
    "expose.dev",
    "github.com",
    "localhost.run",
    "localtunnel.me",
    "loca.lt",
    "loophole.cloud",
    "ngrok.com",
    "ngrok.io",
    "packetriot.com",
    "pagekite.net",
    "pinggy.io",
    "playit.gg",
    "serveo.net",
    "tailscale.com",
    "trycloudflare.com",
    "tunnelmole.com",
    "zrok.io",
];

/// Words of a line that tells of the tunnel itself. There, a host such as api.example.com is the
/// user's own domain.
const ANNOUNCING: [&str; 5] = ["tunneled", "forwarding", "url=", "url is", "available at"];

const SCHEME: &str = "https://";

/// The first https URL of a line that can be the tunnel's: it has no path (what has one is a page
/// to read, such as terms of use), and its host is no page of the provider's.
pub(super) fn announced(line: &str) -> Option<&str> {
    let lower = line.to_ascii_lowercase();
    let is_announcing = ANNOUNCING.iter().any(|word| lower.contains(word));
    line.match_indices(SCHEME).map(|(start, _)| url_at(&line[start..])).find(|url| {
        let rest = &url[SCHEME.len()..];
        host(rest.strip_suffix('/').unwrap_or(rest))
            .is_some_and(|host| !is_page(host, is_announcing))
    })
}

/// The URL that the text begins with, without the punctuation of the sentence around it.
fn url_at(text: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || c.is_control() || "\"'`|<>".contains(c);
    let url = text.split(ends).next().unwrap_or_default();
    url.trim_end_matches(|c: char| ".,;:!?)]}*".contains(c))
}

/// The host of a host and a port; nothing where there is more.
fn host(authority: &str) -> Option<&str> {
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let is_host = !host.is_empty()
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
    (is_host && port.parse::<u16>().is_ok()).then_some(host)
}

fn is_page(host: &str, is_announced: bool) -> bool {
    let host = host.to_ascii_lowercase();
    if PROVIDERS.contains(&host.as_str()) {
        return true;
    }
    let Some((label, domain)) = host.split_once('.') else { return false };
    PAGES.contains(&label) && (!is_announced || PROVIDERS.contains(&domain))
}

#[cfg(test)]
mod tests {
    use super::announced;

    #[track_caller]
    fn finds(banner: &str, expected: &str) {
        let found = banner.lines().find_map(announced);
        assert_eq!(found, Some(expected), "{banner}");
    }

    #[track_caller]
    fn finds_nothing(line: &str) {
        assert_eq!(announced(line), None, "{line}");
    }

    #[test]
    fn localhost_run_prints_where_to_administer_before_the_url() {
        finds(
            "Welcome to the tunnels of https://localhost.run!\n\
             News are at [https://twitter.com/localhost_run].\n\
             Custom domains are set up at https://admin.localhost.run/\n\
             The documentation: https://localhost.run/docs/\n\
             ** your connection id is 00000000-1111 **\n\
             abcdef123456.lhr.life tunneled with tls termination, https://abcdef123456.lhr.life",
            "https://abcdef123456.lhr.life",
        );
    }

    #[test]
    fn pinggy_prints_its_dashboard_before_the_url() {
        finds(
            "Allocated port 4 for remote forward to localhost:4400\n\
             The tunnel ends in 60 minutes, without limit at https://dashboard.pinggy.io\n\
             http://rnabc-203-0-113-7.a.free.pinggy.link\n\
             https://rnabc-203-0-113-7.a.free.pinggy.link",
            "https://rnabc-203-0-113-7.a.free.pinggy.link",
        );
    }

    #[test]
    fn serveo_may_write_in_colours() {
        finds(
            "Hi there from https://serveo.net.\n\
             \x1b[32mForwarding HTTP traffic from https://ab12cd.serveo.net\x1b[0m",
            "https://ab12cd.serveo.net",
        );
    }

    #[test]
    fn cloudflared_draws_a_box_around_the_url() {
        finds(
            "2026-01-01T00:00:00Z INF agree to the terms (https://www.cloudflare.com/website-terms/), and\n\
             2026-01-01T00:00:00Z INF more at https://developers.cloudflare.com.\n\
             2026-01-01T00:00:00Z INF Requesting new quick Tunnel on trycloudflare.com...\n\
             2026-01-01T00:00:00Z INF |  https://a-b-c.trycloudflare.com      |",
            "https://a-b-c.trycloudflare.com",
        );
    }

    #[test]
    fn ngrok_logs_the_url_as_a_value() {
        finds(
            "t=2026-01-01T00:00:00+0000 lvl=info msg=\"update available\" at=https://ngrok.com\n\
             t=2026-01-01T00:00:00+0000 lvl=info msg=\"starting web service\" addr=127.0.0.1:4040\n\
             t=2026-01-01T00:00:00+0000 lvl=info msg=\"started tunnel\" obj=tunnels \
             name=command_line addr=http://localhost:4400 url=https://ab12.ngrok-free.app",
            "https://ab12.ngrok-free.app",
        );
    }

    #[test]
    fn tailscale_funnel_ends_the_url_with_a_slash() {
        finds(
            "To enable it, visit:\n         https://login.tailscale.com/f/funnel?node=n1\n\
             Available on the internet:\n\nhttps://host.tail1234.ts.net/\n\
             |-- proxy http://127.0.0.1:4400",
            "https://host.tail1234.ts.net/",
        );
    }

    #[test]
    fn the_punctuation_of_a_sentence_is_not_the_urls() {
        finds("up (https://a.example), and well", "https://a.example");
        finds("it is https://a.example.", "https://a.example");
        finds("at <https://a.example:8443>;", "https://a.example:8443");
        finds("at \x1b[1mhttps://a.example/\x1b[0m", "https://a.example/");
        finds("see https://docs.example, the tunnel is https://a.example", "https://a.example");
    }

    #[test]
    fn a_domain_of_the_users_is_believed_where_the_line_tells_of_the_tunnel() {
        finds_nothing("manage it at https://api.example.com");
        finds("msg=\"started tunnel\" url=https://api.example.com", "https://api.example.com");
        finds_nothing("Forwarding is set up at https://admin.localhost.run/");
    }

    #[test]
    fn what_is_no_tunnel_is_not_taken_for_one() {
        finds_nothing("|-- / proxy http://127.0.0.1:4400");
        finds_nothing("Allocated port 40123 for remote forward to localhost:4400");
        finds_nothing("https:// https://? https://a.example:port https://a.example/path");
    }
}
