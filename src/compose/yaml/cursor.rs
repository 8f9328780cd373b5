//! A place in a text that moves on, with lines and columns as libyaml counts them.

use crate::compose::{Checked, fault};
use crate::diag::Diagnostic;
use crate::span::{FileId, Span};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// A place in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// The byte.
    pub(super) at: usize,
    /// The line, from 0 on.
    pub(super) line: usize,
    /// The characters before it in its line.
    pub(super) column: usize,
}

/// A text that is read from its start to its end, a character or a line break at a time.
pub(super) struct Cursor<'t> {
    file: FileId,
    text: &'t str,
    mark: Mark,
    begins_line: bool,
}

impl<'t> Cursor<'t> {
    /// The start of a text, behind its byte order mark. A second mark is passed over as well, but
    /// as a character of the first line: so does libyaml.
    ///
    /// # Errors
    /// For control characters, which libyaml does not take.
    pub(super) fn new(file: FileId, text: &'t str) -> Checked<Self> {
        refuse_control_characters(file, text)?;
        let marks = text.chars().take(2).take_while(|&c| c == BYTE_ORDER_MARK).count();
        let mark = Mark {
            at: marks * BYTE_ORDER_MARK.len_utf8(),
            line: 0,
            column: marks.saturating_sub(1),
        };
        Ok(Self { file, text, mark, begins_line: false })
    }

    /// Where it stands.
    pub(super) fn mark(&self) -> Mark {
        self.mark
    }

    /// The characters before it in its line.
    pub(super) fn column(&self) -> usize {
        self.mark.column
    }

    /// Whether nothing but blanks stands between a line break and here.
    pub(super) fn begins_line(&self) -> bool {
        self.begins_line
    }

    /// The piece from a mark to here.
    pub(super) fn since(&self, start: Mark) -> Span {
        self.between(start, self.mark)
    }

    /// The piece between two marks.
    pub(super) fn between(&self, start: Mark, end: Mark) -> Span {
        Span::new(self.file, start.at, end.at)
    }

    /// What is wrong between a mark and here.
    pub(super) fn wrong(&self, start: Mark, why: &str) -> Vec<Diagnostic> {
        fault(self.since(start), format!("this is not YAML: {why}"))
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.mark.at..).unwrap_or_default()
    }

    /// Whether this is what follows.
    pub(super) fn starts_with(&self, text: &str) -> bool {
        self.rest().starts_with(text)
    }

    /// The byte so many bytes ahead, or 0 behind the end.
    pub(super) fn byte(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.mark.at + ahead).copied().unwrap_or(0)
    }

    /// Whether a space or a tab is so many bytes ahead.
    pub(super) fn is_blank(&self, ahead: usize) -> bool {
        matches!(self.byte(ahead), b' ' | b'\t')
    }

    /// How many bytes the line break has that is so many bytes ahead, or 0 for none.
    pub(super) fn break_width(&self, ahead: usize) -> usize {
        match (self.byte(ahead), self.byte(ahead + 1), self.byte(ahead + 2)) {
            (b'\r', b'\n', _) | (0xc2, 0x85, _) => 2,
            (b'\r' | b'\n', ..) => 1,
            (0xe2, 0x80, 0xa8 | 0xa9) => 3,
            _ => 0,
        }
    }

    /// Whether a line break is so many bytes ahead.
    pub(super) fn is_break(&self, ahead: usize) -> bool {
        self.break_width(ahead) > 0
    }

    /// Whether the text ends here.
    pub(super) fn is_end(&self) -> bool {
        self.mark.at >= self.text.len()
    }

    /// Whether the line ends here.
    pub(super) fn ends_line(&self) -> bool {
        self.is_end() || self.is_break(0)
    }

    /// Whether white space or the end of the text is so many bytes ahead.
    pub(super) fn ends_word(&self, ahead: usize) -> bool {
        self.byte(ahead) == 0 || self.is_blank(ahead) || self.is_break(ahead)
    }

    /// Whether `---` or `...` stands here, alone and at the start of a line.
    pub(super) fn is_document_marker(&self) -> bool {
        let marker = self.starts_with("---") || self.starts_with("...");
        self.mark.column == 0 && marker && self.ends_word(3)
    }

    /// Moves past a character that is no line break, and answers with it.
    pub(super) fn next(&mut self) -> Option<char> {
        let c = self.rest().chars().next()?;
        self.begins_line = self.begins_line && matches!(c, ' ' | '\t');
        self.mark.at += c.len_utf8();
        self.mark.column += 1;
        Some(c)
    }

    /// Moves past characters that are no line breaks.
    pub(super) fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.next();
        }
    }

    /// Moves past spaces and tabs.
    pub(super) fn skip_blanks(&mut self) {
        while self.is_blank(0) {
            self.next();
        }
    }

    /// Moves to the end of the line.
    pub(super) fn skip_to_line_end(&mut self) {
        while !self.ends_line() {
            self.next();
        }
    }

    /// Moves past a line break, if there is one, and answers with what a scalar keeps of it: all
    /// but the separators of lines and paragraphs are a line feed.
    pub(super) fn next_line(&mut self) -> Option<char> {
        let width = self.break_width(0);
        let c = self.rest().chars().next().filter(|_| width > 0)?;
        self.mark = Mark { at: self.mark.at + width, line: self.mark.line + 1, column: 0 };
        self.begins_line = true;
        Some(if width == 3 { c } else { '\n' })
    }
}

fn refuse_control_characters(file: FileId, text: &str) -> Checked<()> {
    let bad = text.char_indices().find(|(_, c)| {
        matches!(c, '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}') && !matches!(c, '\t' | '\n' | '\r')
    });
    let Some((at, found)) = bad else { return Ok(()) };
    let span = Span::new(file, at, at + found.len_utf8());
    let code = u32::from(found);
    Err(fault(span, format!("YAML does not allow the control character U+{code:04X}")))
}
