//! `${VARIABLE}` in texts, in all the forms that compose knows.

use std::collections::BTreeMap;

use crate::diag::Problem;

/// Variables and their values.
pub(super) type Environment = BTreeMap<String, String>;

/// How deep defaults may stand in defaults.
const DEPTH: usize = 64;

/// How long a text may become. Variables that double one another would have no end.
const LONGEST: usize = 16 << 20;

/// Answers for the value of a variable, if it is set.
pub(super) type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The text with its variables filled in; one that is not set is empty.
///
/// # Errors
/// For `${` without a name or an end, and for a required variable (`${NAME:?why}`) without value.
pub(super) fn substitute(text: &str, lookup: Lookup<'_>) -> Result<String, Problem> {
    fill(text, lookup, 0)
}

fn fill(text: &str, lookup: Lookup<'_>, depth: usize) -> Result<String, Problem> {
    if depth > DEPTH {
        return Err(Problem::new("defaults are nested too deeply"));
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        rest = match after.bytes().next() {
            Some(b'$') => {
                out.push('$');
                &after[1..]
            }
            Some(b'{') => {
                let (inside, after) = braced(after).ok_or_else(|| invalid(text))?;
                out.push_str(&expand(inside, lookup, depth)?);
                after
            }
            _ => {
                let (name, after) = name(after);
                if name.is_empty() {
                    out.push('$');
                } else {
                    out.push_str(&lookup(name).unwrap_or_default());
                }
                after
            }
        };
        if out.len() > LONGEST {
            return Err(Problem::new("this becomes far too long"));
        }
    }
    out.push_str(rest);
    Ok(out)
}

fn invalid(text: &str) -> Problem {
    let shown: String = text.chars().take(60).collect();
    Problem::new(format!("`{shown}` is not a valid template"))
        .hint("a variable is `$NAME` or `${NAME}`; a dollar sign is `$$`")
}

/// The longest name at the start of a text, and what follows. The reference wants letters of ASCII
/// in any case, and so takes what folds to them: the long s and the sign for kelvins.
fn name(text: &str) -> (&str, &str) {
    let first = |c: char| matches!(c, '_' | '\u{17f}' | '\u{212a}') || c.is_ascii_alphabetic();
    if !text.starts_with(first) {
        return ("", text);
    }
    let end = text.find(|c| !first(c) && !c.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

/// What stands in the braces at the start of a text, and what follows them.
///
/// The reference matches greedily up to the last `}` of the line and cuts at the brace that
/// closes the first; where none does, the whole match is the inside.
fn braced(text: &str) -> Option<(&str, &str)> {
    let (name, after) = name(text.get(1..)?);
    if name.is_empty() {
        return None;
    }
    if let Some(after) = after.strip_prefix('}') {
        return Some((name, after));
    }
    if !after.trim_start_matches(':').starts_with(['-', '+', '?']) || after.starts_with("::") {
        return None;
    }
    let line = text.split('\n').next().unwrap_or(text);
    let end = closing(line).or_else(|| line.rfind('}'))?;
    Some((text.get(1..end)?, text.get(end + 1..)?))
}

/// The brace that closes the first one. What follows an opening brace is never looked at, which
/// matters for `{}`.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'{' => {
                open += 1;
                bytes.next();
            }
            b'}' if open == 1 => return Some(at),
            b'}' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// `NAME`, `NAME:-default`, `NAME-default`, `NAME:+other`, `NAME+other`, `NAME:?why`, `NAME?why`;
/// with a colon, empty counts as unset.
fn expand(inside: &str, lookup: Lookup<'_>, depth: usize) -> Result<String, Problem> {
    let (name, form) = name(inside);
    let value = lookup(name);
    let (empty_counts, form) = match form.strip_prefix(':') {
        Some(form) => (true, form),
        None => (false, form),
    };
    let set = value.as_ref().is_some_and(|value| !(empty_counts && value.is_empty()));
    let value = value.unwrap_or_default();
    let mut form = form.chars();
    match (form.next(), set) {
        (Some('-'), false) | (Some('+'), true) => fill(form.as_str(), lookup, depth + 1),
        (Some('?'), false) => {
            let why = fill(form.as_str(), lookup, depth + 1)?;
            Err(missing(name, &why))
        }
        _ => Ok(value),
    }
}

fn missing(name: &str, why: &str) -> Problem {
    let colon = if why.is_empty() { "" } else { ": " };
    Problem::new(format!("the variable `{name}` must have a value{colon}{why}"))
}

#[cfg(test)]
mod tests {
    use super::substitute;

    fn fill(text: &str) -> String {
        let lookup = |name: &str| match name {
            "V" => Some("val".to_owned()),
            "\u{212a}x" => Some("kelvin".to_owned()),
            "E" => Some(String::new()),
            _ => None,
        };
        substitute(text, &lookup).unwrap_or_else(|problem| format!("error: {}", problem.message))
    }

    #[test]
    fn every_form_follows_the_reference() {
        let forms = [
            "$V ${V} $U|${U}|",
            "${V:-d} ${E:-d} ${U:-d}",
            "${V-d} ${E-d} ${U-d}",
            "${V:+s} ${E:+s} ${U:+s}",
            "${V+s} ${E+s} ${U+s}",
            "${V:?no} ${E?no}",
            "$$V $${V} $$$V $1 $ $",
            "${U:-${V:-z}}${U:-a}b${V}",
            "${U:-{x}} ${U:-{}} ${U:-a}b}",
            "${U:-a:b-c?d} ${U:-$}",
            "$\u{212a}x ${\u{17f}:-s} \u{17f}$\u{130}",
        ];
        insta::assert_snapshot!(forms.map(fill).join("\n"), @r"
val val ||
val d d
val  d
s  
s s 
val 
$V ${V} $val $1 $ $
valabval
{x} {}} ab
a:b-c?d $
kelvin s ſ$İ
");
    }

    #[test]
    fn what_is_not_a_template_is_refused() {
        let forms = [
            "${",
            "${}",
            "${V",
            "${V.x}",
            "${V::-x}",
            "${1}",
            "${U:-a\nb}",
            "${U?}",
            "${E:?a ${V}}",
        ];
        insta::assert_snapshot!(forms.map(fill).join("\n"), @r"
error: `${` is not a valid template
error: `${}` is not a valid template
error: `${V` is not a valid template
error: `${V.x}` is not a valid template
error: `${V::-x}` is not a valid template
error: `${1}` is not a valid template
error: `${U:-a
b}` is not a valid template
error: the variable `U` must have a value
error: the variable `E` must have a value: a val
");
    }

    #[test]
    fn deep_defaults_are_refused() {
        let text = "${U:-".repeat(100) + &"}".repeat(100);
        assert_eq!(fill(&text), "error: defaults are nested too deeply");
    }
}
