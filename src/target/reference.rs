//! Image references: `alpine`, `ghcr.io/owner/name:tag@sha256:…`.
//!
//! The grammar and the normal form are those of `distribution/reference`, which docker, BuildKit
//! and the registries share: `alpine` is short for `docker.io/library/alpine:latest`.

use std::fmt;

use crate::diag::{Code, Problem};

/// The registry that names without one belong to.
const HUB: &str = "docker.io";

/// What stands before the names of the Hub's own images.
const LIBRARY: &str = "library/";

/// How long the path of a repository may be.
const LONGEST_PATH: usize = 255;

/// How long a tag may be.
const LONGEST_TAG: usize = 128;

/// An image reference in its normal form.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Reference {
    /// The registry, perhaps with its port. Empty only for a name like `a_b.c/d`, whose first part
    /// looks like a registry and cannot be one.
    pub domain: String,
    /// The repository in there.
    pub path: String,
    /// What stands after the `:`.
    pub tag: Option<String>,
    /// What stands after the `@`.
    pub digest: Option<String>,
}

impl Reference {
    /// Reads a reference and brings it to its normal form, without adding a tag.
    ///
    /// # Errors
    /// For what is no reference: what is illegal about it.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let wrong = |why: &str| {
            let shown: String = text.chars().take(300).collect();
            Problem::new(format!("`{shown}` is not an image reference: {why}"))
                .coded(Code::InvalidReference)
        };
        if text.is_empty() {
            return Err(wrong("it is empty"));
        }
        if text.len() == 64 && text.bytes().all(is_lower_hex) {
            return Err(wrong("64 hexadecimal digits are the id of an image, not a name"));
        }
        let (domain, remainder) = split_domain(text);
        let (name, digest) = split_at_mark(&remainder, '@');
        let (path, tag) = split_at_mark(name, ':');
        tag.map_or(Ok(()), check_tag).map_err(|why| wrong(&why))?;
        digest.map_or(Ok(()), digest_fault).map_err(|why| wrong(&why))?;
        let (domain, path) = check_name(domain, path).map_err(|why| wrong(&why))?;
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Ok(Self { domain, path, tag: owned(tag), digest: owned(digest) })
    }

    /// The same with the tag `latest`, if it has neither tag nor digest.
    #[must_use]
    pub fn with_default_tag(mut self) -> Self {
        if self.tag.is_none() && self.digest.is_none() {
            self.tag = Some("latest".to_owned());
        }
        self
    }

    /// The repository without tag and digest, in full.
    pub fn repository(&self) -> String {
        let Self { domain, path, tag: _, digest: _ } = self;
        if domain.is_empty() { path.clone() } else { format!("{domain}/{path}") }
    }

    /// The reference as people write it: without the Hub and its library.
    pub fn familiar(&self) -> String {
        let mut short = self.clone();
        if self.domain == HUB {
            short.domain.clear();
            let own = self.path.strip_prefix(LIBRARY).filter(|own| !own.contains('/'));
            own.unwrap_or(&self.path).clone_into(&mut short.path);
        }
        short.to_string()
    }

    /// The name under which BuildKit looks for a named context in the place of this image: what
    /// people write, and not `:latest`.
    pub fn context_name(&self) -> String {
        let familiar = self.familiar();
        familiar.strip_suffix(":latest").unwrap_or(&familiar).to_owned()
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.repository())?;
        if let Some(tag) = &self.tag {
            write!(f, ":{tag}")?;
        }
        if let Some(digest) = &self.digest {
            write!(f, "@{digest}")?;
        }
        Ok(())
    }
}

/// The text up to the first mark, and what follows it.
fn split_at_mark(text: &str, mark: char) -> (&str, Option<&str>) {
    text.split_once(mark).map_or((text, None), |(before, after)| (before, Some(after)))
}

/// The registry and the rest. The first part is a registry if it looks like one: if it has a dot,
/// a colon or a capital letter, or is `localhost`.
fn split_domain(text: &str) -> (&str, String) {
    let (domain, rest) = match text.split_once('/') {
        Some((HUB | "index.docker.io", rest)) => (HUB, rest),
        Some((first, rest)) if looks_like_domain(first) => (first, rest),
        _ => (HUB, text),
    };
    let prefix = if domain == HUB && !rest.contains('/') { LIBRARY } else { "" };
    (domain, format!("{prefix}{rest}"))
}

fn looks_like_domain(first: &str) -> bool {
    first == "localhost" || first.contains(['.', ':']) || first.to_lowercase() != first
}

/// Domain and path, if they are legal. What looks like a domain and is none may still be the
/// first part of a path.
fn check_name(domain: &str, path: &str) -> Result<(String, String), String> {
    let (domain, path) = if is_domain(domain) {
        (domain, path.to_owned())
    } else {
        ("", format!("{domain}/{path}"))
    };
    if path.to_lowercase() != path {
        return Err("the name of a repository has no capital letters".to_owned());
    }
    let part = path.split('/').find(|part| !is_path_component(part));
    match part {
        Some("") => Err("a part of its name is empty".to_owned()),
        Some(part) => Err(format!(
            "`{part}` is no name; names are made of small letters and digits, with `.`, `_`, `__` \
             or dashes between them"
        )),
        None if path.len() > LONGEST_PATH => {
            Err(format!("the name is longer than {LONGEST_PATH} letters"))
        }
        None => Ok((domain.to_owned(), path)),
    }
}

/// Whether the text is a host name or address, perhaps with a port.
fn is_domain(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (text, "0"),
    };
    let port_is_valid = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    port_is_valid && (is_address(host) || host.split('.').all(is_domain_component))
}

/// Whether the text is an IPv6 address in brackets, by its letters.
fn is_address(host: &str) -> bool {
    let inner = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|inner| {
        !inner.is_empty() && inner.bytes().all(|byte| byte == b':' || byte.is_ascii_hexdigit())
    })
}

fn is_domain_component(text: &str) -> bool {
    let inside = |byte: u8| byte == b'-' || byte.is_ascii_alphanumeric();
    !text.is_empty() && !text.starts_with('-') && !text.ends_with('-') && text.bytes().all(inside)
}

/// Whether the text is made of small letters and digits with single separators between them.
fn is_path_component(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let is_separator =
        |piece: &str| matches!(piece, "." | "_" | "__") || piece.bytes().all(|byte| byte == b'-');
    let mut separators = text.split(is_plain).filter(|piece| !piece.is_empty());
    text.starts_with(is_plain) && text.ends_with(is_plain) && separators.all(is_separator)
}

/// Checks a tag by itself.
fn check_tag(tag: &str) -> Result<(), String> {
    let is_word = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
    let inside = |byte: u8| is_word(byte) || byte == b'.' || byte == b'-';
    if tag.is_empty() {
        return Err("its tag is empty".to_owned());
    }
    if tag.len() > LONGEST_TAG {
        return Err(format!("its tag is longer than {LONGEST_TAG} letters"));
    }
    if !tag.bytes().next().is_some_and(is_word) || !tag.bytes().all(inside) {
        return Err(format!(
            "`{tag}` is no tag; tags are made of letters, digits, `_`, `.` and `-`, and do not \
             start with `.` or `-`"
        ));
    }
    Ok(())
}

/// Checks a digest by itself: one of the algorithms that registries know, and its hexadecimal
/// digits in full.
///
/// # Errors
/// For what is no digest.
pub fn check_digest(digest: &str) -> Result<(), Problem> {
    digest_fault(digest).map_err(Problem::new)
}

fn digest_fault(digest: &str) -> Result<(), String> {
    let (algorithm, digits) = digest.split_once(':').unwrap_or((digest, ""));
    let expected = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => return Err(format!("`{digest}` is no digest such as `sha256:…`")),
    };
    if digits.len() != expected || !digits.bytes().all(is_lower_hex) {
        return Err(format!(
            "the digest after `{algorithm}:` is not {expected} hexadecimal digits"
        ));
    }
    Ok(())
}

fn is_lower_hex(byte: u8) -> bool {
    byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::Reference;

    /// The normal form, what people write, and the name of the context.
    fn forms(text: &str) -> String {
        match Reference::parse(text) {
            Ok(found) => format!("{found} | {} | {}", found.familiar(), found.context_name()),
            Err(problem) => problem.message,
        }
    }

    #[test]
    fn names_have_a_normal_form() {
        let cases = [
            ("alpine", "docker.io/library/alpine | alpine | alpine"),
            ("alpine:latest", "docker.io/library/alpine:latest | alpine:latest | alpine"),
            ("docker.io/alpine:3", "docker.io/library/alpine:3 | alpine:3 | alpine:3"),
            ("index.docker.io/u/r", "docker.io/u/r | u/r | u/r"),
            ("docker.io/library/a/b", "docker.io/library/a/b | library/a/b | library/a/b"),
            ("localhost/a", "localhost/a | localhost/a | localhost/a"),
            ("localhost:5000/a", "localhost:5000/a | localhost:5000/a | localhost:5000/a"),
            ("[::1]:5000/a:t", "[::1]:5000/a:t | [::1]:5000/a:t | [::1]:5000/a:t"),
            ("Reg/a", "Reg/a | Reg/a | Reg/a"),
            ("a_b.c/d", "a_b.c/d | a_b.c/d | a_b.c/d"),
            ("a__b--c.d", "docker.io/library/a__b--c.d | a__b--c.d | a__b--c.d"),
        ];
        for (text, expected) in cases {
            assert_eq!(forms(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_illegal_is_named() {
        let cases = [
            ("", "it is empty"),
            ("Alpine", "the name of a repository has no capital letters"),
            ("a:", "its tag is empty"),
            ("a/", "a part of its name is empty"),
            (
                "a:b:c",
                "`b:c` is no tag; tags are made of letters, digits, `_`, `.` and `-`, and \
                       do not start with `.` or `-`",
            ),
            ("a@sha256:12", "the digest after `sha256:` is not 64 hexadecimal digits"),
            ("a@md5:12", "`md5:12` is no digest such as `sha256:…`"),
            (
                "a___b",
                "`a___b` is no name; names are made of small letters and digits, with `.`, \
                       `_`, `__` or dashes between them",
            ),
        ];
        for (text, why) in cases {
            assert_eq!(forms(text), format!("`{text}` is not an image reference: {why}"));
        }
        let id = "0123456789abcdef".repeat(4);
        assert!(forms(&id).contains("the id of an image"));
    }

    #[test]
    fn the_default_tag_is_for_names_alone() {
        let with = |text: &str| Reference::parse(text).unwrap().with_default_tag().to_string();
        assert_eq!(with("a"), "docker.io/library/a:latest");
        let digest = format!("a@sha256:{}", "0".repeat(64));
        assert_eq!(with(&digest), format!("docker.io/library/{digest}"));
    }

    #[test]
    fn lengths_are_bounded() {
        assert!(Reference::parse(&format!("h.x/{}", "a".repeat(255))).is_ok());
        assert!(Reference::parse(&format!("h.x/{}", "a".repeat(256))).is_err());
        assert!(Reference::parse(&format!("a:{}", "t".repeat(128))).is_ok());
        assert!(Reference::parse(&format!("a:{}", "t".repeat(129))).is_err());
    }
}
