//! Types as they are written: `list(string)`, `object({ name = string })`.

use std::sync::Arc;

use crate::diag::{Diagnostic, similar};
use crate::span::Span;
use crate::syntax::ast::{Call, Expr, ExprKind, ObjectItem};
use crate::value::{ObjectType, Type};

/// What there is.
const TYPES: &str =
    "a type is `string`, `number`, `bool`, `any`, or made of types as `list(string)` is";

type Constraint = Result<Type, Vec<Diagnostic>>;

/// The type that the `type` of a variable spells; any type where it is null.
///
/// # Errors
/// For what is no type.
pub fn type_constraint(expr: &Expr) -> Constraint {
    constraint(expr).or_else(|errors| if is_null(expr) { Ok(Type::Dynamic) } else { Err(errors) })
}

/// Whether an expression is null, whatever names stand for.
fn is_null(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Null => true,
        ExprKind::Parens(inner) | ExprKind::Wrap(inner) => is_null(inner),
        _ => false,
    }
}

/// The type that an expression spells.
pub(super) fn constraint(expr: &Expr) -> Constraint {
    match (expr.as_keyword(), expr.as_call()) {
        (Some(word), _) => named(&word, expr.span),
        (None, Some(call)) => constructed(&call),
        (None, None) => Err(no_type(expr.span)),
    }
}

fn no_type(span: Span) -> Vec<Diagnostic> {
    vec![Diagnostic::error("this is no type", span).hint(TYPES)]
}

fn wrong(message: impl Into<String>, span: Span) -> Vec<Diagnostic> {
    vec![Diagnostic::error(message, span)]
}

fn named(word: &str, span: Span) -> Constraint {
    match word {
        "bool" => Ok(Type::Bool),
        "string" => Ok(Type::String),
        "number" => Ok(Type::Number),
        "any" => Ok(Type::Dynamic),
        "list" | "map" | "set" | "object" | "tuple" => Err(vec![wants_argument(word, span)]),
        _ => Err(vec![unknown_word(word, span)]),
    }
}

fn wants_argument(word: &str, span: Span) -> Diagnostic {
    let example = match word {
        "object" => "object({ name = string })".to_owned(),
        "tuple" => "tuple([string, number])".to_owned(),
        _ => format!("{word}(string)"),
    };
    Diagnostic::error(format!("`{word}` takes one argument"), span)
        .hint(format!("for example `{example}`"))
}

fn unknown_word(word: &str, span: Span) -> Diagnostic {
    let known = ["any", "bool", "list", "map", "number", "object", "set", "string", "tuple"];
    let near = similar::did_you_mean(word, known);
    Diagnostic::error(format!("there is no type `{word}`"), span)
        .hint(near.unwrap_or_else(|| TYPES.to_owned()))
}

fn constructed(call: &Call) -> Constraint {
    let name = &*call.name.value;
    match (name, call.arguments.as_slice()) {
        ("bool" | "string" | "number" | "any", _) => {
            Err(wrong(format!("`{name}` takes no arguments"), call.parens))
        }
        ("list", [element]) => constraint(element).map(Type::list),
        ("set", [element]) => constraint(element).map(Type::set),
        ("map", [element]) => constraint(element).map(Type::map),
        ("object", [attributes]) => object(attributes),
        ("tuple", [elements]) => tuple(elements),
        ("list" | "set" | "map" | "object" | "tuple", _) => {
            Err(vec![wants_argument(name, call.parens)])
        }
        ("optional", _) => {
            Err(wrong("`optional` is for attributes of an object type", call.name.span))
        }
        _ => Err(vec![unknown_word(name, call.name.span)]),
    }
}

fn tuple(elements: &Expr) -> Constraint {
    let Some(elements) = elements.as_list() else {
        return Err(wrong("`tuple` takes a list of types in brackets", elements.span));
    };
    let mut types = Vec::with_capacity(elements.len());
    let mut errors = Vec::new();
    for element in elements {
        match constraint(element) {
            Ok(ty) => types.push(ty),
            Err(more) => errors.extend(more),
        }
    }
    if errors.is_empty() { Ok(Type::Tuple(types.into())) } else { Err(errors) }
}

fn object(attributes: &Expr) -> Constraint {
    let ExprKind::Object(items) = &attributes.kind else {
        return Err(wrong("`object` takes names and types in braces", attributes.span));
    };
    let mut object = ObjectType::default();
    let mut errors = Vec::new();
    for item in items {
        if let Err(more) = attribute(item, &mut object) {
            errors.extend(more);
        }
    }
    if errors.is_empty() { Ok(Type::Object(Arc::new(object))) } else { Err(errors) }
}

fn attribute(item: &ObjectItem, object: &mut ObjectType) -> Result<(), Vec<Diagnostic>> {
    let span = item.key.span;
    let Some(name) = item.bare.clone().or_else(|| item.key.as_keyword()) else {
        return Err(wrong("an attribute of an object type is a plain name", span));
    };
    if object.attributes.contains_key(&name) {
        return Err(wrong(format!("the attribute `{name}` is there twice"), span));
    }
    let (ty, optional) = attribute_type(&item.value)?;
    if optional {
        object.optional.insert(name.clone());
    }
    object.attributes.insert(name, ty);
    Ok(())
}

/// The type of an attribute, and whether it is `optional(…)`.
fn attribute_type(value: &Expr) -> Result<(Type, bool), Vec<Diagnostic>> {
    match value.as_call() {
        Some(call) if &*call.name.value == "optional" => optional(&call),
        _ => constraint(value).map(|ty| (ty, false)),
    }
}

fn optional(call: &Call) -> Result<(Type, bool), Vec<Diagnostic>> {
    match call.arguments.as_slice() {
        [ty] => constraint(ty).map(|ty| (ty, true)),
        [] => Err(wrong("`optional` takes the type of the attribute", call.parens)),
        [_, extra, ..] => Err(wrong("`optional` takes only a type, no default", extra.span)),
    }
}
