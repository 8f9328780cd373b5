//! Patterns for names, by the rules of Go's `path.Match`.

use crate::diag::Problem;

/// A pattern: `*` for any characters, `?` for one, `[a-c]` and `[^a-c]` for one of some, and `\`
/// before a character that is meant as itself.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
enum Piece {
    Any,
    One,
    Exactly(char),
    Class { negated: bool, ranges: Vec<(char, char)> },
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// For an open or empty bracket, and for a `\` at the end.
    pub(super) fn read(text: &str) -> Result<Self, Problem> {
        let mut rest = text.chars();
        let mut pieces = Vec::new();
        while let Some(first) = rest.next() {
            let piece = match first {
                '*' => Some(Piece::Any),
                '?' => Some(Piece::One),
                '[' => read_class(&mut rest),
                '\\' => rest.next().map(Piece::Exactly),
                other => Some(Piece::Exactly(other)),
            };
            let wrong = || Problem::new(format!("`{text}` is not a pattern"));
            pieces.push(piece.ok_or_else(wrong)?);
        }
        Ok(Self { pieces })
    }

    /// Whether every name fits.
    pub(super) fn fits_all(&self) -> bool {
        !self.pieces.is_empty() && self.pieces.iter().all(|piece| matches!(piece, Piece::Any))
    }

    /// Whether a name fits, in time of at most its length times the pattern's.
    pub(super) fn matches(&self, name: &str) -> bool {
        let name: Vec<char> = name.chars().collect();
        let (mut piece, mut at) = (0, 0);
        // Where to go on if the last star has to swallow one more.
        let mut retry: Option<(usize, usize)> = None;
        loop {
            match (self.pieces.get(piece), name.get(at)) {
                (None, None) => return true,
                (Some(Piece::Any), _) => {
                    retry = Some((piece + 1, at));
                    piece += 1;
                    continue;
                }
                (Some(wanted), Some(&found)) if wanted.takes(found) => {
                    piece += 1;
                    at += 1;
                    continue;
                }
                _ => {}
            }
            match retry {
                Some((after, swallowed)) if name.get(swallowed).is_some_and(|&c| c != '/') => {
                    (piece, at) = (after, swallowed + 1);
                    retry = Some((after, at));
                }
                _ => return false,
            }
        }
    }
}

impl Piece {
    fn takes(&self, found: char) -> bool {
        match self {
            Self::Any => false,
            Self::One => found != '/',
            Self::Exactly(wanted) => found == *wanted,
            Self::Class { negated, ranges } => {
                ranges.iter().any(|&(low, high)| low <= found && found <= high) != *negated
            }
        }
    }
}

/// The class whose `[` has been read; nothing where it is malformed.
fn read_class(rest: &mut std::str::Chars<'_>) -> Option<Piece> {
    let negated = rest.as_str().starts_with('^');
    if negated {
        rest.next();
    }
    let mut ranges = Vec::new();
    loop {
        if !ranges.is_empty() && rest.as_str().starts_with(']') {
            rest.next();
            return Some(Piece::Class { negated, ranges });
        }
        let low = read_bound(rest)?;
        let high = if rest.as_str().starts_with('-') {
            rest.next();
            read_bound(rest)?
        } else {
            low
        };
        ranges.push((low, high));
    }
}

fn read_bound(rest: &mut std::str::Chars<'_>) -> Option<char> {
    match rest.next()? {
        '-' | ']' => None,
        '\\' => rest.next(),
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    fn matches(pattern: &str, name: &str) -> bool {
        Pattern::read(pattern).is_ok_and(|pattern| pattern.matches(name))
    }

    #[test]
    fn patterns_match_as_go_matches_them() {
        let cases = [
            ("app-*", "app-a", true),
            ("app-*", "app-", true),
            ("*", "", true),
            ("*a*b", "xaxxb", true),
            ("*a*b", "xaxxbc", false),
            ("app-?", "app-a", true),
            ("app-?", "app-", false),
            ("app-[ab]", "app-b", true),
            ("app-[^ab]", "app-b", false),
            ("app-[^ab]", "app-c", true),
            ("[a-c]x", "bx", true),
            ("[a-c]x", "dx", false),
            ("a\\*", "a*", true),
            ("a\\*", "ab", false),
            ("*", "a/b", false),
            ("a", "b", false),
        ];
        for (pattern, name, expected) in cases {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn malformed_patterns_are_refused() {
        for pattern in ["[", "[]", "[a", "[a-]", "[-a]", "a\\", "[^", "[]a]"] {
            assert!(Pattern::read(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn many_stars_take_no_time() {
        let pattern = "*a".repeat(2_000) + "b";
        assert!(!matches(&pattern, &"a".repeat(5_000)));
    }
}
