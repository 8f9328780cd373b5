//! A graph as JSON, for programs.
//!
//! ```json
//! {
//!   "version": 1,
//!   "nodes": [
//!     {
//!       "name": "app",
//!       "kind": "target",
//!       "wave": 1,
//!       "file": "docker-bake.hcl",
//!       "line": 4,
//!       "needs": [
//!         {
//!           "name": "base",
//!           "reason": "context",
//!           "file": "docker-bake.hcl",
//!           "line": 5,
//!           "context": "base",
//!           "uses": [{ "instruction": "FROM", "file": "Dockerfile", "line": 1 }]
//!         }
//!       ]
//!     }
//!   ],
//!   "roots": ["base"],
//!   "leaves": ["app"],
//!   "waves": [["base"], ["app"]]
//! }
//! ```
//!
//! Nodes come in order, what is needed first; so do roots, leaves, and the nodes of a wave. `kind` is
//! `target`, `task` or `promotion`. `reason` is `context` (with the name of the `context`),
//! `implied` (with the `reference` that the Dockerfile names), `image`, `promotes` or `needs`.
//! `uses` tells what the Dockerfile does; it is missing where that is not known, and empty where it
//! does nothing with the context. `version` changes when something that was there changes its
//! meaning or goes; a new key does not change it.

use serde::Serialize;

use crate::graph::{Edge, Graph, NodeId, Reason, Use, Uses};
use crate::source::{Lines, Sources};
use crate::span::Span;

use super::go;

/// The version of the form.
const VERSION: u32 = 1;

/// The graph; places are looked up in the sources.
pub fn json(graph: &Graph, sources: &Sources) -> String {
    let mut placed = Placed { sources, lines: Lines::new() };
    let written = Written {
        version: VERSION,
        nodes: graph.ids().map(|id| node(graph, id, &mut placed)).collect(),
        roots: names(graph, graph.roots()),
        leaves: names(graph, graph.leaves()),
        waves: graph.waves().into_iter().map(|wave| names(graph, wave.into_iter())).collect(),
    };
    go::json(&written, 0) + "\n"
}

#[derive(Serialize)]
struct Written<'a> {
    version: u32,
    nodes: Vec<WrittenNode<'a>>,
    roots: Vec<&'a str>,
    leaves: Vec<&'a str>,
    waves: Vec<Vec<&'a str>>,
}

#[derive(Serialize)]
struct WrittenNode<'a> {
    name: &'a str,
    kind: String,
    wave: usize,
    #[serde(flatten)]
    place: Place<'a>,
    needs: Vec<WrittenEdge<'a>>,
}

#[derive(Serialize)]
struct WrittenEdge<'a> {
    name: &'a str,
    reason: &'static str,
    #[serde(flatten)]
    place: Place<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uses: Option<Vec<WrittenUse<'a>>>,
}

#[derive(Serialize)]
struct WrittenUse<'a> {
    instruction: &'static str,
    #[serde(flatten)]
    place: Place<'a>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
}

fn names(graph: &Graph, nodes: impl Iterator<Item = NodeId>) -> Vec<&str> {
    nodes.map(|id| &*graph.node(id).name).collect()
}

fn node<'a>(graph: &'a Graph, id: NodeId, placed: &mut Placed<'a>) -> WrittenNode<'a> {
    let node = graph.node(id);
    WrittenNode {
        name: &node.name,
        kind: node.kind.to_string(),
        wave: graph.wave(id),
        place: placed.place(node.place),
        needs: graph.needs(id).map(|(to, it)| edge(&graph.node(to).name, it, placed)).collect(),
    }
}

fn edge<'a>(name: &'a str, edge: &'a Edge, placed: &mut Placed<'a>) -> WrittenEdge<'a> {
    let Edge { reason, span } = edge;
    let (context, reference, uses) = match reason {
        Reason::Context { name, uses: Uses::Unknown } => (Some(&**name), None, None),
        Reason::Context { name, uses: Uses::Known(uses) } => (Some(&**name), None, Some(uses)),
        Reason::Implied { reference, uses } => (None, Some(&**reference), Some(uses)),
        Reason::Image | Reason::Promotes | Reason::Needs => (None, None, None),
    };
    let uses = uses.map(|uses| uses.iter().map(written).collect());
    let place = placed.place(*span);
    WrittenEdge { name, reason: reason.word(), place, context, reference, uses }
}

fn written(it: &Use) -> WrittenUse<'_> {
    let Use { span: _, file, line, by } = it;
    WrittenUse { instruction: by.word(), place: Place { file, line: *line } }
}

/// Looks up places.
struct Placed<'a> {
    sources: &'a Sources,
    lines: Lines,
}

impl<'a> Placed<'a> {
    fn place(&mut self, span: Span) -> Place<'a> {
        let line = self.lines.line(self.sources, span);
        Place { file: &self.sources.get(span.file).name, line }
    }
}
