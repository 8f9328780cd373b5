//! A graph in the language of Mermaid, which GitHub and GitLab draw in Markdown.
//!
//! An arrow leads from what needs to what is needed. Targets are boxes, tasks have round ends,
//! promotions are hexagons. A link that the bake file does not say, or that is order only, is
//! dotted.

use std::fmt::Write;

use crate::graph::{Graph, Kind, Link, Node, NodeId, Reason, Way};

use super::dot::{all, reasons};

/// The graph, roots or leaves at the top.
pub fn mermaid(graph: &Graph, way: Way) -> String {
    let direction = match way {
        Way::Up => "BT",
        Way::Down => "TB",
    };
    let mut text = format!("flowchart {direction}\n");
    for id in graph.ids() {
        let _infallible = writeln!(text, "  {}{}", name(id), shape(graph.node(id)));
    }
    for id in graph.ids() {
        for link in graph.links(id, Way::Down) {
            text.push_str(&arrow(id, &link));
        }
    }
    text
}

/// Nodes go by numbers: names such as `end` are words of the language.
fn name(id: NodeId) -> String {
    format!("n{}", id.position())
}

fn shape(node: &Node) -> String {
    let name = escaped(&node.name);
    match node.kind {
        Kind::Target => format!("[\"{name}\"]"),
        Kind::Task => format!("([\"{name}\"])"),
        Kind::Promotion => format!("{{{{\"{name}\"}}}}"),
    }
}

fn arrow(user: NodeId, link: &Link<'_>) -> String {
    let solid = !all(link, |reason| matches!(reason, Reason::Needs | Reason::Implied { .. }));
    let arrow = if solid { "-->" } else { "-.->" };
    let label = reasons(link).iter().map(|reason| escaped(reason)).collect::<Vec<_>>();
    format!("  {} {arrow}|\"{}\"| {}\n", name(user), label.join("<br>"), name(link.node))
}

/// A text within quotes: what means something there is written as an entity.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("#quot;"),
            '<' => escaped.push_str("#lt;"),
            '>' => escaped.push_str("#gt;"),
            '#' | '&' | '`' | '\\' => {
                let _infallible = write!(escaped, "#{};", u32::from(c));
            }
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
