//! `bakewell graph`: what needs what.

use crate::cli::args::Graph;
use crate::cli::graph::{Drawing, Form};
use crate::cli::{exit, request};
use crate::compile;
use crate::diag::Stopped;
use crate::emit::tree::{self, Paint, Plain, View};
use crate::emit::{dot, graph_json, mermaid};
use crate::graph;
use crate::report::Colours;

use super::Scene;

/// Draws the graph.
pub fn run(args: &Graph, scene: &mut Scene) -> u8 {
    match graph(args, scene) {
        Ok(graph) => scene.print(&drawn(&graph, &args.drawing, scene)),
        Err(_) => exit::WRONG,
    }
}

fn graph(args: &Graph, scene: &mut Scene) -> Result<graph::Graph, Stopped> {
    let (line, diags) = (&mut scene.line, &mut scene.diags);
    let graph = request::request(&args.wanted, &args.handed, line, diags).and_then(|request| {
        let reach = args.drawing.reach();
        compile::graph(scene.host, &request, reach, &mut scene.sources, diags)
    });
    scene.settle(graph, args.wanted.defined.strict)
}

fn drawn(graph: &graph::Graph, drawing: &Drawing, scene: &Scene) -> String {
    let way = drawing.from;
    let paint: &dyn Paint = if scene.colour { &Colours } else { &Plain };
    match drawing.format {
        Form::Tree => tree::tree(graph, View { way, paint }),
        Form::Dot => dot::dot(graph, way),
        Form::Mermaid => mermaid::mermaid(graph, way),
        Form::Json => graph_json::json(graph, &scene.sources),
    }
}
