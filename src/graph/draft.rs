//! Nodes and edges before anybody knows whether they fit together.

use std::collections::HashMap;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::diag::similar::Layer;
use crate::diag::{Diagnostic, Diagnostics, Meant, Stopped};
use crate::text::Text;

use super::order::{self, Order};
use super::{Edge, Graph, Node, Reason, cycle};

/// Nodes, and edges by the names of their ends. To be [sealed](Draft::seal).
#[derive(Clone, Default, Debug)]
pub struct Draft {
    nodes: Vec<Node>,
    edges: Vec<Named>,
}

/// An edge by the names of its ends.
#[derive(Clone, Debug)]
struct Named {
    user: Text,
    needed: Text,
    edge: Edge,
}

/// An edge by the ranks of its ends: the places of their names in the alphabet.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Ranked {
    pub(super) user: usize,
    pub(super) needed: usize,
    pub(super) edge: Edge,
}

impl Draft {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a node in.
    pub fn add(&mut self, node: Node) {
        self.nodes.push(node);
    }

    /// Takes an edge in: `user` needs `needed`. The nodes may come later.
    pub fn connect(&mut self, user: &Text, needed: &Text, edge: Edge) {
        self.edges.push(Named { user: user.clone(), needed: needed.clone(), edge });
    }

    /// The same without the links that only Dockerfiles imply, where they lie in circles: between
    /// nodes that all need each other.
    #[must_use]
    pub(super) fn untangled(mut self) -> Self {
        let knots = self.knots();
        let knot = |name: &Text| knots.get(name);
        let lies_in_one = |it: &Named| {
            matches!(it.edge.reason, Reason::Implied { .. }) && knot(&it.user) == knot(&it.needed)
        };
        self.edges.retain(|it| !lies_in_one(it));
        self
    }

    /// For each name the number of its knot. Two have the same if they need each other.
    fn knots(&self) -> HashMap<Text, usize> {
        let mut net: DiGraph<&Text, ()> = DiGraph::new();
        let mut known: HashMap<&Text, NodeIndex> = HashMap::new();
        for Named { user, needed, edge: _ } in &self.edges {
            let [user, needed] =
                [user, needed].map(|it| *known.entry(it).or_insert_with(|| net.add_node(it)));
            net.add_edge(user, needed, ());
        }
        let numbered = kosaraju_scc(&net).into_iter().enumerate();
        let members =
            numbered.flat_map(|(number, knot)| knot.into_iter().map(move |it| (it, number)));
        members.filter_map(|(it, number)| Some(((*net.node_weight(it)?).clone(), number))).collect()
    }

    /// The graph of all this.
    ///
    /// # Errors
    /// For a name that two nodes have or none has, and for nodes that need each other in a circle:
    /// one error for each knot of circles, with every edge of a shortest one.
    pub fn seal(self, diags: &mut Diagnostics) -> Result<Graph, Stopped> {
        let Self { mut nodes, edges } = self;
        nodes.sort_by(|one, other| one.name.cmp(&other.name));
        let nodes = unique(nodes, diags)?;
        let edges = ranked(&nodes, edges, diags)?;
        match order::order(nodes.len(), &edges) {
            Order::Found(order) => Ok(Graph::assembled(nodes, edges, &order)),
            Order::Knotted(knotted) => Err(cycle::refuse(&nodes, &edges, &knotted, diags)),
        }
    }
}

/// The nodes, if no two have the same name.
fn unique(nodes: Vec<Node>, diags: &mut Diagnostics) -> Result<Vec<Node>, Stopped> {
    let mut stopped = None;
    for pair in nodes.windows(2) {
        if let [one, other] = pair
            && one.name == other.name
        {
            let message = format!("a {} and a {} are called `{}`", one.kind, other.kind, one.name);
            let error = Diagnostic::error(message, other.place).also(one.place, "and here");
            stopped = Some(diags.stop(error.hint("give one of them another name")));
        }
    }
    stopped.map_or(Ok(nodes), Err)
}

/// The edges by rank, sorted, each once.
fn ranked(
    nodes: &[Node],
    edges: Vec<Named>,
    diags: &mut Diagnostics,
) -> Result<Vec<Ranked>, Stopped> {
    let ranks: HashMap<&Text, usize> =
        nodes.iter().enumerate().map(|(rank, node)| (&node.name, rank)).collect();
    let mut names: Option<Layer> = None;
    let mut stopped = None;
    let mut all = Vec::with_capacity(edges.len());
    for Named { user, needed, edge } in edges {
        match (ranks.get(&user), ranks.get(&needed)) {
            (Some(&user), Some(&needed)) => all.push(Ranked { user, needed, edge }),
            (known, _) => {
                let missing = if known.is_some() { needed } else { user };
                let names = names.get_or_insert_with(|| layer(nodes)).clone();
                stopped = Some(diags.stop(unknown(&missing, &edge, names)));
            }
        }
    }
    all.sort_unstable();
    all.dedup();
    stopped.map_or(Ok(all), Err)
}

fn layer(nodes: &[Node]) -> Layer {
    nodes.iter().map(|node| node.name.clone()).collect()
}

fn unknown(name: &Text, edge: &Edge, names: Layer) -> Diagnostic {
    let message = format!("there is no target, task or promotion `{name}`");
    Diagnostic::error(message, edge.span).meant(Meant::new(name.clone(), vec![names]))
}
