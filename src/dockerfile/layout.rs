//! The stages of a file as they stand there, before anything is known of args and platforms.

use std::collections::BTreeMap;
use std::ops::Range;

use super::ast::{Arg, Dockerfile, From, Instruction, InstructionKind};
use crate::span::Span;
use crate::text::Text;

/// The stages of a file.
pub(super) struct Layout<'a> {
    pub(super) instructions: &'a [Instruction],
    pub(super) sections: Vec<Section<'a>>,
    /// The stage of each name, in small letters; the last of several.
    names: BTreeMap<Text, usize>,
}

/// One stage: its `FROM` and the instructions after it.
pub(super) struct Section<'a> {
    pub(super) from: &'a From,
    /// Where that stands among the instructions.
    pub(super) at: usize,
    pub(super) head: Span,
    pub(super) body: Range<usize>,
    /// Its name in small letters.
    pub(super) name: Option<Text>,
}

impl<'a> Layout<'a> {
    /// The stages of a file.
    pub(super) fn of(file: &'a Dockerfile) -> Self {
        let mut layout =
            Self { instructions: &file.instructions, sections: Vec::new(), names: BTreeMap::new() };
        for (at, instruction) in file.instructions.iter().enumerate() {
            if let InstructionKind::From(from) = &instruction.kind {
                layout.begin(from, at, instruction.head);
            } else if let Some(last) = layout.sections.last_mut() {
                last.body.end = at + 1;
            }
        }
        layout
    }

    fn begin(&mut self, from: &'a From, at: usize, head: Span) {
        let name: Option<Text> = from.name.as_ref().map(|name| name.value.to_lowercase().into());
        if let Some(name) = &name {
            self.names.insert(name.clone(), self.sections.len());
        }
        self.sections.push(Section { from, at, head, body: at + 1..at + 1, name });
    }

    /// The args before the first stage.
    pub(super) fn global_args(&self) -> impl Iterator<Item = &'a Arg> {
        let end = self.sections.first().map_or(self.instructions.len(), |first| first.at);
        self.instructions.iter().take(end).flat_map(|instruction| match &instruction.kind {
            InstructionKind::Arg(args) => args.as_slice(),
            _ => &[],
        })
    }

    /// The stage of this name, whatever its case.
    pub(super) fn named(&self, name: &str) -> Option<usize> {
        self.names.get(name.to_lowercase().as_str()).copied()
    }

    /// The names of all stages, sorted.
    pub(super) fn names(&self) -> Vec<Text> {
        self.names.keys().cloned().collect()
    }

    /// The instructions of a stage, with their numbers in the file.
    pub(super) fn body(&self, stage: usize) -> impl Iterator<Item = (usize, &'a Instruction)> {
        let body = self.sections.get(stage).map_or(0..0, |section| section.body.clone());
        body.filter_map(|at| Some((at, self.instructions.get(at)?)))
    }

    /// What people call a stage: by its name, or else by its number.
    pub(super) fn called(&self, stage: usize) -> String {
        let name = self.sections.get(stage).and_then(|section| section.name.as_ref());
        name.map_or_else(|| format!("number {stage}"), |name| format!("`{name}`"))
    }
}
