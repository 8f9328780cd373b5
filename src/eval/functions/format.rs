//! Text from a format and arguments: `format` and `formatlist`.

mod go;
mod verb;

use super::function::{Function, any, pure, text};
use super::graphemes::graphemes;
use super::{Args, limits};
use crate::diag::Problem;
use crate::value::{Number, Type, Value, convert, json, number::Style};

use verb::Verb;

/// The functions, by name.
pub(super) static FUNCTIONS: &[Function] = &[
    pure(
        "format",
        "a text with values put in place of its verbs, as in `printf`",
        &[text("format")],
        format,
    )
    .more(any("args").or_null()),
    pure(
        "formatlist",
        "a text for each element of some lists, put in place of its verbs",
        &[text("format")],
        formatlist,
    )
    .more(any("args").or_null()),
];

/// The format with its verbs filled in.
fn format(args: Args) -> Result<Value, Problem> {
    filled(args.string(0)?, args.rest(1)).map(Value::string)
}

/// The format once for each element of the lists among the arguments, which are of one length.
fn formatlist(args: Args) -> Result<Value, Problem> {
    let (format, args) = (args.string(0)?, args.rest(1));
    let rows = rows(args)?;
    limits::elements(rows)?;
    let mut lines = Vec::new();
    for row in 0..rows {
        let arg = |arg: &Value| arg.as_items().map_or(Some(arg), |items| items.get(row)).cloned();
        let args: Vec<Value> = args.iter().filter_map(arg).collect();
        let line = filled(format, &args);
        lines.push(line.map_err(|problem| problem.within(&format!("element {row}")))?);
    }
    Ok(Value::strings(lines))
}

/// How long the lists among the arguments are; one without lists.
fn rows(args: &[Value]) -> Result<usize, Problem> {
    let mut rows = None;
    for (index, items) in args.iter().map(Value::as_items).enumerate() {
        let Some(items) = items else { continue };
        if *rows.get_or_insert(items.len()) != items.len() {
            return Err(Problem::new("the lists differ in length").argument(index + 1));
        }
    }
    Ok(rows.unwrap_or(1))
}

fn filled(format: &str, args: &[Value]) -> Result<String, Problem> {
    let mut text = String::new();
    let (mut next, mut used) = (0, 0);
    let mut rest = format;
    while let Some((literal, after)) = rest.split_once('%') {
        text.push_str(literal);
        if let Some(after) = after.strip_prefix('%') {
            text.push('%');
            rest = after;
            continue;
        }
        let (verb, after) = Verb::parse(after)?;
        let index = verb.argument.unwrap_or(next);
        let arg = args.get(index).ok_or_else(|| missing(&verb, index, args.len()))?;
        text.push_str(&verb_text(&verb, arg).map_err(|problem| problem.argument(index + 1))?);
        limits::text(text.len())?;
        next = index.saturating_add(1);
        used = used.max(next);
        rest = after;
    }
    text.push_str(rest);
    if used < args.len() {
        return Err(Problem::new("there are more arguments than verbs").argument(used + 1));
    }
    Ok(text)
}

fn missing(verb: &Verb, index: usize, given: usize) -> Problem {
    let number = index.saturating_add(1);
    Problem::new(format!("the verb `%{}` needs argument {number} of {given}", verb.letter))
        .argument(0)
}

fn verb_text(verb: &Verb, arg: &Value) -> Result<String, Problem> {
    if arg.is_null() && verb.letter != 'v' {
        return Err(Problem::new(format!("null does not fit the verb `%{}`", verb.letter)));
    }
    match verb.letter {
        'v' => default_text(verb, arg),
        't' => Ok(convert(arg, &Type::Bool)?.as_bool().unwrap_or(false).to_string()),
        'b' | 'd' | 'o' | 'x' | 'X' => go::integer(verb, &number(arg)?),
        'e' | 'E' | 'f' | 'g' | 'G' => go::float(verb, &number(arg)?),
        's' | 'q' => string_text(verb, arg),
        letter => Err(Problem::new(format!("there is no verb `%{letter}`"))),
    }
}

fn number(arg: &Value) -> Result<Number, Problem> {
    let number = convert(arg, &Type::Number)?;
    number.as_number().cloned().ok_or_else(|| Problem::new("must be a number"))
}

/// `%v`: strings as they are, numbers the short way, all else as JSON.
fn default_text(verb: &Verb, arg: &Value) -> Result<String, Problem> {
    let text = match arg {
        Value::String(text) if !verb.sharp() => text.to_string(),
        Value::Number(number) if !verb.sharp() => number.format(Style::General, None)?,
        _ => json::encode(arg)?,
    };
    padded(verb, text)
}

/// `%s` and `%q`. A precision cuts the text off; one of zero does not, as in cty.
fn string_text(verb: &Verb, arg: &Value) -> Result<String, Problem> {
    let value = convert(arg, &Type::String)?;
    let mut text = value.as_str().unwrap_or_default().to_owned();
    if let Some(precision) = verb.precision.filter(|precision| *precision > 0) {
        text = graphemes(&text).into_iter().take(precision).collect();
    }
    if verb.letter == 'q' {
        text = json::encode(&Value::string(text))?;
    }
    padded(verb, text)
}

/// The text, filled up to the width that the verb asks for, in characters as readers count them.
fn padded(verb: &Verb, text: String) -> Result<String, Problem> {
    let Some(width) = verb.width else { return Ok(text) };
    let missing = width.saturating_sub(graphemes(&text).len());
    limits::text(text.len().saturating_add(missing))?;
    let padding = if verb.zero() { "0" } else { " " }.repeat(missing);
    Ok(if verb.minus() { text + &padding } else { padding + &text })
}
