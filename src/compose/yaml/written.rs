//! A text on its way to the parser: from what libyaml reads to what YAML 1.2 allows.

use std::collections::BTreeSet;

use saphyr_parser::ScanError;

use crate::compose::{Checked, fault};
use crate::diag::Diagnostic;
use crate::span::{FileId, Span};

/// How far to the right a line is moved that may stand anywhere.
const FAR: usize = 64;

/// A text as the parser reads it: without a byte order mark, and with repairs. Knows where each
/// character of it really stands, for the parser counts characters.
pub(super) struct Written<'t> {
    file: FileId,
    /// The text in the file.
    source: &'t str,
    /// The text for the parser.
    pub(super) text: String,
    skipped: usize,
    /// The byte of each character in the file, where that is not simply its number.
    bytes: Option<Vec<usize>>,
    /// Where the last repair was and whether in quotes: the same one does not help twice.
    repaired: Option<(usize, bool)>,
}

impl<'t> Written<'t> {
    /// The text of a file.
    pub(super) fn new(file: FileId, source: &'t str) -> Self {
        let text = source.strip_prefix('\u{feff}').unwrap_or(source);
        let skipped = source.len() - text.len();
        let mut written =
            Self { file, source, text: text.to_owned(), skipped, bytes: None, repaired: None };
        if !text.is_ascii() {
            written.bytes = Some(written.numbered());
        }
        written
    }

    /// Refuses what libyaml refuses and the parser would read.
    pub(super) fn check(&self) -> Checked<()> {
        refuse_control_characters(self)?;
        refuse_directives(self)
    }

    fn numbered(&self) -> Vec<usize> {
        self.text.char_indices().map(|(at, _)| at + self.skipped).collect()
    }

    /// A piece of the text before any repair.
    fn piece(&self, start: usize, length: usize) -> Span {
        Span::new(self.file, start + self.skipped, start + self.skipped + length)
    }

    fn byte(&self, character: usize) -> usize {
        match &self.bytes {
            Some(bytes) => bytes.get(character).copied().unwrap_or(self.source.len()),
            None => (character + self.skipped).min(self.source.len()),
        }
    }

    /// The place in the file of a piece that the parser has found.
    pub(super) fn span(&self, span: saphyr_parser::Span) -> Span {
        Span::new(self.file, self.byte(span.start.index()), self.byte(span.end.index()))
    }

    /// The empty piece at the end.
    pub(super) fn end(&self) -> Span {
        Span::new(self.file, self.source.len(), self.source.len())
    }

    /// What stands in the file there.
    pub(super) fn slice(&self, span: Span) -> &'t str {
        self.source.get(span.range()).unwrap_or_default()
    }

    /// What the parser says, at its place.
    pub(super) fn syntax_error(&self, error: &ScanError) -> Vec<Diagnostic> {
        let at = self.byte(error.marker().index());
        fault(Span::new(self.file, at, at), format!("this is not YAML: {}", error.info()))
    }

    /// Rewrites what libyaml reads and the parser does not, as YAML 1.2 has it: lines in brackets
    /// and quotes may stand anywhere in 1.1, a tab may follow a colon, and a comment a quote.
    pub(super) fn repair(&mut self, error: &ScanError) -> bool {
        let at = error.marker().index();
        let quoted = error.info() == "invalid indentation in quoted scalar";
        let repaired = Some((self.byte(at), quoted));
        if std::mem::replace(&mut self.repaired, repaired) == repaired {
            return false;
        }
        let Some((byte, _)) = self.text.char_indices().nth(at) else { return false };
        let (before, after) = self.text.split_at(byte);
        let info = error.info();
        if quoted {
            let lines: BTreeSet<usize> = lines_in_quotes(after).map(|line| line + at).collect();
            return self.move_right(&lines, FAR);
        }
        if info.starts_with("invalid indentation") {
            let line = at.saturating_sub(error.marker().col());
            return self.move_right(&BTreeSet::from([line]), FAR);
        }
        if info.starts_with("comments must be separated") && after.starts_with('#') {
            return self.move_right(&BTreeSet::from([at]), 1);
        }
        let kept = before.trim_end_matches('\t').len();
        if info.starts_with("':' must be followed") && kept < byte {
            self.text.replace_range(kept..byte, &" ".repeat(byte - kept));
            return true;
        }
        false
    }

    /// Moves what starts at these characters to the right.
    fn move_right(&mut self, starts: &BTreeSet<usize>, by: usize) -> bool {
        let mut text = String::with_capacity(self.text.len() + starts.len() * by);
        let mut bytes = Vec::with_capacity(text.capacity());
        for (index, c) in self.text.chars().enumerate() {
            let place = self.byte(index);
            if starts.contains(&index) {
                text.extend(std::iter::repeat_n(' ', by));
                bytes.extend(std::iter::repeat_n(place, by));
            }
            text.push(c);
            bytes.push(place);
        }
        self.text = text;
        self.bytes = Some(bytes);
        !starts.is_empty()
    }
}

/// The characters that start a line in the quoted scalar that a text begins with.
fn lines_in_quotes(text: &str) -> impl Iterator<Item = usize> {
    let quote = text.chars().next().unwrap_or('"');
    let mut escaped = false;
    let inside = text.chars().enumerate().skip(1).take_while(move |&(_, c)| {
        let ends = c == quote && !escaped;
        escaped = quote == '"' && c == '\\' && !escaped;
        !ends
    });
    inside.filter(|&(_, c)| c == '\n').map(|(index, _)| index + 1)
}

/// libyaml takes no control characters, and neither do we.
fn refuse_control_characters(written: &Written<'_>) -> Checked<()> {
    let bad = written.text.char_indices().find(|(_, c)| {
        matches!(c, '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}') && !matches!(c, '\t' | '\n' | '\r')
    });
    let Some((at, found)) = bad else { return Ok(()) };
    let span = written.piece(at, found.len_utf8());
    Err(fault(
        span,
        format!("YAML does not allow the control character U+{:04X}", u32::from(found)),
    ))
}

/// libyaml reads YAML 1.1, and refuses to read anything that says it is something else.
fn refuse_directives(written: &Written<'_>) -> Checked<()> {
    let mut start = 0;
    for line in written.text.split_inclusive('\n') {
        let words: Vec<&str> = line.split('#').next().unwrap_or(line).split_whitespace().collect();
        match words.as_slice() {
            ["%YAML", "1.1"] | ["%TAG", ..] | [] => {}
            [word, ..] if word.starts_with('%') && line.starts_with('%') => {
                let span = written.piece(start, line.trim_end().len());
                return Err(fault(span, "a compose file is YAML 1.1"));
            }
            _ => break,
        }
        start += line.len();
    }
    Ok(())
}
