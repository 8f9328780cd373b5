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

/// A path as it is named in a folder: an absolute one stays as it is.
pub fn named_in(folder: &str, path: &str) -> String {
    if is_absolute(path) { path.to_owned() } else { join(folder, path) }
}

/// The path from a folder to another, both relative to the same place or both absolute. None where
/// the way up cannot be named.
pub fn between(folder: &str, other: &str) -> Option<String> {
    let (folder, other) = (clean(folder), clean(other));
    if is_absolute(&folder) != is_absolute(&other) {
        return None;
    }
    let parts = |path: &str| -> Vec<String> {
        path.split('/').filter(|part| !matches!(*part, "" | ".")).map(str::to_owned).collect()
    };
    let (folder, other) = (parts(&folder), parts(&other));
    let common = folder.iter().zip(&other).take_while(|(one, other)| one == other).count();
    let (_, left) = folder.split_at(common);
    let (_, entered) = other.split_at(common);
    if left.iter().any(|part| part == "..") {
        return None;
    }
    let up = left.iter().map(|_| "..");
    let way: Vec<&str> = up.chain(entered.iter().map(String::as_str)).collect();
    Some(if way.is_empty() { ".".to_owned() } else { way.join("/") })
}

/// Where Linux on Windows (WSL) has what a path of Windows names: `C:\\src` is `/mnt/c/src`.
pub fn mounted(path: &str) -> Option<String> {
    let mut characters = path.chars();
    let drive = characters.next().filter(char::is_ascii_alphabetic)?;
    let ':' = characters.next()? else { return None };
    characters.next().filter(|c| matches!(c, '/' | '\\'))?;
    let rest = characters.as_str();
    let named = || join(&format!("/mnt/{}", drive.to_ascii_lowercase()), &clean(&slashed(rest)));
    (!rest.contains('\n')).then(named)
}

fn slashed(path: &str) -> String {
    path.replace('\\', "/")
}

/// Whether the path starts at the root.
pub fn is_absolute(path: &str) -> bool {
    path.starts_with('/')
}

#[cfg(test)]
mod tests {
    use super::{between, clean, directory, join, mounted, named_in};

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

    #[test]
    fn drives_of_windows_are_mounted_on_wsl() {
        let cases = [
            ("C:\\Users\\x", Some("/mnt/c/Users/x")),
            ("d:/a\\..\\b/", Some("/mnt/d/b")),
            ("d:/../..", Some("/")),
            ("C:\\", Some("/mnt/c")),
            ("C:", None),
            ("C:x", None),
            ("/c:/x", None),
            ("é:/x", None),
        ];
        for (path, expected) in cases {
            assert_eq!(mounted(path).as_deref(), expected, "{path:?}");
        }
    }

    #[test]
    fn what_is_absolute_is_named_alike_everywhere() {
        assert_eq!(named_in("sub", "../x"), "x");
        assert_eq!(named_in("sub", "/a/../x"), "/a/../x");
    }

    #[test]
    fn the_way_between_folders_goes_up_and_down() {
        let cases = [
            ("a/b", "a/c", Some("../c")),
            ("", "a", Some("a")),
            ("a/./b", "a/b/", Some(".")),
            ("/a", "/", Some("..")),
            ("/a", "b", None),
            ("..", "a", None),
            ("../a", "../b", Some("../b")),
        ];
        for (folder, other, expected) in cases {
            assert_eq!(between(folder, other).as_deref(), expected, "{folder:?} {other:?}");
        }
    }
}
