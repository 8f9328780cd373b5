//! The texts of a compilation, each with a name.

use crate::span::{FileId, Span};
use crate::text::Text;

/// One text: a file, standard input, a variable of the environment, the command line.
#[derive(Clone, Debug)]
pub struct Source {
    /// What people call it: the path as it was given, or words such as `command line`.
    pub name: Text,
    /// The text.
    pub text: Text,
}

/// Owns every text; spans resolve here.
#[derive(Clone, Default, Debug)]
pub struct Sources {
    all: Vec<Source>,
}

impl Sources {
    /// No texts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a text in and gives it a number.
    ///
    /// # Panics
    /// With more than four thousand million sources.
    pub fn add(&mut self, name: impl Into<Text>, text: impl Into<Text>) -> FileId {
        let id = FileId(u32::try_from(self.all.len()).expect("sources are few"));
        self.all.push(Source { name: name.into(), text: text.into() });
        id
    }

    /// The source with this number, which must come from these sources.
    pub fn get(&self, file: FileId) -> &Source {
        &self.all[file.0 as usize]
    }

    /// The text that a span covers; empty where the span does not fit the text.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.range()).unwrap_or_default()
    }

    /// Line and column of a byte, both counted from one; the column in characters.
    pub fn position(&self, file: FileId, offset: u32) -> (usize, usize) {
        let text = &self.get(file).text;
        let before = text.get(..offset as usize).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }

    /// All sources with their numbers, in the order they came in.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        (0u32..).map(FileId).zip(&self.all)
    }
}
