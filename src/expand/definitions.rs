//! What came out of the blocks, as definitions: merged by name, with where everything is written.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::declare::{BlockKind, Declaration};
use crate::span::Span;
use crate::syntax::ast::{Attribute, Expr, ExprKind, ObjectItem, StepKind};
use crate::target::{Attributes, Cell, Definition, Definitions, Group, Place, Places, bases};
use crate::text::Text;
use crate::value::convert::convert;
use crate::value::{Type, Value};

use super::family;
use super::node::Family;
use super::resolver::Resolver;
use super::state::{CellState, Output};

/// What came out of all blocks, merged by name into what Compose files have defined before, and a
/// group for each label whose cells go by other names.
pub(super) fn collect(
    resolver: &mut Resolver<'_>,
    base: Definitions,
    families: Vec<Family>,
) -> Definitions {
    let mut definitions = base;
    definitions.expect_targets(resolver.blocks.iter().map(|block| block.cells.len()).sum());
    let mut folders = BTreeMap::new();
    let mut emptied = Vec::new();
    let mut renamed: BTreeMap<(BlockKind, Text), Renamed> = BTreeMap::new();
    for (at, declaration) in resolver.program.blocks.iter().enumerate() {
        let cells = std::mem::take(&mut resolver.blocks[at].cells);
        if cells.is_empty() {
            match declaration.attribute("matrix-exclude") {
                Some(_) => emptied.push(declaration),
                None => definitions.add_without_cell(declaration.label.clone()),
            }
            continue;
        }
        let key = (declaration.kind, declaration.label.value.clone());
        let head = declaration.head;
        let renamed = renamed.entry(key).or_insert_with(|| Renamed { names: Vec::new(), head });
        renamed.names.extend(cells.iter().map(|cell| cell.name.clone()));
        let base = resolver.inputs.relative.then(|| {
            let file = declaration.head.file;
            let folder = || bases::of_file(resolver.inputs.file_name(file));
            folders.entry(file).or_insert_with(folder).clone()
        });
        take_in(cells, &Source::of(declaration, base), &mut definitions);
    }
    for ((_, label), Renamed { mut names, head }) in renamed {
        names.dedup();
        if names != [label.clone()] {
            let mut group = Group::new(label, Arc::new(Places::of(head)));
            group.targets = Some(names.into());
            definitions.add_matrix_group(group);
        }
    }
    family::add_emptied(&mut definitions, &emptied);
    family::add(resolver, &mut definitions, families);
    definitions
}

/// Takes in the cells of a block.
fn take_in(cells: Vec<CellState>, source: &Source, definitions: &mut Definitions) {
    for cell in cells {
        match cell.output {
            Some(Output::Group(group)) => definitions.add_group(Arc::unwrap_or_clone(group)),
            Some(Output::Target(mut attributes)) => {
                if cell.additions.is_some() {
                    Arc::make_mut(&mut attributes).additions = cell.additions;
                }
                let made = cell.scope.cell.unwrap_or_default();
                definitions.add_target(source.definition(cell.name, made, attributes));
            }
            None => {}
        }
    }
}

/// The names of the cells that have one label.
struct Renamed {
    names: Vec<Text>,
    head: Span,
}

/// What the targets of a block have in common: where it is written, and what their contexts count
/// from, should they count from its file.
struct Source {
    block: Text,
    places: Arc<Places>,
    base: Option<Text>,
    context_of: Option<Text>,
    says_contexts: bool,
}

impl Source {
    fn of(declaration: &Declaration, base: Option<Text>) -> Self {
        let context = declaration.attribute("context");
        Self {
            block: declaration.label.value.clone(),
            places: Arc::new(places(declaration)),
            base,
            context_of: context.and_then(|context| context_of(&context.expr)),
            says_contexts: declaration.attribute("contexts").is_some(),
        }
    }

    /// A target of the block.
    fn definition(
        &self,
        name: Text,
        cell: Arc<Cell>,
        mut attributes: Arc<Attributes>,
    ) -> Definition {
        if let Some(base) = &self.base {
            let attributes = Arc::make_mut(&mut attributes);
            attributes.set_source(base, self.context_of.clone(), self.says_contexts);
        }
        let (block, places) = (self.block.clone(), self.places.clone());
        Definition { name, attributes, cell, block, places }
    }
}

/// The target in `target.NAME.context`: such a context counts from where that target says.
fn context_of(expr: &Expr) -> Option<Text> {
    let traversal = expr.as_traversal()?;
    let [name, attribute] = traversal.steps.as_slice() else { return None };
    let is_context = matches!(&attribute.kind, StepKind::Attribute(word) if &**word == "context");
    let name = match &name.kind {
        StepKind::Attribute(name) => Some(name.clone()),
        StepKind::Index(key) => match convert(key, &Type::String) {
            Ok(Value::String(name)) => Some(name),
            _ => None,
        },
    };
    name.filter(|_| is_context && &*traversal.root.value == BlockKind::Target.word())
}

/// Where a block and its pieces are written.
pub(super) fn places<K>(declaration: &Declaration<K>) -> Places {
    let place = |attribute: &Attribute| (attribute.name.value.clone(), place_of(&attribute.expr));
    Places { head: declaration.head, attributes: declaration.all().map(place).collect() }
}

/// Where an expression and its parts are written.
pub(super) fn place_of(expr: &Expr) -> Place {
    let mut place = Place::of(expr.span);
    match &expr.kind {
        ExprKind::Tuple(items) => place.elements = items.iter().map(|item| item.span).collect(),
        ExprKind::Object(items) => {
            let entry = |item: &ObjectItem| Some((item.name()?, item.value.span));
            place.entries = items.iter().filter_map(entry).collect();
        }
        _ => {}
    }
    place
}
