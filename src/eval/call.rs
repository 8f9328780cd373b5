//! `f(a, b...)`

use crate::diag::{Diagnostic, Problem, words};
use crate::eval::expr::eval;
use crate::eval::functions::{self, Body, Function, Syntax, Work};
use crate::eval::outcome::{Faults, Outcome, Unknown};
use crate::eval::scope::{Binding, Scope};
use crate::eval::{UserFunction, ops, types};
use crate::span::Span;
use crate::syntax::ast::{Call, Expr};
use crate::value::{Type, Value, convert};

/// A call: of the standard library first, else of the user's functions.
pub(super) fn call(call: &Call, span: Span, scope: &Scope<'_>) -> Outcome {
    let name = &*call.name.value;
    if let Some(function) = functions::find(name) {
        let arguments = Arguments::new(call, scope)?;
        function
            .check_arity(arguments.len())
            .map_err(|problem| arguments.blame(problem, call.parens))?;
        return match function.body {
            Body::Syntax(Syntax::Try) => first_that_works(call, &arguments, span, scope),
            Body::Syntax(Syntax::Can) => can(&arguments, scope),
            Body::Syntax(Syntax::Convert) => converted(call, &arguments, scope),
            _ => standard(function, call, &arguments, span, scope),
        };
    }
    match scope.function(name) {
        Some(function) => users(function, call, &Arguments::new(call, scope)?, scope),
        None => Err(Unknown::because(no_function(call, scope))),
    }
}

fn no_function(call: &Call, scope: &Scope<'_>) -> Diagnostic {
    let name = &call.name.value;
    Diagnostic::error(format!("there is no function `{name}`"), call.name.span)
        .meant(scope.suggest_function(name))
}

/// The arguments of a call: expressions, and after them the elements of what was spread.
#[derive(Debug)]
struct Arguments<'a> {
    written: &'a [Expr],
    spread: Vec<Value>,
    spread_at: Span,
}

impl<'a> Arguments<'a> {
    /// The arguments as they are written, the last one spread if that is asked for.
    fn new(call: &'a Call, scope: &Scope<'_>) -> Result<Self, Box<Unknown>> {
        let none = Self { written: &call.arguments, spread: Vec::new(), spread_at: call.parens };
        let (last, written) = match call.arguments.split_last() {
            Some(split) if call.spread => split,
            _ => return Ok(none),
        };
        let spread_at = last.span;
        let value = eval(last, scope).map_err(|unknown| unknown.of(Type::Dynamic))?;
        let Some(items) = value.as_items() else {
            return Err(Unknown::because(cannot_spread(&value, spread_at)));
        };
        scope.run.elements(items.len(), spread_at)?;
        Ok(Self { written, spread: items.to_vec(), spread_at })
    }

    fn len(&self) -> usize {
        self.written.len() + self.spread.len()
    }

    /// The place of an argument, if there are so many.
    fn span(&self, index: usize) -> Option<Span> {
        let written = self.written.get(index).map(|expr| expr.span);
        written.or_else(|| (index < self.len()).then_some(self.spread_at))
    }

    /// The outcomes of the arguments, one after the other.
    fn outcomes(&self, scope: &Scope<'_>) -> impl Iterator<Item = Outcome> {
        let written = self.written.iter().map(|expr| eval(expr, scope));
        written.chain(self.spread.iter().cloned().map(Ok))
    }

    /// The values of the arguments, or what is wrong with any of them.
    fn values(&self, scope: &Scope<'_>) -> Result<Vec<Value>, Box<Unknown>> {
        let mut faults = Faults::default();
        let mut values = Vec::with_capacity(self.len());
        values.extend(self.outcomes(scope).map(|outcome| faults.settle(outcome)));
        if faults.is_none() { Ok(values) } else { Err(faults.unknown(Type::Dynamic)) }
    }

    /// The error of a call: at the argument to blame, or else at `otherwise`.
    fn blame(&self, problem: Problem, otherwise: Span) -> Box<Unknown> {
        let blamed = problem.argument.and_then(|index| self.span(index));
        Unknown::because(problem.into_error(blamed.unwrap_or(otherwise)))
    }
}

fn cannot_spread(value: &Value, span: Span) -> Diagnostic {
    let found = ops::name_of(value);
    Diagnostic::error(format!("`...` spreads a list, a tuple or a set, and this is {found}"), span)
}

fn standard(
    function: &Function,
    call: &Call,
    arguments: &Arguments<'_>,
    span: Span,
    scope: &Scope<'_>,
) -> Outcome {
    let run = scope.run;
    let values = arguments.values(scope)?;
    for value in &values {
        run.pass(value, span)?;
    }
    let work = Work::new(run.left());
    let result = functions::call(function, run.cx.host, &values, &work);
    run.spend(usize::try_from(work.spent()).unwrap_or(usize::MAX), span)?;
    let result = result.map_err(|problem| arguments.blame(problem, call.name.span))?;
    run.made(&result, span)?;
    Ok(result)
}

/// Calls a user's function: its names are its parameters and the global ones, never those of the
/// caller.
fn users(
    function: &UserFunction,
    call: &Call,
    arguments: &Arguments<'_>,
    scope: &Scope<'_>,
) -> Outcome {
    check_count(function, arguments.len())
        .map_err(|problem| arguments.blame(problem, call.parens))?;
    let values = arguments.values(scope)?;
    if let Some(at) = values.iter().position(Value::is_null) {
        let problem = Problem::new(format!("an argument of `{}` cannot be null", function.name));
        return Err(arguments.blame(problem.argument(at), call.name.span));
    }
    let bindings = bindings(function, values);
    let scope = Scope::globals(scope.run);
    let frame = scope.frame(&bindings);
    eval(&function.result, &scope.within(&frame)).map_err(|mut unknown| {
        for error in &mut unknown.errors {
            note_call(error, call);
        }
        unknown.of(Type::Dynamic)
    })
}

/// How many calls are shown around an error.
const CALLS_SHOWN: usize = 8;

fn note_call(error: &mut Diagnostic, call: &Call) {
    if error.labels.len() <= CALLS_SHOWN {
        let text = format!("in this call of `{}`", call.name.value);
        error.labels.push(crate::diag::Label { span: call.name.span, text });
    }
}

fn check_count(function: &UserFunction, given: usize) -> Result<(), Problem> {
    let (name, wanted) = (&function.name, function.params.len());
    let wants = || match wanted {
        0 => "no arguments".to_owned(),
        _ => words::count(wanted, "argument"),
    };
    if let Some(missing) = function.params.get(given) {
        let least = if function.variadic.is_some() { "at least " } else { "" };
        let wants = wants();
        let message = format!("`{name}` takes {least}{wants}, not {given}; `{missing}` is missing");
        return Err(Problem::new(message));
    }
    if function.variadic.is_none() && given > wanted {
        let message = format!("`{name}` takes {}, not {given}", wants());
        return Err(Problem::new(message).argument(wanted));
    }
    Ok(())
}

/// What the parameters stand for; the variadic one for a tuple of all that is left.
fn bindings(function: &UserFunction, mut values: Vec<Value>) -> Vec<Binding<'_>> {
    let rest = values.split_off(function.params.len().min(values.len()));
    let params = function.params.iter().map(AsRef::as_ref);
    let mut bindings: Vec<Binding<'_>> = params.zip(values.into_iter().map(Ok)).collect();
    if let Some(variadic) = &function.variadic {
        bindings.push((variadic, Ok(Value::tuple(rest))));
    }
    bindings
}

/// `can(x)`: whether there is a value.
fn can(arguments: &Arguments<'_>, scope: &Scope<'_>) -> Outcome {
    match arguments.outcomes(scope).next() {
        Some(Err(unknown)) if unknown.errors.is_empty() => Err(unknown.of(Type::Bool)),
        outcome => Ok(Value::Bool(matches!(outcome, Some(Ok(_))))),
    }
}

/// `try(x, y)`: the first value that there is.
fn first_that_works(
    call: &Call,
    arguments: &Arguments<'_>,
    span: Span,
    scope: &Scope<'_>,
) -> Outcome {
    if arguments.len() == 0 {
        let message = "`try` takes at least 1 argument, not 0";
        return Err(Unknown::because(Diagnostic::error(message, call.parens)));
    }
    let mut failed = Diagnostic::error("none of the arguments of `try` has a value", span);
    for outcome in arguments.outcomes(scope) {
        match outcome {
            Ok(value) => return Ok(value),
            Err(unknown) if unknown.errors.is_empty() => return Err(unknown.of(Type::Dynamic)),
            Err(unknown) => failed = explained(failed, unknown.errors),
        }
    }
    Err(Unknown::because(failed))
}

/// The error with what was wrong with an argument.
fn explained(error: Diagnostic, errors: Vec<Diagnostic>) -> Diagnostic {
    errors.into_iter().fold(error, |error, cause| match cause.labels.first() {
        Some(label) => error.also(label.span, cause.message),
        None => error,
    })
}

/// `convert(x, type)`. The value is converted to the type, and then once more to the type that it
/// has got: so an attribute that the type calls optional must be there all the same. That is how
/// HCL does it, which computes the type of a result before the result.
fn converted(call: &Call, arguments: &Arguments<'_>, scope: &Scope<'_>) -> Outcome {
    let span = arguments.span(0).unwrap_or(call.parens);
    let mut faults = Faults::default();
    let value = arguments.outcomes(scope).next().and_then(|outcome| faults.known(outcome));
    let want = match arguments.written.get(1) {
        Some(expr) => types::constraint(expr),
        None => Err(vec![Diagnostic::error("a type cannot come out of a collection", span)]),
    };
    let want = want.map_err(|errors| faults.absorb(Unknown::new(Type::Dynamic, errors)));
    let (Some(value), Ok(want)) = (value, &want) else {
        let ty = want.ok().filter(|_| faults.is_silent());
        return Err(faults.unknown(ty.unwrap_or(Type::Dynamic)));
    };
    scope.run.pass(&value, span)?;
    let first = convert(&value, want);
    let second = first.and_then(|got| convert(&value, &got.ty()));
    let result = second.map_err(|problem| Unknown::because(problem.into_error(span)))?;
    scope.run.made(&result, span)?;
    Ok(result)
}
