//! Which contexts are remote: web addresses and git repositories, as BuildKit tells them apart.

/// Whether a context is fetched from elsewhere: a web address or a git repository.
///
/// Everything else is a path. The test decides what is cleaned as a path and what is left as it
/// is, so it has to draw the line exactly where BuildKit draws it: an address that does not parse
/// (`ssh://git@host:user/repo`, whose port is no number) is a path.
pub fn is_remote(context: &str) -> bool {
    is_web(context) || is_git(context)
}

/// Whether the address is a git repository reached over SSH, which needs an agent.
pub fn is_git_over_ssh(context: &str) -> bool {
    match scheme_and_rest(context) {
        Some((scheme, _)) => scheme == "ssh" && parse(context).is_some(),
        None => is_scp_style(context),
    }
}

/// Whether it is a web address, perhaps of a git repository.
pub fn is_web(context: &str) -> bool {
    context.starts_with("https://") || context.starts_with("http://")
}

/// Whether the address is a git repository. `github.com/owner/name` is one only as a context.
pub fn is_git(context: &str) -> bool {
    if context.starts_with("./") || context.starts_with("../") {
        return false;
    }
    if context.starts_with("github.com/") {
        return parse(context).is_some();
    }
    match scheme_and_rest(context) {
        Some((scheme, _)) => match scheme.as_str() {
            "http" | "https" => {
                parse(context).is_some_and(|path| path.strip_suffix(".git").is_some())
            }
            "ssh" | "git" => parse(context).is_some(),
            _ => false,
        },
        None => is_scp_style(context),
    }
}

/// The scheme in small letters and what follows `://`, where the text starts like that.
fn scheme_and_rest(text: &str) -> Option<(String, &str)> {
    let (scheme, rest) = text.split_once("://")?;
    let plain = !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then(|| (scheme.to_ascii_lowercase(), rest))
}

/// Whether the text reads as `user@host:path?query#fragment`, with nothing but word characters
/// in the user and the host.
fn is_scp_style(text: &str) -> bool {
    let Some((user, rest)) = text.split_once('@') else { return false };
    let Some((host, path)) = rest.split_once(':') else { return false };
    let word = |text: &str, more: &[u8]| {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || more.contains(&byte);
        !text.is_empty() && text.bytes().all(known)
    };
    word(user, b"_") && word(host, b".") && !path.contains('\n') && query_is_valid(path)
}

/// Whether what stands between `?` and `#` is a query: no semicolons, no broken escapes.
fn query_is_valid(path: &str) -> bool {
    let before = path.split_once('#').map_or(path, |(before, _)| before);
    let Some((_, query)) = before.split_once('?') else { return true };
    query.split('&').all(|part| !part.contains(';') && unescaped(part).is_some())
}

/// The path of an address, if Go's `net/url` takes the address for one.
fn parse(text: &str) -> Option<String> {
    if text.bytes().any(|byte| byte < b' ' || byte == 0x7f) {
        return None;
    }
    let (address, fragment) = text.split_once('#').unwrap_or((text, ""));
    unescaped(fragment)?;
    let address = address.split_once('?').map_or(address, |(before, _)| before);
    let Some((scheme, rest)) = address.split_once("://") else { return unescaped(address) };
    if !scheme.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let (authority, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    if authority_is_valid(authority) { unescaped(path) } else { None }
}

fn authority_is_valid(authority: &str) -> bool {
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    user_is_valid(user) && host_is_valid(host)
}

fn user_is_valid(user: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&byte);
    user.bytes().all(known) && unescaped(user).is_some()
}

fn host_is_valid(host: &str) -> bool {
    let (name, port) = match host.rfind(']') {
        Some(at) if host.starts_with('[') => host.split_at(at + 1),
        _ if host.starts_with('[') => return false,
        _ => host.rfind(':').map_or((host, ""), |at| host.split_at(at)),
    };
    let port_is_valid = match port.strip_prefix(':') {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_digit()),
        None => port.is_empty(),
    };
    let known = |byte: u8| {
        !byte.is_ascii()
            || byte.is_ascii_alphanumeric()
            || b"-_.~!$&'()*+,;=:[]<>\"%".contains(&byte)
    };
    port_is_valid && name.bytes().all(known) && unescaped(name).is_some()
}

/// The text with its `%41`-escapes replaced; none if one of them is broken.
pub(super) fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            let digits = after.get(..2)?;
            let digits = std::str::from_utf8(digits).ok()?;
            bytes.push(hex(digits)?);
            rest = after.get(2..)?;
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn hex(digits: &str) -> Option<u8> {
    let all_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    all_hex.then(|| u8::from_str_radix(digits, 16).ok()).flatten()
}

/// Whether a context is no path: what a relative base must not touch.
pub fn is_special(context: &str) -> bool {
    const SPECIAL: [&str; 4] = ["cwd://", "target:", "docker-image:", "oci-layout://"];
    SPECIAL.iter().any(|prefix| context.starts_with(prefix)) || is_remote(context)
}

#[cfg(test)]
mod tests {
    use super::{is_git_over_ssh, is_remote, is_special};

    #[test]
    fn addresses_are_told_from_paths() {
        let remote = [
            "https://example.com/files",
            "http://",
            "HTTPS://example.com/r.git",
            "git://example.com/r",
            "ssh://git@github.com/u/r",
            "ssh://git@github.com:22/u/r",
            "git@github.com:u/r.git",
            "a@b:",
            "github.com/u/r",
            "https://github.com/user/repo.git#main:sub",
            "ssh://[::1]:22/r",
        ];
        for context in remote {
            assert!(is_remote(context), "{context:?}");
        }
        let local = [
            "",
            ".",
            "a/b",
            "HTTPS://example.com/r",
            "ssh://git@github.com:u/r.git",
            "ftp://example.com/r.git",
            "./git@github.com:u/r.git",
            "docker-image://alpine",
            "github.com",
            "github.com/%zz",
            "gitlab.com/u/r",
            "a b@c:d",
            "a@b",
            "git@github.com:u/r?a=%z",
        ];
        for context in local {
            assert!(!is_remote(context), "{context:?}");
        }
    }

    #[test]
    fn git_over_ssh_is_what_needs_an_agent() {
        for context in ["git@github.com:u/r.git", "ssh://h/r", "SSH://h/r"] {
            assert!(is_git_over_ssh(context), "{context:?}");
        }
        for context in ["https://h/r.git", "git://h/r", "github.com/u/r", "ssh://h:p/r", "."] {
            assert!(!is_git_over_ssh(context), "{context:?}");
        }
    }

    #[test]
    fn special_contexts_have_no_base() {
        for context in ["cwd://x", "target:x", "docker-image:x", "oci-layout://x", "git://h/r"] {
            assert!(is_special(context), "{context:?}");
        }
        assert!(!is_special("oci-layout:x"));
        assert!(!is_special("service:x"));
    }
}
