//! Where an expression stands: in a cell of a matrix, or outside of all of them.

use std::sync::Arc;

use crate::diag::Problem;
use crate::diag::similar::Layer;
use crate::eval::{Names, UserFunction};
use crate::target::Cell;
use crate::text::Text;
use crate::value::{Value, json};

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
    /// Names that other cells of the block have and this one has not, if there are such names.
    pub(super) lacking: Option<Arc<[Text]>>,
    /// Whether this is for expressions that bake does not evaluate: then it is no matter how often
    /// somebody asks for a name in vain.
    pub(super) aside: bool,
}

impl Scope {
    /// Outside of all cells.
    pub(super) const GLOBAL: Self = Self { id: 0, cell: None, lacking: None, aside: false };

    /// The value of an axis of the cell.
    pub(super) fn axis(&self, name: &str) -> Option<&Value> {
        self.cell.as_ref()?.axis(name)
    }

    /// Whether other cells of the block have this name, and this one has not.
    pub(super) fn lacks(&self, name: &str) -> bool {
        self.lacking.iter().flat_map(|names| names.iter()).any(|lacking| &**lacking == name)
    }

    /// What is to be said of a name that this cell lacks.
    fn lack(&self, name: &str) -> Problem {
        let axes = self.cell.iter().flat_map(|cell| &cell.axes);
        let axes: Vec<String> =
            axes.map(|(axis, value)| format!("`{axis} = {}`", shown(value))).collect();
        Problem::new(format!("the cell {} has no `{name}`", axes.join(", ")))
            .hint(format!("`matrix-include` gives it to other cells: add it to this one, or declare `variable \"{name}\" {{}}` for the rest"))
    }
}

/// The value of an axis, in short.
fn shown(value: &Value) -> String {
    json::encode(value).unwrap_or_else(|_| value.ty().noun())
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

    fn function(&self, name: &str) -> Option<&UserFunction> {
        self.globals.function(name)
    }

    fn why_missing(&self, name: &str) -> Option<Problem> {
        self.scope.lacks(name).then(|| self.scope.lack(name))
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
