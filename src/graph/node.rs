//! What stands in a graph: targets, tasks and promotions.

use petgraph::graph::NodeIndex;

use crate::span::Span;
use crate::target::Kind;
use crate::text::Text;

/// The number of a node in its [`Graph`](super::Graph): its place in the order, the first is 0.
///
/// Only the graph hands them out, so one never misses; it means nothing to another graph.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub(super) NodeIndex);

impl NodeId {
    /// The place in the order, counted from zero.
    pub fn position(self) -> usize {
        self.0.index()
    }

    pub(super) fn at(position: usize) -> Self {
        Self(NodeIndex::new(position))
    }
}

/// One thing to be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    /// Its name, which no other node has.
    pub name: Text,
    /// What it is.
    pub kind: Kind,
    /// Where its block begins.
    pub place: Span,
}
