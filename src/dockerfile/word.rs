//! Words of a Dockerfile: quotes, escapes and `$` taken out of them.
//!
//! These are BuildKit's rules (its shell lexer), which look like a shell's and are not quite: there
//! are no commands, no arithmetic and no `${x:=y}`; `\` before a closing `}` or `/` belongs to the
//! substitution; and the first word of a text that is split is lost where a substitution with a
//! word in it follows at once. What BuildKit does there, we do.

mod cursor;
mod letter;
mod pattern;
mod split;
mod substitute;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::diag::Problem;

use cursor::Cursor;
use split::Words;

/// How long a text may become. BuildKit has no bound here: thirty lines that double a variable
/// fill any memory.
pub const LONGEST: usize = 1 << 20;

/// How deep substitutions may stand in each other.
const DEEPEST: usize = 200;

/// What variables a word may use.
pub trait Variables {
    /// The value of a variable, if it is set.
    fn value(&self, name: &str) -> Option<&str>;
}

/// How a word is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style {
    /// The escape character: `\`, or what the `escape` directive says.
    pub escape: char,
    /// Whether quotes quote. In heredocs they are letters like any others.
    pub quotes: bool,
}

impl Style {
    /// Words of instructions, with this escape character.
    pub fn words(escape: char) -> Self {
        Self { escape, quotes: true }
    }

    /// The text of a heredoc that is expanded. Its escape character is `\` whatever the file says.
    pub fn heredoc() -> Self {
        Self { escape: '\\', quotes: false }
    }
}

/// What became of a word.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Expanded {
    /// The text.
    pub text: String,
    /// The variables it asked for that are set.
    pub used: BTreeSet<String>,
    /// The variables it asked for that are not set, also where a default stands in for them.
    pub unset: BTreeSet<String>,
    /// Those of them that nothing stands in for: `$x`, `${x}`, `${x#…}`.
    pub missing: BTreeSet<String>,
}

/// Expands a word into one text.
///
/// # Errors
/// For quotes and substitutions that do not end, modifiers that do not exist, and variables that
/// must be set (`${x:?}`) and are not.
pub fn expand(word: &str, style: Style, variables: &dyn Variables) -> Result<Expanded, Problem> {
    if is_plain(word, style) {
        return Ok(Expanded { text: word.to_owned(), ..Expanded::default() });
    }
    let mut lexer = Lexer::new(word, style, variables);
    let (text, _) = lexer.until(None, false)?;
    let Lexer { used, unset, missing, .. } = lexer;
    Ok(Expanded { text, used, unset, missing })
}

/// Expands a text and splits it at white space that is not quoted.
///
/// # Errors
/// As for [`expand`].
pub fn split(text: &str, style: Style, variables: &dyn Variables) -> Result<Vec<String>, Problem> {
    let mut lexer = Lexer::new(text, style, variables);
    let (_, words) = lexer.until(None, false)?;
    Ok(words)
}

/// Whether there is nothing to expand: most words are like that.
fn is_plain(word: &str, style: Style) -> bool {
    !word.contains(['$', '\'', '"', '\u{feff}', style.escape])
}

/// Reads one text.
struct Lexer<'a> {
    style: Style,
    /// Whether escape characters stay: in patterns.
    raw_escapes: bool,
    variables: &'a dyn Variables,
    cursor: Cursor<'a>,
    /// The word being split off: one for all levels, as in BuildKit.
    word: String,
    depth: usize,
    used: BTreeSet<String>,
    unset: BTreeSet<String>,
    missing: BTreeSet<String>,
}

impl<'a> Lexer<'a> {
    fn new(text: &'a str, style: Style, variables: &'a dyn Variables) -> Self {
        Self {
            style,
            raw_escapes: false,
            variables,
            cursor: Cursor::new(text),
            word: String::new(),
            depth: 0,
            used: BTreeSet::new(),
            unset: BTreeSet::new(),
            missing: BTreeSet::new(),
        }
    }

    /// Reads up to and over `stop`, or to the end: the text as one, and split.
    fn until(
        &mut self,
        stop: Option<char>,
        raw_escapes: bool,
    ) -> Result<(String, Vec<String>), Problem> {
        if self.depth > DEEPEST {
            return Err(Problem::new("substitutions stand too deep in each other"));
        }
        let outer = std::mem::replace(&mut self.raw_escapes, raw_escapes);
        self.depth += 1;
        let read = self.pieces(stop);
        self.depth -= 1;
        self.raw_escapes = outer;
        read
    }

    fn pieces(&mut self, stop: Option<char>) -> Result<(String, Vec<String>), Problem> {
        let mut text = String::new();
        let mut words = Words::default();
        self.word.clear();
        while let Some(c) = self.cursor.peek() {
            if stop == Some(c) {
                self.cursor.next();
                return Ok((text, words.finish(&mut self.word)));
            }
            self.piece(c, &mut text, &mut words)?;
            bounded(&text)?;
        }
        match stop {
            None => Ok((text, words.finish(&mut self.word))),
            Some(stop) => Err(Problem::new(format!("a substitution lacks its `{stop}`"))),
        }
    }

    /// Reads one piece that starts with `c`.
    fn piece(&mut self, c: char, text: &mut String, words: &mut Words) -> Result<(), Problem> {
        let quotes = self.style.quotes;
        let piece = match c {
            '$' => {
                let piece = self.substitution()?;
                words.push_split(&mut self.word, &piece);
                text.push_str(&piece);
                return Ok(());
            }
            '\'' if quotes => self.single_quoted()?,
            '"' if quotes => self.double_quoted()?,
            '<' => self.heredoc_mark(),
            _ => {
                self.letter(text, words);
                return Ok(());
            }
        };
        words.push_whole(&mut self.word, &piece);
        text.push_str(&piece);
        Ok(())
    }

    /// One letter, or an escape character and the letter after it.
    fn letter(&mut self, text: &mut String, words: &mut Words) {
        let Some(mut c) = self.cursor.next() else { return };
        if c == self.style.escape {
            if self.raw_escapes {
                words.push_raw(&mut self.word, c);
                text.push(c);
            }
            let Some(escaped) = self.cursor.next() else { return };
            c = escaped;
            words.push_raw(&mut self.word, c);
        } else {
            words.push(&mut self.word, c);
        }
        text.push(c);
    }

    /// Everything up to the next single quote, as it is.
    fn single_quoted(&mut self) -> Result<String, Problem> {
        let mut text = String::new();
        self.cursor.next();
        while let Some(c) = self.cursor.next() {
            if c == '\'' {
                return Ok(text);
            }
            text.push(c);
        }
        Err(Problem::new("a single quote (`'`) is not closed"))
    }

    /// Everything up to the next double quote; `$` and some escapes mean something in it.
    fn double_quoted(&mut self) -> Result<String, Problem> {
        let mut text = String::new();
        self.cursor.next();
        while let Some(c) = self.cursor.peek() {
            match c {
                '"' => {
                    self.cursor.next();
                    return Ok(text);
                }
                '$' => text.push_str(&self.substitution()?),
                _ => self.quoted_letter(&mut text),
            }
            bounded(&text)?;
        }
        Err(Problem::new("a double quote (`\"`) is not closed"))
    }

    /// Inside double quotes the escape character escapes `"`, `$` and itself; before anything else
    /// it is a letter.
    fn quoted_letter(&mut self, text: &mut String) {
        let escape = self.style.escape;
        let Some(mut c) = self.cursor.next() else { return };
        if c == escape {
            if self.raw_escapes {
                text.push(c);
            }
            match self.cursor.peek() {
                None => return,
                Some(next) if next == '"' || next == '$' || next == escape => {
                    self.cursor.next();
                    c = next;
                }
                Some(_) => {}
            }
        }
        text.push(c);
    }

    /// `<`, or `<<` and the white space that may stand between it and the name of a heredoc.
    fn heredoc_mark(&mut self) -> String {
        self.cursor.next();
        let mut mark = "<".to_owned();
        if self.cursor.peek() == Some('<') {
            self.cursor.next();
            mark.push('<');
            while let Some(space @ ('\t' | '\r' | ' ')) = self.cursor.peek() {
                self.cursor.next();
                mark.push(space);
            }
        }
        mark
    }

    /// The value of a variable; whether it was there is noted.
    fn value(&mut self, name: &str) -> Option<&'a str> {
        let variables = self.variables;
        let value = variables.value(name);
        let noted = if value.is_some() { &mut self.used } else { &mut self.unset };
        if !noted.contains(name) {
            noted.insert(name.to_owned());
        }
        value
    }

    /// The value of a variable for which nothing stands in where it is not set.
    fn plain_value(&mut self, name: &str) -> Option<&'a str> {
        let value = self.value(name);
        if value.is_none() && !self.missing.contains(name) {
            self.missing.insert(name.to_owned());
        }
        value
    }
}

/// Refuses what has become too long.
fn bounded(text: &str) -> Result<(), Problem> {
    if text.len() > LONGEST {
        return Err(Problem::new("with its variables filled in, the text is longer than 1 MiB"));
    }
    Ok(())
}
