//! The order in which things are done.

use crate::diag::{Diagnostics, Stopped};
use crate::graph::{Draft, Edge, Graph, Kind, Node, Reason, Uses};
use crate::select::{Selected, Selection};
use crate::span::Span;
use crate::text::Text;

/// What was selected as a graph: contexts, images, promotions and `needs`.
///
/// # Errors
/// For names that are none, and for circles.
pub(super) fn graph(selection: &Selection, diags: &mut Diagnostics) -> Result<Graph, Stopped> {
    let Selection { groups: _, targets, tasks, promotions, needs, asked: _, links: _ } = selection;
    let mut draft = Draft::new();
    for (name, target) in targets {
        draft.add(Node { name: name.clone(), kind: Kind::Target, place: target.places.head });
        for (context, parent, span) in links(target) {
            let reason = Reason::Context { name: context.clone(), uses: Uses::Unknown };
            draft.connect(name, &parent, Edge { reason, span });
        }
    }
    for (name, task) in tasks {
        draft.add(Node { name: name.clone(), kind: Kind::Task, place: task.places.head });
        if let Some(image) = &task.image {
            let span = task.places.attribute("image");
            draft.connect(name, image, Edge { reason: Reason::Image, span });
        }
    }
    for (name, promotion) in promotions {
        draft.add(Node { name: name.clone(), kind: Kind::Promotion, place: promotion.places.head });
        let span = promotion.places.attribute("target");
        draft.connect(name, &promotion.target, Edge { reason: Reason::Promotes, span });
    }
    for (name, need) in needs.iter().flat_map(|(name, all)| all.iter().map(move |it| (name, it))) {
        let reason = Reason::Needs;
        draft.connect(name, &need.name, Edge { reason, span: need.place });
    }
    draft.seal(diags)
}

/// The contexts of a target that are targets: the name of each context, that of the target, and
/// where it is said.
pub(super) fn links(target: &Selected) -> impl Iterator<Item = (&Text, Text, Span)> {
    target.attributes.contexts.iter().flatten().filter_map(|(name, context)| {
        let parent = context.strip_prefix("target:")?.into();
        Some((name, parent, target.places.entry("contexts", name)))
    })
}
