//! Tuples and objects as they are written.

use crate::diag::{At, Diagnostic};
use crate::eval::expr::eval;
use crate::eval::ops;
use crate::eval::outcome::{Faults, Outcome, Unknown};
use crate::eval::scope::Scope;
use crate::span::Span;
use crate::syntax::ast::{Expr, ExprKind, ObjectItem};
use crate::text::Text;
use crate::value::{Fields, Type, Value};

/// `[a, b]`
pub(super) fn tuple(items: &[Expr], span: Span, scope: &Scope<'_>) -> Outcome {
    scope.run.elements(items.len(), span)?;
    let mut faults = Faults::default();
    let values = items.iter().map(|item| faults.settle(eval(item, scope))).collect();
    built_tuple(values, faults, span, scope)
}

/// A tuple of values that have been paid for.
pub(super) fn built_tuple(
    values: Vec<Value>,
    faults: Faults,
    span: Span,
    scope: &Scope<'_>,
) -> Outcome {
    scope.run.nest(&values, span)?;
    faults.finish(Value::tuple(values), scope.run, span)
}

/// An object of values that have been paid for.
pub(super) fn built_object(
    fields: Fields,
    faults: Faults,
    span: Span,
    scope: &Scope<'_>,
) -> Outcome {
    scope.run.nest(fields.values(), span)?;
    faults.finish(Value::object(fields), scope.run, span)
}

/// `{ a = b }`
pub(super) fn object(items: &[ObjectItem], span: Span, scope: &Scope<'_>) -> Outcome {
    scope.run.fields(items.len(), span)?;
    let mut faults = Faults::default();
    let mut fields = Fields::new();
    let mut all_keys = true;
    for item in items {
        let key = faults.known(key(item, scope));
        let value = faults.settle(eval(&item.value, scope));
        match key {
            Some(Value::String(key)) => insert(&mut fields, item, key, value, &mut faults),
            _ => all_keys = false,
        }
    }
    if all_keys {
        built_object(fields, faults, span, scope)
    } else {
        Err(faults.unknown(Type::Dynamic))
    }
}

/// The last value of a key counts, but in the JSON syntax there must be but one.
fn insert(fields: &mut Fields, item: &ObjectItem, key: Text, value: Value, faults: &mut Faults) {
    if is_json(item) && fields.contains_key(&key) {
        let message = format!("the key `{key}` is there twice");
        faults.push(Diagnostic::error(message, item.key.span));
    } else {
        fields.insert(key, value);
    }
}

fn is_json(item: &ObjectItem) -> bool {
    matches!(item.key.kind, ExprKind::JsonString { .. })
}

/// The key as a string.
fn key(item: &ObjectItem, scope: &Scope<'_>) -> Outcome {
    if let Some(word) = &item.bare {
        return Ok(Value::String(word.clone()));
    }
    let span = item.key.span;
    if matches!(item.key.kind, ExprKind::Traversal(_)) {
        return Err(Unknown::because(ambiguous(span)));
    }
    match eval(&item.key, scope)? {
        key @ Value::String(_) => Ok(key),
        Value::Null(_) => {
            Err(Unknown::because(Diagnostic::error("a key of an object cannot be null", span)))
        }
        key => ops::primitive(&key, &Type::String)
            .map_err(|problem| problem.within("a key of an object"))
            .at(span)
            .map_err(Unknown::because),
    }
}

/// HCL refuses a bare `a.b` as a key, since both readings are likely.
fn ambiguous(span: Span) -> Diagnostic {
    Diagnostic::error("this key can be read as a reference and as a name with dots", span)
        .hint("parentheses make it a reference, quotes make it a name")
}
