//! The command line as a source, so that every word of it has a place.

use std::ffi::OsString;
use std::ops::Range;

use crate::source::{Sources, decode};
use crate::span::{FileId, Span};

/// The words that were typed and where they are in the line.
///
/// The words are joined by spaces and not quoted, so that the text under a span is the word
/// itself. Only a word without text is quoted: nobody would see it.
#[derive(Clone, Debug)]
pub struct CommandLine {
    words: Vec<Typed>,
    text: String,
    file: FileId,
}

#[derive(Clone, Debug)]
struct Typed {
    /// The word, and what is shown of it.
    word: OsString,
    text: String,
    start: usize,
    /// Whether somebody has asked for the place of this very word.
    placed: bool,
}

impl CommandLine {
    /// The line of these words, the first of them the program.
    pub fn new(words: &[OsString]) -> Self {
        let mut line = Self { words: Vec::new(), text: String::new(), file: FileId(0) };
        for (number, word) in words.iter().enumerate() {
            let text = decode::lossy(word.as_encoded_bytes());
            let text = if number == 0 { program(&text) } else { &text };
            if number > 0 {
                line.text.push(' ');
            }
            let quote = if text.is_empty() { "'" } else { "" };
            line.text.push_str(quote);
            let (text, start) = (text.to_owned(), line.text.len());
            line.text.extend([&text, quote]);
            line.words.push(Typed { word: word.clone(), text, start, placed: false });
        }
        line
    }

    /// Makes the line one of the sources.
    pub fn register(&mut self, sources: &mut Sources) {
        self.file = sources.add("command line", self.text.as_str());
    }

    /// The place of a flag, where it was typed last, with a value that hangs on it.
    pub fn flag(&self, flag: &str) -> Span {
        self.place(self.last(flag))
    }

    /// All the words as they were typed, the program first.
    pub fn typed(&self) -> impl Iterator<Item = &OsString> {
        self.words.iter().map(|word| &word.word)
    }

    /// Which words are a flag that goes by these names, where it was typed last, and its value. An
    /// empty value stands for any, which then does not count as long as it is a word of its own.
    pub fn flag_words(&self, names: &[&str], value: &str) -> Option<Range<usize>> {
        (1..self.words.len()).rev().find_map(|at| {
            let word = self.words.get(at)?;
            if value.is_empty() {
                return names.iter().any(|name| is_flag(name, &word.text)).then_some(at..at + 1);
            }
            let start = self.value_in(at, names, value)?;
            let attached = start <= word.start + word.text.len();
            Some(at..at + if attached { 1 } else { 2 })
        })
    }

    /// The place of a word by its number, else of the whole line.
    pub fn place(&self, at: Option<usize>) -> Span {
        let word = at.and_then(|at| self.words.get(at));
        word.map_or(self.whole(), |word| self.span(word.start, word.text.len()))
    }

    /// Takes words out; the places of the others stay.
    pub fn take_out(&mut self, words: Range<usize>) {
        self.words.drain(words);
    }

    /// The words after the program.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().skip(1).map(|word| &*word.text)
    }

    /// The number of the first word after the program that is this one.
    pub fn find(&self, text: &str) -> Option<usize> {
        (1..self.words.len()).find(|&at| self.words[at].text == text)
    }

    /// The place of the first word after the program that is this one.
    pub fn first(&self, text: &str) -> Span {
        self.place(self.find(text))
    }

    /// Whether one flag was typed after another, if at all.
    pub fn is_after(&self, flag: &str, other: &str) -> bool {
        self.last(flag) > self.last(other)
    }

    /// The place of a value of a flag that goes by these names. Asked again for an equal value, it
    /// is the next one.
    pub fn value(&mut self, names: &[&str], value: &str) -> Span {
        for at in 0..self.words.len() {
            if let Some(start) = self.value_in(at, names, value)
                && let Some(word) = self.words.iter_mut().rfind(|word| word.start <= start)
                && !std::mem::replace(&mut word.placed, true)
            {
                return self.span(start, value.len());
            }
        }
        self.whole()
    }

    /// The place of a word that belongs to no flag.
    pub fn word(&mut self, value: &str) -> Span {
        // The first two words are the program and the verb.
        let found = self.words.iter_mut().skip(2).find(|word| !word.placed && word.text == value);
        match found {
            Some(word) => {
                word.placed = true;
                let start = word.start;
                self.span(start, value.len())
            }
            None => self.whole(),
        }
    }

    fn last(&self, flag: &str) -> Option<usize> {
        self.words.iter().rposition(|word| is_flag(flag, &word.text))
    }

    /// Where the value begins, if this word is one of the flags and the value hangs on it or
    /// comes next.
    fn value_in(&self, at: usize, names: &[&str], value: &str) -> Option<usize> {
        let word = self.words.get(at)?;
        let rest = names.iter().find_map(|name| word.text.strip_prefix(name))?;
        let start = word.start + word.text.len() - rest.len();
        if rest.is_empty() {
            let next = self.words.get(at + 1)?;
            return (next.text == value).then_some(next.start);
        }
        match rest.strip_prefix('=') {
            Some(attached) => (attached == value).then_some(start + 1),
            None => (rest == value).then_some(start),
        }
    }

    fn span(&self, start: usize, length: usize) -> Span {
        Span::new(self.file, start, start + length)
    }

    /// For words that cannot be found again.
    fn whole(&self) -> Span {
        self.span(0, self.text.len())
    }
}

/// Whether a word is a flag, alone or with a value that hangs on it.
fn is_flag(flag: &str, word: &str) -> bool {
    word.strip_prefix(flag).is_some_and(|rest| matches!(rest.as_bytes(), [] | [b'=', ..]))
}

/// The name of the program without its folder.
fn program(word: &str) -> &str {
    word.rsplit(['/', '\\']).next().unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(words: &[&str]) -> (CommandLine, Sources) {
        let words: Vec<OsString> = words.iter().map(OsString::from).collect();
        let mut line = CommandLine::new(&words);
        let mut sources = Sources::new();
        line.register(&mut sources);
        (line, sources)
    }

    #[test]
    fn every_way_to_write_a_value_has_its_place() {
        let (mut line, sources) =
            line(&["/bin/bakewell", "bake", "-f", "a", "-f=b", "-fc", "--file", "d", "--file=e"]);
        for value in ["a", "b", "c", "d", "e"] {
            let span = line.value(&["--file", "-f"], value);
            assert_eq!(sources.slice(span), value);
        }
        assert_eq!(&*sources.get(FileId(0)).text, "bakewell bake -f a -f=b -fc --file d --file=e");
    }

    #[test]
    fn equal_words_are_told_apart() {
        let (mut line, _) =
            line(&["bakewell", "plan", "--builder", "app", "app", "--set=a", "--set=a"]);
        assert_eq!(line.value(&["--builder"], "app").start, 24);
        assert_eq!(line.word("app").start, 28);
        assert_eq!(line.value(&["--set"], "a").start, 38);
        assert_eq!(line.value(&["--set"], "a").start, 46);
    }

    #[test]
    fn the_later_of_two_flags_is_known() {
        let (line, sources) = line(&["bakewell", "bake", "--check", "--call=x", "--checker"]);
        assert!(line.is_after("--call", "--check"));
        assert!(!line.is_after("--check", "--call"));
        assert!(line.is_after("--check", "--never"));
        assert_eq!(sources.slice(line.flag("--check")), "--check");
    }
}
