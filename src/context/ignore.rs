//! Ignore files: what of a context a build does not see.
//!
//! The rules are those of moby's `patternmatcher`, peculiarities too: the last pattern that matches
//! a path or a folder around it decides, `!` lets a path through again, `**` stands for any number
//! of folders, and a folder that is hidden may have files in it that are not.

use super::patterns::Patterns;
use crate::diag::{Diagnostic, Problem};
use crate::path;
use crate::span::{FileId, Span};

/// The name of the ignore file of a context.
pub const NAME: &str = ".dockerignore";

/// An ignore file.
#[derive(Clone, Default, Debug)]
pub struct Ignore {
    patterns: Patterns,
    /// The line of each pattern.
    spans: Vec<Span>,
}

impl Ignore {
    /// Reads an ignore file. Lines that are no patterns are reported: docker refuses to build.
    pub fn parse(file: FileId, text: &str, found: &mut Vec<Diagnostic>) -> Self {
        let (mut texts, mut spans) = (Vec::new(), Vec::new());
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let span = Span::new(file, start, start + line.trim_end().len());
            start += line.len();
            let line = if span.start == 0 { line.trim_start_matches('\u{feff}') } else { line };
            match pattern(line) {
                Ok(None) => {}
                Ok(Some(text)) => {
                    texts.push(text);
                    spans.push(span);
                }
                Err(problem) => found.push(problem.into_error(span)),
            }
        }
        Self { patterns: Patterns::of(&texts), spans }
    }

    /// Reads a `.gitignore`, as far as it can be said in the other language: a pattern without a
    /// slash counts at any depth. Lines that are no patterns are left out.
    pub fn of_git(text: &str) -> Self {
        let text: Vec<String> = text.lines().map(from_git).collect();
        Self::parse(FileId(0), &text.join("\n"), &mut Vec::new())
    }

    /// Its patterns: what they match is hidden.
    pub fn patterns(&self) -> &Patterns {
        &self.patterns
    }

    /// Whether something may be let through again.
    pub fn has_exceptions(&self) -> bool {
        self.patterns.have_exceptions()
    }

    /// The line that hides a path, if one does. The path counts from the context, cleaned.
    pub fn hides(&self, path: &str) -> Option<Span> {
        if path.is_empty() || path == "." {
            return None;
        }
        self.patterns.decides(path).and_then(|number| self.spans.get(number).copied())
    }
}

/// A line of a `.gitignore` as one of an ignore file.
fn from_git(line: &str) -> String {
    let line = line.trim();
    let (mark, path) = line.strip_prefix('!').map_or(("", line), |path| ("!", path));
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.is_empty() || path.starts_with('#') {
        String::new()
    } else if path.contains('/') {
        format!("{mark}{path}")
    } else {
        format!("{mark}**/{path}")
    }
}

/// The pattern of a line, if it has one.
fn pattern(line: &str) -> Result<Option<String>, Problem> {
    let text = line.trim();
    if line.starts_with('#') || text.is_empty() {
        return Ok(None);
    }
    let (mark, text) = match text.strip_prefix('!') {
        Some(rest) => ("!", rest.trim()),
        None => ("", text),
    };
    if text.is_empty() {
        return Err(Problem::new("`!` lets nothing through").hint("write `!PATH`"));
    }
    let cleaned = path::clean(text);
    // A path from the root is one from the context.
    let text = match cleaned.strip_prefix('/') {
        Some(below) if !below.is_empty() => below,
        _ => &cleaned,
    };
    let pattern = format!("{mark}{text}");
    match Patterns::new([&*pattern]) {
        Ok(_) => Ok(Some(pattern)),
        Err(_) => Err(Problem::new(format!("`{text}` is not a pattern"))),
    }
}

#[cfg(test)]
mod tests {
    use super::Ignore;
    use crate::span::FileId;

    fn hidden(ignore: &str, path: &str) -> bool {
        let mut found = Vec::new();
        let ignore = Ignore::parse(FileId(0), ignore, &mut found);
        assert!(found.is_empty(), "{found:?}");
        ignore.hides(path).is_some()
    }

    #[test]
    fn paths_are_hidden_as_in_moby() {
        let cases = [
            ("**", "file", true),
            ("**", "dir/file", true),
            ("**/", "dir/file", true),
            ("**/**", "dir/file", true),
            ("dir/**", "dir/file", true),
            ("dir/**", "dir", false),
            ("dir/**", "dirt", false),
            ("**/dir", "dir/file", true),
            ("**/dir2/*", "dir/dir2/file", true),
            ("**/dir2/*", "dir/dir2/dir2/file", true),
            ("**file", "dir/file", true),
            ("**/file", "dir/dir/file", true),
            ("**/file*", "dir/dir/file.txt", true),
            ("**/file*txt", "dir/dir/file.txt", true),
            ("**/**/*.txt", "dir/dir/file.txt", true),
            ("**/**/*.txt2", "dir/dir/file.txt", false),
            ("a**/*.txt", "a/file.txt", true),
            ("a**/*.txt", "a/dir/dir/file.txt", true),
            ("a[b-d]e", "ace", true),
            ("a[b-d]e", "aze", false),
            ("a\\*b", "a*b", true),
            ("abc.def", "abcdef", false),
            ("abc?def", "abcZdef", true),
            ("*.md", "README.md", true),
            ("*.md", "docs/README.md", false),
            ("docs", "docs/README.md", true),
            ("/docs/", "docs/README.md", true),
            ("./docs", "docs", true),
            ("# docs", "docs", false),
            (" docs ", "docs", true),
            ("docs", "document", false),
            ("a+b", "a+b", true),
            ("*\n!src", "src/main.rs", false),
            ("*\n!src", "src", false),
            ("*\n!src/**", "src", true),
            ("*\n!src/**", "src/main.rs", false),
            ("*\n!src\nsrc/*.md", "src/a.md", true),
            ("src\n!src/keep", "src/keep", false),
            ("src\n!src/keep", "src/other", true),
            ("!src\nsrc", "src", true),
            ("**/*.go\n!**/a.go", "x/a.go", false),
            ("", "anything", false),
        ];
        for (ignore, path, expected) in cases {
            assert_eq!(hidden(ignore, path), expected, "{ignore:?} {path:?}");
        }
    }

    #[test]
    fn the_line_that_hides_is_told() {
        let text = "\u{feff}target\r\nnode_modules\r\n";
        let ignore = Ignore::parse(FileId(0), text, &mut Vec::new());
        let span = ignore.hides("node_modules/x").unwrap();
        assert_eq!(text.get(span.range()), Some("node_modules"));
        assert!(ignore.hides("target").is_some());
    }

    #[test]
    fn patterns_of_git_count_at_any_depth_unless_they_have_a_slash() {
        let ignore = Ignore::of_git("# made\n*.o\n/bin/\nbuild/\n!keep.o\n[\ndocs/*.html\n");
        let hides = |path: &str| ignore.hides(path).is_some();
        let hidden = ["a.o", "x/a.o", "bin", "bin/x", "x/build/y", "docs/a.html"];
        assert_eq!(hidden.map(hides), [true; 6]);
        assert_eq!(["keep.o", "x/bin", "x/docs/a.html", "src"].map(hides), [false; 4]);
    }

    #[test]
    fn what_is_no_pattern_is_reported() {
        let mut found = Vec::new();
        Ignore::parse(FileId(0), "a\n!\n[\n", &mut found);
        let said: Vec<&str> = found.iter().map(|it| &*it.message).collect();
        assert_eq!(said, ["`!` lets nothing through", "`[` is not a pattern"]);
    }
}
