//! Which characters a name is made of.

use std::sync::LazyLock;

use regex_syntax::hir::{Class, ClassUnicode, HirKind};

/// The length of the name that `text` begins with, zero if it begins with none.
pub(super) fn length(text: &str) -> usize {
    let mut chars = text.char_indices();
    if !chars.next().is_some_and(|(_, first)| starts(first)) {
        return 0;
    }
    chars.find(|&(_, next)| !continues(next)).map_or(text.len(), |(at, _)| at)
}

/// Whether the whole text is a name.
pub fn is_identifier(text: &str) -> bool {
    !text.is_empty() && length(text) == text.len()
}

fn starts(char: char) -> bool {
    if char.is_ascii() { char.is_ascii_alphabetic() || char == '_' } else { contains(&START, char) }
}

fn continues(char: char) -> bool {
    if char.is_ascii() {
        char.is_ascii_alphanumeric() || char == '_' || char == '-'
    } else {
        contains(&CONTINUE, char)
    }
}

/// hcl's scanner was made from the tables of Unicode 9: later characters are no letters to it, nor
/// are the few older ones that became letters since.
static START: LazyLock<ClassUnicode> =
    LazyLock::new(|| class(r"[[\p{ID_Start}&&\p{Age:9.0}]--[\u{1cf2}\u{1cf3}]]"));
static CONTINUE: LazyLock<ClassUnicode> = LazyLock::new(|| {
    class(r"[[\p{ID_Continue}&&\p{Age:9.0}]--[\u{200c}\u{200d}\u{30fb}\u{ff65}\u{111c9}]]")
});

fn class(pattern: &str) -> ClassUnicode {
    match regex_syntax::parse(pattern).map(regex_syntax::hir::Hir::into_kind) {
        Ok(HirKind::Class(Class::Unicode(class))) => class,
        _ => ClassUnicode::empty(),
    }
}

fn contains(class: &ClassUnicode, char: char) -> bool {
    let ranges = class.ranges();
    let after = ranges.partition_point(|range| range.start() <= char);
    after.checked_sub(1).and_then(|at| ranges.get(at)).is_some_and(|range| char <= range.end())
}

#[cfg(test)]
mod tests {
    use super::{is_identifier, length};

    #[test]
    fn names_are_those_of_unicode_9_with_dashes() {
        for name in ["a", "_", "_x", "a-b", "a1", "é", "日本", "a\u{301}", "a·", "target_1-x"] {
            assert!(is_identifier(name), "{name}");
        }
        for other in
            ["", "1a", "-a", "a b", "a.b", "\u{301}", "ᳲ", "a\u{200c}", "a・", "𞤀\u{1fbf0}"]
        {
            assert!(!is_identifier(other), "{other}");
        }
        assert_eq!(length("aᳲb"), "aᳲb".len());
        assert_eq!(length("a.b"), 1);
    }
}
