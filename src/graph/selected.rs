//! What was selected, as a graph.

use crate::select::{self, Selection};
use crate::span::Span;
use crate::text::Text;

use super::{Draft, Edge, Node, Reason, Uses};

impl Draft {
    /// What was selected, and what of it needs what by what the plan says: contexts, images, what
    /// is promoted, `needs`. Dockerfiles are not looked at.
    pub fn of(selection: &Selection) -> Self {
        let mut draft = Self::new();
        for (name, node) in selection.nodes() {
            let (kind, place) = (node.kind(), node.places().head);
            draft.add(Node { name: name.clone(), kind, place });
            for (needed, edge) in parts(node) {
                draft.connect_selected(selection, name, &needed, edge);
            }
        }
        for (name, needs) in &selection.needs {
            for need in needs {
                let edge = Edge { reason: Reason::Needs, span: need.place };
                draft.connect_selected(selection, name, &need.name, edge);
            }
        }
        draft
    }

    /// Takes an edge in, if both its ends were selected.
    pub fn connect_selected(
        &mut self,
        selection: &Selection,
        user: &Text,
        needed: &Text,
        edge: Edge,
    ) {
        if selection.has(user) && selection.has(needed) {
            self.connect(user, needed, edge);
        }
    }
}

/// The targets that a node is made of, and why.
fn parts(node: select::Node<'_>) -> Vec<(Text, Edge)> {
    let places = node.places();
    let part = |target: &str, reason: Reason, span: Span| (target.into(), Edge { reason, span });
    match node {
        select::Node::Target(target) => {
            let link = |(name, linked): (&Text, &str)| {
                let reason = Reason::Context { name: name.clone(), uses: Uses::Unknown };
                part(linked, reason, places.entry("contexts", name))
            };
            target.links().map(link).collect()
        }
        select::Node::Task(task) => {
            let image = task.image.iter();
            image.map(|image| part(image, Reason::Image, places.attribute("image"))).collect()
        }
        select::Node::Promotion(promotion) => {
            vec![part(&promotion.target, Reason::Promotes, places.attribute("target"))]
        }
    }
}
