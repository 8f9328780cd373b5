//! The graph of targets, tasks and promotions.

use crate::diag::{Diagnostics, Stopped};
use crate::select::{self, Everything, Link};
use crate::span::Span;
use crate::text::Text;

use super::follow::Followed;
use super::implied::Implied;
use super::{Draft, Edge, Graph, Node, Reason, Uses};

/// What to make of links that only Dockerfiles imply.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Implications {
    /// They are what they are. They cannot make the graph wrong: where they run in a circle there
    /// is a warning, and those in the circle do not count.
    Shown,
    /// They are contexts like others (`--link`).
    Linked,
}

/// The graph of what was met.
///
/// # Errors
/// For targets, tasks and promotions that need each other in a circle.
pub fn build(
    everything: &Everything,
    followed: &Followed,
    implications: Implications,
    diags: &mut Diagnostics,
) -> Result<Graph, Stopped> {
    let all = || {
        let mut draft = said(everything, followed);
        imply(followed, implications, &mut draft);
        draft
    };
    if implications == Implications::Linked || followed.implied.is_empty() {
        return all().seal(diags);
    }
    let mut found = Diagnostics::new();
    if let Ok(graph) = all().seal(&mut found) {
        return Ok(graph);
    }
    let graph = all().untangled().seal(diags)?;
    diags.extend(found.iter().cloned().map(|circle| {
        let mut circle = circle.into_warning();
        circle.hints = vec![LEFT_OUT.to_owned()];
        circle
    }));
    Ok(graph)
}

/// What becomes of circles that cannot make a graph wrong.
const LEFT_OUT: &str = "links between these that only Dockerfiles imply are left out";

/// What the files say.
fn said(everything: &Everything, followed: &Followed) -> Draft {
    let mut draft = Draft::new();
    for name in &followed.names {
        add(name, everything, followed, &mut draft);
        for need in everything.selection.needs.get(name).into_iter().flatten() {
            connect(name, &need.name, Reason::Needs, need.place, followed, &mut draft);
        }
    }
    draft
}

/// Adds a node, and what it needs by what it is.
fn add(name: &Text, everything: &Everything, followed: &Followed, draft: &mut Draft) {
    let Everything { selection, links } = everything;
    let Some(node) = selection.node(name) else { return };
    let places = node.places();
    draft.add(Node { name: name.clone(), kind: node.kind(), place: places.head });
    match node {
        select::Node::Target(_) => {
            for link in links.get(name).into_iter().flatten() {
                let (context, uses) = (link.context.clone(), uses(name, link, followed));
                let reason = Reason::Context { name: context, uses };
                connect(name, &link.target, reason, link.place, followed, draft);
            }
        }
        select::Node::Task(task) => {
            if let Some(image) = &task.image {
                connect(name, image, Reason::Image, places.attribute("image"), followed, draft);
            }
        }
        select::Node::Promotion(promotion) => {
            let place = places.attribute("target");
            connect(name, &promotion.target, Reason::Promotes, place, followed, draft);
        }
    }
}

fn uses(user: &Text, link: &Link, followed: &Followed) -> Uses {
    followed.readings.get(user).map_or(Uses::Unknown, |reading| reading.uses_of(&link.context))
}

/// Adds an edge, if it leads to something that was met: what is needed always has been, if it is
/// there at all.
fn connect(
    user: &Text,
    needed: &Text,
    reason: Reason,
    span: Span,
    followed: &Followed,
    draft: &mut Draft,
) {
    if followed.names.contains(needed) {
        draft.connect(user, needed, Edge { reason, span });
    }
}

/// Adds what the Dockerfiles imply.
fn imply(followed: &Followed, implications: Implications, draft: &mut Draft) {
    for (user, links) in &followed.implied {
        for Implied { target, reference, uses } in links {
            let Some(span) = uses.first().map(|first| first.span) else { continue };
            let (name, uses) = (Text::from(reference.context_name()), uses.clone());
            let reason = match implications {
                Implications::Shown => Reason::Implied { reference: name, uses },
                Implications::Linked => Reason::Context { name, uses: Uses::Known(uses) },
            };
            connect(user, target, reason, span, followed, draft);
        }
    }
}
