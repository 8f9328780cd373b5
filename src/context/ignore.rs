//! Ignore files: what of a context a build does not see.
//!
//! The rules are those of moby's `patternmatcher`, peculiarities too: the last pattern that matches
//! a path or a folder around it decides, `!` lets a path through again, `**` stands for any number
//! of folders, and a folder that is hidden may have files in it that are not.

use regex::Regex;

use super::wildcard;
use crate::diag::{Diagnostic, Problem};
use crate::span::{FileId, Span};
use crate::target::path;

/// The name of the ignore file of a context.
pub const NAME: &str = ".dockerignore";

/// An ignore file.
#[derive(Clone, Default, Debug)]
pub struct Ignore {
    patterns: Vec<Pattern>,
}

/// One line of it.
#[derive(Clone, Debug)]
struct Pattern {
    /// Whether it lets through instead of hiding.
    lets_through: bool,
    /// The path, cleaned.
    text: String,
    kind: Kind,
    /// The line.
    span: Span,
}

/// How a pattern matches.
#[derive(Clone, Debug)]
enum Kind {
    /// This path.
    Exact,
    /// Whatever begins so.
    Prefix(String),
    /// Whatever ends so.
    Suffix(String),
    /// What this matches.
    Expression(Box<Regex>),
}

/// Which patterns a folder matched, so that they need not be asked about what is in it.
type Matched = Vec<bool>;

impl Ignore {
    /// Reads an ignore file. Lines that are no patterns are reported: docker refuses to build.
    pub fn parse(file: FileId, text: &str, found: &mut Vec<Diagnostic>) -> Self {
        let mut patterns = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let span = Span::new(file, start, start + line.trim_end().len());
            start += line.len();
            let line = if span.start == 0 { line.trim_start_matches('\u{feff}') } else { line };
            match pattern(line, span) {
                Ok(pattern) => patterns.extend(pattern),
                Err(problem) => found.push(problem.into_error(span)),
            }
        }
        Self { patterns }
    }

    /// Reads a `.gitignore`, as far as it can be said in the other language: a pattern without a
    /// slash counts at any depth. Lines that are no patterns are left out.
    pub fn of_git(text: &str) -> Self {
        let text: Vec<String> = text.lines().map(from_git).collect();
        Self::parse(FileId(0), &text.join("\n"), &mut Vec::new())
    }

    /// Whether nothing is hidden.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether something may be let through again.
    pub fn has_exceptions(&self) -> bool {
        self.patterns.iter().any(|pattern| pattern.lets_through)
    }

    /// The line that hides a path, if one does. The path counts from the context, cleaned.
    pub fn hides(&self, path: &str) -> Option<Span> {
        if self.is_empty() || path.is_empty() || path == "." {
            return None;
        }
        let mut around: Option<Matched> = None;
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        let mut hidden = None;
        for end in ends {
            let (by, matched) = self.step(path.get(..end).unwrap_or(path), around.as_deref());
            hidden = by;
            around = Some(matched);
        }
        hidden
    }

    /// What hides a path, given what the folder around it matched. A pattern that would not change
    /// anything is not asked, and does not count as matched further down.
    fn step(&self, path: &str, around: Option<&[bool]>) -> (Option<Span>, Matched) {
        let mut hidden: Option<Span> = None;
        let mut matched = Vec::with_capacity(self.patterns.len());
        for (number, pattern) in self.patterns.iter().enumerate() {
            let known = around.and_then(|around| around.get(number)) == Some(&true);
            let asked = || pattern.lets_through == hidden.is_some() && pattern.matches(path);
            let is_match = known || asked();
            matched.push(is_match);
            if is_match {
                hidden = (!pattern.lets_through).then_some(pattern.span);
            }
        }
        (hidden, matched)
    }
}

impl Pattern {
    fn matches(&self, path: &str) -> bool {
        match &self.kind {
            Kind::Exact => path == self.text,
            Kind::Prefix(start) => path.starts_with(start.as_str()),
            Kind::Suffix(end) => {
                path.ends_with(end.as_str()) || end.strip_prefix('/') == Some(path)
            }
            Kind::Expression(expression) => expression.is_match(path),
        }
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
fn pattern(line: &str, span: Span) -> Result<Option<Pattern>, Problem> {
    let text = line.trim();
    if line.starts_with('#') || text.is_empty() {
        return Ok(None);
    }
    let (lets_through, text) = match text.strip_prefix('!') {
        Some(rest) => (true, rest.trim()),
        None => (false, text),
    };
    if text.is_empty() {
        return Err(Problem::new("`!` lets nothing through").hint("write `!PATH`"));
    }
    let cleaned = path::clean(text);
    // A path from the root is one from the context.
    let text = match cleaned.strip_prefix('/') {
        Some(below) if !below.is_empty() => below.to_owned(),
        _ => cleaned,
    };
    let wrong = || Problem::new(format!("`{text}` is not a pattern"));
    wildcard::check(&text).map_err(|_| wrong())?;
    let kind = kind(&text).ok_or_else(wrong)?;
    Ok(Some(Pattern { lets_through, text, kind, span }))
}

/// How a pattern matches. As in moby, where it has no wildcards but a `**` at one end, that end is
/// compared as it is.
fn kind(text: &str) -> Option<Kind> {
    let is_plain = |text: &str| !text.contains(['*', '?', '[', ']', '\\']);
    if is_plain(text) {
        return Some(Kind::Exact);
    }
    if let Some(end) = text.strip_prefix("**")
        && is_plain(end)
    {
        return Some(Kind::Suffix(end.to_owned()));
    }
    if let Some(start) = text.strip_suffix("**")
        && is_plain(start)
    {
        return Some(Kind::Prefix(start.to_owned()));
    }
    Regex::new(&expression(text)).ok().map(|it| Kind::Expression(Box::new(it)))
}

/// The regular expression for a pattern that is valid.
fn expression(text: &str) -> String {
    let mut written = String::from("^");
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '*' if rest.next_if_eq(&'*').is_some() => {
                rest.next_if_eq(&'/');
                written += if rest.peek().is_none() { ".*" } else { "(?:.*/)?" };
            }
            '*' => written += "[^/]*",
            '?' => written += "[^/]",
            '[' => class(&mut rest, &mut written),
            '\\' => literal(rest.next().unwrap_or('\\'), &mut written),
            _ => literal(letter, &mut written),
        }
    }
    written + "$"
}

fn literal(letter: char, written: &mut String) {
    written.push_str(&regex::escape(letter.encode_utf8(&mut [0; 4])));
}

/// A class. Unlike in `filepath.Match`, one that is negated matches a slash too.
fn class(rest: &mut std::iter::Peekable<std::str::Chars<'_>>, written: &mut String) {
    written.push('[');
    if rest.next_if_eq(&'^').is_some() {
        written.push('^');
    }
    while let Some(letter) = rest.next() {
        match letter {
            ']' => break,
            '-' => written.push('-'),
            '\\' => literal(rest.next().unwrap_or('\\'), written),
            _ => literal(letter, written),
        }
    }
    written.push(']');
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
