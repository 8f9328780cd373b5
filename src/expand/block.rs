//! `target` and `group` blocks: the value of each attribute, in each cell.

use std::collections::BTreeSet;

use crate::declare::{BlockKind, Declaration};
use crate::diag::Diagnostic;
use crate::eval::Fuel;
use crate::span::Span;
use crate::syntax::ast::Attribute;

use super::resolver::{Failure, Missing, Resolver};
use super::share::in_shares;
use super::state::{CellState, Output, Set, Whole};

/// An attribute or a whole block in words, as cycles tell it.
pub(super) fn described(kind: BlockKind, name: &str, attribute: Option<&str>) -> String {
    let dotted = attribute.map(|attribute| format!(".{attribute}")).unwrap_or_default();
    format!("`{}.{name}{dotted}`", kind.word())
}

/// Evaluates every block, in the order of the files.
///
/// Blocks that refer to no other block wait in a batch, so that their cells can be evaluated side
/// by side; the first block that does refer to others ends the batch, since it must see them in
/// the state that the order of the files gives them.
pub(super) fn resolve_all(resolver: &mut Resolver<'_>) {
    let mut batch = Vec::new();
    for at in 0..resolver.program.blocks.len() {
        let declaration = &resolver.program.blocks[at];
        if refers_to_blocks(resolver, declaration) {
            evaluate_batch(resolver, &mut batch);
            let _reported = resolve(resolver, at, None, declaration.head);
        } else if !has_been_read(resolver, at) && prepare(resolver, at).is_ok() {
            batch.push(at);
        }
    }
    evaluate_batch(resolver, &mut batch);
}

/// Whether all of a block has been evaluated for another one: nothing is asked for again then, not
/// even a name that does not exist.
fn has_been_read(resolver: &Resolver<'_>, at: usize) -> bool {
    resolver.blocks[at].cells.iter().any(|cell| cell.whole == Whole::Done)
}

fn refers_to_blocks<'p>(resolver: &mut Resolver<'p>, declaration: &'p Declaration) -> bool {
    declaration.attributes.iter().any(|attribute| {
        let references = resolver.references(&attribute.expr);
        references.variables.iter().any(|found| BlockKind::of(&found.root.value).is_some())
    })
}

/// Resolves all that the cells of a block refer to. What the first cell needs, the others mostly
/// need too; only names that do not exist are asked for once in each cell.
fn prepare(resolver: &mut Resolver<'_>, at: usize) -> Result<(), Failure> {
    let declaration = &resolver.program.blocks[at];
    for index in 0..resolver.blocks[at].cells.len() {
        let CellState { scope, done, .. } = resolver.blocks[at].cells[index].clone();
        for attribute in waiting(declaration, done, None) {
            resolver.load(&scope, &attribute.expr, &BTreeSet::new(), Missing::Allowed)?;
        }
        if scope.lacking.is_none()
            && evaluated(declaration).all(|attribute| resolver.is_settled(&scope, &attribute.expr))
        {
            break;
        }
    }
    Ok(())
}

/// The attributes that have a value of their own: all but those that make cells and names.
fn evaluated(declaration: &Declaration) -> impl Iterator<Item = &Attribute> + use<'_> {
    declaration
        .attributes
        .iter()
        .filter(|attribute| !matches!(&*attribute.name.value, "matrix" | "name"))
}

type Evaluated = Result<Output, Vec<Diagnostic>>;

/// Evaluates the cells of prepared blocks, side by side where there are many, and takes the
/// results in in the order of the blocks.
fn evaluate_batch(resolver: &mut Resolver<'_>, batch: &mut Vec<usize>) {
    for &at in batch.iter() {
        evaluate_constants(resolver, at);
    }
    let cells = |at: usize| (0..resolver.blocks[at].cells.len()).map(move |cell| (at, cell));
    let jobs: Vec<(usize, usize)> = batch.iter().copied().flat_map(cells).collect();
    let this = &*resolver;
    let outputs =
        in_shares(this, &jobs, |&(at, cell), fuel| evaluate_cell(this, at, cell, None, fuel));
    let outputs: Vec<Evaluated> = outputs.collect();
    for (&(at, cell), output) in jobs.iter().zip(outputs) {
        take_in(resolver, at, cell, None, output);
    }
    for &at in batch.iter() {
        require_targets(resolver, at);
    }
    batch.clear();
}

/// Evaluates once what is the same in all cells of a prepared block: most of what they say. What
/// is wrong is left to the cells, each of which would be found wrong.
fn evaluate_constants(resolver: &mut Resolver<'_>, at: usize) {
    let declaration = &resolver.program.blocks[at];
    let [first, others @ ..] = resolver.blocks[at].cells.as_slice() else { return };
    let is_alike = first.scope.lacking.is_none() && first.is_untouched();
    if others.is_empty() || !is_alike || !others.iter().all(CellState::is_untouched) {
        return;
    }
    let (scope, mut output) = (first.scope.clone(), first.output_so_far(declaration));
    let mut done = Set::EMPTY;
    for attribute in evaluated(declaration) {
        if !resolver.is_constant(&scope, &attribute.expr) {
            continue;
        }
        let Ok(value) = resolver.evaluate(&scope, &attribute.expr) else { continue };
        if output.set(attribute, &value).is_ok() {
            done = done.with(Set::of(declaration.kind, &attribute.name.value));
        }
    }
    for cell in &mut resolver.blocks[at].cells {
        (cell.output, cell.done) = (Some(output.clone()), done);
    }
}

/// Evaluates the attributes of a cell that have no value yet: the named one, or all.
fn evaluate_cell(
    resolver: &Resolver<'_>,
    at: usize,
    cell: usize,
    only: Option<&str>,
    fuel: &Fuel<'_>,
) -> Evaluated {
    let declaration = &resolver.program.blocks[at];
    let state = &resolver.blocks[at].cells[cell];
    let mut output = state.output_so_far(declaration);
    let mut errors = Vec::new();
    for attribute in waiting(declaration, state.done, only) {
        let value = resolver.evaluate_with(&state.scope, &attribute.expr, fuel);
        match value.and_then(|value| output.set(attribute, &value).map_err(|error| vec![error])) {
            Ok(()) => {}
            Err(found) => errors.extend(found),
        }
    }
    if errors.is_empty() { Ok(output) } else { Err(errors) }
}

fn waiting<'d, 'o>(
    declaration: &'d Declaration,
    done: Set,
    only: Option<&'o str>,
) -> impl Iterator<Item = &'d Attribute> + use<'d, 'o> {
    let kind = declaration.kind;
    evaluated(declaration).filter(move |attribute| {
        let name = &*attribute.name.value;
        only.is_none_or(|only| only == name) && !done.covers(Set::of(kind, name))
    })
}

/// Keeps what came out of a cell and lets others see it.
fn take_in(
    resolver: &mut Resolver<'_>,
    at: usize,
    cell: usize,
    only: Option<&str>,
    output: Evaluated,
) {
    let kind = resolver.program.blocks[at].kind;
    let block = &mut resolver.blocks[at];
    let state = &mut block.cells[cell];
    match output {
        Ok(output) => {
            let output = state.output.insert(output);
            match only {
                Some(name) => state.done = state.done.with(Set::of(kind, name)),
                None => state.whole = Whole::Done,
            }
            if resolver.blocks_are_read {
                resolver.exposed.expose(kind, &state.name, output);
            }
        }
        Err(errors) => {
            state.whole = Whole::Failed;
            if only.is_none() {
                state.output = None; // what is the same in all cells may have come out
            }
            let cell = state.scope.cell.is_some().then(|| state.name.clone());
            for error in errors {
                block.told.tell(error, cell.as_ref(), &mut resolver.diags);
            }
        }
    }
}

/// A group without `targets` is refused, once all of it is evaluated.
fn require_targets(resolver: &mut Resolver<'_>, at: usize) {
    let declaration = &resolver.program.blocks[at];
    if declaration.kind == BlockKind::Group && declaration.attribute("targets").is_none() {
        let message = format!("group `{}` has no `targets`", declaration.label.value);
        let error = Diagnostic::error(message, declaration.head).hint("add `targets = []`");
        resolver.fail(error);
    }
}

/// Evaluates a block, or one attribute of it, in all of its cells, with all that it refers to.
///
/// # Errors
/// Where it is wrong, or needs itself.
pub(super) fn resolve(
    resolver: &mut Resolver<'_>,
    at: usize,
    only: Option<&str>,
    span: Span,
) -> Result<(), Failure> {
    let declaration = &resolver.program.blocks[at];
    for cell in 0..resolver.blocks[at].cells.len() {
        match begin(resolver, at, cell, only, span)? {
            // Bake leaves all cells alone as soon as one of them has the attribute: they go
            // through evaluation in step.
            Begun::Done => return Ok(()),
            Begun::Now => {}
        }
        let name = resolver.blocks[at].cells[cell].name.clone();
        let what = described(declaration.kind, &name, only);
        let outcome = resolver.enter(what, span, |this| resolve_cell(this, at, cell, only));
        outcome.inspect_err(|_| resolver.blocks[at].cells[cell].whole = Whole::Failed)?;
    }
    if only.is_none_or(|only| only == "targets") {
        require_targets(resolver, at);
    }
    Ok(())
}

enum Begun {
    Done,
    Now,
}

fn begin(
    resolver: &mut Resolver<'_>,
    at: usize,
    cell: usize,
    only: Option<&str>,
    span: Span,
) -> Result<Begun, Failure> {
    let kind = resolver.program.blocks[at].kind;
    let state = &mut resolver.blocks[at].cells[cell];
    let set = only.map_or(Set::EMPTY, |only| Set::of(kind, only));
    let again = match (only, state.whole) {
        (_, Whole::Failed) => return Err(Failure::Reported),
        (_, Whole::Done) => return Ok(Begun::Done),
        (Some(_), _) if state.done.covers(set) => return Ok(Begun::Done),
        (Some(_), _) => state.asked.covers(set),
        (None, whole) => whole == Whole::Working,
    };
    if again {
        let what = described(kind, &state.name.clone(), only);
        return Err(resolver.circle(&what, span));
    }
    state.asked = state.asked.with(set);
    if only.is_none() {
        state.whole = Whole::Working;
    }
    Ok(Begun::Now)
}

fn resolve_cell(
    resolver: &mut Resolver<'_>,
    at: usize,
    cell: usize,
    only: Option<&str>,
) -> Result<(), Failure> {
    let declaration = &resolver.program.blocks[at];
    let (scope, done) = {
        let state = &resolver.blocks[at].cells[cell];
        (state.scope.clone(), state.done)
    };
    for attribute in waiting(declaration, done, only) {
        resolver.load(&scope, &attribute.expr, &BTreeSet::new(), Missing::Allowed)?;
    }
    let output = evaluate_cell(resolver, at, cell, only, resolver.inputs.fuel);
    let failed = output.is_err();
    take_in(resolver, at, cell, only, output);
    if failed { Err(Failure::Reported) } else { Ok(()) }
}
