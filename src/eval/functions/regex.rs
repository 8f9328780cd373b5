//! Functions on regular expressions.

mod class;
mod pattern;
mod template;
mod translator;

use regex::Captures;

use super::function::{Function, pure, text};
use super::{Args, limits};
use crate::diag::Problem;
use crate::value::{Fields, Type, Value};

use pattern::Pattern;
use template::Template;

/// The functions, by name.
pub(super) static FUNCTIONS: &[Function] = &[
    pure(
        "regex",
        "what a pattern captures where it first matches",
        &[text("pattern"), text("string")],
        regex,
    ),
    pure(
        "regex_replace",
        "a text with each match of a pattern replaced",
        &[text("str"), text("pattern"), text("replace")],
        regex_replace,
    ),
    pure(
        "regexall",
        "what a pattern captures wherever it matches",
        &[text("pattern"), text("string")],
        regexall,
    ),
];

/// What the first match has captured.
fn regex(args: Args) -> Result<Value, Problem> {
    let pattern = Pattern::parse(args, 0)?;
    let shape = Shape::of(&pattern).map_err(|problem| problem.argument(0))?;
    let text = args.string(1)?;
    args.spend(pattern.first_search(text))?;
    let found = pattern.regex.captures(text);
    let found = found.ok_or_else(|| Problem::new("the pattern does not match").argument(1))?;
    Ok(shape.value(&pattern, &found))
}

/// What each match has captured.
fn regexall(args: Args) -> Result<Value, Problem> {
    let pattern = Pattern::parse(args, 0)?;
    let shape = Shape::of(&pattern).map_err(|problem| problem.argument(0))?;
    let mut matches = Vec::new();
    let text = args.string(1)?;
    args.spend(pattern.first_search(text))?;
    for found in pattern.regex.captures_iter(text) {
        args.spend(pattern.next_search(text, &found))?;
        matches.push(shape.value(&pattern, &found));
        limits::elements(matches.len().saturating_mul(pattern.names.len() + 1))?;
    }
    Ok(Value::list(shape.ty(&pattern), matches))
}

/// The text with each match replaced; `$1` and `${name}` stand for what was captured.
fn regex_replace(args: Args) -> Result<Value, Problem> {
    let text = args.string(0)?;
    let pattern = Pattern::parse(args, 1)?;
    args.spend(pattern.first_search(text))?;
    let template = Template::parse(args.string(2)?);
    let (mut replaced, mut end) = (String::new(), 0);
    for found in pattern.regex.captures_iter(text) {
        args.spend(pattern.next_search(text, &found))?;
        let Some(all) = found.get(0) else { continue };
        replaced.push_str(text.get(end..all.start()).unwrap_or_default());
        template.expand(&pattern, &found, &mut replaced);
        limits::text(replaced.len())?;
        end = all.end();
    }
    replaced.push_str(text.get(end..).unwrap_or_default());
    Ok(Value::string(replaced))
}

/// What a match gives: text, or a tuple or an object of what its groups have captured.
#[derive(Clone, Copy)]
enum Shape {
    Text,
    Tuple,
    Object,
}

impl Shape {
    fn of(pattern: &Pattern) -> Result<Self, Problem> {
        let named = pattern.names.iter().flatten().count();
        match pattern.names.len() {
            0 => Ok(Self::Text),
            _ if named == 0 => Ok(Self::Tuple),
            groups if named == groups => Ok(Self::Object),
            _ => Err(Problem::new("groups with and without names cannot be mixed")),
        }
    }

    fn ty(self, pattern: &Pattern) -> Type {
        match self {
            Self::Text => Type::String,
            Self::Tuple => Type::Tuple(pattern.names.iter().map(|_| Type::String).collect()),
            Self::Object => {
                let names = pattern.names.iter().flatten();
                Type::object(names.map(|name| (name.as_str().into(), Type::String)))
            }
        }
    }

    fn value(self, pattern: &Pattern, found: &Captures) -> Value {
        let text = |group| {
            let captured = found.get(group);
            captured.map_or(Value::Null(Type::String), |captured| Value::string(captured.as_str()))
        };
        match self {
            Self::Text => text(0),
            // A group that is repeated zero times has a name here, and no place in `found`.
            Self::Tuple => Value::tuple((1..=pattern.names.len()).map(text).collect()),
            Self::Object => {
                let names = pattern.names.iter().flatten().map(|name| name.as_str().into());
                Value::object(names.zip((1..).map(text)).collect::<Fields>())
            }
        }
    }
}
