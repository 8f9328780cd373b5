//! What is wrong with late values, and where.

use std::ops::Range;

use super::scan::others;
use super::slot::Slot;
use crate::diag::{Diagnostic, Problem, similar};
use crate::select::{Node, Selection};
use crate::source::Sources;
use crate::span::Span;
use crate::target::Fault;
use crate::text::Text;
use crate::threads;

/// Something wrong with a text of a node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The node.
    pub node: Text,
    /// The attribute, its element, and what is wrong.
    pub fault: Fault,
    /// The whole text.
    text: Text,
    /// Which part of it is to blame.
    range: Range<usize>,
    /// Whether it cannot be filled in.
    pub is_error: bool,
}

impl Finding {
    pub(super) fn error(node: &Text, slot: &Slot, problem: Problem, range: Range<usize>) -> Self {
        let Slot { attribute, elements, index, text } = slot;
        let problem = problem.argument(*index);
        let fault = Fault { attribute, elements: *elements, problem };
        Self { node: node.clone(), fault, text: text.clone(), range, is_error: true }
    }

    pub(super) fn warning(node: &Text, slot: &Slot, problem: Problem, range: Range<usize>) -> Self {
        Self { is_error: false, ..Self::error(node, slot, problem, range) }
    }

    /// What there is to say, given where the element or attribute is written.
    pub fn diagnostic(self, place: Span, sources: &Sources) -> Diagnostic {
        let place = self.narrowed(place, sources);
        let Self { node, fault, is_error, .. } = self;
        let diagnostic = fault.problem.into_error(place).labelled(format!("for `{node}`"));
        if is_error { diagnostic } else { diagnostic.into_warning() }
    }

    /// The very piece, where it can be found in what is written.
    fn narrowed(&self, place: Span, sources: &Sources) -> Span {
        let written = sources.slice(place);
        let (start, end) = self.around();
        let part = |from: usize, to: usize| self.text.get(from..to).unwrap_or_default();
        for spell in [str::to_owned, escaped] {
            let piece = spell(part(start, end));
            let mut found = written.match_indices(&piece);
            if let (Some((at, _)), None, false) = (found.next(), found.next(), piece.is_empty()) {
                let from = place.range().start + at + spell(part(start, self.range.start)).len();
                let length = spell(part(self.range.start, self.range.end)).len();
                return Span::new(place.file, from, from + length);
            }
        }
        place
    }

    /// The braces around the range, and what is between them.
    fn around(&self) -> (usize, usize) {
        let Range { start, end } = self.range;
        let before = self.text.get(..start).and_then(|text| text.rfind("{{"));
        let after = self.text.get(end..).and_then(|text| text.find("}}"));
        (before.unwrap_or(start), after.map_or(end, |after| end + after + "}}".len()))
    }
}

/// A text as it stands in a string of HCL or JSON.
fn escaped(text: &str) -> String {
    text.replace('"', "\\\"")
}

/// Warnings for braces in names of images that are no late values.
pub fn strangers(selection: &Selection) -> Vec<Finding> {
    let nodes: Vec<(&Text, Node<'_>)> = selection.nodes().collect();
    let findings = threads::map_quick(&nodes, |&(name, node)| strangers_in(name, node));
    findings.into_iter().flatten().collect()
}

fn strangers_in(name: &Text, node: Node<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for slot in node.slots().filter(Slot::is_image) {
        let found = others(&slot.text).into_iter().flatten();
        findings.extend(found.map(|range| stranger(name, &slot, range)));
    }
    findings
}

fn stranger(name: &Text, slot: &Slot, range: Range<usize>) -> Finding {
    let word = slot.text.get(range.clone()).unwrap_or_default();
    let problem =
        Problem::new(format!("`{word}` is no late value, so the braces stay as they are"));
    let near = similar::did_you_mean(word, ["key", "image"]);
    let known = "there is `{{ key }}`, `{{ key(\"NAME\") }}` and `{{ image(\"NAME\") }}`";
    let problem = problem.hint(near.unwrap_or_else(|| known.to_owned()));
    Finding::warning(name, slot, problem, range)
}
