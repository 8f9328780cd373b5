//! From the Dockerfile of a target to what it takes from elsewhere.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::dockerfile::ast::{Dockerfile, InstructionKind};
use crate::dockerfile::build::{Build, Origin, Selection, Taker};
use crate::dockerfile::load::{Loaded, inline_label};
use crate::dockerfile::{self, Dockerfiles, Outcome, Wish};
use crate::select::Selected;
use crate::source::{Host, Lines, Sources};
use crate::span::Span;
use crate::target::Attributes;
use crate::text::Text;

use super::reading::{Reading, Taken};
use super::{Instruction, Use};

/// Reads Dockerfiles, each once.
#[derive(Debug)]
pub struct Reader<'a> {
    host: &'a dyn Host,
    sources: &'a mut Sources,
    dockerfiles: Dockerfiles,
    lines: Lines,
}

impl<'a> Reader<'a> {
    /// One that has read nothing yet.
    pub fn new(host: &'a dyn Host, sources: &'a mut Sources) -> Self {
        Self { host, sources, dockerfiles: Dockerfiles::new(), lines: Lines::new() }
    }

    /// The sources, for others to read in between.
    pub fn sources(&mut self) -> &mut Sources {
        self.sources
    }

    /// What the Dockerfile of a target takes from elsewhere.
    ///
    /// A plan can be made without any Dockerfile, and so can a graph: of one that is not there
    /// nothing is said, and of what is wrong in one there are warnings.
    pub fn read(&mut self, name: &Text, selected: &Selected, diags: &mut Diagnostics) -> Reading {
        let mut found = Vec::new();
        let Selected { attributes, places, .. } = selected;
        let loaded =
            self.dockerfiles.load(name, attributes, places, self.host, self.sources, &mut found);
        let Outcome::Loaded(loaded) = loaded else { return Reading::Opaque };
        let wish = Wish::of(attributes, places, self.host);
        let build = dockerfile::resolve(&loaded.dockerfile, &wish, &mut found);
        let is_broken = loaded.broken || found.iter().any(|it| it.severity == Severity::Error);
        diags.extend(found.into_iter().map(Diagnostic::into_warning));
        if is_broken || build.opaque.is_some() {
            return Reading::Opaque;
        }
        let file = self.shown(name, attributes, &loaded);
        Reading::Read(self.taken(&file, &build, &loaded))
    }

    fn taken(&mut self, file: &Text, build: &Build, loaded: &Loaded) -> Taken {
        let mut taken = Taken::default();
        let mut known = BTreeSet::new();
        for (origin, span, by) in origins(build, &loaded.dockerfile) {
            let (Origin::Context(name) | Origin::Image(name)) = origin else { continue };
            let line = self.lines.line(self.sources, span);
            if known.insert((origin, line, by)) {
                let place = match origin {
                    Origin::Context(_) => &mut taken.contexts,
                    _ => &mut taken.images,
                };
                let it = Use { span, file: file.clone(), line, by };
                place.entry(name.clone()).or_default().push(it);
            }
        }
        taken
    }

    /// What the Dockerfile of a target is called. A text in the definition is read once for all
    /// targets that have it, but each has it as its own.
    fn shown(&self, target: &Text, attributes: &Attributes, loaded: &Loaded) -> Text {
        match &loaded.path {
            Some(_) => self.sources.get(loaded.file).name.clone(),
            None => inline_label(target, attributes).into(),
        }
    }
}

/// Where everything in a build comes from, and what names that.
fn origins<'a>(
    build: &'a Build,
    dockerfile: &'a Dockerfile,
) -> impl Iterator<Item = (&'a Origin, Span, Instruction)> {
    build.stages().flat_map(|stage| {
        let base = std::iter::once((&stage.base, stage.span, Instruction::From));
        base.chain(stage.selections.iter().map(|it| selected(it, dockerfile)))
    })
}

/// What names the place that files are taken from; where nothing does, what names the files.
pub fn named_at(selection: &Selection, dockerfile: &Dockerfile) -> Span {
    selected(selection, dockerfile).1
}

fn selected<'a>(
    selection: &'a Selection,
    dockerfile: &Dockerfile,
) -> (&'a Origin, Span, Instruction) {
    let by = match selection.by {
        Taker::Copy | Taker::Add => Instruction::Copy,
        Taker::Mount => Instruction::Run,
        Taker::Trigger => Instruction::From,
    };
    let instruction = dockerfile.instructions.get(selection.step.instruction);
    let named = instruction.and_then(|it| naming(&it.kind, selection.span));
    (&selection.origin, named.unwrap_or(selection.span), by)
}

/// The part of an instruction that names where files come from; `files` is what names them.
fn naming(kind: &InstructionKind, files: Span) -> Option<Span> {
    match kind {
        InstructionKind::Copy(copy) => copy.from.as_ref().map(|from| from.span),
        InstructionKind::Run(run) => {
            let holds = |span: Span| span.start <= files.start && files.end <= span.end;
            let mount = run.mounts.iter().find(|mount| holds(mount.span))?;
            let from = mount.fields.iter().find(|field| field.key.eq_ignore_ascii_case("from"))?;
            from.value.as_ref().map(|value| value.span)
        }
        InstructionKind::Onbuild(onbuild) => match &onbuild.trigger {
            Ok(trigger) => naming(&trigger.kind, files),
            Err(_) => None,
        },
        _ => None,
    }
}
