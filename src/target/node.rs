//! What a name stands for where that is no group: something to build, to run or to promote.

use std::fmt;
use std::sync::Arc;

use crate::target::{Cell, Definition, Places, Promotion, Task};
use crate::text::Text;

/// A target, a task or a promotion. `T` is what is known of a target: its [`Definition`], or what
/// has become of it.
#[derive(Debug)]
pub enum Node<'a, T = Definition> {
    /// An image that is built.
    Target(&'a T),
    /// A command that is run.
    Task(&'a Task),
    /// An image that gets further names.
    Promotion(&'a Promotion),
}

impl<T> Clone for Node<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Node<'_, T> {}

impl<T> Node<'_, T> {
    /// Which of the three it is.
    pub fn kind(self) -> Kind {
        match self {
            Self::Target(_) => Kind::Target,
            Self::Task(_) => Kind::Task,
            Self::Promotion(_) => Kind::Promotion,
        }
    }

    /// Whether it is what bake knows, too.
    pub fn is_target(self) -> bool {
        self.kind() == Kind::Target
    }
}

impl<'a> Node<'a> {
    /// Its name.
    pub fn name(self) -> &'a Text {
        match self {
            Self::Target(target) => &target.name,
            Self::Task(task) => &task.name,
            Self::Promotion(promotion) => &promotion.name,
        }
    }

    /// The cell of the matrix that it is made from; an empty one without a matrix.
    pub fn cell(self) -> &'a Arc<Cell> {
        match self {
            Self::Target(target) => &target.cell,
            Self::Task(task) => &task.cell,
            Self::Promotion(promotion) => &promotion.cell,
        }
    }

    /// Where it is written.
    pub fn places(self) -> &'a Places {
        match self {
            Self::Target(target) => &target.places,
            Self::Task(task) => &task.places,
            Self::Promotion(promotion) => &promotion.places,
        }
    }
}

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// An image that is built.
    Target,
    /// A command that is run.
    Task,
    /// An image that gets further names.
    Promotion,
}

impl Kind {
    /// All of them, in the order in which they are counted.
    pub const ALL: [Self; 3] = [Self::Target, Self::Task, Self::Promotion];
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Target => "target",
            Self::Task => "task",
            Self::Promotion => "promotion",
        })
    }
}
