//! What stages run first because of what they start from (`ONBUILD`).

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::diag::{Diagnostic, Severity};
use crate::dockerfile::ast::{Instruction, InstructionKind};
use crate::dockerfile::build::{Build, Origin, Pass, Stage};
use crate::dockerfile::load::Loaded;
use crate::dockerfile::platform::Platform;
use crate::dockerfile::{self, Triggers, Wish};
use crate::lock::Lock;
use crate::source::Sources;
use crate::text::Text;

use super::place::{self, Place};
use super::read::Read;

/// The triggers that a target leaves to those who start from it, by platform; nothing where nobody
/// can tell.
type Left = Option<Vec<(Platform, Vec<Instruction>)>>;

/// The targets that leave triggers or may do so.
type AllLeft = HashMap<Text, Left>;

/// Nobody can tell which triggers are run.
struct NobodyKnows;

/// Resolves the builds again that start from something with triggers.
pub(super) fn follow(
    reads: &mut [Read<'_>],
    lock: &Lock,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) {
    let left: AllLeft =
        reads.iter().filter_map(|read| Some((read.name.clone(), left(read)?))).collect();
    for read in reads {
        let mut search = Search { left: &left, lock, sources, triggers: Triggers::new() };
        match search.follow(read, found) {
            Ok(()) => read.triggers = search.triggers,
            Err(NobodyKnows) => read.takes_all = true,
        }
    }
}

/// What a target leaves, if it leaves something or nobody can tell.
fn left(read: &Read<'_>) -> Option<Left> {
    let Some((loaded, build)) = read.known() else { return Some(None) };
    let mut all = Vec::new();
    for pass in &build.passes {
        let stage = pass.stages.last()?;
        // What replaces a stage may have triggers of its own.
        if stage.instructions.is_empty() && matches!(stage.base, Origin::Context(_)) {
            return Some(None);
        }
        match of_stage(loaded, stage) {
            Ok(triggers) => all.push((pass.platform.clone(), triggers)),
            Err(NobodyKnows) => return Some(None),
        }
    }
    all.iter().any(|(_, triggers)| !triggers.is_empty()).then_some(Some(all))
}

/// The `ONBUILD`s of a stage. One that cannot be read is an error for whoever runs it.
fn of_stage(loaded: &Loaded, stage: &Stage) -> Result<Vec<Instruction>, NobodyKnows> {
    let own = stage.instructions.iter().filter(|step| !step.triggered);
    let instructions = own.filter_map(|step| loaded.dockerfile.instructions.get(step.instruction));
    let triggers = instructions.filter_map(|it| match &it.kind {
        InstructionKind::Onbuild(onbuild) => Some(onbuild.trigger.clone().map_err(|_| NobodyKnows)),
        _ => None,
    });
    triggers.collect()
}

/// A search for the triggers of one target.
struct Search<'s> {
    left: &'s AllLeft,
    lock: &'s Lock,
    sources: &'s mut Sources,
    triggers: Triggers,
}

impl Search<'_> {
    /// Adds the triggers of what stages start from, until no trigger leads to further ones.
    fn follow(
        &mut self,
        read: &mut Read<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Result<(), NobodyKnows> {
        while let Some((loaded, build)) = read.known() {
            let loaded = loaded.clone();
            let bases = bases(build);
            let mut counts = false;
            for (base, platform) in bases {
                if !self.triggers.knows(&base, &platform) {
                    counts |= self.add(read, &loaded, &base, &platform)?;
                }
            }
            if !counts {
                return Ok(());
            }
            self.resolve(read, &loaded, found)?;
        }
        Ok(())
    }

    /// Adds the triggers of one base. Says whether that alters what is built.
    fn add(
        &mut self,
        read: &Read<'_>,
        loaded: &Loaded,
        base: &Origin,
        platform: &Platform,
    ) -> Result<bool, NobodyKnows> {
        let triggers = match place::of_origin(base, &read.target.attributes, loaded) {
            Place::Node(name) => match self.left.get(&name) {
                None => return Ok(false),
                Some(left) => for_platform(left.as_ref().ok_or(NobodyKnows)?, platform)?,
            },
            Place::Image(name) => match self.lock.find(&name, platform) {
                None => return Ok(false),
                Some(image) => {
                    let read = image.triggers.iter().map(|text| self.read(&name, text));
                    read.collect::<Result<_, _>>()?
                }
            },
            Place::Layout(_) => return Err(NobodyKnows),
            _ => return Ok(false),
        };
        let may_have_some = matches!(base, Origin::Image(name) if name.contains("onbuild"));
        let counts = may_have_some || !triggers.is_empty();
        self.triggers.add(base, platform, triggers);
        Ok(counts)
    }

    /// A trigger of an image, which is a Dockerfile of one instruction.
    fn read(&mut self, image: &str, text: &Text) -> Result<Instruction, NobodyKnows> {
        let file = self.sources.add(format!("ONBUILD of {image}"), text.clone());
        let dockerfile = dockerfile::parse(file, text, &mut Vec::new());
        let mut instructions = dockerfile.instructions;
        match (instructions.pop(), instructions.is_empty()) {
            (Some(instruction), true) => Ok(instruction),
            _ => Err(NobodyKnows),
        }
    }

    fn resolve(
        &self,
        read: &mut Read<'_>,
        loaded: &Loaded,
        found: &mut Vec<Diagnostic>,
    ) -> Result<(), NobodyKnows> {
        let with = |wish: &Wish, found: &mut Vec<Diagnostic>| {
            Arc::new(dockerfile::resolve_with(&loaded.dockerfile, wish, &self.triggers, found))
        };
        let mut wrong = Vec::new();
        let build = with(&read.wish, &mut wrong);
        let is_wrong = wrong.iter().any(|it| it.severity == Severity::Error);
        found.extend(wrong);
        if is_wrong {
            return Err(NobodyKnows);
        }
        read.build = Some(build);
        let masked = read.masked_wish().map(|wish| with(&wish, &mut Vec::new()));
        read.masked = masked;
        Ok(())
    }
}

/// What stages start from that is not in the file.
fn bases(build: &Build) -> BTreeSet<(Origin, Platform)> {
    let outside = |stage: &&Stage| matches!(stage.base, Origin::Context(_) | Origin::Image(_));
    let stages = build.passes.iter().flat_map(|pass: &Pass| &pass.stages).filter(outside);
    stages.map(|stage| (stage.base.clone(), stage.platform.clone())).collect()
}

/// The triggers that count for a platform: those for it, or those that all have.
fn for_platform(
    left: &[(Platform, Vec<Instruction>)],
    platform: &Platform,
) -> Result<Vec<Instruction>, NobodyKnows> {
    let mut mine = left.iter().filter(|(other, _)| other == platform || left.len() == 1);
    mine.next().map(|(_, triggers)| triggers.clone()).ok_or(NobodyKnows)
}
