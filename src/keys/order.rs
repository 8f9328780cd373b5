//! The order in which keys are made: what is needed first.

use crate::diag::{Diagnostics, Stopped};
use crate::graph::{Draft, Edge, Graph, Kind, Node, Reason, Uses};
use crate::late;
use crate::select::Selection;
use crate::span::Span;
use crate::text::Text;

/// The graph of a selection: everything that a node may need for its key.
///
/// # Errors
/// For nodes that need each other in a circle.
pub fn order(selection: &Selection, diags: &mut Diagnostics) -> Result<Graph, Stopped> {
    let mut draft = Draft::new();
    for (name, target) in &selection.targets {
        draft.add(Node { name: name.clone(), kind: Kind::Target, place: target.places.head });
        for (context, value) in target.attributes.contexts.iter().flatten() {
            let Some(linked) = value.strip_prefix("target:") else { continue };
            let reason = Reason::Context { name: context.clone(), uses: Uses::Unknown };
            let span = target.places.entry("contexts", context);
            connect(selection, name, &linked.into(), reason, span, &mut draft);
        }
    }
    for (name, task) in &selection.tasks {
        draft.add(Node { name: name.clone(), kind: Kind::Task, place: task.places.head });
        if let Some(image) = &task.image {
            let span = task.places.attribute("image");
            connect(selection, name, image, Reason::Image, span, &mut draft);
        }
        name_others(selection, name, (&task.command, task.places.attribute("command")), &mut draft);
    }
    for (name, promotion) in &selection.promotions {
        let place = promotion.places.head;
        draft.add(Node { name: name.clone(), kind: Kind::Promotion, place });
        let span = promotion.places.attribute("target");
        connect(selection, name, &promotion.target, Reason::Promotes, span, &mut draft);
        let tags = (&*promotion.tags, promotion.places.attribute("tags"));
        name_others(selection, name, tags, &mut draft);
    }
    for (name, needs) in &selection.needs {
        for need in needs {
            connect(selection, name, &need.name, Reason::Needs, need.place, &mut draft);
        }
    }
    draft.seal(diags)
}

/// Adds what texts take in of others: their keys come first.
fn name_others(selection: &Selection, name: &Text, texts: (&[Text], Span), draft: &mut Draft) {
    let (texts, span) = texts;
    for other in late::taken(texts, selection).keys.iter().filter(|other| *other != name) {
        connect(selection, name, other, Reason::Needs, span, draft);
    }
}

/// Adds an edge, if both ends were selected.
fn connect(
    selection: &Selection,
    user: &Text,
    needed: &Text,
    reason: Reason,
    span: Span,
    draft: &mut Draft,
) {
    let is_there = |name: &Text| {
        selection.targets.contains_key(name)
            || selection.tasks.contains_key(name)
            || selection.promotions.contains_key(name)
    };
    if is_there(user) && is_there(needed) {
        draft.connect(user, needed, Edge { reason, span });
    }
}
