//! Going on after an error.
//!
//! The brackets that are open are known, so usually the broken item ends at the first line break
//! outside them. Where brackets do not match or something never ends, the layout decides: the
//! item ends before the next line that is no further indented and begins like an item.

use crate::diag::Diagnostic;

use super::super::MAX_NESTING;
use super::super::identifier;
use super::super::token::{Invalid, Kind, Token};
use super::Parser;

/// How many errors a file may have before the rest of it is left alone.
const MAX_ERRORS: usize = 100;

/// How far, in bytes, brackets are followed before the layout decides.
const PATIENCE: usize = 1 << 16;

/// How much, in bytes, is read again of what things without end have swallowed; as much as the
/// whole text if that is longer.
const REREAD: usize = 1 << 20;

/// The beginning of an attribute or a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct ItemStart {
    at: usize,
    open: usize,
}

impl Parser<'_> {
    pub(super) fn item_start(&self) -> ItemStart {
        ItemStart { at: self.peek().start, open: self.open.len() }
    }

    /// Remembers what a token opens and forgets what it closes.
    pub(super) fn keep_open(&mut self, token: Token) {
        if token.kind.opens() {
            self.open.push(token);
        } else if token.kind == Kind::Invalid(Invalid::LineBreak) {
            self.forget_strings();
        } else if self.open.last().is_some_and(|open| token.kind.closes(open.kind)) {
            self.open.pop();
        }
    }

    /// As the lexer does it: see its `leave_strings`.
    fn forget_strings(&mut self) {
        let heredoc = |open: &Token| matches!(open.kind, Kind::OpenHeredoc { .. });
        let from = self.open.iter().rposition(heredoc).map_or(0, |at| at + 1);
        let string = self.open.iter().skip(from).position(|open| open.kind == Kind::OpenQuote);
        self.open.truncate(string.map_or(self.open.len(), |at| from + at));
    }

    pub(super) fn report(&mut self, error: Diagnostic) {
        self.errors.push(error);
        if self.errors.len() >= MAX_ERRORS {
            self.give_up();
        }
    }

    /// Reports an error and moves to the end of the item that it is in.
    pub(super) fn recover(&mut self, item: ItemStart, error: Diagnostic) {
        let from = self.first_unclosed(item).unwrap_or(self.current.start);
        self.report(error);
        if self.depth >= self.limit || self.must_start_again() {
            self.give_up();
        } else if self.errors.len() < MAX_ERRORS && !self.skip_balanced(item, self.current.start) {
            self.skip_by_layout(item, from);
        }
    }

    /// Whether the file will be read once more, with more levels.
    fn must_start_again(&self) -> bool {
        self.too_deep && self.limit < MAX_NESTING
    }

    /// Where the text begins of what has swallowed the rest of the file, if something has.
    fn first_unclosed(&self, item: ItemStart) -> Option<usize> {
        let open = self.open.get(item.open).filter(|_| self.current.kind == Kind::End)?;
        Some(open.end.saturating_sub(1))
    }

    /// Follows the brackets to the end of the item, if they can be followed.
    fn skip_balanced(&mut self, item: ItemStart, from: usize) -> bool {
        loop {
            let inside = self.open.len() > item.open;
            match self.current.kind {
                Kind::End => return !inside,
                Kind::Newline if !inside => {
                    self.bump();
                    return true;
                }
                Kind::CloseBrace if !inside && item.open > 0 => return true,
                Kind::Invalid(Invalid::LineBreak) => self.astray = true,
                closer if inside && closer.is_closer() && !self.closes_last(closer) => {
                    return false;
                }
                _ if self.current.start > from.saturating_add(PATIENCE) => return false,
                _ => {}
            }
            self.bump();
        }
    }

    fn closes_last(&self, closer: Kind) -> bool {
        self.open.last().is_some_and(|open| closer.closes(open.kind))
    }

    /// Moves to the next line that looks as if another item began there.
    fn skip_by_layout(&mut self, item: ItemStart, from: usize) {
        let text = self.lexer.text();
        let indent = indent_of_line(text, item.at);
        let mut at = from;
        let next = loop {
            let Some(newline) = text.get(at..).and_then(|rest| rest.find('\n')) else {
                break text.len();
            };
            at += newline + 1;
            if begins_item(text.get(at..).unwrap_or_default(), indent, item.open > 0) {
                break at;
            }
        };
        self.reread += self.current.start.saturating_sub(next);
        if self.reread > REREAD.max(text.len()) {
            return self.give_up();
        }
        self.astray = true;
        self.open.truncate(item.open);
        self.move_to(next);
    }

    /// Leaves the rest of the file alone.
    fn give_up(&mut self) {
        self.astray = true;
        self.open.clear();
        self.move_to(self.lexer.text().len());
    }

    fn move_to(&mut self, at: usize) {
        self.lexer.restart(at);
        self.current = self.lexer.next();
        self.look_ahead();
    }
}

/// How far the line that `at` lies in is indented, in bytes.
fn indent_of_line(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    indent(text.get(line..).unwrap_or_default())
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// Whether the line looks like `name =`, `name "`, `name {` or `name name`, or, in a block, like
/// its closing brace.
fn begins_item(line: &str, most: usize, in_block: bool) -> bool {
    let indent = indent(line);
    let start = line.get(indent..).unwrap_or_default();
    if start.starts_with('}') {
        return in_block && indent < most;
    }
    let name = identifier::length(start);
    let behind = start.get(name..).unwrap_or_default().trim_start_matches([' ', '\t']);
    let item = behind.starts_with(['"', '{'])
        || (behind.starts_with('=') && !behind.starts_with("==") && !behind.starts_with("=>"))
        || identifier::length(behind) > 0;
    indent <= most && name > 0 && item
}
