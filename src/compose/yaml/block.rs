//! Scalars whose lines are indented below `|` or `>`.

use super::cursor::{Cursor, Mark};
use super::scanner::Scanner;
use super::token::{Placed, Token};
use crate::compose::Checked;

/// Reads a block scalar, up to the word behind it.
pub(super) fn scan(scanner: &mut Scanner<'_>) -> Checked<Placed> {
    let least = scanner.least_column();
    let cursor = &mut scanner.cursor;
    let start = cursor.mark();
    let folded = cursor.byte(0) == b'>';
    cursor.next();
    let (chomping, increment) = header(cursor, start)?;
    let indent = increment.map(|columns| least.saturating_sub(1) + columns);
    let breaks = String::new();
    let mut block = Block { cursor, start, indent, least, breaks, end: start };
    let text = block.text(folded, chomping)?;
    Ok((Token::Scalar { text, quoted: true }, block.cursor.between(start, block.end)))
}

/// What becomes of the line breaks at the end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomping {
    /// `-`: all go.
    Strip,
    /// The first stays.
    Clip,
    /// `+`: all stay.
    Keep,
}

/// Reads the rest of the first line: how to chomp, and by how many columns the others are
/// indented, in any order.
fn header(cursor: &mut Cursor<'_>, start: Mark) -> Checked<(Chomping, Option<usize>)> {
    let early = chomping(cursor);
    let increment = char::from(cursor.byte(0)).to_digit(10);
    if increment == Some(0) {
        return Err(cursor.wrong(start, "a block scalar is indented by one column at least"));
    }
    cursor.skip(usize::from(increment.is_some()));
    let chomping = early.or_else(|| chomping(cursor)).unwrap_or(Chomping::Clip);
    cursor.skip_blanks();
    if cursor.byte(0) == b'#' {
        cursor.skip_to_line_end();
    }
    if !cursor.ends_line() {
        return Err(cursor.wrong(start, "a block scalar starts in the next line"));
    }
    cursor.next_line();
    Ok((chomping, increment.map(|digit| digit as usize)))
}

fn chomping(cursor: &mut Cursor<'_>) -> Option<Chomping> {
    let found = match cursor.byte(0) {
        b'-' => Chomping::Strip,
        b'+' => Chomping::Keep,
        _ => return None,
    };
    cursor.next();
    Some(found)
}

/// The lines of a block scalar that is being read.
struct Block<'c, 't> {
    cursor: &'c mut Cursor<'t>,
    start: Mark,
    /// The column of its lines, once that is known.
    indent: Option<usize>,
    /// The column that they must reach.
    least: usize,
    /// The line breaks behind the last line, but for the first of them.
    breaks: String,
    /// The end of its last line.
    end: Mark,
}

impl Block<'_, '_> {
    fn text(&mut self, folded: bool, chomping: Chomping) -> Checked<String> {
        let mut text = String::new();
        let mut last = None;
        let mut indented = false;
        self.skip_indentation()?;
        while Some(self.cursor.column()) == self.indent && !self.cursor.is_end() {
            let more_indented = self.cursor.is_blank(0);
            if folded && last == Some('\n') && !indented && !more_indented {
                text.extend(self.breaks.is_empty().then_some(' '));
            } else {
                text.extend(last);
            }
            text.push_str(&std::mem::take(&mut self.breaks));
            indented = more_indented;
            last = self.line(&mut text);
            self.skip_indentation()?;
        }
        text.extend(last.filter(|_| chomping != Chomping::Strip));
        if chomping == Chomping::Keep {
            text.push_str(&self.breaks);
        }
        Ok(text)
    }

    /// Reads a line, and answers with its break.
    fn line(&mut self, text: &mut String) -> Option<char> {
        while !self.cursor.ends_line() {
            text.extend(self.cursor.next());
        }
        self.cursor.next_line()
    }

    /// Moves past empty lines and to the text of the next one. The first of them with a text, or
    /// the longest before it, tells how far they are indented.
    fn skip_indentation(&mut self) -> Checked<()> {
        self.end = self.cursor.mark();
        let mut widest = 0;
        loop {
            while self.is_before_text() && self.cursor.byte(0) == b' ' {
                self.cursor.next();
            }
            widest = widest.max(self.cursor.column());
            if self.is_before_text() && self.cursor.byte(0) == b'\t' {
                let why = "a block scalar is indented by spaces, not by tabs";
                return Err(self.cursor.wrong(self.start, why));
            }
            let Some(end) = self.cursor.next_line() else { break };
            self.breaks.push(end);
            self.end = self.cursor.mark();
        }
        self.indent.get_or_insert(widest.max(self.least).max(1));
        Ok(())
    }

    fn is_before_text(&self) -> bool {
        self.indent.is_none_or(|indent| self.cursor.column() < indent)
    }
}
