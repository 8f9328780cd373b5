//! Values of variables from outside: plain text, CSV and JSON, read as the variable's type.

use crate::diag::{Diagnostic, Problem, words};
use crate::span::Span;
use crate::target::csv;
use crate::value::convert::convert;
use crate::value::{Fields, Number, Type, Value, json};

/// A value that `--var` or the environment gives.
#[derive(Clone, Debug)]
pub(super) struct Given {
    /// The text.
    pub(super) text: String,
    /// The name it was found under.
    pub(super) source: String,
    /// Whether that name was `NAME_JSON`.
    pub(super) json: bool,
    /// Where it was typed; nowhere if it is of the environment.
    pub(super) typed: Option<Span>,
}

impl Given {
    /// The error at the word that was typed, or else at the name of the variable.
    pub(super) fn blame(&self, problem: Problem, variable: Span) -> Diagnostic {
        let Self { source, typed, .. } = self;
        match typed {
            Some(word) => problem.into_error(*word).also(variable, "the variable"),
            None => {
                problem.into_error(variable).hint(format!("`{source}` is set in the environment"))
            }
        }
    }
}

/// Reads a given value as the declared type, or else as the type that the default happens to have
/// (buildx infers only primitive ones).
///
/// # Errors
/// Where the text does not fit the type, or the type cannot be written outside of JSON.
pub(super) fn read(
    name: &str,
    given: &Given,
    declared: Option<&Type>,
    inferred: Option<&Type>,
) -> Result<Value, Problem> {
    match (declared, inferred) {
        (Some(ty), _) if given.json => json::decode_as(&given.text, ty)
            .map_err(|problem| problem.within(&format!("`{name}` is not JSON of its type"))),
        (Some(ty), _) => typed(name, &given.text, ty),
        (None, None | Some(Type::Dynamic)) => Ok(Value::string(&given.text)),
        (None, Some(ty)) if ty.is_primitive() => primitive(name, &given.text, ty),
        (None, Some(ty)) => Err(untyped(name, ty)),
    }
}

fn typed(name: &str, text: &str, ty: &Type) -> Result<Value, Problem> {
    match ty {
        Type::List(_) | Type::Set(_) | Type::Tuple(_) | Type::Map(_) => from_csv(name, text, ty),
        ty if ty.is_primitive() => primitive(name, text, ty),
        ty => Err(unsupported(name, ty)),
    }
}

/// Without a declared type, bake does not even take a list for what has a list for its default.
fn untyped(name: &str, default: &Type) -> Problem {
    let (kind, ty) = match default {
        Type::Tuple(_) => ("a list", "list(string)"),
        _ => ("an object", "map(string)"),
    };
    Problem::new(format!("`{name}` cannot be set: its default is {kind}, and it has no `type`"))
        .hint(format!("declare a type, such as `type = {ty}`"))
}

fn unsupported(name: &str, ty: &Type) -> Problem {
    Problem::new(format!("`{name}` is of type {ty}, which plain text cannot spell"))
        .hint(format!("set `{name}_JSON` to the value as JSON"))
}

/// Reads text as a bool, a number or a string, by the rules of Go's `strconv`.
fn primitive(name: &str, text: &str, ty: &Type) -> Result<Value, Problem> {
    match ty {
        Type::Bool => csv::truth(text).map(Value::Bool).map_err(|_| {
            Problem::new(format!("`{name}` takes a bool, got {}", shown(text)))
                .hint("write `true` or `false`")
        }),
        Type::Number => go_float(text)
            .map(Value::Number)
            .ok_or_else(|| Problem::new(format!("`{name}` takes a number, got {}", shown(text)))),
        _ => Ok(Value::string(text)),
    }
}

fn shown(text: &str) -> String {
    if text.is_empty() { "empty text".to_owned() } else { format!("`{text}`") }
}

/// A finite number as Go's `strconv.ParseFloat` reads it: decimal or hexadecimal, 64 bits wide.
fn go_float(text: &str) -> Option<Number> {
    let digits = without_underscores(text)?;
    let decimal = digits.chars().all(|c| matches!(c, '0'..='9' | '.' | 'e' | 'E' | '+' | '-'));
    let number: f64 = if decimal { digits.parse().ok()? } else { hexadecimal(&digits)? };
    Some(number).filter(|number| number.is_finite()).and_then(Number::from_f64)
}

/// Go lets `_` stand between digits, and after the prefix of a hexadecimal number.
fn without_underscores(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: Option<usize>| {
        at.and_then(|at| chars.get(at))
            .is_some_and(|c| c.is_ascii_hexdigit() || matches!(c, 'x' | 'X'))
    };
    let between = |at: usize| digit(at.checked_sub(1)) && digit(at.checked_add(1));
    let fits = (0..chars.len()).all(|at| chars[at] != '_' || between(at));
    fits.then(|| text.replace('_', ""))
}

/// `0x1.8p3`
fn hexadecimal(text: &str) -> Option<f64> {
    let negative = text.starts_with('-');
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let rest = unsigned.strip_prefix("0x").or_else(|| unsigned.strip_prefix("0X"))?;
    hexadecimal_digits(rest).map(|number| if negative { -number } else { number })
}

fn hexadecimal_digits(text: &str) -> Option<f64> {
    let (mantissa, exponent) = text.split_once(['p', 'P'])?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || digits.len() > 13 {
        return None;
    }
    let value = u64::from_str_radix(&digits, 16).ok()?;
    let shift = i32::try_from(fraction.len()).ok()?.checked_mul(4)?;
    let exponent: i32 = exponent.parse().ok()?;
    #[expect(clippy::cast_precision_loss, reason = "13 hexadecimal digits fit 53 bits")]
    let number = value as f64 * f64::from(exponent.checked_sub(shift)?).exp2();
    number.is_finite().then_some(number)
}

fn from_csv(name: &str, text: &str, ty: &Type) -> Result<Value, Problem> {
    let fields = csv::fields(text)?;
    match ty {
        Type::List(element) => {
            Ok(Value::list((**element).clone(), elements(name, &fields, element)?))
        }
        Type::Set(element) => {
            Ok(Value::set((**element).clone(), elements(name, &fields, element)?))
        }
        Type::Tuple(types) => tuple(name, &fields, types),
        Type::Map(element) => map(name, &fields, element),
        ty => Err(unsupported(name, ty)),
    }
}

fn elements(name: &str, fields: &[String], element: &Type) -> Result<Vec<Value>, Problem> {
    only_primitive(name, element)?;
    fields.iter().map(|field| primitive(name, field, element)).collect()
}

fn only_primitive(name: &str, element: &Type) -> Result<(), Problem> {
    if element.is_primitive() { Ok(()) } else { Err(unsupported(name, element)) }
}

fn tuple(name: &str, fields: &[String], types: &[Type]) -> Result<Value, Problem> {
    if types.len() != fields.len() {
        return Err(Problem::new(format!(
            "`{name}` takes {}, got {}",
            words::count(types.len(), "element"),
            fields.len()
        )));
    }
    let items = fields.iter().zip(types).map(|(field, ty)| {
        only_primitive(name, ty)?;
        primitive(name, field, ty)
    });
    Ok(Value::tuple(items.collect::<Result<_, _>>()?))
}

/// `key:value` pairs; a key that comes again replaces.
fn map(name: &str, fields: &[String], element: &Type) -> Result<Value, Problem> {
    only_primitive(name, element)?;
    let mut items = Fields::new();
    for field in fields {
        let pair = csv::fields_between(field, ':')?;
        let [key, value] = pair.as_slice() else {
            return Err(Problem::new(format!("`{name}` takes pairs `key:value`, got `{field}`")));
        };
        items.insert(key.as_str().into(), primitive(name, value, element)?);
    }
    convert(&Value::map(element.clone(), items), &Type::map(element.clone()))
}
