//! Blocks, and how a file is made of them.

use super::attributes::Value;
use super::tree::Tree;

/// Something that stands in a file or in a block.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// `name = value`
    Attribute(String, Value),
    /// `kind "label" { … }`
    Block(Block),
    /// Text of the native syntax that is most likely wrong; JSON leaves it out.
    Odd(&'static str),
}

/// `kind "label" { … }`, with at most one label.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) kind: &'static str,
    pub(super) label: Option<String>,
    pub(super) items: Vec<Item>,
}

impl Item {
    fn native(&self) -> Tree {
        match self {
            Self::Attribute(name, value) => {
                Tree::new().text(format!("  {name} = ")).tree(value.native()).text("\n")
            }
            Self::Block(block) => block.native(),
            Self::Odd(text) => Tree::leaf(format!("{text}\n")),
        }
    }
}

impl Block {
    fn native(&self) -> Tree {
        let label = self.label.as_ref().map_or(String::new(), |label| format!(" \"{label}\""));
        let items = self.items.iter().map(Item::native).collect();
        Tree::new().text(format!("{}{label} {{\n", self.kind)).list("", items).text("}\n")
    }

    /// The body, and the label as its key where there is one.
    fn json(&self) -> Tree {
        let body = json(&self.items, false);
        match &self.label {
            Some(label) => Tree::new().text(format!("{{{label:?}: ")).tree(body).text("}"),
            None => body,
        }
    }
}

/// A file of the native syntax.
pub(super) fn native(items: &[Item]) -> Tree {
    Tree::new().list("", items.iter().map(Item::native).collect())
}

/// An object of the JSON syntax. Blocks of one kind are a list of objects, or, where they are
/// `merged`, one object with all labels, as far as they have some.
pub(super) fn json(items: &[Item], merged: bool) -> Tree {
    let mut properties = Vec::new();
    let mut kinds: Vec<(&str, Vec<&Block>)> = Vec::new();
    for item in items {
        match item {
            Item::Attribute(name, value) => {
                properties.push(Tree::new().text(format!("{name:?}: ")).tree(value.json()));
            }
            Item::Block(block) => match kinds.iter_mut().find(|(kind, _)| *kind == block.kind) {
                Some((_, blocks)) => blocks.push(block),
                None => kinds.push((block.kind, vec![block])),
            },
            Item::Odd(_) => {}
        }
    }
    for (kind, blocks) in kinds {
        properties.push(Tree::new().text(format!("{kind:?}: ")).tree(json_blocks(&blocks, merged)));
    }
    Tree::new().text("{").list(",\n", properties).text("}")
}

fn json_blocks(blocks: &[&Block], merged: bool) -> Tree {
    if !merged || blocks.iter().any(|block| block.label.is_none()) {
        let items = blocks.iter().map(|block| block.json()).collect();
        return Tree::new().text("[").list(",\n", items).text("]");
    }
    let pair = |block: &&Block| {
        let label = block.label.as_deref().unwrap_or_default();
        Tree::new().text(format!("{label:?}: ")).tree(json(&block.items, false))
    };
    Tree::new().text("{").list(",\n", blocks.iter().map(pair).collect()).text("}")
}
