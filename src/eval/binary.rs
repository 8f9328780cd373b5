//! `a + b`, `!a`

use crate::diag::{At, Diagnostic};
use crate::eval::expr::eval;
use crate::eval::ops;
use crate::eval::outcome::{Faults, Outcome, Unknown};
use crate::eval::scope::Scope;
use crate::span::Span;
use crate::syntax::ast::{Binary, BinaryOp, Expr, ExprKind, UnaryOp};
use crate::value::{Type, Value, convertible};

/// A chain of binary operators. Chains grow to the left and may be thousands long, so they are
/// walked and not recursed into.
pub(super) fn binary(whole: &Expr, outermost: &Binary, scope: &Scope<'_>) -> Outcome {
    let mut inner = Vec::new();
    let mut first = &outermost.left;
    while let ExprKind::Binary(operation) = &first.kind {
        inner.push((&**operation, first.span));
        first = &operation.left;
    }
    let mut left = eval(first, scope);
    for (operation, span) in inner.into_iter().rev().chain([(outermost, whole.span)]) {
        scope.run.step(span)?;
        let right = eval(&operation.right, scope);
        if let (Ok(left), Ok(right)) = (&left, &right) {
            scope.run.compare(operation.op, left, right, span)?;
        }
        left = operate(operation, span, left, right);
    }
    left
}

fn operate(operation: &Binary, span: Span, left: Outcome, right: Outcome) -> Outcome {
    let op = operation.op;
    let want = ops::operand_type(op);
    let mut misfits = Vec::new();
    let left = operand(left, &want, operation.left.span, &mut misfits);
    let right = operand(right, &want, operation.right.span, &mut misfits);
    if misfits.is_empty() {
        if let Some(decided) = decided(op, &left, &right) {
            return decided;
        }
        if let (Ok(left), Ok(right)) = (&left, &right) {
            let result = ops::apply(op, left, right).at(span);
            return result.map_err(|error| Unknown::new(ops::result_type(op), vec![error]));
        }
    }
    let mut faults = Faults::default();
    for misfit in misfits {
        faults.push(misfit);
    }
    faults.settle(left);
    faults.settle(right);
    Err(faults.unknown(ops::result_type(op)))
}

/// The operand in the type that the operator wants. What cannot be that is noted.
fn operand(outcome: Outcome, want: &Type, span: Span, misfits: &mut Vec<Diagnostic>) -> Outcome {
    let problem = match outcome {
        Ok(value) => match ops::operand(value, want) {
            Ok(value) => return Ok(value),
            Err(problem) => problem,
        },
        Err(unknown) if convertible(&unknown.ty, want) => return Err(unknown),
        Err(unknown) => {
            misfits.extend(unknown.errors);
            ops::unlike(ops::name(&unknown.ty), want)
        }
    };
    misfits.push(problem.into_error(span));
    Err(Unknown::silent(want.clone()))
}

/// What `&&` and `||` give where one side is enough: the errors of the other do not count then.
/// HCL evaluates both sides all the same.
fn decided(op: BinaryOp, left: &Outcome, right: &Outcome) -> Option<Outcome> {
    let decisive = match op {
        BinaryOp::And => false,
        BinaryOp::Or => true,
        _ => return None,
    };
    let decides = |side: &Outcome| side.as_ref().is_ok_and(|value| ops::decides(op, value));
    if decides(left) || decides(right) {
        return Some(Ok(Value::Bool(decisive)));
    }
    let pending = |side: &Outcome| side.as_ref().is_err_and(|unknown| unknown.errors.is_empty());
    (pending(left) && right.is_err()).then(|| Err(Unknown::silent(Type::Bool)))
}

/// `!a`, `-a`
pub(super) fn unary(op: UnaryOp, operand: &Expr, span: Span, scope: &Scope<'_>) -> Outcome {
    let want = match op {
        UnaryOp::Not => Type::Bool,
        UnaryOp::Negate => Type::Number,
    };
    let mut misfits = Vec::new();
    let value = self::operand(eval(operand, scope), &want, operand.span, &mut misfits);
    if !misfits.is_empty() {
        return Err(Unknown::new(want, misfits));
    }
    match value {
        Ok(Value::Bool(truth)) => Ok(Value::Bool(!truth)),
        Ok(Value::Number(number)) => Ok(Value::Number(number.neg())),
        Ok(_) => Err(Unknown::new(want, vec![Diagnostic::error("the operand is null", span)])),
        Err(unknown) => Err(unknown.of(want)),
    }
}
