//! Images that may be other ones tomorrow.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::Reading;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::dockerfile::build::Use;
use crate::select::Everything;
use crate::span::Span;
use crate::target::reference::Reference;

/// Notes images without a tag, or with `latest`, and without a digest. What a target of the files
/// is tagged with is none of them.
pub(super) fn check(everything: &Everything, readings: &[Reading<'_>], diags: &mut Diagnostics) {
    let built = built(everything);
    let mut found: BTreeMap<Span, Diagnostic> = BTreeMap::new();
    let builds = readings.iter().filter_map(|it| it.read.as_ref());
    for Use { name, span, .. } in builds.flat_map(|read| read.build.images()) {
        let Ok(reference) = Reference::parse(name) else { continue };
        let floats = reference.digest.is_none() && reference.tag.as_deref() == Some("latest");
        if floats && !built.contains(&reference) {
            found.entry(span).or_insert_with(|| floating(&reference, span));
        }
    }
    diags.extend(found.into_values());
}

/// What the targets are tagged with.
fn built(everything: &Everything) -> BTreeSet<Reference> {
    let targets = everything.selection.targets.values();
    let tags = targets.flat_map(|it| it.attributes.tags.iter().flatten());
    let references = tags.filter_map(|tag| Reference::parse(tag).ok());
    references.map(Reference::with_default_tag).collect()
}

fn floating(reference: &Reference, span: Span) -> Diagnostic {
    let name = reference.context_name();
    Diagnostic::note(format!("`{name}` is whatever is the latest one when it is built"), span)
        .coded(Code::FloatingBase)
        .hint(format!("name a version, `{name}:VERSION`, or a digest"))
}
