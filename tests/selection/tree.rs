//! Random folders.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;

use rustix::fs::{XattrFlags, setxattr};

use crate::support::Random;

/// Names that patterns catch in part.
const NAMES: &[&str] =
    &["a", "b", "ab", "a.txt", "b.txt", "c.md", "d", "x1", "x2", ".h", "ü", "a b", "[k]", "+", "z"];

/// A folder, and the text of its ignore file.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    items: BTreeMap<String, Item>,
    ignore: Option<String>,
}

#[derive(Clone, Debug)]
enum Item {
    File {
        text: &'static str,
        mode: u32,
    },
    Directory {
        mode: u32,
    },
    Link(String),
    /// Another name of the file at a path.
    Same(String),
    Socket,
    Pipe,
}

impl Tree {
    pub(super) fn random(random: &mut Random) -> Self {
        let mut tree = Self { items: BTreeMap::new(), ignore: None };
        for _ in 0..4 + random.below(16) {
            let (folder, name) = (tree.folder(random), random.pick(NAMES));
            let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            if !tree.items.contains_key(&path) && path.split('/').count() < 6 {
                let item = tree.item(random, &folder);
                tree.items.insert(path, item);
            }
        }
        if random.chance(75) {
            tree.ignore = Some(tree.ignore_file(random));
        }
        tree
    }

    /// A folder of the tree.
    fn folder(&self, random: &mut Random) -> String {
        let mut folders = vec![String::new()];
        let is_folder = |item: &Item| matches!(item, Item::Directory { .. });
        folders.extend(self.items.iter().filter(|it| is_folder(it.1)).map(|it| it.0.clone()));
        random.pick(&folders)
    }

    fn item(&self, random: &mut Random, folder: &str) -> Item {
        match random.below(20) {
            0..8 => Item::File {
                text: random.pick(&["", "one", "two"]),
                mode: random.pick(&[0o644, 0o644, 0o755, 0o600, 0o4755, 0o2755, 0o666, 0o1644]),
            },
            8..15 => {
                Item::Directory { mode: random.pick(&[0o755, 0o755, 0o700, 0o775, 0o1777, 0o2755]) }
            }
            15..18 => Item::Link(self.target(random, folder)),
            18 => {
                let is_file = |item: &Item| matches!(item, Item::File { .. });
                let files = self.items.iter().filter(|it| is_file(it.1));
                let files: Vec<String> = files.map(|it| it.0.clone()).collect();
                if files.is_empty() { Item::Socket } else { Item::Same(random.pick(&files)) }
            }
            _ => random.pick(&[Item::Socket, Item::Pipe]),
        }
    }

    /// What a link in a folder says.
    fn target(&self, random: &mut Random, folder: &str) -> String {
        let some = self.path(random);
        let up = "../".repeat(folder.split('/').filter(|it| !it.is_empty()).count());
        match random.below(8) {
            0 => format!("/{some}"),
            1 => "nowhere".to_owned(),
            2 => format!("../../../{some}"),
            3 => format!("b/../{some}"),
            4 => random.pick(NAMES).to_owned(),
            5 => ".".to_owned(),
            _ => format!("{up}{some}"),
        }
    }

    /// A path that is in the tree, or nearly.
    pub(super) fn path(&self, random: &mut Random) -> String {
        let paths: Vec<&String> = self.items.keys().collect();
        if paths.is_empty() || random.chance(5) {
            return random.pick(NAMES).to_owned();
        }
        let path = random.pick(&paths).clone();
        match random.below(12) {
            0 => format!("{path}/{}", random.pick(NAMES)),
            1 => path.rsplit_once('/').map_or(path.clone(), |(folder, _)| folder.to_owned()),
            _ => path,
        }
    }

    /// A pattern for an ignore file or a flag.
    pub(super) fn pattern(&self, random: &mut Random) -> String {
        let path = self.path(random);
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let name = if random.chance(50) { name.to_owned() } else { wild(random, name) };
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        match random.below(14) {
            0 => format!("**/{name}"),
            1 => format!("{path}/**"),
            2 => format!("{path}/*"),
            3 => format!("*/{name}"),
            4 => "*".to_owned(),
            5 => "**".to_owned(),
            6 => format!("{folder}/**/{name}"),
            7 => format!("**{name}"),
            8 => format!("{name}**"),
            9 => path.split('/').next().unwrap_or_default().to_owned(),
            _ => path,
        }
    }

    fn ignore_file(&self, random: &mut Random) -> String {
        let lines = random.some(1, 4, |random| {
            let pattern = self.pattern(random);
            let pattern = match random.below(12) {
                0 => format!("/{pattern}"),
                1 => format!("{pattern}/"),
                2 => format!("./{pattern}"),
                3 => format!("  {pattern}\t"),
                4 => format!("# {pattern}\n\n{pattern}\r"),
                _ => pattern,
            };
            if random.chance(40) { format!("!{pattern}\n") } else { format!("{pattern}\n") }
        });
        let mark = if random.chance(5) { "\u{feff}" } else { "" };
        format!("{mark}{}", lines.concat())
    }

    /// Writes the folder, and its ignore file to another place if one is said.
    pub(super) fn write(&self, root: &Path, own_ignore: Option<&Path>) {
        fs::create_dir(root).unwrap();
        for (path, item) in &self.items {
            let at = root.join(path);
            match item {
                Item::File { text, .. } => fs::write(at, text).unwrap(),
                Item::Directory { .. } => fs::create_dir(at).unwrap(),
                Item::Link(to) => symlink(to, at).unwrap(),
                Item::Socket => drop(UnixListener::bind(at).unwrap()),
                Item::Pipe => {
                    let made = std::process::Command::new("mkfifo").arg(at).status().unwrap();
                    assert!(made.success());
                }
                Item::Same(_) => {}
            }
        }
        for (path, item) in &self.items {
            let mode = match item {
                Item::File { mode, .. } | Item::Directory { mode } => *mode,
                Item::Socket | Item::Pipe => 0o640,
                Item::Same(first) => {
                    fs::hard_link(root.join(first), root.join(path)).unwrap();
                    continue;
                }
                Item::Link(_) => continue,
            };
            fs::set_permissions(root.join(path), Permissions::from_mode(mode)).unwrap();
            if mode == 0o755 && path.ends_with("x1") {
                // Not every file system has attributes.
                setxattr(root.join(path), "user.a", b"a", XattrFlags::empty()).ok();
            }
        }
        if let Some(ignore) = &self.ignore {
            let inside = root.join(".dockerignore");
            fs::write(own_ignore.unwrap_or(&inside), ignore).unwrap();
        }
    }
}

/// A name as a pattern that still fits, or nearly.
pub(super) fn wild(random: &mut Random, name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    if letters.is_empty() {
        return "*".to_owned();
    }
    let at = random.below(letters.len());
    let (start, rest) = letters.split_at(at);
    let (start, rest): (String, String) = (start.iter().collect(), rest[1..].iter().collect());
    let letter = letters[at];
    match random.below(9) {
        0 => format!("{start}?{rest}"),
        1 => format!("{start}*"),
        2 => format!("*{rest}"),
        3 => format!("{start}[{letter}]{rest}"),
        4 => format!("{start}[a-z]{rest}"),
        5 => format!("{start}[^q]{rest}"),
        6 => format!("{start}\\{letter}{rest}*"),
        7 => format!("{start}[!{letter}]{rest}"),
        _ => "*".to_owned(),
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (path, item) in &self.items {
            writeln!(f, "    {path}: {item:?}")?;
        }
        match &self.ignore {
            Some(ignore) => writeln!(f, "    .dockerignore: {ignore:?}"),
            None => Ok(()),
        }
    }
}
