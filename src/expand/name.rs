//! The names of blocks: labels, and what `name` makes of them in each cell of a matrix.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use crate::declare::{BlockKind, Declaration};
use crate::diag::{At, Diagnostic};
use crate::span::Span;
use crate::syntax::ast::Attribute;
use crate::threads;
use crate::value::convert::convert;
use crate::value::{Type, Value};

use super::block::CellState;
use super::cell::Scope;
use super::matrix;
use super::resolver::{Failure, Missing, Resolver};

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
    let scopes = scopes(resolver, declaration)?;
    let names = names(resolver, declaration, &scopes)?;
    let mut cells = Vec::with_capacity(scopes.len());
    let mut taken = HashSet::with_capacity(scopes.len());
    for (scope, name) in scopes.into_iter().zip(names) {
        if !taken.insert(name.clone()) {
            return Err(resolver.fail(duplicate(declaration, &name)));
        }
        cells.push(CellState::new(scope, name));
    }
    Ok(cells)
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

/// The scope of each cell. Without a matrix, and with one without axes, that is the global one.
fn scopes<'p>(
    resolver: &mut Resolver<'p>,
    declaration: &'p Declaration,
) -> Result<Vec<Scope>, Failure> {
    let Some(attribute) = declaration.attribute("matrix") else { return Ok(vec![Scope::GLOBAL]) };
    let value = resolver.value(&Scope::GLOBAL, &attribute.expr)?;
    let cells = matrix::cells(attribute, &value, resolver.inputs.matrix_limit)
        .map_err(|error| resolver.fail(error))?;
    if let [only] = cells.as_slice()
        && only.axes.is_empty()
    {
        return Ok(vec![Scope::GLOBAL]);
    }
    Ok(cells.into_iter().map(|cell| resolver.scope(cell)).collect())
}

/// How many cells make it worth to name them side by side.
const MANY: usize = 256;

/// The name of each cell: the label, or what `name` makes of it.
fn names<'p>(
    resolver: &mut Resolver<'p>,
    declaration: &'p Declaration,
    scopes: &[Scope],
) -> Result<Vec<Arc<str>>, Failure> {
    let Some(attribute) = declaration.attribute("name") else {
        return Ok(vec![declaration.label.value.clone(); scopes.len()]);
    };
    if declaration.attribute("matrix").is_none() {
        let message = "`name` is only for targets with a `matrix`";
        let error = Diagnostic::error(message, attribute.span)
            .hint("the label of the block is the name of the target");
        return Err(resolver.fail(error));
    }
    // What the first cell needs, the others mostly need too.
    if let Some(first) = scopes.first().filter(|_| scopes.len() >= MANY) {
        resolver.load(first, &attribute.expr, &BTreeSet::new(), Missing::Allowed)?;
        if scopes.iter().all(|scope| resolver.is_settled(scope, &attribute.expr)) {
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
) -> Result<Vec<Arc<str>>, Failure> {
    let names = threads::map(scopes, |scope| {
        let value = resolver.evaluate(scope, &attribute.expr)?;
        text(attribute, &value).map_err(|error| vec![error])
    });
    names.into_iter().map(|name| name.map_err(|errors| resolver.fail_all(errors))).collect()
}

fn text(attribute: &Attribute, value: &Value) -> Result<Arc<str>, Diagnostic> {
    let span = attribute.expr.span;
    let Value::String(name) = convert(value, &Type::String).at(span)? else {
        return Err(Diagnostic::error("the name of a target is not null", span));
    };
    check(&name, span)?;
    Ok(name)
}

/// Letters, digits, `-` and `_`, at least one: what bake takes as the name of a target or group.
fn check(name: &str, span: Span) -> Result<(), Diagnostic> {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let illegal: BTreeSet<String> =
        name.chars().filter(|&c| !legal(c)).map(|c| c.to_string()).collect();
    if illegal.is_empty() && !name.is_empty() {
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

fn duplicate(declaration: &Declaration, name: &str) -> Diagnostic {
    let message = format!("two cells of the matrix are named `{name}`");
    match declaration.attribute("name") {
        Some(attribute) => Diagnostic::error(message, attribute.expr.span)
            .hint("use every axis in `name`, so that each cell has a name of its own"),
        None => Diagnostic::error(message, declaration.label.span)
            .hint("add a `name` that uses every axis, such as `name = \"app-${axis}\"`"),
    }
}
