//! Keys, a wave of nodes after the other: those of one wave do not need each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostics, Stopped};
use crate::digest::{Digest, Record};
use crate::graph::{Graph, Kind, NodeId};
use crate::late;
use crate::select::{self, Selection};
use crate::source::Sources;
use crate::span::Span;
use crate::target::{Promotion, Task};
use crate::text::{Text, TextMap};
use crate::threads;

use super::around::Around;
use super::gather::{Files, gather, input};
use super::read::{Read, read};
use super::work::{Made, Shared, Work, World};
use super::{Input, InputValue, Keyed, Keys, Subject, Volatile, order, root};

/// The keys of all nodes of a selection.
///
/// # Errors
/// What is wrong with Dockerfiles and ignore files, texts in `key-ignore` that no key can ignore,
/// and circles.
pub fn keys(
    subject: &Subject<'_>,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Keys, Stopped> {
    let graph = order::order(subject.selection, diags)?;
    let reads = read(subject, sources, diags);
    diags.checked(())?;
    let files = gather(subject, &reads, sources, diags);
    diags.checked(())?;
    let around = Around::of(subject.host);
    let (shared, mut made) = (Shared::default(), TextMap::default());
    made.reserve(graph.len());
    let world = World { subject, sources, files: &files, around: &around, shared: &shared };
    let reads = reads.iter().map(|read| (read.name, read)).collect();
    let mut making = Making { world, reads, made };
    let mut nodes = BTreeMap::new();
    for wave in graph.waves() {
        nodes.extend(making.wave(&wave, &graph));
    }
    Ok(Keys { modes: subject.modes, nodes })
}

/// Keys that are being made.
struct Making<'w, 'a> {
    world: World<'w>,
    reads: TextMap<&'w Text, &'w Read<'a>>,
    made: TextMap<Text, Made>,
}

impl<'w, 'a: 'w> Making<'w, 'a> {
    /// Makes the keys of nodes that do not need each other, side by side.
    fn wave(&mut self, wave: &[NodeId], graph: &Graph) -> Vec<(Text, Keyed)> {
        let all = threads::map(wave, |id| {
            let name = &graph.node(*id).name;
            self.node(name).map(|(keyed, made)| (name.clone(), keyed, made))
        });
        let mut nodes = Vec::with_capacity(all.len());
        for (name, keyed, made) in all.into_iter().flatten() {
            self.made.insert(name.clone(), made);
            nodes.push((name, keyed));
        }
        nodes
    }

    fn node(&self, name: &Text) -> Option<(Keyed, Made)> {
        match self.world.subject.selection.node(name)? {
            select::Node::Target(_) => self.target(name),
            select::Node::Task(task) => Some(self.task(name, task)),
            select::Node::Promotion(promotion) => Some(self.promotion(promotion)),
        }
    }

    fn target(&self, name: &Text) -> Option<(Keyed, Made)> {
        let read = self.reads.get(name).copied()?;
        let (volatile, floating) = (Vec::new(), BTreeSet::new());
        let work = Work { world: &self.world, read, made: &self.made, volatile, floating };
        Some(work.target())
    }

    /// A task counts by what it runs and what it runs on. Its names, its time and its tags do not.
    fn task(&self, name: &Text, task: &Task) -> (Keyed, Made) {
        let mut other = Other::new(Kind::Task, &self.made);
        let command = task.command.iter().map(|word| &**word);
        other.inputs.push(texts("command", command));
        let env: BTreeSet<&Text> = task.env.iter().collect();
        if !env.is_empty() {
            other.inputs.push(texts("env", env.iter().map(|name| &***name)));
        }
        let selection = self.world.subject.selection;
        other.late(&task.command, name, selection, task.places.attribute("command"));
        for (index, pattern) in task.inputs.iter().enumerate() {
            other.files(pattern, self.world.files, task.places.element("inputs", index));
        }
        if let Some(image) = &task.image {
            other.node("image", image, task.places.attribute("image"));
        }
        let needs = selection.needs.get(name).into_iter().flatten();
        let needs: BTreeMap<_, _> = needs.map(|need| (&need.name, need.place)).collect();
        for (name, place) in needs {
            other.node("needs", name, place);
        }
        other.done(self.world.subject)
    }

    /// A promotion counts by what it promotes and the names it gives.
    fn promotion(&self, promotion: &Promotion) -> (Keyed, Made) {
        let mut other = Other::new(Kind::Promotion, &self.made);
        let tags: BTreeSet<&Text> = promotion.tags.iter().collect();
        other.inputs.push(texts("tags", tags.iter().map(|tag| &***tag)));
        let (selection, place) = (self.world.subject.selection, promotion.places.attribute("tags"));
        other.late(&promotion.tags, &promotion.name, selection, place);
        other.node("target", &promotion.target, promotion.places.attribute("target"));
        other.done(self.world.subject)
    }
}

/// A task or promotion whose key is being made.
struct Other<'m> {
    kind: Kind,
    made: &'m TextMap<Text, Made>,
    inputs: Vec<Input>,
    volatile: Vec<Volatile>,
}

impl<'m> Other<'m> {
    fn new(kind: Kind, made: &'m TextMap<Text, Made>) -> Self {
        Self { kind, made, inputs: Vec::new(), volatile: Vec::new() }
    }

    fn files(&mut self, pattern: &Text, files: &Files, span: Span) {
        let label: Text = format!("files {pattern}").into();
        let found = files.get(&input(pattern));
        let reason = match found {
            Some(Ok(picked)) => {
                let digest = Record::new("files").digest("files", &picked.digest).done();
                let value = InputValue::Files(picked.clone());
                self.inputs.push(Input { label, digest, value });
                return;
            }
            Some(Err(unknown)) => unknown.reason.clone(),
            None => "nobody has looked at these files".to_owned(),
        };
        self.inputs.push(Input::text(label, "unknown", reason.clone()));
        self.volatile.push(Volatile { reason, span: Some(span) });
    }

    fn node(&mut self, role: &str, name: &Text, span: Span) {
        let made = self.made.get(name);
        if made.is_none_or(|made| made.is_volatile) {
            let reason = format!("`{name}` is volatile");
            self.volatile.push(Volatile { reason, span: Some(span) });
        }
        let record = Record::new(role);
        let record = match made {
            Some(made) => record.digest("key", &made.key),
            None => record.text("name", name),
        };
        let label = format!("{role} {name}").into();
        self.inputs.push(Input {
            label,
            digest: record.done(),
            value: InputValue::Node(name.clone()),
        });
    }

    /// What texts take in of other nodes once they are filled in.
    fn late(&mut self, of: &[Text], name: &Text, selection: &Selection, span: Span) {
        let taken = late::taken(of, selection);
        for (node, tag) in &taken.tags {
            self.inputs.push(texts(&format!("image {node}"), [&**tag].into_iter()));
        }
        for node in taken.keys.iter().filter(|node| *node != name) {
            self.node("key", node, span);
        }
    }

    fn done(self, subject: &Subject<'_>) -> (Keyed, Made) {
        let Self { kind, made: _, inputs, volatile } = self;
        let key = root(kind, subject.modes, &inputs);
        let made = Made { key, layers: key, image: key, is_volatile: !volatile.is_empty() };
        let (floating, ignored) = (Vec::new(), Vec::new());
        (Keyed { kind, key, inputs, volatile, floating, ignored }, made)
    }
}

/// Several texts as one input.
fn texts<'t>(label: &str, texts: impl Iterator<Item = &'t str> + Clone) -> Input {
    let digest: Digest = Record::new(label).texts("texts", texts.clone()).done();
    let shown: Vec<&str> = texts.collect();
    let value = InputValue::Text(shown.join(" ").into());
    Input { label: label.into(), digest, value }
}
