//! Which stages need which, and which are reached.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::ast::{Instruction, InstructionKind, MountFlag};
use super::build::{Origin, Step};
use super::head::{Frame, Head, circle};
use super::word::{self, Style, Variables};
use crate::diag::{At, Code, Diagnostic, Problem};
use crate::span::Span;

/// What each stage needs.
pub(super) struct Needs {
    /// By stage: what its own instructions take from.
    own: Vec<Vec<Need>>,
    /// By stage: the `ONBUILD`s in it.
    triggers: Vec<Vec<usize>>,
    /// By stage: a number that stages share which need each other in a circle. Empty where no
    /// stage takes from itself or a later one.
    circles: Vec<usize>,
}

/// What an instruction takes from.
#[derive(Clone)]
struct Need {
    origin: Origin,
    span: Span,
}

impl Needs {
    /// The `ONBUILD`s of a stage.
    fn triggers(&self, stage: usize) -> Vec<usize> {
        self.triggers.get(stage).cloned().unwrap_or_default()
    }

    /// Whether both stages need each other.
    fn is_circle(&self, one: usize, other: usize) -> bool {
        self.circles.get(one) == self.circles.get(other)
    }
}

/// No variables: `--from` has none.
struct Nothing;

impl Variables for Nothing {
    fn value(&self, _: &str) -> Option<&str> {
        None
    }
}

impl Frame<'_> {
    /// What all stages need, and whether they need each other in circles.
    pub(super) fn needs(&self, heads: &[Head], found: &mut Vec<Diagnostic>) -> Needs {
        let mut needs = Needs { own: Vec::new(), triggers: Vec::new(), circles: Vec::new() };
        for (stage, head) in heads.iter().enumerate() {
            let mut own = Vec::new();
            let mut triggers = Vec::new();
            for (at, instruction) in self.layout.body(stage) {
                if matches!(instruction.kind, InstructionKind::Onbuild(_)) {
                    triggers.push(at);
                }
                if !head.is_replaced {
                    self.gather(instruction, heads, &mut own, found);
                }
            }
            needs.own.push(own);
            needs.triggers.push(triggers);
        }
        needs.circles = self.refuse_circles(&needs, found);
        needs
    }

    /// What one instruction takes from.
    fn gather(
        &self,
        instruction: &Instruction,
        heads: &[Head],
        needs: &mut Vec<Need>,
        found: &mut Vec<Diagnostic>,
    ) {
        let named: Vec<(&str, Span, bool)> = match &instruction.kind {
            InstructionKind::Copy(copy) => {
                copy.from.iter().map(|from| (&**from, from.span, true)).collect()
            }
            InstructionKind::Run(run) => run.mounts.iter().filter_map(mount_from).collect(),
            _ => Vec::new(),
        };
        for (name, span, by_number) in named {
            match self.origin(name, by_number, heads).at(span) {
                Ok(origin) => needs.push(Need { origin, span }),
                Err(error) => found.push(error),
            }
        }
    }

    /// What `--from` names: a stage, by number or name, or something outside the file.
    pub(super) fn origin(
        &self,
        name: &str,
        by_number: bool,
        heads: &[Head],
    ) -> Result<Origin, Problem> {
        if by_number {
            refuse_variables(name, self.style)?;
        }
        let number = if by_number { name.parse::<i64>().ok() } else { None };
        let stage = match number {
            Some(number) => Some(self.numbered(number)?),
            None => self.layout.named(name),
        };
        match stage.map(|stage| (stage, heads.get(stage))) {
            Some((_, Some(Head { base, is_replaced: true, .. }))) => Ok(base.clone()),
            Some((stage, _)) => Ok(Origin::Stage(stage)),
            None => self.outside(name, self.platform),
        }
    }

    fn numbered(&self, number: i64) -> Result<usize, Problem> {
        let count = self.layout.sections.len();
        let known = usize::try_from(number).ok().filter(|&number| number < count);
        known.ok_or_else(|| {
            let last = count.saturating_sub(1);
            Problem::new(format!("no stage has the number {number}"))
                .coded(Code::MissingStage)
                .hint(format!("stages are counted from 0; the last one is {last}"))
        })
    }

    /// Reports stages that need each other, as BuildKit does for all of the file.
    fn refuse_circles(&self, needs: &Needs, found: &mut Vec<Diagnostic>) -> Vec<usize> {
        let edges = || {
            let all = needs.own.iter().enumerate();
            all.flat_map(|(stage, own)| own.iter().map(move |need| (stage, need)))
        };
        let edges = || {
            edges().filter_map(|(stage, need)| match need.origin {
                Origin::Stage(other) => Some((stage, other, need.span)),
                _ => None,
            })
        };
        let forward: Vec<_> = edges().filter(|(stage, other, _)| other >= stage).collect();
        if forward.is_empty() {
            return Vec::new();
        }
        let group = groups(needs.own.len(), edges().map(|(stage, other, _)| (stage, other)));
        for (stage, other, span) in forward {
            if group.get(stage) == group.get(other) {
                found.push(circle(self.layout, stage, span));
            }
        }
        group
    }

    /// The stages that a stage needs, itself among them, in the order of the file.
    pub(super) fn reached(
        &self,
        target: usize,
        heads: &[Head],
        needs: &Needs,
        found: &mut Vec<Diagnostic>,
    ) -> Vec<usize> {
        let mut reached = vec![false; heads.len()];
        let mut open = vec![target];
        while let Some(stage) = open.pop() {
            match reached.get_mut(stage) {
                Some(known) if !*known => *known = true,
                _ => continue,
            }
            let Some(head) = heads.get(stage) else { continue };
            if let Origin::Stage(base) = head.base {
                open.push(base);
            }
            for (need, is_own) in self.all_needs(stage, head, heads, needs, found) {
                match need.origin {
                    Origin::Stage(other) if other < stage => open.push(other),
                    // A trigger may take from the stage that runs it, as it is by then.
                    Origin::Stage(other) if other == stage && !is_own => {}
                    // Circles have been reported.
                    Origin::Stage(other) if !(is_own && needs.is_circle(stage, other)) => {
                        found.push(self.too_late(stage, other, need.span));
                    }
                    _ => {}
                }
            }
        }
        let all = reached.iter().enumerate();
        all.filter_map(|(stage, &reached)| reached.then_some(stage)).collect()
    }

    /// What a stage needs by its own instructions, and by the triggers that it runs.
    fn all_needs(
        &self,
        stage: usize,
        head: &Head,
        heads: &[Head],
        needs: &Needs,
        found: &mut Vec<Diagnostic>,
    ) -> Vec<(Need, bool)> {
        let own = needs.own.get(stage).into_iter().flatten();
        let mut all: Vec<(Need, bool)> = own.map(|need| (need.clone(), true)).collect();
        let mut triggered = Vec::new();
        for step in self.triggers(needs, head) {
            if let Some(instruction) = self.instruction(step) {
                self.gather(instruction, heads, &mut triggered, found);
            }
        }
        all.extend(triggered.into_iter().map(|need| (need, false)));
        all
    }

    /// The triggers that a stage runs: those of the stage or image it starts from. What replaces a
    /// stage has none run.
    pub(super) fn triggers(&self, needs: &Needs, head: &Head) -> Vec<Step> {
        let numbers: Vec<usize> = match &head.base {
            Origin::Stage(base) => needs.triggers(*base),
            _ if head.is_replaced => Vec::new(),
            base => {
                let after = self.layout.instructions.len();
                self.triggers.of(base, &head.platform).map(|number| after + number).collect()
            }
        };
        let step = |instruction| Step { instruction, triggered: true };
        numbers.into_iter().map(step).collect()
    }

    /// The instruction of a step; nothing where a trigger could not be read.
    pub(super) fn instruction(&self, step: Step) -> Option<&Instruction> {
        let own = self.layout.instructions;
        if let Some(beyond) = step.instruction.checked_sub(own.len()) {
            return self.triggers.get(beyond);
        }
        let instruction = own.get(step.instruction)?;
        match &instruction.kind {
            InstructionKind::Onbuild(onbuild) if step.triggered => onbuild.trigger.as_ref().ok(),
            _ => Some(instruction),
        }
    }

    fn too_late(&self, stage: usize, other: usize, span: Span) -> Diagnostic {
        let (stage, later) = (self.layout.called(stage), self.layout.called(other));
        let error = Diagnostic::error(
            format!("stage {stage} takes from stage {later}, which comes later"),
            span,
        );
        match self.layout.sections.get(other) {
            Some(section) => error.also(section.head, "it begins here"),
            None => error,
        }
    }
}

/// For each stage the number of the group of stages that need each other it is in.
fn groups(count: usize, edges: impl Iterator<Item = (usize, usize)>) -> Vec<usize> {
    let mut graph = DiGraph::<(), ()>::new();
    let nodes: Vec<NodeIndex> = (0..count).map(|_| graph.add_node(())).collect();
    for (from, to) in edges {
        if let (Some(&from), Some(&to)) = (nodes.get(from), nodes.get(to)) {
            graph.add_edge(from, to, ());
        }
    }
    let mut group = vec![0; count];
    for (number, members) in kosaraju_scc(&graph).into_iter().enumerate() {
        for node in members {
            if let Some(place) = group.get_mut(node.index()) {
                *place = number;
            }
        }
    }
    group
}

/// `--from` says what it means: with a variable in it, it would be known too late.
fn refuse_variables(name: &str, style: Style) -> Result<(), Problem> {
    let expanded = word::expand(name, style, &Nothing)?;
    if expanded.text == name {
        return Ok(());
    }
    Err(Problem::new("variables do nothing in `--from`")
        .hint("start a stage from it, `FROM ${…} AS name`, and copy from that"))
}

/// What a mount takes from, as it is written.
fn mount_from(flag: &MountFlag) -> Option<(&str, Span, bool)> {
    let field = flag.fields.iter().rfind(|field| field.key.eq_ignore_ascii_case("from"))?;
    let value = field.value.as_ref().filter(|value| !value.is_empty())?;
    Some((value, value.span, false))
}
