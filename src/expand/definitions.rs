//! What came out of the blocks, as definitions: merged by name, with where everything is written.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::declare::{BlockKind, Declaration};
use crate::span::Span;
use crate::syntax::ast::{Attribute, Expr, ExprKind, ObjectItem, StepKind};
use crate::target::{Definition, Definitions, Group, Place, Places, bases};
use crate::value::convert::convert;
use crate::value::{Type, Value};

use super::block::Output;
use super::resolver::Resolver;

/// What came out of all blocks, merged by name into what Compose files have defined before, and a
/// group for each label whose cells go by other names.
pub(super) fn collect(resolver: &mut Resolver<'_>, base: Definitions) -> Definitions {
    let mut definitions = base;
    let mut renamed: BTreeMap<(BlockKind, Arc<str>), Renamed> = BTreeMap::new();
    for (at, declaration) in resolver.program.blocks.iter().enumerate() {
        let places = Arc::new(places(declaration));
        let source = Source::of(resolver, declaration);
        for cell in std::mem::take(&mut resolver.blocks[at].cells) {
            let key = (declaration.kind, declaration.label.value.clone());
            let head = declaration.head;
            let cells = renamed.entry(key).or_insert_with(|| Renamed { names: Vec::new(), head });
            cells.names.push(cell.name.clone());
            let Some(output) = cell.output.map(Arc::unwrap_or_clone) else { continue };
            add(&mut definitions, cell.name, output, &places, &source);
        }
    }
    for ((_, label), Renamed { mut names, head }) in renamed {
        names.dedup();
        if names != [label.clone()] {
            let mut group = Group::new(label, Arc::new(Places::of(head)));
            group.targets = Some(names);
            definitions.add_matrix_group(group);
        }
    }
    definitions
}

/// The names of the cells that have one label.
struct Renamed {
    names: Vec<Arc<str>>,
    head: Span,
}

/// What the contexts of a block count from, should they count from its file.
struct Source {
    base: Arc<str>,
    context_of: Option<Arc<str>>,
    says_contexts: bool,
}

impl Source {
    fn of(resolver: &Resolver<'_>, declaration: &Declaration) -> Self {
        let context = declaration.attribute("context");
        Self {
            base: bases::of_file(resolver.inputs.file_name(declaration.head.file)),
            context_of: context.and_then(|context| context_of(&context.expr)),
            says_contexts: declaration.attribute("contexts").is_some(),
        }
    }
}

/// The target in `target.NAME.context`: such a context counts from where that target says.
fn context_of(expr: &Expr) -> Option<Arc<str>> {
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

fn add(
    definitions: &mut Definitions,
    name: Arc<str>,
    output: Output,
    places: &Arc<Places>,
    source: &Source,
) {
    match output {
        Output::Group(group) => definitions.add_group(group),
        Output::Target(mut attributes) => {
            attributes.set_source(&source.base, source.context_of.clone(), source.says_contexts);
            let places = places.clone();
            definitions.add_target(Definition { name, attributes, places });
        }
    }
}

/// Where a block and its pieces are written.
pub(super) fn places(declaration: &Declaration) -> Places {
    let place = |attribute: &Attribute| (attribute.name.value.clone(), place_of(&attribute.expr));
    Places {
        head: declaration.head,
        attributes: declaration.attributes.iter().map(place).collect(),
    }
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
