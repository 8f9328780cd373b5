//! Patterns of one path: `*`, `?`, `[…]` and `\`, as in Go's `filepath.Match`.
//!
//! A pattern matches a whole path, and neither `*` nor `?` matches a slash. A class may.

/// A pattern that is none: a class that does not end, or an escape of nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Malformed;

/// One piece of a pattern.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Piece {
    /// `*`: any text without a slash.
    Star,
    /// `?`: any letter but a slash.
    Any,
    /// A letter.
    Letter(char),
    /// `[a-z]` or `[^a-z]`.
    Class { negated: bool, ranges: Vec<(char, char)> },
}

/// Whether the text has letters that mean something in a pattern.
pub fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '[', '\\'])
}

/// Whether the text has a letter that stands for others, and that no backslash takes back.
pub(super) fn has_wildcard(text: &str) -> bool {
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '*' | '?' | '[' => return true,
            '\\' => drop(letters.next()),
            _ => {}
        }
    }
    false
}

/// Whether a path matches a pattern.
///
/// # Errors
/// Where the pattern is none, whatever the path.
pub fn matches(pattern: &str, path: &str) -> Result<bool, Malformed> {
    Ok(Wildcard::read(pattern)?.matches(path))
}

/// A pattern that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Wildcard(Vec<Piece>);

impl Wildcard {
    /// Reads a pattern.
    ///
    /// # Errors
    /// Where it is none.
    pub(super) fn read(pattern: &str) -> Result<Self, Malformed> {
        read(pattern).map(Self)
    }

    /// Whether a path matches.
    pub(super) fn matches(&self, path: &str) -> bool {
        let letters: Vec<char> = path.chars().collect();
        run(&self.0, &letters)
    }

    /// Whether a class of it may match a slash.
    pub(super) fn may_cross(&self) -> bool {
        self.0.iter().any(|piece| matches!(piece, Piece::Class { .. }) && fits(piece, '/'))
    }
}

/// Checks a pattern.
///
/// # Errors
/// Where it is none.
pub fn check(pattern: &str) -> Result<(), Malformed> {
    read(pattern).map(drop)
}

fn read(pattern: &str) -> Result<Vec<Piece>, Malformed> {
    let mut pieces = Vec::new();
    let mut rest = pattern.chars().peekable();
    while let Some(letter) = rest.next() {
        pieces.push(match letter {
            '*' => Piece::Star,
            '?' => Piece::Any,
            '[' => class(&mut rest)?,
            '\\' => Piece::Letter(rest.next().ok_or(Malformed)?),
            _ => Piece::Letter(letter),
        });
    }
    Ok(pieces)
}

type Letters<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// What follows a `[`.
fn class(rest: &mut Letters<'_>) -> Result<Piece, Malformed> {
    let negated = rest.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    loop {
        if !ranges.is_empty() && rest.next_if_eq(&']').is_some() {
            return Ok(Piece::Class { negated, ranges });
        }
        let low = class_letter(rest)?;
        let high = if rest.next_if_eq(&'-').is_some() { class_letter(rest)? } else { low };
        ranges.push((low, high));
    }
}

/// A letter of a class. What stands for itself nowhere else does not here.
fn class_letter(rest: &mut Letters<'_>) -> Result<char, Malformed> {
    match rest.next() {
        None | Some('-' | ']') => Err(Malformed),
        Some('\\') => rest.next().ok_or(Malformed),
        Some(letter) => Ok(letter),
    }
}

/// Matches from left to right. Of several stars only the last one is ever tried again, so a match
/// takes no longer than the product of both lengths.
fn run(pieces: &[Piece], letters: &[char]) -> bool {
    let (mut piece, mut letter) = (0, 0);
    let mut again: Option<(usize, usize)> = None;
    loop {
        match (pieces.get(piece), letters.get(letter)) {
            (None, None) => return true,
            (Some(Piece::Star), _) => {
                piece += 1;
                again = Some((piece, letter));
                continue;
            }
            (Some(wanted), Some(&found)) if fits(wanted, found) => {
                piece += 1;
                letter += 1;
                continue;
            }
            _ => {}
        }
        // The star takes one letter more.
        match again {
            Some((after, at)) if letters.get(at).is_some_and(|&taken| taken != '/') => {
                (piece, letter) = (after, at + 1);
                again = Some((after, at + 1));
            }
            _ => return false,
        }
    }
}

fn fits(piece: &Piece, letter: char) -> bool {
    match piece {
        Piece::Star => false,
        Piece::Any => letter != '/',
        Piece::Letter(wanted) => *wanted == letter,
        Piece::Class { negated, ranges } => {
            let inside = ranges.iter().any(|&(low, high)| (low..=high).contains(&letter));
            inside != *negated
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Malformed, check, matches};

    /// The examples of Go's own test, and some with slashes.
    #[test]
    fn patterns_match_as_in_go() {
        let cases = [
            ("abc", "abc", true),
            ("*", "abc", true),
            ("*c", "abc", true),
            ("a*", "a", true),
            ("a*", "ab/c", false),
            ("a*/b", "abc/b", true),
            ("a*/b", "a/c/b", false),
            ("a*b*c*d*e*/f", "axbxcxdxe/f", true),
            ("a*b*c*d*e*/f", "axbxcxdxexxx/f", true),
            ("a*b*c*d*e*/f", "axbxcxdxe/xxx/f", false),
            ("a*b?c*x", "abxbbxdbxebxczzx", true),
            ("a*b?c*x", "abxbbxdbxebxczzy", false),
            ("ab[c]", "abc", true),
            ("ab[b-d]", "abc", true),
            ("ab[e-g]", "abc", false),
            ("ab[^c]", "abc", false),
            ("ab[^e-g]", "abc", true),
            ("a\\*b", "a*b", true),
            ("a\\*b", "ab", false),
            ("a?b", "a☺b", true),
            ("a[^a]b", "a☺b", true),
            ("a???b", "a☺b", false),
            ("[a-ζ]*", "α", true),
            ("a?b", "a/b", false),
            ("a[^b]c", "a/c", true),
            ("*[^b]*", "x/y", false),
            ("a*b", "a/b", false),
            ("[\\]a]", "]", true),
            ("[\\-x]", "-", true),
            ("*x", "xxx", true),
            ("", "", true),
            ("", "a", false),
        ];
        for (pattern, path, expected) in cases {
            assert_eq!(matches(pattern, path), Ok(expected), "{pattern:?} {path:?}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for pattern in ["[]a]", "[-]", "[x-]", "[-x]", "a[", "[^", "[^bc", "a\\", "[a-b-c]"] {
            assert_eq!(check(pattern), Err(Malformed), "{pattern:?}");
        }
    }

    #[test]
    fn many_stars_take_no_time() {
        let (pattern, path) = ("a*".repeat(1_000) + "b", "a".repeat(5_000));
        assert_eq!(matches(&pattern, &path), Ok(false));
    }
}
