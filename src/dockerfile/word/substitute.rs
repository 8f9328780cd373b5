//! What stands after a `$`.

use super::letter::{is_digit, is_of_name};
use super::{Lexer, bounded, pattern};
use crate::diag::Problem;

/// A substitution in braces, its name read.
struct Braced {
    name: String,
    /// What stands between the name and the word: `:-`, `#`…
    modifier: String,
    /// Whether an empty value counts as none.
    empty_is_unset: bool,
}

impl Lexer<'_> {
    /// The text that a `$` and what belongs to it stand for.
    pub(super) fn substitution(&mut self) -> Result<String, Problem> {
        self.cursor.next();
        if self.cursor.peek() == Some('{') {
            self.cursor.next();
            let text = self.braced()?;
            bounded(&text)?;
            return Ok(text);
        }
        let name = self.name();
        if name.is_empty() {
            return Ok("$".to_owned());
        }
        Ok(self.plain_value(&name).unwrap_or_default().to_owned())
    }

    /// A name; a number; or one of the shell's special parameters, which are never set.
    fn name(&mut self) -> String {
        match self.cursor.peek() {
            Some(c) if is_digit(c) => self.take_while(is_digit),
            Some(c @ ('@' | '*' | '#' | '?' | '-' | '$' | '!')) => {
                self.cursor.next();
                c.to_string()
            }
            _ => self.take_while(is_of_name),
        }
    }

    fn take_while(&mut self, fits: fn(char) -> bool) -> String {
        let mut taken = String::new();
        while let Some(c) = self.cursor.peek().filter(|&c| fits(c)) {
            self.cursor.next();
            taken.push(c);
        }
        taken
    }

    /// What follows `${`.
    fn braced(&mut self) -> Result<String, Problem> {
        match self.cursor.peek() {
            None => return Err(unclosed('}')),
            Some('{' | '}' | ':') => return Err(Problem::new("`${` lacks the name of a variable")),
            Some(_) => {}
        }
        let name = self.name();
        match self.cursor.next() {
            None => Err(unclosed('}')),
            Some('}') => Ok(self.plain_value(&name).unwrap_or_default().to_owned()),
            Some('/') => self.replacement(&name),
            Some(':') => {
                let kind = self.cursor.next().ok_or_else(|| unclosed('}'))?;
                let modifier = format!(":{kind}");
                self.modified(&Braced { name, modifier, empty_is_unset: true }, kind)
            }
            Some(kind @ ('+' | '-' | '?' | '#' | '%')) => {
                let modifier = kind.to_string();
                self.modified(&Braced { name, modifier, empty_is_unset: false }, kind)
            }
            Some(other) => Err(no_modifier(&name, other.encode_utf8(&mut [0; 4]))),
        }
    }

    /// `${x:-word}` and its kin.
    fn modified(&mut self, braced: &Braced, kind: char) -> Result<String, Problem> {
        let Braced { name, modifier, empty_is_unset } = braced;
        let is_pattern = kind == '#' || kind == '%';
        if is_pattern && *empty_is_unset {
            return Err(no_modifier(name, modifier));
        }
        let word = self.part('}', is_pattern)?;
        let value = if is_pattern { self.plain_value(name) } else { self.value(name) };
        let given = value.filter(|value| !(*empty_is_unset && value.is_empty()));
        match kind {
            '-' => Ok(given.map_or(word, ToOwned::to_owned)),
            '+' => Ok(given.map_or_else(String::new, |_| word)),
            '?' => given.map(ToOwned::to_owned).ok_or_else(|| required(name, &word, value)),
            '#' | '%' => trimmed(value.unwrap_or_default(), &word, kind),
            _ => Err(no_modifier(name, modifier)),
        }
    }

    /// `${x/pattern/text}`, `${x//pattern/text}`.
    fn replacement(&mut self, name: &str) -> Result<String, Problem> {
        let all = self.cursor.peek() == Some('/');
        if all {
            self.cursor.next();
        }
        let pattern = self.part('/', true)?;
        let by = self.part('}', true)?;
        let value = self.plain_value(name).unwrap_or_default();
        if all {
            pattern::replace_all(value, &pattern, &by)
        } else {
            pattern::replace_first(value, &pattern, &by)
        }
    }

    /// A part of a substitution up to `stop`, its own substitutions done.
    fn part(&mut self, stop: char, raw_escapes: bool) -> Result<String, Problem> {
        self.until(Some(stop), raw_escapes).map(|(text, _)| text)
    }
}

/// The value without the prefix or suffix; a second `#` or `%` asks for the longest.
fn trimmed(value: &str, word: &str, kind: char) -> Result<String, Problem> {
    let longest = word.strip_prefix(kind);
    let pattern = longest.unwrap_or(word);
    if kind == '#' {
        pattern::without_prefix(value, pattern, longest.is_some())
    } else {
        pattern::without_suffix(value, pattern, longest.is_some())
    }
}

/// A variable that must be there and is not: in the words of whoever demands it.
fn required(name: &str, words: &str, value: Option<&str>) -> Problem {
    let what = match (words, value) {
        ("", None) => "must be set",
        ("", Some(_)) => "must not be empty",
        (words, _) => words,
    };
    Problem::new(format!("`{name}`: {what}"))
}

fn unclosed(stop: char) -> Problem {
    Problem::new(format!("a substitution lacks its `{stop}`"))
}

fn no_modifier(name: &str, modifier: &str) -> Problem {
    let known = "`:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/` and `//`";
    Problem::new(format!("a substitution cannot go on with `{modifier}` after `${{{name}`"))
        .hint(format!("what may stand there: {known}"))
}
