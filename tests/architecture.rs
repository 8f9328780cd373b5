//! The shape of the code: arrows between modules point one way, no test file is forgotten, no
//! loose end is left, and files stay small enough to be read.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Imports that go against the order of `lib.rs`, each with its reason.
const AGAINST_THE_ORDER: &[(&str, &str, &str)] = &[];

/// Files that may be longer than [`LONGEST`] lines, each with its reason.
const LONG_FILES: &[(&str, &str)] = &[];

/// The most lines that a file may have, its unit tests not counted.
const LONGEST: usize = 500;

/// What must not be left behind in the code.
const LOOSE_ENDS: &[&str] = &["TODO", "FIXME", "dbg!(", "todo!(", "unimplemented!("];

#[test]
fn modules_import_only_from_modules_above_them() {
    let order = modules();
    let offences: Vec<String> = sources()
        .iter()
        .flat_map(imports)
        .filter(|import| !import.allowed(&order))
        .map(|import| import.to_string())
        .collect();
    assert!(offences.is_empty(), "against the order of src/lib.rs:\n{}", offences.join("\n"));
}

#[test]
fn each_exception_to_the_order_is_needed() {
    let found: BTreeSet<(String, String)> =
        sources().iter().flat_map(imports).map(|import| (import.from, import.to)).collect();
    for (from, to, _) in AGAINST_THE_ORDER {
        let pair = ((*from).to_owned(), (*to).to_owned());
        assert!(found.contains(&pair), "`{from}` no longer imports `{to}`: strike the exception");
    }
}

#[test]
fn every_module_is_listed_in_lib() {
    let listed: BTreeSet<String> = modules().into_iter().collect();
    let present: BTreeSet<String> = sources()
        .iter()
        .map(|source| source.module.clone())
        .filter(|name| name != "main")
        .collect();
    assert_eq!(listed, present, "src/lib.rs (left) and what lies in src/ (right)");
}

#[test]
fn every_test_file_is_declared() {
    let main = read(&root().join("tests/main.rs"));
    let declared: BTreeSet<&str> =
        main.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';')).collect();
    for path in rust_files(&root().join("tests"), 1) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        assert!(
            name == "main" || declared.contains(name.as_str()),
            "tests/{name}.rs is never run: declare it in tests/main.rs"
        );
    }
}

#[test]
fn no_loose_ends() {
    let found: Vec<String> = sources()
        .iter()
        .flat_map(|source| {
            let name = source.name.clone();
            source.text.lines().zip(1..).filter_map(move |(line, number)| {
                let end = LOOSE_ENDS.iter().find(|end| line.contains(**end))?;
                Some(format!("{name}:{number}: {end}"))
            })
        })
        .collect();
    assert!(found.is_empty(), "finish these, or open an issue:\n{}", found.join("\n"));
}

#[test]
fn files_stay_short() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|source| LONG_FILES.iter().all(|(name, _)| *name != source.name))
        .map(|source| (source.code().lines().count(), &source.name))
        .filter(|(lines, _)| *lines > LONGEST)
        .map(|(lines, name)| format!("{name}: {lines}"))
        .collect();
    assert!(long.is_empty(), "over {LONGEST} lines, split them by noun:\n{}", long.join("\n"));
}

#[test]
fn each_long_file_is_long() {
    for (name, _) in LONG_FILES {
        let source = sources().into_iter().find(|source| source.name == *name);
        let lines = source.map_or(0, |source| source.code().lines().count());
        assert!(lines > LONGEST, "{name} has {lines} lines: strike the exception");
    }
}

#[test]
fn the_reader_of_imports_sees_them() {
    let source = Source {
        name: "src/low/deep.rs".to_owned(),
        module: "low".to_owned(),
        text: "//! See [`crate::high`].\nuse crate::high::Thing;\nlet x = crate::odd::f(); // crate::no\n\
               #[cfg(test)]\nmod tests {\n    use crate::tested;\n}\n"
            .to_owned(),
    };
    let found: Vec<String> = imports(&source).iter().map(ToString::to_string).collect();
    assert_eq!(found, ["src/low/deep.rs:2: low -> high", "src/low/deep.rs:3: low -> odd"]);
    let order = ["high".to_owned(), "low".to_owned()];
    let allowed: Vec<bool> = imports(&source).iter().map(|found| found.allowed(&order)).collect();
    assert_eq!(allowed, [true, false]);
}

/// A file of `src/`.
#[derive(Debug)]
struct Source {
    name: String,
    module: String,
    text: String,
}

impl Source {
    /// The text up to its unit tests, which may look at anything and stand at the end.
    fn code(&self) -> &str {
        if self.name.ends_with("tests.rs") || self.name.contains("/tests/") {
            return "";
        }
        let mut tests = self.text.match_indices("#[cfg(test)]\n").map(|(at, _)| at);
        let inline = tests.find(|at| opens_a_module(&self.text[*at..]));
        inline.map_or(&self.text, |at| &self.text[..at])
    }
}

/// Whether the first line that is no attribute opens a module with its body.
fn opens_a_module(text: &str) -> bool {
    let opening = text.lines().find(|line| !line.starts_with("#["));
    opening.is_some_and(|line| line.starts_with("mod ") && line.ends_with('{'))
}

/// A mention of another module of the crate, in code.
#[derive(Debug)]
struct Import {
    file: String,
    line: usize,
    from: String,
    to: String,
}

impl Import {
    fn allowed(&self, order: &[String]) -> bool {
        let place = |name: &str| order.iter().position(|module| module == name);
        let excepted =
            AGAINST_THE_ORDER.iter().any(|(from, to, _)| *from == self.from && *to == self.to);
        excepted
            || place(&self.to).is_some_and(|to| place(&self.from).is_none_or(|from| to <= from))
    }
}

impl std::fmt::Display for Import {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {} -> {}", self.file, self.line, self.from, self.to)
    }
}

/// Every `crate::x` outside of comments and unit tests. A grouped `use crate::{…}` comes out as
/// the module `{`, which no order allows: one line a module shows what a file depends on.
fn imports(source: &Source) -> Vec<Import> {
    let mut found = Vec::new();
    for (line, number) in source.code().lines().zip(1..) {
        let code = line.split("//").next().unwrap_or_default();
        for piece in code.split("crate::").skip(1) {
            let name: String =
                piece.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.push(Import {
                file: source.name.clone(),
                line: number,
                from: source.module.clone(),
                to: if name.is_empty() { "{".to_owned() } else { name },
            });
        }
    }
    found
}

/// The modules of the crate in the order of `lib.rs`.
fn modules() -> Vec<String> {
    let lib = read(&root().join("src/lib.rs"));
    let listed = lib.lines().filter_map(|line| {
        line.strip_prefix("pub ").unwrap_or(line).strip_prefix("mod ")?.strip_suffix(';')
    });
    listed.map(str::to_owned).collect()
}

/// All of `src/` but the map itself.
fn sources() -> Vec<Source> {
    let src = root().join("src");
    rust_files(&src, usize::MAX)
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&src).expect("found below src").to_owned();
            let first = inside.components().next().expect("a file has a name");
            let module = Path::new(first.as_os_str()).file_stem().unwrap_or_default();
            Source {
                name: format!("src/{}", inside.display()),
                module: module.to_string_lossy().into_owned(),
                text: read(&path),
            }
        })
        .filter(|source| source.module != "lib")
        .collect()
}

/// The Rust files of a folder and, down to a depth, of the folders in it, sorted.
fn rust_files(folder: &Path, depth: usize) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder of the sources") {
        let path = entry.expect("an entry of it").path();
        if path.is_dir() && depth > 1 {
            found.extend(rust_files(&path, depth - 1));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
