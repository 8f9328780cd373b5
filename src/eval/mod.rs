//! Expressions to values.
//!
//! Evaluation is strict and knows no targets: an expression asks [`Names`] for what its names
//! stand for, and whoever answers has settled that before (see [`references()`]). All errors of an
//! expression come back at once.
//!
//! The rules are those of hashicorp/hcl v2 (`hclsyntax/expression.go`), down to which errors do
//! not count: both sides of `||` and both branches of `?:` are evaluated, and HCL goes on after an
//! error with an unknown value whose type still takes part. Inside this module that is an
//! `Unknown`; outside there are values and errors.

#![expect(
    clippy::unnecessary_box_returns,
    clippy::boxed_local,
    reason = "errors are rare, and must not make the result of every node wide"
)]

mod fuel;
pub mod functions;
mod outcome;
mod run;
mod scope;
mod ops;
mod expr;
mod access;
mod binary;
mod collection;
mod conditional;
mod loops;
mod splat;
mod template;
mod call;
mod types;
mod references;

use std::fmt;
use std::sync::Arc;

use crate::diag::similar::Layer;
use crate::diag::{Diagnostic, Problem};
use crate::source::Host;
use crate::syntax::ast::Expr;
use crate::text::Text;
use crate::value::Value;
use run::Run;
use scope::Scope;

pub use fuel::Fuel;
pub use references::{Reference, References, references};
pub use scope::Locals;
pub use types::type_constraint;

/// The value of an expression, or everything that is wrong with it.
pub type Evaluated = Result<Value, Vec<Diagnostic>>;

/// What an expression may ask for: the meaning of its free names.
pub trait Names: fmt::Debug + Sync {
    /// The value of a variable, if there is one of this name.
    fn variable(&self, name: &str) -> Option<Value>;

    /// The user's function of this name. The standard library comes first and is not asked for
    /// here.
    fn function(&self, name: &str) -> Option<&UserFunction>;

    /// Why there is no variable of this name, where more can be said than that.
    fn why_missing(&self, _name: &str) -> Option<Problem> {
        None
    }

    /// The names of all variables, for suggestions.
    fn variable_names(&self) -> Vec<Layer>;

    /// The names of the user's functions, for suggestions.
    fn function_names(&self) -> Vec<Layer>;
}

/// A `function` block: parameters and a result in terms of them.
#[derive(Clone, Debug)]
pub struct UserFunction {
    /// Its name.
    pub name: Text,
    /// The names of its parameters.
    pub params: Vec<Text>,
    /// The name that takes all further arguments, as a tuple.
    pub variadic: Option<Text>,
    /// The result. Its names are the parameters and the global ones, never those of the caller.
    pub result: Arc<Expr>,
}

/// Where an expression is evaluated.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// What its names stand for.
    pub names: &'a dyn Names,
    /// What the names in user functions stand for.
    pub globals: &'a dyn Names,
    /// The world, for the functions that look at it.
    pub host: &'a dyn Host,
    /// What is left to spend.
    pub fuel: &'a Fuel<'a>,
}

/// Evaluates an expression.
///
/// # Errors
/// Everything that is wrong with it, each at its place; but nothing else where the fuel is used
/// up.
pub fn evaluate(expr: &Expr, cx: &Context<'_>) -> Evaluated {
    if let Some(value) = expr::literal(expr) {
        return Ok(value);
    }
    let run = Run::new(cx);
    let outcome = expr::eval(expr, &Scope::top(&run));
    run.finish(outcome, expr.span)
}

#[cfg(test)]
mod tests;
