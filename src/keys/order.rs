//! The order in which keys are made: what is needed first.

use crate::diag::{Diagnostics, Stopped};
use crate::graph::{Draft, Edge, Graph, Reason};
use crate::late;
use crate::select::{Node, Selection};

/// The graph of a selection: everything that a node may need for its key.
///
/// # Errors
/// For nodes that need each other in a circle.
pub fn order(selection: &Selection, diags: &mut Diagnostics) -> Result<Graph, Stopped> {
    let mut draft = Draft::of(selection);
    for (name, node) in selection.nodes() {
        let (texts, attribute) = match node {
            Node::Target(_) => continue,
            Node::Task(task) => (&*task.command, "command"),
            Node::Promotion(promotion) => (&*promotion.tags, "tags"),
        };
        let span = node.places().attribute(attribute);
        // The keys of others that texts take in come first.
        for other in late::taken(texts, selection).keys.iter().filter(|other| *other != name) {
            draft.connect_selected(selection, name, other, Edge { reason: Reason::Needs, span });
        }
    }
    draft.seal(diags)
}
