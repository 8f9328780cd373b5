//! `a ? b : c`

use crate::diag::{At, Diagnostic};
use crate::eval::expr::eval;
use crate::eval::functions::{self, Function};
use crate::eval::ops;
use crate::eval::outcome::{Faults, Outcome, Unknown};
use crate::eval::scope::Scope;
use crate::syntax::ast::{Conditional, Expr, ExprKind};
use crate::value::{ObjectType, Type, Value, convert, unify};

/// The chosen branch, in the type that both have in common. Only its errors count, but that there
/// is a common type is asked for in any case: so the other branch is evaluated as well, unless it
/// is plain that both are text.
pub(super) fn conditional(choice: &Conditional, scope: &Scope<'_>) -> Outcome {
    let truth = truth(&choice.condition, scope);
    let chosen = |then| if then { &choice.then } else { &choice.otherwise };
    let first = truth.as_ref().ok().map(|&truth| (truth, eval(chosen(truth), scope)));
    let (then, otherwise) = match first {
        Some((truth, text @ Ok(Value::String(_)))) if gives_text(chosen(!truth)) => return text,
        Some((true, then)) => (then, eval(&choice.otherwise, scope)),
        Some((false, otherwise)) => (eval(&choice.then, scope), otherwise),
        None => (eval(&choice.then, scope), eval(&choice.otherwise, scope)),
    };
    let Some(ty) = common_type(&then, &otherwise, choice, scope) else {
        return Err(mismatch(choice, then, otherwise, scope));
    };
    let truth = truth.map_err(|unknown| unknown.of(ty.clone().unwrap_or(Type::Dynamic)))?;
    let (chosen, span) =
        if truth { (then, choice.then.span) } else { (otherwise, choice.otherwise.span) };
    match (chosen, ty) {
        (Ok(value), Some(ty)) => {
            convert(&value, &ty).at(span).map_err(|error| Unknown::new(ty, vec![error]))
        }
        (Err(unknown), Some(ty)) => Err(unknown.reshaped(ty)),
        (chosen, None) => chosen,
    }
}

/// Whether an expression, if it has a value at all, is a text: where the other branch is one, they
/// have that in common, whatever comes out of this one.
fn gives_text(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Text(_) | ExprKind::Template(_) => true,
        ExprKind::Parens(inner) => gives_text(inner),
        ExprKind::Conditional(choice) => gives_text(&choice.then) && gives_text(&choice.otherwise),
        ExprKind::Call(call) => functions::find(&call.name.value).is_some_and(Function::gives_text),
        _ => false,
    }
}

/// The type that both branches are brought to; none inside if they stay as they are; none at all
/// if there is none.
#[expect(clippy::option_option, reason = "a value that stays and no value are different")]
fn common_type(
    then: &Outcome,
    otherwise: &Outcome,
    choice: &Conditional,
    scope: &Scope<'_>,
) -> Option<Option<Type>> {
    if let (Ok(then), Ok(otherwise)) = (then, otherwise)
        && same_primitive(then, otherwise)
    {
        return Some(None);
    }
    let then_type = outcome_type(then, &choice.then, scope);
    let otherwise_type = outcome_type(otherwise, &choice.otherwise, scope);
    match (then, otherwise) {
        (Ok(Value::Null(Type::Dynamic)), _) => Some(Some(otherwise_type)),
        (_, Ok(Value::Null(Type::Dynamic))) => Some(Some(then_type)),
        _ if then_type == Type::Dynamic || otherwise_type == Type::Dynamic => Some(None),
        _ if then_type == otherwise_type => Some(None),
        _ => unify::unify_unsafe(&[then_type, otherwise_type]).map(Some),
    }
}

fn same_primitive(one: &Value, other: &Value) -> bool {
    matches!(
        (one, other),
        (Value::String(_), Value::String(_))
            | (Value::Number(_), Value::Number(_))
            | (Value::Bool(_), Value::Bool(_))
    )
}

fn outcome_type(outcome: &Outcome, expr: &Expr, scope: &Scope<'_>) -> Type {
    match outcome {
        Ok(value) => scope.run.type_of(value, expr.span),
        Err(unknown) => unknown.ty.clone(),
    }
}

/// Whether a condition holds, of a conditional or of `%{ if }`.
pub(super) fn truth(condition: &Expr, scope: &Scope<'_>) -> Result<bool, Box<Unknown>> {
    let span = condition.span;
    let refused = |message: String| Err(Unknown::because(Diagnostic::error(message, span)));
    match eval(condition, scope) {
        Ok(Value::Bool(truth)) => Ok(truth),
        Ok(Value::Null(_)) => refused("the condition is null".into()),
        Ok(value) => match ops::primitive(&value, &Type::Bool).ok().and_then(|v| v.as_bool()) {
            Some(truth) => Ok(truth),
            None => refused(format!("the condition is {}, not a bool", ops::name_of(&value))),
        },
        Err(unknown) => Err(unknown),
    }
}

fn mismatch(
    choice: &Conditional,
    then: Outcome,
    otherwise: Outcome,
    scope: &Scope<'_>,
) -> Box<Unknown> {
    let then_type = outcome_type(&then, &choice.then, scope);
    let otherwise_type = outcome_type(&otherwise, &choice.otherwise, scope);
    let difference = difference(&then_type, &otherwise_type, TOLD);
    let message = format!("the branches have no type in common: {difference}");
    let error = Diagnostic::error(message, choice.then.span)
        .labelled(ops::name(&then_type))
        .also(choice.otherwise.span, ops::name(&otherwise_type));
    let mut faults = Faults::default();
    faults.push(error);
    faults.settle(then);
    faults.settle(otherwise);
    faults.unknown(Type::Dynamic)
}

/// How deep it is told what keeps two types apart.
const TOLD: usize = 20;

/// What keeps two types apart, as near to the point as can be said in so many levels.
fn difference(then: &Type, otherwise: &Type, levels: usize) -> String {
    let Some(levels) = levels.checked_sub(1) else { return deep_inside() };
    match (then, otherwise) {
        (Type::Object(then), Type::Object(otherwise)) => of_objects(then, otherwise, levels),
        (Type::Tuple(then), Type::Tuple(otherwise)) => of_tuples(then, otherwise, levels),
        (Type::List(then), Type::List(otherwise))
        | (Type::Set(then), Type::Set(otherwise))
        | (Type::Map(then), Type::Map(otherwise)) => {
            format!("elements: {}", difference(then, otherwise, levels))
        }
        _ if ops::name(then) == ops::name(otherwise) => deep_inside(),
        _ => format!("one is {}, the other {}", ops::name(then), ops::name(otherwise)),
    }
}

fn of_objects(then: &ObjectType, otherwise: &ObjectType, levels: usize) -> String {
    for (name, ty) in &then.attributes {
        match otherwise.attributes.get(name) {
            None => return format!("only the first has an attribute `{name}`"),
            Some(other) if other != ty => {
                return format!("attribute `{name}`: {}", difference(ty, other, levels));
            }
            Some(_) => {}
        }
    }
    let extra = otherwise.attributes.keys().find(|name| !then.attributes.contains_key(*name));
    match extra {
        Some(name) => format!("only the second has an attribute `{name}`"),
        None => deep_inside(),
    }
}

fn of_tuples(then: &[Type], otherwise: &[Type], levels: usize) -> String {
    if then.len() != otherwise.len() {
        return format!("one has {} elements, the other {}", then.len(), otherwise.len());
    }
    let differing = then.iter().zip(otherwise).enumerate().find(|(_, (one, other))| one != other);
    match differing {
        Some((at, (one, other))) => format!("element {at}: {}", difference(one, other, levels)),
        None => deep_inside(),
    }
}

fn deep_inside() -> String {
    "something deep inside differs".into()
}
