//! The names of blocks: labels, and what `name` makes of them in each cell of a matrix.

use std::collections::BTreeSet;

use crate::declare::{BlockKind, Declaration};
use crate::diag::{At, Diagnostic};
use crate::span::Span;
use crate::syntax::ast::Attribute;
use crate::target::Cell;
use crate::text::{Text, TextSet};
use crate::value::convert::convert;
use crate::value::{Type, Value};

use super::cell::Scope;
use super::resolver::{Failure, Missing, Resolver};
use super::share::{MANY, in_shares};
use super::state::CellState;
use super::{Inputs, adjust, matrix};

/// Names every cell of every block. Only then do expressions find blocks by their names.
pub(super) fn resolve_all(resolver: &mut Resolver<'_>) {
    resolver.blocks_known = true;
    for (at, declaration) in resolver.program.blocks.iter().enumerate() {
        let cells = name_block(resolver, declaration);
        resolver.blocks[at].cells = cells.unwrap_or_default();
    }
    resolver.blocks_are_read = resolver.reads_blocks();
    if resolver.blocks_are_read {
        index_names(resolver);
    }
}

/// Lets references find the blocks that make a name.
fn index_names(resolver: &mut Resolver<'_>) {
    for (at, declaration) in resolver.program.blocks.iter().enumerate() {
        for cell in &resolver.blocks[at].cells {
            let makers = resolver.makers.entry((declaration.kind, cell.name.clone())).or_default();
            makers.push(at);
        }
    }
}

fn name_block<'p>(
    resolver: &mut Resolver<'p>,
    declaration: &'p Declaration,
) -> Result<Vec<CellState>, Failure> {
    resolver.exposed.open(declaration.kind);
    let label = &declaration.label;
    check(&label.value, label.span).map_err(|error| resolver.fail(error))?;
    if declaration.kind == BlockKind::Group {
        refuse_matrix(resolver, declaration)?;
    }
    let cells = cells(resolver, declaration, &Scope::GLOBAL)?;
    Ok(cells.map(|(scope, name)| CellState::new(scope, name)).collect())
}

/// The scope of each cell of a block and its name; `outer` is where the matrix stands.
///
/// # Errors
/// For a matrix or a name that is wrong, and for two cells of one name.
pub(super) fn cells<'p, K>(
    resolver: &mut Resolver<'p>,
    declaration: &'p Declaration<K>,
    outer: &Scope,
) -> Result<impl ExactSizeIterator<Item = (Scope, Text)> + use<K>, Failure> {
    let scopes = scopes(resolver, declaration, outer)?;
    let names = names(resolver, declaration, &scopes)?;
    let mut taken: TextSet<&str> = TextSet::default();
    taken.reserve(names.len());
    if let Some(name) = names.iter().find(|name| !taken.insert(name)) {
        return Err(resolver.fail(duplicate(declaration, name)));
    }
    Ok(scopes.into_iter().zip(names))
}

fn refuse_matrix<'p>(
    resolver: &mut Resolver<'p>,
    declaration: &'p Declaration,
) -> Result<(), Failure> {
    let mut refused = Ok(());
    for name in ["matrix", "name"] {
        if let Some(attribute) = declaration.attribute(name) {
            let message = format!("a group takes no `{name}`");
            refused = Err(resolver.fail(Diagnostic::error(message, attribute.span)));
        }
    }
    refused
}

/// The scope of each cell. Without a matrix, and with one without axes, that is the outer one.
fn scopes<'p, K>(
    resolver: &mut Resolver<'p>,
    declaration: &'p Declaration<K>,
    outer: &Scope,
) -> Result<Vec<Scope>, Failure> {
    let Some(attribute) = declaration.attribute("matrix") else {
        refuse_adjustments(resolver, declaration)?;
        return Ok(vec![outer.clone()]);
    };
    let value = resolver.value(outer, &attribute.expr)?;
    let Inputs { matrix_limit, fuel, .. } = *resolver.inputs;
    let cells = matrix::cells(attribute, &value, matrix_limit, fuel)
        .map_err(|error| resolver.fail(error))?;
    let axes = matrix::names(attribute, &value);
    let cells = adjusted(resolver, declaration, outer, &axes, cells)?;
    let keys = keys(declaration, &cells);
    if let [only] = cells.as_slice()
        && only.axes.is_empty()
    {
        return Ok(vec![outer.clone()]);
    }
    Ok(cells.into_iter().map(|cell| resolver.scope(cell, &keys)).collect())
}

/// The keys of all cells where these may differ, which only `matrix-include` brings about.
fn keys<K>(declaration: &Declaration<K>, cells: &[Cell]) -> BTreeSet<Text> {
    if declaration.attribute("matrix-include").is_none() {
        return BTreeSet::new();
    }
    cells.iter().flat_map(|cell| &cell.axes).map(|(name, _)| name.clone()).collect()
}

/// The cells after `matrix-exclude` and `matrix-include`.
fn adjusted<'p, K>(
    resolver: &mut Resolver<'p>,
    declaration: &'p Declaration<K>,
    outer: &Scope,
    axes: &[Text],
    mut cells: Vec<Cell>,
) -> Result<Vec<Cell>, Failure> {
    let had_some = !cells.is_empty();
    let excluded = exclude(resolver, declaration, outer, axes, &mut cells);
    let included = include(resolver, declaration, outer, axes, &mut cells);
    excluded.and(included)?;
    if had_some && cells.is_empty() {
        warn_of_nothing_left(resolver, declaration);
    }
    Ok(cells)
}

fn exclude<'p, K>(
    resolver: &mut Resolver<'p>,
    declaration: &'p Declaration<K>,
    outer: &Scope,
    axes: &[Text],
    cells: &mut Vec<Cell>,
) -> Result<(), Failure> {
    let Some(attribute) = declaration.attribute("matrix-exclude") else { return Ok(()) };
    let value = value_aside(resolver, outer, attribute)?;
    adjust::exclude(cells, axes, attribute, &value, resolver.inputs.fuel)
        .map_err(|errors| resolver.fail_all(errors))
}

/// A matrix without axes has one cell that is no cell, and to that nothing is added.
fn include<'p, K>(
    resolver: &mut Resolver<'p>,
    declaration: &'p Declaration<K>,
    outer: &Scope,
    axes: &[Text],
    cells: &mut Vec<Cell>,
) -> Result<(), Failure> {
    let Some(attribute) = declaration.attribute("matrix-include") else { return Ok(()) };
    let value = value_aside(resolver, outer, attribute)?;
    cells.retain(|cell| !cell.axes.is_empty());
    adjust::include(cells, axes, attribute, &value, resolver.inputs.fuel)
        .map_err(|errors| resolver.fail_all(errors))?;
    matrix::check_number(attribute, cells, resolver.inputs.matrix_limit)
        .map_err(|error| resolver.fail(error))
}

/// A matrix without a cell is legal: its values often come from outside. But where cells were
/// dropped it may well be a mistake.
fn warn_of_nothing_left<K>(resolver: &mut Resolver<'_>, declaration: &Declaration<K>) {
    if let Some(exclude) = declaration.attribute("matrix-exclude") {
        let label = &declaration.label.value;
        let message = format!("`matrix-exclude` leaves no cell of `{label}`");
        resolver.diags.push(Diagnostic::warning(message, exclude.expr.span));
    }
}

/// The value of an attribute that bake does not evaluate, and so without a trace in its memory.
fn value_aside<'p>(
    resolver: &mut Resolver<'p>,
    scope: &Scope,
    attribute: &'p Attribute,
) -> Result<Value, Failure> {
    let aside = resolver.aside(scope);
    resolver.value(&aside, &attribute.expr)
}

fn refuse_adjustments<K>(
    resolver: &mut Resolver<'_>,
    declaration: &Declaration<K>,
) -> Result<(), Failure> {
    let mut refused = Ok(());
    for name in ["matrix-exclude", "matrix-include"] {
        if let Some(attribute) = declaration.attribute(name) {
            let message = format!("`{name}` is only for blocks with a `matrix`");
            let error = Diagnostic::error(message, attribute.span)
                .hint("add `matrix = { axis = [\"a\", \"b\"] }`");
            refused = Err(resolver.fail(error));
        }
    }
    refused
}

/// The name of each cell: the label, or what `name` makes of it.
fn names<'p, K>(
    resolver: &mut Resolver<'p>,
    declaration: &'p Declaration<K>,
    scopes: &[Scope],
) -> Result<Vec<Text>, Failure> {
    let Some(attribute) = declaration.attribute("name") else {
        return Ok(vec![declaration.label.value.clone(); scopes.len()]);
    };
    if declaration.attribute("matrix").is_none() {
        let message = "`name` is only for blocks with a `matrix`";
        let error = Diagnostic::error(message, attribute.span)
            .hint("without one, the label of the block is the name");
        return Err(resolver.fail(error));
    }
    // What the first cell needs, the others mostly need too.
    if let Some(first) = scopes.first().filter(|_| scopes.len() >= MANY) {
        resolver.load(first, &attribute.expr, &BTreeSet::new(), Missing::Allowed)?;
        let alike = scopes.iter().all(|scope| scope.lacking.is_none());
        let different = if alike { 1 } else { scopes.len() };
        if scopes.iter().take(different).all(|scope| resolver.is_settled(scope, &attribute.expr)) {
            return names_at_once(resolver, attribute, scopes);
        }
    }
    let name = |scope: &Scope| {
        let value = resolver.value(scope, &attribute.expr)?;
        text(attribute, &value).map_err(|error| resolver.fail(error))
    };
    scopes.iter().map(name).collect()
}

fn names_at_once(
    resolver: &mut Resolver<'_>,
    attribute: &Attribute,
    scopes: &[Scope],
) -> Result<Vec<Text>, Failure> {
    let this = &*resolver;
    let names = in_shares(this, scopes, |scope, fuel| {
        let value = this.evaluate_with(scope, &attribute.expr, fuel)?;
        text(attribute, &value).map_err(|error| vec![error])
    });
    let names: Vec<Result<Text, Vec<Diagnostic>>> = names.collect();
    names.into_iter().map(|name| name.map_err(|errors| resolver.fail_all(errors))).collect()
}

fn text(attribute: &Attribute, value: &Value) -> Result<Text, Diagnostic> {
    let span = attribute.expr.span;
    let Value::String(name) = convert(value, &Type::String).at(span)? else {
        return Err(Diagnostic::error("a name is not null", span));
    };
    check(&name, span)?;
    Ok(name)
}

/// Letters, digits, `-` and `_`, at least one: what bake takes as the name of a target or group.
pub(super) fn check(name: &str, span: Span) -> Result<(), Diagnostic> {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if !name.is_empty() && name.chars().all(legal) {
        return Ok(());
    }
    let message = format!("`{name}` is not a legal name");
    let error = Diagnostic::error(message, span)
        .labelled("only letters, digits, `-` and `_`, and at least one of them");
    let fixed: String = name.chars().map(|c| if legal(c) { c } else { '_' }).collect();
    Err(if name.is_empty() {
        error
    } else {
        error.hint(format!("`sanitize(…)` would make it `{fixed}`"))
    })
}

fn duplicate<K>(declaration: &Declaration<K>, name: &str) -> Diagnostic {
    let message = format!("two cells of the matrix are named `{name}`");
    match declaration.attribute("name") {
        Some(attribute) => Diagnostic::error(message, attribute.expr.span)
            .hint("use every axis in `name`, so that each cell has a name of its own"),
        None => Diagnostic::error(message, declaration.label.span)
            .hint("add a `name` that uses every axis, such as `name = \"app-${axis}\"`"),
    }
}
