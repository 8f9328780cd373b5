//! Circles: nodes that need each other.

use std::collections::{BTreeSet, HashMap, VecDeque};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::diag::{Diagnostic, Diagnostics, Stopped, words};
use crate::text::Text;

use super::draft::Ranked;
use super::{Edge, Kind, Node, Reason};

/// Who needs whom among the nodes that have no place in an order. Both carry their number.
type Knots = DiGraph<usize, usize>;

/// How many edges may be looked at in search of a shorter circle, once there is one.
const EFFORT: usize = 1_000_000;

/// How many edges of a circle are shown in the sources.
const MOST_PLACES: usize = 64;

/// Reports a circle for each knot, that is for each set of nodes that all need each other.
pub(super) fn refuse(
    nodes: &[Node],
    edges: &[Ranked],
    knotted: &[bool],
    diags: &mut Diagnostics,
) -> Stopped {
    let mut stopped = None;
    for circle in circles(edges, knotted) {
        let steps: Vec<Step<'_>> =
            circle.into_iter().filter_map(|at| Step::new(nodes, edges.get(at)?)).collect();
        stopped = error(&steps).map(|error| diags.stop(error)).or(stopped);
    }
    stopped.unwrap_or_else(|| diags.stop(Diagnostic::placeless("nodes need each other")))
}

/// A shortest circle in each knot, as numbers of edges, the knots by their first node.
pub(super) fn circles(edges: &[Ranked], knotted: &[bool]) -> Vec<Vec<usize>> {
    let knots = knots(edges, knotted);
    let mut found: Vec<Vec<usize>> = Vec::new();
    let mut components = kosaraju_scc(&knots);
    for component in &mut components {
        component.sort_unstable();
    }
    components.sort_unstable();
    for component in components {
        let circle = shortest(&knots, &component);
        found.extend(circle.map(|circle| {
            circle.into_iter().filter_map(|edge| knots.edge_weight(edge).copied()).collect()
        }));
    }
    found
}

/// The part of the graph that is knotted. Nodes come in the order of their ranks.
fn knots(edges: &[Ranked], knotted: &[bool]) -> Knots {
    let mut knots = Knots::new();
    let is_in = |rank: usize| knotted.get(rank) == Some(&true);
    let ranks = (0..knotted.len()).filter(|&rank| is_in(rank));
    let places: HashMap<usize, NodeIndex> =
        ranks.map(|rank| (rank, knots.add_node(rank))).collect();
    // petgraph gives the edge that was added last first.
    for (number, edge) in edges.iter().enumerate().rev() {
        if let (Some(&user), Some(&needed)) = (places.get(&edge.user), places.get(&edge.needed)) {
            knots.add_edge(user, needed, number);
        }
    }
    knots
}

/// A shortest circle within a component; none if it is a single node that does not need itself.
///
/// Of several, the one that is met first from the first node on. In a knot so large that the search
/// would take long, it ends with the shortest circle so far.
fn shortest(knots: &Knots, component: &[NodeIndex]) -> Option<Vec<EdgeIndex>> {
    let members: BTreeSet<NodeIndex> = component.iter().copied().collect();
    let mut best: Option<Vec<EdgeIndex>> = None;
    let mut effort = EFFORT;
    for &start in component {
        let limit = best.as_ref().map_or(usize::MAX, |best| best.len() - 1);
        if limit == 0 || effort == 0 {
            break;
        }
        best = through(knots, start, &members, limit, &mut effort).or(best);
    }
    best
}

/// A shortest circle through a node, if there is one of at most `limit` edges.
fn through(
    knots: &Knots,
    start: NodeIndex,
    members: &BTreeSet<NodeIndex>,
    limit: usize,
    effort: &mut usize,
) -> Option<Vec<EdgeIndex>> {
    let mut came_by: HashMap<NodeIndex, EdgeIndex> = HashMap::new();
    let mut next = VecDeque::from([(start, 1)]);
    while let Some((node, length)) = next.pop_front() {
        if length > limit {
            break;
        }
        for edge in knots.edges(node) {
            *effort = effort.saturating_sub(1);
            let target = edge.target();
            if target == start {
                return Some(path(knots, start, node, &came_by, edge.id()));
            }
            if members.contains(&target) && !came_by.contains_key(&target) {
                came_by.insert(target, edge.id());
                next.push_back((target, length + 1));
            }
        }
    }
    None
}

/// The way from the start to a node, and the edge back.
fn path(
    knots: &Knots,
    start: NodeIndex,
    end: NodeIndex,
    came_by: &HashMap<NodeIndex, EdgeIndex>,
    back: EdgeIndex,
) -> Vec<EdgeIndex> {
    let mut path = vec![back];
    let mut node = end;
    while node != start
        && let Some(&edge) = came_by.get(&node)
        && let Some((from, _)) = knots.edge_endpoints(edge)
    {
        path.push(edge);
        node = from;
    }
    path.reverse();
    path
}

/// An edge of a circle.
struct Step<'a> {
    user: &'a Node,
    needed: &'a Node,
    edge: &'a Edge,
}

impl<'a> Step<'a> {
    fn new(nodes: &'a [Node], ranked: &'a Ranked) -> Option<Self> {
        let (user, needed) = (nodes.get(ranked.user)?, nodes.get(ranked.needed)?);
        Some(Self { user, needed, edge: &ranked.edge })
    }

    fn words(&self) -> String {
        let (user, needed) = (&self.user.name, &self.needed.name);
        match &self.edge.reason {
            Reason::Context { name, .. } => format!("`{user}` has `{needed}` as context `{name}`"),
            Reason::Implied { reference, .. } => {
                format!("`{user}` names `{reference}`, a tag of `{needed}`")
            }
            Reason::Image => format!("`{user}` works on the image of `{needed}`"),
            Reason::Promotes => format!("`{user}` promotes `{needed}`"),
            Reason::Needs => format!("`{user}` needs `{needed}`"),
        }
    }
}

/// The error for a circle: every edge at its place, with its reason.
fn error(steps: &[Step<'_>]) -> Option<Diagnostic> {
    let (first, rest) = steps.split_first()?;
    let message = if rest.is_empty() {
        format!("{} `{}` needs itself", first.user.kind, first.user.name)
    } else {
        let names: Vec<&Text> = steps.iter().map(|step| &step.user.name).collect();
        format!("{} need each other: {}", counted(steps), words::circle(&names))
    };
    let error = Diagnostic::error(message, first.edge.span).labelled(first.words());
    let shown = rest.iter().take(MOST_PLACES - 1);
    let error = shown.fold(error, |error, step| error.also(step.edge.span, step.words()));
    Some(error.hint("take one of them away"))
}

/// How many there are of each kind: "2 targets and 1 task".
fn counted(steps: &[Step<'_>]) -> String {
    let of = |kind| steps.iter().filter(|step| step.user.kind == kind).count();
    let counts = Kind::ALL.map(|kind| (of(kind), kind)).into_iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> =
        counts.map(|(count, kind)| words::count(count, &kind.to_string())).collect();
    counts.join(" and ")
}
