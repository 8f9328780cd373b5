//! A graph as a tree for people to read.
//!
//! What several nodes lead to is drawn once in full; where it comes up again there is its name and
//! how much is below it. Where a tree is very deep, a node is left for later and drawn again at the
//! margin, so that a line never runs away to the right.

use std::collections::{BTreeSet, VecDeque};
use std::fmt::Write;

use crate::diag::words;
use crate::graph::{Edge, Graph, Kind, NodeId, Reason, Uses, Way};

/// How to draw.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The way from a node to those drawn below it: up from the roots, or down from the leaves.
    pub way: Way,
    /// How to colour a piece of text.
    pub paint: &'a dyn Paint,
}

/// Colours pieces of text.
pub trait Paint: std::fmt::Debug {
    /// The text as it is to be printed.
    fn paint(&self, tone: Tone, text: &str) -> String;
}

/// No colour at all.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

impl Paint for Plain {
    fn paint(&self, _: Tone, text: &str) -> String {
        text.to_owned()
    }
}

/// What a piece of text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// The name of a node that is drawn in full.
    Name,
    /// What a node is, where it is no target.
    Kind,
    /// Branches, reasons and counts.
    Faint,
    /// What deserves a look: a link that is of no use, or that the file does not say.
    Odd,
}

/// How many levels are drawn before a node is left for later.
const LEVELS: usize = 48;

/// The tree, and a line that sums it up.
pub fn tree(graph: &Graph, view: View<'_>) -> String {
    let starts: Vec<NodeId> = match view.way {
        Way::Up => graph.roots().collect(),
        Way::Down => graph.leaves().collect(),
    };
    let mut drawing = Drawing::new(graph, view);
    for start in starts {
        drawing.draw(start);
    }
    let mut text = drawing.text;
    if !text.is_empty() {
        text.push('\n');
    }
    text + &summary(graph)
}

/// "4 targets, 1 task, 1 root, 2 leaves, 3 waves".
fn summary(graph: &Graph) -> String {
    let of = |kind| graph.ids().filter(|&id| graph.node(id).kind == kind).count();
    let mut parts = Vec::new();
    for kind in Kind::ALL {
        let count = of(kind);
        if count > 0 || kind == Kind::Target {
            parts.push(words::count(count, &kind.to_string()));
        }
    }
    parts.push(words::count(graph.roots().count(), "root"));
    let leaves = graph.leaves().count();
    parts.push(if leaves == 1 { "1 leaf".to_owned() } else { format!("{leaves} leaves") });
    parts.push(words::count(graph.depth(), "wave"));
    parts.join(", ") + "\n"
}

/// A tree under way.
struct Drawing<'a> {
    graph: &'a Graph,
    view: View<'a>,
    /// The nodes that have been drawn in full, or will be.
    known: BTreeSet<NodeId>,
    /// How much is below the nodes that come up more than once.
    below: Vec<usize>,
    text: String,
}

/// A node that is to be drawn.
struct Twig<'a> {
    node: NodeId,
    /// Why it is there; nothing at the margin.
    edges: Vec<&'a Edge>,
    /// What stands before its branch.
    indent: String,
    /// Whether it is the last one at its place.
    last: bool,
    level: usize,
}

impl<'a> Drawing<'a> {
    fn new(graph: &'a Graph, view: View<'a>) -> Self {
        let below = below(graph, view.way);
        Self { graph, view, known: BTreeSet::new(), below, text: String::new() }
    }

    /// Draws what grows from a node, and then what had to be left for later.
    fn draw(&mut self, start: NodeId) {
        let mut margin = VecDeque::from([start]);
        let mut continued = false;
        while let Some(node) = margin.pop_front() {
            let twig =
                Twig { node, edges: Vec::new(), indent: String::new(), last: true, level: 0 };
            self.known.insert(node);
            self.line(&twig, if continued { "continued" } else { "" });
            let mut waiting = Vec::new();
            self.branch(&twig, &mut waiting);
            while let Some(twig) = waiting.pop() {
                if let Some(left) = self.grow(&twig, &mut waiting) {
                    margin.push_back(left);
                }
            }
            continued = true;
        }
    }

    /// Draws a node and lets what is below it wait; gives it back if it is left for later.
    fn grow(&mut self, twig: &Twig<'a>, waiting: &mut Vec<Twig<'a>>) -> Option<NodeId> {
        let bare = self.graph.neighbours(twig.node, self.view.way).is_empty();
        if bare {
            self.line(twig, "");
        } else if !self.known.insert(twig.node) {
            let below = self.below.get(twig.node.position()).copied().unwrap_or_default();
            self.line(twig, &format!("above, {below} below"));
        } else if twig.level >= LEVELS {
            self.line(twig, "continued below");
            return Some(twig.node);
        } else {
            self.line(twig, "");
            self.branch(twig, waiting);
        }
        None
    }

    /// Lets the nodes below one wait, the first on top.
    fn branch(&self, twig: &Twig<'a>, waiting: &mut Vec<Twig<'a>>) {
        let margin = twig.level == 0;
        let indent = match (margin, twig.last) {
            (true, _) => String::new(),
            (false, true) => format!("{}    ", twig.indent),
            (false, false) => format!("{}│   ", twig.indent),
        };
        let mut last = true;
        for link in self.graph.links(twig.node, self.view.way).into_iter().rev() {
            let (node, edges, level) = (link.node, link.edges, twig.level + 1);
            waiting.push(Twig { node, edges, indent: indent.clone(), last, level });
            last = false;
        }
    }

    fn line(&mut self, twig: &Twig<'a>, remark: &str) {
        let paint = |tone, text: &str| self.view.paint.paint(tone, &visible(text));
        let node = self.graph.node(twig.node);
        let mut line = String::new();
        if twig.level > 0 {
            let branch = if twig.last { "└── " } else { "├── " };
            line += &paint(Tone::Faint, &format!("{}{branch}", twig.indent));
        }
        line += &paint(Tone::Name, &node.name);
        if node.kind != Kind::Target {
            line += &paint(Tone::Kind, &format!(" [{}]", node.kind));
        }
        if !remark.is_empty() {
            line += &paint(Tone::Faint, &format!(" ({remark})"));
        }
        for (number, edge) in twig.edges.iter().enumerate() {
            let before = if number == 0 { "  " } else { "; " };
            line += &paint(tone(&edge.reason), &format!("{before}{}", edge.reason));
        }
        let _infallible = writeln!(self.text, "{line}");
    }
}

/// The text without what a terminal would obey.
pub(super) fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

fn tone(reason: &Reason) -> Tone {
    match reason {
        Reason::Implied { .. } => Tone::Odd,
        Reason::Context { uses: Uses::Known(uses), .. } if uses.is_empty() => Tone::Odd,
        _ => Tone::Faint,
    }
}

/// The machine words of a set of nodes that are looked at in one go.
const WORDS: usize = 8;
/// How many nodes that are.
const BLOCK: usize = WORDS * 64;

/// How many nodes are below each node, if it comes up more than once; else nothing is counted.
///
/// Which nodes are below a node is a set. The sets of all nodes would be too much to hold, so they
/// are made for a few hundred members at a time.
fn below(graph: &Graph, way: Way) -> Vec<usize> {
    let mut counts = vec![0; graph.len()];
    let neighbours: Vec<Vec<usize>> = graph
        .ids()
        .map(|id| graph.neighbours(id, way).into_iter().map(NodeId::position).collect())
        .collect();
    if !any_shared(&neighbours) {
        return counts;
    }
    // Against the way, so that the sets of the neighbours are there before they are needed.
    let order: Vec<usize> = match way {
        Way::Down => (0..graph.len()).collect(),
        Way::Up => (0..graph.len()).rev().collect(),
    };
    for start in (0..graph.len()).step_by(BLOCK) {
        count_block(start, &order, &neighbours, &mut counts);
    }
    counts
}

/// Whether a node that leads on comes up more than once.
fn any_shared(neighbours: &[Vec<usize>]) -> bool {
    let mut seen = vec![false; neighbours.len()];
    neighbours.iter().flatten().any(|&node| {
        let leads_on = neighbours.get(node).is_some_and(|further| !further.is_empty());
        let seen = seen.get_mut(node).is_some_and(|seen| std::mem::replace(seen, true));
        leads_on && seen
    })
}

/// Adds, for each node, how many of the nodes from `start` on, as many as make a block, are below
/// it.
fn count_block(start: usize, order: &[usize], neighbours: &[Vec<usize>], counts: &mut [usize]) {
    let mut sets = vec![[0_u64; WORDS]; neighbours.len()];
    for &node in order {
        let mut set = [0_u64; WORDS];
        for &other in neighbours.get(node).into_iter().flatten() {
            let known = sets.get(other).copied().unwrap_or_default();
            set.iter_mut().zip(known).for_each(|(word, known)| *word |= known);
            let bit = other.checked_sub(start).filter(|&bit| bit < BLOCK);
            if let Some(bit) = bit
                && let Some(word) = set.get_mut(bit / 64)
            {
                *word |= 1 << (bit % 64);
            }
        }
        if let (Some(count), Some(slot)) = (counts.get_mut(node), sets.get_mut(node)) {
            *count += set.iter().map(|word| word.count_ones() as usize).sum::<usize>();
            *slot = set;
        }
    }
}
