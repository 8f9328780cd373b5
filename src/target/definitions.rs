//! Targets, groups, tasks and promotions side by side, as the files define them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::span::{Span, Spanned};
use crate::target::{Attributes, Cell, Group, Named, Node, Promotion, Task};
use crate::text::{Text, TextMap, TextSet};

/// Everything with a name in all files, each kind in the order of its first appearance.
#[derive(Clone, Default, Debug)]
pub struct Definitions {
    groups: Vec<Group>,
    targets: Vec<Definition>,
    tasks: Vec<Task>,
    promotions: Vec<Promotion>,
    families: BTreeMap<Text, Group>,
    without_cell: BTreeMap<Text, Span>,
    group_places: TextMap<Text, usize>,
    target_places: TextMap<Text, usize>,
    task_places: TextMap<Text, usize>,
    promotion_places: TextMap<Text, usize>,
}

/// A target as the files define it: no expression left, nothing inherited yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Definition {
    /// Its name.
    pub name: Text,
    /// What it says, `inherits` included.
    pub attributes: Arc<Attributes>,
    /// The cell of the matrix that it is made from; an empty one without a matrix.
    pub cell: Arc<Cell>,
    /// The label of the block that it is made from.
    pub block: Text,
    /// Where it says so.
    pub places: Arc<Places>,
}

impl Definition {
    /// Whether its own block has this attribute.
    pub fn says(&self, attribute: &str) -> bool {
        self.places.attributes.contains_key(attribute)
    }
}

/// Where a block and its pieces are written, so that errors point at the piece.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Places {
    /// The head of the block.
    pub head: Span,
    /// The attributes by name.
    pub attributes: Named<Place>,
}

/// Where an attribute is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// Its expression.
    pub span: Span,
    /// The elements of a list, if the expression is one.
    pub elements: Vec<Span>,
    /// The values of an object by key, if the expression is one, as far as the keys are plain.
    pub entries: BTreeMap<Text, Span>,
}

impl Place {
    /// An expression of which nothing but its place is known.
    pub fn of(span: Span) -> Self {
        Self { span, elements: Vec::new(), entries: BTreeMap::new() }
    }
}

impl Places {
    /// A block of which nothing but its head is known.
    pub fn of(head: Span) -> Self {
        Self { head, attributes: Named::new() }
    }

    /// The place of an attribute, else that of the block.
    pub fn attribute(&self, name: &str) -> Span {
        self.attributes.get(name).map_or(self.head, |place| place.span)
    }

    /// The place of an element of an attribute, else that of the attribute.
    pub fn element(&self, name: &str, index: usize) -> Span {
        let element = self.attributes.get(name).and_then(|place| place.elements.get(index));
        element.copied().unwrap_or_else(|| self.attribute(name))
    }

    /// The place of an entry of an attribute, else that of the attribute.
    pub fn entry(&self, name: &str, key: &str) -> Span {
        let entry = self.attributes.get(name).and_then(|place| place.entries.get(key));
        entry.copied().unwrap_or_else(|| self.attribute(name))
    }

    /// Takes over the places of a later block of the same name. Entries of maps and the elements
    /// of `inherits` are added to what is there, as their values are; `known` tells how many
    /// elements `inherits` had.
    fn merge(&mut self, other: &Self, known: usize) {
        for (name, theirs) in &other.attributes {
            let mut place = theirs.clone();
            if let Some(mine) = self.attributes.get(name) {
                place.entries = mine.entries.clone();
                place.entries.extend(theirs.entries.clone());
                if &**name == "inherits" {
                    place.elements = vec![mine.span; known];
                    place.elements.splice(..mine.elements.len().min(known), mine.elements.clone());
                    place.elements.truncate(known);
                    place.elements.extend(&theirs.elements);
                }
            }
            self.attributes.insert(name.clone(), place);
        }
    }
}

impl Definitions {
    /// No targets and no groups.
    pub fn new() -> Self {
        Self::default()
    }

    /// The groups, in order.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The targets, in order.
    pub fn targets(&self) -> &[Definition] {
        &self.targets
    }

    /// The targets, in order, to be changed in place (their names excepted).
    pub fn targets_mut(&mut self) -> &mut [Definition] {
        &mut self.targets
    }

    /// The group of this name.
    pub fn group(&self, name: &str) -> Option<&Group> {
        self.group_places.get(name).and_then(|&place| self.groups.get(place))
    }

    /// The target of this name.
    pub fn target(&self, name: &str) -> Option<&Definition> {
        self.target_places.get(name).and_then(|&place| self.targets.get(place))
    }

    /// The tasks, in order.
    pub fn tasks(&self) -> &[Task] {
        &self.tasks
    }

    /// The promotions, in order.
    pub fn promotions(&self) -> &[Promotion] {
        &self.promotions
    }

    /// The labels that stand for all cells of their matrix and that bake has no group for: those
    /// of tasks and promotions, and of targets whose matrix has been left without a cell.
    pub fn families(&self) -> &BTreeMap<Text, Group> {
        &self.families
    }

    /// Where the block of a label stands whose matrix has no cell, because an axis has no value.
    pub fn without_cell(&self, label: &str) -> Option<Span> {
        self.without_cell.get(label).copied()
    }

    /// The target, the task or the promotion of this name.
    pub fn node(&self, name: &str) -> Option<Node<'_>> {
        let task = || Some(Node::Task(self.tasks.get(*self.task_places.get(name)?)?));
        let promotion =
            || Some(Node::Promotion(self.promotions.get(*self.promotion_places.get(name)?)?));
        self.target(name).map(Node::Target).or_else(task).or_else(promotion)
    }

    /// All of them: the targets, then the tasks, then the promotions, each kind in order.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        let tasks = self.tasks.iter().map(Node::Task);
        let promotions = self.promotions.iter().map(Node::Promotion);
        self.targets.iter().map(Node::Target).chain(tasks).chain(promotions)
    }

    /// Whether there is no task and no promotion: bake knows all that is there.
    pub fn has_targets_only(&self) -> bool {
        self.tasks.is_empty() && self.promotions.is_empty()
    }

    /// What a name stands for, if it is that of several: the group of this name, else all cells of
    /// the block with this label.
    pub fn group_or_family(&self, name: &str) -> Option<&Group> {
        self.group(name).or_else(|| self.families.get(name))
    }

    /// Takes a task in. Its name must be nobody's.
    pub fn add_task(&mut self, task: Task) {
        self.task_places.insert(task.name.clone(), self.tasks.len());
        self.tasks.push(task);
    }

    /// Takes a promotion in. Its name must be nobody's.
    pub fn add_promotion(&mut self, promotion: Promotion) {
        self.promotion_places.insert(promotion.name.clone(), self.promotions.len());
        self.promotions.push(promotion);
    }

    /// Takes in what a label stands for, in addition to what it stood for before.
    pub fn add_family(&mut self, mut family: Group) {
        if let Some(earlier) = self.families.get_mut(&family.name) {
            let added = family.targets.unwrap_or_default();
            earlier.targets.get_or_insert_default().extend(added);
            drop_repeats(earlier);
        } else {
            drop_repeats(&mut family);
            self.families.insert(family.name.clone(), family);
        }
    }

    /// Remembers that the matrix of a block has no cell, so that its label names nothing.
    pub fn add_without_cell(&mut self, label: Spanned<Text>) {
        self.without_cell.insert(label.value, label.span);
    }

    /// Makes room for so many more targets.
    pub fn expect_targets(&mut self, more: usize) {
        self.targets.reserve(more);
        self.target_places.reserve(more);
    }

    /// Takes a target in: on top of the one of the same name, if there is one. The last cell of a
    /// matrix that makes it is its cell.
    pub fn add_target(&mut self, target: Definition) {
        let known = self.target_places.get(&target.name).copied();
        if let Some(earlier) = known.and_then(|place| self.targets.get_mut(place)) {
            let inherited = earlier.attributes.inherits.as_ref().map_or(0, |names| names.len());
            Arc::make_mut(&mut earlier.attributes).merge(&target.attributes);
            Arc::make_mut(&mut earlier.places).merge(&target.places, inherited);
            if !target.cell.axes.is_empty() {
                (earlier.cell, earlier.block) = (target.cell, target.block);
            }
        } else {
            self.target_places.insert(target.name.clone(), self.targets.len());
            self.targets.push(target);
        }
    }

    /// Takes a group in: in the place of the one of the same name, if there is one. Unlike
    /// targets, groups are not merged: "the last one wins".
    pub fn add_group(&mut self, mut group: Group) {
        drop_repeats(&mut group);
        let known = self.group_places.get(&group.name).copied();
        match known.and_then(|place| self.groups.get_mut(place)) {
            Some(earlier) => *earlier = group,
            None => self.push_group(group),
        }
    }

    /// Takes the group in that stands for all targets one `target` block with a matrix made. A
    /// group that somebody wrote under the same name goes before it: then this one is among the
    /// groups, and is listed, but its name does not lead to it.
    pub fn add_matrix_group(&mut self, mut group: Group) {
        drop_repeats(&mut group);
        if self.group_places.contains_key(&group.name) {
            self.groups.push(group);
        } else {
            self.push_group(group);
        }
    }

    fn push_group(&mut self, group: Group) {
        self.group_places.insert(group.name.clone(), self.groups.len());
        self.groups.push(group);
    }
}

/// Drops names that were there before, and their places with them.
fn drop_repeats(group: &mut Group) {
    let Some(names) = &mut group.targets else { return };
    let mut seen = TextSet::default();
    seen.reserve(names.len());
    let first: Vec<bool> = names.iter().map(|name| seen.insert(name)).collect();
    if first.iter().all(|&first| first) {
        return;
    }
    let mut keep = first.iter().copied();
    names.edit().retain(|_| keep.next().unwrap_or(true));
    if let Some(place) = Arc::make_mut(&mut group.places).attributes.get_mut("targets") {
        let mut keep = first.into_iter();
        place.elements.retain(|_| keep.next().unwrap_or(true));
    }
}
