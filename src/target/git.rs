//! Git repositories, as BuildKit reads their addresses.

use std::collections::BTreeMap;

use super::{csv, url};
use crate::path;

/// A git repository, and what is wanted of it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Repository {
    /// A branch, a tag or a commit; empty for what the repository takes for its default.
    pub reference: String,
    /// The commit that the reference must be, or what its name begins with.
    pub checksum: Option<String>,
    /// The folder in it that is taken, cleaned, without a slash in front; empty for all of it.
    pub folder: String,
    /// Whether `.git` is kept, if that is said.
    pub keeps_git: Option<bool>,
    /// Whether its submodules are left out.
    pub skips_submodules: bool,
    /// Whether files get the time of the commit.
    pub is_dated: bool,
    /// Whether the checksum is fetched without asking what the reference is.
    pub is_by_commit: bool,
}

/// What a query says, by names.
type Query = BTreeMap<String, String>;

impl Repository {
    /// Reads the [address of a repository](url::is_git); nothing where BuildKit refuses what it
    /// says after `#` and `?`, or where that is not known here (`dfgitutil.ParseGitRef`).
    pub fn parse(address: &str) -> Option<Self> {
        let (before, fragment) = address.split_once('#').unwrap_or((address, ""));
        let is_url = address.contains("://");
        let fragment = if is_url { url::unescaped(fragment)? } else { fragment.to_owned() };
        let (reference, folder) = fragment.split_once(':').unwrap_or((&fragment, ""));
        let found =
            Self { reference: reference.to_owned(), folder: rooted(folder), ..Self::default() };
        match before.split_once('?') {
            Some((_, text)) => found.with(query(text)?),
            None => Some(found),
        }
    }

    /// The same with what a query says besides.
    fn with(mut self, mut query: Query) -> Option<Self> {
        let switch = |query: &mut Query, name: &str| match query.remove(name).as_deref() {
            None => Some(None),
            Some("") => Some(Some(true)),
            Some(word) => Some(Some(csv::truth(word).ok()?)),
        };
        self.keeps_git = switch(&mut query, "keep-git-dir")?;
        self.skips_submodules = switch(&mut query, "submodules")? == Some(false);
        self.is_by_commit = switch(&mut query, "fetch-by-commit")?.unwrap_or_default();
        if query.values().any(String::is_empty) {
            return None;
        }
        let full = |kind: &str, name: String| {
            if name.starts_with(kind) { name } else { format!("{kind}{name}") }
        };
        let references = [
            query.remove("ref"),
            query.remove("tag").map(|name| full("refs/tags/", name)),
            query.remove("branch").map(|name| full("refs/heads/", name)),
        ];
        for reference in references.into_iter().flatten() {
            self.reference = same(&self.reference, reference)?;
        }
        if let Some(folder) = query.remove("subdir") {
            self.folder = rooted(&same(&self.folder, folder)?);
        }
        for name in ["checksum", "commit"] {
            if let Some(sum) = query.remove(name) {
                self.checksum = Some(same(self.checksum.as_deref().unwrap_or_default(), sum)?);
            }
        }
        self.is_dated = match query.remove("mtime").as_deref() {
            None | Some("checkout") => false,
            Some("commit") => true,
            Some(_) => return None,
        };
        query.is_empty().then_some(self)
    }

    /// The commit that is taken, if the address tells.
    pub fn commit(&self) -> Option<&str> {
        let mut names = [Some(&*self.reference), self.checksum.as_deref()].into_iter().flatten();
        names.find(|name| is_commit(name))
    }

    /// Whether it is certain what is in the `.git` of its commit: it tells which branch or tag was
    /// asked for, and what kind of tag that is.
    pub fn has_certain_git(&self) -> bool {
        is_commit(&self.reference) || self.is_by_commit || self.reference.starts_with("refs/heads/")
    }
}

/// What is said twice must be the same.
fn same(known: &str, said: String) -> Option<String> {
    (known.is_empty() || known == said).then_some(said)
}

/// What a query says; nothing where it says something twice, or cannot be read.
fn query(text: &str) -> Option<Query> {
    let mut query = Query::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let unescaped = |text: &str| {
            let is_plain = !text.contains(';');
            is_plain.then(|| url::unescaped(&text.replace('+', " "))).flatten()
        };
        if query.insert(unescaped(name)?, unescaped(value)?).is_some() {
            return None;
        }
    }
    Some(query)
}

/// The path from the root, without the slash in front.
fn rooted(folder: &str) -> String {
    let cleaned = path::clean(&format!("/{folder}"));
    cleaned.strip_prefix('/').unwrap_or(&cleaned).to_owned()
}

/// Whether it is the full name of a commit, as BuildKit's `gitutil.IsCommitSHA` tells.
fn is_commit(text: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    matches!(text.len(), 40 | 64) && text.bytes().all(is_digit)
}

#[cfg(test)]
mod tests {
    use super::Repository;

    const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

    fn read(rest: &str) -> Option<Repository> {
        Repository::parse(&format!("https://a.example/x.git{rest}"))
    }

    #[test]
    fn only_a_commit_is_certain() {
        let is_certain =
            |rest: &str| read(&rest.replace('C', COMMIT)).is_some_and(|it| it.commit().is_some());
        let certain = [
            "#C",
            "#C:sub",
            "?ref=C",
            "?subdir=sub#C",
            "?ref=main&checksum=C",
            "?tag=v1&commit=C",
            "?check%73um=C#v1",
            "?checksum=C&commit=C",
            "?keep-git-dir&submodules=0&mtime=commit&fetch-by-commit=true#C",
        ];
        for rest in certain {
            assert!(is_certain(rest), "{rest}");
        }
        let uncertain = ["", "#v1", "#main:C", "?tag=C", "?branch=C", "?checksum=C0", "?subdir=C"];
        for rest in uncertain {
            assert!(!is_certain(rest), "{rest}");
        }
        assert!(!is_certain(&format!("#{}", &COMMIT[..12])));
        assert!(!is_certain(&format!("#{}", COMMIT.to_uppercase())));
    }

    #[test]
    fn what_cannot_be_meant_is_not_read() {
        for rest in [
            "?ref=a&ref=a",
            "?checksum=a&commit=b",
            "?ref=a#b",
            "?tag=a&branch=a",
            "?subdir=a#:b",
            "?ref=",
            "?keep-git-dir=yes",
            "?mtime=now",
            "?unknown=1",
            "?a;b=c",
            "?ref=%z",
        ] {
            assert_eq!(read(rest), None, "{rest}");
        }
    }

    #[test]
    fn a_repository_over_ssh_is_read_alike() {
        let found = Repository::parse("git@a.example:x.git?keep-git-dir=1#v1:/a/../b/");
        let found = found.expect("a repository");
        assert_eq!((&*found.reference, &*found.folder), ("v1", "b"));
        assert_eq!(found.keeps_git, Some(true));
    }

    #[test]
    fn git_itself_tells_how_a_commit_was_named() {
        let is_certain = |rest: &str| read(rest).is_some_and(|it| it.has_certain_git());
        assert!(is_certain(&format!("#{COMMIT}")));
        assert!(is_certain(&format!("?branch=main&checksum={COMMIT}")));
        assert!(is_certain(&format!("?fetch-by-commit&ref=main&checksum={COMMIT}")));
        for rest in ["", "#main", "?tag=v1"] {
            assert!(!is_certain(rest), "{rest}");
        }
    }
}
