//! Small pieces of English, so that every message has the same grammar.

/// "1 target", "2 targets".
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// "`a`", "`a` and `b`", "`a`, `b` and `c`".
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, "and")
}

/// "`a`", "`a` or `b`", "`a`, `b` or `c`".
pub fn choice<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, "or")
}

fn joined<T: AsRef<str>>(items: &[T], word: &str) -> String {
    let quoted: Vec<String> = items.iter().map(|item| format!("`{}`", item.as_ref())).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} {word} {last}", rest.join(", ")),
    }
}

/// How many steps of a long way are named at each of its ends.
const SHOWN: usize = 8;

/// A way in steps that are told as they are: "a → b". Of a long one the middle is counted.
pub fn path<T: AsRef<str>>(steps: &[T]) -> String {
    shortened(steps.iter().map(|step| step.as_ref().to_owned()).collect()).join(" → ")
}

/// A circle from its first name back to it: "`a` → `b` → `a`". Of a long one the middle is counted.
pub fn circle<T: AsRef<str>>(names: &[T]) -> String {
    let quoted = |name: &T| format!("`{}`", name.as_ref());
    let mut steps = shortened(names.iter().map(quoted).collect());
    steps.extend(names.first().map(quoted));
    steps.join(" → ")
}

fn shortened(mut steps: Vec<String>) -> Vec<String> {
    let left_out = steps.len().saturating_sub(2 * SHOWN);
    if left_out > 1 {
        steps.splice(SHOWN..SHOWN + left_out, [format!("({left_out} more)")]);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::{choice, circle, count, list, path};

    #[test]
    fn numbers_and_lists_read_as_english() {
        assert_eq!(count(1, "target"), "1 target");
        assert_eq!(count(0, "target"), "0 targets");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(choice(&["a", "b"]), "`a` or `b`");
        assert_eq!(list::<&str>(&[]), "");
    }

    #[test]
    fn a_circle_ends_where_it_begins() {
        assert_eq!(circle(&["a"]), "`a` → `a`");
        assert_eq!(circle(&["a", "b"]), "`a` → `b` → `a`");
        assert_eq!(circle::<&str>(&[]), "");
    }

    #[test]
    fn the_middle_of_a_long_way_is_counted() {
        assert_eq!(path(&["f()", "`a`"]), "f() → `a`");
        assert!(!path(&["x"; 17]).contains("more"), "one step takes no more room than its number");
        assert!(path(&["x"; 18]).contains("x → (2 more) → x"));
        assert!(circle(&["x"; 100]).contains("`x` → (84 more) → `x`"));
    }
}
