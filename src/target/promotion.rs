//! Further names for an image that has been built.

use std::sync::Arc;

use crate::diag::Problem;
use crate::target::from_value::{no_null, text, texts};
use crate::target::{Cell, List, Places};
use crate::text::Text;
use crate::value::Value;

/// What a `promote` block may say.
pub const PROMOTION_NAMES: &[&str] = &[
    "description",
    "matrix",
    "matrix-exclude",
    "matrix-include",
    "name",
    "needs",
    "tags",
    "target",
];

/// Further names for the image of a target, given in the registry without a rebuild.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Promotion {
    /// Its name.
    pub name: Text,
    /// What it is for; empty where nobody said so.
    pub description: Text,
    /// The target whose image it is.
    pub target: Text,
    /// The names that the image gets; never empty once it is defined.
    pub tags: List<Text>,
    /// What must have succeeded before: names of targets, groups, tasks and promotions, and
    /// patterns of such names.
    pub needs: List<Text>,
    /// The cell of the matrix that it is made from.
    pub cell: Arc<Cell>,
    /// The label of the block that it is made from.
    pub block: Text,
    /// Where all this is written.
    pub places: Arc<Places>,
}

impl Promotion {
    /// A promotion of which nothing is known but its name and where it comes from.
    pub fn new(name: Text, block: Text, cell: Arc<Cell>, places: Arc<Places>) -> Self {
        let (description, target) = (Text::default(), Text::default());
        let (tags, needs) = (List::default(), List::default());
        Self { name, description, target, tags, needs, cell, block, places }
    }

    /// Sets the attribute of this name from the value of its expression. A name that no promotion
    /// has is ignored; so are those that make cells and names.
    ///
    /// # Errors
    /// Where the value does not fit, at the part to blame.
    pub fn set(&mut self, name: &str, value: &Value) -> Result<(), Problem> {
        match name {
            "description" => self.description = text(value)?,
            "target" => self.target = text(value)?,
            "tags" => self.tags = tags(value)?,
            "needs" => self.needs = texts(value)?.unwrap_or_default(),
            _ => {}
        }
        Ok(())
    }
}

fn tags(value: &Value) -> Result<List<Text>, Problem> {
    let mut tags = texts(value)?.ok_or_else(no_null)?;
    tags.keep(|tag| !tag.is_empty());
    if tags.is_empty() {
        return Err(Problem::new("a promotion gives at least one tag"));
    }
    Ok(tags)
}
