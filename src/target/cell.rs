//! One cell of a matrix: the value of each axis.

use crate::text::Text;
use crate::value::Value;

/// The values of the axes in one combination; none for a block without a matrix.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Cell {
    /// Name and value of each axis, in the order in which the matrix names them; what
    /// `matrix-include` adds comes last.
    pub axes: Vec<(Text, Value)>,
}

impl Cell {
    /// The value of an axis.
    pub fn axis(&self, name: &str) -> Option<&Value> {
        self.axes.iter().find(|(axis, _)| &**axis == name).map(|(_, value)| value)
    }
}
