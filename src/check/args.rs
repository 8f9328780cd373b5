//! Build args that nothing declares.

use std::collections::{BTreeMap, BTreeSet};

use super::Subject;
use super::origin;
use super::reading::{Read, Reading};
use super::scope::lent;
use crate::diag::{Code, Diagnostic, Diagnostics, similar};
use crate::dockerfile::ast::{Instruction, InstructionKind};
use crate::dockerfile::build::Taker;
use crate::select::Selected;
use crate::span::Span;
use crate::text::Text;

/// An arg where it is given.
struct Given<'a> {
    name: &'a Text,
    /// A target that has it and whose Dockerfile does not declare it.
    user: Option<(&'a Read, &'a Selected)>,
    /// Whether a target that has it declares it, or may.
    is_used: bool,
    /// Whether it is said where others inherit it, or refer to it.
    is_shared: bool,
}

/// Finds args that none of the targets they are given to declares.
pub(super) fn check(subject: &Subject<'_>, readings: &[Reading<'_>], diags: &mut Diagnostics) {
    let lent = lent(subject);
    let mut all: BTreeMap<(Span, &Text), Given<'_>> = BTreeMap::new();
    for reading in readings {
        let args = reading.target.attributes.args.iter().flatten();
        for (name, _) in args.filter(|(_, value)| value.is_some()) {
            let Some((place, is_shared)) = place(subject, reading.name, name, &lent) else {
                continue;
            };
            let given = Given { name, user: None, is_used: false, is_shared };
            let given = all.entry((place, name)).or_insert(given);
            match &reading.read {
                Some(read) if !may_declare(read, name) => {
                    given.user.get_or_insert((read, reading.target));
                }
                _ => given.is_used = true,
            }
        }
    }
    for ((place, _), given) in all {
        if let (Some((read, target)), false) = (given.user, given.is_used) {
            let found = unused(given.name, place, read, target);
            diags.push(if given.is_shared { found.into_note() } else { found });
        }
    }
}

/// Where an arg is given, and whether others inherit from there. Nothing where they do and not all
/// of them are looked at.
fn place(
    subject: &Subject<'_>,
    target: &Text,
    arg: &Text,
    lent: &BTreeSet<Text>,
) -> Option<(Span, bool)> {
    let origin = origin::arg(target, arg, subject.definitions)?;
    let is_shared = lent.contains(&origin.name);
    let is_known = !is_shared || subject.asked.is_none();
    is_known.then(|| (origin.places.entry("args", arg), is_shared))
}

/// Whether the build declares the arg, or takes triggers from an image that may.
fn may_declare(read: &Read, name: &str) -> bool {
    let triggers = || read.build.stages().flat_map(|it| &it.selections);
    read.build.declares(name) || triggers().any(|it| it.by == Taker::Trigger)
}

fn unused(name: &Text, place: Span, read: &Read, target: &Selected) -> Diagnostic {
    let message = format!("no stage that is built declares the arg `{name}`");
    let found = Diagnostic::warning(message, place).coded(Code::UnusedArg);
    if let Some(span) = elsewhere(read, name) {
        return found.also(span, "this stage is not built");
    }
    let stages = read.build.stages().flat_map(|stage| &stage.args);
    let global = read.build.passes.iter().flat_map(|pass| &pass.globals);
    let is_given =
        |name: &str| target.attributes.args.iter().flatten().any(|(it, _)| **it == *name);
    let declared = stages.chain(global).map(|arg| &*arg.name).filter(|name| !is_given(name));
    found.maybe_hint(similar::did_you_mean(name, declared))
}

/// Where the file declares an arg after all.
fn elsewhere(read: &Read, name: &str) -> Option<Span> {
    let declared = |it: &Instruction| match &it.kind {
        InstructionKind::Arg(args) => {
            args.iter().find(|arg| *arg.name.value == *name).map(|it| it.span)
        }
        _ => None,
    };
    read.loaded.dockerfile.instructions.iter().find_map(declared)
}
