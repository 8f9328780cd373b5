//! `validation` blocks: what a variable's value must hold.

use crate::declare::{Validation, Variable};
use crate::diag::{At, Diagnostic};
use crate::eval::Evaluated;
use crate::span::Span;
use crate::syntax::ast::Attribute;
use crate::value::convert::convert;
use crate::value::{Type, Value};

use super::cell::Scope;
use super::primitive::Given;
use super::resolver::Resolver;
use super::variable;

/// Checks every variable, also those that nothing uses.
///
/// Nothing is evaluated on demand here: a condition sees variables, and of the user's functions
/// only those that some default has called. So it is in bake, where validation comes before the
/// functions.
pub(super) fn check_all(resolver: &mut Resolver<'_>) {
    if resolver.diags.has_errors() {
        return;
    }
    let program = resolver.program;
    for (at, variable) in program.variables.iter().enumerate() {
        if resolver.declared.variables.get(&*variable.name.value) == Some(&at) {
            check(resolver, variable);
        }
    }
}

fn check(resolver: &mut Resolver<'_>, variable: &Variable) {
    for validation in &variable.validations {
        if let Err(errors) = check_one(resolver, variable, validation) {
            resolver.fail_all(errors);
        }
    }
}

fn check_one(
    resolver: &Resolver<'_>,
    variable: &Variable,
    validation: &Validation,
) -> Result<(), Vec<Diagnostic>> {
    let Some(condition) = &validation.condition else {
        let message = "a validation needs a `condition`";
        let error = Diagnostic::error(message, validation.head);
        return Err(vec![error.hint("add `condition = …`")]);
    };
    let span = condition.expr.span;
    let holds = evaluate(resolver, condition)?;
    if holds.is_null() {
        let message = "the condition is null; it must be true or false";
        return Err(vec![Diagnostic::error(message, span)]);
    }
    let holds = convert(&holds, &Type::Bool).at(span).map_err(|error| vec![error])?;
    if holds.as_bool() == Some(true) {
        return Ok(());
    }
    Err(vec![refused(resolver, variable, validation, span)?])
}

/// The error for a value that does not pass. The value itself is not shown: it may be a secret.
fn refused(
    resolver: &Resolver<'_>,
    variable: &Variable,
    validation: &Validation,
    condition: Span,
) -> Result<Diagnostic, Vec<Diagnostic>> {
    let name = &variable.name;
    let error = match error_message(resolver, validation)? {
        Some(message) => Diagnostic::error(message, condition),
        None => Diagnostic::error(format!("`{}` is not valid", name.value), condition)
            .hint("say why with `error_message = \"…\"`"),
    };
    let error = error.labelled(format!("the value of `{}` does not pass this", name.value));
    Ok(match variable::given(resolver, name, variable.ty.is_some()) {
        Some(Given { typed: Some(word), .. }) => error.also(word, "the value"),
        Some(Given { source, .. }) => error
            .also(name.span, "the variable")
            .hint(format!("`{source}` is set in the environment")),
        None => error.also(name.span, "the variable"),
    })
}

fn evaluate(resolver: &Resolver<'_>, attribute: &Attribute) -> Evaluated {
    resolver.evaluate(&Scope::GLOBAL, &attribute.expr)
}

/// What the file says of a value that does not pass, if it does and that is text.
fn error_message(
    resolver: &Resolver<'_>,
    validation: &Validation,
) -> Result<Option<String>, Vec<Diagnostic>> {
    let Some(attribute) = &validation.message else { return Ok(None) };
    match evaluate(resolver, attribute)? {
        Value::String(text) => Ok(Some(text.trim_end_matches('.').to_owned())),
        _ => Ok(None),
    }
}
