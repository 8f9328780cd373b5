//! From a value to a part of it: names, steps and indices.

use crate::diag::{At, Diagnostic};
use crate::eval::expr::eval;
use crate::eval::ops;
use crate::eval::outcome::{Faults, Outcome, Unknown};
use crate::eval::scope::Scope;
use crate::syntax::ast::{Expr, Name, Step, StepKind, Traversal};
use crate::value::{Type, Value};

/// `x.y["z"]`
pub(super) fn traversal(traversal: &Traversal, scope: &Scope<'_>) -> Outcome {
    match scope.variable(&traversal.root.value) {
        Some(bound) => steps(bound.map_err(Unknown::silent), &traversal.steps),
        None => Err(Unknown::because(no_variable(&traversal.root, scope))),
    }
}

fn no_variable(name: &Name, scope: &Scope<'_>) -> Diagnostic {
    if let Some(problem) = scope.why_missing(&name.value) {
        return problem.into_error(name.span);
    }
    Diagnostic::error(format!("there is no variable `{}`", name.value), name.span)
        .meant(scope.suggest_variable(&name.value))
}

/// What the steps reach; the first that fails is the last.
pub(super) fn steps(source: Outcome, steps: &[Step]) -> Outcome {
    let mut reached = source;
    for step in steps {
        reached = match reached {
            Ok(value) => one_step(&value, step).map_err(Unknown::because),
            Err(unknown) => return steps_of_unknown(unknown, step, steps),
        };
    }
    reached
}

fn one_step(value: &Value, step: &Step) -> Result<Value, Diagnostic> {
    match &step.kind {
        StepKind::Attribute(name) => ops::attribute(value, name),
        StepKind::Index(key) => ops::index(value, key),
    }
    .at(step.span)
}

/// Goes on from what is not known, as long as its type tells where to.
fn steps_of_unknown(mut unknown: Box<Unknown>, at: &Step, steps: &[Step]) -> Outcome {
    let rest = steps.iter().skip_while(|step| !std::ptr::eq(*step, at));
    for step in rest {
        let ty = match &step.kind {
            StepKind::Attribute(name) => ops::attribute_type(&unknown.ty, name),
            StepKind::Index(key) => ops::index_type(&unknown.ty, Some(key)),
        };
        match ty {
            Ok(ty) => unknown = unknown.reshaped(ty),
            Err(problem) => {
                unknown.errors.push(problem.into_error(step.span));
                return Err(unknown.of(Type::Dynamic));
            }
        }
    }
    Err(unknown)
}

/// `collection[key]`
pub(super) fn index(collection: &Expr, key: &Expr, scope: &Scope<'_>) -> Outcome {
    let span = key.span;
    match (eval(collection, scope), eval(key, scope)) {
        (Ok(collection), Ok(key)) => {
            ops::index(&collection, &key).at(span).map_err(Unknown::because)
        }
        (Ok(collection), Err(key)) => {
            let ty = scope.run.type_of(&collection, span);
            index_unknown(&ty, None, Faults::of(key), span)
        }
        (Err(collection), key) => {
            let ty = collection.ty.clone();
            let mut faults = Faults::of(collection);
            let key = faults.known(key);
            index_unknown(&ty, key.as_ref(), faults, span)
        }
    }
}

fn index_unknown(
    ty: &Type,
    key: Option<&Value>,
    mut faults: Faults,
    span: crate::span::Span,
) -> Outcome {
    let reached = ops::index_type(ty, key).unwrap_or_else(|problem| {
        faults.push(problem.into_error(span));
        Type::Dynamic
    });
    Err(faults.unknown(reached))
}
