//! Numbers of lines, for whoever asks for many of them.

use std::collections::HashMap;

use super::Sources;
use crate::span::{FileId, Span};

/// The lines of sources, counted once for each source.
#[derive(Clone, Default, Debug)]
pub struct Lines {
    ends: HashMap<FileId, Vec<u32>>,
}

impl Lines {
    /// Nothing counted yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The line that a span begins in, counted from one.
    pub fn line(&mut self, sources: &Sources, span: Span) -> usize {
        let ends = self.ends.entry(span.file).or_insert_with(|| {
            let ends = (0_u32..).zip(sources.get(span.file).text.bytes());
            ends.filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect()
        });
        ends.partition_point(|end| *end < span.start) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_of_positions() {
        let mut sources = Sources::new();
        let file = sources.add("f", "a\n\nbc\n");
        let mut lines = Lines::new();
        for at in 0..=6 {
            let line = lines.line(&sources, Span::new(file, at, at));
            assert_eq!(line, sources.position(file, u32::try_from(at).unwrap()).0, "{at}");
        }
    }
}
