//! Upper, lower and title case, one character for one character, as Go maps them.

/// The upper case of a character, or the character itself where it takes more than one (`ß`).
pub fn upper(c: char) -> char {
    match c {
        // These have a full mapping of two characters, and a simple one to their title case.
        '\u{1F80}'..='\u{1F87}' | '\u{1F90}'..='\u{1F97}' | '\u{1FA0}'..='\u{1FA7}' => offset(c, 8),
        '\u{1FB3}' | '\u{1FC3}' | '\u{1FF3}' => offset(c, 9),
        _ => single(c, c.to_uppercase()),
    }
}

/// The lower case of a character; that of `İ` is `i`.
pub fn lower(c: char) -> char {
    if c == '\u{130}' { 'i' } else { single(c, c.to_lowercase()) }
}

/// The same of a whole text, whatever stands beside a character.
pub fn lower_all(text: &str) -> String {
    text.chars().map(lower).collect()
}

/// The title case of a character: upper case, but for digraphs and Georgian.
pub fn title(c: char) -> char {
    match c {
        '\u{1C4}'..='\u{1C6}' => '\u{1C5}',
        '\u{1C7}'..='\u{1C9}' => '\u{1C8}',
        '\u{1CA}'..='\u{1CC}' => '\u{1CB}',
        '\u{1F1}'..='\u{1F3}' => '\u{1F2}',
        '\u{10D0}'..='\u{10FA}' | '\u{10FD}'..='\u{10FF}' => c,
        _ => upper(c),
    }
}

/// Whether a letter after this character starts a word, in the eyes of Go's `strings.Title`:
/// letters, digits and `_` do not separate; beyond ASCII only white space does.
pub fn separates_words(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_alphanumeric() && c != '_';
    }
    c.is_whitespace()
}

fn single(c: char, mut mapped: impl ExactSizeIterator<Item = char>) -> char {
    if mapped.len() == 1 { mapped.next().unwrap_or(c) } else { c }
}

fn offset(c: char, by: u32) -> char {
    char::from_u32(u32::from(c) + by).unwrap_or(c)
}
