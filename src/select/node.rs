//! What was selected, by name: targets, tasks and promotions.

use crate::target::{self, Places};
use crate::text::Text;

use super::{Selected, Selection};

/// A target, a task or a promotion that was selected.
pub type Node<'a> = target::Node<'a, Selected>;

impl Selection {
    /// The target, the task or the promotion of this name.
    pub fn node(&self, name: &str) -> Option<Node<'_>> {
        let target = self.targets.get(name).map(Node::Target);
        let task = || self.tasks.get(name).map(Node::Task);
        let promotion = || self.promotions.get(name).map(Node::Promotion);
        target.or_else(task).or_else(promotion)
    }

    /// All of them: the targets, then the tasks, then the promotions, each kind by name.
    pub fn nodes(&self) -> impl Iterator<Item = (&Text, Node<'_>)> {
        let targets = self.targets.iter().map(|(name, it)| (name, Node::Target(it)));
        let tasks = self.tasks.iter().map(|(name, it)| (name, Node::Task(it)));
        let promotions = self.promotions.iter().map(|(name, it)| (name, Node::Promotion(it)));
        targets.chain(tasks).chain(promotions)
    }

    /// Whether this was selected.
    pub fn has(&self, name: &str) -> bool {
        self.node(name).is_some()
    }
}

impl<'a> Node<'a> {
    /// Where it is written.
    pub fn places(self) -> &'a Places {
        match self {
            Self::Target(target) => &target.places,
            Self::Task(task) => &task.places,
            Self::Promotion(promotion) => &promotion.places,
        }
    }

    /// The names of its image, in order.
    pub fn tags(self) -> &'a [Text] {
        match self {
            Self::Target(target) => target.attributes.tags.as_deref().unwrap_or_default(),
            Self::Task(task) => &task.tags,
            Self::Promotion(promotion) => &promotion.tags,
        }
    }
}

impl Selected {
    /// The contexts that are targets: the name of each, and that of the target.
    pub fn links(&self) -> impl Iterator<Item = (&Text, &str)> {
        let contexts = self.attributes.contexts.iter().flatten();
        contexts.filter_map(|(name, context)| Some((name, context.strip_prefix("target:")?)))
    }
}
