//! The instructions of a stage, one after the other: its variables, and what it takes.

use super::ast::{Arg, Instruction, InstructionKind, Pairs, Run, Word};
use super::build::{Declared, Filled, Given, Origin, Selection, Stage, Step, Taker, Undefined};
use super::head::{Frame, Head};
use super::mount::{self, MountKind};
use super::scope::{self, Scope, Variable};
use super::word::{self, Expanded};
use crate::diag::{At, Diagnostic};
use crate::span::Span;
use crate::text::Text;

/// A stage whose instructions are being gone through.
pub(super) struct Work<'a> {
    pub(super) frame: &'a Frame<'a>,
    pub(super) heads: &'a [Head],
    pub(super) globals: &'a Scope,
    pub(super) scope: Scope,
    pub(super) stage: Stage,
    pub(super) found: &'a mut Vec<Diagnostic>,
}

impl Work<'_> {
    /// Goes through all of them: the stage, and the variables at its end.
    pub(super) fn done(mut self) -> (Stage, Scope) {
        self.take_for_triggers();
        for step in self.stage.instructions.clone() {
            self.report_unreadable(step);
            if let Some(instruction) = self.frame.instruction(step) {
                self.perform(instruction, step);
            }
        }
        // There is one of these for each target, and they stay.
        self.stage.selections.shrink_to_fit();
        self.stage.args.shrink_to_fit();
        (self.stage, self.scope)
    }

    /// An image that says in its name that it has triggers may take anything; without asking a
    /// registry nobody can tell what.
    fn take_for_triggers(&mut self) {
        let Origin::Image(name) = &self.stage.base else { return };
        let is_known = self.frame.triggers.knows(&self.stage.base, &self.stage.platform);
        if name.contains("onbuild") && !is_known {
            let step = Step { instruction: self.stage.from, triggered: true };
            let mut taken = Selection::of(Origin::Main, Taker::Trigger, "", self.stage.span, step);
            taken.uncertain = true;
            self.stage.selections.push(taken);
        }
    }

    /// A trigger that could not be read is an error once it is run.
    fn report_unreadable(&mut self, step: Step) {
        let instruction = self.frame.layout.instructions.get(step.instruction);
        if let Some(InstructionKind::Onbuild(onbuild)) = instruction.map(|found| &found.kind)
            && step.triggered
            && let Err(errors) = &onbuild.trigger
        {
            self.found.extend(errors.iter().cloned());
        }
    }

    fn perform(&mut self, instruction: &Instruction, step: Step) {
        match &instruction.kind {
            InstructionKind::Arg(args) => args.iter().for_each(|arg| self.declare(arg)),
            InstructionKind::Env(pairs) => self.set(pairs),
            InstructionKind::Copy(copy) => self.copy(copy, instruction, step),
            InstructionKind::Add(add) => self.add(add, instruction, step),
            InstructionKind::Run(run) => self.run(run, step),
            InstructionKind::Label(Pairs { pairs, .. }) => {
                for pair in pairs {
                    self.fill(&pair.name);
                    self.fill(&pair.value);
                }
            }
            InstructionKind::Workdir(word)
            | InstructionKind::User(word)
            | InstructionKind::Stopsignal(word) => drop(self.fill(word)),
            InstructionKind::Expose(words) => words.iter().for_each(|word| drop(self.fill(word))),
            InstructionKind::Volume(volume) => {
                volume.paths.iter().for_each(|word| drop(self.fill(word)));
            }
            InstructionKind::From(_)
            | InstructionKind::Shell(_)
            | InstructionKind::Cmd(_)
            | InstructionKind::Entrypoint(_)
            | InstructionKind::Healthcheck(_)
            | InstructionKind::Onbuild(_)
            | InstructionKind::Maintainer(_) => {}
        }
    }

    /// `ARG`: a build arg goes before the default, the default before the global arg.
    ///
    /// The value is a variable up to the end of the stage, also where an `ENV` came before:
    /// BuildKit's documentation says otherwise, its builds do not.
    fn declare(&mut self, arg: &Arg) {
        let name: Text = (*arg.name.value).into();
        let given = self.frame.wish.args.get(&name);
        let (value, from) = match (given, &arg.default) {
            (Some(value), _) => {
                let uncertain = scope::may_be_none(&name, value);
                (Some(Variable { value: value.clone(), uncertain }), Given::Target)
            }
            (None, Some(default)) => (self.fill(default).map(Variable::from), Given::Default),
            (None, None) => match self.globals.get(&name) {
                Some(global) if scope::is_known(&name) => (Some(global.clone()), Given::BuildKit),
                Some(global) => (Some(global.clone()), Given::Global),
                None => (None, Given::Nowhere),
            },
        };
        self.stage.args.push(Declared {
            name: name.clone(),
            value: value.as_ref().map(|variable| variable.value.clone()),
            from,
            uncertain: value.as_ref().is_some_and(|variable| variable.uncertain),
            span: arg.span,
        });
        match value {
            Some(value) if !scope::is_no_variable(&name) => {
                self.found.extend(self.scope.set(name, value).at(arg.span).err());
            }
            _ => self.scope.declare(&name),
        }
    }

    /// `ENV`: all pairs see the variables from before the instruction.
    fn set(&mut self, pairs: &Pairs) {
        let mut filled = Vec::new();
        for pair in &pairs.pairs {
            if let (Some(name), Some(value)) = (self.fill(&pair.name), self.fill(&pair.value)) {
                filled.push((name.text, Variable::from(value), pair.span));
            }
        }
        for (name, value, span) in filled {
            self.found.extend(self.scope.export(name, value).at(span).err());
        }
    }

    fn run(&mut self, run: &Run, step: Step) {
        for flag in &run.mounts {
            let mut uncertain = false;
            let read = mount::read(flag, &mut |word| {
                let filled = self.try_fill(word)?;
                uncertain |= filled.uncertain;
                Ok((*filled.text).to_owned())
            });
            let mount = match read {
                Ok(mount) => mount,
                Err(error) => {
                    self.found.push(error);
                    continue;
                }
            };
            let from = mount.from.as_ref().filter(|from| !from.value.is_empty());
            let origin = match (mount.kind, from) {
                (MountKind::Bind, None) => Origin::Main,
                (MountKind::Bind | MountKind::Cache, Some(from)) => {
                    // What is wrong with the name has been reported.
                    let Ok(origin) = self.frame.origin(&from.value, false, self.heads) else {
                        continue;
                    };
                    origin
                }
                _ => continue,
            };
            let (path, span) = match &mount.source {
                Some(source) => (&*source.value, source.span),
                None => ("", flag.span),
            };
            let mut taken = Selection::of(origin, Taker::Mount, path, span, step);
            taken.uncertain = uncertain;
            self.stage.selections.push(taken);
        }
    }

    /// Fills in the variables of a word; an error is reported.
    pub(super) fn fill(&mut self, word: &Word) -> Option<Filled> {
        let filled = self.try_fill(word);
        filled.map_err(|error| self.found.push(error)).ok()
    }

    fn try_fill(&mut self, word: &Word) -> Result<Filled, Diagnostic> {
        let expanded = self.scope.expand(word, self.frame.style).at(word.span)?;
        self.note_undefined(word, &expanded);
        let uncertain = self.scope.is_uncertain(&expanded);
        let filled = Filled { text: expanded.text.into(), uncertain };
        self.stage.words.insert(word.span, filled.clone());
        Ok(filled)
    }

    /// Notes the variables that are not there, each at its place.
    fn note_undefined(&mut self, word: &Word, expanded: &Expanded) {
        for name in &expanded.missing {
            if self.scope.knows(name) || scope::is_no_variable(name) {
                continue;
            }
            self.stage.undefined.push(Undefined {
                name: name.as_str().into(),
                span: place_of(word, name),
                uncertain: self.scope.open,
                near: if self.scope.open { None } else { self.scope.nearest(name) },
            });
        }
    }

    /// Fills in the variables of a heredoc that is copied.
    pub(super) fn fill_heredoc(&mut self, text: &str, span: Span) -> Option<Filled> {
        let expanded = self.scope.expand(text, word::Style::heredoc()).at(span);
        let expanded = expanded.map_err(|error| self.found.push(error)).ok()?;
        let uncertain = self.scope.is_uncertain(&expanded);
        Some(Filled { text: expanded.text.into(), uncertain })
    }
}

impl From<Filled> for Variable {
    fn from(filled: Filled) -> Self {
        Self { value: filled.text, uncertain: filled.uncertain }
    }
}

/// Where a word asks for a variable.
fn place_of(word: &Word, name: &str) -> Span {
    for (start, opening) in [(format!("${{{name}"), 2), (format!("${name}"), 1)] {
        let mut from = 0;
        while let Some(at) = word.get(from..).and_then(|rest| rest.find(&start)) {
            let end = from + at + start.len();
            let after = word.get(end..).and_then(|rest| rest.chars().next());
            if !after.is_some_and(|c| c == '_' || c.is_alphanumeric()) {
                return word.part(from + at + opening, end);
            }
            from = end;
        }
    }
    word.span
}
