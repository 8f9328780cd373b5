//! Circles in words.

/// How many steps of a circle are named before and after what is left out.
const SHOWN: usize = 8;

/// A circle from its first name back to it: "`a` → `b` → `a`".
pub(super) fn path(names: &[&str]) -> String {
    let quoted = |name: &&str| format!("`{name}`");
    let mut shown: Vec<String> = if names.len() > 2 * SHOWN {
        let left_out = names.len() - 2 * SHOWN;
        let (front, back) = (names.iter().take(SHOWN), names.iter().skip(names.len() - SHOWN));
        let middle = format!("({left_out} more)");
        front.map(quoted).chain([middle]).chain(back.map(quoted)).collect()
    } else {
        names.iter().map(quoted).collect()
    };
    shown.extend(names.first().map(quoted));
    shown.join(" → ")
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn a_circle_ends_where_it_begins() {
        assert_eq!(path(&["a"]), "`a` → `a`");
        assert_eq!(path(&["a", "b"]), "`a` → `b` → `a`");
        assert!(path(&["x"; 100]).contains("(84 more)"));
    }
}
