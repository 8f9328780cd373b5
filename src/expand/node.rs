//! `task` and `promote` blocks: a node of the graph for each cell.

use std::sync::Arc;

use crate::declare::{Declaration, NodeKind};
use crate::diag::{Diagnostic, Problem};
use crate::span::Span;
use crate::target::{Cell, Places, Promotion, Task};
use crate::text::Text;
use crate::value::Value;

use super::addition::{settled_by_value, value};
use super::cell::Scope;
use super::definitions::places;
use super::name;
use super::resolver::{Failure, Resolver};
use super::state::{Told, misfit};

/// What a `task` or `promote` block has made of its cells.
#[derive(Debug)]
pub(super) struct Family {
    /// The label of the block.
    pub(super) label: Text,
    /// Its nodes, in the order of the cells.
    pub(super) nodes: Vec<Node>,
    /// Where the block is written.
    pub(super) places: Arc<Places>,
    /// Where the names are.
    pub(super) named: Span,
    pub(super) kind: NodeKind,
}

/// A task or a promotion.
#[derive(Debug)]
pub(super) enum Node {
    Task(Task),
    Promotion(Promotion),
}

impl Node {
    fn new(kind: NodeKind, name: Text, block: Text, cell: Arc<Cell>, places: Arc<Places>) -> Self {
        match kind {
            NodeKind::Task => Self::Task(Task::new(name, block, cell, places)),
            NodeKind::Promotion => Self::Promotion(Promotion::new(name, block, cell, places)),
        }
    }

    fn set(&mut self, name: &str, value: &Value) -> Result<(), Problem> {
        match self {
            Self::Task(task) => task.set(name, value),
            Self::Promotion(promotion) => promotion.set(name, value),
        }
    }

    /// Its name.
    pub(super) fn name(&self) -> &Text {
        match self {
            Self::Task(task) => &task.name,
            Self::Promotion(promotion) => &promotion.name,
        }
    }
}

/// Evaluates every block of the two kinds, in the order of the files.
pub(super) fn resolve_all(resolver: &mut Resolver<'_>) -> Vec<Family> {
    let program = resolver.program;
    program.nodes.iter().filter_map(|declaration| family(resolver, declaration).ok()).collect()
}

fn family<'p>(
    resolver: &mut Resolver<'p>,
    declaration: &'p Declaration<NodeKind>,
) -> Result<Family, Failure> {
    let label = &declaration.label;
    name::check(&label.value, label.span).map_err(|error| resolver.fail(error))?;
    let outer = resolver.aside(&Scope::GLOBAL);
    let cells = name::cells(resolver, declaration, &outer)?;
    let required = require(resolver, declaration);
    let places = Arc::new(places(declaration));
    let mut told = Told::default();
    let mut nodes = Vec::with_capacity(cells.len());
    for (scope, name) in cells {
        let cell = scope.cell.clone().unwrap_or_default();
        let node = Node::new(declaration.kind, name, label.value.clone(), cell, places.clone());
        nodes.push(filled(resolver, declaration, &scope, node, &mut told));
    }
    let named = declaration.attribute("name").map_or(label.span, |name| name.expr.span);
    required.map(|()| Family {
        label: label.value.clone(),
        nodes,
        places,
        named,
        kind: declaration.kind,
    })
}

fn filled<'p>(
    resolver: &mut Resolver<'p>,
    declaration: &'p Declaration<NodeKind>,
    scope: &Scope,
    mut node: Node,
    told: &mut Told,
) -> Node {
    for attribute in settled_by_value(&declaration.attributes) {
        let Ok(value) = value(resolver, scope, attribute) else { continue };
        let set = value.and_then(|value| {
            let set = node.set(&attribute.name.value, &value);
            set.map_err(|problem| vec![misfit(attribute, problem)])
        });
        let cell = scope.cell.is_some().then(|| node.name());
        for error in set.err().into_iter().flatten() {
            told.tell(error, cell, &mut resolver.diags);
        }
    }
    node
}

/// What has to be said, and what it looks like.
fn required(kind: NodeKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        NodeKind::Task => &[("command", "command = [\"scripts/test.sh\"]")],
        NodeKind::Promotion => {
            &[("target", "target = \"app\""), ("tags", "tags = [\"example.org/app:latest\"]")]
        }
    }
}

fn require(
    resolver: &mut Resolver<'_>,
    declaration: &Declaration<NodeKind>,
) -> Result<(), Failure> {
    let mut missing = Ok(());
    for (name, example) in required(declaration.kind) {
        if declaration.attribute(name).is_none() {
            let (noun, label) = (declaration.kind.noun(), &declaration.label.value);
            let message = format!("{noun} `{label}` has no `{name}`");
            let error = Diagnostic::error(message, declaration.head);
            missing = Err(resolver.fail(error.hint(format!("add `{example}`"))));
        }
    }
    missing
}
