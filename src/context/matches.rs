//! What a source of `COPY` with wildcards stands for.

use super::listings::Listings;
use super::picked::Unknown;
use super::view::{Named, Shown, View, below};
use super::wildcard::{self, Wildcard};
use crate::source::{Entry, EntryKind};

/// A path up to the first part with a wildcard, and the rest. As in BuildKit, the first half is
/// taken letter by letter: there, a backslash is one.
pub(super) fn split(path: &str) -> (String, String) {
    let parts: Vec<&str> = path.split('/').collect();
    let first = parts.iter().position(|part| wildcard::has_wildcard(part)).unwrap_or(parts.len());
    let (plain, rest) = parts.split_at_checked(first).unwrap_or((&parts, &[]));
    (plain.join("/"), rest.join("/"))
}

/// The paths in a folder that a pattern matches, from the root of the view, in the order of their
/// names. In a folder that matches nothing else is looked for. No links are followed.
///
/// # Errors
/// Where the pattern is none, or a folder on the way cannot be read.
pub(super) fn matches(
    view: &mut View,
    folder: &Named,
    pattern: &str,
    listings: &mut Listings<'_>,
) -> Result<Vec<String>, Unknown> {
    let no_pattern = |_| Unknown { reason: format!("`{pattern}` is not a pattern") };
    let whole = Wildcard::read(pattern).map_err(no_pattern)?;
    let steps = steps(pattern, &whole);
    let mut found = Vec::new();
    let mut level = vec![(folder.path.clone(), String::new(), folder.is_shown)];
    let mut depth = 0;
    while !level.is_empty() {
        let folders: Vec<&str> = level.iter().map(|(path, ..)| &**path).collect();
        let opened = view.open(&folders, listings);
        let mut deeper = Vec::new();
        for ((at, path, is_shown), seen) in level.iter().zip(&opened) {
            match seen.failure() {
                Some(failure) if *is_shown || !failure.is_forbidden => {
                    return Err(failure.unknown(at));
                }
                _ => {}
            }
            for (entry, shown) in seen.items().filter(|(_, shown)| *shown != Shown::No) {
                let (at, path) = (below(at, &entry.name), below(path, &entry.name));
                if whole.matches(&path) {
                    found.push(at);
                } else if leads_on(entry, depth, steps.as_deref()) {
                    deeper.push((at, path, shown == Shown::Yes));
                }
            }
        }
        level = deeper;
        depth += 1;
    }
    found.sort_by(|a, b| a.split('/').cmp(b.split('/')));
    Ok(found)
}

/// The parts of a pattern of which each matches one name; nothing where a class may match a slash.
fn steps(pattern: &str, whole: &Wildcard) -> Option<Vec<Wildcard>> {
    if whole.may_cross() {
        return None;
    }
    pattern.split('/').map(|part| Wildcard::read(part).ok()).collect()
}

/// Whether something in an entry may match.
fn leads_on(entry: &Entry, depth: usize, steps: Option<&[Wildcard]>) -> bool {
    let fits = || {
        let Some(steps) = steps else { return true };
        let is_last = depth.saturating_add(1) >= steps.len();
        !is_last && steps.get(depth).is_some_and(|step| step.matches(&entry.name))
    };
    entry.kind == EntryKind::Directory && fits()
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_path_is_plain_up_to_the_first_wildcard() {
        let both = |path: &str| {
            let (plain, rest) = split(path);
            format!("{plain}|{rest}")
        };
        let cases = [
            ("", "|"),
            ("a/b", "a/b|"),
            ("a/*/c", "a|*/c"),
            ("*", "|*"),
            (r"a\*/b?", r"a\*|b?"),
            ("a[x/y]", "|a[x/y]"),
        ];
        for (path, expected) in cases {
            assert_eq!(both(path), expected, "{path:?}");
        }
    }
}
