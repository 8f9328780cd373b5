//! Where a target gets something from: its own block, or one it inherits from.

use crate::span::Span;
use crate::target::{Attributes, Definition, Definitions};

/// The definition, a target's own or one it inherits from, that says something: the one that comes
/// last, as it wins.
pub(super) fn origin<'a>(
    name: &str,
    definitions: &'a Definitions,
    says: impl Fn(&Attributes) -> bool,
) -> Option<&'a Definition> {
    definitions.lineage(name).find(|it| says(&it.attributes))
}

/// The place of a target's tag.
pub(super) fn tag(name: &str, tag: &str, definitions: &Definitions) -> Option<Span> {
    let position = |it: &Attributes| it.tags.iter().flatten().position(|known| &**known == tag);
    let found = origin(name, definitions, |it| position(it).is_some())?;
    Some(found.places.element("tags", position(&found.attributes)?))
}

/// The place of one of a target's named contexts.
pub(super) fn context(name: &str, context: &str, definitions: &Definitions) -> Option<Span> {
    let says = |it: &Attributes| it.contexts.iter().flatten().any(|(known, _)| &**known == context);
    Some(origin(name, definitions, says)?.places.entry("contexts", context))
}

/// The definition that gives a target one of its build args.
pub(super) fn arg<'a>(
    name: &str,
    arg: &str,
    definitions: &'a Definitions,
) -> Option<&'a Definition> {
    let says = |it: &Attributes| it.args.iter().flatten().any(|(known, _)| &**known == arg);
    origin(name, definitions, says)
}
