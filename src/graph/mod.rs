//! What needs what: targets, tasks and promotions as one graph.
//!
//! A [`Draft`] takes nodes, and edges by name; [`Draft::seal`] makes a [`Graph`] of it. A graph is
//! sealed: every name has been resolved, nothing needs itself, the nodes stand in order (what is
//! needed first, ties by name) and are parted into waves. So whoever holds one has nothing left to
//! check.
//!
//! Edges lead from the node that needs ([`Graph::needs`], *down*, towards the roots that need
//! nothing) to the one that is needed ([`Graph::needed_by`], *up*, towards the leaves that nobody
//! needs). All walks are loops, so that a chain of a hundred thousand nodes is no deeper than one
//! of ten, and no step costs more than n log n.

mod node;
mod edge;
mod draft;
mod order;
mod cycle;
mod reach;
pub mod reading;
mod read;
pub mod implied;
mod follow;
mod build;
mod selected;

use std::collections::HashMap;

use petgraph::Direction;
use petgraph::graph::DiGraph;
use petgraph::visit::EdgeRef;

use crate::text::Text;

pub use crate::target::Kind;
pub use build::{Implications, build};
pub use draft::Draft;
pub use edge::{Edge, Instruction, Reason, Use, Uses};
pub use follow::{Followed, follow};
pub use node::{Node, NodeId};
pub use reach::{Link, Reach, Way};
pub use read::{Reader, named_at};

use draft::Ranked;

/// Nodes in order, and why they need each other.
#[derive(Clone, Debug)]
pub struct Graph {
    /// The nodes by their place in the order.
    net: DiGraph<Node, Edge>,
    /// The wave of each node.
    waves: Vec<usize>,
    /// The nodes by name.
    names: HashMap<Text, NodeId>,
}

impl Graph {
    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.net.node_count()
    }

    /// Whether there is no node at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many edges there are. Two nodes may have several.
    pub fn edge_count(&self) -> usize {
        self.net.edge_count()
    }

    /// The nodes in order: each after all that it needs.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        (0..self.len()).map(NodeId::at)
    }

    /// The node with this number, which must come from this graph.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.net[id.0]
    }

    /// The node of this name.
    pub fn find(&self, name: &str) -> Option<NodeId> {
        self.names.get(name).copied()
    }

    /// What a node needs, and why, in order; a node that is needed for several reasons several
    /// times.
    pub fn needs(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Edge)> {
        let edges = self.net.edges_directed(id.0, Direction::Outgoing);
        edges.map(|edge| (NodeId(edge.target()), edge.weight()))
    }

    /// What needs a node, and why, in order; a node that needs it for several reasons several
    /// times.
    pub fn needed_by(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Edge)> {
        let edges = self.net.edges_directed(id.0, Direction::Incoming);
        edges.map(|edge| (NodeId(edge.source()), edge.weight()))
    }

    /// The nodes that need nothing, in order.
    pub fn roots(&self) -> impl Iterator<Item = NodeId> {
        self.net.externals(Direction::Outgoing).map(NodeId)
    }

    /// The nodes that nobody needs, in order.
    pub fn leaves(&self) -> impl Iterator<Item = NodeId> {
        self.net.externals(Direction::Incoming).map(NodeId)
    }

    /// The wave of a node, counted from zero: all of one wave can be done at once, after the waves
    /// before. Each node is in the first wave that it can be in.
    pub fn wave(&self, id: NodeId) -> usize {
        self.waves.get(id.position()).copied().unwrap_or_default()
    }

    /// The waves, each in order.
    pub fn waves(&self) -> Vec<Vec<NodeId>> {
        let mut waves = Vec::new();
        waves.resize_with(self.depth(), Vec::new);
        for id in self.ids() {
            if let Some(wave) = waves.get_mut(self.wave(id)) {
                wave.push(id);
            }
        }
        waves
    }

    /// How many waves there are, which is how many nodes the longest chain has.
    pub fn depth(&self) -> usize {
        self.waves.iter().max().map_or(0, |last| last + 1)
    }

    /// The graph of nodes by rank, given the ranks in order.
    fn assembled(nodes: Vec<Node>, edges: Vec<Ranked>, order: &[usize]) -> Self {
        let mut places = vec![0; nodes.len()];
        for (place, &rank) in order.iter().enumerate() {
            if let Some(slot) = places.get_mut(rank) {
                *slot = place;
            }
        }
        let place = |rank: usize| places.get(rank).copied().unwrap_or_default();
        let edges = edges
            .into_iter()
            .map(|Ranked { user, needed, edge }| (place(user), place(needed), edge));
        let mut by_place: Vec<(usize, Node)> =
            nodes.into_iter().enumerate().map(|(rank, node)| (place(rank), node)).collect();
        by_place.sort_unstable_by_key(|(place, _)| *place);
        Self::in_order(by_place.into_iter().map(|(_, node)| node), edges.collect())
    }

    /// The graph of nodes in order, and edges by the places of who needs and what is needed.
    fn in_order(nodes: impl Iterator<Item = Node>, mut edges: Vec<(usize, usize, Edge)>) -> Self {
        edges.sort_unstable();
        let mut net = DiGraph::new();
        let nodes = nodes.map(|node| (node.name.clone(), NodeId(net.add_node(node))));
        let names: HashMap<Text, NodeId> = nodes.collect();
        let ends = edges.iter().map(|(user, needed, _)| (*user, *needed));
        let waves = order::waves(net.node_count(), ends);
        // petgraph gives the edge that was added last first.
        for (user, needed, edge) in edges.into_iter().rev() {
            net.add_edge(NodeId::at(user).0, NodeId::at(needed).0, edge);
        }
        Self { net, waves, names }
    }
}

#[cfg(test)]
mod tests;
