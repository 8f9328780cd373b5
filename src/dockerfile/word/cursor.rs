//! The place in a text that is being read.

/// A place in a text.
pub(super) struct Cursor<'a> {
    rest: std::str::Chars<'a>,
}

impl<'a> Cursor<'a> {
    /// The start of a text, after its byte order mark.
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text.strip_prefix('\u{feff}').unwrap_or(text).chars() }
    }

    /// The letter here.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    /// The letter here; the place moves over it.
    pub(super) fn next(&mut self) -> Option<char> {
        self.rest.next()
    }
}
