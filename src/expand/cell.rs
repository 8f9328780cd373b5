//! One cell of a matrix: the value of each axis.

use std::sync::Arc;

use crate::diag::similar::Layer;
use crate::eval::{Names, UserFunction};
use crate::value::Value;

/// The values of the axes in one combination.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Cell {
    /// Name and value of each axis.
    pub(super) axes: Vec<(Arc<str>, Value)>,
}

impl Cell {
    /// The value of an axis.
    pub(super) fn axis(&self, name: &str) -> Option<&Value> {
        self.axes.iter().find(|(axis, _)| &**axis == name).map(|(_, value)| value)
    }
}

/// A place to evaluate in: a cell, or outside of all of them.
///
/// The number tells scopes apart. Bake evaluates blocks without a matrix in the global scope, and
/// so its memory of names that were asked for in vain is shared among them all.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    /// Zero for the global scope.
    pub(super) id: usize,
    /// The cell, if there is one.
    pub(super) cell: Option<Arc<Cell>>,
}

impl Scope {
    /// Outside of all cells.
    pub(super) const GLOBAL: Self = Self { id: 0, cell: None };

    /// The value of an axis of the cell.
    pub(super) fn axis(&self, name: &str) -> Option<&Value> {
        self.cell.as_ref()?.axis(name)
    }
}

/// The names that an expression sees in a scope: the axes of the cell, then the global ones.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    pub(super) scope: &'a Scope,
    pub(super) globals: &'a dyn Names,
}

impl Names for Seen<'_> {
    fn variable(&self, name: &str) -> Option<Value> {
        self.scope.axis(name).cloned().or_else(|| self.globals.variable(name))
    }

    fn function(&self, name: &str) -> Option<Arc<UserFunction>> {
        self.globals.function(name)
    }

    fn variable_names(&self) -> Vec<Layer> {
        let axes = self.scope.cell.iter().flat_map(|cell| &cell.axes);
        let mut layers = vec![axes.map(|(name, _)| name.clone()).collect()];
        layers.extend(self.globals.variable_names());
        layers
    }

    fn function_names(&self) -> Vec<Layer> {
        self.globals.function_names()
    }
}
