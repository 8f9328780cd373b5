//! The attributes of targets that bake does not know: their values, in each cell.
//!
//! They are evaluated after everything that bake evaluates, and leave no trace in it: what bake
//! makes of a file, errors included, is the same with and without them.

use std::collections::BTreeSet;

use crate::declare::Declaration;
use crate::diag::Diagnostic;
use crate::syntax::ast::Attribute;
use crate::value::Value;

use super::cell::Scope;
use super::resolver::{Failure, Missing, Resolver};
use super::state::misfit;

/// Evaluates the additions of every target.
pub(super) fn resolve_all(resolver: &mut Resolver<'_>) {
    let blocks = resolver.program.blocks.iter().enumerate();
    for (at, declaration) in blocks.filter(|(_, block)| !block.additions.is_empty()) {
        for cell in 0..resolver.blocks[at].cells.len() {
            resolve_cell(resolver, declaration, at, cell);
        }
    }
}

fn resolve_cell<'p>(
    resolver: &mut Resolver<'p>,
    declaration: &'p Declaration,
    at: usize,
    cell: usize,
) {
    for attribute in settled_by_value(&declaration.additions) {
        let scope = resolver.blocks[at].cells[cell].scope.clone();
        let Ok(value) = value(resolver, &scope, attribute) else { continue };
        let block = &mut resolver.blocks[at];
        let state = &mut block.cells[cell];
        let set = value.and_then(|value| {
            let additions = state.additions.get_or_insert_default();
            let set = additions.set(&attribute.name.value, &value);
            set.map_err(|problem| vec![misfit(attribute, problem)])
        });
        let name = state.scope.cell.is_some().then_some(&state.name);
        for error in set.err().into_iter().flatten() {
            block.told.tell(error, name, &mut resolver.diags);
        }
    }
}

/// The attributes that have a value of their own: all but those that make cells and names.
pub(super) fn settled_by_value(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    const MAKERS: [&str; 4] = ["matrix", "matrix-exclude", "matrix-include", "name"];
    attributes.iter().filter(|attribute| !MAKERS.contains(&&*attribute.name.value))
}

/// The value of an attribute in a cell, or what is wrong with it there.
///
/// # Errors
/// Where something that it refers to is wrong, which has been reported.
pub(super) fn value<'p>(
    resolver: &mut Resolver<'p>,
    scope: &Scope,
    attribute: &'p Attribute,
) -> Result<Result<Value, Vec<Diagnostic>>, Failure> {
    let aside = resolver.aside(scope);
    resolver.load(&aside, &attribute.expr, &BTreeSet::new(), Missing::Allowed)?;
    Ok(resolver.evaluate(&aside, &attribute.expr))
}
