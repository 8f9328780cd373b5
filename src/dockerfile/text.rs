//! A piece of a Dockerfile and where each byte of it stands.

use std::ops::Deref;

use crate::span::Span;

/// A piece of a Dockerfile, as the parser keeps it, and its place.
///
/// Line breaks, and what else the parser leaves out, may lie between the first byte and the last:
/// continuation lines are joined, flags and the exec form lose their quotes. So the text may be
/// shorter than its span; [`Text::part`] finds the place of any part of it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Text {
    /// The text.
    pub value: Box<str>,
    /// From its first byte to its last.
    pub span: Span,
    places: Places,
}

/// Where the bytes of a text stand.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Places {
    /// From the start of its span on, but for these, in order: there it goes on elsewhere than at
    /// the next byte.
    Jumps(Box<[Jump]>),
    /// Anywhere in its span.
    Anywhere,
}

/// From `at` in the text on, the next bytes stand from `source` on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct Jump {
    at: u32,
    source: u32,
}

impl Text {
    /// A text that stands in the file as it is.
    pub fn new(value: impl Into<Box<str>>, span: Span) -> Self {
        Self { value: value.into(), span, places: Places::Jumps(Box::default()) }
    }

    /// Where the bytes from `start` up to `end` of the text stand.
    pub fn part(&self, start: usize, end: usize) -> Span {
        if self.places == Places::Anywhere {
            return self.span;
        }
        let first = self.offset(start);
        let last = if end > start { self.offset(end - 1).saturating_add(1) } else { first };
        Span::new(self.span.file, first, last)
    }

    /// All of the text, to be cut.
    pub(super) fn piece(&self) -> Piece<'_> {
        Piece { of: self, start: 0, end: self.value.len() }
    }

    fn jumps(&self) -> &[Jump] {
        match &self.places {
            Places::Jumps(jumps) => jumps,
            Places::Anywhere => &[],
        }
    }

    /// Where the byte at `at` of the text stands.
    fn offset(&self, at: usize) -> usize {
        let jumps = self.jumps();
        let after = jumps.partition_point(|jump| jump.at as usize <= at);
        let last = after.checked_sub(1).and_then(|last| jumps.get(last));
        let jump = last.copied().unwrap_or(Jump { at: 0, source: self.span.start });
        (jump.source as usize).saturating_add(at.saturating_sub(jump.at as usize))
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.value
    }
}

/// A part of a text. Ends lie between characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    of: &'a Text,
    start: usize,
    end: usize,
}

impl<'a> Piece<'a> {
    /// The characters.
    pub(super) fn as_str(self) -> &'a str {
        self.of.value.get(self.start..self.end).unwrap_or_default()
    }

    /// Whether nothing is in it.
    pub(super) fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The bytes from `start` up to `end` of it. Ends inside a character move on to its end.
    pub(super) fn cut(self, start: usize, end: usize) -> Self {
        let place = |at: usize| {
            let mut at = self.start.saturating_add(at).min(self.end);
            while !self.of.value.is_char_boundary(at) {
                at = at.saturating_add(1);
            }
            at
        };
        let (start, end) = (place(start), place(end));
        Self { of: self.of, start, end: end.max(start) }
    }

    /// What follows its first `at` bytes.
    pub(super) fn from(self, at: usize) -> Self {
        self.cut(at, self.end.saturating_sub(self.start))
    }

    /// The same without white space around it.
    pub(super) fn trim(self) -> Self {
        let text = self.as_str();
        let start = text.len().saturating_sub(text.trim_start().len());
        self.cut(start, start.saturating_add(text.trim().len()))
    }

    /// What stands before and after the first `separator`.
    pub(super) fn split_once(self, separator: char) -> Option<(Self, Self)> {
        let at = self.as_str().find(separator)?;
        Some((self.cut(0, at), self.from(at.saturating_add(separator.len_utf8()))))
    }

    /// From its first byte to its last.
    pub(super) fn span(self) -> Span {
        self.of.part(self.start, self.end)
    }

    /// It by itself.
    pub(super) fn to_text(self) -> Text {
        Text { value: self.as_str().into(), span: self.span(), places: self.places() }
    }

    fn places(self) -> Places {
        if self.of.places == Places::Anywhere {
            return Places::Anywhere;
        }
        let jumps = self.of.jumps();
        let first = jumps.partition_point(|jump| jump.at as usize <= self.start);
        let after = jumps.partition_point(|jump| (jump.at as usize) < self.end);
        let start = u32::try_from(self.start).unwrap_or(u32::MAX);
        let moved = |jump: &Jump| Jump { at: jump.at.saturating_sub(start), ..*jump };
        let inside = jumps.get(first..after.max(first)).unwrap_or_default();
        Places::Jumps(inside.iter().map(moved).collect())
    }
}

/// A text in the making, gathered from here and there.
#[derive(Default)]
pub(super) struct Gathered {
    value: String,
    jumps: Vec<Jump>,
    /// Where the next byte stands, if it follows the last.
    next: Option<usize>,
}

impl Gathered {
    /// Adds what stands at `source` in the file.
    pub(super) fn push(&mut self, text: &str, source: usize) {
        if self.next != Some(source) {
            let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            self.jumps.push(Jump { at: number(self.value.len()), source: number(source) });
        }
        self.value.push_str(text);
        self.next = Some(source.saturating_add(text.len()));
    }

    /// Adds a character that `at` in `piece` stands for.
    pub(super) fn push_char(&mut self, c: char, piece: Piece<'_>, at: usize) {
        let source = piece.of.offset(piece.start.saturating_add(at));
        self.push(c.encode_utf8(&mut [0; 4]), source);
    }

    /// The text, which `span` covers.
    pub(super) fn finish(self, span: Span) -> Text {
        let mut jumps = self.jumps;
        if jumps.first().is_some_and(|jump| jump.at == 0 && jump.source == span.start) {
            jumps.remove(0);
        }
        Text { value: self.value.into(), span, places: Places::Jumps(jumps.into()) }
    }

    /// The text, of which it is not said what stands where in `span`.
    pub(super) fn finish_anywhere(self, span: Span) -> Text {
        Text { value: self.value.into(), span, places: Places::Anywhere }
    }
}
