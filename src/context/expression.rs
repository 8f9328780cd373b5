//! Patterns as regular expressions, the way moby's `patternmatcher` makes them.
//!
//! It writes a regular expression of Go letter by letter, and some letters keep a meaning there
//! that they have in no pattern: `\d` is a digit, and a star in a class ends up in the class as what
//! a star is made of. So do we: the same text is written, and then read as Go reads it.

use std::iter::Peekable;
use std::str::Chars;

type Letters<'a> = Peekable<Chars<'a>>;

/// The regular expression for a pattern, if Go would take what moby makes of it.
pub(super) fn expression(pattern: &str) -> Option<String> {
    from_go(&to_go(pattern))
}

/// What moby writes.
fn to_go(pattern: &str) -> String {
    let mut written = String::from("^");
    let mut rest = pattern.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '*' if rest.next_if_eq(&'*').is_some() => {
                rest.next_if_eq(&'/');
                written += if rest.peek().is_none() { ".*" } else { "(.*/)?" };
            }
            '*' => written += "[^/]*",
            '?' => written += "[^/]",
            '.' | '+' | '(' | ')' | '|' | '{' | '}' | '$' => written.extend(['\\', letter]),
            '\\' => {
                written.push('\\');
                written.extend(rest.next());
            }
            _ => written.push(letter),
        }
    }
    written + "$"
}

/// The same expression in the language of the regex crate.
fn from_go(text: &str) -> Option<String> {
    let mut written = String::new();
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '\\' => escape(rest.next()?, &mut written)?,
            '[' => class(&mut rest, &mut written)?,
            '(' | ')' | '?' | '*' | '.' | '^' | '$' => written.push(letter),
            _ => literal(letter, &mut written),
        }
    }
    Some(written)
}

fn literal(letter: char, written: &mut String) {
    written.push_str(&regex::escape(letter.encode_utf8(&mut [0; 4])));
}

/// What a letter after a backslash means in Go, outside of a class. Letters and digits without a
/// meaning there are refused, here and there.
fn escape(letter: char, written: &mut String) -> Option<()> {
    match letter {
        'A' => written.push_str(r"\A"),
        'z' => written.push_str(r"\z"),
        'b' => written.push_str(r"(?-u:\b)"),
        _ => match group(letter) {
            Some(members) => written.extend(["[", members, "]"]),
            None => literal(escaped(letter)?, written),
        },
    }
    Some(())
}

/// The members of `\d`, `\s` and `\w`, and of those in capitals.
fn group(letter: char) -> Option<&'static str> {
    Some(match letter {
        'd' => "0-9",
        'D' => "[^0-9]",
        's' => r"\t\n\x0C\r ",
        'S' => r"[^\t\n\x0C\r ]",
        'w' => "0-9A-Za-z_",
        'W' => "[^0-9A-Za-z_]",
        _ => return None,
    })
}

/// The letter that an escape stands for.
fn escaped(letter: char) -> Option<char> {
    Some(match letter {
        'a' => '\x07',
        'f' => '\x0C',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0B',
        _ if letter.is_ascii_alphanumeric() || !letter.is_ascii() => return None,
        _ => letter,
    })
}

/// A class. Unlike in `filepath.Match`, `[^/]` in it is not a star, and one that is negated matches
/// a slash.
fn class(rest: &mut Letters<'_>, written: &mut String) -> Option<()> {
    written.push('[');
    if rest.next_if_eq(&'^').is_some() {
        written.push('^');
    }
    let mut is_first = true;
    loop {
        let letter = rest.next()?;
        if letter == ']' && !is_first {
            written.push(']');
            return Some(());
        }
        // A name of a class, such as `[:alpha:]`.
        if letter == '[' && rest.peek() == Some(&':') {
            return None;
        }
        is_first = false;
        if let Some(members) = (letter == '\\').then(|| group(*rest.peek()?)).flatten() {
            rest.next();
            written.push_str(members);
            continue;
        }
        let low = class_letter(letter, rest)?;
        literal(low, written);
        if range_follows(rest) {
            rest.next();
            let high = rest.next()?;
            let high = class_letter(high, rest)?;
            written.push('-');
            literal(high, written);
        }
    }
}

fn class_letter(letter: char, rest: &mut Letters<'_>) -> Option<char> {
    if letter == '\\' { escaped(rest.next()?) } else { Some(letter) }
}

/// Whether a `-` comes next that does not end the class.
fn range_follows(rest: &Letters<'_>) -> bool {
    let mut ahead = rest.clone();
    ahead.next() == Some('-') && ahead.next().is_some_and(|letter| letter != ']')
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::{expression, to_go};

    fn matches(pattern: &str, path: &str) -> Option<bool> {
        Some(Regex::new(&expression(pattern)?).ok()?.is_match(path))
    }

    #[test]
    fn the_expression_is_that_of_moby() {
        let cases = [
            ("a*.b?", r"^a[^/]*\.b[^/]$"),
            ("a/**/b", "^a/(.*/)?b$"),
            ("a?/**", "^a[^/]/.*$"),
            ("[a*]", "^[a[^/]*]$"),
            (r"\d[^$]", r"^\d[^\$]$"),
        ];
        for (pattern, expected) in cases {
            assert_eq!(to_go(pattern), expected, "{pattern:?}");
        }
    }

    #[test]
    fn letters_mean_what_they_mean_in_go() {
        let cases = [
            (r"\d*", "1x", Some(true)),
            (r"\d*", "dx", Some(false)),
            (r"[\d]?", "1x", Some(true)),
            ("[a*]x", "ax", Some(false)),
            ("[a*]x", "a]x", Some(true)),
            ("[a&&b]x", "&x", Some(true)),
            ("[a~~b]x", "~x", Some(true)),
            ("[^a]x", "/x", Some(true)),
            ("[]a]x", "]x", Some(true)),
            ("[a-c]x", "bx", Some(true)),
            ("[c-a]x", "bx", None),
            (r"\q*", "q", None),
            ("a#b c*", "a#b c", Some(true)),
            ("ä*", "äx", Some(true)),
            ("a^b*", "a^b", Some(false)),
        ];
        for (pattern, path, expected) in cases {
            assert_eq!(matches(pattern, path), expected, "{pattern:?} {path:?}");
        }
    }
}
