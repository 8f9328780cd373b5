//! `for` in expressions and in templates.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::diag::{At, Diagnostic};
use crate::eval::collection::{built_object, built_tuple};
use crate::eval::expr::eval;
use crate::eval::ops;
use crate::eval::outcome::{Faults, Outcome, Unknown};
use crate::eval::scope::{Binding, Bound, Scope};
use crate::span::Span;
use crate::syntax::ast::{Expr, For, Name};
use crate::text::Text;
use crate::value::{Fields, Type, Value, convertible};

/// `[for … : …]` and `{for … : … => …}`
pub(super) fn loop_(written: &For, span: Span, scope: &Scope<'_>) -> Outcome {
    let (collection, mut faults) = match iterable(&written.collection, scope) {
        Ok(value) => (Collection::Known(value), Faults::default()),
        Err(unknown) if unknown.has_shape() => {
            (Collection::Shape(unknown.ty.clone()), Faults::of(unknown))
        }
        Err(unknown) => return Err(unknown),
    };
    if let Some(condition) = &written.condition
        && let Err(unknown) = rehearse(written, condition, scope)
    {
        faults.absorb(unknown);
        return Err(faults.unknown(Type::Dynamic));
    }
    match &written.result_key {
        None => to_tuple(written, &collection, faults, span, scope),
        Some(key) if written.grouped => to_groups(written, key, &collection, faults, span, scope),
        Some(key) => to_object(written, key, &collection, faults, span, scope),
    }
}

/// What a loop goes through.
pub(super) enum Collection {
    /// A value.
    Known(Value),
    /// What is left of a tuple or an object that has errors in it: how many elements there are,
    /// and their types. HCL goes through it all the same, and what comes out has a type.
    Shape(Type),
}

impl Collection {
    /// Keys and values: positions of lists and tuples, names of maps and objects; the elements of
    /// a set are their own keys.
    fn entries(&self) -> impl Iterator<Item = (Value, Bound)> {
        let (value, shape) = match self {
            Self::Known(value) => (Some(value), None),
            Self::Shape(ty) => (None, Some(ty)),
        };
        let known = value.into_iter().flat_map(entries).map(|(key, value)| (key, Ok(value)));
        known.chain(shape.into_iter().flat_map(elements).map(|(key, ty)| (key, Err(ty))))
    }
}

/// The keys and the types of the elements.
fn elements(shape: &Type) -> Vec<(Value, Type)> {
    match shape {
        Type::Tuple(types) => (0i64..).map(Value::int).zip(types.iter().cloned()).collect(),
        Type::Object(object) => {
            let named = object.attributes.iter();
            named.map(|(name, ty)| (Value::String(name.clone()), ty.clone())).collect()
        }
        _ => Vec::new(),
    }
}

/// The value of an expression that can be gone through.
pub(super) fn iterable(expr: &Expr, scope: &Scope<'_>) -> Outcome {
    let refused = |found: &str| {
        let message = format!("`for` goes through collections, and this is {found}");
        Diagnostic::error(message, expr.span)
    };
    match eval(expr, scope) {
        Ok(value) if value.as_items().is_some() || value.as_fields().is_some() => Ok(value),
        Ok(value) => Err(Unknown::because(refused(ops::name_of(&value)))),
        Err(mut unknown) => {
            if unknown.ty.is_primitive() {
                unknown.errors.push(refused(ops::name(&unknown.ty)));
            }
            Err(if unknown.has_shape() { unknown } else { unknown.of(Type::Dynamic) })
        }
    }
}

/// Tries the condition before any element is known: what is wrong with it whatever they are is
/// an error even if there are none.
fn rehearse(written: &For, condition: &Expr, scope: &Scope<'_>) -> Result<(), Box<Unknown>> {
    let round = Round::new(written.key.as_ref(), &written.value);
    let outcome = round
        .enter(Err(Type::Dynamic), Err(Type::Dynamic), scope, |scope| includes(condition, scope));
    match outcome {
        Err(unknown) if !unknown.errors.is_empty() => Err(unknown),
        _ => Ok(()),
    }
}

/// Whether the condition holds.
fn includes(condition: &Expr, scope: &Scope<'_>) -> Result<bool, Box<Unknown>> {
    let span = condition.span;
    match eval(condition, scope) {
        Ok(Value::Bool(truth)) => Ok(truth),
        Ok(Value::Null(_)) => {
            Err(Unknown::because(Diagnostic::error("the condition of `for` is null", span)))
        }
        Ok(value) => {
            let truth = ops::primitive(&value, &Type::Bool)
                .map_err(|problem| problem.within("the condition of `for`"))
                .at(span)
                .map_err(Unknown::because)?;
            Ok(truth.as_bool().unwrap_or(false))
        }
        Err(mut unknown) => {
            if !convertible(&unknown.ty, &Type::Bool) {
                let misfit = ops::unlike(ops::name(&unknown.ty), &Type::Bool);
                unknown.errors.push(misfit.within("the condition of `for`").into_error(span));
            }
            Err(unknown.of(Type::Dynamic))
        }
    }
}

/// The names that a loop brings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Round<'n> {
    key: Option<&'n str>,
    value: &'n str,
}

impl<'n> Round<'n> {
    pub(super) fn new(key: Option<&'n Name>, value: &'n Name) -> Self {
        Self { key: key.map(|key| &*key.value), value: &value.value }
    }

    /// Does one round: what `body` gives where the names stand for these. A name that is both is
    /// the value.
    pub(super) fn enter<T>(
        self,
        key: Bound,
        value: Bound,
        scope: &Scope<'_>,
        body: impl FnOnce(&Scope<'_>) -> T,
    ) -> T {
        let both: [Binding<'_>; 2] = [(self.key.unwrap_or(self.value), key), (self.value, value)];
        let frame = scope.frame(&both);
        body(&scope.within(&frame))
    }
}

/// Goes through a collection: `body` is done in the scope of each element, until so much is wrong
/// that more would tell nothing.
pub(super) fn each(
    round: Round<'_>,
    collection: &Collection,
    span: Span,
    scope: &Scope<'_>,
    mut body: impl FnMut(&Scope<'_>) -> Result<Flow, Box<Unknown>>,
) -> Result<(), Box<Unknown>> {
    for (key, value) in collection.entries() {
        scope.run.spend(1, span)?;
        if round.enter(Ok(key), value, scope, &mut body)? == Flow::Stop {
            return Ok(());
        }
    }
    Ok(())
}

/// Whether a loop goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Flow {
    /// With the next element.
    Next,
    /// No further.
    Stop,
}

impl Flow {
    /// On, unless so much is wrong already.
    pub(super) fn after(faults: &Faults) -> Self {
        if faults.is_full() { Self::Stop } else { Self::Next }
    }
}

fn entries(collection: &Value) -> impl Iterator<Item = (Value, Value)> {
    let is_set = matches!(collection, Value::Set(_));
    let items = collection.as_items().unwrap_or_default().iter();
    let items = (0i64..)
        .zip(items)
        .map(move |(at, item)| (if is_set { item.clone() } else { Value::int(at) }, item.clone()));
    let fields = collection.as_fields().into_iter().flatten();
    items.chain(fields.map(|(key, value)| (Value::String(key.clone()), value.clone())))
}

fn to_tuple(
    written: &For,
    collection: &Collection,
    mut faults: Faults,
    span: Span,
    scope: &Scope<'_>,
) -> Outcome {
    let mut values = Vec::new();
    let mut all_known = true;
    let round = Round::new(written.key.as_ref(), &written.value);
    each(round, collection, span, scope, |scope| {
        match included(written, scope, &mut faults) {
            Some(true) => {
                scope.run.elements(1, span)?;
                values.push(faults.settle(eval(&written.result_value, scope)));
            }
            Some(false) => {}
            None => all_known = false,
        }
        Ok(Flow::after(&faults))
    })?;
    if all_known {
        built_tuple(values, faults, span, scope)
    } else {
        Err(faults.unknown(Type::Dynamic))
    }
}

fn included(written: &For, scope: &Scope<'_>, faults: &mut Faults) -> Option<bool> {
    match &written.condition {
        None => Some(true),
        Some(condition) => {
            includes(condition, scope).map_err(|unknown| faults.absorb(unknown)).ok()
        }
    }
}

fn to_object(
    written: &For,
    key: &Expr,
    collection: &Collection,
    faults: Faults,
    span: Span,
    scope: &Scope<'_>,
) -> Outcome {
    let mut fields = Fields::new();
    let faults = each_pair(
        written,
        key,
        collection,
        faults,
        span,
        scope,
        |name, value, faults| match fields.entry(name) {
            Entry::Vacant(free) => {
                free.insert(value);
            }
            Entry::Occupied(taken) => faults.push(duplicate(taken.key(), key.span)),
        },
    )?;
    built_object(fields, faults, span, scope)
}

fn duplicate(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(format!("two elements have the key `{name}`"), span)
        .hint("`...` after the value makes tuples of all values of a key")
}

fn to_groups(
    written: &For,
    key: &Expr,
    collection: &Collection,
    faults: Faults,
    span: Span,
    scope: &Scope<'_>,
) -> Outcome {
    let mut groups: BTreeMap<Text, Vec<Value>> = BTreeMap::new();
    let faults = each_pair(written, key, collection, faults, span, scope, |name, value, _| {
        groups.entry(name).or_default().push(value);
    })?;
    let mut fields = Fields::new();
    for (name, values) in groups {
        scope.run.nest(&values, span)?;
        fields.insert(name, Value::tuple(values));
    }
    built_object(fields, faults, span, scope)
}

/// Goes through a collection and takes the keys and values that are made of it, and what is wrong
/// with them if all keys are known.
fn each_pair(
    written: &For,
    key: &Expr,
    collection: &Collection,
    mut faults: Faults,
    span: Span,
    scope: &Scope<'_>,
    mut take: impl FnMut(Text, Value, &mut Faults),
) -> Result<Faults, Box<Unknown>> {
    let mut all_known = true;
    let round = Round::new(written.key.as_ref(), &written.value);
    each(round, collection, span, scope, |scope| {
        match included(written, scope, &mut faults) {
            Some(true) => match result_key(key, scope) {
                Ok(name) => {
                    scope.run.fields(1, span)?;
                    let value = faults.settle(eval(&written.result_value, scope));
                    take(name, value, &mut faults);
                }
                Err(unknown) => {
                    all_known = false;
                    faults.absorb(unknown);
                }
            },
            Some(false) => {}
            None => all_known = false,
        }
        Ok(Flow::after(&faults))
    })?;
    if all_known { Ok(faults) } else { Err(faults.unknown(Type::Dynamic)) }
}

/// The key of an element of the result.
fn result_key(key: &Expr, scope: &Scope<'_>) -> Result<Text, Box<Unknown>> {
    let value = eval(key, scope)?;
    let converted = ops::primitive(&value, &Type::String)
        .map_err(|problem| problem.within("the key of a `for`"))
        .at(key.span)
        .map_err(Unknown::because)?;
    match converted {
        Value::String(text) => Ok(text),
        _ => Err(Unknown::because(Diagnostic::error("the key of a `for` is null", key.span))),
    }
}
