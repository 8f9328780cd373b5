//! White space between the words of a scalar, and how its lines are folded.

use super::cursor::Cursor;

/// White space that counts only if more of the scalar follows.
#[derive(Default)]
pub(super) struct Gap {
    /// The blanks of a gap without line breaks.
    blanks: String,
    /// Whether there is a line break; an escaped one leaves no trace in `first`.
    pub(super) broken: bool,
    /// The first line break.
    first: Option<char>,
    /// The others.
    more: String,
}

impl Gap {
    /// A gap that starts with a line break that says nothing.
    pub(super) fn after_escaped_break() -> Self {
        Self { broken: true, ..Self::default() }
    }

    /// Takes a blank or a line break; answers whether there was one.
    pub(super) fn take(&mut self, cursor: &mut Cursor<'_>) -> bool {
        if cursor.is_blank(0) {
            let blank = cursor.next();
            self.blanks.extend(blank.filter(|_| !self.broken));
            return true;
        }
        let Some(end) = cursor.next_line() else { return false };
        if self.broken {
            self.more.push(end);
        } else {
            self.first = Some(end);
            self.broken = true;
        }
        true
    }

    /// Writes what a scalar keeps of it: a single line feed becomes a space, and of several the
    /// first goes.
    pub(super) fn write(self, text: &mut String) {
        match self.first {
            _ if !self.broken => text.push_str(&self.blanks),
            Some('\n') if self.more.is_empty() => text.push(' '),
            Some('\n') => text.push_str(&self.more),
            separator => {
                text.extend(separator);
                text.push_str(&self.more);
            }
        }
    }
}
