//! A program: everything that the files declare, in the order of the files.

use crate::span::Span;
use crate::syntax::ast::{Attribute, Name};
use crate::target::{PROMOTION_NAMES, TASK_NAMES};

use super::schema;

/// All files together.
#[derive(Clone, Default, Debug)]
pub struct Program {
    /// `variable` blocks. Of several with one name, the last counts.
    pub variables: Vec<Variable>,
    /// `function` blocks. Of several with one name, the last counts.
    pub functions: Vec<Function>,
    /// Attributes at the top level, which bake treats as variables that nothing overrides. Of
    /// several with one name, the last counts.
    pub globals: Vec<Attribute>,
    /// `target` and `group` blocks. Several with one name are merged when they are evaluated.
    pub blocks: Vec<Declaration>,
    /// `task` and `promote` blocks, which bake ignores.
    pub nodes: Vec<Declaration<NodeKind>>,
}

/// A `variable` block.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its label.
    pub name: Name,
    /// `type`, an expression that spells a type.
    pub ty: Option<Attribute>,
    /// `default`
    pub default: Option<Attribute>,
    /// `description`
    pub description: Option<Attribute>,
    /// `validation` blocks.
    pub validations: Vec<Validation>,
    /// Type and label.
    pub head: Span,
}

/// A `validation` block of a variable.
#[derive(Clone, Debug)]
pub struct Validation {
    /// `condition`
    pub condition: Option<Attribute>,
    /// `error_message`
    pub message: Option<Attribute>,
    /// The word `validation`.
    pub head: Span,
}

/// A `function` block.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its label.
    pub name: Name,
    /// `params`
    pub params: Option<Attribute>,
    /// `variadic_params`
    pub variadic: Option<Attribute>,
    /// `result`
    pub result: Option<Attribute>,
    /// Type and label.
    pub head: Span,
}

/// A `target`, `group`, `task` or `promote` block: still with its matrix, its expressions and what
/// it inherits.
#[derive(Clone, Debug)]
pub struct Declaration<K = BlockKind> {
    /// Which of the kinds.
    pub kind: K,
    /// Its label: the name, unless a matrix renames its cells.
    pub label: Name,
    /// The attributes that bake knows, in the order of the file; of a `task` and of a `promote`
    /// all.
    pub attributes: Vec<Attribute>,
    /// The attributes that only we know, in the order of the file.
    pub additions: Vec<Attribute>,
    /// Type and label.
    pub head: Span,
}

impl<K> Declaration<K> {
    /// The attribute of this name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.all().find(|attribute| &*attribute.name.value == name)
    }

    /// The attributes that bake knows, then the others.
    pub fn all(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes.iter().chain(&self.additions)
    }
}

/// The kinds of blocks that bake ignores and that are nodes of the graph.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum NodeKind {
    /// `task`
    Task,
    /// `promote`
    Promotion,
}

impl NodeKind {
    /// The word it is written with.
    pub fn word(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Promotion => "promote",
        }
    }

    /// The kind that a word stands for.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Task, Self::Promotion].into_iter().find(|kind| kind.word() == word)
    }

    /// What such a block makes, in words.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Promotion => "promotion",
        }
    }

    /// Its attributes.
    pub fn attributes(self) -> &'static [&'static str] {
        match self {
            Self::Task => TASK_NAMES,
            Self::Promotion => PROMOTION_NAMES,
        }
    }
}

/// The kinds of blocks that others can refer to by name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum BlockKind {
    /// `group`
    Group,
    /// `target`
    Target,
}

impl BlockKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Group, Self::Target];

    /// The word it is written with.
    pub fn word(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Target => "target",
        }
    }

    /// The kind that a word stands for.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The attributes that bake knows in it.
    pub fn attributes(self) -> &'static [&'static str] {
        match self {
            Self::Group => schema::GROUP,
            Self::Target => schema::TARGET,
        }
    }

    /// The attributes that only we know in it.
    pub fn additions(self) -> &'static [&'static str] {
        match self {
            Self::Group => &[],
            Self::Target => schema::ADDED,
        }
    }
}
