//! Functions on text.

use std::collections::HashSet;

use super::function::{Function, Want, number, param, pure, text, texts};
use super::graphemes::graphemes;
use super::{Args, limits};
use crate::case;
use crate::diag::Problem;
use crate::value::{Type, Value};

/// The functions, by name.
pub(super) static FUNCTIONS: &[Function] = &[
    pure("chomp", "the text without line breaks at its end", &[text("str")], chomp),
    pure(
        "indent",
        "a text with its lines but the first indented by so many spaces",
        &[number("spaces"), text("str")],
        indent,
    ),
    pure(
        "join",
        "the strings of some lists with a separator between them",
        &[text("separator")],
        join,
    )
    .more(param("lists", Want::Strings)),
    pure("lower", "the text in lower case", &[text("str")], lower),
    pure(
        "replace",
        "a text with each occurrence of another text replaced",
        &[text("str"), text("substr"), text("replace")],
        replace,
    ),
    pure("reverse", "the text backwards", &[text("str")], reverse),
    pure(
        "sanitize",
        "a text as the name of a target: what may not be in one becomes `_`",
        &[text("name")],
        sanitize,
    ),
    pure("sort", "a list of strings, sorted", &[texts("list")], sort),
    pure(
        "split",
        "the parts of a text between separators",
        &[text("separator"), text("str")],
        split,
    ),
    pure("strlen", "how many characters a text has", &[text("str")], strlen),
    pure(
        "substr",
        "so many characters of a text from an offset on",
        &[text("str"), number("offset"), number("length")],
        substr,
    ),
    pure(
        "title",
        "the text with the first letter of each word in upper case",
        &[text("str")],
        title,
    ),
    pure(
        "trim",
        "the text without some characters at its ends",
        &[text("str"), text("cutset")],
        trim,
    ),
    pure(
        "trimprefix",
        "the text without a prefix, if it has that",
        &[text("str"), text("prefix")],
        trimprefix,
    ),
    pure("trimspace", "the text without white space at its ends", &[text("str")], trimspace),
    pure(
        "trimsuffix",
        "the text without a suffix, if it has that",
        &[text("str"), text("suffix")],
        trimsuffix,
    ),
    pure("upper", "the text in upper case", &[text("str")], upper),
];

fn upper(args: Args) -> Result<Value, Problem> {
    Ok(Value::string(args.string(0)?.chars().map(case::upper).collect::<String>()))
}

fn lower(args: Args) -> Result<Value, Problem> {
    Ok(Value::string(case::lower_all(args.string(0)?)))
}

fn title(args: Args) -> Result<Value, Problem> {
    let mut before = ' ';
    let titled = args.string(0)?.chars().map(|c| {
        let starts_word = case::separates_words(before);
        before = c;
        if starts_word { case::title(c) } else { c }
    });
    Ok(Value::string(titled.collect::<String>()))
}

fn reverse(args: Args) -> Result<Value, Problem> {
    let mut clusters = graphemes(args.string(0)?);
    clusters.reverse();
    Ok(Value::string(clusters.concat()))
}

fn strlen(args: Args) -> Result<Value, Problem> {
    limits::count(graphemes(args.string(0)?).len())
}

/// A negative offset counts from the end; a negative length means "the rest". So does a length of
/// zero after a negative offset: an oddity of cty's, and ours.
fn substr(args: Args) -> Result<Value, Problem> {
    let clusters = graphemes(args.string(0)?);
    let (offset, length) = (args.whole(1)?, args.whole(2)?);
    if offset >= 0 && length == 0 {
        return Ok(Value::string(""));
    }
    let start = match usize::try_from(offset) {
        Ok(start) => start,
        Err(_) => clusters.len().saturating_sub(limits::size(offset.unsigned_abs())),
    };
    let rest = clusters.get(start..).unwrap_or_default();
    let taken = if length > 0 { limits::size(length.unsigned_abs()) } else { rest.len() };
    Ok(Value::string(rest.get(..taken).unwrap_or(rest).concat()))
}

fn join(args: Args) -> Result<Value, Problem> {
    let separator = args.string(0)?;
    let lists = args.rest(1);
    if lists.is_empty() {
        return Err(Problem::new("at least one list is required"));
    }
    let mut items = Vec::new();
    for (number, list) in lists.iter().enumerate() {
        for (index, item) in list.as_items().unwrap_or_default().iter().enumerate() {
            items.push(item.as_str().ok_or_else(|| {
                Problem::new(format!("element {index} is null and cannot be joined"))
                    .argument(number + 1)
            })?);
        }
    }
    let text: usize = items.iter().map(|item| item.len()).sum();
    limits::text(text.saturating_add(separator.len().saturating_mul(items.len())))?;
    Ok(Value::string(items.join(separator)))
}

fn split(args: Args) -> Result<Value, Problem> {
    let (separator, text) = (args.string(0)?, args.string(1)?);
    if separator.is_empty() {
        return Ok(Value::strings(text.chars().map(String::from)));
    }
    Ok(Value::strings(text.split(separator)))
}

fn sort(args: Args) -> Result<Value, Problem> {
    let mut items = args.items(0)?.to_vec();
    if let Some(index) = items.iter().position(Value::is_null) {
        return Err(
            Problem::new(format!("element {index} is null and cannot be sorted")).argument(0)
        );
    }
    items.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
    Ok(Value::list(Type::String, items))
}

fn chomp(args: Args) -> Result<Value, Problem> {
    Ok(Value::string(args.string(0)?.trim_end_matches(['\r', '\n'])))
}

fn indent(args: Args) -> Result<Value, Problem> {
    let spaces = usize::try_from(args.whole(0)?)
        .map_err(|_| Problem::new("must not be negative").argument(0))?;
    let text = args.string(1)?;
    limits::text(spaces)?;
    let lines = text.matches('\n').count();
    limits::text(text.len().saturating_add(lines.saturating_mul(spaces)))?;
    Ok(Value::string(text.replace('\n', &format!("\n{}", " ".repeat(spaces)))))
}

fn trim(args: Args) -> Result<Value, Problem> {
    let cutset: HashSet<char> = args.string(1)?.chars().collect();
    Ok(Value::string(args.string(0)?.trim_matches(|c| cutset.contains(&c))))
}

fn trimprefix(args: Args) -> Result<Value, Problem> {
    let text = args.string(0)?;
    Ok(Value::string(text.strip_prefix(args.string(1)?).unwrap_or(text)))
}

fn trimsuffix(args: Args) -> Result<Value, Problem> {
    let text = args.string(0)?;
    Ok(Value::string(text.strip_suffix(args.string(1)?).unwrap_or(text)))
}

fn trimspace(args: Args) -> Result<Value, Problem> {
    Ok(Value::string(args.string(0)?.trim()))
}

fn replace(args: Args) -> Result<Value, Problem> {
    let (text, from, to) = (args.string(0)?, args.string(1)?, args.string(2)?);
    let found = text.matches(from).count();
    limits::text(text.len().saturating_add(found.saturating_mul(to.len())))?;
    Ok(Value::string(text.replace(from, to)))
}

/// What is no letter or digit of ASCII, `_` or `-` becomes `_`: a name that a target may have.
fn sanitize(args: Args) -> Result<Value, Problem> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let name = args.string(0)?.chars().map(|c| if allowed(c) { c } else { '_' });
    Ok(Value::string(name.collect::<String>()))
}
