//! `list[*].x`

use crate::diag::{At, Diagnostic};
use crate::eval::collection::built_tuple;
use crate::eval::expr::eval;
use crate::eval::outcome::{Faults, Outcome, Unknown};
use crate::eval::scope::Scope;
use crate::span::Span;
use crate::syntax::ast::Expr;
use crate::value::{self, Type, Value};

/// The result of a splat: a list for a list or a set, else a tuple. What is no sequence counts as
/// a tuple of one, and null as an empty one.
pub(super) fn splat(source: &Expr, each: &Expr, span: Span, scope: &Scope<'_>) -> Outcome {
    let value = eval(source, scope).map_err(|unknown| unknown.of(Type::Dynamic))?;
    match &value {
        Value::List(list) | Value::Set(list) => {
            list_of(&list.items, &list.element, each, span, scope)
        }
        Value::Tuple(items) => tuple_of(items, each, span, scope),
        Value::Null(Type::List(_) | Type::Set(_) | Type::Tuple(_)) => {
            let message = "a splat cannot go through a sequence that is null";
            Err(Unknown::because(Diagnostic::error(message, source.span)))
        }
        Value::Null(_) => Ok(Value::tuple(Vec::new())),
        _ => tuple_of(std::slice::from_ref(&value), each, span, scope),
    }
}

fn tuple_of(items: &[Value], each: &Expr, span: Span, scope: &Scope<'_>) -> Outcome {
    let mut faults = Faults::default();
    let results = results(items, each, span, scope, &mut faults)?;
    built_tuple(results, faults, span, scope).map_err(|unknown| {
        // HCL gives up all of it for an error in one, unlike where a tuple is written.
        if unknown.errors.is_empty() { unknown } else { unknown.as_a_whole() }
    })
}

fn list_of(items: &[Value], of: &Type, each: &Expr, span: Span, scope: &Scope<'_>) -> Outcome {
    if items.is_empty() {
        return Ok(Value::list(element_type(of, each, scope)?, Vec::new()));
    }
    let mut faults = Faults::default();
    let results = results(items, each, span, scope, &mut faults)?;
    if !faults.is_none() {
        let first = results.first().map_or(Type::Dynamic, |first| scope.run.type_of(first, span));
        return Err(faults.unknown(Type::list(first)));
    }
    for result in &results {
        scope.run.pass(result, span)?;
    }
    value::list_of(results)
        .map_err(|problem| {
            problem.hint("a `for` expression makes a tuple, which may hold anything")
        })
        .at(each.span)
        .map_err(Unknown::because)
}

/// What `each` makes of every element.
fn results(
    items: &[Value],
    each: &Expr,
    span: Span,
    scope: &Scope<'_>,
    faults: &mut Faults,
) -> Result<Vec<Value>, Box<Unknown>> {
    scope.run.elements(items.len(), span)?;
    let mut results = Vec::with_capacity(items.len());
    for item in items {
        let element = Ok(item.clone());
        results.push(faults.settle(eval(each, &scope.with_element(&element))));
        if faults.is_full() {
            break;
        }
    }
    Ok(results)
}

/// The type of what `each` would make of an element, where there is none.
fn element_type(of: &Type, each: &Expr, scope: &Scope<'_>) -> Result<Type, Box<Unknown>> {
    let element = Err(of.clone());
    match eval(each, &scope.with_element(&element)) {
        Ok(value) => Ok(scope.run.type_of(&value, each.span)),
        Err(unknown) if unknown.errors.is_empty() => Ok(unknown.ty),
        Err(unknown) => Err(unknown),
    }
}
