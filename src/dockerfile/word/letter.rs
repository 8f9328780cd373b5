//! Which letters names are made of: Go's `unicode.IsLetter` and `unicode.IsDigit`, which draw the
//! line elsewhere than Rust's `is_alphabetic` and `is_numeric`.

use std::sync::LazyLock;

use regex::Regex;

/// Whether it is a letter in any script.
pub(super) fn is_letter(c: char) -> bool {
    static LETTER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{L}$").ok());
    if c.is_ascii() { c.is_ascii_alphabetic() } else { is(c, LETTER.as_ref()) }
}

/// Whether it is a decimal digit in any script.
pub(super) fn is_digit(c: char) -> bool {
    static DIGIT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{Nd}$").ok());
    if c.is_ascii() { c.is_ascii_digit() } else { is(c, DIGIT.as_ref()) }
}

/// Whether it may stand in a name.
pub(super) fn is_of_name(c: char) -> bool {
    c == '_' || is_letter(c) || is_digit(c)
}

fn is(c: char, class: Option<&Regex>) -> bool {
    class.is_some_and(|class| class.is_match(c.encode_utf8(&mut [0; 4])))
}
