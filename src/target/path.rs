//! Paths as text, by Go's lexical rules (`path` and, on this side of Windows, `path/filepath`).
//!
//! Contexts and file names stay text from the bake file to the plan: they may be meant for
//! another machine, and the plan shows what bake would show.

/// The shortest path that is the same by its looks: no `.`, no `..` but at the front, no double
/// slash, and `.` for the empty path.
pub fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|&last| last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            _ => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match (rooted, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}

/// Both paths in one, cleaned; empty parts do not count.
pub fn join(base: &str, path: &str) -> String {
    match (base.is_empty(), path.is_empty()) {
        (true, true) => String::new(),
        (true, false) => clean(path),
        (false, true) => clean(base),
        (false, false) => clean(&format!("{base}/{path}")),
    }
}

/// Everything before the last slash, cleaned: the directory that a path names a thing in.
pub fn directory(path: &str) -> String {
    let end = path.rfind('/').map_or(0, |at| at + 1);
    clean(path.get(..end).unwrap_or_default())
}

/// Whether the path starts at the root.
pub fn is_absolute(path: &str) -> bool {
    path.starts_with('/')
}

#[cfg(test)]
mod tests {
    use super::{clean, directory, join};

    #[test]
    fn clean_paths_are_the_shortest() {
        let cases = [
            ("", "."),
            ("./", "."),
            ("a//b", "a/b"),
            ("foo/../bar", "bar"),
            ("../../x/..", "../.."),
            ("/..", "/"),
            ("//a/./b/", "/a/b"),
            ("docker-image://alpine", "docker-image:/alpine"),
            ("a/..", "."),
            ("..a/b", "..a/b"),
        ];
        for (path, expected) in cases {
            assert_eq!(clean(path), expected, "{path:?}");
        }
    }

    #[test]
    fn joining_cleans_and_drops_what_is_empty() {
        assert_eq!(join("sub", "../x"), "x");
        assert_eq!(join("", "./ctx/../c"), "c");
        assert_eq!(join("sub", "/ctx"), "sub/ctx");
        assert_eq!(join("", ""), "");
    }

    #[test]
    fn the_directory_of_a_path_is_cleaned() {
        let cases =
            [("bake.hcl", "."), ("sub/bake.hcl", "sub"), ("/bake.hcl", "/"), ("a/b/", "a/b")];
        for (path, expected) in cases {
            assert_eq!(directory(path), expected, "{path:?}");
        }
    }
}
