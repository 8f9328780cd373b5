//! Where something is on the web.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The Hub answers under another name than its own.
const HUB: (&str, &str) = ("docker.io", "registry-1.docker.io");

/// A web address taken apart as far as we need it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Address {
    /// Whether the line is encrypted.
    pub(super) secure: bool,
    /// The host, perhaps with a port.
    pub(super) authority: String,
    /// Path and query, with the slash in front.
    pub(super) path: String,
}

impl Address {
    /// A path at the registry that a reference names. Registries on this machine are spoken to in
    /// plain text, as docker and BuildKit do it.
    pub(super) fn of_registry(domain: &str, path: String) -> Self {
        let authority = if domain == HUB.0 { HUB.1 } else { domain };
        Self { secure: !is_loopback(authority), authority: authority.to_owned(), path }
    }

    /// Reads an absolute address. Whoever is named in it is not told to others.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let secure = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let rest = rest.split('#').next().unwrap_or_default();
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end)?;
        let authority = authority.rsplit('@').next().unwrap_or_default();
        let slash = if path.starts_with('/') { "" } else { "/" };
        let path = format!("{slash}{path}");
        (!authority.is_empty()).then(|| Self { secure, authority: authority.to_owned(), path })
    }

    /// Where a redirection from here leads: an absolute address or a path.
    pub(super) fn redirected(&self, location: &str) -> Option<Self> {
        if location.starts_with('/') && !location.starts_with("//") {
            return Some(Self { path: location.to_owned(), ..self.clone() });
        }
        Self::parse(location)
    }

    /// Whether both are at the same host, spoken to in the same way.
    pub(super) fn is_at(&self, other: &Self) -> bool {
        self.secure == other.secure && self.authority.eq_ignore_ascii_case(&other.authority)
    }

    /// Whether it is safe to send something secret there.
    pub(super) fn is_private(&self) -> bool {
        self.secure || self.is_loopback()
    }

    /// Whether it is on this machine.
    pub(super) fn is_loopback(&self) -> bool {
        is_loopback(&self.authority)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.secure { "https" } else { "http" };
        write!(f, "{scheme}://{}{}", self.authority, self.path)
    }
}

/// Whether a host, perhaps with a port, is this machine by its name: `localhost`, `127.…` or
/// `[::1]`.
fn is_loopback(authority: &str) -> bool {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    let bare = host.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let ip = match bare {
        Some(bare) => bare.parse::<Ipv6Addr>().ok().map(IpAddr::V6),
        None => host.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
    };
    host == "localhost" || ip.is_some_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{Address, is_loopback};

    #[test]
    fn this_machine_is_known_by_its_names() {
        for here in ["localhost", "localhost:5000", "127.0.0.1", "127.9.0.1:1", "[::1]", "[::1]:5"]
        {
            assert!(is_loopback(here), "{here}");
        }
        for there in ["localhost.org", "128.0.0.1", "10.0.0.1:5000", "[::2]", "127.0.0.1.org", ""] {
            assert!(!is_loopback(there), "{there}");
        }
    }

    #[test]
    fn the_hub_answers_under_another_name() {
        let at = |domain| Address::of_registry(domain, "/v2/".to_owned()).to_string();
        assert_eq!(at("docker.io"), "https://registry-1.docker.io/v2/");
        assert_eq!(at("127.0.0.1:5000"), "http://127.0.0.1:5000/v2/");
        assert_eq!(at("ghcr.io"), "https://ghcr.io/v2/");
    }

    #[test]
    fn redirections_lead_on() {
        let here = Address::parse("https://a.b:5/x?y=z#w").unwrap();
        assert_eq!(here.to_string(), "https://a.b:5/x?y=z");
        let to = |location: &str| here.redirected(location).map(|it| it.to_string());
        assert_eq!(to("/y").as_deref(), Some("https://a.b:5/y"));
        assert_eq!(to("HTTP://me:secret@c").as_deref(), Some("http://c/"));
        assert_eq!(to("https://c?x").as_deref(), Some("https://c/?x"));
        assert_eq!(to("//c/x"), None);
        assert_eq!(to("ftp://c/x"), None);
        assert_eq!(to("x"), None);
    }
}
