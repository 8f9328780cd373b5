//! Targets that nothing leads to.

use std::collections::BTreeSet;

use super::Subject;
use super::scope::{lent, named, written_groups};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::select::Everything;
use crate::span::FileId;
use crate::target::Definition;
use crate::text::Text;

/// Notes targets that are in no group and that no other target needs or inherits from. They can be
/// asked for by name, so that may be as it should be; one whose name begins with `_` is there for
/// others only, and without others for nothing.
pub(super) fn check(subject: &Subject<'_>, everything: &Everything, diags: &mut Diagnostics) {
    if subject.asked.is_some() || !subject.only.is_empty() {
        return;
    }
    let named = named(subject, everything);
    let lent = lent(subject);
    let has_groups = !written_groups(subject).is_empty();
    let blocks: BTreeSet<&Text> = subject
        .definitions
        .targets()
        .iter()
        .filter(|it| named.contains(&it.name) || lent.contains(&it.name))
        .flat_map(|it| [&it.name, &it.block])
        .collect();
    let is_reached = |it: &Definition| {
        &*it.name == "default" || blocks.contains(&it.name) || blocks.contains(&it.block)
    };
    let mut told: BTreeSet<(FileId, Text)> = BTreeSet::new();
    for target in subject.definitions.targets().iter().filter(|it| !is_reached(it)) {
        let head = target.places.head;
        if told.insert((head.file, target.block.clone())) {
            diags.extend(finding(target, has_groups));
        }
    }
}

fn finding(target: &Definition, has_groups: bool) -> Option<Diagnostic> {
    let (name, head) = (&target.block, target.places.head);
    let found = if name.starts_with('_') {
        Diagnostic::warning(format!("nothing uses the target `{name}`"), head)
            .hint("a name that begins with `_` says that it is there for others to inherit from")
    } else if has_groups {
        Diagnostic::note(format!("the target `{name}` is in no group and no target needs it"), head)
    } else {
        return None;
    };
    Some(found.coded(Code::UnreachedTarget))
}
