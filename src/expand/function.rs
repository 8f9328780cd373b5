//! `function` blocks: what they take and what their results refer to.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::declare::Function;
use crate::diag::{Diagnostic, Meant};
use crate::eval::{Names, UserFunction, functions};
use crate::span::Span;
use crate::syntax::ast::{Attribute, Name};
use crate::text::Text;

use super::cell::Scope;
use super::resolver::{Failure, Missing, Resolver, is_standard};

/// Makes every function ready to be called, also those that nothing calls: bake checks them all.
pub(super) fn resolve_all(resolver: &mut Resolver<'_>) {
    let program = resolver.program;
    for function in &program.functions {
        let _reported = resolve(resolver, &function.name);
    }
}

/// Makes a function ready to be called, with all that its result refers to. The standard library
/// comes first: a block of the same name is never looked at.
///
/// # Errors
/// Where it is not declared, or wrong, or needs itself.
pub(super) fn resolve(resolver: &mut Resolver<'_>, name: &Name) -> Result<(), Failure> {
    if is_standard(&name.value) {
        return Ok(());
    }
    if let Some(found) = resolver.functions.get(&name.value) {
        return if found.is_some() { Ok(()) } else { Err(Failure::Reported) };
    }
    let Some(&at) = resolver.declared.functions.get(&*name.value) else {
        return Err(Failure::Undefined);
    };
    let what = format!("`{}()`", name.value);
    if resolver.path.has(&what) {
        return Err(resolver.circle(&what, name.span));
    }
    let function = &resolver.program.functions[at];
    let made = resolver.enter(what, name.span, |this| make(this, function));
    let failure = made.as_ref().err().copied();
    resolver.functions.insert(name.value.clone(), made.ok().map(Arc::new));
    failure.map_or(Ok(()), Err)
}

fn make<'p>(resolver: &mut Resolver<'p>, function: &'p Function) -> Result<UserFunction, Failure> {
    let name = &function.name.value;
    let Some(result) = &function.result else {
        return Err(resolver.fail(lacks(function, "result", "result = …")));
    };
    let Some(params) = &function.params else {
        return Err(resolver.fail(lacks(function, "params", "params = [a, b]")));
    };
    let names = parameters(params).map_err(|errors| resolver.fail_all(errors))?;
    let variadic = function.variadic.as_ref().map(parameter_of).transpose();
    let variadic = variadic.map_err(|error| resolver.fail(error))?;
    let bound: BTreeSet<Text> = names.iter().chain(&variadic).cloned().collect();
    resolver.load(&Scope::GLOBAL, &result.expr, &bound, Missing::Refused)?;
    Ok(UserFunction { name: name.clone(), params: names, variadic, result: result.expr.clone() })
}

fn lacks(function: &Function, attribute: &str, example: &str) -> Diagnostic {
    let message = format!("function `{}` has no `{attribute}`", function.name.value);
    Diagnostic::error(message, function.head).hint(format!("add `{example}`"))
}

/// The names in `params = [a, b]`.
fn parameters(params: &Attribute) -> Result<Vec<Text>, Vec<Diagnostic>> {
    let Some(items) = params.expr.as_list() else {
        let message = "`params` takes a list of names";
        return Err(vec![
            Diagnostic::error(message, params.expr.span).hint("write `params = [a, b]`"),
        ]);
    };
    let (mut names, mut errors) = (Vec::new(), Vec::new());
    for item in items {
        match item.as_keyword() {
            Some(name) => names.push(name),
            None => errors.push(not_a_name(item.span)),
        }
    }
    if errors.is_empty() { Ok(names) } else { Err(errors) }
}

fn parameter_of(variadic: &Attribute) -> Result<Text, Diagnostic> {
    variadic.expr.as_keyword().ok_or_else(|| not_a_name(variadic.expr.span))
}

fn not_a_name(span: Span) -> Diagnostic {
    Diagnostic::error("a parameter is a bare name", span).hint("write it without quotes and dots")
}

/// The error for a function that nothing declares.
pub(super) fn undefined(name: &Name, resolver: &Resolver<'_>) -> Diagnostic {
    let mut known = resolver.function_names();
    known.push(functions::layer());
    Diagnostic::error(format!("there is no function `{}`", name.value), name.span)
        .meant(Meant::new(name.value.clone(), known))
}
