//! A graph in the language of Graphviz.
//!
//! An arrow leads from what needs to what is needed. Targets are boxes, tasks ellipses, promotions
//! hexagons. A link that the bake file does not say is dotted, one that is order only is dashed.

use std::fmt::Write;

use crate::graph::{Graph, Kind, Link, NodeId, Reason, Way};

/// The graph, roots or leaves at the top.
pub fn dot(graph: &Graph, way: Way) -> String {
    let direction = match way {
        Way::Up => "BT",
        Way::Down => "TB",
    };
    let mut text = format!("digraph bakewell {{\n  rankdir={direction};\n  node [shape=box];\n");
    for id in graph.ids() {
        let node = graph.node(id);
        let _infallible = writeln!(text, "  {}{};", quoted(&node.name), shape(node.kind));
    }
    for id in graph.ids() {
        for link in graph.links(id, Way::Down) {
            text.push_str(&arrow(graph, id, &link));
        }
    }
    text + "}\n"
}

fn shape(kind: Kind) -> &'static str {
    match kind {
        Kind::Target => "",
        Kind::Task => " [shape=ellipse]",
        Kind::Promotion => " [shape=hexagon]",
    }
}

fn arrow(graph: &Graph, user: NodeId, link: &Link<'_>) -> String {
    let (user, needed) = (&graph.node(user).name, &graph.node(link.node).name);
    let label = quoted(&reasons(link).join("\n"));
    let style = style(link);
    format!("  {} -> {} [label={label}{style}];\n", quoted(user), quoted(needed))
}

/// All reasons, in words.
pub(super) fn reasons(link: &Link<'_>) -> Vec<String> {
    link.edges.iter().map(|edge| edge.reason.to_string()).collect()
}

fn style(link: &Link<'_>) -> &'static str {
    if all(link, |reason| matches!(reason, Reason::Needs)) {
        ", style=dashed"
    } else if all(link, |reason| matches!(reason, Reason::Implied { .. } | Reason::Needs)) {
        ", style=dotted"
    } else {
        ""
    }
}

/// Whether all edges have such a reason.
pub(super) fn all(link: &Link<'_>, is_such: impl Fn(&Reason) -> bool) -> bool {
    link.edges.iter().all(|edge| is_such(&edge.reason))
}

/// A text as Graphviz reads it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
