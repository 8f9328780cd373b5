//! How far a block has been evaluated.

use std::collections::HashSet;
use std::sync::Arc;

use crate::declare::{BlockKind, Declaration};
use crate::diag::{Diagnostic, Diagnostics, Problem};
use crate::span::Span;
use crate::syntax::ast::Attribute;
use crate::target::{Additions, Attributes, Group};
use crate::text::Text;
use crate::value::Value;

use super::cell::Scope;
use super::definitions::{place_of, places};

/// A block and how far it has been evaluated.
#[derive(Debug)]
pub(super) struct BlockState {
    /// Its cells, one for a block without a matrix; none before they have been named.
    pub(super) cells: Vec<CellState>,
    /// The errors that have been told of.
    pub(super) told: Told,
}

/// A cell of a block and how far it has been evaluated.
#[derive(Clone, Debug)]
pub(super) struct CellState {
    /// Where its expressions are evaluated.
    pub(super) scope: Scope,
    /// Its name.
    pub(super) name: Text,
    /// What has come out so far, if anything has.
    pub(super) output: Option<Output>,
    /// Attributes that have a value, or are known to have none.
    pub(super) done: Set,
    /// Attributes that somebody has asked for.
    pub(super) asked: Set,
    /// How far the whole of it is.
    pub(super) whole: Whole,
    /// What bake does not know of it; nothing before all blocks have been evaluated.
    pub(super) additions: Option<Box<Additions>>,
}

/// How far the whole of a cell is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Whole {
    Waiting,
    Working,
    Done,
    Failed,
}

/// A set of attributes of a block, by their position in [`BlockKind::attributes`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Set(u64);

impl Set {
    pub(super) const EMPTY: Self = Self(0);

    pub(super) fn of(kind: BlockKind, name: &str) -> Self {
        let at = kind.attributes().iter().position(|known| *known == name);
        Self(at.map_or(0, |at| 1 << at))
    }

    pub(super) fn covers(self, other: Self) -> bool {
        other.0 != 0 && self.0 & other.0 == other.0
    }

    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The attributes of a block, evaluated; shared by the cells that have the same ones.
#[derive(Clone, Debug)]
pub(super) enum Output {
    /// Of a group.
    Group(Arc<Group>),
    /// Of a target.
    Target(Arc<Attributes>),
}

impl Output {
    fn new(declaration: &Declaration, name: &Text) -> Self {
        match declaration.kind {
            BlockKind::Group => {
                Self::Group(Group::new(name.clone(), Arc::new(places(declaration))).into())
            }
            BlockKind::Target => Self::Target(Arc::default()),
        }
    }

    pub(super) fn set(&mut self, attribute: &Attribute, value: &Value) -> Result<(), Diagnostic> {
        let name = &attribute.name.value;
        match self {
            Self::Group(group) => Arc::make_mut(group).set(name, value),
            Self::Target(target) => Arc::make_mut(target).set(name, value),
        }
        .map_err(|problem| misfit(attribute, problem))
    }

    /// The value that other blocks see under this name.
    pub(super) fn to_value(&self, name: &str) -> Value {
        match self {
            Self::Group(group) => group.to_value(),
            Self::Target(target) => target.to_value(name),
        }
    }
}

/// The error for a value that an attribute does not take, at the part of it that is to blame.
pub(super) fn misfit(attribute: &Attribute, problem: Problem) -> Diagnostic {
    let name = &attribute.name.value;
    let place = place_of(&attribute.expr);
    let (what, part) = match (&problem.entry, problem.argument) {
        (Some(key), _) => (format!("`{name}.{key}`"), place.entries.get(key)),
        (None, Some(index)) => (format!("`{name}[{index}]`"), place.elements.get(index)),
        (None, None) => (format!("`{name}`"), None),
    };
    let span = part.copied().unwrap_or(place.span);
    problem.within(&what).into_error(span)
}

impl BlockState {
    /// A block that nothing is known of.
    pub(super) fn new() -> Self {
        Self { cells: Vec::new(), told: Told::default() }
    }
}

impl CellState {
    /// A cell of which only the name is known.
    pub(super) fn new(scope: Scope, name: Text) -> Self {
        let (done, asked) = (Set::EMPTY, Set::EMPTY);
        let (output, additions) = (None, None);
        Self { scope, name, output, done, asked, whole: Whole::Waiting, additions }
    }

    /// Whether nobody has asked for any of it.
    pub(super) fn is_untouched(&self) -> bool {
        self.output.is_none() && self.asked == Set::EMPTY && self.whole == Whole::Waiting
    }

    pub(super) fn output_so_far(&self, declaration: &Declaration) -> Output {
        match &self.output {
            Some(output) => output.clone(),
            None => Output::new(declaration, &self.name),
        }
    }
}

/// The places of errors of a block that have been told of: its cells mostly break in the same way.
#[derive(Default, Debug)]
pub(super) struct Told(HashSet<Option<Span>>);

impl Told {
    /// Reports an error that is in this cell, unless another cell had one at the same place.
    pub(super) fn tell(&mut self, error: Diagnostic, cell: Option<&Text>, diags: &mut Diagnostics) {
        if self.0.insert(error.place()) {
            let hint = cell.map(|name| format!("so it is in the cell `{name}`"));
            diags.push(error.maybe_hint(hint));
        }
    }
}
