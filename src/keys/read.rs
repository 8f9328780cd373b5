//! The Dockerfiles of targets, and what the targets make of them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::digest::{Digest, Record};
use crate::dockerfile::ast::{Dockerfile, Instruction, InstructionKind};
use crate::dockerfile::build::{Build, Stage, Step};
use crate::dockerfile::load::Loaded;
use crate::dockerfile::{self, Dockerfiles, Outcome, Triggers, Wish};
use crate::select::Selected;
use crate::source::Sources;
use crate::span::FileId;
use crate::text::Text;
use crate::threads;

use super::Subject;
use super::ignore::Ignored;
use super::triggers;

/// What stands in for the value of an arg that is left out of a key.
const LEFT_OUT: &str = "left-out-of-the-key";

/// A target and its Dockerfile.
#[derive(Debug)]
pub(super) struct Read<'a> {
    pub(super) name: &'a Text,
    pub(super) target: &'a Selected,
    pub(super) ignored: Ignored<'a>,
    pub(super) wish: Wish,
    pub(super) file: File,
    /// What it builds; nothing where the Dockerfile is in a remote context.
    pub(super) build: Option<Arc<Build>>,
    /// The same with the args that are left out replaced, for what the words say.
    pub(super) masked: Option<Arc<Build>>,
    /// The triggers of what its stages start from.
    pub(super) triggers: Triggers,
    /// Whether there are triggers that nobody knows, which may take anything.
    pub(super) takes_all: bool,
}

/// The Dockerfile of a target.
#[derive(Clone, Debug)]
pub(super) enum File {
    /// It was read.
    Loaded(Loaded),
    /// It is in a remote context.
    Remote,
}

/// Reads each Dockerfile once and resolves it for each target.
pub(super) fn read<'a>(
    subject: &Subject<'a>,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Vec<Read<'a>> {
    let mut dockerfiles = Dockerfiles::new();
    let mut found = Vec::new();
    let targets: Vec<&Selected> = subject.selection.targets.values().collect();
    let mut jobs = Vec::with_capacity(targets.len());
    let wishes = threads::map(&targets, |it| Wish::of(&it.attributes, &it.places, subject.host));
    for ((name, target), wish) in subject.selection.targets.iter().zip(wishes) {
        let Selected { attributes, places, .. } = target;
        let ignored = Ignored::of(target, &mut found);
        let outcome = dockerfiles.load(name, attributes, places, subject.host, sources, &mut found);
        let file = match outcome {
            Outcome::Loaded(loaded) if loaded.broken => continue,
            Outcome::Loaded(loaded) => File::Loaded(loaded),
            Outcome::Opaque(_) => File::Remote,
            Outcome::Missing => continue,
        };
        jobs.push(Job { name, target, ignored, wish, file });
    }
    let mut reads = resolved(jobs, &mut found);
    triggers::follow(&mut reads, subject.lock, sources, &mut found);
    // What is only worth a warning is said by those who look for what is wrong.
    diags.extend(found.into_iter().filter(|it| it.severity == Severity::Error));
    reads
}

/// A target whose Dockerfile is to be resolved.
struct Job<'a> {
    name: &'a Text,
    target: &'a Selected,
    ignored: Ignored<'a>,
    wish: Wish,
    file: File,
}

/// What is to be resolved. Many targets may want the same.
#[derive(Default)]
struct Wishes<'a> {
    known: HashMap<(FileId, Digest), usize>,
    all: Vec<(&'a Dockerfile, Cow<'a, Wish>)>,
}

/// A wish that can be told from others.
struct Named<'a> {
    wish: Cow<'a, Wish>,
    identity: Digest,
}

impl<'a> Named<'a> {
    fn new(wish: Cow<'a, Wish>) -> Self {
        Self { identity: identity(&wish), wish }
    }
}

impl<'a> Wishes<'a> {
    /// Makes room for so many.
    fn expect(&mut self, number: usize) {
        self.known.reserve(number);
        self.all.reserve(number);
    }

    /// The place of a wish among all.
    fn add(&mut self, file: &'a Loaded, Named { wish, identity }: Named<'a>) -> usize {
        let next = self.all.len();
        let place = *self.known.entry((file.file, identity)).or_insert(next);
        if place == next {
            self.all.push((&file.dockerfile, wish));
        }
        place
    }
}

fn resolved<'a>(jobs: Vec<Job<'a>>, found: &mut Vec<Diagnostic>) -> Vec<Read<'a>> {
    let mut wishes = Wishes::default();
    wishes.expect(jobs.len());
    let all: Vec<&Job<'_>> = jobs.iter().collect();
    let named = threads::map(&all, |job| job.wishes());
    let places = named.into_iter().map(|named| {
        let (loaded, real, masked) = named?;
        let real = wishes.add(loaded, real);
        Some((real, masked.map(|masked| wishes.add(loaded, masked))))
    });
    let places: Vec<Option<(usize, Option<usize>)>> = places.collect();
    let builds = threads::map(&wishes.all, |(file, wish)| {
        let mut found = Vec::new();
        (Arc::new(dockerfile::resolve(file, wish, &mut found)), found)
    });
    let real: HashSet<usize> = places.iter().flatten().map(|(real, _)| *real).collect();
    let mut reads = Vec::with_capacity(jobs.len());
    let builds: Vec<Arc<Build>> = builds
        .into_iter()
        .enumerate()
        .map(|(place, (build, mut errors))| {
            // What is wrong only with what stands in for an arg is not wrong.
            if real.contains(&place) {
                found.append(&mut errors);
            }
            build
        })
        .collect();
    for (job, place) in jobs.into_iter().zip(places) {
        let build = |place: usize| builds.get(place).cloned();
        let (real, masked) = match place {
            Some((real, masked)) => (build(real), masked.and_then(build)),
            None => (None, None),
        };
        let Job { name, target, ignored, wish, file } = job;
        let (build, triggers, takes_all) = (real, Triggers::new(), false);
        reads.push(Read { name, target, ignored, wish, file, build, masked, triggers, takes_all });
    }
    reads
}

impl Job<'_> {
    /// What the target wants, and the same without what is left out, if its Dockerfile is known.
    fn wishes(&self) -> Option<(&Loaded, Named<'_>, Option<Named<'_>>)> {
        let File::Loaded(loaded) = &self.file else { return None };
        let masked = masked(&self.wish, &self.ignored, &loaded.dockerfile);
        let real = Named::new(Cow::Borrowed(&self.wish));
        Some((loaded, real, masked.map(|wish| Named::new(Cow::Owned(wish)))))
    }
}

/// A wish with something else in the place of all args that are left out.
fn masked(wish: &Wish, ignored: &Ignored<'_>, file: &Dockerfile) -> Option<Wish> {
    if ignored.is_empty() {
        return None;
    }
    let mut wish = wish.clone();
    let declared = file.instructions.iter().flat_map(declared);
    let names: Vec<Text> = declared.chain(wish.args.keys().cloned()).collect();
    for name in names.into_iter().filter(|name| ignored.arg(name)) {
        wish.args.insert(name, LEFT_OUT.into());
    }
    Some(wish)
}

/// The args that an instruction declares.
pub(super) fn declared(instruction: &Instruction) -> Vec<Text> {
    match &instruction.kind {
        InstructionKind::Arg(args) => args.iter().map(|arg| (*arg.name.value).into()).collect(),
        InstructionKind::Onbuild(onbuild) => {
            onbuild.trigger.as_ref().map(declared).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// What a wish says, for telling wishes apart.
fn identity(wish: &Wish) -> Digest {
    let Wish { target, args, platforms, local, contexts } = wish;
    let args = args.iter().flat_map(|(name, value)| [&**name, &**value]);
    let platforms: Vec<String> = platforms.iter().map(ToString::to_string).collect();
    Record::new("wish")
        .maybe("target", target.as_ref().map(|target| &*target.value))
        .texts("args", args)
        .texts("platforms", platforms.iter().map(String::as_str))
        .text("local", &local.to_string())
        .texts("contexts", contexts.iter().map(|name| &**name))
        .done()
}

impl Read<'_> {
    /// The Dockerfile and what is built of it, if that is known.
    pub(super) fn known(&self) -> Option<(&Loaded, &Build)> {
        let loaded = self.loaded()?;
        let build = self.build.as_deref().filter(|build| build.opaque.is_none())?;
        Some((loaded, build))
    }

    /// The Dockerfile, if it was read.
    pub(super) fn loaded(&self) -> Option<&Loaded> {
        match &self.file {
            File::Loaded(loaded) => Some(loaded),
            File::Remote => None,
        }
    }

    /// What it wants with something else in the place of all args that are left out, if any are.
    pub(super) fn masked_wish(&self) -> Option<Wish> {
        masked(&self.wish, &self.ignored, &self.loaded()?.dockerfile)
    }

    /// The instruction of a step; nothing where a trigger could not be read, which is an error.
    pub(super) fn instruction(&self, step: Step) -> Option<&Instruction> {
        let own = &self.loaded()?.dockerfile.instructions;
        if let Some(beyond) = step.instruction.checked_sub(own.len()) {
            return self.triggers.get(beyond);
        }
        let instruction = own.get(step.instruction)?;
        match &instruction.kind {
            InstructionKind::Onbuild(onbuild) if step.triggered => onbuild.trigger.as_ref().ok(),
            _ => Some(instruction),
        }
    }

    /// A stage as its words count: without what is left out, if it is the same stage then.
    pub(super) fn counted<'s>(&'s self, pass: usize, stage: &'s Stage) -> &'s Stage {
        let masked = self.masked.as_ref().and_then(|build| build.passes.get(pass));
        let same = masked.and_then(|pass| {
            pass.stages
                .iter()
                .find(|it| it.number == stage.number && it.instructions == stage.instructions)
        });
        same.unwrap_or(stage)
    }
}
