//! What lies around a node.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::{Edge, Graph, NodeId};

/// Which way to look from a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// To what it needs.
    Down,
    /// To what needs it.
    Up,
}

/// How far to look around a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reach {
    /// Whether what needs it counts.
    pub up: bool,
    /// Whether what it needs counts.
    pub down: bool,
    /// How many steps to take; as many as there are without it.
    pub depth: Option<usize>,
}

/// A neighbour of a node, and all edges between the two.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link<'a> {
    /// The neighbour.
    pub node: NodeId,
    /// The edges, in order; never none.
    pub edges: Vec<&'a Edge>,
}

fn gathered<'a>(edges: impl Iterator<Item = (NodeId, &'a Edge)>) -> Vec<Link<'a>> {
    let mut links: Vec<Link<'a>> = Vec::new();
    for (node, edge) in edges {
        match links.last_mut() {
            Some(last) if last.node == node => last.edges.push(edge),
            _ => links.push(Link { node, edges: vec![edge] }),
        }
    }
    links
}

impl Graph {
    /// The neighbours of a node on one side, each once, in order.
    pub fn neighbours(&self, node: NodeId, way: Way) -> Vec<NodeId> {
        self.links(node, way).into_iter().map(|link| link.node).collect()
    }

    /// The neighbours of a node on one side, in order, each with all the reasons.
    pub fn links(&self, node: NodeId, way: Way) -> Vec<Link<'_>> {
        match way {
            Way::Down => gathered(self.needs(node)),
            Way::Up => gathered(self.needed_by(node)),
        }
    }

    /// Everything that can be reached one way in at most `depth` steps, the starts included.
    pub fn within(
        &self,
        starts: impl IntoIterator<Item = NodeId>,
        way: Way,
        depth: Option<usize>,
    ) -> BTreeSet<NodeId> {
        let mut found: BTreeSet<NodeId> = starts.into_iter().collect();
        let mut next: VecDeque<(NodeId, usize)> = found.iter().map(|&node| (node, 0)).collect();
        while let Some((node, steps)) = next.pop_front() {
            if depth.is_some_and(|depth| steps >= depth) {
                break;
            }
            for other in self.neighbours(node, way) {
                if found.insert(other) {
                    next.push_back((other, steps + 1));
                }
            }
        }
        found
    }

    /// The part of the graph that lies around some nodes.
    #[must_use]
    pub fn around(&self, nodes: &[NodeId], reach: Reach) -> Self {
        let Reach { up, down, depth } = reach;
        let mut members: BTreeSet<NodeId> = nodes.iter().copied().collect();
        for (_, way) in [(up, Way::Up), (down, Way::Down)].into_iter().filter(|(on, _)| *on) {
            members.extend(self.within(nodes.iter().copied(), way, depth));
        }
        self.part(&members)
    }

    /// The part of the graph that is made of these nodes and the edges between them.
    #[must_use]
    pub fn part(&self, members: &BTreeSet<NodeId>) -> Self {
        let places: HashMap<NodeId, usize> =
            members.iter().enumerate().map(|(place, &node)| (node, place)).collect();
        let mut edges = Vec::new();
        for (place, &user) in members.iter().enumerate() {
            for (needed, edge) in self.needs(user) {
                edges.extend(places.get(&needed).map(|&needed| (place, needed, edge.clone())));
            }
        }
        Self::in_order(members.iter().map(|&node| self.node(node).clone()), edges)
    }
}
