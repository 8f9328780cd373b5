//! The lines of a Dockerfile, and the logical lines that they make.

use crate::diag::Diagnostic;
use crate::span::{FileId, Span};

use super::ast::{Escape, Text};
use super::text::Gathered;

/// The longest line that BuildKit reads, in bytes, its line feed included.
const LONGEST: usize = 65_536;

/// The lines of a file, and how far they have been read.
pub(super) struct Lines<'a> {
    file: FileId,
    text: &'a str,
    at: usize,
}

/// One line of a file.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    /// What stands on it, without its end.
    pub(super) text: &'a str,
    /// Where it begins in the file.
    pub(super) start: usize,
}

impl<'a> Lines<'a> {
    /// All lines of a file. A byte order mark is not part of the first.
    pub(super) fn new(file: FileId, text: &'a str) -> Self {
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self { file, text, at }
    }

    /// Where the next line begins.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The file.
    pub(super) fn file(&self) -> FileId {
        self.file
    }

    /// What stands in the file from `start` up to `end`.
    pub(super) fn between(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// The next line. One that is too long is reported.
    pub(super) fn next(&mut self, found: &mut Vec<Diagnostic>) -> Option<Line<'a>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = rest.find('\n').map_or(rest.len(), |end| end.saturating_add(1));
        let whole = rest.get(..length).unwrap_or_default();
        let line = Line { text: whole.trim_end_matches(['\r', '\n']), start: self.at };
        self.at = self.at.saturating_add(length);
        if length > LONGEST || (length == LONGEST && !whole.ends_with('\n')) {
            found.push(too_long(Span::new(self.file, line.start, line.start)));
        }
        Some(line)
    }
}

impl<'a> Line<'a> {
    /// The same without white space in front.
    pub(super) fn trim_start(self) -> Self {
        let text = self.text.trim_start();
        let start = self.start.saturating_add(self.text.len()).saturating_sub(text.len());
        Line { text, start }
    }

    /// Whether it is a comment.
    pub(super) fn is_comment(self) -> bool {
        self.text.trim_start().starts_with('#')
    }

    /// Whether nothing stands on it.
    pub(super) fn is_blank(self) -> bool {
        self.text.trim_start().is_empty()
    }

    /// What stands on it without the character that continues it, if one does.
    ///
    /// That is the last one before blanks, and not if the same stands before it. BuildKit does not
    /// look further, so three of them do not continue a line.
    fn continued(self, escape: Escape) -> Option<&'a str> {
        let text = self.text.trim_end_matches([' ', '\t']).strip_suffix(escape.char())?;
        (!text.ends_with(escape.char())).then_some(text)
    }
}

/// The logical line that begins with `first`, the lines it continues on joined.
///
/// Comments and blank lines among them do not count; a blank line does not even end it.
pub(super) fn logical(
    first: Line<'_>,
    escape: Escape,
    lines: &mut Lines<'_>,
    found: &mut Vec<Diagnostic>,
) -> Text {
    let mut gathered = Gathered::default();
    let mut next = Some(first);
    let mut end = first.start;
    while let Some(line) = next {
        let continued = line.continued(escape);
        let text = continued.unwrap_or(line.text);
        gathered.push(text, line.start);
        end = line.start.saturating_add(text.len());
        next = if continued.is_some() { following(lines, found) } else { None };
    }
    gathered.finish(Span::new(lines.file, first.start, end))
}

fn following<'a>(lines: &mut Lines<'a>, found: &mut Vec<Diagnostic>) -> Option<Line<'a>> {
    loop {
        let line = lines.next(found)?;
        if !line.is_comment() && !line.is_blank() {
            return Some(line);
        }
    }
}

fn too_long(span: Span) -> Diagnostic {
    Diagnostic::error(format!("the line is longer than {} bytes", LONGEST.saturating_sub(1)), span)
        .hint("break it with a continuation character at the end of a line")
}
