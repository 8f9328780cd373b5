//! One node of an expression: which rule evaluates it.

use crate::eval::outcome::{Outcome, Unknown};
use crate::eval::scope::Scope;
use crate::eval::{access, binary, call, collection, conditional, loops, splat, template};
use crate::syntax::ast::{Expr, ExprKind};
use crate::value::{Type, Value};

/// The value of an expression, the errors of all its parts, or neither.
pub(super) fn eval(expr: &Expr, scope: &Scope<'_>) -> Outcome {
    if let Some(value) = literal(expr) {
        return Ok(value);
    }
    scope.run.enter(expr.span)?;
    let outcome = compound(expr, scope);
    scope.run.leave();
    outcome
}

/// The value of an expression that is one already.
pub(super) fn literal(expr: &Expr) -> Option<Value> {
    match &expr.kind {
        ExprKind::Null => Some(Value::NULL),
        ExprKind::Bool(truth) => Some(Value::Bool(*truth)),
        ExprKind::Number(number) => Some(Value::Number(number.clone())),
        ExprKind::Text(text) => Some(Value::String(text.clone())),
        _ => None,
    }
}

fn compound(expr: &Expr, scope: &Scope<'_>) -> Outcome {
    let span = expr.span;
    match &expr.kind {
        ExprKind::Template(parts) => template::template(parts, span, scope),
        ExprKind::Wrap(inner) | ExprKind::Parens(inner) => eval(inner, scope),
        ExprKind::JsonString { template, .. } => match &**template {
            Ok(template) => eval(template, scope),
            Err(errors) => Err(Unknown::new(Type::Dynamic, errors.clone())),
        },
        ExprKind::Tuple(items) => collection::tuple(items, span, scope),
        ExprKind::Object(items) => collection::object(items, span, scope),
        ExprKind::Traversal(traversal) => access::traversal(traversal, scope),
        ExprKind::Index { collection, key } => access::index(collection, key, scope),
        ExprKind::Relative { source, steps } => access::steps(eval(source, scope), steps),
        ExprKind::Splat { source, each, .. } => splat::splat(source, each, span, scope),
        ExprKind::Element => scope.element(),
        ExprKind::For(loop_) => loops::loop_(loop_, span, scope),
        ExprKind::Conditional(choice) => conditional::conditional(choice, scope),
        ExprKind::Binary(operation) => binary::binary(expr, operation, scope),
        ExprKind::Unary { op, operand } => binary::unary(*op, operand, span, scope),
        ExprKind::Call(function) => call::call(function, span, scope),
        ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::Text(_) => {
            literal(expr).ok_or_else(|| Unknown::silent(Type::Dynamic))
        }
    }
}
