//! A project in the form of text.
//!
//! Prose first, up to the first line that begins with `== `. Each such line opens a part:
//!
//! ```text
//! == file PATH [MODE]      the lines that follow are what is in it
//! == link PATH TARGET      a symbolic link
//! == folder PATH [MODE]
//! == pipe PATH             a named pipe
//! == archive PATH          a tar file: each line a path, a mode and a text
//! == repository PATH       one of git: the lines tell what is in it, see `repository`
//! == layout PATH           images in a folder: the lines tell what is in it, see `layout`
//! == contexts FOLDER…      folders that get another name where modes or attributes change, see `moved`
//! == planned               the engine is given the plan: it does not know the language itself
//! == keys OPTION…          options of `bakewell keys`
//! == change NAME           the lines that follow are edits, see `change`
//! ```
//!
//! Paths with odd letters and texts with spaces are written as JSON does. `@base@` stands for an
//! image in a registry that holds busybox, a folder `/tmp` and the users `root` and `user`;
//! `@empty@` for one that holds next to nothing; `@git@/PATH` for the address of a repository, and
//! `@NAME@` for the digest of a commit or of an image in a layout. What has a digest cannot name
//! images of the registry. The bake file's default group names all targets that are looked at.

use super::built::with_new_images;
use super::change::Change;
use super::server;
use super::tree::{Entry, Tree, archive};
use super::words::words;

/// A project and what is changed in it.
#[derive(Debug)]
pub(super) struct Project {
    pub(super) name: &'static str,
    text: String,
    /// Folders that BuildKit would take for those that it knows.
    contexts: Vec<String>,
    /// Whether the engine builds the plan and not the project itself.
    pub(super) planned: bool,
    /// Options of `bakewell keys`.
    pub(super) options: Vec<String>,
    pub(super) tree: Tree,
    pub(super) changes: Vec<Change>,
}

impl Project {
    /// Reads one.
    pub(super) fn parse(name: &'static str, text: &str) -> Self {
        let mut project = Self {
            name,
            text: text.to_owned(),
            contexts: Vec::new(),
            planned: false,
            options: Vec::new(),
            tree: Tree::default(),
            changes: Vec::new(),
        };
        let text = format!("\n{text}");
        for part in text.split("\n== ").skip(1) {
            let (title, body) = part.split_once('\n').unwrap_or((part, ""));
            let end = if body.is_empty() || body.ends_with('\n') { "" } else { "\n" };
            project.add(title, format!("{body}{end}"));
        }
        project
    }

    /// The text of a project with the address of its repositories, and with the digests of what is
    /// in them and in layouts. A repository may name commits of those whose paths come before.
    pub(super) fn with_digests(name: &'static str, text: &str) -> String {
        let mut text = text.to_owned();
        if text.contains("@git@") {
            text = text.replace("@git@", &server::address(name));
        }
        for number in 0.. {
            let tree = Self::parse(name, &text).tree;
            let Some((_, entry)) = tree.entries().nth(number) else { break };
            for (name, digest) in entry.digests() {
                text = text.replace(&format!("@{name}@"), &digest);
            }
        }
        text
    }

    /// The same with the change of this number, its contexts in folders of other names.
    ///
    /// BuildKit keeps contexts by the last names of their folders, to be sent only what is new, and
    /// overlooks then that the mode of a folder has changed, or what is attached to it.
    pub(super) fn moved(&self, number: usize) -> Self {
        let moved = |text: String, name: &String| {
            text.replace(name, &format!("{name}-{}-{number}", std::process::id()))
        };
        Self::parse(self.name, &self.contexts.iter().fold(self.text.clone(), moved))
    }

    /// The same project on other images, which nothing has been built on.
    pub(super) fn afresh(&self) -> Self {
        Self::parse(self.name, &with_new_images(&self.text))
    }

    fn add(&mut self, title: &str, body: String) {
        if let Some(name) = title.strip_prefix("change ") {
            return self.changes.push(Change::parse(name, &body));
        }
        let words = words(title);
        match &words[..] {
            [word] if word == "planned" => return self.planned = true,
            [word, options @ ..] if word == "keys" => {
                return self.options.extend_from_slice(options);
            }
            [word, names @ ..] if word == "contexts" => {
                return self.contexts.extend_from_slice(names);
            }
            _ => {}
        }
        let [kind, path, more @ ..] = &words[..] else { panic!("a kind and a path: {title}") };
        let bits = |usual| more.first().map_or(usual, |word| octal(word));
        let entry = match kind.as_str() {
            "file" => Entry::File { content: body.into_bytes(), mode: bits(0o644) },
            "archive" => Entry::File { content: archive(&body), mode: 0o644 },
            "folder" => Entry::Folder { mode: bits(0o755) },
            "pipe" => Entry::Pipe,
            "repository" => Entry::Repository { lines: body },
            "layout" => Entry::Layout { lines: body },
            "link" => Entry::Link { target: more[0].clone() },
            _ => panic!("{kind} is no kind of part"),
        };
        self.tree.add(path, entry);
    }
}

/// A mode such as `755`.
pub(super) fn octal(text: &str) -> u32 {
    u32::from_str_radix(text, 8).unwrap_or_else(|_| panic!("{text} is no mode"))
}

#[test]
fn parts_are_files_and_changes() {
    let text = "Prose.\n\n== file a/b 600\none\n\ntwo\n\n== link \"a c\" b\n== change a thing is done\n\
                remove a/b\n";
    let project = Project::parse("test", text);
    let mut tree = Tree::default();
    tree.add("a/b", Entry::File { content: b"one\n\ntwo\n".into(), mode: 0o600 });
    tree.add("a c", Entry::Link { target: "b".to_owned() });
    assert_eq!(project.tree, tree);
    let names: Vec<&str> = project.changes.iter().map(|change| change.name.as_str()).collect();
    assert_eq!(names, ["a thing is done"]);
}
